"""What a long table is: columns, a head of merged cells, rows, and the paper round it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Align = Literal["left", "center", "right"]
#: Text, a whole number (grouped by thousands, right-aligned by its column), a day (dd-mm-yyyy), or nothing.
Cell = str | int | date | None

#: F4 (folio) across: the paper of village offices. Millimetres.
F4_LANDSCAPE = (330.0, 215.0)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its share of the paper's width (millimetres at best), and how its cells stand.

    ``zero`` is printed for 0, ``empty`` for None and "". ``grouped`` writes 1.234 for 1234.
    """

    width: float
    align: Align = "left"
    zero: str = "0"
    empty: str = ""
    grouped: bool = True


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the head: where it begins (from nought) and over how many rows and columns it reaches."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Total:
    """A cell of a row of totals, over one or more columns; its own alignment where the column's does not fit."""

    value: Cell
    columns: int = 1
    align: Align | None = None


#: A row of totals: its cells fill all columns.
TotalRow = Sequence[Total]


@dataclass(frozen=True, slots=True)
class Kop:
    """The letterhead of a book: lines in the middle, the crest (PNG or JPEG) at the left, a rule below."""

    lines: Sequence[str]
    crest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block: lines above the name ("MENGETAHUI", "KEPALA DESA GEYER"), the name, what stands below it."""

    lines: Sequence[str]
    name: str = ""
    number: str = ""


@dataclass(slots=True)
class Table:
    """One table: ``rows`` are consumed once, each with as many cells as there are columns.

    ``numbering`` prints 1..n under the head. Both are repeated on each page. Without any row one merged row says ``empty``.
    """

    columns: Sequence[Column]
    head: Sequence[HeadCell]
    rows: Iterable[Sequence[Cell]]
    numbering: bool = True
    totals: Sequence[TotalRow] = ()
    caption: str = ""
    empty: str = "NIHIL"


@dataclass(slots=True)
class TableDocument:
    """A paper of tables: kop and title once at the top, the tables one below the other, the signatures at the very end.

    ``title``: centred bold lines. ``facts``: label and value pairs below it, ``facts_right`` more of them beside.
    ``watermark`` lies pale across each page; a newline begins another line of it. ``footer`` stands at the left of each page's foot, "Halaman x dari y" at its right. ``name`` is the PDF's title and the sheet's name; ``created`` its time of making
    (None: none, so that equal input always gives equal bytes).
    """

    name: str
    tables: Sequence[Table]
    title: Sequence[str] = ()
    kop: Kop | None = None
    facts: Sequence[tuple[str, str]] = ()
    facts_right: Sequence[tuple[str, str]] = ()
    signatures: Sequence[Signature] = ()
    watermark: str = ""
    footer: str = ""
    created: date | None = None
    #: Width and height in millimetres.
    paper: tuple[float, float] = F4_LANDSCAPE
    #: Top, right, bottom, left in millimetres.
    margins: tuple[float, float, float, float] = (10, 10, 10, 10)
    size: float = 7.5
    head_size: float = 7.0
    #: Of the title's first line, and of those below it.
    title_sizes: tuple[float, float] = (11.0, 10.0)
    #: Whether a single page says "Halaman 1 dari 1", too.
    lone_page: bool = True
    language: str = field(default="id-ID")
