"""Log Penduduk: every line of the ledger, one or many taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.errors import NotFound
from balai.reports import FORMATS
from balai.ui.formats import long_date, month_words, short_date
from balai.ui.tables import Bulk, Column, Table
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView
from modules.population import forms, selectors, services
from modules.population.models import EventKind, PopulationEvent
from modules.population.presenting import detail_title, detail_words, event_words
from modules.population.reporting import asking
from modules.population.selectors.amended import Change, amendments_of
from modules.population.selectors.closings import closed_month_of
from modules.population.selectors.lines import (
    LineFilters,
    authors,
    changes_words,
    line_of,
    lines_found,
    may_be_undone,
    month_of,
    months_offered,
)
from modules.population.services.amending import amendable
from modules.population.sight import Sight
from modules.population.views.base import PersonFormView

#: More than a page holds cannot be ticked.
_MOST = 25


def marks(line: PopulationEvent) -> list[tuple[str, str]]:
    """Badges of a line: kind of badge, words."""
    found = []
    if line.late:
        found.append(("warn", _("Susulan")))
    if hasattr(line, "undone_by"):
        found.append(("quiet", _("Dibatalkan")))
    if line.amendments.all():
        found.append(("quiet", _("Rincian diperbaiki")))
    return found


def _kind(line: PopulationEvent) -> Any:
    words = str(line.get_kind_display())
    if line.kind == EventKind.UNDO and line.details.get("undone"):
        words = _("Pembatalan: {what}").format(what=str(EventKind(line.details["undone"]).label).lower())
    badges = format_html_join("", ' <span class="badge {}">{}</span>', marks(line))
    return format_html("{}{}", words, badges)


def _day(day: date) -> Any:
    return format_html('<span class="nowrap">{}</span>', short_date(day))


def _book(line: PopulationEvent) -> str:
    month = month_of(line)
    return month_words(month) if month else _("Data awal")


class LineTable(Table):
    """Lines of the ledger."""

    name = "lines"
    columns = [
        Column("name", gettext_lazy("Nama"), value="resident__name", sort="resident__name", link=True),
        Column("kind", gettext_lazy("Peristiwa"), value=_kind, sort="kind"),
        Column("reported", gettext_lazy("Lapor"), value=lambda row: _day(row.report_date), sort="report_date"),
        Column("happened", gettext_lazy("Peristiwa pada"), value=lambda row: _day(row.event_date), sort="event_date"),
        Column("book", gettext_lazy("Dihitung di"), value=_book, sort="counted_on"),
        Column("head", gettext_lazy("Kepala keluarga"), value="head_name", sort="head_name", hidden=True),
        Column("note", gettext_lazy("Catatan"), value="remark"),
        Column("author", gettext_lazy("Petugas"), value="author_name", sort="author_name"),
    ]
    page_size = _MOST
    empty = gettext_lazy("Belum ada peristiwa. Catat kelahiran dari halaman keluarga, yang lain dari halaman orangnya.")
    no_match = gettext_lazy("Tidak ada peristiwa yang cocok. Hapus satu saringan.")
    empty_icon = "history"

    def row_url(self, row: PopulationEvent) -> str:
        return reverse("population:line", args=[row.pk])

    def bulk(self) -> list[Bulk]:
        return [Bulk(_("Batalkan peristiwa"), reverse("population:undo_lines"), "rotate")]


class TickedLines(LineTable):
    """The same for who may take events back."""

    tick = "line"


class LinesView(OfficeListView):
    """``peristiwa/``; POST takes the list along."""

    permission = "population.view"
    template_name = "population/lines.html"

    def wanted(self) -> LineFilters:
        """The filters of the URL."""
        return LineFilters.of(self.request.GET)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.wanted()
        cls = TickedLines if self.actor.may("population.events") else LineTable
        table = cls(self.request, lines_found(wanted, sight=Sight.of(self.actor)), chips=wanted.chips())
        return {
            "table": table,
            "page": table.page,
            "filters": wanted.as_dict(),
            "kinds": [("all", _("Termasuk data awal")), *EventKind.choices],
            "authors": authors(),
            "months": months_offered(),
            "may_export": self.actor.may("population.export"),
            "formats": [(form.key, form.words) for form in FORMATS.values()],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take what is listed along, in the background."""
        fmt = request.POST.get("fmt", "xlsx")
        sort = LineTable(request, PopulationEvent.objects.none()).sort
        job = asking.ask_for_lines(actor=self.actor, wanted=self.wanted(), fmt=fmt, sort=sort)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class LineView(OfficeTemplateView):
    """``peristiwa/<number>/``: what an event holds; reading it is audited."""

    permission = "population.view"
    template_name = "population/line.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        line = line_of(kwargs["number"])
        if line is None:
            raise NotFound()
        audit.record_read(self.actor, "population.event_read", about=line)
        shown = self.actor.may("population.view_nik")
        return {
            "line": line,
            "closed": closed_words(month) if (month := closed_month_of(line)) and line.amendments.all() else "",
            "person": line.resident,
            "place": selectors.place_words(line.resident.rt),
            "kind": _kind(line),
            "book": _book(line),
            "details": event_words(line, shown=shown, whole=True),
            "changes": changes_words(line, shown=shown),
            "undone_by": getattr(line, "undone_by", None),
            "shown": shown,
            "amendments": [
                (each, [(detail_title(change.name), *_both(change)) for change in each.changes])
                for each in amendments_of(line)
            ],
            "may_amend": self.actor.may("population.events") and amendable(line) is not None,
            "may_undo": self.actor.may("population.events") and may_be_undone(line),
        }


