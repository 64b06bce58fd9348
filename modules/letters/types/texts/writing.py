"""Phrases that letters share, so that the same thing is said in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from balai.documents.blocks import condition, identity, paragraph, signature

Node = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """What is written of a kind of letter: its key, names, classification code and body.

    ``code`` follows Permendagri 83/2022. ``needs`` are the sentences under which a citizen finds it ("melamar kerja").
    """

    key: str
    name: str
    title: str
    code: str
    summary: str
    body: Mapping[str, Any]
    needs: tuple[str, ...] = ()


def opening(act: str = "menerangkan dengan sebenarnya bahwa:") -> Node:
    """ "Yang bertanda tangan di bawah ini ..."."""
    return paragraph(
        "Yang bertanda tangan di bawah ini {jabatan_kepala_desa}, {sebutan_kecamatan} {nama_kecamatan}, {nama_kabupaten}, "
        f"Provinsi {{nama_provinsi}}, {act}"
    )


_IDENTITY = {
    "nama": ("Nama", "**{nama}**"),
    "nik": ("NIK", "{nik}"),
    "no_kk": ("Nomor KK", "{no_kk}"),
    "kepala_kk": ("Kepala keluarga", "{kepala_kk}"),
    "ttl": ("Tempat/tanggal lahir", "{ttl}"),
    "usia": ("Umur", "{usia}"),
    "jenis_kelamin": ("Jenis kelamin", "{jenis_kelamin}"),
    "agama": ("Agama", "{agama}"),
    "status_kawin": ("Status perkawinan", "{status_kawin}"),
    "pendidikan_kk": ("Pendidikan", "{pendidikan_kk}"),
    "pekerjaan": ("Pekerjaan", "{pekerjaan}"),
    "warga_negara": ("Kewarganegaraan", "{warga_negara}"),
    "gol_darah": ("Golongan darah", "{gol_darah}"),
    "alamat": ("Alamat", "{alamat}"),
}
#: What most letters say of a person.
USUAL = ("nama", "nik", "ttl", "jenis_kelamin", "agama", "status_kawin", "pekerjaan", "warga_negara", "alamat")


def person(*names: str, of: str = "", more: tuple[tuple[str, str], ...] = (), numbered: bool = False) -> Node:
    """The identity table of a person; ``of`` is the suffix of another party ("ibu"), ``more`` further rows."""
    rows = []
    for name in names or USUAL:
        label, value = _IDENTITY[name]
        rows.append((label, value.replace(f"{{{name}}}", f"{{{name}_{of}}}") if of else value))
    return identity(*rows, *more, numbered=numbered)


def plain(text: str) -> Node:
    """A paragraph that goes on from a table: without an indent."""
    return paragraph(text, indent=False)


def validity() -> Node:
    """Stands only where the kind of letter says how long it is valid."""
    return condition(
        "berlaku_sampai",
        paragraph("Surat ini berlaku sejak {mulai_berlaku} sampai dengan {berlaku_sampai}."),
    )  # fmt: skip


def closing(what: str = "surat keterangan") -> Node:
    """The last sentence."""
    return paragraph(f"Demikian {what} ini dibuat dengan sebenarnya, untuk dapat dipergunakan sebagaimana mestinya.")


def purpose(field: str = "form_keperluan", what: str = "Surat keterangan") -> Node:
    """What it is for, where it was said."""
    return condition(field, paragraph(f"{what} ini diberikan untuk keperluan: {{{field}}}."))


def signed() -> Node:
    """The village head alone, at the right."""
    return signature(("head", "right"))


def signed_with_holder(title: str = "Pemohon,") -> Node:
    """The applicant at the left, the village head at the right."""
    return signature(("holder", "left", title), ("head", "right"))


def signed_with_district(title: str = "Pemohon,") -> Node:
    """The applicant, the village head, and the district head below: "Mengetahui"."""
    return signature(("holder", "left", title), ("head", "right"), ("district", "center", "Mengetahui,"))


def signature_of_owner() -> Node:
    """The owner at the left, the village head at the right."""
    return signature(("holder", "left", "Pemilik,"), ("head", "right"))


def signed_with_district_alone() -> Node:
    """The village head, and the district head below: "Mengetahui"."""
    return signature(("head", "right"), ("district", "center", "Mengetahui,"))
