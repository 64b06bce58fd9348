"""Every indicator as a page, whatever module declares it: its cells in words, its sums by place. Definitions say how.

A sensitive indicator is shown with its small cells hidden also to the regency's own people: in one village a single
person with an illness is a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from balai.errors import NotFound
from balai.indicators.models import Definition
from balai.indicators.publishing import published
from modules.regency import labels
from modules.regency.selectors import Scope, Table

#: The dimension that becomes columns.
SEX = "sex"
#: Numbers of how long something took, and the one that counts by bands what they add up: its middle band is told.
BANDS_OF = {"letters.hours": "letters.hours", "letters.median_hours": "letters.hours"}
#: Bars of a chart; the table has them all.
BARS = 15


@dataclass
class Cells:
    """A month's numbers of one indicator in a scope: by cell, and the sums of each village."""

    cells: dict[tuple[str, str], tuple[int, int | None, int | None]] = field(default_factory=dict)
    villages: dict[str, tuple[int, int | None, int | None]] = field(default_factory=dict)

    @property
    def is_rate(self) -> bool:
        """Whether it is a rate: derived from sums, never averaged."""
        return any(denominator is not None for _value, _numerator, denominator in self.cells.values())


def definition_of(code: str) -> Definition:
    """One indicator that is still declared.

    Raises:
        NotFound: there is none.
    """
    found = Definition.objects.filter(code=code, retired_at=None).first()
    if found is None:
        raise NotFound()
    return found


def grouped(sums: dict[str, int]) -> list[tuple[str, list[tuple[Definition, int | None]]]]:
    """All indicators under their headings, each with its sum: one query."""
    found: dict[str, list[tuple[Definition, int | None]]] = {}
    for each in Definition.objects.filter(retired_at=None).order_by("module", "code"):
        title = each.group or labels.MODULES.get(each.module, each.module)
        found.setdefault(title, []).append((each, sums.get(each.code)))
    order = {title: number for number, title in enumerate(labels.GROUPS)}
    return sorted(found.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0]))


def sums_by_indicator(schemas: Sequence[str], period: date) -> dict[str, int]:
    """The sum of every indicator in a month: one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indicator, sum(value)::bigint FROM indicators_fact WHERE period = %s AND village = ANY(%s) "
            "AND denominator IS NULL GROUP BY 1",
            [period, list(schemas)],
        )
        return dict(cursor.fetchall())


def cells_of(code: str, schemas: Sequence[str], period: date) -> Cells:
    """Cells and villages' sums of one indicator, added up by the database: one query."""
    found = Cells()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d1, d2, village, sum(value)::bigint, sum(numerator)::bigint, sum(denominator)::bigint "
            "FROM indicators_fact WHERE indicator = %s AND period = %s AND village = ANY(%s) "
            "GROUP BY GROUPING SETS ((d1, d2), (village))",
            [code, period, list(schemas)],
        )
        for d1, d2, village, *numbers in cursor.fetchall():
            if village is None:
                found.cells[d1, d2] = (numbers[0], numbers[1], numbers[2])
            else:
                found.villages[village] = (numbers[0], numbers[1], numbers[2])
    return found


def table_of(definition: Definition, found: Cells, *, whole: bool = True) -> Table:
    """The cells in words: rows of the first dimension, L and P as columns where the sex is one.

    ``whole`` false: of a single village, for which nothing of a sensitive indicator is told.
    """
    title = definition.name
    if definition.sensitive and not whole:
        # One village of a district can be worked out from the district and its other villages.
        return Table(definition.code, title, [], [])
    if found.is_rate:
        return _rates(definition, found)
    dimensions = list(definition.dimensions)
    if SEX in dimensions and len(dimensions) == 2:
        return _by_sex(definition, found, sex_first=dimensions[0] == SEX)
    if len(dimensions) == 2:
        return _crossed(definition, found)
    names, known = _words(definition, dimensions[0]) if dimensions else ({}, [])
    rows: list[list[Any]] = [
        [names.get(d1, d1 or labels.EMPTY), found.cells[d1, ""][0]]
        for d1 in _ordered([d1 for d1, _d2 in found.cells], known)
    ]
    head = _head(definition, dimensions[0]) if dimensions else str(_("Angka"))
    if not dimensions:
        rows = [[title, sum(value for value, _n, _d in found.cells.values())]]
    return Table(definition.code, title, [head, str(_("Jumlah"))], rows)


