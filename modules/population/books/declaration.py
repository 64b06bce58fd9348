"""What a book is: its printed columns, and where its rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from balai.documents.tables import Cell, Column, HeadCell, TotalRow
from modules.population.selectors.balance import month_end
from modules.population.selectors.frozen import births_at

Row = Sequence[Cell]
T = TypeVar("T")


#: Headings over others as a telephone says them: the whole would fill its screen.
_SHORT = {
    "JUMLAH PENDUDUK AWAL BULAN": "AWAL", "JML PENDUDUK AKHIR BULAN": "AKHIR", "TAMBAHAN BULAN INI": "",
    "PENGURANGAN BULAN INI": "", "TEMPAT & TANGGAL LAHIR": "LAHIR",
}  # fmt: skip


@dataclass(frozen=True)
class Printing:
    """For which month, and what may be seen in it."""

    month: date
    #: NIK and KK stand whole; else masked.
    numbers: bool = True
    #: Births stand in B.2, too. Its maintainers read Permendagri 47/2016 both ways: the regency's switch.
    births: bool = True

    @classmethod
    def of(cls, month: date, *, numbers: bool) -> Printing:
        """For a month of the present village, by the regency's rules (of a closed month: as they were at its closing)."""
        return cls(month.replace(day=1), numbers=numbers, births=births_at(month))

    @property
    def on(self) -> date:
        """The month's last day: the state that books of people show."""
        return month_end(self.month)


@dataclass(frozen=True)
class Book:
    """One of the five. ``rows(printing, offset, limit)`` gives them numbered from ``offset`` + 1."""

    code: str
    #: As it is printed: "B.1", "BUKU INDUK PENDUDUK".
    number: str
    title: str
    #: As pages call it, and what it is.
    name: Any
    what: Any
    columns: Sequence[Column]
    head: Sequence[HeadCell]
    rows: Callable[[Printing, int, int | None], Iterable[Row]]
    count: Callable[[Printing], int]
    totals: Callable[[Printing], Sequence[TotalRow]] | None = None
    #: Whether it holds NIK or KK.
    has_numbers: bool = False
    paper: tuple[float, float] = (330, 215)
    size: float = 7.0
    head_size: float = 6.5

    @property
    def labels(self) -> list[str]:
        """Each column's heading in words, with those above it: what a card on a telephone says before a value."""
        found: list[list[str]] = [[] for _column in self.columns]
        for cell in sorted(self.head, key=lambda each: each.row):
            for column in range(cell.column, cell.column + cell.columns):
                words = cell.text.replace("\u00ad", "")
                found[column].append(_SHORT.get(words, words))
        return [" · ".join(filter(None, words)) for words in found]

    def heading(self, printing: Printing) -> list[str]:
        """The two lines above the table; the month is the one chosen, not today's."""
        return [
            f"{self.number} {self.title}",
            f"{self.title} BULAN {MONTHS[printing.month.month - 1]} TAHUN {printing.month.year}",
        ]


MONTHS = (
    "JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI", "JULI", "AGUSTUS", "SEPTEMBER", "OKTOBER", "NOVEMBER",
    "DESEMBER",
)  # fmt: skip


class BookRows:
    """A book's rows for a pager: counted, and read a page at a time."""

    def __init__(self, book: Book, printing: Printing) -> None:
        self._book, self._printing = book, printing

    def count(self) -> int:
        """How many."""
        return self._book.count(self._printing)

    __len__ = count

    def __getitem__(self, wanted: slice) -> list[Row]:
        start = wanted.start or 0
        limit = None if wanted.stop is None else wanted.stop - start
        return list(self._book.rows(self._printing, start, limit))

    def __iter__(self) -> Iterator[Row]:
        return iter(self._book.rows(self._printing, 0, None))


def part(rows: Sequence[T], offset: int, limit: int | None) -> Sequence[T]:
    """A page of rows that are few enough to be made at once."""
    return rows[offset:] if limit is None else rows[offset : offset + limit]


__all__ = ["MONTHS", "Book", "BookRows", "Printing", "Row", "part"]
