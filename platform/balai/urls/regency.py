"""The regency's site: ``/`` public numbers, ``/dasbor/``, ``/kelola/``, ``/v/`` to where a letter's village lives now."""

from typing import Any

from django.urls import include, path

from balai.api.urls import api_urlpatterns
from balai.registry import Scope
from balai.urls import door

urlpatterns: list[Any] = [
    path("", include("balai.accounts.urls")),
    path("kelola/", include("balai.audit.urls")),
    path("kelola/", include("balai.jobs.urls")),
    path("kelola/", include("balai.api.page_urls")),
    path("kelola/", include("balai.files.urls")),
    path("", include("tenants.urls")),
    path("api/", include(api_urlpatterns(Scope.REGENCY))),
    *door("regency", "", Scope.REGENCY),
    *door("regency_public", "", Scope.REGENCY),
]
handler400 = "balai.web.errors.bad_request"
handler403 = "balai.web.errors.forbidden"
handler404 = "balai.web.errors.not_found"
handler500 = "balai.web.errors.server_error"
