"""Dusun, RW and RT: made, renamed, put in order, moved, merged, removed.

The ledger names RTs, and every past month's balance of a dusun is what its RTs were then. So an RT never changes its dusun:
a move makes another node under the new parent, the people go there by typed corrections, and the old node stays behind,
void, pointing at what it became. A rename stays in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Exists, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, translate_unique
from modules.population.errors import PopulationError, TerritoryNameTaken
from modules.population.models import LEDGER_COLUMNS, FamilyCard, Resident, Territory, TerritoryKind, TerritoryPlace
from modules.population.selectors.register import place_words
from modules.population.selectors.territory import families_led_in, sibling_key, successors
from modules.population.services.families.locking import on_the_way, refuse_on_the_way
from modules.population.services.families.moving import relocate
from modules.population.services.ledger import moved

#: Which levels a node may lie in (None: none, a dusun is a root).
FITS: Mapping[str, frozenset[str | None]] = {
    TerritoryKind.DUSUN: frozenset({None}),
    TerritoryKind.RW: frozenset({TerritoryKind.DUSUN}),
    TerritoryKind.RT: frozenset({TerritoryKind.DUSUN, TerritoryKind.RW}),
}


def _tree_lock() -> None:
    # Two officers who shape the tree at once are one after the other; it is small, and nothing else waits for it.
    advisory_lock("population.territory")


def _now(node: Territory) -> Territory:
    """A node as it is now.

    Raises:
        PopulationError: it was moved, merged or removed meanwhile.
    """
    found = Territory.objects.select_related("parent__parent", "head").filter(pk=node.pk, void_at=None).first()
    if found is None:
        raise PopulationError(_("Wilayah ini sudah dipindahkan atau dihapus. Buka lagi daftar wilayah."))
    return found


def _siblings(parent_id: Any) -> list[Territory]:
    return sorted(Territory.objects.filter(parent=parent_id, void_at=None), key=sibling_key)


@atomic()
def add_territory(*, actor: Actor, kind: str, name: str, parent: Territory | None = None) -> Territory:
    """Make a dusun, RW or RT.

    Raises:
        PopulationError: the name is taken there, or the parent's level does not fit.
    """
    require(actor, "population.change")
    above = parent.kind if parent else None
    if above not in FITS[TerritoryKind(kind)]:
        raise PopulationError(_("Tingkat wilayah ini tidak dapat berada di sana."), field="parent")
    error = PopulationError(_("Wilayah dengan nama ini sudah ada."), field="name")
    with translate_unique({"territory_once": error}):
        made = Territory.objects.create(kind=kind, name=name.strip().upper(), parent=parent)
    audit.record(actor, "population.territory_added", about=made, kind=kind)
    return made


@atomic()
def change_territory(
    *, actor: Actor, territory: Territory, name: str, head: Resident | None, order: int | None = None
) -> Territory:
    """Rename a node, set its head (Kadus, Ketua RW, Ketua RT) and, where given, its place in the order.

    Raises:
        PopulationError: the name is taken there, the head is not here, or the node is gone.
    """
    require(actor, "population.change")
    now = _now(territory)
    if head is not None and not head.is_here and head.pk != now.head_id:
        raise PopulationError(_("Kepala wilayah harus penduduk yang tinggal di desa."), field="head")
    error = PopulationError(_("Wilayah dengan nama ini sudah ada."), field="name")
    now.name, now.head = name.strip().upper(), head
    if order is not None:
        now.order = order
    with translate_unique({"territory_once": error}):
        now.save(update_fields=["name", "head", "order"])
    audit.record(actor, "population.territory_changed", about=now)
    return now


@atomic()
def reorder_territory(*, actor: Actor, territory: Territory, way: Literal["up", "down"]) -> Territory:
    """Put a node before the one above it, or after the one below it. At the end of the row nothing happens."""
    require(actor, "population.change")
    _tree_lock()
    now = _now(territory)
    row = _siblings(now.parent_id)
    here = next(number for number, each in enumerate(row) if each.pk == now.pk)
    there = here - 1 if way == "up" else here + 1
    if not 0 <= there < len(row):
        return now
    row[here], row[there] = row[there], row[here]
    changed = [each for number, each in enumerate(row, 1) if each.order != number]
    for number, each in enumerate(row, 1):
        each.order = number
    Territory.objects.bulk_update(changed, ["order"])
    audit.record(actor, "population.territory_reordered", about=now, way=way)
    return now


@atomic()
def remove_territory(*, actor: Actor, territory: Territory) -> None:
    """Remove an empty node. Its row stays (the ledger names it), out of every list.

    Raises:
        PopulationError: something still lies in it.
    """
    require(actor, "population.change")
    _tree_lock()
    now = _now(territory)
    inside = now.residents.filter(void_at=None, presence=1).exists() or now.families.filter(void_at=None).exists()
    if inside or now.children.filter(void_at=None).exists():
        raise PopulationError(_("Wilayah ini masih berisi; pindahkan dahulu penduduk dan keluarganya."))
    if needs := _needed_by(now):
        raise PopulationError(_("Wilayah ini masih dipakai: {what}.").format(what=", ".join(needs)))
    audit.record(actor, "population.territory_removed", about=now, name=now.name)
    now.void_at, now.head = timezone.now(), None
    now.save(update_fields=["void_at", "head"])


def _references() -> list[tuple[type[Model], str]]:
    """Tables of other rooms and modules whose rows name a node: found through the models, not known here."""
    own = (Resident, FamilyCard, Territory, TerritoryPlace)
    return [
        (relation.related_model, relation.field.name)  # type: ignore[misc]
        for relation in Territory._meta.related_objects
        if relation.related_model not in own and not relation.related_model._meta.label.endswith("Event")  # type: ignore[union-attr]
    ]


def _needed_by(node: Territory) -> list[str]:
    found = []
    for model, column in _references():
        rows = model._default_manager.filter(**{column: node.pk})
        if any(each.name == "void_at" for each in model._meta.concrete_fields):
            rows = rows.filter(void_at=None)
        if number := rows.count():
            found.append(f"{number} {model._meta.verbose_name_plural}")
    return found


@dataclass(frozen=True)
class MovedTerritory:
    """What a move or a merger did: the node that stands now, and who came along."""

    node: Territory
    former: Territory
    families: int
    people: int


@atomic()
def move_territory(
    *, actor: Actor, territory: Territory, parent: Territory, name: str = "", note: str = ""
) -> MovedTerritory:
    """Move an RT with its people under another RW or dusun, or an RW with its RTs under another dusun.

    ``name`` gives it another name there. Taken back by moving it back (:func:`move_back`).

    Raises:
        TerritoryNameTaken: a node of this name lies there already.
        PopulationError: a dusun, a level that does not fit, the same place, or a node that is gone.
        BeingMoved: somebody who lives there is released to another village.
    """
    require(actor, "population.change")
    _tree_lock()
    now, target = _now(territory), _now(parent)
    if now.kind == TerritoryKind.DUSUN:
        raise PopulationError(_("Dusun tidak berada di dalam wilayah lain. Pindahkan RW atau RT-nya."), field="parent")
    if target.kind not in FITS[TerritoryKind(now.kind)]:
        raise PopulationError(_("Tingkat wilayah ini tidak dapat berada di sana."), field="parent")
    if target.pk == now.parent_id:
        raise PopulationError(_("{node} memang sudah berada di sana.").format(node=now), field="parent")
    wanted = name.strip().upper() or now.name
    former = place_words(now) if now.kind == TerritoryKind.RT else str(now)
    made, families, people = _transplant(actor, now, target, wanted, note=note or former)
    audit.record(
        actor, "population.territory_moved", about=made, former=str(now.pk), families=families, people=people
    )  # fmt: skip
    moved(event=False)
    return MovedTerritory(made, now, families, people)


def _transplant(
    actor: Actor, node: Territory, parent: Territory, name: str, *, note: str
) -> tuple[Territory, int, int]:
    row = _siblings(parent.pk)
    order = len(row) + 1 if any(each.order for each in row) else 0
    error = TerritoryNameTaken(node=f"{node.get_kind_display()} {name}", field="name")
    with translate_unique({"territory_once": error}):
        made = Territory.objects.create(kind=node.kind, name=name, parent=parent, head=node.head, order=order)
    # It lies where it lay. What is merged into another keeps its own place, behind.
    TerritoryPlace.objects.filter(territory=node).update(territory=made)
    families = people = 0
    if node.kind == TerritoryKind.RT:
        families, people = _empty_into(actor, node, made, note=note)
    for child in _siblings(node.pk):
        _child, more_families, more_people = _transplant(actor, child, made, child.name, note=note)
        if child.order:
            Territory.objects.filter(pk=_child.pk).update(order=child.order)
        families, people = families + more_families, people + more_people
    _leave_behind(node, made)
    return made, families, people


def _empty_into(actor: Actor, source: Territory, target: Territory, *, note: str) -> tuple[int, int]:
    """Everybody present in an RT, and every card there, into another RT. Returns families that count there, and people."""
    # Cards first, people then, as everywhere (services.families.locking).
    list(
        FamilyCard.objects.select_for_update(no_key=True)
        .filter(rt=source, void_at=None)
        .order_by("pk")
        .values_list("pk")
    )
    people = list(
        Resident.objects.select_for_update(of=("self",))
        .select_related("family")
        .annotate(on_the_way=Exists(on_the_way()))
        .filter(rt=source, presence=1, void_at=None)
        .only("name", *LEDGER_COLUMNS, "family__number")
        .order_by("pk")
    )
    refuse_on_the_way(people)
    families = FamilyCard.objects.filter(pk__in=families_led_in(source.pk), void_at=None).count()
    FamilyCard.objects.filter(rt=source, void_at=None).update(rt=target, updated_at=timezone.now())
    number = relocate(actor, people, target.pk, note=note, details={"from_rt": str(source.pk)})
    for model, column in _references():
        model._default_manager.filter(**{column: source.pk}).update(**{column: target.pk})
    return families, number


def _leave_behind(node: Territory, successor: Territory) -> None:
    node.void_at, node.head, node.succeeded_by = timezone.now(), None, successor
    node.save(update_fields=["void_at", "head", "succeeded_by"])


@atomic()
def move_back(*, actor: Actor, territory: Territory) -> MovedTerritory:
    """Take a move back by moving the node where it came from, under its former name.

    Raises:
        PopulationError: it did not come from anywhere, or that place is gone.
    """
    require(actor, "population.change")
    _tree_lock()
    now = _now(territory)
    came = came_from(now)
    if came is None or came.parent is None:
        raise PopulationError(_("{node} tidak berasal dari tempat lain.").format(node=now))
    if came.parent.void_at is not None:
        raise PopulationError(_("{node} tempat asalnya sudah tidak ada.").format(node=came.parent))
    return move_territory(actor=actor, territory=now, parent=came.parent, name=came.name)


def came_from(node: Territory) -> Territory | None:
    """The node that this one was before it moved; None where it never did, or where others were merged into it."""
    found = list(node.predecessors.select_related("parent")[:2])
    return found[0] if len(found) == 1 and found[0].parent_id != node.parent_id else None


def standing_rt(key: Any) -> Any:
    """The RT that an RT is today: itself, or what it became when it moved or was merged (None stays None)."""
    return successors().get(key, key) if key is not None else None


@atomic()
def merge_territory(*, actor: Actor, territory: Territory, into: Territory, note: str = "") -> MovedTerritory:
    """Merge an RT into another one: its people and cards go there, it stays behind void.

    Raises:
        PopulationError: not two different RTs, or one is gone.
        BeingMoved: somebody who lives there is released to another village.
    """
    require(actor, "population.change")
    _tree_lock()
    source, target = _now(territory), _now(into)
    if {source.kind, target.kind} != {TerritoryKind.RT} or source.pk == target.pk:
        raise PopulationError(_("Pilih RT lain sebagai tujuan penggabungan."), field="into")
    families, people = _empty_into(actor, source, target, note=note or place_words(source))
    _leave_behind(source, target)
    audit.record(
        actor, "population.territory_merged", about=target, former=str(source.pk), families=families, people=people
    )  # fmt: skip
    moved(event=False)
    return MovedTerritory(target, source, families, people)
