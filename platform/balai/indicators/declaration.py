"""What an indicator is. Pure declarations: nothing here needs the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

#: Territory below the village never leaves it (data-sharing rules): such a dimension is refused when declared.
FORBIDDEN_DIMENSIONS = frozenset({"dusun", "rw", "rt", "hamlet", "territory", "nik", "name", "family"})
#: Directions: whether more is better ("up"), less is better ("down") or neither (None).
DIRECTIONS = (None, "up", "down")

Row = Mapping[str, Any]
#: Rows of several indicators at once: ``(codes, on) -> {code: rows}``.
Together = Callable[[Sequence[str], date], Mapping[str, Iterable[Row]]]


@dataclass(frozen=True)
class Cell:
    """One number of an indicator: its dimension codes and its sums.

    ``value`` is a whole number in the indicator's unit. For a rate ``numerator`` and ``denominator`` are given, the
    rate is derived from their sums and ``value`` repeats the numerator, so that adding up stays meaningful.
    """

    d1: str
    d2: str
    value: int
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class Indicator:
    """A number, declared once for the village's page, the regency's dashboard, the API and the open data.

    ``rows(on)`` runs inside the village's schema and gives, as of the end of day ``on``, one mapping a combination of
    dimension codes: ``{dimension: code, ..., "value": n}``, or with ``numerator`` and ``denominator`` for a rate. Keys
    are matched to ``dimensions`` by name, else in their order (a queryset's ``values("program__code")``).
    ``min_cell`` is the smallest count shown to others; ``sensitive`` ones are not published at all.

    ``touched_by`` is the code of another indicator that moves whenever this one may have: only that one is touched, one
    row of the outbox stands for all that follow it, and they are computed in one go. Those that share a function
    ``together(codes, on)`` (rows by code) are then computed by one call of it, in place of one ``rows(on)`` each.

    ``heads`` are the dimensions in words, ``labels`` the words of their codes, in the order in which people read them;
    ``group`` is the heading under which the indicator is listed.
    """

    code: str
    name: Any
    unit: Any
    words: Any
    dimensions: Sequence[str] = ()
    rows: Callable[[date], Iterable[Row]] = field(default=lambda on: ())
    direction: str | None = None
    law: str = ""
    sensitive: bool = False
    min_cell: int = 5
    version: int = 1
    touched_by: str = ""
    together: Together | None = None
    group: Any = ""
    heads: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if "." not in self.code or len(self.code) > 80:
            raise ValueError(f"indicator {self.code!r}: the code is '<module>.<what>', at most 80 characters")
        if len(self.dimensions) > 2:
            raise ValueError(f"indicator {self.code}: at most two dimensions")
        forbidden = FORBIDDEN_DIMENSIONS.intersection(self.dimensions)
        if forbidden:
            raise ValueError(f"indicator {self.code}: {sorted(forbidden)} may not leave the village")
        if self.direction not in DIRECTIONS:
            raise ValueError(f"indicator {self.code}: direction is one of {DIRECTIONS}")
        if self.min_cell < 1 or self.version < 1:
            raise ValueError(f"indicator {self.code}: min_cell and version are at least 1")
        unknown = (self.heads.keys() | self.labels.keys()) - set(self.dimensions)
        if unknown:
            raise ValueError(f"indicator {self.code}: words for {sorted(unknown)}, which is no dimension")

    @property
    def leader(self) -> str:
        """The code that is touched for this one: its own, or :attr:`touched_by`."""
        return self.touched_by or self.code

    def cells(self, on: date) -> dict[tuple[str, str], Cell]:
        """Compute the indicator in the current schema; combinations given twice are added up."""
        return self.cells_of(self.rows(on))

    def cells_of(self, rows: Iterable[Row]) -> dict[tuple[str, str], Cell]:
        """Rows as cells; combinations given twice are added up."""
        found: dict[tuple[str, str], Cell] = {}
        for row in rows:
            cell = self._cell(row)
            before = found.get((cell.d1, cell.d2))
            if before is not None:
                cell = Cell(
                    cell.d1,
                    cell.d2,
                    before.value + cell.value,
                    _sum(before.numerator, cell.numerator),
                    _sum(before.denominator, cell.denominator),
                )
            found[cell.d1, cell.d2] = cell
        return found

    def _cell(self, row: Row) -> Cell:
        numerator, denominator = row.get("numerator"), row.get("denominator")
        value = row.get("value", numerator)
        if value is None:
            raise ValueError(f"indicator {self.code}: a row without value: {sorted(row)}")
        rest = [key for key in row if key not in ("value", "numerator", "denominator")]
        if not all(name in row for name in self.dimensions):
            if len(rest) != len(self.dimensions):
                raise ValueError(f"indicator {self.code}: expected {list(self.dimensions)}, got {rest}")
            codes = [_code(row[key]) for key in rest]
        else:
            if len(rest) != len(self.dimensions):
                # An undeclared key would silently split cells or, worse, carry something out of the village.
                raise ValueError(f"indicator {self.code}: expected {list(self.dimensions)}, got {rest}")
            codes = [_code(row[name]) for name in self.dimensions]
        d1, d2 = [*codes, "", ""][:2]
        return Cell(d1, d2, int(value), _whole(numerator), _whole(denominator))


def _code(value: Any) -> str:
    """A dimension's value as text; '' stands for 'not filled in'."""
    text = "" if value is None else str(getattr(value, "value", value))
    if len(text) > 60:
        raise ValueError("a dimension's value is a code of at most 60 characters")
    return text


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


@cache
def declared() -> dict[str, Indicator]:
    """Every indicator that an installed module declares, by code."""
    registry = import_module("balai.registry")
    found: dict[str, Indicator] = {}
    for module in registry.modules():
        for indicator in module.indicators:
            if indicator.code in found:
                raise ValueError(f"two indicators with the code {indicator.code}")
            found[indicator.code] = indicator
    return found
