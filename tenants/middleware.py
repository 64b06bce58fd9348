"""Host -> village: which schema and which role a request runs in, and which doors its state opens."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import set_urlconf
from django.utils.translation import gettext as _

from balai.db import only
from tenants.models import Domain, State, Village

Respond = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class PublicSite:
    """The regency's side, where a request's ``tenant`` is no village."""

    schema_name: str = "public"
    domain_url: str = ""
    name: str = ""
    key: str = ""
    state: str = "live"
    data: str = "empty"

    def get_tenant_type(self) -> str:
        """django-tenants asks for it."""
        return "public"


class HostlessMiddleware:
    """What arrives on an IP address: health, readiness, metrics, and Caddy's question which hosts exist."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from tenants import hostless

        view = hostless.VIEWS.get(request.path)
        if view is None:
            return self.get_response(request)
        connection.set_schema_to_public()  # type: ignore[attr-defined]
        return view(request)


class VillageMiddleware:
    """Sets ``request.tenant``, the connection's schema and the site's URLs.

    A host of no village gets a 404 page that tells nothing. What a village's state closes is closed here, with the
    reason; what it may write is decided by its role's grants.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Where the thread stood before: public in a server, the fixture's village in a test.
        before = connection.tenant  # type: ignore[attr-defined]
        connection.set_schema_to_public()  # type: ignore[attr-defined]
        try:
            return self.answer(request)
        finally:
            connection.set_tenant(before)  # type: ignore[attr-defined]

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Find the village, check its state, answer inside it."""
        try:
            host = request.get_host().rsplit(":", 1)[0].lower().rstrip(".")
        except DisallowedHost:
            return unknown_host()
        domain = only(
            Domain.objects.select_related("tenant__district__regency").filter(domain=host.removeprefix("www."))
        )
        if domain is None or (domain.tenant and domain.tenant.state in {State.PLANNED, State.PROVISIONING}):
            return unknown_host()
        village: Any = domain.tenant
        if village is None:
            request.tenant = PublicSite(domain_url=host)  # type: ignore[attr-defined]
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF  # type: ignore[attr-defined]
        else:
            village.domain_url = host
            request.tenant = village  # type: ignore[attr-defined]
            request.urlconf = settings.ROOT_URLCONF  # type: ignore[attr-defined]
            closed = closed_by_state(village, request.path)
            if closed is not None:
                return closed
            connection.set_tenant(village)  # type: ignore[attr-defined]
        set_urlconf(request.urlconf)  # type: ignore[attr-defined]
        return self.get_response(request)


def unknown_host() -> HttpResponse:
    """The page for a host of no village: says that there is none, and nothing else."""
    return HttpResponse(render_to_string("tenants/unknown_host.html"), status=404)


def closed_by_state(village: Village, path: str) -> HttpResponse | None:
    """The notice page where the village's state closes this door, else None."""
    if path.startswith(("/static/", "/v/")) and village.state != State.REMOVED:
        return None
    office = path.startswith(("/kantor/", "/api/"))
    match village.state:
        case State.SETUP if not office:
            title, reason, status = _("Situs sedang disiapkan"), _("Data desa sedang diisi oleh petugas."), 503
        case State.SUSPENDED:
            title = _("Layanan dihentikan sementara")
            reason = village.state_reason or _("Hubungi Dispermasdes kabupaten untuk keterangan.")
            status = 503
        case State.ARCHIVED:
            title, reason, status = _("Desa ini sudah diarsipkan"), village.state_reason, 410
        case State.REMOVED:
            title, reason, status = _("Desa ini tidak ada lagi"), "", 410
        case State.READ_ONLY if path.startswith("/layanan/") and "masuk" not in path:
            title = _("Layanan hanya dapat dibaca")
            reason = village.state_reason or _("Permohonan baru belum dapat dikirim.")
            status = 503
        case _:
            return None
    page = render_to_string("tenants/closed.html", {"title": title, "reason": reason, "village": village})
    response = HttpResponse(page, status=status)
    if status == 503:
        response["Retry-After"] = "3600"
    return response


def trusted(request: HttpRequest) -> bool:
    """Whether metrics may be read: with the token, or from this machine where none is set."""
    token = settings.BALAI_METRICS_TOKEN
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", ""), f"Bearer {token}")
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and "HTTP_X_FORWARDED_FOR" not in request.META
