"""Merge fields of the village, the letter and who signs."""

from __future__ import annotations

from datetime import date
from typing import Any

from balai.ui.formats import ROMAN, long_date
from balai.ui.hijri import hijri_date
from modules.government.selectors import Signer, head_title, identity, letterhead, signers
from modules.letters.types.declaration import LetterType
from tenants.context import VillageCard


def bare(name: str, word: str) -> str:
    """ "Kecamatan Geyer" without its first word."""
    return name.removeprefix(f"{word} ")


def position_words(title: str) -> str:
    """ "KEPALA DESA GEYER" stands in capitals under a signature, but not in a sentence."""
    return " ".join(word.capitalize() for word in title.split())


def dotted(code: str) -> str:
    """3315052010 -> "33.15.05.2010"."""
    return f"{code[:2]}.{code[2:4]}.{code[4:6]}.{code[6:]}" if len(code) == 10 else code


def village_values(village: VillageCard, on: date) -> dict[str, Any]:
    """The village's merge fields on a day."""
    row = identity()
    kop = letterhead()
    head = next(iter(signers(on)), None)
    kind = "Kelurahan" if village.kind == "kelurahan" else "Desa"
    return {
        "nama_desa": village.name,
        "kode_desa": village.code,
        "alamat_kantor": kop["address"],
        "kode_pos": kop["postal_code"],
        "telepon_desa": kop["phone"],
        "email_desa": kop["email"],
        "website_desa": kop["website"],
        "nama_kecamatan": bare(village.district_name, "Kecamatan"),
        "kode_kecamatan": village.district_code,
        "nama_kabupaten": village.regency_name,
        "kode_kabupaten": village.regency_code,
        "nama_provinsi": bare(village.province_name, "Provinsi"),
        "kode_provinsi": village.regency_code[:2],
        "nama_kepala_desa": head.name if head else "",
        "nip_kepala_desa": head.number if head else "",
        "jabatan_kepala_desa": position_words(head_title(row)),
        "nama_kepala_camat": row.district_head_name,
        "nip_kepala_camat": row.district_head_number,
        "sebutan_desa": kind,
        "sebutan_dusun": row.hamlet_word or "Dusun",
        "sebutan_kecamatan": row.district_word or "Kecamatan",
        "sebutan_kabupaten": village.regency_name.split(" ")[0],
        "sebutan_camat": row.district_head_title or "Camat",
        "sebutan_kepala_desa": row.head_title or ("Lurah" if kind == "Kelurahan" else "Kepala Desa"),
        "sebutan_nip_desa": row.number_label,
    }


#: Which event of the civil registry a shipped kind reports, in the words of form F-2.01.
_CIVIL_EVENTS = {
    "kelahiran": "Kelahiran", "akta_lahir": "Kelahiran", "lahir_mati": "Lahir mati", "kematian": "Kematian",
    "nikah_non_muslim": "Perkawinan",
}  # fmt: skip


def civil_event(kind: LetterType) -> str:
    """The event that a kind of letter reports to the civil registry; "" where it reports none. A village's own kind reports
    a death where it is made out for the dead alone."""
    known = _CIVIL_EVENTS.get(kind.key, "")
    return known or ("Kematian" if kind.groups and kind.groups[0].presence == (2,) else "")


def letter_values(kind: LetterType, *, number: str, code: str, on: date) -> dict[str, Any]:
    """The letter's own merge fields."""
    valid = kind.validity if kind.validity is not None and kind.validity.printed else None
    return {
        "judul_surat": str(kind.title),
        "nomor_surat": number,
        "kode_surat": code,
        "tgl_surat": on,
        "tgl_surat_hijri": hijri_date(on),
        "jenis_pelaporan": civil_event(kind),
        "tahun": str(on.year),
        "bulan_romawi": ROMAN[on.month - 1],
        "mulai_berlaku": long_date(on) if valid else "",
        "berlaku_sampai": long_date(valid.until(on)) if valid else "",
    }


def signer_values(signer: Signer | None) -> dict[str, Any]:
    """Merge fields of who signs."""
    if signer is None:
        return {"atas_nama": "", "nama_pamong": "", "jabatan": "", "nip_pamong": "", "form_nip_pamong": ""}
    return {
        "atas_nama": " ".join(signer.lines[:-1]),
        "nama_pamong": signer.name,
        "jabatan": signer.position,
        "nip_pamong": signer.number,
        "form_nip_pamong": f"{signer.number_label} {signer.number}".strip() if signer.number else "",
    }
