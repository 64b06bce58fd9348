"""Copies to print: the family card, the biodata; each for a purpose that lies across the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from balai.errors import BalaiError
from balai.web.views import add_error
from modules.population.biodata_sheet import biodata_copy
from modules.population.kk_sheet import family_copy
from modules.population.models import Resident
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.forms import PurposeForm


class CopyView(Signed):
    """Asks what for, then gives the PDF: a POST, for printing is written down."""

    service: ClassVar[Callable[..., bytes]]
    heading: ClassVar[Any] = ""
    file_name: ClassVar[str] = ""
    back: ClassVar[str] = ""

    def get(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        """What for?"""
        return self.page(self.person(pk), PurposeForm())

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        """The PDF."""
        person, form = self.person(pk), PurposeForm(request.POST)
        if not form.is_valid():
            return self.page(person, form, 422)
        make = type(self).service
        try:
            made = make(actor=self.actor, resident=person, purpose=form.cleaned_data["purpose"])
        except BalaiError as error:
            if error.status == 404:
                raise
            add_error(form, error)
            return self.page(person, form, error.status)
        response = HttpResponse(made, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}"'
        return response

    def page(self, person: Resident, form: PurposeForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {"form": form, "person": person, "title": self.heading, "back": self.back}
        return render(self.request, "selfservice/copy.html", context, status=status)


class FamilyCopyView(CopyView):
    """``keluarga/salinan/``."""

    service = staticmethod(family_copy)
    heading = _("Salinan kartu keluarga")
    file_name = "salinan-kk.pdf"
    back = "/layanan/keluarga/"


class BiodataCopyView(CopyView):
    """``data-saya/salinan/`` and ``data-saya/<pk>/salinan/``."""

    service = staticmethod(biodata_copy)
    heading = _("Salinan biodata")
    file_name = "salinan-biodata.pdf"
    back = "/layanan/data-saya/"
