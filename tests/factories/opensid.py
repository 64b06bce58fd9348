"""Workbooks as villages bring them: right ones, wrong ones, and files that are none. Nobody in them ever lived."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from modules.population.opensid import EXTRA, HEADINGS

#: A man of 31 January 1980 in Geyer; serials from 9000 on belong to nobody.
GOOD: dict[str, Any] = {
    "alamat": "DUSUN KRAJAN RT 001 RW 001", "dusun": "KRAJAN", "rw": "001", "rt": "001", "nama": "SLAMET WIDODO",
    "no_kk": "3315050101209001", "nik": "3315053101809001", "sex": 1, "tempatlahir": "GROBOGAN",
    "tanggallahir": "31-01-1980", "agama_id": 1, "pendidikan_kk_id": 5, "pendidikan_sedang_id": 18, "pekerjaan_id": 9,
    "status_kawin": 2, "kk_level": 1, "warganegara_id": 1, "nama_ayah": "PAIMAN", "nama_ibu": "PAINEM",
    "golongan_darah_id": 13, "cacat_id": 7, "ktp_el": 2, "status_rekam": 8, "status_dasar": 1, "suku": "Jawa",
}  # fmt: skip


def nik(serial: int) -> str:
    """A NIK of the same man's birthday with another serial (from 0)."""
    return f"331505310180{9100 + serial:04d}"


def card(serial: int) -> str:
    """A family card's number."""
    return f"331505020220{9100 + serial:04d}"


def person(**cells: Any) -> dict[str, Any]:
    """A good row with some cells changed."""
    return GOOD | cells


def workbook(
    path: Path,
    rows: Sequence[Mapping[str, Any]],
    *,
    headings: Sequence[str] | None = None,
    sheet: str = "Data Penduduk",
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    formulas: Mapping[tuple[int, str], tuple[str, Any]] | None = None,
) -> Path:
    """Write rows under headings (OpenSID's, and ours that a row names); ``more``: further sheets as plain lists; ``formulas``: (row of the sheet, heading)."""
    if headings is None:
        headings = (*HEADINGS, *(name for name in EXTRA if any(name in row for row in rows)))
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "in_memory": True})
    page = book.add_worksheet(sheet)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    lists = [list(headings), *([row.get(heading, "") for heading in headings] for row in rows)]
    for number, cells in enumerate(lists):
        _row(page, number, cells, day)
    for (number, heading), (formula, value) in (formulas or {}).items():
        page.write_formula(number - 1, list(headings).index(heading), formula, None, value)
    for name, cells_of in (more or {}).items():
        other = book.add_worksheet(name)
        for number, cells in enumerate(cells_of):
            _row(other, number, cells, day)
    book.close()
    return path


def _row(page: Any, number: int, cells: Sequence[Any], day: Any) -> None:
    for column, value in enumerate(cells):
        if value is None or value == "":
            continue
        if hasattr(value, "year"):
            page.write_datetime(number, column, value, day)
        elif isinstance(value, str):
            page.write_string(number, column, value)
        else:
            page.write(number, column, value)


def workbook_with_errors(path: Path) -> dict[str, tuple[int, str]]:
    """One wrong row of each kind; returns where each issue stands: code -> (row, column)."""
    wrong: list[tuple[str, str, dict[str, Any]]] = [
        ("nik_length", "nik", {"nik": "331505310180900"}),
        ("no_kk_length", "no_kk", {"no_kk": "33150501012090011"}),
        ("no_name", "nama", {"nama": " - "}),
        ("bad_date", "tanggallahir", {"tanggallahir": "31-02-1980"}),
        ("future_date", "tanggallahir", {"tanggallahir": "31-01-2080"}),
        ("unknown_code", "agama_id", {"agama_id": 8}),
        ("unknown_code_label", "pekerjaan_id", {"pekerjaan_id": "PETANI/PEKEBUM"}),
        ("no_sex", "sex", {"sex": ""}),
        ("no_shdk", "kk_level", {"kk_level": ""}),
        ("no_place", "dusun", {"dusun": ""}),
    ]
    rows = [person()]
    places = {}
    for serial, (code, column, cells) in enumerate(wrong):
        row = person(nik=nik(serial), no_kk=card(serial)) | cells
        rows.append(row)
        places[code] = (len(rows) + 1, column)
    rows.append(person(no_kk=card(50)))
    places["nik_twice"] = (len(rows) + 1, "nik")
    rows.append(person(nik=nik(51), no_kk=card(51)))
    places["formula"] = (len(rows) + 1, "nama")
    workbook(path, rows, formulas={(places["formula"][0], "nama"): ("=A1", "")})
    return places


def zip_of_something_else(path: Path) -> Path:
    """A zip of photographs under a workbook's name."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("foto/balai.jpg", b"\xff\xd8\xff")
    return path


def web_page(path: Path) -> Path:
    """A web page renamed to .xls, as some systems export."""
    path.write_text("<html><body><table><tr><td>nik</td></tr></table></body></html>")
    return path


def protected(path: Path) -> Path:
    """What Excel writes for a workbook with a password: an OLE file with the stream EncryptedPackage."""
    sector = bytearray(512)
    sector[: len(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    path.write_bytes(bytes(sector) + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le"))
    return path


def rebuilt(source: Path, target: Path, changed: Mapping[str, bytes]) -> Path:
    """The same workbook with some parts replaced."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, changed.get(info.filename, before.read(info.filename)))
    return target


def bomb(source: Path, target: Path, size: int) -> Path:
    """A workbook with a part that unpacks to ``size`` bytes of blanks."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            after.writestr(info.filename, before.read(info.filename))
        with after.open("xl/blank.xml", "w") as part:
            for _each in range(size // 2**20):
                part.write(b" " * 2**20)
    return target


def lying_zip(source: Path, target: Path) -> Path:
    """A workbook whose directory says that its texts unpack to 100 bytes; they unpack to 64 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join([*(packer.compress(b" " * 2**20) for _each in range(64)), packer.flush()])
    buffer = io.BytesIO()
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            if info.filename != "xl/sharedStrings.xml":
                after.writestr(info.filename, before.read(info.filename))
        offset = buffer.tell()
        name = b"xl/sharedStrings.xml"
        local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, 1, len(packed), 100, len(name), 0)
        buffer.write(local + name + packed)
        info = zipfile.ZipInfo(name.decode())
        info.compress_type, info.CRC, info.compress_size, info.file_size, info.header_offset = (
            8,
            1,
            len(packed),
            100,
            offset,
        )
        after.filelist.append(info)
        after.NameToInfo[info.filename] = info
        after.start_dir = buffer.tell()
        after._didModify = True
    target.write_bytes(buffer.getvalue())
    return target
