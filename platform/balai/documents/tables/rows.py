"""Rows: where each line of each cell begins, as operators that wait for nothing but their height on the page.

This is where a book of 20,000 people spends its time; cells that come again (L, ISLAM, an address) are set once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from balai.documents.tables.blocks import CaptionBlock, HeadBlock, TotalBlock
from balai.documents.tables.pen import LEADING, Pen, words_of
from balai.documents.tables.shape import Cell, Column, Table

#: A line of a cell: what stands before its height and what after it.
Line = tuple[bytes, bytes]
#: Cells remembered by a column.
_REMEMBERED = 4096
_PAD_X, _PAD_Y = 2.2, 1.4


class Row:
    """A row that has been set: its height, and its cells' lines."""

    __slots__ = ("cells", "height", "lines", "table")

    def __init__(self, table: SetTable, cells: list[tuple[Line, ...]], lines: int) -> None:
        self.table = table
        self.cells = cells
        self.lines = lines
        self.height = lines * table.leading + 2 * _PAD_Y


class SetTable:
    """A table at a place on the paper."""

    def __init__(self, pen: Pen, table: Table, left: float, width: float, size: float, head_size: float) -> None:
        self.pen, self.table, self.size = pen, table, size
        self.leading = size * LEADING
        share = width / sum(column.width for column in table.columns)
        self.edges = [left]
        for column in table.columns:
            self.edges.append(self.edges[-1] + column.width * share)
        self.edges[-1] = left + width
        self.head = HeadBlock(pen, table.head, self.edges, head_size, table.numbering)
        self.caption = CaptionBlock(pen, table.caption, left, width) if table.caption else None
        self.totals = [TotalBlock(self, cells) for cells in table.totals]
        self._setters = [self._setter(number, column) for number, column in enumerate(table.columns)]
        self._memories: list[dict[Cell, tuple[Line, ...]]] = [{} for _column in table.columns]
        self._first = _PAD_Y + pen.ascent(size)

    def rows(self) -> Iterator[Row]:
        """The rows one after another, each set when it is asked for."""
        found = False
        for row in self.table.rows:
            found = True
            yield self._set(row)
        if not found and self.table.empty:
            yield self._nothing()

    def _set(self, row: Sequence[Cell]) -> Row:
        cells = []
        most = 1
        for memory, setter, value in zip(self._memories, self._setters, row, strict=True):
            lines = memory.get(value)
            if lines is None:
                lines = setter(value)
                if len(memory) < _REMEMBERED:
                    memory[value] = lines
            cells.append(lines)
            if len(lines) > most:
                most = len(lines)
        return Row(self, cells, most)

    def _setter(self, number: int, column: Column) -> Callable[[Cell], tuple[Line, ...]]:
        x1, x2 = self.edges[number] + _PAD_X, self.edges[number + 1] - _PAD_X
        width, size, pen = x2 - x1, self.size, self.pen
        at_left = b"1 0 0 1 %.2f " % x1

        def set_cell(value: Cell) -> tuple[Line, ...]:
            found: list[Line] = []
            for text, wide in pen.lines(words_of(value, column), width, size):
                if column.align == "left":
                    before = at_left
                else:
                    free = width - wide
                    before = b"1 0 0 1 %.2f " % (x1 + (free if column.align == "right" else free / 2))
                found.append((before, b" Tm%bTj\n" % pen.plain.literal(text)))
            return tuple(found)

        return set_cell

    def _nothing(self) -> Row:
        """One row over all columns that says that there are none."""
        text = self.table.empty
        x = (self.edges[0] + self.edges[-1] - self.pen.width(text, self.size)) / 2
        cell = ((b"1 0 0 1 %.2f " % x, b" Tm%bTj\n" % self.pen.plain.literal(text)),)
        return Row(_Merged(self), [cell], 1)

    def write(self, row: Row, y: float, out: list[bytes]) -> None:
        """The row's text, its upper edge at ``y``."""
        base = y - self._first
        if row.lines == 1:
            height = b"%.2f" % base
            for lines in row.cells:
                if lines:
                    before, after = lines[0]
                    out += (before, height, after)
            return
        heights = [b"%.2f" % (base - place * self.leading) for place in range(row.lines)]
        for lines in row.cells:
            for (before, after), height in zip(lines, heights, strict=False):
                out += (before, height, after)

    def pieces(self, row: Row, room: float) -> list[Row]:
        """A row that is higher than a page, in rows that are not."""
        most = max(1, int((room - 2 * _PAD_Y) / self.leading))
        return [
            Row(row.table, [lines[start : start + most] for lines in row.cells], min(most, row.lines - start))
            for start in range(0, row.lines, most)
        ]


class _Merged(SetTable):
    """The same table with one column."""

    def __init__(self, table: SetTable) -> None:
        self.__dict__.update(table.__dict__)
        self.edges = [table.edges[0], table.edges[-1]]
