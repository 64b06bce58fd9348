"""Reading a workbook: sized and sniffed before it is opened, formulas without a value pointed at."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from balai.spreadsheets.sniffing import SpreadsheetRefused, damaged, empty_cells_with_a_formula, protected

__all__ = ["MAX_BYTES", "MAX_ROWS", "Sheet", "SpreadsheetRefused", "check_size", "read_sheets"]

MAX_BYTES, MAX_ROWS = 50 * 1024 * 1024, 60_000
_MEGABYTE = 1024 * 1024


@dataclass
class Sheet:
    """A sheet: its name, its rows of Python values from row 1, and cells whose formula has no stored value.

    Values are text, float, int, bool, date, datetime, time or timedelta; an empty cell is ``""``. Places in
    ``formulas_without_value`` are (row from 1, column from 0); a fault such as ``#REF!`` counts as no value.
    """

    name: str
    rows: list[list[Any]]
    formulas_without_value: set[tuple[int, int]] = field(default_factory=set)


def check_size(size: int, *, max_bytes: int = MAX_BYTES) -> None:
    """Refuse a file by its size in bytes, before it is read.

    Raises:
        SpreadsheetRefused: it is larger than ``max_bytes`` or empty.
    """
    if size > max_bytes:
        raise SpreadsheetRefused(
            _(
                "Berkas ini {size} MB; paling besar {limit} MB. Bagi menjadi beberapa berkas, lalu unggah satu per satu."
            ).format(size=-(-size // _MEGABYTE), limit=max_bytes // _MEGABYTE)
        )
    if size == 0:
        raise SpreadsheetRefused(_("Berkas ini kosong. Simpan lagi dari Excel, lalu unggah."))


def read_sheets(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS) -> list[Sheet]:
    """All sheets of an .xlsx, .xlsm or .xls; empty sheets too, with no rows.

    Raises:
        SpreadsheetRefused: not there, too large, no workbook, protected by a password, damaged, too many rows, or
            nothing in any sheet.
    """
    path = Path(path)
    if not path.is_file():
        raise SpreadsheetRefused(_("Berkas {name} tidak ditemukan. Periksa nama dan tempatnya.").format(name=path.name))
    check_size(path.stat().st_size, max_bytes=max_bytes)
    formulas = empty_cells_with_a_formula(path)
    try:
        sheets = [Sheet(name, rows, formulas.get(name, set())) for name, rows in _values(path, max_rows)]
    except SpreadsheetRefused:
        raise
    except PasswordError:
        raise protected() from None
    except (CalamineError, OSError, ValueError):
        raise damaged() from None
    except BaseException as error:
        # The reader in Rust panics on some damaged files; its exception is no ordinary one.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from None
    if not any(sheet.rows for sheet in sheets):
        raise SpreadsheetRefused(_("Buku kerja ini tidak berisi apa pun. Pilih berkas lain."))
    return sheets


def _values(path: Path, max_rows: int) -> list[tuple[str, list[list[Any]]]]:
    book = CalamineWorkbook.from_path(str(path))
    found = []
    for number, name in enumerate(book.sheet_names):
        sheet = book.get_sheet_by_index(number)
        height = sheet.end[0] + 1 if sheet.end else 0
        if height > max_rows:
            raise SpreadsheetRefused(
                _("Lembar {name} berisi {rows} baris; paling banyak {limit}. Bagi menjadi beberapa berkas.").format(
                    name=name, rows=height, limit=max_rows
                )
            )
        rows = sheet.to_python(skip_empty_area=False)
        while rows and not any(cell != "" for cell in rows[-1]):
            rows.pop()
        found.append((name, rows))
    return found
