"""What a file is, by its bytes and its zip directory, before the reader in Rust opens it.

The reader keeps a sheet as a full rectangle: one cell in XFD1048576 would ask for half a terabyte. So places of cells,
unpacked sizes and checksums are looked at first; a lying zip directory does not get further than here.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from balai.errors import Refused

#: Sum of what a zip may unpack to, in bytes: 60,000 rows of 43 columns need about 150 MB.
MAX_UNPACKED = 200 * 1024 * 1024
#: Cells of one sheet's rectangle.
MAX_CELLS = 8_000_000
#: More tags than this in one row: wider than any form of the field, counted exactly then.
_TAGS_IN_A_ROW = 800

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_FAR = re.compile(rb"""=\s*["'](?:[A-Za-z]{3}[0-9]|[E-Ze-z][A-Za-z][0-9]|[A-Za-z]{0,2}[0-9]{6})""")
_PLACED = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\sr\s*=\s*["']([A-Za-z]{0,7})([0-9]{1,9})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA = re.compile(rb"<f[\s/>]")
_CELL_WHOLE = re.compile(rb"<c\b([^>]*[^>/])>(.*?)</c>", re.S)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<v>[^<]")
_TAG = re.compile(rb"<(?:\w+:)?(?:sheet|Relationship)\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")


class SpreadsheetRefused(Refused):
    """The file is no workbook that can be read; the sentence says why and how to mend."""

    code = "spreadsheet_refused"


def damaged() -> SpreadsheetRefused:
    """The refusal of a file that stops in the middle or contradicts itself."""
    return SpreadsheetRefused(_("Berkas ini rusak dan tidak dapat dibaca. Simpan lagi dari Excel, lalu unggah."))


def protected() -> SpreadsheetRefused:
    """The refusal of a file with a password."""
    return SpreadsheetRefused(
        _("Berkas ini dilindungi sandi. Buka di Excel, hapus sandinya, simpan sebagai .xlsx, lalu unggah.")
    )


def _too_much() -> SpreadsheetRefused:
    return SpreadsheetRefused(_("Isi berkas ini terlalu besar setelah dibuka. Bagi menjadi beberapa berkas."))


def empty_cells_with_a_formula(path: Path) -> dict[str, set[tuple[int, int]]]:
    """Sniff a file; by sheet name, the cells (row from 1, column from 0) whose formula has no value or a fault (#REF!).

    Old ``.xls`` workbooks are only sniffed: their formulas are not looked into.

    Raises:
        SpreadsheetRefused: it is no workbook, has a password, is damaged, or unpacks to too much.
    """
    with path.open("rb") as handle:
        head = handle.read(2048)
    if head.startswith(_ZIP):
        return _look_into_zip(path)
    if head.startswith(_OLE):
        _look_into_ole(path)
        return {}
    raise SpreadsheetRefused(_what_it_is(head))


def refuse_what_is_none(handle: BinaryIO) -> None:
    """Refuse what is surely no workbook by its first bytes and its zip directory; the position is at the start again.

    Raises:
        SpreadsheetRefused: it is something else, or stops in the middle.
    """
    head = handle.read(2048)
    handle.seek(0)
    if head.startswith(_OLE):
        return
    if not head.startswith(_ZIP):
        raise SpreadsheetRefused(_what_it_is(head))
    try:
        with zipfile.ZipFile(handle) as archive:
            _members(archive)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise damaged() from None
    finally:
        handle.seek(0)


def _what_it_is(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        return _(
            "Ini halaman web atau XML yang namanya diganti, bukan buku kerja Excel. Buka di Excel, lalu simpan sebagai .xlsx."
        )
    if b"\x00" not in head and not any(byte < 9 for byte in head):
        return _("Ini berkas teks (misalnya CSV), bukan buku kerja Excel. Buka di Excel, lalu simpan sebagai .xlsx.")
    return _("Ini bukan buku kerja Excel. Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx.")


def _look_into_ole(path: Path) -> None:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise protected()
    # The directory stands at the file's end as a rule: where it is missing, the file stops in the middle.
    shift, directory = int.from_bytes(data[30:32], "little"), int.from_bytes(data[48:52], "little")
    if shift in {9, 12} and (directory + 1) << shift >= len(data):
        raise damaged()
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise SpreadsheetRefused(
            _("Ini dokumen Office lama, tetapi bukan buku kerja Excel. Unggah berkas .xlsx hasil ekspor.")
        )


def _look_into_zip(path: Path) -> dict[str, set[tuple[int, int]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            return _parts(archive)
    except RuntimeError as error:
        raise protected() if "password" in str(error) else damaged() from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        raise damaged() from None


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    members = {info.filename: info for info in archive.infolist()}
    if "xl/workbook.xml" not in members:
        if "content.xml" in members:
            raise SpreadsheetRefused(_("Ini berkas LibreOffice (.ods). Simpan sebagai .xlsx, lalu unggah."))
        if "xl/workbook.bin" in members:
            raise SpreadsheetRefused(_("Ini buku kerja biner (.xlsb). Simpan sebagai .xlsx, lalu unggah."))
        raise SpreadsheetRefused(
            _("Berkas ini arsip zip berisi hal lain, bukan buku kerja Excel. Unggah berkas .xlsx hasil ekspor.")
        )
    if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
        raise _too_much()
    return members


def _parts(archive: zipfile.ZipFile) -> dict[str, set[tuple[int, int]]]:
    members = _members(archive)
    names = _sheet_paths(archive, members)
    found: dict[str, set[tuple[int, int]]] = {}
    for path in members:
        if not path.lower().endswith((".xml", ".rels")):
            continue
        # Reading checks the size and the checksum that the directory claims.
        text = archive.read(path)
        if b"sheetData" not in text:
            continue
        _check_rectangle(text)
        if path in names and (_FORMULA.search(text) or b't="e"' in text):
            found[names[path]] = set(_empty_formulas(text))
    return found


def _sheet_paths(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    if "xl/_rels/workbook.xml.rels" not in members:
        return {}
    targets = {}
    for tag in _TAG.finditer(archive.read("xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(tag.group(1)))
        if b"Id" in attributes and b"Target" in attributes:
            targets[attributes[b"Id"]] = posixpath.normpath(
                posixpath.join("/xl", attributes[b"Target"].decode("utf-8", "replace"))
            )[1:]
    paths = {}
    for tag in _TAG.finditer(archive.read("xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(tag.group(1)))
        key = next((value for name, value in attributes.items() if name.split(b":")[-1] == b"id"), None)
        if key in targets and b"name" in attributes:
            paths[targets[key]] = html.unescape(attributes[b"name"].decode("utf-8", "replace"))
    return paths


def _check_rectangle(text: bytes) -> None:
    rows = text.split(b"row>")
    if not _FAR.search(text) and not any(
        len(row) > 3 * _TAGS_IN_A_ROW and row.count(b"<") > _TAGS_IN_A_ROW for row in rows
    ):
        return
    last_row, last_column = len(rows), max(len(_CELL.findall(row)) for row in rows)
    for match in _PLACED.finditer(text):
        last_column = max(last_column, column_number(match.group(1)) + 1)
        last_row = max(last_row, int(match.group(2)))
    if last_row * last_column > MAX_CELLS:
        raise SpreadsheetRefused(
            _(
                "Lembar ini membentang sampai baris {row} dan kolom ke-{column}. Hapus baris dan kolom kosong di luar data, lalu simpan lagi."
            ).format(row=last_row, column=last_column)
        )


def _empty_formulas(text: bytes) -> Iterator[tuple[int, int]]:
    for match in _CELL_WHOLE.finditer(text):
        attributes, inside = match.groups()
        fault = b't="e"' in attributes
        if not fault:
            if b"<f" not in inside:
                continue
            # A formula whose result is the empty text has a value: t="str" and an empty <v>.
            if _VALUE.search(inside) or (b't="str"' in attributes and b"<v" in inside):
                continue
        place = _REFERENCE.search(attributes)
        if place:
            yield int(place.group(2)), column_number(place.group(1))


def column_number(letters: bytes) -> int:
    """The column's number from 0: A is 0, AA is 26; -1 for none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
