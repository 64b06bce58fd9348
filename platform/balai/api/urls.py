"""The API's URLs of one side, from the registry."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from balai.registry import Scope, on_side


def api_urlpatterns(scope: Scope) -> list[Any]:
    """``/api/schema`` and every module's routes under ``/api/v1/``."""
    routes = [path("v1/", include(each.api)) for each in on_side(scope) if each.api]
    urlconf = "balai.urls.village" if scope is Scope.VILLAGE else "balai.urls.regency"
    return [path("schema", SpectacularAPIView.as_view(urlconf=urlconf), name="schema"), *routes]
