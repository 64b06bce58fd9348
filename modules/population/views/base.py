"""What the pages of people share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from balai.db import only
from balai.errors import BalaiError, NotFound
from balai.web.views import ServiceFormView, add_error
from modules.population.errors import BadValues
from modules.population.models import FamilyCard, Resident
from modules.population.services import resident_or_404


def family_or_404(pk: Any) -> FamilyCard:
    """A family of this village."""
    found = only(FamilyCard.objects.select_related("rt__parent__parent").filter(pk=pk))
    if found is None:
        raise NotFound()
    return found


class PersonFormView(ServiceFormView):
    """A form about a person: what the service refuses stands beside each field, with a link to whom it is about."""

    abstract = True

    def show_error(self, form: forms.Form, error: BalaiError) -> None:
        """Every bad value beside its field; who has a number already is one click away."""
        if isinstance(error, BadValues):
            for name, sentence in error.data["fields"].items():
                form.add_error(name if name in form.fields else None, sentence)
            return
        other = error.data.get("resident")
        if not other:
            add_error(form, error)
            return
        field = error.data.get("field")
        url = reverse("population:resident", args=[other])
        sentence = format_html('{} <a href="{}">{}</a>', error.message(), url, _("Buka datanya"))
        form.add_error(field if field in form.fields else None, sentence)


class OfResident(PersonFormView):
    """A form about the resident of the URL."""

    abstract = True

    def person(self) -> Resident:
        """The resident of the URL."""
        if not hasattr(self, "_person"):
            self._person = resident_or_404(self.kwargs["pk"])
        return self._person

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": self.person().name}

    def get_success_url(self, result: Any) -> str:
        return reverse("population:resident", args=[self.person().pk])

    def get_cancel_url(self) -> str:
        return reverse("population:resident", args=[self.person().pk])
