"""Two records of one person become one: what stays is chosen field by field, and both numbers find the person afterwards."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import Conflict
from modules.population.applying import snapshot
from modules.population.codes import Presence, Shdk
from modules.population.errors import BeingMoved, MergeRefused, NotHere
from modules.population.models import CrossingPerson, DistinctPeople, EventKind, FormerNik, Resident
from modules.population.names import fold_name
from modules.population.nik import doubts
from modules.population.services.families.locking import locked_families
from modules.population.services.ledger import moved, record, unique_errors
from modules.population.services.people import EDITABLE
from modules.population.services.references import point_at
from modules.population.values import cleared
from tenants.context import current_village

#: Columns that are chosen one by one; ``SEAT`` stands for family, position in it, RT and status together.
CHOSEN = ("nik", *EDITABLE, "sex", "citizenship", "photo_file_id")
SEAT = "seat"
_SEAT = ("family_id", "shdk", "rt_id", "residency")


def differing(first: Resident, second: Resident) -> list[str]:
    """What must be chosen: columns in which two records differ, and ``seat`` where both live here and stand elsewhere."""
    found = [column for column in CHOSEN if getattr(first, column) != getattr(second, column)]
    if first.is_here and second.is_here and any(getattr(first, name) != getattr(second, name) for name in _SEAT):
        found.append(SEAT)
    return found


def suggested(kept: Resident, merged: Resident) -> set[str]:
    """What is better taken from the record that goes: what only it knows, a real NIK, else the value changed last."""
    take = set()
    newer = merged.updated_at > kept.updated_at
    for column in differing(kept, merged):
        if column == SEAT:
            if kept.family_id is None and merged.family_id is not None:
                take.add(column)
            continue
        mine, theirs = getattr(kept, column), getattr(merged, column)
        if column == "nik":
            if (kept.nik_temporary and not merged.nik_temporary) or (
                kept.nik_temporary == merged.nik_temporary and newer
            ):
                take.add(column)
        elif mine in (None, "") or (newer and theirs not in (None, "")):
            take.add(column)
    return take


def better_kept(first: Resident, second: Resident) -> Resident:
    """Which of two records had better stay: who lives here, with a real NIK, under a card, as its head; else the older."""

    def worth(person: Resident) -> tuple[bool, bool, bool, bool]:
        return (person.is_here, not person.nik_temporary, person.family_id is not None, person.shdk == Shdk.HEAD)

    if worth(first) != worth(second):
        return max(first, second, key=worth)
    return min(first, second, key=lambda each: each.created_at)


@atomic()
def merge_residents(
    *, actor: Actor, kept: Resident, merged: Resident, take: Collection[str] = (), kept_version: str = "",
    merged_version: str = "", note: str = "",
) -> Resident:  # fmt: skip
    """Make one record of two of the same person. ``kept`` stays; ``merged`` becomes void, with a line in the ledger that
    takes it out of the numbers; ``take`` names the columns (and ``seat``) whose values come from it.

    Every number of either finds the kept record afterwards. Foreign keys of all modules follow. Cannot be undone.

    Raises:
        Conflict: one was changed since its version was read.
        NotHere: one is void. BeingMoved: one is on its way to another village.
        MergeRefused: the same record twice; a family would lose its head; both stand in one list of a module.
        NikTaken, ContactTaken, FamilyHasHead.
    """
    require(actor, "population.change")
    require(actor, "population.events")
    stay, go = _both(kept, merged, kept_version, merged_version)
    take = set(take)
    if SEAT in take and not (stay.is_here and go.is_here):
        raise MergeRefused(what="seat", name=go.name)
    _refuse_headless(stay, go, seat=SEAT in take)
    stamp = timezone.now()
    before_go, before_stay = snapshot(go), snapshot(stay)
    numbers = {go.nik, stay.nik, *FormerNik.objects.filter(resident=go).values_list("nik", flat=True)}
    # The record that goes makes room first: its number, its addresses and its seat may be taken over.
    go.void_at, go.merged_into, go.presence, go.updated_at = stamp, stay, Presence.INVALID, stamp
    go.save(update_fields=["void_at", "merged_into", "presence", "updated_at"])
    record(
        actor, EventKind.MERGED, go, before_go, event_date=today(), report_date=today(), note=note, into=str(stay.pk)
    )  # fmt: skip
    changed = _take_over(stay, go, take)
    stay.updated_at = stamp
    with translate_unique(unique_errors(stay.nik, stay.family)):
        stay.save(update_fields=[*changed, "updated_at"])
    record(
        actor, EventKind.MERGED, stay, before_stay, event_date=today(), report_date=today(), note=note,
        merged=str(go.pk),
    )  # fmt: skip
    for number in sorted(numbers - {stay.nik}):
        FormerNik.objects.get_or_create(nik=number, resident=stay, defaults={"reason": "merged"})
    Resident.objects.filter(merged_into=go).update(merged_into=stay)
    references = point_at(actor=actor, kept=stay, merged=go)
    audit.record(
        actor, "population.residents_merged", about=stay, merged=str(go.pk), columns=sorted(take), references=references
    )
    audit.record(actor, "population.resident_merged_away", about=go, into=str(stay.pk))
    moved()
    return stay


def _both(kept: Resident, merged: Resident, kept_version: str, merged_version: str) -> tuple[Resident, Resident]:
    """Both records, locked: their families' cards first, then they, in the order of their keys."""
    if kept.pk == merged.pk:
        raise MergeRefused(what="same", name=kept.name)
    keys = [kept.pk, merged.pk]
    families = set(Resident.objects.filter(pk__in=keys, family__isnull=False).values_list("family_id", flat=True))
    locked_families(families)
    found = {
        each.pk: each
        for each in Resident.objects.select_for_update(of=("self",))
        .select_related("family")
        .filter(pk__in=keys)
        .order_by("pk")
    }
    stay, go = found[kept.pk], found[merged.pk]
    for now, version in ((stay, kept_version), (go, merged_version)):
        if now.void_at is not None:
            raise NotHere(name=now.name, state=_("DIBATALKAN"))
        if version and version != now.version:
            raise Conflict()
    if {each.family_id for each in found.values() if each.family_id} != families:
        raise Conflict()
    on_the_way = CrossingPerson.objects.filter(
        resident__in=keys, direction=CrossingPerson.Direction.OUT, closed_at=None
    ).select_related("resident")
    for each in on_the_way:
        raise BeingMoved(name=each.resident.name)
    return stay, go


