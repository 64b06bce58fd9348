"""Reports: Laporan Bulanan, semester and year, kelompok rentan, closing a month, papers of closed months."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.db import today
from balai.errors import NotFound
from balai.reports import FORMATS
from balai.ui.formats import long_date, month_words
from balai.ui.forms import Form
from balai.web.views import OfficeTemplateView, ServiceFormView, page_of
from modules.population import forms, services
from modules.population.forms import reports as report_forms
from modules.population.models import MonthClosing, RegisterState
from modules.population.reporting import asking, vulnerable
from modules.population.reporting.monthly import (
    Span,
    cells_of,
    destination_rows,
    printed,
    span,
    span_of,
    titles,
)
from modules.population.reporting.people import behind
from modules.population.selectors.balance import ROWS, Balance, balance, month_end
from modules.population.selectors.closings import closing_of, is_closed, month_to_close
from modules.population.selectors.lines import months_offered
from modules.population.selectors.mutations import View

_FORMATS = [(form.key, form.words) for form in FORMATS.values()]


def asked_span(request: HttpRequest) -> Span:
    """The month, semester or year that the URL asks for; the running month without one.

    Raises:
        NotFound: nonsense, or days that have not come.
    """
    key = request.GET.get("kurun", "")
    found = span_of(key) if key else span("month", today())
    if found is None:
        raise NotFound()
    return found


def asked_view(request: HttpRequest) -> View:
    """By the day of report, or of event."""
    return "event" if request.GET.get("menurut") == "peristiwa" else "counted"


def spans_offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a picker offers, by group: months, semesters, years."""
    months = months_offered()
    days = [date.fromisoformat(f"{key}-01") for key, _words in months]
    semesters = dict.fromkeys((each.key, each.words) for each in (span("semester", day) for day in days))
    years = dict.fromkeys((each.key, each.words) for each in (span("year", day) for day in days))
    return [(_("Bulan"), months), (_("Semester"), list(semesters)), (_("Tahun"), list(years))]


class ReportsView(OfficeTemplateView):
    """``laporan/``: which reports there are, and which month waits to be closed."""

    permission = "population.view"
    template_name = "population/reports.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        state = RegisterState.objects.first()
        waiting = month_to_close(state)
        return {
            "complete_on": state.complete_on if state else None,
            "closed_through": state.closed_through if state else None,
            "to_close": month_words(waiting) if waiting else "",
            "may_close": self.actor.may("population.close"),
        }


