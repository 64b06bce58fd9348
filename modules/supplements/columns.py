"""The sheets of a supplement's workbook: ``Peserta`` (who), ``Suplemen`` (what the list is), ``Kolom`` (its own columns)."""

from __future__ import annotations

from balai.imports import Heading

SHEET = "Peserta"
SUBJECT = Heading("subject", "PESERTA", ("NIK ATAU NO KK", "NIK/NO KK"), required=True)
NOTE = Heading("note", "KETERANGAN", required=True)
#: What an export tells besides; nothing is read from it.
TOLD = [Heading("name", "NAMA"), Heading("place", "RT/RW, DUSUN")]
#: A workbook of an aid programme has a sheet of the same name, with this column.
CARD = Heading("card", "NO PESERTA", ("NO. PESERTA", "NOMOR PESERTA"))

ABOUT = "Suplemen"
#: Labels of the sheet ``Suplemen``, folded.
NAME, TARGET, SOURCE, DESCRIPTION = "NAMA", "SASARAN", "SUMBERDATA", "KETERANGAN"

OWN = "Kolom"
OWN_NAME = Heading("name", "NAMA KOLOM", required=True)
OWN_KIND = Heading("kind", "JENIS", required=True)
OWN_CHOICES = Heading("choices", "PILIHAN")
OWN_REQUIRED = Heading("required", "WAJIB")