def _by_sex(definition: Definition, found: Cells, *, sex_first: bool) -> Table:
    name = definition.dimensions[1 if sex_first else 0]
    names, known = _words(definition, name)
    pairs: dict[str, list[int]] = {}
    for (d1, d2), (value, _n, _d) in found.cells.items():
        sex, key = (d1, d2) if sex_first else (d2, d1)
        pairs.setdefault(key, [0, 0])[0 if sex == "1" else 1] += value
    ordered = _ordered(list(pairs), known)
    lines: list[tuple[str, int, int]] = [
        (names.get(key, labels.EMPTY if key in {"", "?"} else key), pairs[key][0], pairs[key][1]) for key in ordered
    ]
    rows: list[list[Any]] = [[label, male, female, male + female] for label, male, female in lines]
    if definition.sensitive:
        rows = [[row.label, row.male, row.female, row.total] for row in published(lines, definition.min_cell)]
    heads = [_head(definition, name), "L", "P", str(_("Jumlah"))]
    return Table(definition.code, definition.name, heads, rows, suppressed=definition.sensitive)


def _crossed(definition: Definition, found: Cells) -> Table:
    first, second = definition.dimensions
    names, known = _words(definition, first)
    columns, known_columns = _words(definition, second)
    across = _ordered(sorted({d2 for _d1, d2 in found.cells}), known_columns)
    rows: list[list[Any]] = []
    for key in _ordered(sorted({d1 for d1, _d2 in found.cells}), known):
        values = [found.cells.get((key, column), (0, None, None))[0] for column in across]
        rows.append([names.get(key, key or labels.EMPTY), *values, sum(values)])
    heads = [_head(definition, first), *[columns.get(key, key or labels.EMPTY) for key in across], str(_("Jumlah"))]
    return Table(definition.code, definition.name, heads, rows)


def _rates(definition: Definition, found: Cells) -> Table:
    rows = []
    dimensions = list(definition.dimensions)
    words = [_words(definition, name)[0] for name in dimensions]
    for place, (_value, numerator, denominator) in sorted(found.cells.items()):
        said = [names.get(code, code or labels.EMPTY) for names, code in zip(words, place, strict=False)]
        rows.append([", ".join(said) or definition.name, numerator, denominator, rate(numerator, denominator)])
    heads = [str(_("Angka")), str(_("Pembilang")), str(_("Penyebut")), definition.unit]
    return Table(definition.code, definition.name, heads, rows, is_rate=True)


def rate(numerator: int | None, denominator: int | None) -> float | None:
    """A rate from its sums, one decimal; None where there is nothing to divide by."""
    return round((numerator or 0) / denominator, 1) if denominator else None


@dataclass(frozen=True)
class Middle:
    """The band of the middle one: ``within`` of ``total`` lie in it or below."""

    words: str
    within: int
    total: int


def middle_of(code: str, found: Cells, schemas: Sequence[str], period: date) -> Middle | None:
    """Which band holds the middle one, by the bands' own sums: where exactly in it nobody here knows. None for numbers
    that have no bands, and where there is nothing yet. One more query where another number holds the bands."""
    bands = BANDS_OF.get(code)
    if bands is None:
        return None
    cells = found.cells if bands == code else cells_of(bands, schemas, period).cells
    definition = definition_of(bands)
    names, known = _words(definition, definition.dimensions[0])
    total, within = sum(value for value, _n, _d in cells.values()), 0
    for key in _ordered([d1 for d1, _d2 in cells], known):
        within += cells[key, ""][0]
        # Of an even number the lower of the two in the middle: "half of them within this" is then true.
        if total and within * 2 >= total:
            return Middle(names.get(key, key), within, total)
    return None


def places_of(scope: Scope, found: Cells) -> list[tuple[str, str, int | float | None]]:
    """The scope's districts, or a district's villages: code, name and number. A village without any has None."""
    sums: dict[str, tuple[str, int, int, bool]] = {}
    for village in scope.villages:
        key, name = (
            (village.code, village.title)
            if scope.district
            else (village.district.code, f"Kecamatan {village.district.name}")
        )
        value, numerator, denominator = found.villages.get(village.schema_name, (0, 0, 0))
        top, below = (numerator or 0, denominator or 0) if found.is_rate else (value, 0)
        _name, one, other, there = sums.get(key, (name, 0, 0, False))
        sums[key] = (name, one + top, other + below, there or village.schema_name in found.villages)
    return [
        (key, name, None if not there else rate(top, below) if found.is_rate else top)
        for key, (name, top, below, there) in sorted(sums.items())
    ]


def _words(definition: Definition, dimension: str) -> tuple[dict[str, str], list[str]]:
    """The words of a dimension's codes, and the codes in the order in which people read them."""
    known = definition.labels.get(dimension) or []
    if not known:
        return labels.of_dimension(definition.code, dimension), []
    return dict(known), [code for code, _words in known]


def _head(definition: Definition, dimension: str) -> str:
    return str(definition.heads.get(dimension) or labels.DIMENSIONS.get(dimension, dimension))


def _ordered(codes: list[str], known: list[str]) -> list[str]:
    """Codes as people read them; unknown ones after them, "not filled in" last."""
    order = {code: number for number, code in enumerate(known)}
    return sorted(codes, key=lambda code: (code in {"", "?"}, order.get(code, len(order)), code))
