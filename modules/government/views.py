"""Pages of identity and officials."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.errors import NotFound
from balai.web.views import OfficeTemplateView, ServiceFormView
from modules.government import selectors, services
from modules.government.forms import IdentityForm, OfficialForm
from modules.government.models import Official


class GovernmentView(OfficeTemplateView):
    """Identity, officials in office, and those of before."""

    permission = "government.view"
    template_name = "government/overview.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        on = today()
        found = list(selectors.in_office(on))
        return {
            "identity": selectors.identity(),
            "head_title": selectors.head_title(),
            "officials": found,
            "former": Official.objects.exclude(pk__in=[each.pk for each in found]).order_by("-since"),
            "signers": selectors.signers(on),
            "may_change": self.actor.may("government.change"),
        }


class IdentityView(ServiceFormView):
    """Change the identity."""

    permission = "government.change"
    form_class = IdentityForm
    service = staticmethod(services.change_identity)
    heading = _("Identitas desa")
    lead = _("Tercetak pada kop setiap surat.")
    success_message = _("Identitas disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = selectors.identity()
        version = row.updated_at.isoformat() if row.pk else ""
        return {name: getattr(row, name) for name in services.IDENTITY_TEXTS} | {"version": version}

    def get_service_kwargs(self, form: Any) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("government:overview")

    def get_cancel_url(self) -> str:
        return reverse("government:overview")


class AddOfficialView(ServiceFormView):
    """Put somebody in office."""

    permission = "government.change"
    form_class = OfficialForm
    service = staticmethod(services.add_official)
    heading = _("Pejabat baru")
    success_message = _("{result.name} dicatat sebagai {result.position}.")

    def get_success_url(self, result: Any) -> str:
        return reverse("government:overview")

    def get_cancel_url(self) -> str:
        return reverse("government:overview")


class OfficialView(ServiceFormView):
    """Change an official or end the term."""

    permission = "government.change"
    form_class = OfficialForm
    heading = _("Ubah pejabat")
    success_message = _("Data {result.name} disimpan.")

    def official(self) -> Official:
        """The official of the URL."""
        found = Official.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound()
        return found

    def get_initial(self) -> dict[str, Any]:
        row = self.official()
        names = ("name", "post", "position", "nip", "nipd", "since", "until", "signs_an", "signs_ub")
        return (
            {name: getattr(row, name) for name in names}
            | {"user": row.user_id}
            | {"version": row.updated_at.isoformat()}
        )

    def call_service(self, form: Any) -> Official:
        return services.change_official(actor=self.actor, official=self.official(), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("government:overview")

    def get_cancel_url(self) -> str:
        return reverse("government:overview")
