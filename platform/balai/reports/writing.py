"""A report as a file: every format is one function of (report, frame, rows) to bytes on the disk."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from balai.db import today
from balai.documents.tables import Cell, Column, Table, TableDocument, head_of, render_table, write_table_workbook
from balai.reports.declaration import Frame, Report
from balai.spreadsheets import SheetOut, write_workbook

Rows = Iterable[Sequence[Any]]
Progress = Callable[[int, int, str], None]

#: Above so many cells a workbook is written row by row through the disk: 20,000 people with every column would need
#: some 700 MB otherwise.
_CELLS_IN_MEMORY = 200_000
#: A cell that a spreadsheet would take for a formula. Numbers with a sign and phone numbers are none.
_FORMULA = re.compile(r"^(?:[=@\t\r]|[+\-](?![\d\s.,()\-]*$))")


@dataclass(frozen=True)
class Format:
    """A format: its words in a menu, its ending, its type, and the function that writes it."""

    key: str
    words: str
    ending: str
    content_type: str
    write: Callable[[Report, Frame, Rows, Path], None]


def told(report: Report, progress: Progress | None) -> Iterator[Sequence[Any]]:
    """The report's rows, telling after every hundred how far it is."""
    done, total = 0, report.total or 0
    for row in report.rows:
        yield row
        done += 1
        if progress is not None and done % 100 == 0:
            progress(done, max(total, done) if total else 0, _words(done, total))
    if progress is not None:
        progress(done, done, _words(done, done))


def _words(done: int, total: int) -> str:
    if not total:
        return _("{done} baris ditulis").format(done=f"{done:,}".replace(",", "."))
    return _("{done} dari {total} baris ditulis").format(
        done=f"{done:,}".replace(",", "."), total=f"{max(total, done):,}".replace(",", ".")
    )


def _xlsx(report: Report, frame: Frame, rows: Rows, target: Path) -> None:
    if report.paper is not None:
        write_table_workbook(report.paper(rows), str(target))
        return
    sheets = [
        SheetOut(
            report.sheet or report.title, [str(column.title) for column in report.columns], rows,
            widths={number: column.width for number, column in enumerate(report.columns) if column.width},
            text=frozenset(number for number, column in enumerate(report.columns) if column.kind == "text"),
        )
    ]  # fmt: skip
    sheets += report.extra
    if not report.bare:
        lines = [line for line in (frame.place, *report.lines, frame.watermark) if line]
        sheets.append(SheetOut(_("Keterangan"), [report.title], [[line] for line in lines], widths={0: 90.0}))
    cells = (report.total or 0) * len(report.columns)
    write_workbook(str(target), sheets, constant_memory=report.total is None or cells > _CELLS_IN_MEMORY)


def _csv(report: Report, frame: Frame, rows: Rows, target: Path) -> None:
    # Semicolons and a mark of the encoding: Excel with Indonesian settings opens it rightly; so does LibreOffice.
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([str(column.title) for column in report.columns])
        for row in rows:
            writer.writerow([plain(value) for value in row])


def _pdf(report: Report, frame: Frame, rows: Rows, target: Path) -> None:
    document = report.paper(rows) if report.paper is not None else _plain_paper(report, frame, rows)
    target.write_bytes(render_table(document))


#: F4 upright where few columns are wanted, across where more are, then A3 across. Millimetres.
_PAPERS = ((215.0, 330.0), (330.0, 215.0), (420.0, 297.0))
#: What a character takes on paper at best.
_MILLIMETRES = 1.55


def _plain_paper(report: Report, frame: Frame, rows: Rows) -> TableDocument:
    """A report as it stands on paper when it says nothing else: numbered rows below one head, what is listed above."""
    columns = [
        Column(max(column.width or 0, len(str(column.title)) * 0.8, 6), "right" if column.kind == "number" else "left")
        for column in report.columns
    ]
    number = Column(max(6, len(str(report.total or 99_999)) + 2), "right")
    wanted = sum(column.width for column in columns) * _MILLIMETRES
    table = Table(
        [number, *columns],
        head_of(_("No."), *(str(column.title) for column in report.columns)),
        ([place, *(cell(value) for value in row)] for place, row in enumerate(rows, 1)),
        numbering=False,
        empty=_("Tidak ada"),
    )
    return TableDocument(
        report.title,
        [table],
        title=[report.title.upper(), frame.place],
        facts=[("", line) for line in report.lines],
        footer=f"{report.title} · {frame.place}" if frame.place else report.title,
        watermark=frame.watermark,
        created=today(),
        paper=next((paper for paper in _PAPERS if wanted <= paper[0]), _PAPERS[-1]),
    )


def cell(value: Any) -> Cell:
    """A value as a cell of a table on paper: text, whole numbers and days as they are, all else as plain text."""
    exact = isinstance(value, int | date) and not isinstance(value, bool | datetime)
    if value is None or isinstance(value, str) or exact:
        return value  # type: ignore[no-any-return]
    return plain(value)


def plain(value: Any) -> str:
    """A value as plain text: dates 24-11-2026, numbers 1234,5, nothing as nothing, and nothing that acts when opened."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y %H:%M")
    if isinstance(value, date):
        return f"{value.day:02d}-{value.month:02d}-{value.year:04d}"
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text


#: What a report may become, by its key, in the order that menus have.
FORMATS: dict[str, Format] = {
    "xlsx": Format(
        "xlsx", "Excel", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx
    ),
    "csv": Format("csv", "CSV", ".csv", "text/csv", _csv),
    "pdf": Format("pdf", "PDF", ".pdf", "application/pdf", _pdf),
}


def write_report(
    report: Report, fmt: str, target: Path, *, frame: Frame, progress: Progress | None = None
) -> int:  # fmt: skip
    """Write a report in a format of :data:`FORMATS` to a path; returns the number of rows.

    Raises:
        KeyError: there is no such format.
    """
    count = 0

    def counted() -> Iterator[Sequence[Any]]:
        nonlocal count
        for row in told(report, progress):
            count += 1
            yield row

    FORMATS[fmt].write(report, frame, counted(), target)
    return count
