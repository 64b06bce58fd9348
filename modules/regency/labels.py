"""Words for the codes that facts carry. The code lists are the field's own (see the domain); a village's tables are not read."""

from __future__ import annotations

import functools
import json
from importlib.resources import files

EMPTY = "Belum mengisi"
TITLES = {
    "population.residents": "Penduduk menurut umur",
    "population.religion": "Penduduk menurut agama",
    "population.education": "Penduduk menurut pendidikan",
    "population.occupation": "Penduduk menurut pekerjaan",
    "population.events": "Peristiwa kependudukan bulan ini",
}
HEADS = {
    "population.residents": "Umur",
    "population.religion": "Agama",
    "population.education": "Pendidikan dalam KK",
    "population.occupation": "Pekerjaan",
    "population.events": "Peristiwa",
}
LETTER_STATES = {
    "draft": "Konsep", "submitted": "Diajukan", "checking": "Sedang diperiksa", "signing": "Menunggu tanda tangan",
    "district": "Menunggu camat", "sealing": "Menunggu tanda tangan elektronik",
    "ready": "Siap diambil", "handed": "Diserahkan", "returned": "Dikembalikan", "rejected": "Ditolak",
    "cancelled": "Dibatalkan", "withdrawn": "Dicabut", "replaced": "Diganti",
}  # fmt: skip
EVENTS = {
    "birth": "Lahir", "death": "Meninggal", "move_in": "Pindah masuk", "move_out": "Pindah keluar", "missing": "Hilang",
}  # fmt: skip
_LETTERS = {
    "biodata": "Biodata Penduduk",
    "beda_identitas": "Keterangan Beda Identitas",
    "beda_identitas_kis": "Keterangan Beda Identitas KIS",
    "bepergian": "Keterangan Bepergian",
    "domisili": "Keterangan Domisili",
    "domisili_usaha": "Keterangan Domisili Usaha",
    "izin_keluarga": "Keterangan Izin Orang Tua, Suami, atau Istri",
    "jamkesos": "Keterangan JAMKESOS",
    "jual_beli": "Keterangan Jual Beli",
    "ktp_proses": "Keterangan KTP dalam Proses",
    "kelahiran": "Keterangan Kelahiran",
    "kematian": "Keterangan Kematian",
    "kendaraan": "Keterangan Kepemilikan Kendaraan",
    "tanah": "Keterangan Kepemilikan Tanah",
    "kurang_mampu": "Keterangan Kurang Mampu",
    "lahir_mati": "Keterangan Lahir Mati",
    "nikah": "Keterangan Nikah",
    "penduduk": "Keterangan Penduduk",
    "pengantar": "Keterangan Pengantar",
    "rujuk_cerai": "Keterangan Pengantar Rujuk atau Cerai",
    "penghasilan_ayah": "Keterangan Penghasilan Ayah",
    "penghasilan_ibu": "Keterangan Penghasilan Ibu",
    "penghasilan_orang_tua": "Keterangan Penghasilan Orang Tua",
    "pergi_kawin": "Keterangan Pergi Kawin",
    "pindah": "Keterangan Pindah Penduduk",
    "nikah_non_muslim": "Keterangan untuk Nikah Warga Non-Muslim",
    "usaha": "Keterangan Usaha",
    "wali_hakim": "Keterangan Wali Hakim",
    "kuasa": "Kuasa",
    "keramaian": "Pengantar Izin Keramaian",
    "kehilangan": "Pengantar Laporan Kehilangan",
    "pas_lintas": "Pengantar Permohonan Penerbitan Buku Pas Lintas",
    "skck": "Pengantar Surat Keterangan Catatan Kepolisian",
    "perjalanan_dinas": "Perintah Perjalanan Dinas",
    "akta_lahir": "Permohonan Akta Lahir",
    "cerai": "Permohonan Cerai",
    "duplikat_kelahiran": "Permohonan Duplikat Kelahiran",
    "duplikat_nikah": "Permohonan Duplikat Surat Nikah",
    "kk_baru": "Permohonan Kartu Keluarga",
    "kk_perubahan": "Permohonan Perubahan Kartu Keluarga",
    "belum_akta_lahir": "Pernyataan Belum Memiliki Akta Lahir",
    "sporadik": "Pernyataan Penguasaan Fisik Bidang Tanah (Sporadik)",
}


#: Headings in the order of the page; others stand after them.
GROUPS = (
    "Penduduk", "Pendidikan dan pekerjaan", "Dokumen", "Kesehatan dan jaminan", "Keluarga", "Kesejahteraan", "Peristiwa",
)  # fmt: skip
#: Headings of indicators that name no group, and dimensions that name no words.
MODULES = {"letters": "Surat", "voters": "Pemilih", "population": "Penduduk"}
DIMENSIONS = {"sex": "Jenis kelamin", "type": "Jenis surat", "state": "Status", "kind": "Jenis"}


@functools.cache  # code, the same for every village
def _lists() -> dict[str, dict[str, str]]:
    text = files("modules.regency").joinpath("codes.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return found


def of(indicator: str) -> dict[str, str]:
    """Labels by code of an indicator's list."""
    if indicator == "population.residents":
        bands = [f"{low:02d}-{low + 4:02d}" for low in range(0, 75, 5)]
        return {band: f"{int(band[:2])}-{int(band[3:])}" for band in bands} | {"75+": "75+"}
    if indicator in ("population.events", "population.events_late"):
        return EVENTS
    return _lists()[indicator]


def of_dimension(indicator: str, dimension: str) -> dict[str, str]:
    """Words of a dimension whose indicator declares none: those that this dashboard knows."""
    if dimension == "sex":
        return {"1": "Laki-laki", "2": "Perempuan"}
    if dimension == "state":
        return LETTER_STATES
    return _LETTERS if dimension in {"type", "kind"} and indicator.startswith("letters.") else {}


def order(indicator: str, key: str, total: int) -> tuple[int, int, str]:
    """Ages in their order, unknown last; every other list by size."""
    known = key in of(indicator)
    return (0 if known else 1, 0 if indicator == "population.residents" else -total, key)


def letter(kind: str) -> str:
    """The name of a kind of letter."""
    return _LETTERS.get(kind, kind)


def state_order(state: str) -> int:
    """States in the order of a letter's way."""
    keys = list(LETTER_STATES)
    return keys.index(state) if state in keys else len(keys)