class MonthlyView(OfficeTemplateView):
    """``laporan/bulanan/``: the balance of a month, semester or year; POST takes it along."""

    permission = "population.view"
    template_name = "population/monthly.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        about, by = asked_span(self.request), asked_view(self.request)
        found = balance(about.first, about.last, by=by)
        state = RegisterState.objects.first()
        waiting = month_to_close(state)
        following = about.next(1)
        return {
            "about": about,
            "by": by,
            "rows": self._rows(found, about),
            "destinations": [(title, count) for _kind, title, count in destination_rows(found)],
            "areas": [area for area in found.areas if any(area.rows.values())],
            "notes": [(titles(about.kind)[note.row], note) for note in found.notes],
            "late": found.late,
            "closing": closing_of(about.first) if about.kind == "month" else None,
            "closed": is_closed(about.last, state),
            "complete_on": state.complete_on if state else None,
            "to_close": about.kind == "month" and waiting == about.first and self.actor.may("population.close"),
            "running": about.last >= today(),
            "spans": spans_offered(),
            "before": about.next(-1).key,
            "after": following.key if following.first <= today() else "",
            "may_export": self.actor.may("population.export"),
            "formats": _FORMATS,
            "tabs": self._tabs(about, by),
        }

    def _tabs(self, about: Span, by: View) -> list[dict[str, Any]]:
        url = reverse("population:monthly")
        return [
            {"title": _("Menurut tanggal lapor"), "url": f"{url}?kurun={about.key}", "current": by == "counted"},
            {
                "title": _("Menurut tanggal peristiwa"), "url": f"{url}?kurun={about.key}&menurut=peristiwa",
                "current": by == "event",
            },
        ]  # fmt: skip

    @staticmethod
    def _rows(found: Balance, about: Span) -> list[tuple[str, str, list[tuple[str, int]]]]:
        words = titles(about.kind)
        return [(row, words[row], list(cells_of(found.rows[row]).items())) for row in ROWS]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it along, in the background."""
        job = asking.ask_for_monthly(
            actor=self.actor, about=asked_span(request), by=asked_view(request), fmt=request.POST.get("fmt", "pdf")
        )
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class BehindView(OfficeTemplateView):
    """``laporan/bulanan/orang/``: who stands behind a number; reading names is audited."""

    permission = "population.view"
    template_name = "population/behind.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        about, by = asked_span(self.request), asked_view(self.request)
        row, column = self.request.GET.get("baris", ""), self.request.GET.get("kolom", "jiwa")
        page = page_of(self.request, behind(about, row, column, by))
        audit.record(
            self.actor, "population.report_people_read", span=about.key, row=row, column=column, page=page.number
        )
        return {
            "about": about,
            "by": by,
            "page": page,
            "title": titles(about.kind)[row],
            "column": {
                "wni_l": "WNI L", "wni_p": "WNI P", "wna_l": "WNA L", "wna_p": "WNA P", "l": _("laki-laki"),
                "p": _("perempuan"), "jiwa": _("jiwa"),
            }[column],
            "stock": row in ("opening", "closing"),
            "shown": self.actor.may("population.view_nik"),
        }  # fmt: skip


class CloseView(ServiceFormView):
    """``laporan/tutup/``: close the month whose turn it is."""

    permission = "population.close"
    form_class = forms.CloseForm
    template_name = "ui/confirm.html"

    def month(self) -> date:
        """The month whose turn it is.

        Raises:
            NotFound: none is over, or the data are not complete.
        """
        found = month_to_close(RegisterState.objects.first())
        if found is None:
            raise NotFound()
        return found

    def get_initial(self) -> dict[str, Any]:
        return {"month": f"{self.month():%Y-%m}"}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        month = self.month()
        numbers, _lines = printed(month)
        closing = next(row for row in numbers["rows"] if row["row"] == "closing")
        words = month_words(month)
        return {
            "heading": _("Tutup buku {month}").format(month=words),
            "button": _("Tutup buku {month}").format(month=words),
            "consequence": _(
                "Angka {month} dibekukan: laporan bulanan, buku B.1 sampai B.5, dan angka untuk kabupaten. Akhir bulan: "
                "{people} jiwa, {families} KK. Laporan yang datang kemudian dicatat di bulan yang terbuka sebagai susulan. "
                "Buku yang sudah ditutup tidak dapat dibuka lagi."
            ).format(month=words, people=closing["jiwa"], families=closing["kk"]),
        }

    def call_service(self, form: Any) -> MonthClosing:
        # The month that was read: who comes second is told that it is closed.
        return services.close_month(actor=self.actor, month=form.cleaned_data["month"])

    success_message = gettext_lazy("Buku ditutup. Laporannya sedang disimpan di arsip.")

    def get_success_url(self, result: Any) -> str:
        return f"{reverse('population:monthly')}?kurun={result.month:%Y-%m}"

    def get_cancel_url(self) -> str:
        return reverse("population:reports")


class ArchiveView(OfficeTemplateView):
    """``laporan/arsip/``: papers of closed months; POST makes one that is missing."""

    permission = "population.view"
    template_name = "population/report_archive.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            (
                closing,
                sum(closing.numbers["rows"]["closing"][key] for key in ("wni_l", "wni_p", "wna_l", "wna_p")),
                stored,
                getattr(closing, "signed", None),
            )
            for closing, stored in asking.archive()
        ]
        return {"page": page_of(self.request, rows), "may_close": self.actor.may("population.close")}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask once more for a paper whose job failed."""
        closing = MonthClosing.objects.filter(pk=request.POST.get("closing", "0") or 0).first()
        if closing is None:
            raise NotFound()
        job = services.ask_for_archive(actor=self.actor, closing=closing)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class _OfClosing(ServiceFormView):
    abstract = True
    permission = "population.close"

    def closing(self) -> MonthClosing:
        """The closed month of the URL.

        Raises:
            NotFound: it is not closed.
        """
        about = asking.span_or_404(self.kwargs["month"])
        found = MonthClosing.objects.filter(month=about.first).first() if about.kind == "month" else None
        if found is None:
            raise NotFound()
        return found

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": month_words(self.closing().month)}

    def get_success_url(self, result: Any) -> str:
        return reverse("population:report_archive")

    def get_cancel_url(self) -> str:
        return reverse("population:report_archive")


