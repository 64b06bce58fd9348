"""What every layout is: a way to know it by its first rows, and a way to read its sheets as OpenSID's columns.

What comes out is the same :class:`~modules.population.opensid.reading.Workbook` whatever the file looked like, so that
checking, deciding, preview, mending, applying, result sheet and undo are written once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from balai.spreadsheets import Sheet, SpreadsheetRefused
from modules.population.opensid.columns import text_of
from modules.population.opensid.reading import SHEET_STEP, Note, Workbook

#: So many rows of each sheet are looked at to know its layout.
FIRST_ROWS = 15
_NOT_A_SIGN = re.compile(r"[^A-Z0-9]+")
_NOT_A_DIGIT = re.compile(r"[^0-9]+")


@dataclass(frozen=True)
class Look:
    """How surely sheets have a layout (0 to 1), and by what it was seen."""

    confidence: float
    why: str = ""


@dataclass(frozen=True)
class Layout:
    """One layout: ``detect`` looks at the sheets' first rows, ``read`` makes the workbook; both know no database."""

    name: str
    title: Any
    detect: Callable[[Sequence[Sheet]], Look]
    read: Callable[[Sequence[Sheet]], Workbook]


def key_of(cell: Any) -> str:
    """A heading as it is compared: letters and digits, upper case ("Gol. Darah" and "GOL.DARAH" are one)."""
    return _NOT_A_SIGN.sub("", text_of(cell).upper())


def digits_of(cell: Any) -> str:
    """The digits of a cell; civil registries put signs between them that nobody sees."""
    return _NOT_A_DIGIT.sub("", text_of(cell))


def cell_at(row: Sequence[Any], place: int | None) -> Any:
    """A cell, "" beyond the row's end (readers cut rows off at their last cell) or where there is no such column."""
    return row[place] if place is not None and place < len(row) else ""


def is_serial(cell: Any) -> bool:
    """Whether a cell is a row's running number."""
    text = text_of(cell).rstrip(".")
    return text.isascii() and text.isdigit() and len(text) <= 6


def headings_in(row: Sequence[Any], known: Mapping[str, str]) -> dict[str, int]:
    """Our columns by the place where a heading row names them; the first of two that say the same counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        if isinstance(cell, str) and cell:
            column = known.get(key_of(cell))
            if column:
                found.setdefault(column, place)
    return found


def first_rows(sheets: Iterable[Sheet]) -> Iterator[tuple[int, list[Any]]]:
    """Row number (from 1) and cells of every sheet's first rows."""
    for sheet in sheets:
        yield from enumerate(sheet.rows[:FIRST_ROWS], 1)


class Builder:
    """Collects people row by row under OpenSID's headings; what was derived is noted and counted."""

    def __init__(self, columns: Sequence[str], titles: Mapping[str, str]) -> None:
        self.book = Workbook(tuple(columns), columns={name: [] for name in columns}, kind="labelled")
        self.book.titles = dict(titles)
        #: Families found so far; None for a layout that has no boxes of families.
        self.families: int | None = None
        self._base = 0
        self._derived: dict[str, tuple[int, str]] = {}

    def sheet(self, sheet: Sheet) -> None:
        """The rows that follow stand in this sheet."""
        self._base = len(self.book.sheets) * SHEET_STEP
        self.book.sheets.append(sheet.name)

    def add(self, number: int, cells: Mapping[str, Any]) -> int:
        """A person's cells; returns the row's number in the workbook."""
        row = self._base + number
        self.book.numbers.append(row)
        for name, column in self.book.columns.items():
            column.append(cells.get(name, ""))
        return row

    def formulas(self, sheet: Sheet, places: Mapping[str, int]) -> None:
        """Cells whose formula has no value, for columns at fixed places."""
        columns = {place: name for name, place in places.items()}
        for row, place in sheet.formulas_without_value:
            if place in columns:
                self.book.formulas.add((self._base + row, columns[place]))

    def note(self, row: int, column: str, value: Any, code: str, message: str, *, level: str = "warning") -> None:
        """Say something of a cell."""
        self.book.notes.append(Note(row, column, text_of(value)[:80], level, code, message))

    def derived(self, column: str, example: str) -> None:
        """A value of ``column`` was derived; told once for the whole column, with how often and the first example."""
        count, first = self._derived.get(column, (0, example))
        self._derived[column] = (count + 1, first)

    def missing(self, columns: Mapping[str, str]) -> None:
        """Columns that the layout does not have (column -> its name in words): told once, nothing is assumed."""
        names = ", ".join(columns.values())
        self.note(
            1, next(iter(columns)), "", "not_in_layout",
            _("Bentuk berkas ini tidak memuat {names}; dibiarkan seperti yang sudah tercatat.").format(names=names),
        )  # fmt: skip

    def finish(self, *, nobody: str) -> Workbook:
        """The workbook.

        Raises:
            SpreadsheetRefused: nobody was found, or no family where there must be some (``nobody`` says what was looked for).
        """
        book = self.book
        if not book.numbers or self.families == 0:
            raise SpreadsheetRefused(nobody)
        for column, (count, example) in self._derived.items():
            self.note(
                1, column, "", "derived",
                _("Diturunkan dari kolom lain pada {n} baris, misalnya {example}. Periksa beberapa baris.").format(
                    n=count, example=example
                ),
            )  # fmt: skip
        used = [name for name, cells in book.columns.items() if any(cell not in ("", None) for cell in cells)]
        # A column in which nothing stands says nothing; the three that name somebody always stay.
        keep = [name for name in book.headings if name in used or name in {"nama", "no_kk", "nik"}]
        book.columns = {name: book.columns[name] for name in keep}
        book.headings = tuple(keep)
        return book
