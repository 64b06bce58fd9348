"""The columns of the workbook ``Anggota``: a group's own on every row, then the membership's."""

from __future__ import annotations

from balai.imports import Heading

SHEET = "Anggota"
KIND = Heading("kind", "JENIS")
CODE = Heading("code", "KODE", ("KODE KELOMPOK", "KODE LEMBAGA"), required=True)
NAME = Heading("name", "NAMA KELOMPOK", ("NAMA LEMBAGA", "NAMA KELOMPOK ATAU LEMBAGA"))
CATEGORY = Heading("category", "KATEGORI", ("KATEGORI KELOMPOK", "KATEGORI LEMBAGA"))
DECREE = Heading("decree_number", "NOMOR SK", ("NO SK", "NOMOR SK PENDIRIAN", "NO. SK PENDIRIAN"))
DECREE_DAY = Heading("decree_date", "TANGGAL SK", ("TANGGAL SK PENDIRIAN",))
ABOUT = Heading("description", "KETERANGAN KELOMPOK", ("KETERANGAN LEMBAGA",))
NIK = Heading("nik", "NIK", required=True)
PERSON = Heading("person", "NAMA", ("NAMA ANGGOTA",))
POSITION = Heading("position", "JABATAN", required=True)
NUMBER = Heading("number", "NOMOR ANGGOTA", ("NO ANGGOTA", "NO. ANGGOTA"))
APPOINTED = Heading("appointed_number", "NOMOR SK PENGANGKATAN", ("NO SK PENGANGKATAN", "NOMOR SK JABATAN"))
APPOINTED_DAY = Heading("appointed_on", "TANGGAL SK PENGANGKATAN")
PERIOD = Heading("period", "MASA JABATAN", ("PERIODE",))
SINCE = Heading("since", "SEJAK")
UNTIL = Heading("until", "SAMPAI")
REASON = Heading("end_reason", "ALASAN BERHENTI")
DISMISSED = Heading("dismissed_number", "NOMOR SK PEMBERHENTIAN", ("NO SK PEMBERHENTIAN",))
DISMISSED_DAY = Heading("dismissed_on", "TANGGAL SK PEMBERHENTIAN")
NOTE = Heading("note", "KETERANGAN")
HEADINGS = [
    KIND, CODE, NAME, CATEGORY, DECREE, DECREE_DAY, ABOUT, NIK, PERSON, POSITION, NUMBER, APPOINTED, APPOINTED_DAY, PERIOD,
    SINCE, UNTIL, REASON, DISMISSED, DISMISSED_DAY, NOTE,
]  # fmt: skip
#: Columns of text by their longest.
GROUP_TEXTS = {NAME: 100, DECREE: 60, ABOUT: 500}
MEMBER_TEXTS = {NUMBER: 20, APPOINTED: 60, PERIOD: 50, DISMISSED: 60, NOTE: 300}
MEMBER_DAYS = (APPOINTED_DAY, SINCE, UNTIL, DISMISSED_DAY)
