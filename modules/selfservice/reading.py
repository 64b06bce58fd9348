"""Who opened my data, in words that the person understands: what was done, what for, by whom, on which day.

Decided: a member of staff is named by role, not by name. The citizen has a right to know that the operator opened the
record and why; the officer's name belongs to the village, which finds it in its audit when somebody asks. A regency that
wants names shown turns the rule ``selfservice.reader_names`` on.

Every action that the code records as a reading stands either in :data:`WORDS` or in :data:`OTHERS` (a test walks the code).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.audit.models import Entry
from balai.db import today
from modules.population.models import EventKind, Resident
from modules.population.selectors.opened import entries_about, lists_taken

RULE = "selfservice.reader_names"

#: Action -> (what was done, what it is done for). About a resident, their family card, or a file of theirs.
WORDS: dict[str, tuple[Any, Any]] = {
    # readings
    "population.resident_read": (gettext_lazy("Membuka data Anda"), gettext_lazy("melayani atau memeriksa data penduduk")),
    "population.history_read": (gettext_lazy("Membuka riwayat perubahan data Anda"), gettext_lazy("memeriksa perubahan data")),
    "population.comparison_read": (gettext_lazy("Membandingkan data Anda dengan data lain yang mirip"), gettext_lazy("mencari data ganda")),
    "population.biodata_read": (gettext_lazy("Membuka atau mencetak biodata Anda"), gettext_lazy("mencetak biodata")),
    "population.paper_read": (gettext_lazy("Membuka berkas Anda"), gettext_lazy("memeriksa dokumen")),
    "population.papers_read": (gettext_lazy("Membuka daftar berkas Anda"), gettext_lazy("memeriksa dokumen")),
    "population.family_read": (gettext_lazy("Membuka kartu keluarga Anda"), gettext_lazy("melayani atau memeriksa data keluarga")),
    "population.event_read": (gettext_lazy("Membuka catatan peristiwa Anda"), gettext_lazy("memeriksa peristiwa penduduk")),
    "population.family_printed": (gettext_lazy("Mencetak salinan kartu keluarga Anda"), gettext_lazy("membuat salinan KK")),
    "letters.letter_read": (gettext_lazy("Membuka surat Anda"), gettext_lazy("mengurus permohonan surat")),
    "letters.form_read": (gettext_lazy("Membuka data Anda untuk membuat surat"), gettext_lazy("membuat surat")),
    "letters.unsigned_read": (gettext_lazy("Membuka surat Anda sebelum ditandatangani"), gettext_lazy("menandatangani surat")),
    "letters.example_read": (gettext_lazy("Memakai data Anda sebagai contoh saat menyunting naskah surat"), gettext_lazy("memeriksa naskah surat")),
    "letters.receipt_printed": (gettext_lazy("Mencetak tanda terima surat Anda"), gettext_lazy("menyerahkan surat")),
    "messages.delivery_read": (gettext_lazy("Membuka pemberitahuan yang dikirim kepada Anda"), gettext_lazy("memeriksa pengiriman pesan")),
    "voters.person_read": (gettext_lazy("Membuka keterangan Anda sebagai pemilih"), gettext_lazy("menyusun daftar pemilih")),
    "selfservice.correction_read": (gettext_lazy("Membuka usulan perbaikan data Anda"), gettext_lazy("memeriksa usulan")),
    "selfservice.registration_read": (gettext_lazy("Mencocokkan pendaftaran Layanan Mandiri dengan data Anda"), gettext_lazy("memeriksa pendaftaran")),
    "selfservice.own_data_read": (gettext_lazy("Membuka data sendiri"), ""),
    "selfservice.family_data_read": (gettext_lazy("Membuka data Anda"), gettext_lazy("mengurus anggota keluarga")),
    "files.file_read": (gettext_lazy("Membuka berkas atau surat milik Anda"), gettext_lazy("memeriksa permohonan")),
    # acts
    "population.resident_changed": (gettext_lazy("Mengubah data Anda"), gettext_lazy("memperbaiki data penduduk")),
    "population.event_undone": (gettext_lazy("Membatalkan peristiwa pada data Anda"), gettext_lazy("memperbaiki data penduduk")),
    "population.status_repaired": (gettext_lazy("Memperbaiki status Anda"), gettext_lazy("memperbaiki data penduduk")),
    "population.photo_set": (gettext_lazy("Mengganti foto Anda"), gettext_lazy("melengkapi data")),
    "population.photo_removed": (gettext_lazy("Menghapus foto Anda"), ""),
    "population.photo_restored": (gettext_lazy("Mengembalikan foto Anda"), ""),
    "population.paper_added": (gettext_lazy("Menyimpan berkas Anda"), gettext_lazy("melengkapi data")),
    "population.paper_changed": (gettext_lazy("Mengubah keterangan berkas Anda"), ""),
    "population.paper_replaced": (gettext_lazy("Mengganti berkas Anda"), ""),
    "population.paper_removed": (gettext_lazy("Menghapus berkas Anda"), ""),
    "population.paper_restored": (gettext_lazy("Mengembalikan berkas Anda"), ""),
    "population.family_changed": (gettext_lazy("Mengubah kartu keluarga Anda"), gettext_lazy("memperbaiki data keluarga")),
    "population.family_joined": (gettext_lazy("Memasukkan Anda ke kartu keluarga"), gettext_lazy("mengurus kartu keluarga")),
    "population.family_left": (gettext_lazy("Mengeluarkan Anda dari kartu keluarga"), gettext_lazy("mengurus kartu keluarga")),
    "population.family_arranged": (gettext_lazy("Mengatur hubungan dalam keluarga Anda"), gettext_lazy("mengurus kartu keluarga")),
    "population.shdk_changed": (gettext_lazy("Mengubah hubungan Anda dalam keluarga"), gettext_lazy("mengurus kartu keluarga")),
    "population.moved_to_rt": (gettext_lazy("Memindahkan Anda ke RT lain"), gettext_lazy("mengurus pindah rumah")),
    "population.readmitted": (gettext_lazy("Mencatat Anda datang lagi"), ""),
    "population.became_permanent": (gettext_lazy("Mencatat Anda sebagai penduduk tetap"), ""),
    "population.crossing_accepted": (gettext_lazy("Menerima kepindahan Anda ke desa ini"), gettext_lazy("mengurus pindah antardesa")),
    "population.crossing_released": (gettext_lazy("Mengirim data Anda ke desa tujuan"), gettext_lazy("mengurus pindah antardesa")),
    "population.mandate_recorded": (gettext_lazy("Mencatat surat kuasa Anda"), gettext_lazy("mengurus perwakilan")),
    "population.mandate_ended": (gettext_lazy("Mengakhiri surat kuasa Anda"), ""),
    "letters.requested_for": (gettext_lazy("Meminta surat untuk Anda"), gettext_lazy("mengurus anggota keluarga")),
    "messages.thread_read": (gettext_lazy("Membuka pesan Anda"), gettext_lazy("menjawab pesan")),
    "messages.answered": (gettext_lazy("Menjawab pesan Anda"), ""),
    "messages.written_to_citizen": (gettext_lazy("Menulis pesan kepada Anda"), ""),
    "voters.exception_removed": (gettext_lazy("Mengubah keterangan Anda sebagai pemilih"), gettext_lazy("menyusun daftar pemilih")),
    "selfservice.pin_issued": (gettext_lazy("Membuat PIN untuk Anda"), gettext_lazy("memberi akses Layanan Mandiri")),
    "selfservice.pin_changed": (gettext_lazy("Mengganti PIN"), ""),
    "selfservice.sign_in": (gettext_lazy("Masuk Layanan Mandiri"), ""),
    "selfservice.closed": (gettext_lazy("Menutup akses Layanan Mandiri Anda"), ""),
    "selfservice.sessions_ended": (gettext_lazy("Mengeluarkan semua perangkat Anda"), ""),
    "selfservice.session_ended": (gettext_lazy("Mengeluarkan satu perangkat"), ""),
    "selfservice.pin_reset": (gettext_lazy("Memilih PIN baru dengan kode"), ""),
    "selfservice.tag_bound": (gettext_lazy("Mengikat kartu pada Anda"), gettext_lazy("masuk di anjungan")),
    "selfservice.tag_removed": (gettext_lazy("Melepas kartu Anda"), ""),
    "selfservice.account_followed": (gettext_lazy("Memindahkan akses Layanan Mandiri Anda"), gettext_lazy("menggabungkan data ganda")),
    "selfservice.registration_accepted": (gettext_lazy("Menerima pendaftaran Layanan Mandiri Anda"), ""),
    "selfservice.reset_asked": (gettext_lazy("Meminta kode untuk PIN yang terlupa"), ""),
    "messages.code_sent": (gettext_lazy("Mengirim kode untuk memeriksa kontak Anda"), ""),
    "messages.contact_verified": (gettext_lazy("Memastikan kontak Anda"), ""),
    "messages.contact_removed": (gettext_lazy("Menghapus kontak Anda"), ""),
    "messages.wish_set": (gettext_lazy("Mengubah pilihan pemberitahuan Anda"), ""),
    "selfservice.document_added": (gettext_lazy("Menyimpan dokumen"), ""),
    "selfservice.document_removed": (gettext_lazy("Menghapus dokumen"), ""),
    "selfservice.correction_proposed": (gettext_lazy("Mengusulkan perbaikan data Anda"), ""),
    "selfservice.correction_accepted": (gettext_lazy("Menerima usulan perbaikan data Anda"), ""),
    "selfservice.correction_rejected": (gettext_lazy("Menolak usulan perbaikan data Anda"), ""),
    "selfservice.correction_cancelled": (gettext_lazy("Membatalkan usulan perbaikan data"), ""),
}  # fmt: skip

#: Readings that are not of one person's record, each with the reason why they never stand on this page.
OTHERS: dict[str, str] = {
    "groups.group_read": "a group's list of members, kept with the group",
    "households.household_read": "a household's page, kept with the household",
    "households.card_printed": "a household's card, kept with the household",
    "supplements.supplement_read": "a list for a purpose, kept with the list",
    "voters.exceptions_read": "a whole list of exceptions",
    "voters.list_read": "a whole list of voters",
    "voters.frozen_read": "a whole list of voters",
    "voters.difference_read": "two whole lists of voters",
    "voters.why_read": "counts of a list",
    "population.crossing_read": "a move between villages, kept with the move",
    "population.double_read": "a case of two villages, kept with the case",
    "regency.letter_read": "a letter that waits for the district, kept on the regency's side",
    "population.import_read": "a file of many people, kept with the run",
}


def entries_of(me: Resident) -> QuerySet[Entry]:
    """What was read or done about a person: their record, their family's card, events, the files that are theirs; newest
    first. What jobs and the house itself did is left out."""
    return entries_about(me)


@dataclass(frozen=True)
class TakenLine:
    """A list of many people that the office printed or took along: when, by which role, what it is called."""

    at: datetime
    who: str
    what: str


def lists_of(*, names: bool, days: int = 90) -> tuple[list[TakenLine], int]:
    """Lists that may hold anybody of the village, of the last months, and how many there were."""
    found, count = lists_taken(since=today() - timedelta(days=days), until=today(), most=30)
    lines = []
    for each in found:
        role = each.entry.role_words or str(_("Petugas"))
        who = f"{role}, {each.entry.actor_name}" if names and each.entry.actor_name else role
        words = _("Mencetak {list}") if each.printed else _("Mengunduh {list}")
        lines.append(TakenLine(each.entry.at, who, words.format(list=each.title)))
    return lines, count


@dataclass(frozen=True)
class Line:
    """One line of the page."""

    key: int
    at: datetime
    who: str
    what: str
    why: str
    own: bool
    refused: bool


@dataclass
class Day:
    """A day and its lines."""

    day: date
    lines: list[Line] = field(default_factory=list)


def line_of(entry: Entry, me: Resident, *, names: bool) -> Line:
    """An entry of the audit in the citizen's words. ``names``: staff are named, too."""
    own = entry.actor_kind == "citizen" and entry.actor_id == str(me.pk)
    what, why = words_of(entry.action)
    if own:
        who = str(_("Anda"))
    elif entry.actor_kind == "citizen":
        who = _("{name} (keluarga Anda)").format(name=entry.actor_name.title())
    else:
        role = entry.role_words or str(_("Petugas"))
        who = f"{role}, {entry.actor_name}" if names and entry.actor_name else role
    return Line(entry.pk, entry.at, who, what, entry.purpose or ("" if own else why), own, entry.outcome == "refused")


def words_of(action: str) -> tuple[str, str]:
    """What was done, what for. Events of the register are named by themselves."""
    if action in WORDS:
        what, why = WORDS[action]
        return str(what), str(why)
    kind = action.removeprefix("population.")
    if kind in EventKind.values:
        return _("Mencatat peristiwa: {kind}").format(kind=EventKind(kind).label), str(_("mencatat peristiwa penduduk"))
    return str(_("Mengurus data Anda")), ""


def by_day(entries: Iterable[Entry], me: Resident, *, names: bool) -> list[Day]:
    """Lines under their days, in the village's zone."""
    found: list[Day] = []
    for entry in entries:
        day = timezone.localtime(entry.at).date()
        if not found or found[-1].day != day:
            found.append(Day(day))
        found[-1].lines.append(line_of(entry, me, names=names))
    return found
