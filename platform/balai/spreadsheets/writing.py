"""Writing a workbook: text stays text (a NIK keeps its digits, a formula stays words)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter


@dataclass
class SheetOut:
    """A sheet to write: name, headings, rows, and column widths by index (characters)."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: dict[int, float] = field(default_factory=dict)
    title: str = ""


def write_workbook(target: Any, sheets: Sequence[SheetOut], *, constant_memory: bool = False) -> None:
    """Write sheets to a path or a binary buffer; the head row is frozen and bold."""
    book = xlsxwriter.Workbook(
        target,
        {
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "constant_memory": constant_memory, "default_date_format": "dd-mm-yyyy", "in_memory": not constant_memory,
        },
    )  # fmt: skip
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        top = 0
        if sheet.title:
            page.write_string(0, 0, sheet.title, head)
            top = 2
        for column, heading in enumerate(sheet.headings):
            page.write_string(top, column, str(heading), head)
            page.set_column(column, column, sheet.widths.get(column, max(10, min(40, len(str(heading)) + 2))))
        page.freeze_panes(top + 1, 0)
        for number, row in enumerate(sheet.rows, top + 1):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    page.write_string(number, column, value)
                elif isinstance(value, bool):
                    page.write_string(number, column, "Ya" if value else "Tidak")
                elif isinstance(value, datetime):
                    page.write_datetime(number, column, value.replace(tzinfo=None), day)
                elif isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                else:
                    page.write_number(number, column, value)
    book.close()
