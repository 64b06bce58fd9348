"""Dusun, RW and RT."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import NotFound
from balai.web.views import OfficeTemplateView, ServiceFormView
from modules.population import forms, selectors, services
from modules.population.errors import PopulationError
from modules.population.models import Territory


class TerritoryView(OfficeTemplateView):
    """``wilayah/``: the tree with L, P and KK."""

    permission = "population.view"
    template_name = "population/territory.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        roots = selectors.territory_tree()
        return {
            "roots": roots,
            "total": selectors.counts(),
            "may_change": self.actor.may("population.change"),
        }


class AddTerritoryView(ServiceFormView):
    """A new dusun, RW or RT."""

    permission = "population.change"
    form_class = forms.TerritoryForm
    service = staticmethod(services.add_territory)
    heading = gettext_lazy("Wilayah baru")
    success_message = gettext_lazy("{result} ditambahkan.")

    def get_success_url(self, result: Any) -> str:
        return reverse("population:territory")

    def get_cancel_url(self) -> str:
        return reverse("population:territory")


class EditTerritoryView(ServiceFormView):
    """Rename a node, set its head and its place in the order."""

    permission = "population.change"
    form_class = forms.TerritoryEditForm
    heading = gettext_lazy("Ubah wilayah")
    success_message = gettext_lazy("{result} disimpan.")

    def node(self) -> Territory:
        """The node of the URL."""
        found = Territory.objects.select_related("head").filter(pk=self.kwargs["pk"], void_at=None).first()
        if found is None:
            raise NotFound()
        return found

    def get_initial(self) -> dict[str, Any]:
        node = self.node()
        return {"name": node.name, "order": node.order, "head": node.head.nik if node.head else ""}

    def call_service(self, form: Any) -> Territory:
        return services.change_territory(actor=self.actor, territory=self.node(), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:territory")

    def get_cancel_url(self) -> str:
        return reverse("population:territory")


class RemoveTerritoryView(OfficeTemplateView):
    """Remove an empty node."""

    permission = "population.change"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Remove it, or say why not."""
        node = Territory.objects.filter(pk=pk, void_at=None).first()
        if node is None:
            raise NotFound()
        try:
            services.remove_territory(actor=self.actor, territory=node)
            messages.success(request, _("{node} dihapus.").format(node=node))
        except PopulationError as error:
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("population:territory"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only by POST."""
        return HttpResponseRedirect(reverse("population:territory"))
