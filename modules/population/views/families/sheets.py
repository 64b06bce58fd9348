"""Family cards' copies: one as a PDF in the page, many as a job."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from balai.web.views import OfficeView
from modules.population import kk_sheet
from modules.population.sight import Sight
from modules.population.views.families.bulk import chosen_families, list_url
from modules.population.views.families.page import standing_family


class PrintFamilyView(OfficeView):
    """``keluarga/<pk>/salinan.pdf``: the copy, now."""

    permission = "population.view_nik"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The PDF."""
        made = kk_sheet.print_sheet(actor=self.actor, family=standing_family(pk))
        answer = HttpResponse(made, content_type="application/pdf")
        answer["Content-Disposition"] = 'inline; filename="salinan-kk.pdf"'
        return answer


class PrintFamiliesView(OfficeView):
    """``keluarga/cetak/``: the copies of the ticked families, or of all that were found."""

    permission = "population.view_nik"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by POST."""
        return HttpResponseRedirect(list_url(request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for them; the job's page has the bar and the download."""
        job = kk_sheet.ask_for_sheets(actor=self.actor, families=chosen_families(request, Sight.of(self.actor)))
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))
