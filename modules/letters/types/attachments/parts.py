"""What the forms share: their heading, and lines that several of them ask."""

from __future__ import annotations

import copy
from typing import Any

from balai.documents.blocks import box_row, condition, heading, paragraph, row, table

Node = dict[str, Any]

LAW = "Permendagri 109/2019"
#: Boxes for a name: as many as stand in a line beside the label; a longer name gets narrower ones.
NAME = 27


def head(title: str, *lines: str) -> list[Node]:
    """The form's title and what stands below it."""
    return [heading(f"**{title}**", level=1), *[paragraph(line, align="center", indent=False) for line in lines]]


def part(title: str) -> Node:
    """The heading of a part of a form."""
    return paragraph(f"**{title}**", indent=False, keep=True)


def name_row(label: str, field: str) -> Node:
    """A name in boxes, in capitals."""
    return box_row(label, f"{{{field}|upper}}", NAME)


def nik_row(label: str, field: str) -> Node:
    """A NIK or number of a family card in its sixteen boxes."""
    return box_row(label, f"{{{field}}}", 16)


def only(field: str, values: str, *rows: Node) -> list[Node]:
    """Rows that are filled only where ``field`` has one of ``values``; elsewhere they stand empty, as on the printed form."""
    rule = f"{field}={values}"
    return [condition(rule, *rows), condition(rule, *[emptied(each) for each in rows], negate=True)]


def emptied(node: Node) -> Node:
    """The same line with nothing in it, to be written by hand."""
    made = copy.deepcopy(node)
    if made["type"] == "boxRow":
        made["content"] = []
    elif made["type"] == "choiceRow":
        made["attrs"]["field"] = ""
    elif made["type"] == "condition":
        made["content"] = [emptied(each) for each in made["content"]]
    return made


MOVE_REASONS = ("PEKERJAAN", "PENDIDIKAN", "KEAMANAN", "KESEHATAN", "PERUMAHAN", "KELUARGA", "LAINNYA")
MOVE_KINDS = (
    "DALAM SATU DESA/KELURAHAN",
    "ANTAR DESA/KELURAHAN",
    "ANTAR KECAMATAN",
    "ANTAR KAB/KOTA",
    "ANTAR PROVINSI",
)
MOVE_WHO = (
    "KEPALA KELUARGA",
    "KEPALA KELUARGA DAN SELURUH ANGGOTA KELUARGA",
    "KEPALA KELUARGA DAN SEBAGIAN ANGGOTA KELUARGA",
    "ANGGOTA KELUARGA",
)
DESTINATION = (
    box_row("Alamat tujuan", "{form_alamat_tujuan|upper}"),
    box_row("RT / RW / dusun", "{form_rt_tujuan} / {form_rw_tujuan} / {form_dusun_tujuan|upper}"),
    box_row("Desa/kelurahan", "{form_desa_atau_kelurahan_tujuan|upper}"),
    box_row("Kecamatan", "{form_kecamatan_tujuan|upper}"),
    box_row("Kabupaten/kota", "{form_kabupaten_tujuan|upper}"),
    box_row("Provinsi", "{form_provinsi_tujuan|upper}"),
    box_row("Kode pos", "{form_kode_pos_tujuan}", 5),
    box_row("Telepon", "{form_telepon_tujuan}", 14),
)
ORIGIN = (
    nik_row("Nomor Kartu Keluarga", "no_kk"),
    name_row("Nama kepala keluarga", "kepala_kk"),
    box_row("Alamat", "{alamat_jalan|upper}"),
    box_row("RT / RW / dusun", "{nama_rt} / {nama_rw} / {nama_dusun|upper}"),
    box_row("Desa/kelurahan", "{nama_desa|upper}"),
    box_row("Kecamatan", "{nama_kecamatan|upper}"),
    box_row("Kabupaten/kota", "{nama_kabupaten|upper}"),
    box_row("Provinsi", "{nama_provinsi|upper}"),
    box_row("Kode pos", "{kode_pos}", 5),
    box_row("Telepon", "{form_telepon_pemohon}", 14),
)
#: Who moves along. A KTP-el is valid for life, and children have none.
MOVING_FAMILY = table(
    row("No", "NIK", "Nama", "Masa berlaku KTP-el", "SHDK", head=True),
    row("{no}", "{nik}", "{nama|upper}", "{ktp_berlaku}", "{hubungan_kk|upper}", over="yang_pindah"),
    widths=[1, 5, 8, 4, 4], size=8,
)  # fmt: skip
