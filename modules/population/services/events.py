"""What happens to people: births, arrivals, deaths, moves, and taking an event back."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from modules.population.applying import snapshot
from modules.population.codes import MoveKind, Presence, Residency, Shdk
from modules.population.errors import BadDates, CannotUndo, PopulationError
from modules.population.models import EventKind, FamilyCard, PopulationEvent, RegisterState, Resident, Territory
from modules.population.services.ledger import check_dates, locked, moved, record, register_state, unique_errors
from modules.population.services.people import enter


@atomic()
def register_birth(
    *, actor: Actor, birth_date: date, report_date: date, family: FamilyCard | None = None, note: str = "", **data: Any
) -> Resident:
    """A child is born: a new resident, CHILD of the family; the event's date is the birth date.

    Keyword ``data``: name, sex, birth_place, father_name, mother_name and what else is known; ``birth_kind``,
    ``weight_g``, ``length_cm``, ``helper`` stand in the event.
    """
    require(actor, "population.events")
    details = {
        key: data.pop(key, None)
        for key in ("birth_kind", "weight_g", "length_cm", "helper", "child_number", "place_kind")
    }
    values: dict[str, Any] = {"shdk": Shdk.CHILD, "marital_status": 1, "education": 1, "occupation": 1} | data
    if family is not None:
        values |= {"no_kk": family.number, "rt": family.rt}
    values["birth_date"] = birth_date
    return enter(actor, EventKind.BIRTH, values, event_date=birth_date, report_date=report_date, note=note, **details)


@atomic()
def register_move_in(
    *,
    actor: Actor,
    event_date: date,
    report_date: date,
    previous_address: str,
    purpose: str = "",
    note: str = "",
    **data: Any,
) -> Resident:
    """Somebody moves in. TIDAK TETAP needs the purpose of the stay.

    Raises:
        PopulationError: no previous address, or no purpose for a temporary stay.
    """
    require(actor, "population.events")
    if not previous_address.strip():
        raise PopulationError(_("Alamat sebelumnya belum diisi."), field="previous_address")
    temporary = data.get("residency") == Residency.TEMPORARY
    if temporary and not purpose.strip():
        raise PopulationError(_("Maksud kedatangan belum diisi."), field="purpose")
    if temporary and data.get("no_kk"):
        raise PopulationError(_("Penduduk tidak tetap tidak masuk KK di desa ini."), field="no_kk")
    kind = EventKind.TEMPORARY if temporary else EventKind.MOVE_IN
    return enter(
        actor, kind, data, event_date=event_date, report_date=report_date, note=note,
        previous_address=previous_address, purpose=purpose,
    )  # fmt: skip


def _leave(
    actor: Actor,
    kind: str,
    resident: Resident,
    presence: int,
    *,
    event_date: date,
    report_date: date,
    note: str,
    **details: Any,
) -> Resident:
    late = check_dates(event_date, report_date)
    now = locked(resident)
    if now.birth_date and event_date < now.birth_date:
        raise BadDates(_("Tanggal peristiwa tidak boleh sebelum tanggal lahir."), field="event_date")
    before = snapshot(now)
    now.presence, now.updated_at = presence, timezone.now()
    now.save(update_fields=["presence", "updated_at"])
    record(actor, kind, now, before, event_date=event_date, report_date=report_date, note=note, late=late, **details)
    audit.record(actor, f"population.{kind}", about=now)
    moved()
    return now


@atomic()
def register_death(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, place: str, cause: int, witness: int,
    time: str = "", certificate: str = "", child_number: int | None = None, note: str = "",
) -> Resident:  # fmt: skip
    """Somebody died: place, cause and who attests are needed.

    Raises:
        NotHere, BadDates, PopulationError (the field is named).
    """
    require(actor, "population.events")
    if not place.strip():
        raise PopulationError(_("Tempat meninggal belum diisi."), field="place")
    return _leave(
        actor, EventKind.DEATH, resident, Presence.DEAD, event_date=event_date, report_date=report_date, note=note,
        place=place, cause=cause, witness=witness, time=time, certificate=certificate, child_number=child_number,
    )  # fmt: skip


@atomic()
def register_move_out(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, kind: int, destination: str,
    whole_family: bool = False, note: str = "", handover: str = "", double: str = "",
) -> list[Resident]:  # fmt: skip
    """Somebody (or the whole family) moves out: kind of move and destination are needed.

    ``handover`` and ``double`` name what it belongs to where the move crosses to a village of this regency.
    Returns who left.
    """
    require(actor, "population.events")
    MoveKind(kind)
    if not destination.strip():
        raise PopulationError(_("Alamat tujuan belum diisi."), field="destination")
    leaving = [resident]
    if whole_family and resident.family_id:
        leaving = list(
            Resident.objects.filter(family=resident.family_id, presence=1, void_at=None).order_by("shdk", "pk")
        )
    return [
        _leave(
            actor, EventKind.MOVE_OUT, each, Presence.MOVED, event_date=event_date, report_date=report_date, note=note,
            move_kind=int(kind), destination=destination, handover=handover, double=double,
        )
        for each in leaving
    ]  # fmt: skip


@atomic()
def register_missing(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, note: str = ""
) -> Resident:
    """Somebody is missing: leaves the balance in the month of the report."""
    require(actor, "population.events")
    return _leave(
        actor, EventKind.MISSING, resident, Presence.MISSING, event_date=event_date, report_date=report_date, note=note
    )


@atomic()
def register_leave(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, note: str = ""
) -> Resident:
    """A temporary resident goes away (pergi); left out of the monthly balance.

    Raises:
        PopulationError: the person is TETAP: a move needs its kind and destination.
    """
    require(actor, "population.events")
    if resident.residency != Residency.TEMPORARY:
        raise PopulationError(_("Pergi hanya bagi penduduk tidak tetap. Catat kepindahannya."))
    return _leave(
        actor, EventKind.LEAVE, resident, Presence.LEFT, event_date=event_date, report_date=report_date, note=note
    )


#: Who may come back, and not in the month of leaving (domain: rules of events).
_MAY_RETURN = {Presence.MOVED, Presence.LEFT, Presence.MISSING}


@atomic()
def readmit(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, shdk: int | None = None,
    rt: Territory | None = None, note: str = "",
) -> Resident:  # fmt: skip
    """Somebody who had moved, gone or been missing comes back (datang lagi), to the family card as it was.

    ``shdk`` gives another position (the family may have another head meanwhile), ``rt`` another RT.

    Raises:
        PopulationError: dead, void or here already; in the month of leaving (then the departure is undone instead).
        FamilyHasHead, BadDates.
    """
    require(actor, "population.events")
    late = check_dates(event_date, report_date)
    now = Resident.objects.select_for_update(of=("self",)).select_related("family").get(pk=resident.pk)
    if now.void_at is not None or now.presence not in _MAY_RETURN:
        raise PopulationError(_("Hanya orang yang pindah, pergi, atau hilang yang dapat datang lagi."))
    left = now.events.exclude(kind=EventKind.UNDO).filter(undone_by=None).order_by("-id").first()
    if left is not None and (event_date.year, event_date.month) <= (left.event_date.year, left.event_date.month):
        raise BadDates(
            _("Tidak dapat datang lagi dalam bulan kepergiannya. Batalkan peristiwa kepergiannya."), field="event_date"
        )
    before = snapshot(now)
    now.presence, now.updated_at = Presence.PRESENT, timezone.now()
    if now.family is not None and now.family.void_at is not None:
        now.family, now.shdk = None, None
    if shdk is not None and now.family is not None:
        now.shdk = shdk
    if rt is not None:
        now.rt = rt
    with translate_unique(unique_errors(now.nik, now.family)):
        now.save(update_fields=["presence", "family", "shdk", "rt", "updated_at"])
    record(
        actor, EventKind.READMITTED, now, before, event_date=event_date, report_date=report_date, note=note, late=late
    )
    audit.record(actor, "population.readmitted", about=now)
    moved()
    return now


#: Events that bring a person into the register: taking one back makes the person void.
_ENTRIES = {EventKind.INITIAL, EventKind.BIRTH, EventKind.MOVE_IN, EventKind.TEMPORARY}


@atomic()
def undo_event(*, actor: Actor, event: PopulationEvent, reason: str) -> PopulationEvent:
    """Take an event back by a counter-event that names it. The newest of a person's events first.

    Taking back an entry makes the person void (dibatalkan): out of every list and number, the NIK free again.

    Raises:
        CannotUndo: something later stands on it, it is undone already, or an undo itself.
    """
    require(actor, "population.events")
    if not reason.strip():
        raise CannotUndo(_("Tulis alasannya."), field="reason")
    person = Resident.objects.select_for_update(of=("self",)).select_related("family").get(pk=event.resident_id)
    if event.kind == EventKind.UNDO:
        raise CannotUndo(_("Pembatalan tidak dapat dibatalkan; catat lagi peristiwanya."))
    if event.details.get("handover"):
        raise CannotUndo(
            _("Kepindahan antardesa tidak dibatalkan sepihak: desa lain sudah mencatatnya. Pindahkan kembali orangnya.")
        )
    open_events = person.events.filter(undone_by=None).exclude(kind=EventKind.UNDO).order_by("-id")
    newest = open_events.first()
    if newest is None or newest.pk != event.pk:
        raise CannotUndo(_("Ada peristiwa sesudahnya. Batalkan yang terbaru lebih dahulu."))
    before = snapshot(person)
    person.updated_at = timezone.now()
    if event.kind in _ENTRIES:
        person.void_at = timezone.now()
    else:
        for column, value in event.before.items():
            setattr(person, column, uuid.UUID(value) if column.endswith("_id") and value else value)
    with translate_unique(unique_errors(person.nik, person.family)):
        person.save()
    on = today()
    made = record(
        actor,
        EventKind.UNDO,
        person,
        before,
        event_date=on,
        report_date=on,
        note=reason,
        target=event,
        undone=event.kind,
    )
    audit.record(actor, "population.event_undone", about=person, event=event.pk)
    moved()
    return made


@atomic()
def declare_complete(*, actor: Actor) -> RegisterState:
    """Declare the village's data complete: from now on people enter and leave by events alone."""
    require(actor, "population.import")
    state = register_state()
    state.complete_on = today()
    state.save(update_fields=["complete_on"])
    audit.record(actor, "population.declared_complete")
    return state
