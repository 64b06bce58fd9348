"""Reading a workbook: sniffed by its bytes, sized before it is opened, formulas without a value pointed at."""

from __future__ import annotations

import os
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from balai.errors import Refused

MAX_BYTES, MAX_UNPACKED, MAX_ROWS = 50 * 1024 * 1024, 600 * 1024 * 1024, 60_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^>]*>\s*<f[ >/]((?:(?!</c>).)*?)</c>', re.S)


class SpreadsheetRefused(Refused):
    """The file is no workbook that can be read; the sentence says why and how to mend."""

    code = "spreadsheet_refused"


@dataclass
class Sheet:
    """A sheet: its name, its rows of Python values from row 1, and cells whose formula has no stored value."""

    name: str
    rows: list[list[Any]]
    formulas_without_value: set[tuple[int, int]] = field(default_factory=set)


def check_size(size: int, *, max_bytes: int = MAX_BYTES) -> None:
    """Refuse a file by its size, before it is read.

    Raises:
        SpreadsheetRefused: it is larger than ``max_bytes`` or empty.
    """
    if size > max_bytes:
        raise SpreadsheetRefused(
            _(
                "Berkas ini {size} MB; paling besar {limit} MB. Bagi menjadi beberapa berkas, lalu unggah satu per satu."
            ).format(size=size // (1024 * 1024), limit=max_bytes // (1024 * 1024))
        )
    if size == 0:
        raise SpreadsheetRefused(_("Berkas ini kosong. Simpan lagi dari Excel, lalu unggah."))


def read_sheets(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS) -> list[Sheet]:
    """All sheets of an .xlsx, .xlsm or .xls.

    Raises:
        SpreadsheetRefused: too large, no workbook, protected by a password, damaged, too many rows.
    """
    path = Path(path)
    check_size(path.stat().st_size, max_bytes=max_bytes)
    with path.open("rb") as handle:
        head = handle.read(8)
    formulas: dict[int, set[tuple[int, int]]] = {}
    if head[:4] == b"PK\x03\x04":
        formulas = _look_into_zip(path)
    elif head != _OLE:
        raise SpreadsheetRefused(
            _("Ini bukan buku kerja Excel. Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx.")
        )
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = []
        for number, name in enumerate(book.sheet_names):
            rows = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
            if len(rows) > max_rows:
                raise SpreadsheetRefused(
                    _("Lembar {name} berisi {rows} baris; paling banyak {limit}. Bagi menjadi beberapa berkas.").format(
                        name=name, rows=len(rows), limit=max_rows
                    )
                )
            sheets.append(Sheet(name, rows, formulas.get(number, set())))
    except SpreadsheetRefused:
        raise
    except Exception as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower() or head == _OLE:
            raise SpreadsheetRefused(
                _("Berkas ini dilindungi sandi atau rusak. Buka di Excel, hapus sandinya, simpan sebagai .xlsx.")
            ) from None
        raise SpreadsheetRefused(
            _("Berkas ini rusak dan tidak dapat dibaca. Simpan lagi dari Excel, lalu unggah.")
        ) from None
    return sheets


def _look_into_zip(path: Path) -> dict[int, set[tuple[int, int]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise SpreadsheetRefused(
                    _("Berkas ini arsip zip berisi hal lain, bukan buku kerja Excel. Unggah berkas .xlsx hasil ekspor.")
                )
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise SpreadsheetRefused(
                    _("Isi berkas ini terlalu besar setelah dibuka. Bagi menjadi beberapa berkas.")
                )
            found: dict[int, set[tuple[int, int]]] = {}
            sheets = sorted(
                (name for name in names if re.fullmatch(r"xl/worksheets/sheet[0-9]+\.xml", name)),
                key=lambda name: int(re.sub(r"\D", "", name)),
            )
            for number, name in enumerate(sheets):
                text = archive.read(name)
                if b"<f" in text:
                    found[number] = {
                        _place(match.group(1).decode())
                        for match in _FORMULA.finditer(text)
                        if not re.search(rb"<v>[^<]", match.group(2))
                    }
            return found
    except zipfile.BadZipFile:
        raise SpreadsheetRefused(
            _("Berkas ini rusak dan tidak dapat dibaca. Simpan lagi dari Excel, lalu unggah.")
        ) from None


def _place(cell: str) -> tuple[int, int]:
    letters = re.match(r"[A-Z]+", cell)
    assert letters is not None
    column = 0
    for letter in letters.group():
        column = column * 26 + ord(letter) - 64
    return int(cell[letters.end() :]), column - 1
