"""Forms that Permendagri 109/2019 replaced: shipped because offices still ask for them, marked with their regulation, off."""

from __future__ import annotations

from balai.documents.blocks import box_row, choice_row, doc, heading, paragraph, row, signature, table
from modules.letters.types.attachments.civil import (
    DESTINATION,
    MOVE_KINDS,
    MOVE_REASONS,
    MOVE_WHO,
    MOVING_FAMILY,
    ORIGIN,
)
from modules.letters.types.attachments.declaration import Attachment

_OLD = "Permendagri 19/2010 (diganti Permendagri 109/2019)"


def _title(text: str) -> list[dict[str, object]]:
    return [heading(f"**{text}**", level=1)]


_MEMBERS = table(
    row("No", "NIK", "Nama lengkap", "Hubungan dalam keluarga", head=True),
    row("{no}", "{nik}", "{nama|upper}", "{hubungan_kk|upper}", over="keluarga"),
    widths=[1, 5, 8, 5], size=8,
)  # fmt: skip
_CARD = (
    box_row("Nama lengkap pemohon", "{nama|upper}"),
    box_row("NIK pemohon", "{nik}", 16),
    box_row("Nomor KK semula", "{no_kk}", 16),
    box_row("Alamat pemohon", "{alamat_jalan|upper}"),
    box_row("RT / RW / dusun", "{nama_rt} / {nama_rw} / {nama_dusun|upper}"),
    box_row("Desa/kelurahan", "{nama_desa|upper}"),
    box_row("Kecamatan", "{nama_kecamatan|upper}"),
    box_row("Kabupaten/kota", "{nama_kabupaten|upper}"),
    box_row("Provinsi", "{nama_provinsi|upper}"),
    box_row("Kode pos / telepon", "{kode_pos} / {telepon}"),
)
_SIGNED = signature(("head", "left"), ("holder", "right", "Pemohon,"))

F_1_08 = Attachment(
    "F-1.08", "Surat Keterangan Pindah Datang WNI", _OLD, current=False, size=9,
    body=doc(
        _title("SURAT KETERANGAN PINDAH DATANG WNI"),
        paragraph("Nomor : {nomor_surat}", align="center"),
        paragraph("**DATA DAERAH ASAL**", indent=False, keep=True), list(ORIGIN),
        box_row("NIK pemohon", "{nik}", 16), box_row("Nama lengkap", "{nama|upper}"),
        paragraph("**DATA KEPINDAHAN**", indent=False, keep=True),
        choice_row("Status KK bagi yang pindah", "form_status_kk_bagi_yang_pindah", "NUMPANG KK", "MEMBUAT KK BARU", "NOMOR KK TETAP", columns=3),
        box_row("Tanggal kedatangan", "{form_tanggal_pindah|short_date}"), list(DESTINATION),
        paragraph("Keluarga yang datang:", indent=False, keep=True), MOVING_FAMILY, _SIGNED,
    ),
)  # fmt: skip

F_1_15 = Attachment(
    "F-1.15", "Formulir Permohonan Kartu Keluarga Baru WNI", _OLD, current=False,
    body=doc(
        _title("FORMULIR PERMOHONAN KARTU KELUARGA (KK) BARU WARGA NEGARA INDONESIA"), list(_CARD),
        choice_row("Alasan permohonan", "form_alasan_permohonan", "KARENA MEMBENTUK RUMAH TANGGA BARU", "KARENA KARTU KELUARGA HILANG/RUSAK", "LAINNYA"),
        paragraph("Daftar anggota keluarga:", indent=False, keep=True), _MEMBERS, _SIGNED,
    ),
)  # fmt: skip

F_1_16 = Attachment(
    "F-1.16", "Formulir Permohonan Perubahan Kartu Keluarga WNI", _OLD, current=False,
    body=doc(
        _title("FORMULIR PERMOHONAN PERUBAHAN KARTU KELUARGA (KK) WARGA NEGARA INDONESIA"), list(_CARD),
        choice_row("Alasan permohonan", "form_alasan_permohonan", "Karena Penambahan Anggota Keluarga (Kelahiran, Kedatangan)", "Karena Pengurangan Anggota Keluarga (Kematian, Kepindahan)", "Lainnya", columns=1),
        paragraph("Daftar anggota keluarga:", indent=False, keep=True), _MEMBERS, _SIGNED,
    ),
)  # fmt: skip


def _moving(code: str, title: str, departure: bool) -> Attachment:
    place = [paragraph("**DATA DAERAH TUJUAN**", indent=False, keep=True), *DESTINATION]
    return Attachment(
        code, title, _OLD, current=False, size=8.5,
        body=doc(
            _title(title.upper()),
            paragraph("**DATA DAERAH ASAL**", indent=False, keep=True), list(ORIGIN),
            box_row("NIK pemohon", "{nik}", 16), box_row("Nama lengkap", "{nama|upper}"),
            paragraph("**DATA KEPINDAHAN**" if departure else "**DATA KEDATANGAN**", indent=False, keep=True),
            choice_row("Alasan pindah", "form_alasan_pindah", *MOVE_REASONS, columns=4),
            place,
            choice_row("Klasifikasi pindah", "form_klasifikasi_pindah", *MOVE_KINDS),
            choice_row("Jenis kepindahan", "form_jenis_kepindahan", *MOVE_WHO),
            choice_row("KK bagi yang tidak pindah", "form_status_kk_bagi_yang_tidak_pindah", "NUMPANG KK", "MEMBUAT KK BARU", "TIDAK ADA ANGG. KELUARGA YANG DITINGGAL", "NOMOR KK TETAP"),
            choice_row("KK bagi yang pindah", "form_status_kk_bagi_yang_pindah", "NUMPANG KK", "MEMBUAT KK BARU", "NOMOR KK TETAP", columns=3),
            box_row("Rencana tanggal pindah", "{form_tanggal_pindah|short_date}"),
            paragraph("Keluarga yang pindah:", indent=False, keep=True), MOVING_FAMILY, _SIGNED,
        ),
    )  # fmt: skip


F_1_25 = _moving("F-1.25", "Formulir Permohonan Pindah WNI", departure=True)
F_1_27 = _moving("F-1.27", "Formulir Permohonan Pindah Datang WNI", departure=False)
FORMS = (F_1_08, F_1_15, F_1_16, F_1_25, F_1_27)
