"""Writing a workbook: text stays text (a NIK keeps its digits, a formula stays words)."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import xlsxwriter

_LONGEST_CELL = 32_767
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
#: Excel keeps 15 digits of a number: longer ones are written as text.
_EXACT = 10**15
_FIRST_DAY = date(1900, 1, 1)


@dataclass
class SheetOut:
    """A sheet to write.

    ``widths``: characters by column; ``text``: columns that stay text when a person types into them (NIK, RT);
    ``marks``: ``"error"`` or ``"warning"`` by (row of ``rows`` from 0, column), shown as the cell's colour.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Mapping[int, float] = field(default_factory=dict)
    title: str = ""
    text: Collection[int] = ()
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)


def write_workbook(target: Any, sheets: Sequence[SheetOut], *, constant_memory: bool = False) -> None:
    """Write sheets to a path or a binary buffer; the head row is frozen and bold.

    A string is never a formula, a link or a number, whatever it starts with. ``constant_memory`` writes row by row
    through a temporary file: slower, for lists that do not fit into memory.
    """
    book = xlsxwriter.Workbook(
        target,
        {
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "constant_memory": constant_memory, "in_memory": not constant_memory,
        },
    )  # fmt: skip
    formats = _Formats(book)
    names: set[str] = set()
    for sheet in sheets:
        page = book.add_worksheet(sheet_name(sheet.name, names))
        top = 0
        if sheet.title:
            page.write_string(0, 0, sheet.title, formats.head)
            top = 2
        for column, heading in enumerate(sheet.headings):
            width = sheet.widths.get(column, max(10, min(40, len(str(heading)) + 2)))
            page.set_column(column, column, width, formats.of("text") if column in sheet.text else None)
            page.write_string(top, column, str(heading), formats.head)
        page.freeze_panes(top + 1, 0)
        for number, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                mark = sheet.marks.get((number, column), "") if sheet.marks else ""
                _write(page, top + 1 + number, column, value, formats, column in sheet.text, mark)
    book.close()


class _Formats:
    """The workbook's formats by what a cell holds and how it is marked, made when first needed."""

    _PROPERTIES: Mapping[str, dict[str, Any]] = {
        "text": {"num_format": "@"},
        "day": {"num_format": "dd-mm-yyyy"},
        "": {},
    }
    _COLOURS: Mapping[str, dict[str, Any]] = {
        "error": {"bg_color": "#F8D0CE"},
        "warning": {"bg_color": "#FCEBB6"},
        "": {},
    }

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {("", ""): None}
        self.head = book.add_format({"bold": True, "bottom": 1})

    def of(self, kind: str, mark: str = "") -> Any:
        """The format of a kind (text, day, plain) and a mark."""
        key = (kind, mark)
        if key not in self._made:
            self._made[key] = self._book.add_format(self._PROPERTIES[kind] | self._COLOURS[mark])
        return self._made[key]


def _write(page: Any, row: int, column: int, value: Any, formats: _Formats, as_text: bool, mark: str) -> None:
    kind = "text" if as_text else ""
    if value is None or value == "":
        if mark:
            page.write_blank(row, column, None, formats.of(kind, mark))
    elif isinstance(value, str):
        page.write_string(row, column, value[:_LONGEST_CELL], formats.of(kind, mark))
    elif isinstance(value, bool):
        page.write_string(row, column, "Ya" if value else "Tidak", formats.of(kind, mark))
    elif isinstance(value, (date, time, timedelta)):
        day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
        if day is not None and day >= _FIRST_DAY:
            page.write_datetime(row, column, day, formats.of("day", mark))
        else:
            page.write_string(row, column, str(day or value), formats.of(kind, mark))
    elif _is_exact_number(value) and not as_text:
        page.write_number(row, column, value, formats.of(kind, mark))
    else:
        whole = isinstance(value, float) and value.is_integer()
        page.write_string(row, column, str(int(value)) if whole else str(value), formats.of(kind, mark))


def _is_exact_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and math.isfinite(value) and -_EXACT < float(value) < _EXACT


def sheet_name(name: str, taken: set[str]) -> str:
    base = _NOT_IN_A_SHEET_NAME.sub(" ", name).strip("' ")[:31] or "Lembar"
    found, number = base, 2
    while found.lower() in taken:
        found = f"{base[:27]} {number}"
        number += 1
    taken.add(found.lower())
    return found
