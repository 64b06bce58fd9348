"""The same tables as a workbook: merged head, numbering, frozen and repeated on print, F4 across, one page wide."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import xlsxwriter

from balai.documents.tables.heads import head_rows
from balai.documents.tables.pen import picture_size
from balai.documents.tables.shape import Align, Cell, Column, Signature, Table, TableDocument
from balai.documents.tables.wrapping import NO_BREAK, SOFT_HYPHEN
from balai.spreadsheets.writing import sheet_name

#: Paper numbers of workbooks by millimetres; other papers are printed on A3 across.
_PAPERS = {(215, 330): 14, (210, 297): 9, (297, 420): 8}
_A3 = 8
#: Characters of a column's width in a millimetre, as far as one can say without the reader's font.
_PER_MM = 0.52
_LINE = 12.0
_EXACT = 10**15
_FIRST_DAY = date(1900, 3, 1)
_LONGEST_CELL = 32_767


def write_table_workbook(
    document: TableDocument, target: Any, *, progress: Callable[[int], None] | None = None
) -> None:
    """Write the document's tables below each other on one sheet, to a path or a binary buffer.

    Text stays text whatever it looks like (a NIK keeps its digits, a formula stays words); numbers and days are such.
    """
    book = xlsxwriter.Workbook(
        target,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True},
    )
    made = document.created or date(2000, 1, 1)
    book.set_properties({"title": document.name, "created": made, "language": document.language})
    _Sheet(book, document, progress).write()
    book.close()


class _Sheet:
    def __init__(self, book: Any, document: TableDocument, progress: Callable[[int], None] | None) -> None:
        self._book, self._document, self._progress = book, document, progress
        self._page = book.add_worksheet(sheet_name(document.name, set()))
        self._width = max(len(table.columns) for table in document.tables)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._row = 0

    def write(self) -> None:
        """The whole sheet."""
        document, page = self._document, self._page
        self._printing()
        first = document.tables[0]
        share = (document.paper[0] - 20) / sum(column.width for column in first.columns)
        for number, column in enumerate(first.columns):
            page.set_column(number, number, max(3.5, column.width * share * _PER_MM))
        self._top()
        for number, table in enumerate(document.tables):
            self._table(table, first=number == 0)
        if document.signatures:
            self._signatures(document.signatures)

    def _printing(self) -> None:
        document, page = self._document, self._page
        wide, high = document.paper
        if wide > high:
            page.set_landscape()
        page.set_paper(_PAPERS.get((round(min(wide, high)), round(max(wide, high))), _A3))
        page.fit_to_pages(1, 0)
        top, right, bottom, left = (each / 25.4 for each in document.margins)
        page.set_margins(left=left, right=right, top=max(top, 0.4), bottom=max(bottom, 0.55))
        page.hide_gridlines(2)
        page.set_footer(f"&L&8{document.footer.replace('&', '&&')}&R&8Halaman &P dari &N")
        if document.watermark:
            page.set_header(f"&C&14&K999999{document.watermark.replace('&', '&&')}")

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_name": "Arial", "font_size": 9} | properties)
        return self._formats[key]

    def _merged(self, row: int, first: int, last: int, text: str, form: Any, last_row: int | None = None) -> None:
        last_row = row if last_row is None else last_row
        if (row, first) == (last_row, last):
            self._page.write_string(row, first, text, form)
        else:
            self._page.merge_range(row, first, last_row, last, "", form)
            self._page.write_string(row, first, text, form)

    def _line(self, text: str, **properties: Any) -> None:
        self._merged(self._row, 0, self._width - 1, text, self._format(**properties))
        self._row += 1

    def _top(self) -> None:
        document = self._document
        if document.watermark:
            self._line(document.watermark, bold=True, align="center", font_color="#8c1d18")
        if document.kop:
            if document.kop.crest:
                wide, high = picture_size(document.kop.crest)
                scale = min(64 / wide, 64 / high)
                self._page.insert_image(
                    self._row, 0, "crest.png",
                    {
                        "image_data": io.BytesIO(document.kop.crest), "x_scale": scale, "y_scale": scale, "x_offset": 6,
                        "y_offset": 2, "description": "Lambang",
                    },
                )  # fmt: skip
            for number, text in enumerate(document.kop.lines, 1):
                last = {"bottom": 5} if number == len(document.kop.lines) else {}
                self._line(text, bold=True, align="center", font_size=12 if last else 11, **last)
        for number, text in enumerate(document.title):
            self._line(text, bold=True, align="center", font_size=11 if number == 0 else 10)
        for label, value in (*document.facts, *document.facts_right):
            self._line(f"{label}: {value}", align="left")
        if self._row:
            self._row += 1

    def _table(self, table: Table, *, first: bool) -> None:
        page = self._page
        if not first:
            self._row += 1
        if table.caption:
            self._line(table.caption, bold=True, align="left")
        top = self._row
        bold = self._format(bold=True, align="center", valign="vcenter", text_wrap=True, border=1, bg_color="#F0F0F0")
        height = head_rows(table.head, len(table.columns))
        for cell in table.head:
            self._merged(
                top + cell.row,
                cell.column,
                cell.column + cell.columns - 1,
                cell.text.replace(SOFT_HYPHEN, ""),
                bold,
                top + cell.row + cell.rows - 1,
            )
        self._row += height
        for row, lines in enumerate(self._head_lines(table, height)):
            page.set_row(top + row, lines * _LINE + 4)
        if table.numbering:
            small = self._format(align="center", border=1, bg_color="#F0F0F0", font_size=8)
            for number in range(len(table.columns)):
                page.write_number(self._row, number, number + 1, small)
            self._row += 1
        if first:
            if height or table.numbering:
                page.repeat_rows(top, self._row - 1)
            page.freeze_panes(self._row, 0)
        self._rows(table)

    def _head_lines(self, table: Table, height: int) -> list[float]:
        """How many lines each row of the head needs: merged cells do not grow by themselves."""
        share = (self._document.paper[0] - 20) / sum(column.width for column in table.columns)
        needed = [1.0] * height
        for cell in sorted(table.head, key=lambda each: each.rows):
            width = sum(column.width for column in table.columns[cell.column : cell.column + cell.columns])
            lines = _wrapped_lines(cell.text, width * share * _PER_MM)
            missing = lines - sum(needed[cell.row : cell.row + cell.rows])
            if missing > 0:
                needed[cell.row + cell.rows - 1] += missing
        return needed

    def _rows(self, table: Table) -> None:
        page, top = self._page, self._row
        plain = {
            column: self._format(align=column.align, valign="top", text_wrap=True, border=1) for column in table.columns
        }
        writers = [self._writer(column, number, plain[column]) for number, column in enumerate(table.columns)]
        for row in table.rows:
            place = self._row
            for number, (write, value) in enumerate(zip(writers, row, strict=True)):
                if isinstance(value, str) and value:
                    page.write_string(
                        place, number, value.replace(NO_BREAK, " ")[:_LONGEST_CELL], plain[table.columns[number]]
                    )
                else:
                    write(place, value)
            self._row += 1
            if self._progress and (self._row - top) % 500 == 0:
                self._progress(self._row - top)
        if self._row == top and table.empty:
            middle = self._format(align="center", border=1)
            self._merged(self._row, 0, len(table.columns) - 1, table.empty, middle)
            self._row += 1
        for total in table.totals:
            self._total(table, total)

    def _total(self, table: Table, total: Any) -> None:
        column = 0
        for cell in total:
            own = table.columns[column]
            look = {"align": cell.align or own.align, "bold": True, "border": 1, "valign": "top", "text_wrap": True}
            if cell.columns > 1:
                self._page.merge_range(
                    self._row, column, self._row, column + cell.columns - 1, "", self._format(**look)
                )
            self._writer(own, column, self._format(**look), bold=True, align=cell.align)(self._row, cell.value)
            column += cell.columns
        self._row += 1

    def _writer(
        self, column: Column, number: int, plain: Any, *, bold: bool = False, align: Align | None = None
    ) -> Callable[[int, Cell], None]:
        """Writes what is not text: numbers as numbers, days as days."""
        page = self._page
        shape = "#,##0" if column.grouped else "0"
        zero = f'"{column.zero}"' if column.zero != "0" else shape
        look = {"align": align or column.align, "valign": "top", "border": 1} | ({"bold": True} if bold else {})
        counted = self._format(num_format=f"{shape};-{shape};{zero}", **look)
        day = self._format(num_format="dd-mm-yyyy", **look)

        def write(row: int, value: Cell) -> None:
            if value is None or value == "":
                page.write_string(row, number, column.empty, plain)
            elif isinstance(value, str):
                page.write_string(row, number, value.replace(NO_BREAK, " ")[:_LONGEST_CELL], plain)
            elif isinstance(value, date):
                if value >= _FIRST_DAY:
                    page.write_datetime(row, number, value, day)
                else:
                    page.write_string(row, number, f"{value.day:02d}-{value.month:02d}-{value.year:04d}", plain)
            elif abs(value) < _EXACT:
                page.write_number(row, number, value, counted)
            else:
                page.write_string(row, number, str(value), plain)

        return write

    def _signatures(self, signatures: Any) -> None:
        count = len(signatures)
        self._row += 1
        parts = max(2, count)
        edges = [round(self._width * part / parts) for part in range(parts + 1)]
        spans = [(edges[part], edges[part + 1] - 1) for part in range(parts)][parts - count :]
        above = max(len(each.lines) for each in signatures)
        for (first, last), each in zip(spans, signatures, strict=True):
            self._signature(each, first, max(first, last), above)
        self._row += above + 6

    def _signature(self, signature: Signature, first: int, last: int, above: int) -> None:
        plain = self._format(align="center")
        for number, text in enumerate(signature.lines):
            self._merged(self._row + number, first, last, text, plain)
        name = signature.name or "." * 40
        look = self._format(align="center", bold=True, underline=1) if signature.name else plain
        self._merged(self._row + above + 3, first, last, name, look)
        if signature.number:
            self._merged(self._row + above + 4, first, last, signature.number, plain)


def _wrapped_lines(text: str, width: float) -> int:
    lines, filled = 1, 0
    for word in re.split(r"\s+", text):
        if filled and filled + 1 + len(word) > width:
            lines, filled = lines + 1, 0
        filled += len(word) + (1 if filled else 0)
        while filled > width and width >= 1:
            lines, filled = lines + 1, filled - int(width)
    return lines
