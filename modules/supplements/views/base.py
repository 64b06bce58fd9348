"""What the pages of one list share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from balai.web.views import ServiceFormView
from modules.supplements import services
from modules.supplements.models import Supplement


class OfSupplement(ServiceFormView):
    """A form about one list; afterwards back to its page."""

    abstract = True
    permission = "supplements.change"
    back = "supplements:page"

    def supplement(self) -> Supplement:
        """The list of the URL."""
        if not hasattr(self, "_supplement"):
            self._supplement = services.supplement_or_404(self.kwargs["pk"])
        return self._supplement

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": self.supplement().name}

    def get_success_url(self, result: Any) -> str:
        return reverse(self.back, args=[self.kwargs["pk"]])

    def get_cancel_url(self) -> str:
        return reverse(self.back, args=[self.kwargs["pk"]])
