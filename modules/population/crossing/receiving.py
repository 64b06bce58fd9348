"""The act of the village that takes in: everything came with the hand-over, nothing is typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.ui.formats import month_words
from modules.population.applying import snapshot
from modules.population.codes import Presence, Residency, Shdk
from modules.population.crossing.errors import AlreadyHere, BackTooSoon, CannotArrive, CrossingError
from modules.population.crossing.file import columns_of, day, keep_papers
from modules.population.errors import FamilyHasHead, FamilyNumberTaken
from modules.population.models import CrossingPerson, EventKind, FamilyCard, FormerNik, Resident, Territory
from modules.population.names import fold_name
from modules.population.services.events import departure_of, too_soon
from modules.population.services.ledger import (
    check_dates,
    moved,
    record,
    temporary_family_number,
    temporary_nik,
    unique_errors,
)
from tenants.context import current_village
from tenants.exchange import handovers
from tenants.exchange.models import Handover, HandoverState

#: Which family card the people come under.
CARRIED, NEW, EXISTING = "carried", "new", "existing"
_RETURNING = {Presence.MOVED, Presence.LEFT, Presence.MISSING}


@atomic()
def accept_move(
    *, actor: Actor, handover: Any, card: str, rt: Territory | None = None, no_kk: str = "", address: str = "",
    shdk: Mapping[int, int] | None = None,
) -> list[Resident]:  # fmt: skip
    """Take in the people of a hand-over: MOVE_IN (or READMITTED for who lived here once) in this village's ledger.

    ``card``: ``carried`` keeps the number that the family brings (only where all of it moves), ``new`` makes a card
    (``no_kk``, or a temporary number), ``existing`` puts them under a family that lives here (``no_kk``). ``rt`` is needed
    unless the family lives here already. ``shdk`` gives positions by place in the hand-over; else they keep what they
    had, and the first of those without a head becomes it. The other village records the departure by itself.

    Raises:
        NotFound, HandoverEnded, AlreadyHere, CannotArrive, BackTooSoon, FamilyNumberTaken, FamilyHasHead, NikTaken, CrossingError.
    """
    require(actor, "population.crossing")
    found = handovers.locked(handover, state=HandoverState.OFFERED, sent=False)
    data, files = handovers.content(found), handovers.files_of(found)
    event_date, report_date = day(data["event_date"]), today()
    late = check_dates(event_date, report_date)
    family = _card(data, card, rt=rt, no_kk=no_kk, address=address, on=report_date)
    positions = _positions(data, family, card, shdk or {})
    previous = _previous(data)
    arrived = []
    for place, person in enumerate(data["people"]):
        columns = columns_of(person)
        columns |= {"address_previous": previous[:200]}
        if data["family"] and not data["family"]["temporary"]:
            columns["family_number_previous"] = data["family"]["number"]
        kind, before, resident = _row(columns, family, positions[place], event_date)
        resident.rt = family.rt
        with translate_unique(_errors(resident, family)):
            resident.save()
        keep_papers(actor, resident, person, files)
        for nik in person["former_niks"]:
            FormerNik.objects.get_or_create(nik=nik, resident=resident, defaults={"reason": "crossing"})
        record(
            actor, kind, resident, before, event_date=event_date, report_date=report_date, late=late,
            previous_address=previous, move_kind=data["move_kind"], purpose=data["reason"], handover=str(found.pk),
            from_village=data["from"]["code"],
        )  # fmt: skip
        audit.record(actor, "population.crossing_accepted", about=resident, handover=str(found.pk))
        arrived.append(resident)
    CrossingPerson.objects.bulk_create(
        CrossingPerson(
            handover=found.pk, direction=CrossingPerson.Direction.IN, resident=each, event_date=event_date,
            move_kind=data["move_kind"], other_village=found.from_village, other_title=_origin(data)[:200],
            by=actor.name[:150], closed_at=timezone.now(), outcome="moved", seen_at=timezone.now(), details={"forms": {}},
        )
        for each in arrived
    )  # fmt: skip
    handovers.accept(found)
    moved()
    return arrived


def _origin(data: dict[str, Any]) -> str:
    return _("{village}, Kecamatan {district}").format(village=data["from"]["title"], district=data["from"]["district"])


def _previous(data: dict[str, Any]) -> str:
    street = data["family"]["address"] if data["family"] else ""
    parts = [street, data["place"] if data["place"] != "-" else "", _origin(data)]
    return ", ".join(part for part in parts if part)


def _card(data: dict[str, Any], choice: str, *, rt: Territory | None, no_kk: str, address: str, on: date) -> FamilyCard:
    brought = data["family"]
    if choice == EXISTING:
        known = FamilyCard.objects.select_related("rt").filter(number=no_kk, void_at=None).first()
        if known is None or not known.members.filter(presence=Presence.PRESENT, void_at=None).exists():
            raise CrossingError(_("Tidak ada keluarga di desa ini dengan nomor KK tersebut."), field="no_kk")
        return known
    if rt is None:
        raise CrossingError(_("Pilih RT tempat tinggalnya."), field="rt")
    if choice == CARRIED:
        if not may_carry(data):
            raise CrossingError(
                _("Nomor KK tidak dapat dibawa: sebagian keluarga tinggal di desa asal. Pilih KK baru."), field="card"
            )
        number = brought["number"]
    else:
        number = no_kk or temporary_family_number()
    values: dict[str, Any] = {"number_temporary": number.startswith("0"), "rt": rt, "address": address}
    if choice == CARRIED:
        values |= {
            "welfare_class": brought["welfare_class"],
            "registered_on": day(brought["registered_on"]) if brought["registered_on"] else on,
            "printed_on": day(brought["printed_on"]) if brought["printed_on"] else None,
        }
    known = FamilyCard.objects.select_for_update().filter(number=number, void_at=None).first()
    if known is None:
        with translate_unique({"family_number_once": FamilyNumberTaken(field="no_kk")}):
            return FamilyCard.objects.create(number=number, **({"registered_on": on} | values))
    if known.members.filter(presence=Presence.PRESENT, void_at=None).exists():
        raise FamilyNumberTaken(field="no_kk" if no_kk else "card")
    # The card of a family that lived here once and comes back.
    for name, value in values.items():
        setattr(known, name, value)
    known.updated_at = timezone.now()
    known.save()
    return known


def may_carry(data: dict[str, Any]) -> bool:
    """Whether the family's own number can come along: all of it moves, and the number is a real one."""
    return bool(data["family"] and data["family"]["whole"] and not data["family"]["temporary"])


