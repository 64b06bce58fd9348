"""Statistics of letters: how many of which kind, how long they take, who did what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.db import today
from balai.reports import ask_for_export
from balai.ui.charts import Chart, Series
from balai.ui.formats import MONTHS
from balai.web.views import OfficeTemplateView, OfficeView
from modules.letters.reports import hours, period_words, statistics_rows
from modules.letters.selectors.statistics import Statistics, statistics
from modules.letters.views.register import period_of


def months_chart(found: Statistics, year: int) -> Chart:
    """Asked for and issued, month by month."""
    months = found.months[: today().month] if year == today().year else found.months
    return Chart(
        title=_("Surat diajukan dan terbit tiap bulan, {year}").format(year=year),
        labels=[str(MONTHS[month - 1])[:3] for month, _asked, _issued in months],
        series=[
            Series(_("Diajukan"), [asked for _month, asked, _issued in months], 6),
            Series(_("Terbit"), [issued for _month, _asked, issued in months], 3),
        ],
        unit=_("surat"), source=_("Layanan surat"), on=today(), head=_("Bulan"),
    )  # fmt: skip


class StatisticsView(OfficeTemplateView):
    """``surat/statistik/``."""

    permission = "letters.view"
    template_name = "letters/statistics.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        form, year, month, _kind = period_of(self.request, self.request.GET)
        form.fields.pop("type", None)
        found = statistics(year, month)
        whole = found.all
        return {
            "form": form, "year": year, "month": month, "when": period_words(year, month), "found": found,
            "rows": statistics_rows(found)[:-1], "total": statistics_rows(found)[-1],
            "stats": [
                {"value": whole.asked, "label": _("diajukan")}, {"value": whole.issued, "label": _("terbit")},
                {"value": hours(whole.ready.half), "label": _("jam sampai siap, bagi separuh surat")},
                {"value": hours(whole.taken.half), "label": _("jam sampai diserahkan, bagi separuh surat")},
            ],
            "chart": months_chart(found, year),
        }  # fmt: skip


class StatisticsExportView(OfficeView):
    """``surat/statistik/unduh/``: the table; a job."""

    permission = "letters.view"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for it, and on to the job's page."""
        _form, year, month, _kind = period_of(request, request.POST)
        fmt = request.POST.get("fmt", "xlsx")
        job = ask_for_export(
            "letters.statistics", actor=self.actor, fmt=fmt if fmt in ("xlsx", "pdf", "csv") else "xlsx",
            args={"year": year, "month": month},
        )  # fmt: skip
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))
