"""Every write to the register. The same steps in each: may they, does the field allow it, one change, ledger, audit, numbers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today, translate_unique
from balai.errors import Conflict, NotFound
from balai.indicators import touch
from balai.ui.formats import long_date
from modules.population import applying
from modules.population.applying import Applied, Progress, next_temporary
from modules.population.codes import Citizenship, MoveKind, Presence, Residency, Sex, Shdk
from modules.population.errors import (
    BadDates,
    CannotUndo,
    FamilyHasHead,
    FamilyNumberTaken,
    NeedsEvent,
    NikTaken,
    NotHere,
    PopulationError,
    RealData,
)
from modules.population.models import (
    LEDGER_COLUMNS,
    EventKind,
    FamilyCard,
    ImportRun,
    PopulationEvent,
    RegisterState,
    Resident,
    RunState,
    Territory,
    TerritoryKind,
)
from modules.population.names import fold_name
from modules.population.rows import ResidentRow
from modules.population.synthetic import generate
from tenants.context import current_village
from tenants.exchange.services import mark_activity

#: Numbers that a change of people moves.
PEOPLE = (
    "population.residents", "population.religion", "population.education", "population.occupation", "population.families",
)  # fmt: skip
EVENTS = "population.events"
#: Columns that ``update_resident`` may change freely (the ledger owns the others).
EDITABLE = (*(column for column in applying.PLAIN if column not in {"sex", "citizenship"}), "email")


def _moved(*, event: bool = True) -> None:
    touch(*PEOPLE, *([EVENTS] if event else []))
    mark_activity("change")


def _snapshot(resident: Resident) -> dict[str, Any]:
    found = {}
    for column in LEDGER_COLUMNS:
        value = getattr(resident, column)
        found[column] = str(value) if isinstance(value, uuid.UUID) else value
    return found


def _state() -> RegisterState:
    return RegisterState.objects.get_or_create(only=True)[0]


def _check_dates(event_date: date, report_date: date) -> bool:
    """Refuse impossible dates; returns whether the report is late (its month is closed).

    Raises:
        BadDates: with the field that is wrong.
    """
    if event_date > report_date:
        raise BadDates(_("Tanggal lapor tidak boleh sebelum tanggal peristiwa."), field="report_date")
    if report_date > today():
        raise BadDates(_("Tanggal lapor belum tiba."), field="report_date")
    closed = _state().closed_through
    if closed is not None and report_date <= closed:
        raise BadDates(
            _(
                "Buku sampai {day} sudah ditutup. Tulis tanggal lapor sesudahnya; peristiwanya dicatat sebagai susulan."
            ).format(day=long_date(closed)),
            field="report_date",
        )
    return closed is not None and event_date <= closed


def _record(
    actor: Actor, kind: str, resident: Resident, before: dict[str, Any], *, event_date: date, report_date: date,
    note: str = "", late: bool = False, target: PopulationEvent | None = None, **details: Any,
) -> PopulationEvent:  # fmt: skip
    family = resident.family
    head = family.members.filter(shdk=Shdk.HEAD, void_at=None).first() if family else None
    return PopulationEvent.objects.create(
        kind=kind,
        resident=resident,
        event_date=event_date,
        report_date=report_date,
        author_kind=actor.kind,
        author_id=str(actor.id)[:64],
        author_name=actor.name[:150],
        before=before,
        after=_snapshot(resident),
        family_number=family.number if family else "",
        head_name=head.name if head else "",
        details={key: value for key, value in details.items() if value not in (None, "")},
        note=note,
        late=late,
        target=target,
    )


def _locked(resident: Resident, version: str = "") -> Resident:
    """The resident, locked, as it is now.

    Raises:
        Conflict: somebody changed it since ``version`` was read.
        NotHere: not present any more.
    """
    now = Resident.objects.select_for_update(of=("self",)).select_related("family").get(pk=resident.pk)
    if version and version != now.version:
        raise Conflict()
    if not now.is_here:
        state = Presence(now.presence).label if now.void_at is None else _("DIBATALKAN")
        raise NotHere(name=now.name, state=state)
    return now


def place_of(resident: Resident) -> str:
    """ "RT 02/RW 05", for sentences."""
    rt = resident.rt
    if rt is None:
        return "-"
    above = rt.parent
    if above is not None and above.kind == TerritoryKind.RW:
        return f"RT {rt.name}/RW {above.name}"
    return f"RT {rt.name}"


def _unique_errors(nik: str, family: FamilyCard | None, number: str = "") -> dict[str, Exception]:
    other = Resident.objects.select_related("rt__parent").filter(nik=nik, void_at=None).first()
    head = Resident.objects.filter(family=family, shdk=Shdk.HEAD, presence=1, void_at=None).first() if family else None
    return {
        "resident_nik_once": NikTaken(
            name=other.name if other else "", place=place_of(other) if other else "-", field="nik",
            resident=str(other.pk) if other else "",
        ),
        "family_one_head": FamilyHasHead(name=head.name if head else "", field="shdk"),
        "family_number_once": FamilyNumberTaken(field="no_kk"),
    }  # fmt: skip


# -- territory ---------------------------------------------------------------------------------------------------------


@atomic()
def add_territory(*, actor: Actor, kind: str, name: str, parent: Territory | None = None) -> Territory:
    """Make a dusun, RW or RT.

    Raises:
        PopulationError: the name is taken there, or the parent's level does not fit.
    """
    require(actor, "population.change")
    fits = {TerritoryKind.DUSUN: {None}, TerritoryKind.RW: {"dusun"}, TerritoryKind.RT: {"dusun", "rw"}}
    above = parent.kind if parent else None
    if above not in fits[TerritoryKind(kind)]:
        raise PopulationError(_("Tingkat wilayah ini tidak dapat berada di sana."), field="parent")
    error = PopulationError(_("Wilayah dengan nama ini sudah ada."), field="name")
    with translate_unique({"territory_once": error}):
        made = Territory.objects.create(kind=kind, name=name.strip().upper(), parent=parent)
    audit.record(actor, "population.territory_added", about=made, kind=kind)
    return made


@atomic()
def change_territory(
    *, actor: Actor, territory: Territory, name: str, head: Resident | None, order: int = 0
) -> Territory:
    """Rename a node, set its head (Kadus, Ketua RW, Ketua RT) and its place in the order."""
    require(actor, "population.change")
    error = PopulationError(_("Wilayah dengan nama ini sudah ada."), field="name")
    territory.name, territory.head, territory.order = name.strip().upper(), head, order
    with translate_unique({"territory_once": error}):
        territory.save(update_fields=["name", "head", "order"])
    audit.record(actor, "population.territory_changed", about=territory)
    return territory


@atomic()
def remove_territory(*, actor: Actor, territory: Territory) -> None:
    """Remove an empty node.

    Raises:
        PopulationError: something still lies in it.
    """
    require(actor, "population.change")
    if territory.children.exists() or territory.residents.exists() or territory.families.exists():
        raise PopulationError(_("Wilayah ini masih berisi; pindahkan dahulu penduduk dan keluarganya."))
    audit.record(actor, "population.territory_removed", about=territory, name=territory.name)
    territory.delete()


# -- people ------------------------------------------------------------------------------------------------------------


def _temporary_nik() -> str:
    code = current_village().code
    advisory_lock("population.temporary")
    return f"0{code}{next_temporary('population_resident', 'nik', code):05d}"


def temporary_family_number() -> str:
    """A family number until the card is there: "0", village code, five digits."""
    code = current_village().code
    advisory_lock("population.temporary")
    return f"0{code}{next_temporary('population_familycard', 'number', code):05d}"


def _place_in_family(data: dict[str, Any], *, no_kk: str, rt: Territory | None, address: str) -> FamilyCard | None:
    if not no_kk:
        return None
    number = temporary_family_number() if no_kk == "0" else no_kk
    family = FamilyCard.objects.filter(number=number, void_at=None).first()
    if family is None:
        family = FamilyCard.objects.create(
            number=number, number_temporary=number.startswith("0"), rt=rt, address=address, registered_on=today()
        )
    return family


def _enter(
    actor: Actor, kind: str, data: dict[str, Any], *, event_date: date, report_date: date, note: str, **details: Any
) -> Resident:
    """A person enters the register: row, ledger, audit, numbers."""
    late = _check_dates(event_date, report_date)
    values = dict(data)
    no_kk, address = values.pop("no_kk", ""), values.pop("address", "")
    rt: Territory | None = values.pop("rt", None)
    nik = values.pop("nik", "") or "0"
    if nik == "0":
        nik = _temporary_nik()
    family = _place_in_family(values, no_kk=no_kk, rt=rt, address=address)
    shdk = values.pop("shdk", None)
    if family is not None and family.rt_id and (shdk != Shdk.HEAD or rt is None):
        rt = family.rt
    if family is not None and shdk is None:
        raise PopulationError(_("Hubungan dalam keluarga belum dipilih."), field="shdk")
    if values.get("sex") == Sex.MALE:
        values["pregnancy"] = None
    name = str(values.pop("name")).strip().upper()
    clean = {
        key: value for key, value in values.items() if key in EDITABLE or key in {"sex", "citizenship", "residency"}
    }
    text = {f.name for f in Resident._meta.concrete_fields if not f.null}
    clean = {key: ("" if value is None and key in text else value) for key, value in clean.items()}
    if clean.get("citizenship") in ("", None):
        clean["citizenship"] = Citizenship.WNI
    if clean.get("residency") in ("", None):
        clean["residency"] = Residency.PERMANENT
    with translate_unique(_unique_errors(nik, family)):
        resident = Resident.objects.create(
            nik=nik, nik_temporary=nik.startswith("0"), name=name, name_key=fold_name(name)[:120], family=family,
            shdk=shdk if family else None, rt=rt, **clean,
        )  # fmt: skip
    _record(actor, kind, resident, {}, event_date=event_date, report_date=report_date, note=note, late=late, **details)
    audit.record(actor, f"population.{kind}", about=resident)
    _moved()
    return resident


@atomic()
def create_resident(*, actor: Actor, note: str = "", **data: Any) -> Resident:
    """Enter a person who lives here already, as initial data (before the data are declared complete).

    Raises:
        NeedsEvent: the data are complete: people come by birth or arrival.
        NikTaken, FamilyHasHead, PopulationError.
    """
    require(actor, "population.change")
    if _state().complete_on is not None:
        raise NeedsEvent()
    on = today()
    made = _enter(actor, EventKind.INITIAL, data, event_date=on, report_date=on, note=note)
    Resident.objects.filter(pk=made.pk).update(initial_data=True)
    return made


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
    return _enter(actor, EventKind.BIRTH, values, event_date=birth_date, report_date=report_date, note=note, **details)


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
    return _enter(
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
    late = _check_dates(event_date, report_date)
    now = _locked(resident)
    if now.birth_date and event_date < now.birth_date:
        raise BadDates(_("Tanggal peristiwa tidak boleh sebelum tanggal lahir."), field="event_date")
    before = _snapshot(now)
    now.presence, now.updated_at = presence, timezone.now()
    now.save(update_fields=["presence", "updated_at"])
    _record(actor, kind, now, before, event_date=event_date, report_date=report_date, note=note, late=late, **details)
    audit.record(actor, f"population.{kind}", about=now)
    _moved()
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
    whole_family: bool = False, note: str = "",
) -> list[Resident]:  # fmt: skip
    """Somebody (or the whole family) moves out: kind of move and destination are needed.

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
            move_kind=int(kind), destination=destination,
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
def update_resident(*, actor: Actor, resident: Resident, version: str = "", **changes: Any) -> Resident:
    """Change what the register owns of a person; sex and citizenship leave a typed correction in the ledger.

    Raises:
        Conflict: changed by somebody else since ``version``.
        NikTaken, NotHere.
    """
    require(actor, "population.change")
    now = _locked(resident, version)
    before, written = _snapshot(now), []
    nik = changes.pop("nik", None)
    if nik and nik != now.nik:
        now.nik, now.nik_temporary = nik, nik.startswith("0")
        written += ["nik", "nik_temporary"]
    text = {f.name for f in Resident._meta.concrete_fields if not f.null}
    for column, value in changes.items():
        if column not in EDITABLE and column not in {"sex", "citizenship"}:
            raise ValueError(column)
        value = "" if value is None and column in text else value
        if column == "name":
            value = str(value).strip().upper()
        if getattr(now, column) != value:
            setattr(now, column, value)
            written.append(column)
    if now.sex == Sex.MALE and now.pregnancy is not None:
        now.pregnancy = None
        written.append("pregnancy")
    if not written:
        return now
    if "name" in written:
        now.name_key = fold_name(now.name)[:120]
        written.append("name_key")
    now.updated_at = timezone.now()
    with translate_unique(_unique_errors(now.nik, None)):
        now.save(update_fields=[*written, "updated_at"])
    on = today()
    for column, kind in (("sex", EventKind.CORRECTION_SEX), ("citizenship", EventKind.CORRECTION_CITIZENSHIP)):
        if column in written:
            _record(actor, kind, now, before, event_date=on, report_date=on)
    audit.record(actor, "population.resident_changed", about=now, columns=sorted(set(written)))
    _moved(event=False)
    return now


