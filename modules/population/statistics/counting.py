"""Counting: one query for a category, or for several at once, on any day. Every number of statistics comes from here.

The people are those of ``selectors.past``: today the register itself, on a past day the register as it stood at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from balai.db import today
from modules.population.models import Territory, TerritoryKind
from modules.population.selectors.past import families_at_sql, people_at_sql
from modules.population.statistics.declaration import Category, Status

#: Cell -> (male, female). The cell '' is "Belum mengisi".
Cells = dict[str, tuple[int, int]]

#: Columns of a resident that categories read: a relation that several share is kept with no more than these.
COLUMNS = (
    "id", "presence", "residency", "sex", "birth_date", "religion", "education", "education_current", "occupation",
    "marital_status", "family_id", "shdk", "rt_id", "citizenship", "blood_type", "birth_certificate",
    "marriage_certificate", "divorce_certificate", "passport_number", "passport_expires", "disability",
    "chronic_illness", "family_planning", "pregnancy", "ktp_el", "ktp_record", "nik_temporary", "ethnicity",
    "health_insurance", "employment_insurance_number", "reading", "dusun_id",
)  # fmt: skip
_RESIDENCY = {
    Status.PERMANENT: "p.residency = 1",
    Status.TEMPORARY: "p.residency = 2",
    Status.ALL: "",
}
#: Full years on the day: who was born on 29 February is a year older on 1 March, as everywhere else.
_YEARS = "extract(year FROM age(%s::date, x.birth_date))::int"
#: A family counts while one of its members does; its row is that of the member who stands first by SHDK, then by key:
#: the same rule as the balance's.
_HEADS = (
    "SELECT DISTINCT ON (p.family_id) p.* FROM p WHERE p.presence = 1 AND p.residency = 1 AND p.family_id IS NOT NULL "
    "ORDER BY p.family_id, p.shdk, p.id"
)
_ROWS = {"people": "p p", "dead": "p p", "families": "heads p"}
_PRESENCE = {"people": "p.presence = 1", "dead": "p.presence = 2", "families": ""}


@dataclass(frozen=True)
class Scope:
    """Who is looked at: as of the end of which day, of which residency, in which RTs (None: the whole village)."""

    on: date
    status: Status = Status.PERMANENT
    rts: tuple[UUID, ...] | None = None

    def of(self, category: Category) -> Scope:
        """The scope as the category takes it: some count one residency only, families and the dead are TETAP."""
        scope = replace(self, on=today()) if category.only_today else self
        if category.status is not None:
            return replace(scope, status=category.status)
        return replace(scope, status=Status.PERMANENT) if category.source != "people" else scope


def rts_below(node: UUID) -> tuple[UUID, ...]:
    """The RTs of a node of the territory, removed ones included: past days know them. One query."""
    found = Territory.objects.filter(Q(pk=node) | Q(parent=node) | Q(parent__parent=node), kind=TerritoryKind.RT)
    return tuple(sorted(found.values_list("pk", flat=True)))


def counts(categories: Sequence[Category], scope: Scope, *, facts: bool = False) -> dict[str, Cells]:
    """Cells of each category, by its code: one query for all of them. ``facts``: cells as they leave the village.

    All are counted as of the scope's day: who asks for a past one leaves out what is ``only_today``.
    """
    if not categories:
        return {}
    with_sql, params = _with(categories, scope.on)
    parts = []
    for category in categories:
        text, more = _branch(category, scope.of(category))
        cell = (facts and category.fact_cell) or category.cell
        parts.append(f"SELECT %s::text, coalesce(({cell})::text, ''), p.sex, count(*) {text} GROUP BY 2, 3")
        params += [category.code, *more]
    found: dict[str, dict[str, list[int]]] = {category.code: {} for category in categories}
    with connection.cursor() as cursor:
        cursor.execute(with_sql + " UNION ALL ".join(parts), params)
        for code, cell, sex, number in cursor.fetchall():
            found[code].setdefault(cell, [0, 0])[0 if sex == 1 else 1] += number
    return {code: {cell: (pair[0], pair[1]) for cell, pair in cells.items()} for code, cells in found.items()}


def keys_in(category: Category, scope: Scope, cell: str | None) -> RawSQL:
    """Keys of the people of a number: those of one cell ('' is "Belum mengisi"), or of the whole table (None).

    Of families, their heads. A condition for a query over residents: ``pk__in``.
    """
    with_sql, params = _with([category], scope.on)
    text, more = _branch(category, scope.of(category))
    where = "" if cell is None else f" AND coalesce(({category.cell})::text, '') = %s"
    return RawSQL(f"{with_sql} SELECT p.id {text}{where}", [*params, *more, *([] if cell is None else [cell])])  # noqa: S611


def _with(categories: Sequence[Category], on: date) -> tuple[str, list[Any]]:
    people, params = people_at_sql(on)
    columns = ", ".join(f"x.{name}" for name in COLUMNS)
    text = f"WITH p AS (SELECT {columns}, {_YEARS} AS years, %s::date AS on_day FROM {people} x)"  # noqa: S608
    params = [on, on, *params]
    if any(category.source == "families" for category in categories):
        text += f", heads AS ({_HEADS})"
    if any("cards" in category.joins for category in categories):
        cards, more = families_at_sql(on)
        text += f", cards AS (SELECT id, welfare_class, number_temporary FROM {cards} y)"  # noqa: S608
        params += more
    return f"{text} ", params


def _branch(category: Category, scope: Scope) -> tuple[str, list[Any]]:
    conditions = [_PRESENCE[category.source], _RESIDENCY[scope.status], category.who and f"({category.who})"]
    params: list[Any] = []
    if scope.rts is not None:
        conditions.append("p.rt_id = ANY(%s::uuid[])")
        params.append(list(scope.rts))
    where = " AND ".join(filter(None, conditions)) or "true"
    return f"FROM {_ROWS[category.source]} {category.joins} WHERE {where}", params
