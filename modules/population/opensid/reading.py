"""From a file to columns of cells."""

from __future__ import annotations

import difflib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from balai.spreadsheets import Sheet, SpreadsheetRefused, read_sheets
from modules.population.opensid.columns import ALL_HEADINGS, CODED, HEADINGS, NEEDED, WRONG_LIST, squeeze, text_of
from modules.population.opensid.headings import Head, HeadingsDiffer, known, unique

__all__ = ["HEADINGS", "NEEDED", "SpreadsheetRefused", "Workbook", "apply_patches", "read"]

END = "###"
_MAY_START_END = frozenset("# \t\n")
#: Rows of a second sheet are numbered from here on (a third: twice), so that a number names one row of the file.
SHEET_STEP = 100_000

Kind = Literal["coded", "labelled", "mixed"]
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Note:
    """What reading itself says of a cell."""

    row: int
    column: str
    value: str
    level: str
    code: str
    message: str


@dataclass
class Workbook:
    """The cells of all resident sheets by column, and each row's number as its sheet shows it.

    ``kind``: whether codes, labels or both stand in the coded columns. ``quirky``: OpenSID's export of labels, whose
    status_dasar and hamil mean something else. ``headings`` are in the file's order.
    """

    headings: tuple[str, ...]
    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    kind: Kind = "coded"
    quirky: bool = False
    sheets: list[str] = field(default_factory=list)
    #: Cells whose formula has no stored value.
    formulas: set[Place] = field(default_factory=set)
    #: What stood in a cell before it was mended.
    originals: dict[Place, Any] = field(default_factory=dict)
    #: How the file itself calls our columns, where it calls them otherwise.
    titles: dict[str, str] = field(default_factory=dict)
    #: What was derived or guessed on the way from another layout; row 1 speaks of a whole column.
    notes: list[Note] = field(default_factory=list)
    #: What the file has in the place of a cell that stayed empty because nothing certain could be derived from it.
    hints: dict[Place, str] = field(default_factory=dict)
    #: Names of villages that the rows give, and how often.
    villages: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Row by row: its number and its cells by heading."""
        for index, number in enumerate(self.numbers):
            yield number, {heading: self.columns[heading][index] for heading in self.headings}

    def place(self, row: int) -> str:
        """A row as a person finds it: its number, with the sheet's name where there are several."""
        sheet, number = divmod(row, SHEET_STEP)
        if sheet == 0 or sheet >= len(self.sheets):
            return str(row)
        return _("{number} (lembar {sheet})").format(number=number, sheet=self.sheets[sheet])


#: Rows above the headings (a title, a date) that a list may begin with.
_ABOVE = 10


def read(path: str | os.PathLike[str], mapping: Mapping[str, str] | None = None) -> Workbook:
    """Read a resident workbook: every sheet but "Kode Data" and empty ones; see :func:`from_sheets`."""
    return from_sheets(read_sheets(path), mapping)


def from_sheets(sheets: Sequence[Sheet], mapping: Mapping[str, str] | None = None) -> Workbook:
    """The resident workbook of these sheets. ``mapping``: our column ("" for none) by the file's heading.

    Raises:
        HeadingsDiffer: unknown, missing or doubled headings (all are named at once).
        SpreadsheetRefused: no sheet with headings, no rows at all.
    """
    book = Workbook(())
    for sheet in sheets:
        if sheet.name.strip().lower() != "kode data" and sheet.rows:
            _add_sheet(book, sheet, mapping or {})
    if not book.sheets:
        raise SpreadsheetRefused(
            _("Buku kerja ini tidak berisi lembar dengan judul kolom. Pakai berkas hasil ekspor OpenSID.")
        )
    book.kind, book.quirky = _kind(book)
    return book


def heading_row(sheet: Sheet) -> int:
    """Index of the row of headings: the first, unless one below it knows three of our columns and the first fewer."""
    most, found = sum(1 for cell in sheet.rows[0] if known(cell)), 0
    if most >= len(NEEDED):
        return found
    for index, row in enumerate(sheet.rows[1:_ABOVE], 1):
        count = sum(1 for cell in row if isinstance(cell, str) and known(cell))
        if count > max(most, len(NEEDED) - 1):
            most, found = count, index
    return found


def _add_sheet(book: Workbook, sheet: Sheet, mapping: Mapping[str, str]) -> None:
    top = heading_row(sheet)
    named = [text_of(cell) for cell in sheet.rows[top]]
    head = [name.lower() for name in named]
    # A column without heading and without cells is a leftover of formatting.
    used = [
        index
        for index, name in enumerate(head)
        if name or any(_filled(row[index]) for row in _before_end(sheet, head, top))
    ]
    if mapping:
        own = unique(named[index] for index in used)
        for index, name in zip(used, own, strict=True):
            head[index] = mapping.get(name, "")
            if head[index]:
                book.titles[head[index]] = name
        used = [index for index in used if head[index]]
        _check_mapped([head[index] for index in used], sheet.name)
    else:
        _check_headings(sheet, top, used, bool(book.sheets))
    base = len(book.sheets) * SHEET_STEP
    book.sheets.append(sheet.name)
    kept: list[list[Any]] = []
    for number, cells in enumerate(_before_end(sheet, head, top), top + 2):
        if any(cells) and any(_filled(cell) for cell in cells):
            kept.append(cells)
            book.numbers.append(base + number)
    before = len(book.numbers) - len(kept)
    transposed = list(zip(*kept, strict=True)) if kept else [()] * len(head)
    for index in used:
        column = book.columns.setdefault(head[index], [""] * before)
        column.extend(transposed[index])
    book.headings = tuple(book.columns)
    for column in book.columns.values():
        column.extend([""] * (len(book.numbers) - len(column)))
    for row, place in sheet.formulas_without_value:
        if place in used:
            book.formulas.add((base + row, head[place]))


