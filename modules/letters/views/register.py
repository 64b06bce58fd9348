"""The register book of outgoing letters: on the screen, printed, as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from balai.db import today
from balai.reports import ask_for_export
from balai.web.views import OfficeListView, OfficeView
from modules.letters import selectors
from modules.letters.forms_issued import PeriodForm
from modules.letters.reports import period_words, register_letters, register_rows


def period_of(request: HttpRequest, data: Any) -> tuple[PeriodForm, int, int, str]:
    """The form, year, month (0: the whole year) and kind that a request asks for; nonsense asks for this year."""
    years = selectors.issued_years() or [today().year]
    form = PeriodForm(data or None, years=years)
    cleaned = form.cleaned_data if form.is_bound and form.is_valid() else {}
    year = int(cleaned.get("year") or (years[0] if today().year not in years else today().year))
    return form, year, int(cleaned.get("month") or 0), str(cleaned.get("type") or "")


class RegisterView(OfficeListView):
    """``surat/register/``: the book's lines of a year or a month."""

    permission = "letters.view"
    template_name = "letters/register.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        form, self.year, self.month, self.kind = period_of(self.request, self.request.GET)
        page = super().context(**kwargs)["page"]
        before = page.start_index() - 1 if page.paginator.count else 0
        rows = [[row[0] + before, *row[1:], letter.pk] for row, letter in zip(register_rows(page), page, strict=True)]
        return {
            "page": page, "rows": rows, "form": form, "year": self.year, "month": self.month, "kind": self.kind,
            "when": period_words(self.year, self.month),
        }  # fmt: skip

    def rows(self) -> Any:
        return register_letters(self.year, self.month, self.kind)


class RegisterExportView(OfficeView):
    """``surat/register/unduh/``: the book as PDF or XLSX; a job."""

    permission = "letters.view"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for it, and on to the job's page."""
        _form, year, month, kind = period_of(request, request.POST)
        fmt = "xlsx" if request.POST.get("fmt") == "xlsx" else "pdf"
        args = {"year": year, "month": month, "kind": kind}
        job = ask_for_export("letters.register", actor=self.actor, fmt=fmt, args=args)
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))
