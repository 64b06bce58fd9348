"""Buku Induk Penduduk of 2012: a box NO.KK, NAMA.KK, ALAMAT above each family. The last guess of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.spreadsheets import Sheet
from modules.population.layouts.addresses import cut
from modules.population.layouts.base import FIRST_ROWS, Builder, Layout, Look
from modules.population.layouts.blocks import (
    HEADINGS,
    OF_THE_FAMILY,
    Book,
    Family,
    below,
    number_of,
    place_of,
    read_blocks,
)
from modules.population.opensid.columns import text_of
from modules.population.opensid.reading import Workbook

#: A title page and a list of contents may stand before the first family.
_LOOK = 10 * FIRST_ROWS
_PLACES = {
    "no": 1, "nik": 2, "nama": 3, "sex": 4, "tempatlahir": 5, "tanggallahir": 6, "agama_id": 8, "status_kawin": 9,
    "kk_level": 10, "pendidikan_kk_id": 11, "pekerjaan_id": 12, "nama_ibu": 13, "nama_ayah": 14, "akta_lahir": 15,
}  # fmt: skip
_TITLES = {
    "no_kk": "NO.KK", "alamat": "ALAMAT", "nik": "NIK", "nama": "NAMA", "sex": "JK", "tempatlahir": "TMPT LHR",
    "tanggallahir": "TGL LHR", "agama_id": "AGAMA", "status_kawin": "STATUS", "kk_level": "HUB. KEL",
    "pendidikan_kk_id": "PENDIDIKAN", "pekerjaan_id": "PEKERJAAN", "nama_ibu": "NAMA IBU", "nama_ayah": "NAMA AYAH",
    "akta_lahir": "NO.AKTE LAHIR",
}  # fmt: skip


def detect(sheets: Sequence[Sheet]) -> Look:
    """A row with NO.KK and ALAMAT: nothing else tells this book, so it is never quite sure."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:_LOOK], 1):
            if place_of(row, "NOKK") is not None and place_of(row, "ALAMAT") is not None:
                sure = 0.7 if place_of(row, "NAMAKK") is not None else 0.6
                return Look(
                    sure, _("baris {row} berisi NO.KK dan ALAMAT, seperti kotak keluarga BIP 2012").format(row=number)
                )
    return Look(0.0)


def _family(rows: Sequence[Sequence[Any]], index: int) -> tuple[Family, int] | None:
    if place_of(rows[index], "NOKK") is None:
        return None
    address = text_of(below(rows, index, "ALAMAT"))
    return Family(number_of(below(rows, index, "NOKK")), cut(address), address), 2


_BOOK = Book(HEADINGS | {"STATUS": "status_kawin"}, _PLACES, _family)


def read(sheets: Sequence[Sheet]) -> Workbook:
    """People of every sheet.

    Raises:
        SpreadsheetRefused: nobody below a box NO.KK.
    """
    builder = Builder((*OF_THE_FAMILY, *(name for name in _PLACES if name != "no")), _TITLES)
    for sheet in sheets:
        read_blocks(builder, sheet, _BOOK)
    book = builder.finish(nobody=_("Tidak ada anggota keluarga di bawah kotak NO.KK (BIP 2012)."))
    builder.missing({"golongan_darah_id": _("golongan darah")})
    return book


layout = Layout("bip2012", gettext_lazy("Buku Induk Penduduk 2012"), detect, read)
