"""A month's report signed and sent: its scan is kept beside the generated paper, the regency sees what is still missing."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today
from balai.errors import NotFound
from balai.files.models import StoredFile
from balai.files.services import discard, store
from balai.indicators import touch
from modules.population.errors import PopulationError
from modules.population.models import MonthClosing, SignedReport
from modules.population.services.papers import MAX_PAPER, PAPER_SIDE

#: Counts what is not sent yet (``modules.population.indicators``).
UNSENT = "population.reports_unsent"


def _row(closing: MonthClosing) -> SignedReport:
    """The report's row, its month held: two officers are one after the other.

    Raises:
        NotFound: the month is not closed.
    """
    # A closed month is frozen: its row cannot even be locked.
    advisory_lock("population.signed_report", str(closing.pk))
    now = MonthClosing.objects.filter(pk=closing.pk).first()
    if now is None:
        raise NotFound()
    return SignedReport.objects.filter(closing=now).first() or SignedReport(closing=now)


@atomic()
def keep_signed(*, actor: Actor, closing: MonthClosing, content: bytes | BinaryIO, name: str) -> SignedReport:
    """Keep the scan of a month's signed report (PDF, or a picture that is drawn anew); another takes the place of the one
    before.

    Raises:
        FileRefused: neither PDF nor picture, too large, broken.
        PopulationError: it was sent already; that is taken back first.
    """
    require(actor, "population.close")
    row = _row(closing)
    if row.sent_on is not None:
        raise PopulationError(_("Laporan ini sudah ditandai dikirim. Batalkan tandanya dahulu."), field="file")
    stored = store(
        actor=actor, content=content, name=name, kind="population.monthly_signed", accept=["pdf", "image/*"], owner=closing,
        max_bytes=MAX_PAPER, max_side=PAPER_SIDE, permission="population.view",
    )  # fmt: skip
    former = StoredFile.objects.filter(pk=row.file_id).first() if row.file_id else None
    row.file_id, row.file_name = stored.pk, stored.name[:200]
    row.kept_by, row.kept_at = actor.name[:150], timezone.now()
    _save(row)
    if former is not None:
        discard(stored=former)
    audit.record(actor, "population.report_signed", about=closing, month=f"{closing.month:%Y-%m}")
    return row


@atomic()
def mark_sent(*, actor: Actor, closing: MonthClosing, on: date, note: str = "") -> SignedReport:
    """Say that a month's signed report was given to the kabupaten.

    Raises:
        PopulationError: no scan is kept, or the day has not come or lies before the month's end.
    """
    require(actor, "population.close")
    row = _row(closing)
    if row.file_id is None:
        raise PopulationError(_("Unggah dahulu pindaian laporan yang bertanda tangan."), field="file")
    if on > today() or on < closing.month:
        raise PopulationError(
            _("Tanggal kirim tidak boleh sebelum bulan laporannya atau sesudah hari ini."), field="sent_on"
        )
    row.sent_on, row.sent_by, row.sent_note = on, actor.name[:150], " ".join(note.split())[:200]
    _save(row)
    touch(UNSENT)
    audit.record(actor, "population.report_sent", about=closing, month=f"{closing.month:%Y-%m}")
    return row


@atomic()
def unmark_sent(*, actor: Actor, closing: MonthClosing) -> SignedReport:
    """Take the mark back: it was not sent after all, or another scan must take its place."""
    require(actor, "population.close")
    row = _row(closing)
    if row.sent_on is None:
        raise PopulationError(_("Laporan ini belum ditandai dikirim."))
    row.sent_on, row.sent_by, row.sent_note = None, "", ""
    _save(row)
    touch(UNSENT)
    audit.record(actor, "population.report_unsent", about=closing, month=f"{closing.month:%Y-%m}")
    return row


def _save(row: SignedReport) -> None:
    row.updated_at = timezone.now()
    row.save()