@atomic()
def move_to_rt(*, actor: Actor, resident: Resident, rt: Territory, note: str = "") -> list[Resident]:
    """Move a person, with the family that lives under the same card, to another RT of the village (a correction)."""
    require(actor, "population.change")
    now = _locked(resident)
    people = [now]
    if now.family_id:
        FamilyCard.objects.filter(pk=now.family_id).update(rt=rt, updated_at=timezone.now())
        members = Resident.objects.select_for_update(of=("self",)).filter(
            family=now.family_id, presence=1, void_at=None
        )
        people = list(members.select_related("family"))
    on = today()
    for each in people:
        before = _snapshot(each)
        each.rt, each.updated_at = rt, timezone.now()
        each.save(update_fields=["rt", "updated_at"])
        _record(actor, EventKind.CORRECTION_RT, each, before, event_date=on, report_date=on, note=note)
    audit.record(actor, "population.moved_to_rt", about=now, people=len(people))
    _moved(event=False)
    return people


@atomic()
def change_shdk(*, actor: Actor, resident: Resident, shdk: int) -> Resident:
    """Change a person's position in the family; a new head makes the old one LAINNYA."""
    require(actor, "population.change")
    now = _locked(resident)
    if now.family is None:
        raise PopulationError(_("Orang ini belum mempunyai KK."), field="shdk")
    on = today()
    if shdk == Shdk.HEAD:
        old = Resident.objects.select_for_update(of=("self",)).select_related("family").filter(
            family=now.family, shdk=Shdk.HEAD, presence=1, void_at=None
        ).exclude(pk=now.pk).first()  # fmt: skip
        if old is not None:
            before = _snapshot(old)
            old.shdk, old.updated_at = Shdk.OTHER, timezone.now()
            old.save(update_fields=["shdk", "updated_at"])
            _record(actor, EventKind.CORRECTION_SHDK, old, before, event_date=on, report_date=on)
    before = _snapshot(now)
    now.shdk, now.updated_at = shdk, timezone.now()
    now.save(update_fields=["shdk", "updated_at"])
    _record(actor, EventKind.CORRECTION_SHDK, now, before, event_date=on, report_date=on)
    audit.record(actor, "population.shdk_changed", about=now, shdk=int(shdk))
    _moved(event=False)
    return now


