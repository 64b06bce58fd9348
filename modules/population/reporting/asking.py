"""Reports asked for: as a job from a page, at once for the archive. Both print the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.documents.tables import render_table
from balai.errors import NotFound
from balai.files import StoredFile, put_rendered
from balai.jobs.models import Job
from balai.reports import FORMATS, Report, ReportColumn, ask_for_export
from balai.ui.formats import long_date, month_words, short_date
from modules.population.fields import on_paper
from modules.population.models import EventKind, MonthClosing
from modules.population.presenting import event_words
from modules.population.reporting import vulnerable
from modules.population.reporting.monthly import Span, span_of
from modules.population.reporting.paper import balance_rows, framed, monthly_paper
from modules.population.selectors.balance import balance
from modules.population.selectors.lines import LineFilters, lines_found, sorted_lines
from modules.population.sight import Sight

MONTHLY, LINES, VULNERABLE = "population.monthly", "population.lines", "population.vulnerable"


def span_or_404(key: str) -> Span:
    """A month, semester or year by its key.

    Raises:
        NotFound: no such span, or one that has not begun.
    """
    found = span_of(key)
    if found is None:
        raise NotFound()
    return found


# -- Laporan Bulanan ---------------------------------------------------------------------------------------------------


def ask_for_monthly(*, actor: Actor, about: Span, by: str, fmt: str) -> Job:
    """Ask for the report of a month, semester or year as PDF or workbook."""
    title = _("Laporan penduduk {when} ({format})").format(when=about.words, format=FORMATS[fmt].words)
    return ask_for_export(MONTHLY, actor=actor, fmt=fmt, args={"span": about.key, "by": by}, title=title)


def monthly_report(*, actor: Actor, span: str, by: str = "counted", signed_on: str = "") -> Report:
    """The report as a file."""
    about = span_or_404(span)
    found = balance(about.first, about.last, by="event" if by == "event" else "counted")
    day = date.fromisoformat(signed_on) if signed_on else today()
    heads = ("No", "Perincian", "WNI L", "WNI P", "WNA L", "WNA P", "L", "P", "L+P", "KK L", "KK P", "KK")
    return Report(
        title=_("Laporan penduduk {when}").format(when=about.words),
        columns=[ReportColumn(head, kind="number" if number > 1 else "") for number, head in enumerate(heads)],
        rows=balance_rows(found, about),
        total=7,
        name=f"laporan-penduduk-{about.key}",
        paper=lambda rows: monthly_paper(found, about, rows, signed_on=day),
        audit={"span": about.key, "by": found.by},
    )


def archive_key(month: date) -> str:
    """Under which a closed month's paper is kept."""
    return f"population-monthly:{month:%Y-%m}"


def archive_month(month: date) -> StoredFile:
    """The paper of a closed month, made once: asked for again it is the same file, whoever signs today.

    Raises:
        NotFound: the month is not closed.
    """
    closing = MonthClosing.objects.filter(month=month).first()
    about = span_of(f"{month:%Y-%m}")
    if closing is None or about is None:
        raise NotFound()
    found = balance(about.first, about.last)
    signed = closing.closed_at.date()
    paper = monthly_paper(found, about, balance_rows(found, about), signed_on=signed)
    return put_rendered(
        content=render_table(paper), name=f"laporan-bulanan-{month:%Y-%m}.pdf", kind="population.monthly",
        key=archive_key(month), permission="population.view",
    )  # fmt: skip


def archive() -> list[tuple[MonthClosing, StoredFile | None]]:
    """Closed months, the newest first, each with its paper (None while it is being made) and its signed scan: two
    queries."""
    closings = list(MonthClosing.objects.select_related("signed").order_by("-month"))
    keys = [archive_key(each.month) for each in closings]
    files = {each.key: each for each in StoredFile.objects.filter(key__in=keys, deleted_at=None)}
    return [(each, files.get(archive_key(each.month))) for each in closings]


# -- Log Penduduk ------------------------------------------------------------------------------------------------------


