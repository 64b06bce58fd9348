"""Surat kuasa: who acts for which adult, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.errors import NotFound
from balai.ui.forms import DateField, Form
from balai.web.views import OfficeListView, OfficeView, ServiceFormView
from modules.population.models import Mandate
from modules.population.picking import ResidentField, ResidentSearch
from modules.population.selectors import mandates_in_force
from modules.population.services import end_mandate
from modules.selfservice.services.mandates import record_mandate


class MandatesView(OfficeListView):
    """``layanan-mandiri/kuasa/``: those in force, the first to end first."""

    permission = "population.mandates"
    template_name = "selfservice/mandates.html"

    def rows(self) -> QuerySet[Mandate]:
        return mandates_in_force(today()).select_related("giver", "holder").order_by("until", "pk")


class SearchView(ResidentSearch):
    """Candidates for giver and holder."""

    permission = "population.mandates"


class MandateForm(Form):
    """Who, whom, until when, on what paper."""

    until = DateField(label=gettext_lazy("Berlaku sampai"), help_text=gettext_lazy("Paling lama satu tahun."))
    paper = forms.CharField(
        label=gettext_lazy("Surat kuasa"), max_length=200,
        help_text=gettext_lazy("Tanggal, keperluan, dan saksinya, seperti tertulis pada surat yang Anda lihat."),
    )  # fmt: skip

    def __init__(self, *args: Any, shown: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = reverse("selfservice:mandate_search")
        self.fields["giver"] = ResidentField(label=_("Pemberi kuasa"), shown=shown, search_url=where)
        self.fields["holder"] = ResidentField(label=_("Penerima kuasa"), shown=shown, search_url=where)
        self.order_fields(["giver", "holder", "until", "paper"])


class RecordView(ServiceFormView):
    """``layanan-mandiri/kuasa/baru/``."""

    permission = "population.mandates"
    form_class = MandateForm
    service = staticmethod(record_mandate)
    heading = gettext_lazy("Catat surat kuasa")
    lead = gettext_lazy(
        "Penerima kuasa dapat membuka data dan meminta surat untuk pemberi kuasa di Layanan Mandiri. Pemberi kuasa diberi tahu."
    )
    button = gettext_lazy("Catat")
    success_message = gettext_lazy("Kuasa dari {result.giver.name} kepada {result.holder.name} dicatat.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"shown": self.actor.may("population.view_nik")}

    def get_initial(self) -> dict[str, Any]:
        return {"giver": self.request.GET.get("resident", ""), "until": today() + timedelta(days=30)}

    def get_success_url(self, result: Any) -> str:
        return reverse("selfservice:mandates")

    def get_cancel_url(self) -> str:
        return reverse("selfservice:mandates")


class EndView(OfficeView):
    """``layanan-mandiri/kuasa/<pk>/akhiri/``."""

    permission = "population.mandates"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """It was taken back."""
        found = Mandate.objects.filter(pk=pk).first()
        if found is None:
            raise NotFound()
        end_mandate(actor=self.actor, mandate=found)
        messages.success(request, _("Kuasa diakhiri."))
        return HttpResponseRedirect(reverse("selfservice:mandates"))