@atomic()
def split_family(
    *, actor: Actor, head: Resident, members: Sequence[tuple[Resident, int]] = (), no_kk: str = "0", rt: Territory | None = None,
    address: str = "", report_date: date | None = None, note: str = "",
) -> FamilyCard:  # fmt: skip
    """Split people off into a new family card (pecah KK): a new head, and others with their new position.

    ``no_kk`` "0" gives a temporary number.

    Raises:
        FamilyNumberTaken, NotHere, PopulationError.
    """
    require(actor, "population.events")
    on = report_date or today()
    late = _check_dates(on, on)
    people = [(_locked(head), int(Shdk.HEAD)), *((_locked(each), shdk) for each, shdk in members)]
    if any(shdk == Shdk.HEAD for _person, shdk in people[1:]):
        raise PopulationError(_("Satu keluarga hanya mempunyai satu kepala."), field="members")
    old = people[0][0].family
    number = temporary_family_number() if no_kk == "0" else no_kk
    with translate_unique({"family_number_once": FamilyNumberTaken(field="no_kk")}):
        card = FamilyCard.objects.create(
            number=number,
            number_temporary=number.startswith("0"),
            rt=rt or people[0][0].rt,
            address=address or (old.address if old else ""),
            registered_on=on,
        )
    for person, shdk in people:
        before = _snapshot(person)
        person.family, person.shdk, person.rt, person.updated_at = card, shdk, card.rt, timezone.now()
        person.save(update_fields=["family", "shdk", "rt", "updated_at"])
        _record(
            actor, EventKind.SPLIT, person, before, event_date=on, report_date=on, note=note, late=late,
            from_family=old.number if old else "",
        )  # fmt: skip
    audit.record(actor, "population.split", about=card, people=len(people))
    _moved(event=False)
    return card


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
    open_events = person.events.filter(undone_by=None).exclude(kind=EventKind.UNDO).order_by("-id")
    newest = open_events.first()
    if newest is None or newest.pk != event.pk:
        raise CannotUndo(_("Ada peristiwa sesudahnya. Batalkan yang terbaru lebih dahulu."))
    before = _snapshot(person)
    person.updated_at = timezone.now()
    if event.kind in _ENTRIES:
        person.void_at = timezone.now()
    else:
        for column, value in event.before.items():
            setattr(person, column, uuid.UUID(value) if column.endswith("_id") and value else value)
    with translate_unique(_unique_errors(person.nik, person.family)):
        person.save()
    on = today()
    made = _record(
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
    _moved()
    return made


@atomic()
def declare_complete(*, actor: Actor) -> RegisterState:
    """Declare the village's data complete: from now on people enter and leave by events alone."""
    require(actor, "population.import")
    state = _state()
    state.complete_on = today()
    state.save(update_fields=["complete_on"])
    audit.record(actor, "population.declared_complete")
    return state


# -- many at once ------------------------------------------------------------------------------------------------------


@atomic()
def apply_rows(
    *, actor: Actor, rows: Sequence[ResidentRow], source: str, import_run: ImportRun | None = None,
    progress: Progress | None = None,
) -> Applied:  # fmt: skip
    """Bring rows into the register in one transaction (an import, the generator)."""
    require(actor, "population.import")
    advisory_lock("population.import")
    applied = applying.apply_rows(
        actor=actor, rows=rows, source=source, run=import_run.pk if import_run else None, progress=progress
    )
    audit.record(
        actor, "population.rows_applied", about=import_run, source=source, new=applied.new, changed=applied.changed
    )
    _moved()
    return applied


def preview_rows(*, actor: Actor, rows: Sequence[ResidentRow]) -> Applied:
    """What :func:`apply_rows` would do, without doing it."""
    require(actor, "population.import")
    return applying.apply_rows(actor=actor, rows=rows, source="preview", dry_run=True)


def populate(*, actor: Actor, residents: int, seed: int) -> Applied:
    """Fill a village with synthetic people.

    Raises:
        RealData: the village holds real data.
    """
    card = current_village()
    if card.data == "real":
        raise RealData()
    rows = generate(seed=seed, residents=residents, village_code=card.code, village_name=card.name)
    return apply_rows(actor=actor, rows=rows, source=f"synthetic:{seed}")


@atomic()
def undo_import(*, actor: Actor, run: ImportRun, skip_touched: bool = False) -> dict[str, int]:
    """Take an applied import back, row by row, where nothing later touched it.

    Raises:
        CannotUndo: rows were touched since and ``skip_touched`` is off; their names stand in the message.
    """
    require(actor, "population.import")
    advisory_lock("population.import")
    if run.state != RunState.APPLIED:
        raise CannotUndo(_("Impor ini belum diterapkan atau sudah dibatalkan."))
    rows = list(run.rows.select_related("resident__family").order_by("-row"))
    events: dict[Any, list[PopulationEvent]] = {}
    for event in PopulationEvent.objects.filter(
        resident__in=[row.resident_id for row in rows], undone_by=None
    ).order_by("-id"):
        if event.kind != EventKind.UNDO:
            events.setdefault(event.resident_id, []).append(event)
    touched = [
        row
        for row in rows
        if row.resident.updated_at != row.stamp
        or (
            events.get(row.resident_id)
            and events[row.resident_id][0].run not in (run.pk, None)
            and events[row.resident_id][0].recorded_at > row.stamp
        )
    ]
    if touched and not skip_touched:
        names = ", ".join(row.resident.name for row in touched[:5])
        raise CannotUndo(
            _("{n} orang sudah diubah sesudah impor ini ({names}). Lewati mereka, atau biarkan impornya.").format(
                n=len(touched), names=names
            ),
            touched=len(touched),
        )
    skip = {row.pk for row in touched}
    reverted = 0
    on = today()
    for row in rows:
        if row.pk in skip:
            continue
        person = row.resident
        before = _snapshot(person)
        if row.outcome == "new":
            person.void_at = timezone.now()
        for column, value in row.before.items():
            field = Resident._meta.get_field(column)
            setattr(person, column, field.to_python(value) if value is not None else None)
        if "name" in row.before:
            person.name_key = fold_name(person.name)[:120]
        person.updated_at = timezone.now()
        person.save()
        target = next((event for event in events.get(person.pk, []) if event.run == run.pk), None)
        if target is not None:
            _record(
                actor,
                EventKind.UNDO,
                person,
                before,
                event_date=on,
                report_date=on,
                target=target,
                import_run=str(run.pk),
            )
        reverted += 1
    used = Resident.objects.filter(void_at=None).values("family_id")
    emptied = FamilyCard.objects.filter(members__in=[row.resident_id for row in rows], void_at=None).exclude(
        pk__in=used
    )
    FamilyCard.objects.filter(pk__in=list(emptied.values_list("pk", flat=True))).update(
        void_at=timezone.now(), updated_at=timezone.now()
    )
    run.state, run.undone_at = RunState.UNDONE, timezone.now()
    run.save(update_fields=["state", "undone_at"])
    audit.record(actor, "population.import_undone", about=run, reverted=reverted, skipped=len(skip))
    _moved()
    return {"reverted": reverted, "skipped": len(skip)}


def verify_ledger() -> list[dict[str, Any]]:
    """Rebuild from the ledger what it owns of every resident, and compare; empty when they agree.

    Each problem: ``{"resident", "column", "register", "ledger"}`` (keys only, no names).
    """
    problems: list[dict[str, Any]] = []
    with connection.cursor() as cursor:
        # The last line that stands decides: its ``after`` holds all seven columns.
        cursor.execute(
            "SELECT r.id, r.presence, r.residency, r.family_id, r.shdk, r.rt_id, r.sex, r.citizenship, e.after, "
            "r.void_at IS NOT NULL, e.kind FROM population_resident r LEFT JOIN LATERAL "
            "(SELECT after, kind, details FROM population_populationevent e WHERE e.resident_id = r.id ORDER BY e.id DESC LIMIT 1) e "
            "ON true"
        )
        for row in cursor.fetchall():
            key, *values, after, void, kind = row
            after = after if isinstance(after, dict) or after is None else json.loads(after)
            if after is None:
                problems.append({"resident": str(key), "column": "events", "register": "present", "ledger": "nothing"})
                continue
            if void:
                if kind != EventKind.UNDO:
                    problems.append({"resident": str(key), "column": "void_at", "register": "void", "ledger": kind})
                continue
            for column, value in zip(LEDGER_COLUMNS, values, strict=True):
                found = str(value) if isinstance(value, uuid.UUID) else value
                if after.get(column) != found:
                    problems.append(
                        {"resident": str(key), "column": column, "register": found, "ledger": after.get(column)}
                    )
    return problems


def resident_or_404(pk: Any) -> Resident:
    """A resident of this village.

    Raises:
        NotFound: there is none, or the key is another village's.
    """
    found = Resident.objects.select_related("family__rt", "rt__parent__parent").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found
