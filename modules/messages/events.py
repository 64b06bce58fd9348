"""What citizens are told about, in which words, and which codes a village's own words may hold.

Never more than is needed: the first name, what it is about, how it stands, where to look. No NIK, no address, no reason
that an officer wrote: that is read behind the door.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from modules.messages.errors import MessageError

TITLE_LENGTH, TEXT_LENGTH = 120, 300
_TAG = re.compile(r"\[[^\[\]\n]{0,40}\]")
#: Codes of every event.
COMMON = {
    "nama_penduduk": _("nama depan warga"),
    "nama_desa": _("nama desa"),
    "tanggal": _("tanggal hari itu"),
    "tautan": _("alamat halaman Layanan Mandiri"),
}
_LETTER = {"judul_surat": _("jenis surat"), "melalui": _("tempat permohonan dibuat")}


@dataclass(frozen=True)
class Event:
    """One kind of news: its words as shipped, and its own codes beside those of every event."""

    code: str
    name: Any
    title: str
    text: str
    tags: dict[str, Any]
    urgent: bool = False

    @property
    def known(self) -> dict[str, Any]:
        """Every code that its words may hold."""
        return COMMON | self.tags


_ALL = (
    Event("letter_received", _("Permohonan surat diterima"), "Permohonan [judul_surat] diterima",
          "[nama_penduduk], permohonan [judul_surat] sudah kami terima. Ikuti di [tautan]", _LETTER),
    Event("letter_returned", _("Permohonan surat dikembalikan"), "[judul_surat] perlu diperbaiki",
          "[nama_penduduk], permohonan [judul_surat] dikembalikan dan perlu Anda perbaiki. Baca pesan petugas di [tautan]", _LETTER),
    Event("letter_ready", _("Surat siap"), "[judul_surat] sudah siap",
          "[nama_penduduk], [judul_surat] sudah siap. Unduh di [tautan] atau ambil di kantor desa.", _LETTER),
    Event("letter_refused", _("Permohonan surat ditolak"), "[judul_surat] tidak dapat dibuat",
          "[nama_penduduk], permohonan [judul_surat] tidak dapat kami kabulkan. Baca alasannya di [tautan]", _LETTER),
    Event("letter_withdrawn", _("Surat dicabut"), "[judul_surat] dicabut",
          "[nama_penduduk], [judul_surat] yang pernah terbit sudah dicabut dan tidak berlaku lagi. Baca di [tautan]", _LETTER),
    Event("correction_accepted", _("Usul perbaikan data diterima"), "Data Anda sudah diperbaiki",
          "[nama_penduduk], usul perbaikan data Anda sudah diterima. Lihat di [tautan]", {}),
    Event("correction_refused", _("Usul perbaikan data ditolak"), "Usul perbaikan data belum dapat diterima",
          "[nama_penduduk], usul perbaikan data Anda belum dapat diterima. Baca alasannya di [tautan]", {}),
    Event("message_answered", _("Pesan dijawab"), "Pesan Anda dijawab",
          "[nama_penduduk], kantor desa menjawab pesan Anda. Baca di [tautan]", {}),
    Event("pin_changed", _("PIN diganti"), "PIN Anda diganti",
          "[nama_penduduk], PIN Layanan Mandiri Anda diganti pada [tanggal]. Bukan Anda? Segera hubungi kantor desa.", {}, True),
    Event("pin_issued", _("PIN dibuat ulang oleh petugas"), "PIN baru dibuat untuk akun Anda",
          "[nama_penduduk], kantor desa membuat PIN baru atau membuka lagi akun Layanan Mandiri Anda pada [tanggal]. Bukan permintaan Anda? Segera hubungi kantor desa.", {}, True),
    Event("mandate_recorded", _("Surat kuasa dicatat"), "Surat kuasa atas nama Anda dicatat",
          "[nama_penduduk], kantor desa mencatat pada [tanggal] bahwa Anda memberi kuasa kepada orang lain untuk mengurus surat Anda. Tidak benar? Segera hubungi kantor desa.", {}, True),
    Event("contact_changed", _("Kontak ditambah atau diganti"), "Kontak Anda ditambah atau diganti",
          "[nama_penduduk], kontak Layanan Mandiri Anda ditambah atau diganti pada [tanggal]. Bukan Anda? Segera hubungi kantor desa.", {}, True),
)  # fmt: skip
EVENTS: dict[str, Event] = {each.code: each for each in _ALL}


def tags_in(text: str) -> list[str]:
    """The codes that a text holds, without their brackets."""
    return [found[1:-1] for found in _TAG.findall(text)]


def check_words(event: Event, text: str, *, field: str, limit: int) -> str:
    """A village's own words, tidied.

    Raises:
        MessageError: nothing, too much, or a code that does not exist; ``field`` says where.
    """
    text = " ".join(text.split())
    if not text:
        raise MessageError(_now("Belum diisi."), field=field)
    if len(text) > limit:
        raise MessageError(_now("Paling banyak {limit} huruf.").format(limit=limit), field=field)
    unknown = [each for each in tags_in(text) if each not in event.known]
    if unknown:
        known = ", ".join(f"[{each}]" for each in event.known)
        words = _now("Kode [{tag}] tidak dikenal. Yang ada: {known}.")
        raise MessageError(words.format(tag=unknown[0], known=known), field=field)
    return text


def filled(text: str, values: dict[str, str]) -> str:
    """A text with its codes filled in one pass: what a value holds is never read as a code."""
    return " ".join(_TAG.sub(lambda found: values.get(found[0][1:-1], ""), text).split())


def first_name(name: str) -> str:
    """What a person is called in a message that others may see on the telephone."""
    words = name.split()
    return words[0].capitalize() if words else ""
