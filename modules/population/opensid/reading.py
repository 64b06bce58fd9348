"""From a file to rows of cells by heading."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from balai.spreadsheets import SpreadsheetRefused, read_sheets

HEADINGS = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir", "agama_id",
    "pendidikan_kk_id", "pendidikan_sedang_id", "pekerjaan_id", "status_kawin", "kk_level", "warganegara_id", "ayah_nik",
    "nama_ayah", "ibu_nik", "nama_ibu", "golongan_darah_id", "akta_lahir", "dokumen_pasport", "tanggal_akhir_paspor",
    "dokumen_kitas", "akta_perkawinan", "tanggalperkawinan", "akta_perceraian", "tanggalperceraian", "cacat_id",
    "cara_kb_id", "hamil", "ktp_el", "status_rekam", "alamat_sekarang", "status_dasar", "suku", "tag_id_card",
    "id_asuransi", "no_asuransi", "lat", "lng",
)  # fmt: skip
NEEDED = ("nama", "no_kk", "nik")
END = "###"


@dataclass
class Workbook:
    """Rows of cells by heading, with each row's number as the sheet shows it."""

    headings: tuple[str, ...]
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    #: Cells whose formula has no stored value.
    formulas: set[tuple[int, str]] = field(default_factory=set)


def read(path: str | os.PathLike[str]) -> Workbook:
    """Read a resident workbook.

    Raises:
        SpreadsheetRefused: no workbook; unknown or missing headings (all are named at once).
    """
    for sheet in read_sheets(path):
        if sheet.name.strip().lower() == "kode data" or not sheet.rows:
            continue
        head = [str(cell).strip().lower() for cell in sheet.rows[0]]
        while head and not head[-1]:
            head.pop()
        if not head:
            continue
        _check_headings(head)
        book = Workbook(tuple(head))
        second = head.index("dusun") if "dusun" in head else 1
        for number, cells in enumerate(sheet.rows[1:], 2):
            if (len(cells) > second and str(cells[second]).strip() == END) or (cells and str(cells[0]).strip() == END):
                break
            if not any(str(cell).strip() for cell in cells):
                continue
            book.rows.append((number, dict(zip(head, cells, strict=False))))
        for row, column in sheet.formulas_without_value:
            if column < len(head):
                book.formulas.add((row, head[column]))
        return book
    raise SpreadsheetRefused(
        _("Buku kerja ini tidak berisi lembar dengan judul kolom. Pakai berkas hasil ekspor OpenSID.")
    )


def _check_headings(head: list[str]) -> None:
    unknown = [name for name in head if name not in HEADINGS]
    missing = [name for name in NEEDED if name not in head]
    if len(unknown) == len(head):
        raise SpreadsheetRefused(
            _("Baris pertama bukan judul kolom OpenSID (nama, no_kk, nik ...). Pakai berkas hasil ekspor OpenSID.")
        )
    if unknown:
        near = [difflib.get_close_matches(name, HEADINGS, 1) for name in unknown]
        told = ", ".join(
            f"{name or '(kosong)'}{f' (mungkin {n[0]})' if n else ''}" for name, n in zip(unknown, near, strict=True)
        )
        raise SpreadsheetRefused(
            _("Judul kolom tidak dikenal: {told}. Perbaiki judulnya, lalu unggah lagi.").format(told=told)
        )
    if missing:
        raise SpreadsheetRefused(
            _("Kolom wajib tidak ada: {names}. Tambahkan, lalu unggah lagi.").format(names=", ".join(missing))
        )
    if len(set(head)) != len(head):
        twice = next(name for name in head if head.count(name) > 1)
        raise SpreadsheetRefused(_("Kolom {name} ada dua kali. Hapus salah satu, lalu unggah lagi.").format(name=twice))


def apply_patches(book: Workbook, patches: Mapping[str, str]) -> None:
    """Cells mended in the preview: ``{"212:tanggallahir": "31-01-1980"}``."""
    by_row = dict(book.rows)
    for place, text in patches.items():
        row, _colon, column = place.partition(":")
        cells = by_row.get(int(row))
        if cells is not None and column in HEADINGS:
            cells[column] = text
            book.formulas.discard((int(row), column))
