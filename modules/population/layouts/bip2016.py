"""Buku Induk Penduduk WNI of 2016: twelve columns, a line "No. KK : ... / Alamat : ..." above each family."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.spreadsheets import Sheet
from modules.population.layouts.addresses import cut
from modules.population.layouts.base import Builder, Layout, Look, cell_at, first_rows, key_of
from modules.population.layouts.blocks import HEADINGS, OF_THE_FAMILY, Book, Family, after_colon, number_of, read_blocks
from modules.population.opensid.columns import text_of
from modules.population.opensid.reading import Workbook

TITLE = "BUKU INDUK PENDUDUK WNI"
_PLACES = {
    "no": 0, "nama": 1, "nik": 2, "tempatlahir": 3, "tanggallahir": 4, "sex": 5, "kk_level": 6, "agama_id": 7,
    "pendidikan_kk_id": 8, "pekerjaan_id": 9, "nama_ibu": 10, "nama_ayah": 11,
}  # fmt: skip
_TITLES = {
    "no_kk": "No. KK", "alamat": "Alamat", "nama": "Nama Lengkap", "nik": "NIK", "tempatlahir": "Tempat Lahir",
    "tanggallahir": "Tgl/Bln/Th", "sex": "JK", "kk_level": "SHDK", "agama_id": "Agama", "pendidikan_kk_id": "Pendidikan",
    "pekerjaan_id": "Pekerjaan", "nama_ibu": "Ibu", "nama_ayah": "Ayah",
}  # fmt: skip


def detect(sheets: Sequence[Sheet]) -> Look:
    """By its title in A1; less surely where the title stands elsewhere in the first rows."""
    first = sheets[0].rows[0] if sheets and sheets[0].rows else []
    if text_of(cell_at(first, 0)).upper() == TITLE:
        return Look(1.0, _('A1 berisi "{title}"').format(title=TITLE))
    for number, row in first_rows(sheets):
        if any(isinstance(cell, str) and key_of(cell).startswith(key_of(TITLE)) for cell in row):
            return Look(0.85, _('baris {row} berisi "{title}"').format(row=number, title=TITLE))
    return Look(0.0)


def _family(rows: Sequence[Sequence[Any]], index: int) -> tuple[Family, int] | None:
    number = address = None
    for cell in rows[index]:
        if not isinstance(cell, str):
            continue
        key = key_of(cell)
        if number is None and key.startswith("NOKK"):
            number = after_colon(cell)
        elif address is None and key.startswith("ALAMAT"):
            address = text_of(cell)
    if number is None:
        return None
    line = address or ""
    # The number may stand in a cell of its own beside "No. KK :".
    if not number:
        number = next((text_of(cell) for cell in rows[index][1:] if text_of(cell) and text_of(cell) != line), "")
    return Family(number_of(number), cut(line), line), 1


def _ends(row: Sequence[Any]) -> bool:
    return any(isinstance(cell, str) and key_of(cell).startswith("KETERANGAN") for cell in row[:2])


_BOOK = Book(HEADINGS, _PLACES, _family, _ends)


def read(sheets: Sequence[Sheet]) -> Workbook:
    """People of every sheet.

    Raises:
        SpreadsheetRefused: nobody below a line "No. KK".
    """
    builder = Builder((*OF_THE_FAMILY, *(name for name in _PLACES if name != "no")), _TITLES)
    for sheet in sheets:
        read_blocks(builder, sheet, _BOOK)
    book = builder.finish(nobody=_('Tidak ada anggota keluarga di bawah baris "No. KK : ..." (BIP 2016).'))
    builder.missing({"status_kawin": _("status perkawinan"), "golongan_darah_id": _("golongan darah")})
    return book


layout = Layout("bip2016", gettext_lazy("Buku Induk Penduduk 2016"), detect, read)
