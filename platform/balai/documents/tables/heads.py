"""The head of a table: merged cells, made from a nested list, checked before they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from balai.documents.tables.shape import HeadCell

#: A heading, or a heading over further ones.
Heading: TypeAlias = "str | tuple[str, Sequence[Heading]]"


def head_of(*headings: Heading) -> list[HeadCell]:
    """``head_of("NO", ("LAHIR", ["TEMPAT", "TGL"]), "KET")``: what has nothing below it reaches to the last row."""
    depth = _depth(headings)
    cells: list[HeadCell] = []
    _place(headings, 0, 0, depth, cells)
    return cells


def _depth(headings: Sequence[Heading]) -> int:
    return max((1 if isinstance(each, str) else 1 + _depth(each[1]) for each in headings), default=0)


def _place(headings: Sequence[Heading], row: int, column: int, depth: int, cells: list[HeadCell]) -> int:
    for each in headings:
        if isinstance(each, str):
            cells.append(HeadCell(each, row, column, depth - row))
            column += 1
        else:
            own = len(cells)
            end = _place(each[1], row + 1, column, depth, cells)
            cells.insert(own, HeadCell(each[0], row, column, 1, end - column))
            column = end
    return column


def head_rows(head: Sequence[HeadCell], columns: int) -> int:
    """How many rows the head has.

    Raises:
        ValueError: a place is covered twice or not at all: such a head would print with a hole.
    """
    height = max((cell.row + cell.rows for cell in head), default=0)
    covered: set[tuple[int, int]] = set()
    for cell in head:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                if (row, column) in covered:
                    raise ValueError(f"two cells of the head cover row {row}, column {column}")
                covered.add((row, column))
    wanted = {(row, column) for row in range(height) for column in range(columns)}
    if covered != wanted:
        raise ValueError(f"the head does not cover exactly {columns} columns: {sorted(covered ^ wanted)[:5]}")
    return height
