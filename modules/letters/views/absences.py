"""When the head is away, and who acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.errors import NotFound
from balai.web.views import OfficeListView, OfficeView, ServiceFormView
from modules.government.selectors import signers
from modules.letters import services
from modules.letters.forms import AbsenceForm
from modules.letters.models import Absence
from modules.letters.services.chain import absence_on


class AbsencesView(OfficeListView):
    """``surat/berhalangan/``: present, coming and past ones."""

    permission = "letters.view"
    template_name = "letters/absences.html"
    page_size = 25

    def rows(self) -> QuerySet[Absence]:
        return Absence.objects.select_related("delegate").order_by("-since", "-id")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().context(**kwargs),
            "now": absence_on(today()),
            "today": today(),
            "may_record": self.actor.may("letters.delegate"),
        }


class RecordAbsenceView(ServiceFormView):
    """``surat/berhalangan/catat/``."""

    permission = "letters.delegate"
    form_class = AbsenceForm
    service = staticmethod(services.record_absence)
    heading = gettext_lazy("Kepala Desa berhalangan")
    lead = gettext_lazy(
        "Selama masa ini yang bertindak menyetujui surat dengan akunnya sendiri, a.n. Kepala Desa. Di luar masa ini tidak."
    )
    button = gettext_lazy("Catat")
    success_message = gettext_lazy("Dicatat. Yang bertindak: {result.delegate.name}.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"signers": [each for each in signers(today()) if each.line_style]}

    def get_initial(self) -> dict[str, Any]:
        return {"since": today()}

    def get_success_url(self, result: Absence) -> str:
        return reverse("letters:absences")

    def get_cancel_url(self) -> str:
        return reverse("letters:absences")


class EndAbsenceView(OfficeView):
    """``surat/berhalangan/<pk>/akhiri/``."""

    permission = "letters.delegate"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The head is back."""
        found = Absence.objects.filter(pk=pk).first()
        if found is None:
            raise NotFound()
        services.end_absence(actor=self.actor, absence=found)
        messages.success(request, _("Catatan diakhiri. Kepala Desa kembali menandatangani sendiri."))
        return HttpResponseRedirect(reverse("letters:absences"))
