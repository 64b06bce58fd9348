"""Who comes: births, arrivals, who comes back, who becomes a permanent resident; and the data declared complete."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from modules.population.applying import snapshot
from modules.population.codes import Presence, Residency, Shdk
from modules.population.errors import BadDates, PopulationError
from modules.population.models import EventKind, FamilyCard, PopulationEvent, RegisterState, Resident, Territory
from modules.population.services.ledger import check_dates, locked, moved, record, register_state, unique_errors
from modules.population.services.people import card_numbered, enter, place_in_family
from modules.population.services.territory import standing_rt

#: Of a birth's details, what stands in the person's row, too.
_OF_THE_CHILD = {
    "birth_kind": "birth_kind", "weight_g": "birth_weight", "length_cm": "birth_length", "helper": "birth_helper",
    "child_number": "birth_order", "place_kind": "birth_place_kind", "time": "birth_time",
}  # fmt: skip


@atomic()
def register_birth(
    *, actor: Actor, birth_date: date, report_date: date, family: FamilyCard | None = None, note: str = "", **data: Any
) -> Resident:
    """A child is born: a new resident, CHILD of the family; the event's date is the birth date.

    Keyword ``data``: name, sex, birth_place, father_name, mother_name and what else is known. ``birth_kind``, ``time``,
    ``weight_g``, ``length_cm``, ``helper``, ``child_number``, ``place_kind``, and the place of birth as it was reported,
    stand in the event (``reported_by``: who told of it).

    Raises:
        NikTaken, FamilyHasHead, BadValues, NikDoubtful, SamePerson, BadDates, PopulationError.
    """
    require(actor, "population.events")
    details = {key: data.pop(key, None) for key in (*_OF_THE_CHILD, "reported_by")}
    details["place"] = data.get("birth_place", "")
    values: dict[str, Any] = {"shdk": Shdk.CHILD, "marital_status": 1, "education": 1, "occupation": 1}
    values |= {column: details[key] for key, column in _OF_THE_CHILD.items() if details[key] not in (None, "")}
    values |= data
    if family is not None:
        values |= {"no_kk": family.number, "rt": family.rt}
    values["birth_date"] = birth_date
    return enter(actor, EventKind.BIRTH, values, event_date=birth_date, report_date=report_date, note=note, **details)


@atomic()
def register_move_in(
    *, actor: Actor, event_date: date, report_date: date, previous_address: str, purpose: str = "", host_name: str = "",
    host_address: str = "", previous: dict[str, str] | None = None, note: str = "", **data: Any,
) -> Resident:  # fmt: skip
    """Somebody moves in. TIDAK TETAP needs the purpose of the stay.

    ``previous`` names the place that was left: ``village``, ``district``, ``regency``, ``province``; ``host_name`` and
    ``host_address`` whom a temporary resident stays with (B.4).

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
    data.setdefault("address_previous", previous_address.strip()[:200])
    return enter(
        actor, kind, data, event_date=event_date, report_date=report_date, note=note,
        previous_address=previous_address.strip(), purpose=purpose, host_name=host_name, host_address=host_address,
        **places_of("from", previous),
    )  # fmt: skip


#: Parts of a place elsewhere, from the smallest.
PARTS = ("village", "district", "regency", "province")


def places_of(prefix: str, parts: dict[str, str] | None) -> dict[str, str]:
    """``{"village": "Kradenan"}`` as details of an event: ``{"from_village": "KRADENAN"}``."""
    return {f"{prefix}_{name}": (parts or {}).get(name, "").strip().upper()[:100] for name in PARTS}


def departure_of(person: Resident) -> PopulationEvent | None:
    """The line by which somebody who is gone went."""
    return person.events.exclude(kind=EventKind.UNDO).filter(undone_by=None).order_by("-id").first()


def too_soon(event_date: date, left: PopulationEvent | None) -> bool:
    """Whether a return lies in the month of leaving, or before it (domain: rules of events)."""
    return left is not None and event_date.replace(day=1) <= left.event_date.replace(day=1)


#: Who may come back, and not in the month of leaving (domain: rules of events).
_MAY_RETURN = {Presence.MOVED, Presence.LEFT, Presence.MISSING}


