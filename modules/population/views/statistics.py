"""Numbers: the office's tables and the public front page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from balai.db import today
from balai.web.views import OfficeTemplateView, PublicView
from modules.population import selectors


class StatisticsView(OfficeTemplateView):
    """``statistik/``: the village's own tables."""

    permission = "population.view"
    template_name = "population/statistics.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        on = today()
        tables = selectors.statistics(on)
        titles = {
            "religion": _("Agama"),
            "education": _("Pendidikan dalam KK"),
            "occupation": _("Pekerjaan"),
            "marital_status": _("Status perkawinan"),
        }
        return {
            "on": on,
            "counts": selectors.counts(),
            "pyramid": tables["age"],
            "tables": [(titles[key], tables[key]) for key in titles],
        }


class HomePublicView(PublicView):
    """The village's public front page: who we are, in numbers, and the two doors."""

    template_name = "population/public_home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"counts": selectors.counts()}
