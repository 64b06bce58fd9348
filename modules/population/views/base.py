"""What the pages of people share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from balai.errors import NotFound
from balai.web.views import ServiceFormView
from modules.population.models import FamilyCard, Resident
from modules.population.services import resident_or_404


def family_or_404(pk: Any) -> FamilyCard:
    """A family of this village."""
    found = FamilyCard.objects.select_related("rt__parent__parent").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


class OfResident(ServiceFormView):
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