def suggested_positions(data: dict[str, Any]) -> list[int]:
    """Positions in the family as the people have them; where no head moves, the first becomes it."""
    found = [person["shdk"] or int(Shdk.OTHER) for person in data["people"]]
    if Shdk.HEAD not in found:
        found[0] = int(Shdk.HEAD)
    return found


def _positions(data: dict[str, Any], family: FamilyCard, choice: str, given: Mapping[int, int]) -> list[int]:
    found = [int(given.get(place) or shdk) for place, shdk in enumerate(suggested_positions(data))]
    heads = found.count(int(Shdk.HEAD))
    if choice == EXISTING:
        head = family.members.filter(presence=Presence.PRESENT, void_at=None, shdk=Shdk.HEAD).first()
        if heads and head is not None:
            raise FamilyHasHead(name=head.name, field=f"shdk_{found.index(int(Shdk.HEAD))}")
    if heads > 1:
        raise CrossingError(_("Satu keluarga hanya mempunyai satu kepala."), field="shdk_0")
    return found


def _row(
    columns: dict[str, Any], family: FamilyCard, shdk: int, event_date: date
) -> tuple[str, dict[str, Any], Resident]:
    """The row to be saved, what it was before, and the kind of line: new, or somebody whom this village knows."""
    name = str(columns["name"])
    columns |= {"name_key": fold_name(name)[:120]}
    for column in ("email", "telegram"):
        # An address that somebody here has already stays theirs; it must not keep a person from arriving.
        taken = Resident.objects.filter(**{column: columns.get(column) or "-"}, void_at=None)
        if taken.exclude(nik=columns["nik"]).exists():
            columns[column] = ""
    known = None
    if columns.get("nik_temporary"):
        # A temporary number holds the code of the village that gave it.
        columns["nik"] = temporary_nik()
    else:
        known = (
            Resident.objects.select_for_update(of=("self",))
            .select_related("family")
            .filter(nik=columns["nik"], void_at=None)
            .first()
        )
    if known is None:
        made = Resident(**columns, family=family, shdk=shdk, residency=Residency.PERMANENT)
        return EventKind.MOVE_IN, {}, made
    before = snapshot(known)
    if known.presence == Presence.PRESENT:
        if known.residency == Residency.PERMANENT:
            raise AlreadyHere(name=known.name)
        kind = EventKind.BECAME_PERMANENT
    elif known.presence in _RETURNING:
        kind = EventKind.READMITTED
        left = departure_of(known)
        if left is not None and too_soon(event_date, left):
            raise BackTooSoon(name=known.name, village=current_village().title, month=month_words(left.event_date))
    else:
        raise CannotArrive(name=known.name, state=known.get_presence_display())
    for column, value in columns.items():
        # What the other village never wrote down does not clear what is known here.
        if value not in (None, ""):
            setattr(known, column, value)
    known.presence, known.residency = Presence.PRESENT, Residency.PERMANENT
    known.family, known.shdk, known.updated_at = family, shdk, timezone.now()
    return kind, before, known


def _errors(resident: Resident, family: FamilyCard) -> dict[str, Exception]:
    return unique_errors(resident.nik, family) | {
        "resident_tag_once": CrossingError(
            _("Tag ID Card {name} sudah dipakai orang lain di desa ini.").format(name=resident.name)
        )
    }


@atomic()
def refuse_move(*, actor: Actor, handover: Any, reason: str) -> Handover:
    """Do not take the people in; the other village reads why, and they stay there.

    Raises:
        NotFound, HandoverEnded, CrossingError (no reason).
    """
    require(actor, "population.crossing")
    if not reason.strip():
        raise CrossingError(_("Tulis alasannya, agar desa asal tahu apa yang perlu diperbaiki."), field="reason")
    found = handovers.locked(handover, state=HandoverState.OFFERED, sent=False)
    handovers.refuse(found, reason.strip()[:300])
    audit.record(actor, "population.crossing_refused", about=found, people=found.people)
    return found
