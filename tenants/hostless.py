"""Answers that need no village: health, readiness, metrics, and which hosts may have a certificate."""

from __future__ import annotations

import re
import shutil
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from tenants.middleware import trusted
from tenants.models import Domain, State

_HOST = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$")
_NO_CERTIFICATE = {State.PLANNED, State.PROVISIONING, State.REMOVED}


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Database, Redis and disk can be worked with; 503 names what cannot."""
    found: dict[str, str] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM tenants_regency LIMIT 1")
        found["database"] = "ok"
    except Exception as error:
        found["database"] = type(error).__name__
    try:
        cache.set("readyz", 1, 5)
        found["redis"] = "ok"
    except Exception as error:
        found["redis"] = type(error).__name__
    try:
        free = shutil.disk_usage(settings.MEDIA_ROOT if _exists(settings.MEDIA_ROOT) else "/").free
        found["disk"] = "ok" if free > 200 * 1024 * 1024 else "less than 200 MB free"
    except OSError as error:
        found["disk"] = type(error).__name__
    ready = all(value == "ok" for value in found.values())
    return JsonResponse({"ready": ready, **found}, status=200 if ready else 503)


def _exists(path: str) -> bool:
    import os

    return os.path.isdir(path)


def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus metrics: with the token, or from this machine."""
    if not trusted(request):
        return HttpResponse("forbidden\n", status=403, content_type="text/plain")
    from django_prometheus.exports import ExportToDjangoView

    response: Any = ExportToDjangoView(request)
    return response  # type: ignore[no-any-return]


def ask(request: HttpRequest) -> HttpResponse:
    """Caddy asks before it issues a certificate: 200 for a host that we answer, else 404. Kept in Redis."""
    host = (request.GET.get("domain") or "").lower().rstrip(".")
    if not _HOST.match(host) or len(host) > 253:
        return HttpResponse("unknown\n", status=404, content_type="text/plain")
    key = f"tls-ask:{host}"
    known = cache.get(key)
    if known is None:
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        known = domain is not None and (domain.tenant is None or domain.tenant.state not in _NO_CERTIFICATE)
        cache.set(key, known, 600 if known else 60)
    return HttpResponse("ok\n" if known else "unknown\n", status=200 if known else 404, content_type="text/plain")


VIEWS = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics, "/tls/ask": ask}
