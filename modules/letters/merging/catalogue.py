"""Every merge field that a kind of letter's text may name: what the editor offers, and what a check knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modules.letters.merging.changes import FIELDS as CHANGES
from modules.letters.merging.people import EVENTS, PERSON
from modules.letters.types.declaration import LetterType

#: Fields of the letter itself.
LETTER = {
    "judul_surat": "Judul surat",
    "nomor_surat": "Nomor surat lengkap",
    "kode_surat": "Kode surat",
    "tgl_surat": "Tanggal surat",
    "tgl_surat_hijri": "Tanggal surat (Hijriah)",
    "jenis_pelaporan": "Jenis pelaporan pencatatan sipil",
    "tahun": "Tahun surat",
    "bulan_romawi": "Bulan surat (Romawi)",
    "mulai_berlaku": "Berlaku sejak",
    "berlaku_sampai": "Berlaku sampai",
}
#: Fields of the village.
VILLAGE = {
    "nama_desa": "Nama desa",
    "kode_desa": "Kode desa",
    "alamat_kantor": "Alamat kantor",
    "kode_pos": "Kode pos",
    "telepon_desa": "Telepon desa",
    "email_desa": "Surel desa",
    "website_desa": "Situs desa",
    "nama_kecamatan": "Nama kecamatan",
    "kode_kecamatan": "Kode kecamatan",
    "nama_kabupaten": "Nama kabupaten",
    "kode_kabupaten": "Kode kabupaten",
    "nama_provinsi": "Nama provinsi",
    "kode_provinsi": "Kode provinsi",
    "nama_kepala_desa": "Nama kepala desa",
    "nip_kepala_desa": "NIP kepala desa",
    "jabatan_kepala_desa": "Jabatan kepala desa",
    "nama_kepala_camat": "Nama camat",
    "nip_kepala_camat": "NIP camat",
    "sebutan_desa": "Sebutan desa",
    "sebutan_dusun": "Sebutan dusun",
    "sebutan_kecamatan": "Sebutan kecamatan",
    "sebutan_kabupaten": "Sebutan kabupaten",
    "sebutan_camat": "Sebutan camat",
    "sebutan_kepala_desa": "Sebutan kepala desa",
    "sebutan_nip_desa": "Sebutan nomor perangkat",
}
#: Fields of who signs.
SIGNER = {
    "atas_nama": "Atas nama",
    "nama_pamong": "Nama penanda tangan",
    "jabatan": "Jabatan penanda tangan",
    "nip_pamong": "NIP penanda tangan",
    "form_nip_pamong": "NIP/NIPD penanda tangan dengan sebutannya",
}
#: Groups whose rows a text may repeat, and what they are.
ROWS = {
    "keluarga": "Anggota keluarga pemohon", "pengikut": "Pengikut yang dipilih", "yang_pindah": "Pemohon dan pengikutnya",
    "perubahan": "Elemen data yang berbeda",
}  # fmt: skip


@dataclass(frozen=True)
class MergeField:
    """A field as the editor offers it: ``name`` in the tree, ``label`` for people, ``group`` its heading."""

    name: str
    label: str
    group: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"name": self.name, "label": self.label, "group": self.group}


def catalogue_of(kind: LetterType) -> list[MergeField]:
    """Every field that the kind's text may name, by group."""
    found = [MergeField(name, label, "Surat") for name, label in LETTER.items()]
    found += [MergeField(name, label, "Pemohon") for name, label in PERSON.items()]
    for group in kind.groups:
        for each in group.fields:
            found.append(MergeField(each.merge, str(each.label), f"Isian: {group.title}"))
    for group in kind.parties:
        found += [MergeField(f"{name}{group.suffix}", label, group.title) for name, label in PERSON.items()]
    for who in ("ayah", "ibu", "pasangan"):
        title = {"ayah": "Ayah pemohon", "ibu": "Ibu pemohon", "pasangan": "Pasangan pemohon"}[who]
        found += [MergeField(f"{name}_{who}", label, title) for name, label in PERSON.items()]
    found.append(MergeField("bin_pasangan", "Bin/binti pasangan", "Pasangan pemohon"))
    found += [MergeField(name, label, "Peristiwa") for name, label in EVENTS.items()]
    found += [MergeField(name, label, "Desa") for name, label in VILLAGE.items()]
    found += [MergeField(name, label, "Penanda tangan") for name, label in SIGNER.items()]
    for over, title in ROWS.items():
        if over == "perubahan":
            found += [
                MergeField(f"{over}.{name}", label, title) for name, label in {"no": "Nomor urut", **CHANGES}.items()
            ]
            continue
        found += [MergeField(f"{over}.{name}", label, title) for name, label in {"no": "Nomor urut", **PERSON}.items()]
    unique: dict[str, MergeField] = {}
    for field in found:
        unique.setdefault(field.name, field)
    return list(unique.values())


def names_of(kind: LetterType) -> set[str]:
    """Names alone, for a check."""
    return {field.name for field in catalogue_of(kind)}


def groups_of(kind: LetterType) -> set[str]:
    """Groups that rows may repeat over."""
    return set(ROWS)


def signers_of(kind: LetterType) -> dict[str, str]:
    """Roles that a signature block may name: who signs, and what they are called."""
    found = {
        "head": "Kepala desa (atau a.n., u.b.)",
        "holder": "Pemohon",
        "district": "Camat",
        "adat": "Ketua adat",
        "free": "Tempat kosong",
    }
    return found | {group.key: group.title for group in kind.parties}
