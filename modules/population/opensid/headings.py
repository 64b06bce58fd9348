"""Headings that are not OpenSID's: what they probably mean, so that an officer only confirms it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from balai.spreadsheets import SpreadsheetRefused
from modules.population.opensid.columns import ALL_HEADINGS, text_of

#: A name is not nearer than this to another by chance ("telp" and "tempat" are 0.6).
_NEAR = 0.75
_NOT_A_SIGN = re.compile(r"[^a-z0-9]+")
#: Our column by what villages, SIAK and the BIP books call it.
_SAYINGS = {
    "alamat": ("alamat", "alamat kk", "alamat lengkap", "alamat rumah", "jalan"),
    "dusun": ("dusun", "nama dusun", "dukuh", "lingkungan"),
    "rw": ("rw", "no rw", "nomor rw"),
    "rt": ("rt", "no rt", "nomor rt"),
    "nama": ("nama", "nama lengkap", "nama penduduk", "nama warga", "nama lgkp"),
    "no_kk": ("no kk", "nomor kk", "nokk", "kk", "nomor kartu keluarga", "no kartu keluarga", "nkk"),
    "nik": ("nik", "no nik", "nomor nik", "no ktp", "nomor ktp", "nomor induk kependudukan"),
    "sex": ("sex", "jenis kelamin", "jk", "kelamin", "l p", "jenis klmin", "gender"),
    "tempatlahir": ("tempat lahir", "tmpt lhr", "tmp lahir", "tmpt lahir", "kota lahir"),
    "tanggallahir": ("tanggal lahir", "tgl lahir", "tgl lhr", "tgl bln th", "tanggal kelahiran"),
    "agama_id": ("agama",),
    "pendidikan_kk_id": ("pendidikan", "pendidikan terakhir", "pendidikan dalam kk", "pddk akh", "pendidikan akhir"),
    "pendidikan_sedang_id": ("pendidikan sedang ditempuh", "sedang sekolah"),
    "pekerjaan_id": ("pekerjaan", "jenis pekerjaan", "jenis pkrjn"),
    "status_kawin": ("status kawin", "status perkawinan", "stat kwn", "status nikah", "perkawinan", "stat kwin"),
    "kk_level": ("shdk", "hubungan keluarga", "hub kel", "hubungan dalam keluarga", "status hubungan dalam keluarga",
                 "status dalam keluarga", "stat hbkel", "hubungan"),
    "warganegara_id": ("warga negara", "kewarganegaraan", "warganegara"),
    "ayah_nik": ("nik ayah",),
    "nama_ayah": ("ayah", "nama ayah", "nama lengkap ayah", "nama lgkp ayah"),
    "ibu_nik": ("nik ibu",),
    "nama_ibu": ("ibu", "nama ibu", "nama lengkap ibu", "nama lgkp ibu"),
    "golongan_darah_id": ("golongan darah", "gol darah", "gol drh", "g drh", "goldar"),
    "akta_lahir": ("no akta lahir", "nomor akta lahir", "akta kelahiran", "no akte lahir", "akta lahir"),
    "dokumen_pasport": ("nomor paspor", "no paspor", "paspor"),
    "tanggal_akhir_paspor": ("paspor berakhir", "tanggal akhir paspor"),
    "dokumen_kitas": ("kitas", "nomor kitas", "kitas kitap"),
    "akta_perkawinan": ("nomor akta kawin", "no akta kawin", "akta nikah", "buku nikah"),
    "tanggalperkawinan": ("tanggal kwn", "tanggal perkawinan", "tanggal kawin", "tgl kawin", "tanggal nikah"),
    "akta_perceraian": ("nomor akta cerai", "no akta cerai", "akta cerai"),
    "tanggalperceraian": ("tgl cerai", "tanggal cerai", "tanggal perceraian"),
    "cacat_id": ("cacat", "disabilitas", "penyandang cacat"),
    "cara_kb_id": ("kb", "cara kb", "akseptor kb"),
    "hamil": ("hamil", "kehamilan", "status kehamilan"),
    "ktp_el": ("ktp el", "e ktp", "ktp elektronik"),
    "status_rekam": ("status rekam", "stat rkm", "status perekaman"),
    "alamat_sekarang": ("alamat sekarang", "alamat domisili", "domisili"),
    "status_dasar": ("status dasar",),
    "suku": ("suku", "etnis", "suku etnis"),
    "id_asuransi": ("asuransi", "asuransi kesehatan", "jaminan kesehatan", "jenis asuransi"),
    "no_asuransi": ("no asuransi", "nomor asuransi", "no bpjs", "nomor bpjs kesehatan", "no bpjs kesehatan"),
    "lat": ("lat", "latitude", "lintang"),
    "lng": ("lng", "long", "longitude", "bujur"),
    "telepon": ("telepon", "no hp", "nomor hp", "no telepon", "nomor telepon", "hp", "telp", "no wa"),
    "email": ("email", "e mail", "surel"),
    "sakit_menahun_id": ("sakit menahun", "penyakit menahun"),
    "status": ("status penduduk",),
    "ket": ("ket", "keterangan", "catatan"),
}  # fmt: skip


def plain(text: Any) -> str:
    """A heading as it is compared: letters and digits with single spaces ("NO_KK", "No. KK" are one)."""
    return _NOT_A_SIGN.sub(" ", text_of(text).lower()).strip()


_COLUMN = {plain(heading): heading for heading in ALL_HEADINGS} | {
    plain(word): column for column, words in _SAYINGS.items() for word in words
}
_COLUMN |= {word.replace(" ", ""): column for word, column in _COLUMN.items()}


@dataclass(frozen=True)
class Head:
    """One column of the file: its heading (made unique), and what its first rows hold."""

    heading: str
    samples: tuple[str, ...]


class HeadingsDiffer(SpreadsheetRefused):
    """A list of people whose headings are not OpenSID's: an officer can say which column is which of ours."""

    code = "headings_differ"

    def __init__(self, sentence: str, heads: Sequence[Head]) -> None:
        super().__init__(sentence)
        self.heads = list(heads)


def known(cell: Any) -> str:
    """The column that a heading surely means, or ""."""
    word = plain(cell)
    return _COLUMN.get(word) or _COLUMN.get(word.replace(" ", ""), "")


def guess(headings: Iterable[str]) -> dict[str, str]:
    """Our column (or "") by heading: sure ones first, then the nearest; no column is guessed twice."""
    found: dict[str, str] = {}
    left = []
    for heading in headings:
        column = known(heading)
        if column and column not in found.values():
            found[heading] = column
        else:
            found[heading] = ""
            left.append(heading)
    for heading in left:
        near = difflib.get_close_matches(plain(heading)[:40], _COLUMN, 1, _NEAR) if plain(heading) else []
        if near and _COLUMN[near[0]] not in found.values():
            found[heading] = _COLUMN[near[0]]
    return found


def unique(names: Iterable[str]) -> list[str]:
    """Headings that can be told apart: the second "Ket" is "Ket (2)"; an empty one is named by its place."""
    found: list[str] = []
    for place, name in enumerate(names, 1):
        name = name[:100] or f"({place})"
        again, number = name, 2
        while again in found:
            again, number = f"{name} ({number})", number + 1
        found.append(again)
    return found