class SignedReportView(_OfClosing):
    """``laporan/arsip/<month>/bertanda-tangan/``: keep the scan."""

    permission = "population.close"
    form_class = report_forms.SignedForm
    heading = gettext_lazy("Laporan bertanda tangan")
    button = gettext_lazy("Simpan pindaian")
    success_message = gettext_lazy("Pindaian laporan disimpan.")

    def call_service(self, form: Any) -> Any:
        upload = form.cleaned_data["file"]
        return services.keep_signed(actor=self.actor, closing=self.closing(), content=upload, name=upload.name)


class SentReportView(_OfClosing):
    """``laporan/arsip/<month>/dikirim/``: say that it was sent."""

    permission = "population.close"
    form_class = report_forms.SentForm
    heading = gettext_lazy("Tandai dikirim")
    button = gettext_lazy("Tandai dikirim")
    success_message = gettext_lazy("Laporan ditandai dikirim.")

    def get_initial(self) -> dict[str, Any]:
        return {"on": today()}

    def call_service(self, form: Any) -> Any:
        return services.mark_sent(actor=self.actor, closing=self.closing(), **form.cleaned_data)


class UnsentReportView(_OfClosing):
    """``laporan/arsip/<month>/belum-dikirim/``: take the mark back."""

    permission = "population.close"
    form_class = Form
    heading = gettext_lazy("Batalkan tanda dikirim")
    button = gettext_lazy("Batalkan tanda")
    success_message = gettext_lazy("Tanda dikirim dibatalkan.")

    def call_service(self, form: Any) -> Any:
        return services.unmark_sent(actor=self.actor, closing=self.closing())


class VulnerableView(OfficeTemplateView):
    """``laporan/kelompok-rentan/``; POST takes it along."""

    permission = "population.view"
    template_name = "population/vulnerable.html"

    def asked(self) -> tuple[Span, str]:
        """Month and level of the URL."""
        about = asked_span(self.request)
        level = self.request.GET.get("tingkat", "dusun")
        if about.kind != "month" or level not in vulnerable.LEVELS:
            raise NotFound()
        return about, level

    def context(self, **kwargs: Any) -> dict[str, Any]:
        about, level = self.asked()
        on = min(month_end(about.first), today())
        found = vulnerable.by_area(on, level=level)
        heads = vulnerable.heads()
        return {
            "about": about,
            "day": long_date(on),
            "level": level,
            "levels": [("dusun", _("Dusun")), ("rw", _("RW")), ("rt", _("RT"))],
            "months": months_offered(),
            "heads": heads,
            "areas": [(area.name, list(zip(heads, area.values, strict=True))) for area in found.areas],
            "total": list(zip(heads, found.total, strict=True)),
            "people": found.total[1] + found.total[2],
            "may_export": self.actor.may("population.export"),
            "formats": _FORMATS,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it along, in the background."""
        about, level = self.asked()
        job = asking.ask_for_vulnerable(
            actor=self.actor, month=about.first, level=level, fmt=request.POST.get("fmt", "pdf")
        )
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))