def ask_for_lines(*, actor: Actor, wanted: LineFilters, fmt: str, sort: str = "") -> Job:
    """Ask for the lines that are listed, in their order, as a file."""
    return ask_for_export(LINES, actor=actor, fmt=fmt, args={"filters": wanted.as_dict(), "sort": sort})


def lines_report(*, actor: Actor, filters: dict[str, str], sort: str = "") -> Report:
    """The log as a table: whole numbers only for who may see them."""
    wanted = LineFilters.of(filters)
    found = sorted_lines(lines_found(wanted, sight=Sight.of(actor)), sort)
    shown = actor.may("population.view_nik")

    def rows() -> Iterator[list[Any]]:
        for number, line in enumerate(found.iterator(chunk_size=1000), 1):
            person = line.resident
            yield [
                number, line.report_date, line.event_date, str(line.get_kind_display()), person.name,
                on_paper(person.nik, shown), on_paper(line.family_number, shown),
                line.head_name, "; ".join(f"{title}: {value}" for title, value in event_words(line, shown=shown, whole=True)), line.remark,
                _state(line), line.author_name,
            ]  # fmt: skip

    return Report(
        title=_("Log Penduduk"),
        columns=[
            ReportColumn("No", 5, "number"), ReportColumn(_("Tanggal lapor"), 12, "date"),
            ReportColumn(_("Tanggal peristiwa"), 12, "date"), ReportColumn(_("Peristiwa"), 16), ReportColumn(_("Nama"), 28),
            ReportColumn("NIK", 18, "text"), ReportColumn(_("Nomor KK"), 18, "text"), ReportColumn(_("Kepala keluarga"), 24),
            ReportColumn(_("Rincian"), 40), ReportColumn(_("Catatan"), 24), ReportColumn(_("Keterangan"), 14),
            ReportColumn(_("Petugas"), 18),
        ],
        rows=rows(),
        total=found.count(),
        lines=[words for _name, words in wanted.chips()],
        name="log-penduduk",
        audit={"filters": sorted(filters)},
    )  # fmt: skip


def _state(line: Any) -> str:
    words = [_("susulan")] if line.late else []
    if hasattr(line, "undone_by"):
        words.append(_("dibatalkan {day}").format(day=short_date(line.undone_by.report_date)))
    if line.kind == EventKind.UNDO and line.details.get("undone"):
        words.append(str(EventKind(line.details["undone"]).label).lower())
    return ", ".join(words)


# -- kelompok rentan ---------------------------------------------------------------------------------------------------


def ask_for_vulnerable(*, actor: Actor, month: date, level: str, fmt: str) -> Job:
    """Ask for the report of vulnerable groups."""
    title = _("Kelompok rentan {month} ({format})").format(month=month_words(month), format=FORMATS[fmt].words)
    args = {"month": f"{month:%Y-%m}", "level": level}
    return ask_for_export(VULNERABLE, actor=actor, fmt=fmt, args=args, title=title)


def vulnerable_report(*, actor: Actor, month: str, level: str = "dusun") -> Report:
    """Vulnerable groups by area as a file."""
    about = span_or_404(month)
    day = min(about.last, today())
    found = vulnerable.by_area(day, level=level)
    return Report(
        title=_("Kelompok rentan per {day}").format(day=long_date(day)),
        columns=[ReportColumn(_("Wilayah"), 28), *(ReportColumn(head, kind="number") for head in vulnerable.heads())],
        rows=([area.name, *area.values] for area in found.areas),
        total=len(found.areas),
        name=f"kelompok-rentan-{about.key}",
        paper=lambda rows: framed(
            _("Kelompok rentan, {day}").format(day=long_date(day)), [vulnerable.table(found, rows)],
            title=[_("LAPORAN KELOMPOK RENTAN"), _("PER {day}").format(day=long_date(day)).upper()], signed_on=today(),
            paper=(330.0, 215.0),
        ),
        audit={"month": about.key, "level": level},
    )  # fmt: skip
