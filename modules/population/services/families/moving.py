"""Families to another RT of the village: one, several, or all of an RT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from modules.population.applying import Line, snapshot, write_lines
from modules.population.codes import Shdk
from modules.population.errors import CannotUndo, PopulationError
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident, Territory, TerritoryKind
from modules.population.services.families.locking import (
    locked_families,
    on_the_way,
    present_members,
    refuse_on_the_way,
    with_family,
)
from modules.population.services.ledger import moved


@dataclass(frozen=True)
class MovedFamilies:
    """What a move did; ``key`` names it, for taking it back."""

    key: UUID
    families: int
    people: int


def check_rt(rt: Territory) -> Territory:
    """An RT that is in use, as it is now.

    Raises:
        PopulationError: it is none, or it was removed meanwhile.
    """
    found = Territory.objects.filter(pk=rt.pk, kind=TerritoryKind.RT, void_at=None).first()
    if found is None:
        raise PopulationError(_("RT ini sudah tidak ada. Pilih RT lain."), field="rt")
    return found


def relocate(
    actor: Actor, people: Sequence[Resident], rt: Any, *, note: str = "", details: Mapping[str, Any] | None = None
) -> int:
    """Write another RT for people, and a correction for each: a handful of queries however many. Returns how many.

    ``rt``: the RT's key, or a function that gives it for a person. The rows must be locked.
    """
    target = rt if callable(rt) else lambda _person: rt
    stamp, on, lines = timezone.now(), today(), []
    by_target: dict[UUID, list[UUID]] = {}
    for each in people:
        key = target(each)
        if each.rt_id == key:
            continue
        before = snapshot(each)
        each.rt_id, each.updated_at = key, stamp
        by_target.setdefault(key, []).append(each.pk)
        lines.append(
            Line(
                EventKind.CORRECTION_RT, each.pk, before, snapshot(each), each.family_id,
                each.family.number if each.family else "", dict(details or {}), note=note,
            )
        )  # fmt: skip
    for key, who in by_target.items():
        Resident.objects.filter(pk__in=who).update(rt_id=key, updated_at=stamp)
    heads = Resident.objects.filter(
        family__in={line.family for line in lines if line.family}, shdk=Shdk.HEAD, presence=1, void_at=None
    )
    names = {key: name for key, name in heads.values_list("family_id", "name") if key is not None}
    write_lines(lines, actor=actor, on=on, stamp=stamp, run=None, heads=names)
    return len(lines)


@atomic()
def move_to_rt(*, actor: Actor, resident: Resident, rt: Territory, note: str = "") -> list[Resident]:
    """Move a person, with the family that lives under the same card, to another RT of the village (a correction).

    Raises:
        NotHere, BeingMoved, PopulationError (the RT was removed meanwhile).
    """
    require(actor, "population.change")
    target = check_rt(rt)
    now = with_family(resident)
    people = [now]
    if now.family is not None:
        people = present_members([now.family])
        refuse_on_the_way(people)
        FamilyCard.objects.filter(pk=now.family.pk).update(rt=target, updated_at=timezone.now())
    relocate(actor, people, target.pk, note=note)
    audit.record(actor, "population.moved_to_rt", about=now, people=len(people))
    moved(event=False)
    return people


@atomic()
def move_families(
    *, actor: Actor, families: Iterable[Any], rt: Territory, note: str = "", address: str = ""
) -> MovedFamilies:
    """Move several families, everybody present in them, to another RT (pindah kolektif); ``address`` where it changes, too.

    Raises:
        BeingMoved: somebody is released to another village.
        PopulationError: the RT was removed meanwhile, or nothing was chosen.
    """
    require(actor, "population.change")
    target = check_rt(rt)
    cards = locked_families(getattr(each, "pk", each) for each in families)
    if not cards:
        raise PopulationError(_("Pilih paling sedikit satu keluarga."), field="families")
    people = present_members(cards)
    refuse_on_the_way(each for each in people if each.rt_id != target.pk)
    key = uuid4()
    values: dict[str, Any] = {"rt": target, "updated_at": timezone.now()} | ({"address": address} if address else {})
    FamilyCard.objects.filter(pk__in=[each.pk for each in cards]).update(**values)
    number = relocate(actor, people, target.pk, note=note, details={"move": str(key)})
    audit.record(
        actor, "population.families_moved", about=target, move=str(key), families=len(cards), people=number
    )  # fmt: skip
    moved(event=False)
    return MovedFamilies(key, len(cards), number)


@atomic()
def undo_move(*, actor: Actor, key: Any) -> int:
    """Take a collective move back: a counter-line for each of its lines, each card where its people were.

    Raises:
        CannotUndo: somebody changed since, it is taken back already, or an RT does not exist any more.
    """
    require(actor, "population.change")
    lines = list(
        PopulationEvent.objects.filter(kind=EventKind.CORRECTION_RT, details__move=str(key), undone_by=None).order_by(
            "id"
        )
    )
    if not lines:
        raise CannotUndo(_("Pemindahan ini tidak ada, atau sudah dibatalkan."))
    target = {line.resident_id: line for line in lines}
    found = Resident.objects.filter(pk__in=target).order_by().values_list("family_id", flat=True)
    cards = locked_families({each for each in found if each})
    people = list(
        Resident.objects.select_for_update(of=("self",))
        .select_related("family")
        .annotate(way=Exists(on_the_way()))
        .filter(pk__in=target)
        .order_by("pk")
    )
    _refuse_changed(people, target)
    was = {
        each.pk: UUID(target[each.pk].before["rt_id"]) if target[each.pk].before["rt_id"] else None for each in people
    }
    void = Territory.objects.filter(pk__in={each for each in was.values() if each}).exclude(void_at=None)
    if void.exists():
        raise CannotUndo(_("RT asalnya sudah tidak ada. Pindahkan keluarganya ke RT lain."))
    stamp, on, undone = timezone.now(), today(), []
    for each in people:
        before = snapshot(each)
        each.rt_id, each.updated_at = was[each.pk], stamp
        number = each.family.number if each.family else ""
        undone.append(
            Line(EventKind.UNDO, each.pk, before, snapshot(each), each.family_id, number, {"move": str(key)}, target[each.pk].pk)
        )  # fmt: skip
    homes: dict[UUID | None, list[UUID]] = {}
    for each in people:
        homes.setdefault(each.rt_id, []).append(each.pk)
    for home, who in homes.items():
        Resident.objects.filter(pk__in=who).update(rt_id=home, updated_at=stamp)
    for card in cards:
        home = next((each.rt_id for each in people if each.family_id == card.pk), None)
        FamilyCard.objects.filter(pk=card.pk).update(rt_id=home, updated_at=stamp)
    write_lines(undone, actor=actor, on=on, stamp=stamp, run=None, heads={})
    audit.record(actor, "population.move_undone", move=str(key), people=len(people))
    moved(event=False)
    return len(people)


def _refuse_changed(people: Sequence[Resident], lines: Mapping[UUID, PopulationEvent]) -> None:
    latest = dict(
        PopulationEvent.objects.filter(resident__in=[each.pk for each in people])
        .order_by("resident_id", "-id")
        .distinct("resident_id")
        .values_list("resident_id", "id")
    )
    touched = [each.name for each in people if latest[each.pk] != lines[each.pk].pk or each.way]  # type: ignore[attr-defined]
    if touched:
        names = ", ".join(touched[:3])
        raise CannotUndo(
            _("{n} orang sudah berubah sesudah pemindahan ini ({names}). Pindahkan keluarganya satu per satu.").format(
                n=len(touched), names=names
            )
        )
