"""What the pages of the two kinds share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from balai.web.views import ServiceFormView
from modules.groups import services
from modules.groups.models import Group, Kind


class OfKind:
    """Knows its kind, which the URL gives, and the addresses of that kind."""

    kwargs: dict[str, Any]

    @property
    def kind(self) -> Kind:
        """Kelompok or lembaga."""
        return Kind(self.kwargs["kind"])

    def url(self, name: str = "", *args: Any) -> str:
        """The address of a page of this kind."""
        return reverse(f"groups:{self.kind.value}_{name}" if name else f"groups:{self.kind.value}", args=args)


class OfGroup(OfKind, ServiceFormView):
    """A form about one group; afterwards back to its page."""

    abstract = True
    permission = "groups.change"

    def group(self) -> Group:
        """The group of the URL."""
        if not hasattr(self, "_group"):
            self._group = services.group_or_404(self.kwargs["pk"], self.kind)
        return self._group

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": self.group().name}

    def get_success_url(self, result: Any) -> str:
        return self.url("page", self.kwargs["pk"])

    def get_cancel_url(self) -> str:
        return self.url("page", self.kwargs["pk"])

    def picking(self) -> dict[str, Any]:
        """What a form with a person picker needs."""
        return {"shown": self.actor.may("population.view_nik"), "search_url": self.url("search")}
