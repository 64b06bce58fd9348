"""SIAK's flat listing: 37 columns, one person a row (.xls of the civil registry)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.spreadsheets import Sheet
from modules.population.layouts.addresses import area, cut, is_a_name
from modules.population.layouts.base import (
    FIRST_ROWS,
    Builder,
    Layout,
    Look,
    cell_at,
    digits_of,
    first_rows,
    headings_in,
    key_of,
)
from modules.population.opensid.columns import text_of
from modules.population.opensid.reading import Workbook

#: Every heading, in SIAK's order, and our column for it ("" is not kept: it says who typed, or where the village lies).
HEADINGS = {
    "Nomor KK": "no_kk", "NIK": "nik", "Nama Penduduk": "nama", "Status": "status_dasar", "Tempat Lahir": "tempatlahir",
    "Tanggal Lahir": "tanggallahir", "Kelamin": "sex", "NIK Ayah": "ayah_nik", "Ayah": "nama_ayah", "NIK Ibu": "ibu_nik",
    "Ibu": "nama_ibu", "Status Kawin": "status_kawin", "SHDK": "kk_level", "Agama": "agama_id", "Kecamatan": "",
    "Desa/Kel": "village", "Alamat": "alamat", "RW": "rw", "RT": "rt", "Pendidikan": "pendidikan_kk_id",
    "Pekerjaan": "pekerjaan_id", "Deskripsi Pekerjaan": "", "Gol. Darah": "golongan_darah_id", "Cacat": "cacat_id",
    "Cetak KTP": "", "Ganti KTP": "", "KTP Berakhir": "", "Nomor Paspor": "dokumen_pasport",
    "Nomor Akta Lahir": "akta_lahir", "Nomor Akta Kawin": "akta_perkawinan", "Tanggal Kwn": "tanggalperkawinan",
    "Nomor Akta Cerai": "akta_perceraian", "Tgl Cerai": "tanggalperceraian", "Petugas Registrasi": "", "Tgl Ubah": "",
    "Petugas Entri": "", "Tgl Entri": "",
}  # fmt: skip
_KNOWN = {key_of(heading): column for heading, column in HEADINGS.items()}
_TITLES = {column: heading for heading, column in HEADINGS.items() if column not in {"", "village"}}
_COLUMNS = ("alamat", "dusun", "rw", "rt", *(name for name in _TITLES if name not in {"alamat", "rw", "rt"}))
#: Without these a row names nobody; with them and some others a row of headings is SIAK's.
_NEEDED = frozenset({"no_kk", "nik", "nama"})
_OFFICER = key_of("Petugas Registrasi")


def _known_in(row: Sequence[Any]) -> int:
    return len({key_of(cell) for cell in row if isinstance(cell, str)} & _KNOWN.keys())


def detect(sheets: Sequence[Sheet]) -> Look:
    """By "Nomor KK" in A1 and "Petugas Registrasi" in column 34; less surely by many of the 37 headings elsewhere."""
    first = sheets[0].rows[0] if sheets and sheets[0].rows else []
    if key_of(cell_at(first, 0)) == "NOMORKK" and key_of(cell_at(first, 33)) == _OFFICER:
        return Look(1.0, _('A1 berisi "Nomor KK" dan kolom ke-34 "Petugas Registrasi"'))
    most, at = max(((_known_in(row), number) for number, row in first_rows(sheets)), default=(0, 0))
    if most < 10 or _heading_row_in(sheets) is None:
        return Look(0.0)
    return Look(
        min(0.95, 0.55 + most / 90), _("{n} dari 37 judul kolom SIAK ada di baris {row}").format(n=most, row=at)
    )


def _heading_row_in(sheets: Sequence[Sheet]) -> int | None:
    return next((found for sheet in sheets if (found := _heading_row(sheet)) is not None), None)


def _heading_row(sheet: Sheet) -> int | None:
    """Index of the row of headings among a sheet's first rows."""
    for index, row in enumerate(sheet.rows[:FIRST_ROWS]):
        if _known_in(row) >= 6 and headings_in(row, _KNOWN).keys() >= _NEEDED:
            return index
    return None


def read(sheets: Sequence[Sheet]) -> Workbook:
    """People of every sheet that has the headings.

    Raises:
        SpreadsheetRefused: no headings of SIAK, or nobody below them.
    """
    builder = Builder(_COLUMNS, _TITLES)
    for sheet in sheets:
        top = _heading_row(sheet)
        if top is not None:
            _read_sheet(builder, sheet, top)
    return builder.finish(
        nobody=_('Tidak ada baris penduduk di bawah judul kolom SIAK ("Nomor KK", "NIK", "Nama Penduduk").')
    )


def _read_sheet(builder: Builder, sheet: Sheet, top: int) -> None:
    builder.sheet(sheet)
    places = headings_in(sheet.rows[top], _KNOWN)
    builder.formulas(sheet, places)
    village = places.pop("village", None)
    three = [places["no_kk"], places["nik"], places["nama"]]
    for number, row in enumerate(sheet.rows[top + 1 :], top + 2):
        # A row without the first three columns is a blank one or a footer; headings come again on each printed page.
        if not any(text_of(cell_at(row, place)) for place in three) or key_of(cell_at(row, three[1])) == "NIK":
            continue
        cells = {column: cell_at(row, place) for column, place in places.items()}
        cells["rw"], cells["rt"] = area(cells.get("rw", "")), area(cells.get("rt", ""))
        cells["nik"] = digits_of(cells["nik"]) or cells["nik"]
        where = text_of(cell_at(row, village)).upper()
        if where:
            builder.book.villages[where] += 1
        row_number = builder.add(number, cells | _home(cells))
        _say_where_it_came_from(builder, row_number, text_of(cells.get("alamat", "")))


def _home(cells: dict[str, Any]) -> dict[str, str]:
    """The hamlet stands in the address: "DSN LIWET", "JL. MAWAR 3 DUSUN KRAJAN"."""
    text = text_of(cells.get("alamat", ""))
    home = cut(text)
    hamlet = home.hamlet if home.named else text.upper() if is_a_name(text) else ""
    return {
        "dusun": hamlet, "alamat": home.address if home.named else text,
        "rt": cells["rt"] or home.rt, "rw": cells["rw"] or home.rw,
    }  # fmt: skip


def _say_where_it_came_from(builder: Builder, row: int, text: str) -> None:
    home = cut(text)
    if home.named and home.hamlet:
        builder.derived("dusun", _('"{text}" menjadi dusun {hamlet}').format(text=text[:40], hamlet=home.hamlet))
    elif is_a_name(text):
        builder.note(
            row, "dusun", text, "hamlet_guessed",
            _('Alamat "{text}" tidak menyebut DUSUN; dibaca sebagai nama dusun. Perbaiki bila bukan.').format(text=text),
        )  # fmt: skip
    else:
        builder.book.hints[row, "dusun"] = text[:80]


layout = Layout("siak", gettext_lazy("SIAK, daftar penduduk 37 kolom"), detect, read)
