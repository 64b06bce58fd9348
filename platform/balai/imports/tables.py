"""A sheet as rows of named cells: columns are found by their headings, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from balai.spreadsheets import Sheet, SpreadsheetRefused

#: A row whose first cell is this ends a sheet: explanations stand below (OpenSID's forms have them).
END = "###"
_SPACES = re.compile(r"\s+")
_DAY = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$", re.ASCII)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00:00)?$", re.ASCII)


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without ".0", spaces made one, a leading apostrophe taken off, "-" empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, date):
        return f"{value.day:02d}-{value.month:02d}-{value.year:04d}"
    text = _SPACES.sub(" ", str(value)).strip().removeprefix("'")
    return "" if text == "-" else text


def day_of(value: Any) -> date | None:
    """A cell as a day: a date, or text such as 24-11-2026, 24/11/2026 or 2026-11-24; None for nothing.

    Raises:
        ValueError: it is no day, or none that exists.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = cell_text(value)
    if not text:
        return None
    if found := _DAY.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise ValueError(text)
    return date(year, month, day)


def folded(text: str) -> str:
    """A heading as it is compared: letters and digits in capitals."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


@dataclass(frozen=True)
class Heading:
    """A column: the name that the code calls it by, its title, and how else it may be written."""

    key: str
    title: str
    others: Sequence[str] = ()
    required: bool = False

    def means(self, heading: str) -> bool:
        """Whether a heading of a file is this one."""
        return folded(heading) in {folded(each) for each in (self.title, *self.others)}


@dataclass(frozen=True)
class Row:
    """A row: its number in the sheet, and its cells by key."""

    number: int
    cells: dict[str, Any]

    def text(self, key: str) -> str:
        """A cell as text; "" where the sheet has no such column."""
        return cell_text(self.cells.get(key))

    def digits(self, key: str) -> str:
        """A cell's digits alone (NIK, KK); an apostrophe, spaces and dots are taken out."""
        return re.sub(r"[\s.\-']", "", self.text(key))


@dataclass(frozen=True)
class SheetTable:
    """Rows below the headings; ``keys`` are the columns that were found, ``unknown`` headings that mean nothing to us."""

    sheet: str
    rows: list[Row]
    keys: frozenset[str]
    unknown: dict[str, int] = field(default_factory=dict)


def fits(headings: Sequence[str], wanted: Sequence[Heading]) -> float:
    """How surely a first row is of these headings: 0 where a required one is missing, else the share of ours that it has."""
    if any(each.required and not any(each.means(heading) for heading in headings) for each in wanted):
        return 0.0
    found = sum(any(each.means(heading) for heading in headings) for each in wanted)
    return 0.6 + 0.4 * found / len(wanted)


def pick_sheet(sheets: Sequence[Sheet], name: str, wanted: Sequence[Heading]) -> Sheet:
    """The sheet of that name, else the first whose headings fit.

    Raises:
        SpreadsheetRefused: there is none; the sentence says which headings it wants.
    """
    filled = [each for each in sheets if each.rows]
    for each in filled:
        if folded(each.name) == folded(name):
            return each
    for each in filled:
        if fits([cell_text(cell) for cell in each.rows[0]], wanted):
            return each
    titles = ", ".join(each.title for each in wanted if each.required)
    raise SpreadsheetRefused(
        _("Tidak ada lembar {name}, dan tidak ada lembar dengan kolom {titles}.").format(name=name, titles=titles)
    )


def table_of(sheet: Sheet, wanted: Sequence[Heading], *, end: str = END) -> SheetTable:
    """The rows of a sheet, read by the headings of its first row; empty rows are left out, ``end`` ends them.

    Raises:
        SpreadsheetRefused: a required heading is missing, or one stands twice.
    """
    head = [cell_text(cell) for cell in sheet.rows[0]] if sheet.rows else []
    places: dict[str, int] = {}
    unknown: dict[str, int] = {}
    for place, heading in enumerate(head):
        found = next((each for each in wanted if heading and each.means(heading)), None)
        if found is None:
            if heading:
                unknown[heading] = place
        elif found.key in places:
            raise SpreadsheetRefused(
                _("Kolom {title} ada dua di lembar {name}. Hapus salah satunya.").format(
                    title=found.title, name=sheet.name
                )
            )
        else:
            places[found.key] = place
    missing = [each.title for each in wanted if each.required and each.key not in places]
    if missing:
        raise SpreadsheetRefused(
            _("Lembar {name} tidak mempunyai kolom {titles}. Judul kolom harus di baris pertama.").format(
                name=sheet.name, titles=", ".join(missing)
            )
        )
    rows = []
    for number, cells in enumerate(sheet.rows[1:], 2):
        if cells and cell_text(cells[0]) == end:
            break
        named = {key: cells[place] if place < len(cells) else "" for key, place in places.items()}
        named |= {f"?{heading}": cells[place] if place < len(cells) else "" for heading, place in unknown.items()}
        if any(cell_text(value) for value in named.values()):
            rows.append(Row(number, named))
    return SheetTable(sheet.name, rows, frozenset(places), unknown)
