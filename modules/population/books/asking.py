"""A book asked for: as a job from a page, at once from the command line. Both print the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import today
from balai.errors import NotFound
from balai.jobs.models import Job
from balai.reports import FORMATS, Report, ReportColumn, ask_for_export
from balai.ui.formats import month_words
from modules.population.books import BOOKS, Book, BookRows, Printing
from modules.population.books.paper import document
from modules.population.errors import PopulationError
from modules.population.models import BEGINNING, PopulationEvent

KIND = "population.book"
#: Months that a list offers; further ones are a click on "older" away only where there are any.
_OFFERED = 120


def book_of(code: str) -> Book:
    """A book by its code, in either case.

    Raises:
        NotFound: there is no such book.
    """
    found = BOOKS.get(code.upper())
    if found is None:
        raise NotFound()
    return found


def month_of(text: str) -> date:
    """A month written "2026-10"; empty is the running one.

    Raises:
        PopulationError: no month, or one that has not begun.
    """
    this = today().replace(day=1)
    if not text:
        return this
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise PopulationError(_("Bulan ditulis seperti 2026-10."), field="month") from None
    if found > this:
        raise PopulationError(_("Bulan {month} belum tiba.").format(month=month_words(found)), field="month")
    return found


def months() -> list[date]:
    """Months for which there are books, the newest first: since the first line that counts in one, a year at least."""
    this = today().replace(day=1)
    first = (
        PopulationEvent.objects.filter(counted_on__gt=BEGINNING)
        .order_by("counted_on")
        .values_list("counted_on", flat=True)
    ).first() or this
    count = max(12, (this.year - first.year) * 12 + this.month - first.month + 1)
    found = []
    for back in range(min(count, _OFFERED)):
        number = this.year * 12 + this.month - 1 - back
        found.append(date(number // 12, number % 12 + 1, 1))
    return found


def preview(*, actor: Actor, book: Book, month: date) -> tuple[BookRows, Printing]:
    """The book's rows for the screen, a page at a time; who looked stands in the audit."""
    require(actor, "population.books")
    printing = Printing.of(month, numbers=actor.may("population.view_nik"))
    audit.record(actor, "population.book_read", book=book.code, month=f"{month:%Y-%m}")
    return BookRows(book, printing), printing


def ask_for_book(*, actor: Actor, book: Book, month: date, signed_on: date, masked: bool, fmt: str) -> Job:
    """Ask for the book as PDF or workbook: a job with its bar, then a download."""
    title = _("{number} {name}, {month} ({format})").format(
        number=book.number, name=book.name, month=month_words(month), format=FORMATS[fmt].words
    )
    args = {"book": book.code, "month": f"{month:%Y-%m}", "signed_on": signed_on.isoformat(), "masked": masked}
    return ask_for_export(KIND, actor=actor, fmt=fmt, args=args, title=title)


def book_report(*, actor: Actor, book: str, month: str, signed_on: str = "", masked: bool = False) -> Report:
    """The book as a report: rows in the job's hands, the paper's head and signatures round them."""
    chosen, first = book_of(book), month_of(month)
    printing = Printing.of(first, numbers=not masked and actor.may("population.view_nik"))
    day = date.fromisoformat(signed_on) if signed_on else today()
    audited: dict[str, Any] = {"book": chosen.code, "month": month, "masked": not printing.numbers}
    return Report(
        title=f"{chosen.number} {chosen.name}",
        columns=[ReportColumn(label) for label in chosen.labels],
        rows=chosen.rows(printing, 0, None),
        total=chosen.count(printing),
        name=f"{chosen.code}-{chosen.name}-{first:%Y-%m}",
        paper=lambda rows: document(chosen, printing, rows, signed_on=day),
        audit=audited,
    )
