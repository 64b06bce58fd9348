"""Closing a month (tutup buku): its numbers are frozen, what comes later counts in the open month."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.indicators import close_period, touch
from balai.jobs.models import Job
from balai.ui.formats import month_words
from modules.population.errors import PopulationError
from modules.population.models import MonthClosing, RegisterState
from modules.population.selectors.balance import balance, month_end
from modules.population.selectors.closings import month_to_close
from modules.population.selectors.frozen import basis_now
from tenants.exchange.services import mark_activity

#: The paper of a closed month, made once and kept.
ARCHIVE = "population.archive_month"


class CannotClose(PopulationError):
    """A month that cannot be closed; the sentence says why."""

    code = "cannot_close"


@atomic()
def close_month(*, actor: Actor, month: date) -> MonthClosing:
    """Close a month: its balance is kept as it is, its facts are frozen, and no line of the ledger enters it any more.

    Months are closed one after the other, from the month in which the data were declared complete, and only once they are
    over. There is no way back: a mistake is mended in the open month (susulan). Who writes an event at the same time is
    either in the balance or late; nobody falls between. What the month's books depend on besides ledger and history (the
    regency's rule, the names and the order of dusun, RW and RT) is kept with it, so its books stay as they are.

    Raises:
        CannotClose: not over yet, not the next one (closed already, or one before it is open), data not declared complete.
        NotAllowed.
    """
    require(actor, "population.close")
    month = month.replace(day=1)
    state = RegisterState.objects.select_for_update().first()
    if state is None or state.complete_on is None:
        raise CannotClose(_("Data desa belum dinyatakan lengkap. Nyatakan lengkap dahulu di halaman Impor."))
    last = month_end(month)
    if state.closed_through is not None and last <= state.closed_through:
        raise CannotClose(_("Bulan {month} sudah ditutup.").format(month=month_words(month)))
    if last >= today():
        raise CannotClose(_("Bulan {month} belum berakhir.").format(month=month_words(month)))
    wanted = month_to_close(state)
    if wanted is None or month != wanted:
        raise CannotClose(
            _("Bulan ditutup berurutan. Tutup {month} dahulu.").format(month=month_words(wanted or month))
        )
    found = balance(month, last)
    if not found.adds_up:
        raise CannotClose(_("Angka bulan ini tidak seimbang. Hubungi pengelola sebelum menutupnya."))
    closing = MonthClosing.objects.create(
        month=month, numbers=found.numbers(), basis=basis_now(), closed_by=actor.name[:150]
    )
    state.closed_through = last
    state.save(update_fields=["closed_through"])
    close_period(actor=actor, period=month)
    mark_activity("change")
    audit.record(actor, "population.month_closed", about=closing, month=month.isoformat())
    touch("population.reports_unsent")
    ask_for_archive(actor=actor, closing=closing)
    return closing


def ask_for_archive(*, actor: Actor, closing: MonthClosing) -> Job:
    """Have the paper of a closed month made and kept. Asked for twice it is made once."""
    require(actor, "population.view")
    return jobs.enqueue(
        ARCHIVE, actor=actor, title=_("Arsip laporan {month}").format(month=month_words(closing.month)), about=closing,
        args={"month": closing.month.isoformat()}, key=f"archive-{closing.month:%Y-%m}",
    )  # fmt: skip


def first_open_day() -> date | None:
    """The first day that no closing has reached; None while nothing is closed."""
    closed = RegisterState.objects.values_list("closed_through", flat=True).first()
    return closed + timedelta(days=1) if closed else None
