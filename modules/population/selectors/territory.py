"""Dusun, RW and RT: the tree, its order, its counts, and what became of an RT that moved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, UUIDField, Value
from django.db.models.expressions import RawSQL

from modules.population.codes import Sex
from modules.population.models import FamilyCard, Resident, Territory, TerritoryKind
from modules.population.selectors.register import counted, place_words

#: Families and the RT of who leads them: where a family counts, as in the balance (selectors.balance). Every count of a
#: node's families reads this.
_LEADS = """
SELECT DISTINCT ON (family_id) family_id, rt_id FROM population_resident
WHERE presence = 1 AND residency = 1 AND void_at IS NULL AND family_id IS NOT NULL ORDER BY family_id, shdk, id
"""
_RTS_BELOW = """
SELECT id FROM population_territory
WHERE id = %s OR parent_id = %s OR parent_id IN (SELECT id FROM population_territory WHERE parent_id = %s)
"""
_PARTS = re.compile(r"(\d+)")


@dataclass
class Node:
    """A node of the territory tree with its counts and what lies below."""

    territory: Territory
    male: int = 0
    female: int = 0
    families: int = 0
    children: list[Node] = field(default_factory=list)
    #: Whether the same parent has a node before and after this one: what can be moved up or down.
    first: bool = True
    last: bool = True

    @property
    def total(self) -> int:
        """L + P."""
        return self.male + self.female


@dataclass(frozen=True)
class Row:
    """A node as a line of a table: the names above it, and how deep it lies (0: dusun)."""

    node: Node
    dusun: str
    rw: str
    rt: str
    level: int


def sibling_key(node: Territory) -> tuple[Any, ...]:
    """How nodes of one parent stand: as the village put them; what nobody has put anywhere comes after, "9" before "10"."""
    parts = _PARTS.split(node.name)
    natural = tuple((int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in parts if part)
    # RW before the RTs that hang right on the dusun.
    return (node.order == 0, node.order, node.kind == TerritoryKind.RT, natural, node.name)


def territory_tree() -> list[Node]:
    """The tree with L, P and KK per node: three queries.

    Who counts is the balance's rule (:func:`counted`), and so is where a family counts: where the first of its members
    who count lives (the head, where there is one). So the nodes add up to the balance, less who lives in no RT.
    """
    found = Territory.objects.filter(void_at=None).select_related("head")
    nodes = {each.pk: Node(each) for each in found}
    people = counted().values("rt_id").annotate(
        male=Count("pk", filter=Q(sex=Sex.MALE)), female=Count("pk", filter=Q(sex=Sex.FEMALE))
    ).order_by()  # fmt: skip
    for row in people:
        node = nodes.get(row["rt_id"])
        if node is not None:
            node.male, node.female = row["male"], row["female"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rt_id, count(*) FROM ({_LEADS}) leads GROUP BY rt_id")  # noqa: S608
        for key, number in cursor.fetchall():
            if key in nodes:
                nodes[key].families = number
    roots: list[Node] = []
    for node in sorted(nodes.values(), key=lambda node: ("rt", "rw", "dusun").index(node.territory.kind)):
        parent = nodes.get(node.territory.parent_id)  # type: ignore[arg-type]
        if parent is None:
            roots.append(node)
            continue
        parent.children.append(node)
        parent.male += node.male
        parent.female += node.female
        parent.families += node.families
    for children in (roots, *(node.children for node in nodes.values())):
        children.sort(key=lambda child: sibling_key(child.territory))
        for number, child in enumerate(children):
            child.first, child.last = number == 0, number == len(children) - 1
    return roots


def territory_rows(roots: Sequence[Node]) -> list[Row]:
    """The tree as lines of a table, each node above what lies in it."""
    found: list[Row] = []

    def walk(nodes: Sequence[Node], dusun: str, rw: str, level: int) -> None:
        for node in nodes:
            name, kind = node.territory.name, node.territory.kind
            here = name if kind == TerritoryKind.DUSUN else dusun
            within = name if kind == TerritoryKind.RW else rw
            found.append(Row(node, here, within, name if kind == TerritoryKind.RT else "", level))
            walk(node.children, here, within, level + 1)

    walk(roots, "", "", 0)
    return found


def rt_choices() -> list[tuple[str, str]]:
    """Every RT as (key, words), in the tree's order: one query."""
    return [(str(each.pk), place_words(each)) for each in rts_in_order()]