def _filled(cell: Any) -> bool:
    return cell not in ("", None) and (not isinstance(cell, str) or bool(cell.strip()))


def _before_end(sheet: Sheet, head: list[str], top: int) -> Iterator[list[Any]]:
    """Rows after the headings, up to the row that says ``###`` under dusun, in the second or in the first column."""
    ends = {0, min(1, len(head) - 1)} | ({head.index("dusun")} if "dusun" in head else set())
    for cells in sheet.rows[top + 1 :]:
        for index in ends:
            cell = cells[index]
            if isinstance(cell, str) and cell[:1] in _MAY_START_END and cell.strip() == END:
                return
        yield cells


def _check_headings(sheet: Sheet, top: int, used: list[int], others: bool) -> None:
    """Every heading must be one of ours; ``others``: sheets before this one had such headings."""
    named = [text_of(sheet.rows[top][index]) for index in used]
    head = [name.lower() for name in named]
    unknown = [name for name in head if name not in ALL_HEADINGS]
    missing = [name for name in NEEDED if name not in head]
    if len(unknown) == len(head) and (others or len([name for name in named if name]) < 2):
        raise SpreadsheetRefused(
            _(
                "Baris pertama lembar {sheet} bukan judul kolom OpenSID (nama, no_kk, nik ...). Pakai berkas hasil ekspor OpenSID, atau hapus lembar itu."
            ).format(sheet=sheet.name)
        )
    if unknown:
        told = ", ".join(_with_nearest(name, head) for name in unknown[:20])
        sentence = _("Judul kolom tidak dikenal: {told}. Perbaiki judulnya, lalu unggah lagi.").format(told=told)
    elif missing:
        sentence = _("Kolom wajib tidak ada: {names}. Tambahkan, lalu unggah lagi.").format(names=", ".join(missing))
    elif len(set(head)) != len(head):
        twice = next(name for name in head if head.count(name) > 1)
        sentence = _("Kolom {name} ada dua kali. Hapus salah satu, lalu unggah lagi.").format(name=twice)
    else:
        return
    rows = [row for row in sheet.rows[top + 1 : top + 50] if any(_filled(cell) for cell in row)][:3]
    samples = [tuple(text_of(row[index])[:40] for row in rows) for index in used]
    raise HeadingsDiffer(sentence, [Head(*each) for each in zip(unique(named), samples, strict=True)])


def _check_mapped(head: list[str], sheet: str) -> None:
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise SpreadsheetRefused(
            _("Lembar {sheet} tidak mempunyai kolom untuk {names}. Cocokkan kolomnya, atau hapus lembar itu.").format(
                sheet=sheet, names=", ".join(missing)
            )
        )


def _with_nearest(name: str, head: list[str]) -> str:
    if not name:
        return _("(kosong)")
    near = difflib.get_close_matches(name[:40], [each for each in ALL_HEADINGS if each not in head], 1, 0.5)
    return _("{name} (mungkin {near})").format(name=name[:40], near=near[0]) if near else name[:40]


def _kind(book: Workbook) -> tuple[Kind, bool]:
    """Codes, labels or both; and whether it is OpenSID's export of labels with its wrong lists."""
    coded = labelled = False
    said: dict[str, set[str]] = {}
    for heading in CODED:
        if heading == "id_asuransi" or heading not in book.columns:
            continue
        said[heading] = {squeeze(text_of(value)) for value in set(book.columns[heading])} - {""}
        coded = coded or any(word.isdigit() for word in said[heading])
        labelled = labelled or any(not word.isdigit() for word in said[heading])
    kind: Kind = "mixed" if coded and labelled else "labelled" if labelled else "coded"
    states = said.get("status_dasar", set())
    # The wrong list knows two words only: a file that also says HIDUP or PINDAH was written by somebody else.
    wrong = bool(states) and states <= WRONG_LIST.keys()
    return kind, kind == "labelled" and (wrong or (not states and said.get("hamil", set()) >= {"TIDAK"}))


def apply_patches(book: Workbook, patches: Mapping[str, str] | Mapping[Place, str]) -> None:
    """Cells mended in the preview: ``{"212:tanggallahir": "31-01-1980"}`` or ``{(212, "tanggallahir"): ...}``.

    The file stays as it came; ``originals`` keeps what stood there. Places that the workbook has not are left out.
    """
    index_of = {number: index for index, number in enumerate(book.numbers)}
    for place, text in patches.items():
        row, column = split_place(place)
        index = index_of.get(row)
        if index is None or column not in ALL_HEADINGS:
            continue
        if column not in book.columns:
            book.columns[column] = [""] * len(book.numbers)
            book.headings = (*book.headings, column)
        book.originals.setdefault((row, column), book.columns[column][index])
        book.columns[column][index] = text
        book.formulas.discard((row, column))


def split_place(place: str | Place) -> Place:
    """``"212:nik"`` or ``(212, "nik")`` as row and column."""
    if isinstance(place, tuple):
        return place
    row, _colon, column = place.partition(":")
    return (int(row) if row.isdigit() else -1), column