def _refuse_headless(stay: Resident, go: Resident, *, seat: bool) -> None:
    """A family keeps its head: who leads others is the record that stays, or gives its place to it."""
    same = stay.family_id == go.family_id
    # Whose place nobody takes: that of the record that goes, or the one that the other gives up for it.
    leaves = stay if seat else go
    if leaves.shdk != Shdk.HEAD or leaves.family is None or not leaves.is_here:
        return
    others = leaves.family.members.filter(presence=Presence.PRESENT, void_at=None).exclude(pk__in=[stay.pk, go.pk])
    if same or others.exists():
        raise MergeRefused(what="head", name=leaves.name, number=leaves.family.number)


def _take_over(stay: Resident, go: Resident, take: Collection[str]) -> set[str]:
    """Put the chosen values into the record that stays; returns the columns that changed."""
    changed: set[str] = set()

    def put(column: str, value: Any) -> None:
        if getattr(stay, column) != value:
            setattr(stay, column, value)
            changed.add(column)

    for column in CHOSEN:
        if column in take:
            put(column, getattr(go, column))
    if "nik" in take:
        put("nik_temporary", go.nik_temporary)
    if "name" in take:
        put("name_key", fold_name(stay.name)[:120])
    if SEAT in take:
        for column in _SEAT:
            put(column, getattr(go, column))
        stay.family = go.family
    for column, value in cleared({name: getattr(stay, name) for name in (*EDITABLE, "sex", "citizenship")}).items():
        put(column, value)
    left = doubts(
        "" if stay.nik_temporary else stay.nik, sex=stay.sex, birth_date=stay.birth_date,
        regency_code=current_village().code[:4],
    )  # fmt: skip
    why = go.accepted_warnings | stay.accepted_warnings
    put("accepted_warnings", {each.code: why.get(each.code, _("Data ganda digabung")) for each in left})
    return {column.removesuffix("_id") if column in {"family_id", "rt_id"} else column for column in changed}


@atomic()
def tell_apart(*, actor: Actor, first: Resident, second: Resident, reason: str = "") -> DistinctPeople:
    """Say of two residents who look like one that they are two: the list of doubles does not show them again.

    Raises:
        MergeRefused: the same record twice.
    """
    require(actor, "population.change")
    if first.pk == second.pk:
        raise MergeRefused(what="same", name=first.name)
    low, high = sorted((first, second), key=lambda each: each.pk)
    made, _new = DistinctPeople.objects.get_or_create(
        first=low, second=high, defaults={"by": actor.name[:150], "reason": reason.strip()[:200]}
    )
    audit.record(actor, "population.people_told_apart", about=low, other=str(high.pk))
    return made


@atomic()
def untell_apart(*, actor: Actor, first: Resident, second: Resident) -> None:
    """Take :func:`tell_apart` back."""
    require(actor, "population.change")
    low, high = sorted((first, second), key=lambda each: each.pk)
    DistinctPeople.objects.filter(first=low, second=high).delete()
    audit.record(actor, "population.people_not_told_apart", about=low, other=str(high.pk))
