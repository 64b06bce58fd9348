"""A village's site: ``/`` public, ``/layanan/`` the citizen's door, ``/kantor/`` the office, ``/api/v1/``."""

from typing import Any

from django.conf import settings
from django.urls import include, path

from balai.api.urls import api_urlpatterns
from balai.registry import Scope
from balai.urls import door

urlpatterns: list[Any] = [
    path("kantor/", include("balai.accounts.urls")),
    path("kantor/", include("balai.audit.urls")),
    path("kantor/", include("balai.jobs.urls")),
    path("kantor/", include("balai.api.page_urls")),
    path("kantor/", include("balai.files.urls")),
    path("kantor/", include("balai.web.urls")),
    path("layanan/", include("balai.files.citizen_urls")),
    path("api/", include(api_urlpatterns(Scope.VILLAGE))),
    *door("office", "kantor/", Scope.VILLAGE),
    *door("citizen", "layanan/", Scope.VILLAGE),
    *door("public", "", Scope.VILLAGE),
]
if settings.DEBUG:
    urlpatterns.append(path("kantor/", include("balai.ui.urls")))
handler400 = "balai.web.errors.bad_request"
handler403 = "balai.web.errors.forbidden"
handler404 = "balai.web.errors.not_found"
handler500 = "balai.web.errors.server_error"
