"""Buku Induk Kependudukan (Daftar Keluarga) of 2016 as Luwu Timur writes it: one page a family, its box on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.spreadsheets import Sheet
from modules.population.layouts.addresses import cut, two_areas
from modules.population.layouts.base import Builder, Layout, Look, cell_at, first_rows, key_of
from modules.population.layouts.blocks import (
    HEADINGS,
    OF_THE_FAMILY,
    Book,
    Family,
    beside,
    number_of,
    place_of,
    read_blocks,
)
from modules.population.opensid.columns import text_of
from modules.population.opensid.reading import Workbook

_TITLE, _LIST = "BUKUINDUKKEPENDUDUKAN", "DAFTARKELUARGA"
#: A box has four lines; a page that lost one still ends before its headings.
_BOX = 6
_PLACES = {
    "no": 1, "nik": 2, "nama": 3, "sex": 4, "tempatlahir": 5, "tanggallahir": 6, "golongan_darah_id": 7, "agama_id": 8,
    "status_kawin": 9, "kk_level": 10, "pendidikan_kk_id": 11, "pekerjaan_id": 12, "nama_ibu": 13, "nama_ayah": 14,
}  # fmt: skip
_TITLES = {
    "no_kk": "NO. KK", "alamat": "ALAMAT", "rt": "NO.RT/RW", "rw": "NO.RT/RW", "nik": "NIK", "nama": "NAMA", "sex": "JK",
    "tempatlahir": "TMPT LHR", "tanggallahir": "TGL LHR", "golongan_darah_id": "G.DRH", "agama_id": "AGAMA",
    "status_kawin": "STATUS", "kk_level": "HUB.KEL", "pendidikan_kk_id": "PENDIDIKAN", "pekerjaan_id": "PEKERJAAN",
    "nama_ibu": "NAMA IBU", "nama_ayah": "NAMA AYAH",
}  # fmt: skip


def _is_title(cell: Any) -> bool:
    key = key_of(cell) if isinstance(cell, str) else ""
    return key.startswith(_TITLE) and _LIST in key


def detect(sheets: Sequence[Sheet]) -> Look:
    """By its title in B1; less surely where the title stands elsewhere in the first rows."""
    first = sheets[0].rows[0] if sheets and sheets[0].rows else []
    if _is_title(cell_at(first, 1)):
        return Look(1.0, _('B1 berisi "BUKU INDUK KEPENDUDUKAN ... (DAFTAR KELUARGA)"'))
    for number, row in first_rows(sheets):
        if any(_is_title(cell) for cell in row):
            return Look(0.9, _('baris {row} berisi "BUKU INDUK KEPENDUDUKAN ... (DAFTAR KELUARGA)"').format(row=number))
    return Look(0.0)


def _family(rows: Sequence[Sequence[Any]], index: int) -> tuple[Family, int] | None:
    if place_of(rows[index], "NOKK") is None:
        return None
    number, address, areas, village, height = beside(rows[index], "NOKK"), "", "", "", 1
    for offset, row in enumerate(rows[index : index + _BOX]):
        if offset and (place_of(row, "NOKK") is not None or place_of(row, "NIK") is not None):
            break
        if place_of(row, "ALAMAT") is not None:
            address, height = text_of(beside(row, "ALAMAT")), offset + 1
        if place_of(row, "NORTRW") is not None:
            areas, height = beside(row, "NORTRW"), offset + 1
        if place_of(row, "DESA") is not None:
            village = text_of(beside(row, "DESA")).upper()
    home = cut(address)
    rt, rw = two_areas(areas)
    return Family(
        number_of(number), replace(home, rt=rt or home.rt, rw=rw or home.rw, village=village), address
    ), height


_BOOK = Book(HEADINGS | {"STATUS": "status_kawin"}, _PLACES, _family)


def read(sheets: Sequence[Sheet]) -> Workbook:
    """People of every sheet.

    Raises:
        SpreadsheetRefused: nobody below a box "NO. KK".
    """
    builder = Builder((*OF_THE_FAMILY, *(name for name in _PLACES if name != "no")), _TITLES)
    for sheet in sheets:
        read_blocks(builder, sheet, _BOOK)
    return builder.finish(nobody=_('Tidak ada anggota keluarga di bawah kotak "NO. KK" (BIP 2016 Luwu Timur).'))


layout = Layout("bip2016lt", gettext_lazy("Buku Induk Kependudukan 2016 (Luwu Timur)"), detect, read)
