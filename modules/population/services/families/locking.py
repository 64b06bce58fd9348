"""A family as it is now, nobody else at it: its card first, then its people, always in this order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from balai.errors import Conflict
from modules.population.codes import Presence, Shdk
from modules.population.errors import BeingMoved, FamilyGone, HeadLeaves
from modules.population.models import CrossingPerson, FamilyCard, Resident
from modules.population.selectors.families import family_version
from modules.population.services.ledger import locked


def locked_family(family: Any, version: str = "") -> FamilyCard:
    """The card, locked. Not FOR UPDATE: a plain change of somebody who stands under it need not wait.

    Raises:
        FamilyGone: void meanwhile.
        Conflict: its people are others than when ``version`` (:func:`family_version`) was read.
    """
    key = getattr(family, "pk", family)
    now = FamilyCard.objects.select_for_update(no_key=True, of=("self",)).select_related("rt").get(pk=key)
    if now.void_at is not None:
        raise FamilyGone()
    if version and version != family_version(now):
        raise Conflict()
    return now


def locked_families(keys: Iterable[Any]) -> list[FamilyCard]:
    """Several cards that are not void, locked in the order of their keys."""
    found = FamilyCard.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=list(keys), void_at=None)
    return list(found.order_by("pk"))


def with_family(resident: Resident, *others: Any, version: str = "") -> Resident:
    """Somebody, locked after the card that they stand under (and after ``others``, cards that matter, too).

    Raises:
        Conflict: they changed families, or something else since ``version``, in this very moment.
        NotHere, BeingMoved.
    """
    family_id = Resident.objects.values_list("family_id", flat=True).get(pk=resident.pk)
    locked_families({key for key in (family_id, *(getattr(each, "pk", each) for each in others)) if key})
    now = locked(resident, version)
    if now.family_id != family_id:
        raise Conflict()
    return now


def present_members(families: Sequence[FamilyCard]) -> list[Resident]:
    """Everybody present under some cards, locked, head first."""
    found = (
        Resident.objects.select_for_update(of=("self",))
        .select_related("family")
        .annotate(on_the_way=Exists(on_the_way()))
        .filter(family__in=[each.pk for each in families], presence=Presence.PRESENT, void_at=None)
    )
    return sorted(
        found.order_by("pk"), key=lambda each: (each.shdk or 99, each.birth_date is None, each.birth_date or 0)
    )


def on_the_way() -> Any:
    """Of a person: an open move to another village."""
    return CrossingPerson.objects.filter(resident=OuterRef("pk"), direction="out", closed_at=None)


def refuse_on_the_way(people: Iterable[Resident]) -> None:
    """Nothing else may happen to who is released to another village.

    Raises:
        BeingMoved: one of these is.
    """
    for each in people:
        if getattr(each, "on_the_way", False):
            raise BeingMoved(name=each.name, resident=str(each.pk))


def head_of(people: Iterable[Resident]) -> Resident | None:
    """The head among a family's present members."""
    return next((each for each in people if each.shdk == Shdk.HEAD), None)


def refuse_headless(members: Sequence[Resident], leaving: Collection[UUID]) -> None:
    """A family that stays keeps a head where it has one.

    Raises:
        HeadLeaves: the head is among those who leave, and not all leave.
    """
    head = head_of(members)
    if head is not None and head.pk in leaving and any(each.pk not in leaving for each in members):
        raise HeadLeaves(name=head.name, field="members")