@atomic()
def readmit(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, shdk: int | None = None,
    rt: Territory | None = None, previous_address: str = "", note: str = "",
) -> Resident:  # fmt: skip
    """Somebody who had moved, gone or been missing comes back (datang lagi), to the family card as it was.

    ``shdk`` gives another position (the family may have another head meanwhile), ``rt`` another RT; ``previous_address``
    where they come from, else where they had gone to.

    Raises:
        PopulationError: dead, void or here already; in the month of leaving (then the departure is undone instead).
        FamilyHasHead, BadDates.
    """
    require(actor, "population.events")
    late = check_dates(event_date, report_date)
    now = Resident.objects.select_for_update(of=("self",)).select_related("family").get(pk=resident.pk)
    if now.void_at is not None or now.presence not in _MAY_RETURN:
        raise PopulationError(_("Hanya orang yang pindah, pergi, atau hilang yang dapat datang lagi."))
    left = departure_of(now)
    if too_soon(event_date, left):
        raise BadDates(
            _("Tidak dapat datang lagi dalam bulan kepergiannya. Batalkan peristiwa kepergiannya."), field="event_date"
        )
    before = snapshot(now)
    now.presence, now.updated_at = Presence.PRESENT, timezone.now()
    if now.family is not None and now.family.void_at is not None:
        now.family, now.shdk = None, None
    if shdk is not None and now.family is not None:
        now.shdk = shdk
    # An RT that moved or was merged since is the one that it became.
    now.rt_id = rt.pk if rt is not None else standing_rt(now.rt_id)
    with translate_unique(unique_errors(now.nik, now.family)):
        now.save(update_fields=["presence", "family", "shdk", "rt", "updated_at"])
    gone_to = left.told.get("destination", "") if left is not None else ""
    record(
        actor, EventKind.READMITTED, now, before, event_date=event_date, report_date=report_date, note=note, late=late,
        previous_address=previous_address.strip() or gone_to, left=Presence(before["presence"]).name.lower(),
    )  # fmt: skip
    audit.record(actor, "population.readmitted", about=now)
    moved()
    return now


@atomic()
def become_permanent(
    *, actor: Actor, resident: Resident, event_date: date, report_date: date, no_kk: str = "", shdk: int | None = None,
    rt: Territory | None = None, address: str = "", note: str = "",
) -> Resident:  # fmt: skip
    """A temporary resident becomes a permanent one (Permendagri 74/2022: at most a year as a temporary one).

    From then on the person counts. ``no_kk`` "0" makes a card with a temporary number; empty leaves them without one.

    Raises:
        PopulationError: permanent already, or a card without a position in it.
        NotHere, BeingMoved, FamilyHasHead, BadDates.
    """
    require(actor, "population.events")
    late = check_dates(event_date, report_date)
    if no_kk not in ("", "0"):
        card_numbered(no_kk)
    now = locked(resident)
    if now.residency != Residency.TEMPORARY:
        raise PopulationError(_("{name} sudah penduduk tetap.").format(name=now.name))
    before = snapshot(now)
    family = place_in_family(no_kk=no_kk, rt=rt or now.rt, address=address)
    if family is not None and shdk is None:
        raise PopulationError(_("Hubungan dalam keluarga belum dipilih."), field="shdk")
    now.residency, now.updated_at = Residency.PERMANENT, timezone.now()
    if family is not None:
        now.family, now.shdk, now.rt = family, shdk, family.rt or rt or now.rt
    elif rt is not None:
        now.rt = rt
    with translate_unique(unique_errors(now.nik, family)):
        now.save(update_fields=["residency", "family", "shdk", "rt", "updated_at"])
    record(
        actor, EventKind.BECAME_PERMANENT, now, before, event_date=event_date, report_date=report_date, note=note, late=late
    )  # fmt: skip
    audit.record(actor, "population.became_permanent", about=now)
    moved()
    return now


@atomic()
def declare_complete(*, actor: Actor) -> RegisterState:
    """Declare the village's data complete: from now on people enter and leave by events alone."""
    require(actor, "population.import")
    state = register_state()
    state.complete_on = today()
    state.save(update_fields=["complete_on"])
    audit.record(actor, "population.declared_complete")
    return state
