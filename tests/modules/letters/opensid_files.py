"""Exports as OpenSID writes them, with words of our own: what a test hands to the import."""

from __future__ import annotations

import json
from typing import Any

_CELL = '<td style="width: {w}%; text-align: {a};">{t}</td>'


def identity_html(*rows: tuple[str, str, str]) -> str:
    """A table without lines: empty, number, label, colon, value."""
    made = "".join(
        '<tr style="height: 18px;">'
        + _CELL.format(w=4.3, a="center", t="&nbsp;")
        + _CELL.format(w=3.9, a="left", t=number)
        + _CELL.format(w=30.5, a="left", t=label)
        + _CELL.format(w=1.2, a="center", t=":")
        + _CELL.format(w=60, a="justify", t=value)
        + "</tr>\r\n"
        for number, label, value in rows
    )
    return (
        '<table style="border-collapse: collapse; width: 100%;" border="0" cellspacing="0" cellpadding="0">\r\n'
        f"<tbody>\r\n{made}</tbody>\r\n</table>\r\n"
    )


def signature_html(left: str = "Pemegang Surat", holder: str = "[NAma]") -> str:
    """Three columns: who holds the letter, room, who signs."""
    rows = [
        ("&nbsp;", "[NaMa_desa], [TgL_surat]"), (left, "[Atas_namA]"), ("&nbsp;", "<br><br><br>[qr_bsre]"),
        (holder, "[Nama_pamonG]"), ("&nbsp;", "[SEbutan_nip_desa] : [nip_pamong]"),
    ]  # fmt: skip
    made = "".join(
        f'<tr><td style="width: 35%; text-align: center;">{a}</td><td style="width: 30%;">&nbsp;</td>'
        f'<td style="width: 35%; text-align: center;">{b}</td></tr>'
        for a, b in rows
    )
    return f'<table style="border-collapse: collapse; width: 100%;" border="0"><tbody>{made}</tbody></table>'


HEAD = (
    '<h4 style="margin: 0; text-align: center;"><span style="text-decoration: underline;">[JUdul_surat]</span></h4>\r\n'
    '<p style="margin: 0; text-align: center;">Nomor : [Format_nomor_suraT]<br /><br /></p>\r\n'
)
OPENING = (
    '<p style="text-align: justify; text-indent: 30px;">Kami, [JaBatan] [NaMa_desa], Kecamatan [NaMa_kecamatan], '
    "[SeButan_kabupaten] [NaMa_kabupaten], Provinsi [NaMa_provinsi], memberi keterangan tentang warga kami :</p>\r\n"
)
PERSON = identity_html(
    ("1.", "Nama Lengkap", "<strong>[NAma]</strong>"), ("2.", "NIK", "[Nik]"), ("3.", "Tempat / Tanggal Lahir", "[TtL]"),
    ("4.", "Alamat", "[Alamat_lengkaP]"),
)  # fmt: skip


def template(name: str, html: str, **more: Any) -> dict[str, Any]:
    """One template with all that an export holds."""
    return {
        "nama": name, "url_surat": "surat-" + name.lower().replace(" ", "-"), "kode_surat": "S-90", "lampiran": None,
        "kunci": False, "favorit": False, "jenis": "4", "mandiri": False, "masa_berlaku": 1, "satuan_masa_berlaku": "M",
        "qr_code": True, "logo_garuda": False, "kecamatan": "0", "syarat_surat": None, "template": html, "template_desa": None,
        "form_isian": {"individu": {"sumber": 1, "data": ["1"], "sex": "", "status_dasar": ["1"], "kk_level": [], "data_orang_tua": "0", "data_pasangan": "0", "judul": "Utama", "label": "Keterangan Pemohon", "info": "", "hubungan": None}},
        "kode_isian": [], "orientasi": "Potrait", "ukuran": "F4",
        "margin": '{"kiri":1.78,"atas":0.63,"kanan":1.78,"bawah":1.37}', "margin_global": "0", "footer": "1", "header": 1,
        "format_nomor": None, "sumber_penduduk_berulang": "0", **more,
    }  # fmt: skip


def question(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """One question of a template."""
    return {
        "tipe": kind, "kode": "[form_" + name.lower().replace(" ", "_") + "]", "nama": name, "deskripsi": name, "required": "1",
        "atribut": None, "pilihan": None, "refrensi": None, "kolom": "", "label": "", "kaitkan_kode": "", **more,
    }  # fmt: skip


def stall() -> dict[str, Any]:
    """A village's own kind: the usual parts."""
    html = (
        HEAD + OPENING + PERSON
        + '<p style="text-align: justify; text-indent: 30px;">Warga tersebut membuka lapak <strong>[Form_nama_lapaK]</strong> '
        "di [Sebutan_desa] [NaMa_desa] pada hari [Form_hari_buka].</p>\r\n"
        "<p>&nbsp;</p>\r\n" + signature_html() + '<div style="text-align: center;"><br />[qr_code]</div>'
    )  # fmt: skip
    return template(
        "Keterangan Lapak Pasar", html, mandiri=True, syarat_surat='["2","3"]',
        kode_isian=[
            question("Nama Lapak"), question("Hari Buka", "select-manual", pilihan=["Pahing", "Pon", "Wage"]),
        ],
    )  # fmt: skip


def business() -> dict[str, Any]:
    """A kind that is shipped here, too, with a village's text."""
    html = (
        HEAD + OPENING + PERSON
        + '<p style="text-align: justify;">Ia menjalankan usaha [Form_nama_usaha] untuk [form_keperluan].</p>'
        + signature_html()
    )  # fmt: skip
    return template(
        "Keterangan Usaha", html, kode_surat="500", template_desa=html,
        kode_isian=[question("Nama Usaha"), question("Keperluan", "textarea")],
    )  # fmt: skip


def export(*templates: dict[str, Any]) -> bytes:
    """The file."""
    return json.dumps(list(templates), indent=4).encode()
