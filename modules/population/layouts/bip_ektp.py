"""Buku Induk Penduduk with KTP-el: nineteen columns, headings in row 1, a line with the family's number above each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.spreadsheets import Sheet
from modules.population.layouts.addresses import cut
from modules.population.layouts.base import Builder, Layout, Look, cell_at, digits_of, first_rows, key_of
from modules.population.layouts.blocks import HEADINGS, OF_THE_FAMILY, Book, Family, number_of, read_blocks
from modules.population.opensid.columns import code_tables, squeeze, text_of
from modules.population.opensid.reading import Workbook

_PLACES = {
    "no": 0, "nama": 1, "nik": 2, "tempatlahir": 3, "tanggallahir": 4, "sex": 5, "status_kawin": 6,
    "golongan_darah_id": 7, "kk_level": 8, "agama_id": 9, "pendidikan_kk_id": 10, "akta_lahir": 11, "pekerjaan_id": 12,
    "nama_ibu": 13, "nama_ayah": 14, "ktp_el": 16, "status_rekam": 18,
}  # fmt: skip
_TITLES = {
    "no_kk": "No. KK", "alamat": "Alamat", "nama": "Nama Lengkap", "nik": "NIK", "tempatlahir": "Tempat Lahir",
    "tanggallahir": "Tanggal Lahir", "sex": "JK", "status_kawin": "Stat Kwn", "golongan_darah_id": "Gol. Drh",
    "kk_level": "SHDK", "agama_id": "Agama", "pendidikan_kk_id": "Pendidikan", "akta_lahir": "No Akta Lahir",
    "pekerjaan_id": "Pekerjaan", "nama_ibu": "Nama Ibu", "nama_ayah": "Nama Ayah", "ktp_el": "KTP-eL",
    "status_rekam": "Stat Rkm",
}  # fmt: skip


def detect(sheets: Sequence[Sheet]) -> Look:
    """By "Wjb KTP" and "KTP-eL" in columns 16 and 17 of row 1; less surely where a row has both elsewhere."""
    first = sheets[0].rows[0] if sheets and sheets[0].rows else []
    if key_of(cell_at(first, 15)) == "WJBKTP" and key_of(cell_at(first, 16)) == "KTPEL":
        return Look(1.0, _('kolom 16 dan 17 berjudul "Wjb KTP" dan "KTP-eL"'))
    for number, row in first_rows(sheets):
        if {"WJBKTP", "KTPEL"} <= {key_of(cell) for cell in row}:
            return Look(0.9, _('baris {row} berisi judul "Wjb KTP" dan "KTP-eL"').format(row=number))
    return Look(0.0)


def _family(rows: Sequence[Sequence[Any]], index: int) -> tuple[Family, int] | None:
    """A line whose first cell is a long number and whose second is empty, or that names RT/RW without being anybody."""
    row = rows[index]
    number = text_of(cell_at(row, 0))
    if text_of(cell_at(row, 1)):
        return None
    line = next((text_of(cell) for cell in row[1:] if isinstance(cell, str) and "RTRW" in key_of(cell)), "")
    if len(digits_of(number)) < 10 and not line:
        return None
    home = cut(line)
    if not home.hamlet and home.village:
        # A village without hamlets writes "DUSUN : -": all of it is one place with the village's name.
        home = replace(home, hamlet=home.village)
    return Family(number_of(cell_at(row, 0)), home, line), 1


def _continues(builder: Builder, row: Sequence[Any], places: Mapping[str, int]) -> None:
    """A recording state that a page's end cut in two: "PRINT READY", and "RECORD" some rows on."""
    rest = text_of(cell_at(row, places["status_rekam"]))
    column = builder.book.columns["status_rekam"]
    known = code_tables()["status_rekam"]
    if rest and column and squeeze(text_of(column[-1])) not in known:
        whole = f"{text_of(column[-1])} {rest}".strip()
        if squeeze(whole) in known:
            column[-1] = whole


_BOOK = Book(
    HEADINGS | {"STATKWN": "status_kawin", "KTPEL": "ktp_el", "STATRKM": "status_rekam"},
    _PLACES, _family, continues=_continues,
)  # fmt: skip


def read(sheets: Sequence[Sheet]) -> Workbook:
    """People of every sheet.

    Raises:
        SpreadsheetRefused: nobody below a line with a family's number.
    """
    builder = Builder((*OF_THE_FAMILY, *(name for name in _PLACES if name != "no")), _TITLES)
    for sheet in sheets:
        read_blocks(builder, sheet, _BOOK)
    return builder.finish(nobody=_("Tidak ada anggota keluarga di bawah baris Nomor KK (BIP KTP-el)."))


layout = Layout("bip-ektp", gettext_lazy("Buku Induk Penduduk KTP-el"), detect, read)
