"""Numbers for everybody: the front page, the tables that the village chose, the same as open data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.generic import View

from balai.errors import NotFound
from balai.registry import Scope, on_side
from balai.web.views import PublicView
from modules.population import selectors
from modules.population.statistics import Category
from modules.population.statistics.publishing import chosen, public_table
from tenants.context import current_village


class HomePublicView(PublicView):
    """The village's public front page: who we are, in numbers, and the two doors."""

    template_name = "population/public_home.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        links = [
            link for each in on_side(Scope.VILLAGE) if each.public_links for link in import_string(each.public_links)()
        ]
        return {"counts": selectors.counts(), "published": chosen(), "links": links}


class PublicStatisticsView(PublicView):
    """``/statistik/``: the tables that the village chose."""

    template_name = "population/public_statistics.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"published": chosen(), "counts": selectors.counts()}


def _of(code: str) -> tuple[Category, list[Category]]:
    shown = chosen()
    found = next((each for each in shown if each.code == code), None)
    if found is None:
        raise NotFound()
    return found, shown


class PublicStatisticView(PublicView):
    """``/statistik/<category>/``: one of them, small cells hidden; works without JavaScript."""

    template_name = "population/public_statistic.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        category, shown = _of(kwargs["category"])
        table = public_table(category)
        at = shown.index(category)
        return {
            "table": table,
            "category": category,
            "chart": table.chart,
            "kind": "pyramid" if table.is_pyramid else "bar",
            "previous": shown[at - 1] if at else None,
            "next": shown[at + 1] if at + 1 < len(shown) else None,
        }


class OpenDataView(View):
    """``/statistik/<category>.json``: the same numbers for other programs; any site may read them."""

    def get(self, request: HttpRequest, category: str) -> HttpResponse:
        """The table; a hidden cell is null."""
        table = public_table(_of(category)[0])
        card = current_village()
        answer = JsonResponse({"village": {"code": card.code, "name": card.title}, **table.as_json()})
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Cache-Control"] = "public, max-age=300"
        return answer
