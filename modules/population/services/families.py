"""Families: who stands in which, as what, and where they live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import Conflict
from modules.population.applying import snapshot
from modules.population.codes import Shdk
from modules.population.errors import FamilyNumberTaken, PopulationError
from modules.population.models import EventKind, FamilyCard, Resident, Territory
from modules.population.services.ledger import check_dates, locked, moved, record, temporary_family_number
from tenants.exchange.doubles import numbers_changed


@atomic()
def move_to_rt(*, actor: Actor, resident: Resident, rt: Territory, note: str = "") -> list[Resident]:
    """Move a person, with the family that lives under the same card, to another RT of the village (a correction)."""
    require(actor, "population.change")
    now = locked(resident)
    people = [now]
    if now.family_id:
        FamilyCard.objects.filter(pk=now.family_id).update(rt=rt, updated_at=timezone.now())
        members = Resident.objects.select_for_update(of=("self",)).filter(
            family=now.family_id, presence=1, void_at=None
        )
        people = list(members.select_related("family"))
    on = today()
    for each in people:
        before = snapshot(each)
        each.rt, each.updated_at = rt, timezone.now()
        each.save(update_fields=["rt", "updated_at"])
        record(actor, EventKind.CORRECTION_RT, each, before, event_date=on, report_date=on, note=note)
    audit.record(actor, "population.moved_to_rt", about=now, people=len(people))
    moved(event=False)
    return people


@atomic()
def change_shdk(*, actor: Actor, resident: Resident, shdk: int) -> Resident:
    """Change a person's position in the family; a new head makes the old one LAINNYA."""
    require(actor, "population.change")
    now = locked(resident)
    if now.family is None:
        raise PopulationError(_("Orang ini belum mempunyai KK."), field="shdk")
    on = today()
    if shdk == Shdk.HEAD:
        old = Resident.objects.select_for_update(of=("self",)).select_related("family").filter(
            family=now.family, shdk=Shdk.HEAD, presence=1, void_at=None
        ).exclude(pk=now.pk).first()  # fmt: skip
        if old is not None:
            before = snapshot(old)
            old.shdk, old.updated_at = Shdk.OTHER, timezone.now()
            old.save(update_fields=["shdk", "updated_at"])
            record(actor, EventKind.CORRECTION_SHDK, old, before, event_date=on, report_date=on)
    before = snapshot(now)
    now.shdk, now.updated_at = shdk, timezone.now()
    now.save(update_fields=["shdk", "updated_at"])
    record(actor, EventKind.CORRECTION_SHDK, now, before, event_date=on, report_date=on)
    audit.record(actor, "population.shdk_changed", about=now, shdk=int(shdk))
    moved(event=False)
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
    late = check_dates(on, on)
    people = [(locked(head), int(Shdk.HEAD)), *((locked(each), shdk) for each, shdk in members)]
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
        before = snapshot(person)
        person.family, person.shdk, person.rt, person.updated_at = card, shdk, card.rt, timezone.now()
        person.save(update_fields=["family", "shdk", "rt", "updated_at"])
        record(
            actor, EventKind.SPLIT, person, before, event_date=on, report_date=on, note=note, late=late,
            from_family=old.number if old else "",
        )  # fmt: skip
    audit.record(actor, "population.split", about=card, people=len(people))
    moved(event=False)
    return card


@atomic()
def update_family(
    *, actor: Actor, family: FamilyCard, version: str = "", number: str = "", address: str = "",
    welfare_class: int | None = None, registered_on: date | None = None, printed_on: date | None = None,
) -> FamilyCard:  # fmt: skip
    """Change a family card's own data; an empty ``number`` keeps the number that it has.

    Raises:
        Conflict: changed by somebody else since ``version`` was read.
        FamilyNumberTaken.
    """
    require(actor, "population.change")
    now = FamilyCard.objects.select_for_update().get(pk=family.pk)
    if version and version != now.version:
        raise Conflict()
    values: dict[str, Any] = {
        "address": address, "welfare_class": welfare_class, "registered_on": registered_on, "printed_on": printed_on
    }  # fmt: skip
    if number:
        values |= {"number": number, "number_temporary": number.startswith("0")}
    changed = [name for name, value in values.items() if getattr(now, name) != value]
    if not changed:
        return now
    for name in changed:
        setattr(now, name, values[name])
    now.updated_at = timezone.now()
    with translate_unique({"family_number_once": FamilyNumberTaken(field="number")}):
        now.save(update_fields=[*changed, "updated_at"])
    audit.record(actor, "population.family_changed", about=now, columns=sorted(changed))
    if "number" in changed:
        numbers_changed()
    return now
