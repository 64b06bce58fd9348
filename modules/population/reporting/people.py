"""Who stands behind a number of Laporan Bulanan: the people of a row and a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from balai.errors import NotFound
from modules.population.models import EventKind, Resident
from modules.population.reporting.monthly import Span
from modules.population.selectors.balance import ROWS
from modules.population.selectors.mutations import Cell, Mutation, View, mutations, places, state_sql, why_words

#: Columns of people: (sex, WNA), None for whatever.
COLUMNS: dict[str, tuple[int | None, bool | None]] = {
    "wni_l": (1, False), "wni_p": (2, False), "wna_l": (1, True), "wna_p": (2, True), "l": (1, None), "p": (2, None),
    "jiwa": (None, None),
}  # fmt: skip


@dataclass(frozen=True)
class Behind:
    """Somebody behind a number; ``line`` where an event brought them there."""

    person: Resident
    line: Mutation | None = None

    @property
    def kind(self) -> str:
        """What happened; empty where they only stand."""
        return str(EventKind(self.line.kind).label) if self.line else ""

    @property
    def words(self) -> str:
        """Why they stand in a row that the event's kind does not say."""
        return why_words(self.line.why, self.line.target_kind) if self.line else ""


class Standing:
    """Who counted at the end of a day and stands in a column, by name; counted and read a page at a time."""

    def __init__(self, on: date, by: View, column: str) -> None:
        state, self._params = state_sql(on, by)
        sex, wna = COLUMNS[column]
        wanted = ["s.presence = 1", "s.residency = 1"]
        if sex is not None:
            wanted.append("s.sex = %s")
            self._params = [*self._params, sex]
        if wna is not None:
            wanted.append("(s.citizenship = 2) = %s")
            self._params = [*self._params, wna]
        self._from = f"FROM {state} s JOIN population_resident r ON r.id = s.id WHERE {' AND '.join(wanted)}"

    def __len__(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {self._from}", self._params)
            return int(cursor.fetchone()[0])

    def __getitem__(self, part: slice) -> list[Behind]:
        start, stop = part.start or 0, part.stop
        found = Resident.objects.raw(
            f"SELECT r.* {self._from} ORDER BY r.name, r.id OFFSET %s LIMIT %s",
            [*self._params, start, stop - start],
        )
        return [Behind(each) for each in found]

    def __iter__(self) -> Iterator[Behind]:
        return iter(self[0 : len(self)])


def _fits(cell: Cell, column: str) -> bool:
    sex, wna = COLUMNS[column]
    return (sex is None or cell.sex == sex) and (wna is None or cell.wna == wna)


def behind(about: Span, row: str, column: str, by: View) -> Any:
    """The people of a row and a column: a sequence that a paginator takes.

    Raises:
        NotFound: no such row or column.
    """
    if row not in ROWS or column not in COLUMNS:
        raise NotFound()
    if row in ("opening", "closing"):
        return Standing(about.first - timedelta(days=1) if row == "opening" else about.last, by, column)
    lines = [
        line
        for line in mutations(about.first, about.last, places(), by)
        if any(each.row == row and not each.internal and _fits(each.cell, column) for each in line.effects)
    ]
    people = Resident.objects.in_bulk([line.resident_id for line in lines])
    return [Behind(people[line.resident_id], line) for line in lines]