def nodes_in_order() -> list[Territory]:
    """Every node with what is above it, in the tree's order, each before what lies in it: one query."""
    found = Territory.objects.filter(void_at=None).select_related("parent__parent")

    def path(each: Territory) -> list[tuple[Any, ...]]:
        return [sibling_key(node) for node in reversed(list(_upwards(each)))]

    return sorted(found, key=path)


def rts_in_order() -> list[Territory]:
    """Every RT with what is above it, in the tree's order: one query."""
    return [each for each in nodes_in_order() if each.kind == TerritoryKind.RT]


def _upwards(node: Territory | None) -> Iterator[Territory]:
    while node is not None:
        yield node
        node = node.parent


def by_place(column: str = "rt_id") -> Func:
    """What a list is ordered by to stand in the tree's order; who lives in no RT comes last."""
    keys = [each.pk for each in rts_in_order()]
    array = Value(keys, output_field=ArrayField(UUIDField()))
    return Func(array, F(column), function="array_position", output_field=IntegerField())


def in_node(node: Any, prefix: str = "rt") -> Q:
    """Rows that lie in a dusun, RW or RT."""
    return Q(**{prefix: node}) | Q(**{f"{prefix}__parent": node}) | Q(**{f"{prefix}__parent__parent": node})


def node_or_none(key: Any) -> Territory | None:
    """A node that is in use, with what is above it."""
    return Territory.objects.select_related("head", "parent__parent").filter(pk=key, void_at=None).first()


def residents_of(node: Territory) -> QuerySet[Resident]:
    """Who lives in a node, counted or not: those whom its move takes along."""
    return Resident.objects.filter(in_node(node.pk), presence=1, void_at=None)


def families_led_in(node: Any) -> RawSQL:
    """Keys of the families that count in a dusun, RW or RT: those whose lead (the head, or who comes next) lives there,
    whatever RT the card names. The tree counts these, and its link opens these. A condition ``pk__in``."""
    text = f"SELECT family_id FROM ({_LEADS}) leads WHERE rt_id IN ({_RTS_BELOW})"  # noqa: S608
    return RawSQL(text, [node, node, node])  # noqa: S611


def families_in(node: Any) -> Q:
    """Family cards of a dusun, RW or RT: who counts there, and cards without anybody who counts, by the RT that they name."""
    led = RawSQL(f"SELECT family_id FROM ({_LEADS}) leads", [])  # noqa: S608, S611
    return Q(pk__in=families_led_in(node)) | (in_node(node) & ~Q(pk__in=led))


@dataclass(frozen=True)
class Contents:
    """What lies in a node: what its move or its merger takes along."""

    rts: int
    #: Families that count here, as in the tree.
    families: int
    #: Cards that name an RT of it, of families that died out or moved away, too: it is not empty while there are any.
    cards: int
    people: int
    male: int
    female: int

    @property
    def not_counted(self) -> int:
        """Temporary residents, who stand in no balance and move all the same."""
        return self.people - self.male - self.female


def contents_of(node: Territory) -> Contents:
    """Counts for the page that asks before a node moves: four queries."""
    numbers = residents_of(node).aggregate(
        people=Count("pk"),
        male=Count("pk", filter=Q(sex=Sex.MALE, residency=1)),
        female=Count("pk", filter=Q(sex=Sex.FEMALE, residency=1)),
    )
    rts = Territory.objects.filter(kind=TerritoryKind.RT, void_at=None)
    within = rts.filter(Q(pk=node.pk) | Q(parent=node.pk) | Q(parent__parent=node.pk))
    cards = FamilyCard.objects.filter(void_at=None)
    return Contents(
        rts=within.count(), families=cards.filter(pk__in=families_led_in(node.pk)).count(),
        cards=cards.filter(in_node(node.pk)).count(), **numbers,
    )  # fmt: skip


def successors() -> dict[UUID, UUID]:
    """Of every node that moved or was merged: the node that it is today. One query."""
    step = dict(
        Territory.objects.exclude(succeeded_by=None).values_list("pk", "succeeded_by_id").order_by()
    )  # fmt: skip
    found: dict[UUID, UUID] = {}
    for start in step:
        here, seen = start, {start}
        while here in step and step[here] not in seen:
            here = step[here]  # type: ignore[assignment]
            seen.add(here)
        found[start] = here
    return found
