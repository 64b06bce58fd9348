"""Numbers into facts: what was computed is compared with what stands there, and only what changed is written."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from balai.indicators.declaration import Cell, Indicator
from balai.indicators.models import Computation, Fact
from balai.indicators.periods import counted_on

logger = logging.getLogger("balai.indicators")

Cells = Mapping[tuple[str, str], Cell]

# What a formula's own mistake looks like. Anything else (a lost server, no memory, a worker told to stop) ends the job,
# which is done again: it says nothing about the formula.
FORMULA_MISTAKES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, DatabaseError)


@dataclass
class Computed:
    """One indicator's cells and how long they took."""

    indicator: Indicator
    cells: Cells
    milliseconds: int


def lock(village: str, leader: str, period: date, *, wait: bool) -> bool:
    """One computation of a number at a time: the later one would else be overwritten by the slower, older one."""
    call = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}(hashtextextended(%s, 0))", [f"fact {village} {leader} {period}"])
        return wait or bool(cursor.fetchone()[0])


def cells_of(indicators: Sequence[Indicator], period: date) -> list[Computed]:
    """Compute indicators in the current schema, those that share a function by one call of it.

    Raises:
        Exception: whatever an indicator's own formula raises.
    """
    on, found = counted_on(period), []
    for together, members in _by_function(indicators):
        started = time.monotonic()
        if together is None:
            found += [_one(member, member.cells, on) for member in members]
            continue
        rows = together([member.code for member in members], on)
        cells = [member.cells_of(rows.get(member.code, ())) for member in members]
        each = int((time.monotonic() - started) * 1000 / len(members))
        found += [Computed(member, its, each) for member, its in zip(members, cells, strict=True)]
    return found


def cells_of_sound(indicators: Sequence[Indicator], period: date) -> tuple[list[Computed], list[Indicator]]:
    """The same, but one that cannot be computed holds up no other. Returns what was computed, and which could not be."""
    try:
        with transaction.atomic():
            return cells_of(indicators, period), []
    except FORMULA_MISTAKES:
        if len(indicators) == 1:
            raise
        logger.exception("indicators led by %s could not be computed together", indicators[0].leader)
    found: list[Computed] = []
    broken: list[Indicator] = []
    for indicator in indicators:
        try:
            with transaction.atomic():
                found.append(_one(indicator, indicator.cells, counted_on(period)))
        except FORMULA_MISTAKES:
            if connection.connection is None or connection.connection.closed:
                raise
            logger.exception("indicator %s could not be computed", indicator.code)
            broken.append(indicator)
    return found, broken


def _by_function(indicators: Iterable[Indicator]) -> list[tuple[Any, list[Indicator]]]:
    groups: dict[Any, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(indicator.together, []).append(indicator)
    return list(groups.items())


def _one(indicator: Indicator, compute: Callable[[date], Cells], on: date) -> Computed:
    started = time.monotonic()
    cells = compute(on)
    return Computed(indicator, cells, int((time.monotonic() - started) * 1000))


class _Stood(NamedTuple):
    """A fact that stands."""

    pk: int
    value: int
    numerator: int | None
    denominator: int | None

    @property
    def numbers(self) -> tuple[int, int | None, int | None]:
        """Its numbers."""
        return self.value, self.numerator, self.denominator


@dataclass(frozen=True)
class Written:
    """What became of one indicator's facts: their sums before and after, and how many cells differed."""

    before: int
    after: int
    cells: int


def write(
    village: str, computed: Sequence[Computed], period: date, *, source_changed_at: datetime | None = None
) -> dict[str, Written]:
    """Replace the facts of numbers where they changed: five statements, however many."""
    codes = [each.indicator.code for each in computed]
    facts: dict[str, dict[tuple[str, str], _Stood]] = {code: {} for code in codes}
    standing = Fact.objects.filter(village=village, indicator__in=codes, period=period)
    columns = ("indicator", "d1", "d2", "pk", "value", "numerator", "denominator")
    for code, d1, d2, pk, value, numerator, denominator in standing.values_list(*columns):
        facts[code][d1, d2] = _Stood(pk, value, numerator, denominator)
    now = timezone.now()
    moved = source_changed_at or now
    changed: list[Fact] = []
    gone: list[int] = []
    runs: dict[bool, list[Computation]] = {True: [], False: []}
    found: dict[str, Written] = {}
    for each in computed:
        code, stood = each.indicator.code, facts[each.indicator.code]
        new = [
            Fact(
                village=village, indicator=code, period=period, d1=cell.d1, d2=cell.d2, value=cell.value,
                numerator=cell.numerator, denominator=cell.denominator, computed_at=now, source_changed_at=moved,
            )
            for place, cell in each.cells.items()
            if place not in stood or stood[place].numbers != (cell.value, cell.numerator, cell.denominator)
        ]  # fmt: skip
        old = [fact.pk for place, fact in stood.items() if place not in each.cells]
        found[code] = Written(
            sum(fact.value for fact in stood.values()),
            sum(cell.value for cell in each.cells.values()),
            len(new) + len(old),
        )
        changed += new
        gone += old
        runs[bool(new or old)].append(
            Computation(
                village=village, indicator=code, period=period, version=each.indicator.version, computed_at=now,
                source_changed_at=moved, milliseconds=each.milliseconds,
            )
        )  # fmt: skip
    if changed:
        Fact.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["village", "indicator", "period", "d1", "d2"],
            update_fields=["value", "numerator", "denominator", "computed_at", "source_changed_at"],
        )
    if gone:
        Fact.objects.filter(pk__in=gone).delete()
    for did_change, rows in runs.items():
        if rows:
            Computation.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["village", "indicator", "period"],
                update_fields=[
                    "version", "computed_at", "milliseconds", *(["source_changed_at"] if did_change else []),
                ],
            )  # fmt: skip
    return found