def _both(change: Change) -> tuple[str, str]:
    return detail_words(change.name, change.before), detail_words(change.name, change.after)


class AmendLineView(PersonFormView):
    """``peristiwa/<number>/rincian/``: details put right or added later."""

    permission = "population.events"
    form_class = forms.AmendForm
    heading = gettext_lazy("Ubah rincian peristiwa")
    button = gettext_lazy("Simpan rincian")
    success_message = gettext_lazy("Rincian peristiwa disimpan.")

    def line(self) -> PopulationEvent:
        """The line of the URL, where it has details that can be amended."""
        if not hasattr(self, "_line"):
            found = line_of(self.kwargs["number"])
            if found is None or amendable(found) is None:
                raise NotFound()
            self._line = found
        return self._line

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"event": self.line()}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        line = self.line()
        closed = closed_month_of(line)
        lead = _("{event} {name}, {day}. Jenis dan tanggalnya tetap.").format(
            event=line.get_kind_display(), name=line.resident.name, day=long_date(line.event_date)
        )
        if closed is not None:
            lead += " " + closed_words(closed)
        return {"lead": lead}

    def call_service(self, form: Any) -> PopulationEvent:
        return services.amend_event(actor=self.actor, event=self.line(), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:line", args=[self.kwargs["number"]])

    def get_cancel_url(self) -> str:
        return reverse("population:line", args=[self.kwargs["number"]])


def closed_words(month: date) -> str:
    """What an amendment does to the books of a closed month: nothing, and who needs it on paper notes it there."""
    return _(
        "Buku {month} sudah ditutup dan tetap seperti saat ditutup. Perbaikan tampil di peristiwa ini dan di buku bulan "
        "berjalan; bila perlu, catat pula di buku cetaknya."
    ).format(month=month_words(month))


class UndoLinesView(OfficeView):
    """``peristiwa/batalkan/``: ticked events, one reason. Asked first, since nothing takes an undo back."""

    permission = "population.events"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing is ticked: back to the list."""
        return HttpResponseRedirect(reverse("population:lines"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask, then do."""
        numbers = [int(key) for key in request.POST.getlist("line")[:_MOST] if key.isascii() and key.isdigit()]
        found = PopulationEvent.objects.select_related("resident").prefetch_related("amendments")
        events = list(found.filter(pk__in=numbers).order_by("-id"))
        if not events:
            messages.warning(request, _("Pilih dahulu peristiwa yang dibatalkan."))
            return HttpResponseRedirect(reverse("population:lines"))
        form = forms.UndoForm(request.POST if "reason" in request.POST else None)
        if not form.is_bound or not form.is_valid():
            return self._ask(form, events)
        done = services.undo_events(actor=self.actor, events=events, reason=form.cleaned_data["reason"])
        made = sum(each.made is not None for each in done)
        if made:
            messages.success(request, _("{n} peristiwa dibatalkan.").format(n=made))
        for each in done:
            if each.error is not None:
                words = _("{name}, {event}: {why}").format(
                    name=each.event.resident.name, event=str(each.event.get_kind_display()).lower(),
                    why=each.error.message(),
                )  # fmt: skip
                messages.warning(request, words)
        return HttpResponseRedirect(reverse("population:lines"))

    def _ask(self, form: Any, events: list[PopulationEvent]) -> HttpResponse:
        context = {
            "form": form, "events": [(each, _kind(each)) for each in events],
            "cancel_url": reverse("population:lines"),
            "entries": sum(each.kind in {"initial", "birth", "move_in", "temporary_stay"} for each in events),
        }  # fmt: skip
        return render(self.request, "population/undo_lines.html", context, status=422 if form.is_bound else 200)
