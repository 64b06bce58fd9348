"""Every write to households: may they, does the field allow it, one change, audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today, translate_unique
from balai.errors import NotFound
from balai.web.conditional import check_version
from modules.households.errors import (
    BdtTaken,
    HeadStays,
    HouseholdError,
    InAnother,
    NotEmpty,
    NotPresent,
    NumberTaken,
)
from modules.households.models import Household, HouseholdMember, Level
from modules.population.models import Resident
from modules.population.picking import state_words
from tenants.context import current_village

#: Digits after the village's code in a number that we give.
SERIAL = 5


def next_number() -> str:
    """The next free number: village code and five digits, as OpenSID gives them. Needs a transaction."""
    code = current_village().code
    advisory_lock("households.number")
    shape = rf"^{code}[0-9]{{{SERIAL}}}$"
    last = Household.objects.filter(number__regex=shape).order_by("-number").values_list("number", flat=True).first()
    serial = int(last[len(code) :]) + 1 if last else 1
    if serial >= 10**SERIAL:
        raise HouseholdError(_("Nomor rumah tangga habis. Tulis sendiri nomornya."), field="number")
    return f"{code}{serial:0{SERIAL}d}"


def _errors(household: Household) -> dict[str, Exception]:
    return {
        "household_number_once": NumberTaken(number=household.number, field="number"),
        "household_bdt_once": BdtTaken(bdt=household.bdt_id, field="bdt_id"),
    }


def _locked(household: Household, version: str = "") -> Household:
    now = Household.objects.select_for_update().filter(pk=household.pk).first()
    if now is None:
        raise NotFound()
    check_version(version, now.version)
    return now


def _touch(household: Household) -> None:
    household.updated_at = timezone.now()
    household.save(update_fields=["updated_at"])


def _join(household: Household, people: Iterable[Resident], level: int) -> list[HouseholdMember]:
    """Put people in, refusing who is gone or in another household.

    Raises:
        NotPresent, InAnother: with the first such person's name.
    """
    wanted = list(people)
    for each in wanted:
        if not each.is_here:
            raise NotPresent(name=each.name, state=state_words(each), field="person")
    taken = (
        HouseholdMember.objects.filter(resident__in=wanted).select_related("household", "resident").order_by("pk").first()
    )  # fmt: skip
    if taken is not None:
        raise InAnother(name=taken.resident.name, number=taken.household.number, field="person")
    rows = [HouseholdMember(household=household, resident=each, level=level) for each in wanted]
    name = wanted[0].name if wanted else ""
    # Two officers at once: whoever is later is told by the constraint.
    with translate_unique({"household_member_once": InAnother(name=name, number="", field="person")}):
        return HouseholdMember.objects.bulk_create(rows)


@atomic()
def create_household(
    *, actor: Actor, head: Resident, members: Sequence[Resident] = (), number: str = "", registered_on: date | None = None,
    welfare_class: int | None = None, bdt_id: str = "", in_dtks: bool = False, address: str = "",
) -> Household:  # fmt: skip
    """Make a household with its head, and perhaps others; an empty ``number`` is given by us.

    Raises:
        NumberTaken, BdtTaken.
        NotPresent, InAnother: head or member died, moved, or is in a household already.
    """
    require(actor, "households.change")
    household = Household(
        number=number.strip() or next_number(), registered_on=registered_on or today(), welfare_class=welfare_class,
        bdt_id=bdt_id.strip(), in_dtks=in_dtks, address=address.strip(),
    )  # fmt: skip
    with translate_unique(_errors(household)):
        household.save(force_insert=True)
    _join(household, [head], Level.HEAD)
    others = [each for each in members if each.pk != head.pk]
    _join(household, others, Level.MEMBER)
    audit.record(actor, "households.created", about=household, people=1 + len(others))
    return household


@atomic()
def update_household(
    *, actor: Actor, household: Household, version: str = "", number: str = "", registered_on: date | None = None,
    welfare_class: int | None = None, bdt_id: str = "", in_dtks: bool = False, address: str = "",
) -> Household:  # fmt: skip
    """Change a household's own data; an empty ``number`` keeps the one it has.

    Raises:
        Conflict, NumberTaken, BdtTaken.
    """
    require(actor, "households.change")
    now = _locked(household, version)
    values: dict[str, Any] = {
        "number": number.strip() or now.number, "registered_on": registered_on, "welfare_class": welfare_class,
        "bdt_id": bdt_id.strip(), "in_dtks": in_dtks, "address": address.strip(),
    }  # fmt: skip
    changed = [name for name, value in values.items() if getattr(now, name) != value]
    if not changed:
        return now
    for name in changed:
        setattr(now, name, values[name])
    now.updated_at = timezone.now()
    with translate_unique(_errors(now)):
        now.save(update_fields=[*changed, "updated_at"])
    audit.record(actor, "households.changed", about=now, columns=sorted(changed))
    return now


@atomic()
def add_members(*, actor: Actor, household: Household, people: Sequence[Resident]) -> list[HouseholdMember]:
    """Put people into a household; the first one into an empty household becomes its head.

    Raises:
        NotPresent, InAnother.
    """
    require(actor, "households.change")
    now = _locked(household)
    if not people:
        return []
    empty = not HouseholdMember.objects.filter(household=now).exists()
    added = _join(now, people[:1], Level.HEAD if empty else Level.MEMBER)
    added += _join(now, people[1:], Level.MEMBER)
    _touch(now)
    audit.record(actor, "households.members_added", about=now, people=len(added))
    return added


@atomic()
def remove_member(*, actor: Actor, household: Household, resident: Resident) -> Household:
    """Take somebody out. The head leaves last: while others stay, a new head is chosen first.

    Raises:
        NotFound: not in this household (also the second of two clicks).
        HeadStays.
    """
    require(actor, "households.change")
    now = _locked(household)
    row = HouseholdMember.objects.filter(household=now, resident=resident).first()
    if row is None:
        raise NotFound()
    if row.level == Level.HEAD and HouseholdMember.objects.filter(household=now).exclude(pk=row.pk).exists():
        raise HeadStays(name=resident.name, field="person")
    row.delete()
    _touch(now)
    audit.record(actor, "households.member_removed", about=now, resident=str(resident.pk))
    return now


@atomic()
def remove_gone(*, actor: Actor, household: Household) -> int:
    """Take out every member who died, moved or is missing; returns how many.

    Raises:
        HeadStays: the head is among them and others stay: a new head is chosen first.
    """
    require(actor, "households.change")
    now = _locked(household)
    rows = list(HouseholdMember.objects.filter(household=now).select_related("resident"))
    leaving = [each for each in rows if not each.resident.is_here]
    head = next((each for each in leaving if each.level == Level.HEAD), None)
    if head is not None and len(leaving) < len(rows):
        raise HeadStays(name=head.resident.name)
    if not leaving:
        return 0
    HouseholdMember.objects.filter(pk__in=[each.pk for each in leaving]).delete()
    _touch(now)
    audit.record(actor, "households.gone_removed", about=now, people=len(leaving))
    return len(leaving)


@atomic()
def change_head(*, actor: Actor, household: Household, resident: Resident) -> Household:
    """Another member becomes head; the old one stays as a member.

    Raises:
        NotFound: not in this household.
        NotPresent: a head must be here.
    """
    require(actor, "households.change")
    now = _locked(household)
    row = HouseholdMember.objects.select_related("resident").filter(household=now, resident=resident).first()
    if row is None:
        raise NotFound()
    if not row.resident.is_here:
        raise NotPresent(name=row.resident.name, state=state_words(row.resident))
    if row.level == Level.HEAD:
        return now
    # The seat is vacated first: the unique index is checked row by row.
    HouseholdMember.objects.filter(household=now, level=Level.HEAD).update(level=Level.MEMBER)
    HouseholdMember.objects.filter(pk=row.pk).update(level=Level.HEAD)
    _touch(now)
    audit.record(actor, "households.head_changed", about=now, resident=str(resident.pk))
    return now


@atomic()
def split_household(
    *, actor: Actor, household: Household, head: Resident, members: Sequence[Resident] = (), number: str = ""
) -> Household:
    """Some members go into a household of their own, with their own head.

    Raises:
        HouseholdError: nobody would stay behind, or somebody is no member here.
        HeadStays: the present head would leave others behind without one.
        NotPresent, NumberTaken.
    """
    require(actor, "households.change")
    now = _locked(household)
    rows = {each.resident_id: each for each in HouseholdMember.objects.filter(household=now).select_related("resident")}
    leaving = list(dict.fromkeys([head.pk, *(each.pk for each in members)]))
    if any(key not in rows for key in leaving):
        raise HouseholdError(_("Pilih anggota rumah tangga ini saja."), field="members")
    if len(leaving) == len(rows):
        raise HouseholdError(_("Semua anggota dipilih, jadi tidak ada yang dipisahkan."), field="members")
    old_head = next(key for key, each in rows.items() if each.level == Level.HEAD)
    if old_head in leaving:
        raise HeadStays(name=rows[old_head].resident.name, field="head")
    if not rows[head.pk].resident.is_here:
        raise NotPresent(name=rows[head.pk].resident.name, state=state_words(rows[head.pk].resident), field="head")
    made = Household(
        number=number.strip() or next_number(), registered_on=today(), welfare_class=now.welfare_class, in_dtks=now.in_dtks
    )  # fmt: skip
    with translate_unique(_errors(made)):
        made.save(force_insert=True)
    HouseholdMember.objects.filter(household=now, resident__in=leaving).update(household=made)
    HouseholdMember.objects.filter(household=made, resident=head).update(level=Level.HEAD)
    _touch(now)
    audit.record(actor, "households.split", about=made, people=len(leaving), source=str(now.pk))
    return made


@atomic()
def delete_household(*, actor: Actor, household: Household) -> None:
    """Delete a household that nobody is in.

    Raises:
        NotEmpty.
    """
    require(actor, "households.change")
    now = _locked(household)
    people = HouseholdMember.objects.filter(household=now).count()
    if people:
        raise NotEmpty(members=people)
    audit.record(actor, "households.deleted", about=now, number=now.number)
    now.delete()


def household_or_404(pk: Any) -> Household:
    """A household of this village.

    Raises:
        NotFound: there is none, or the key is another village's.
    """
    found = Household.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def member_or_404(household: Household, resident_id: Any) -> HouseholdMember:
    """Somebody in this household."""
    found = (
        HouseholdMember.objects.select_related("resident", "household")
        .filter(household=household, resident_id=resident_id)
        .first()
    )
    if found is None:
        raise NotFound()
    return found
