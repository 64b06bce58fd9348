"""Public pages of the tenancy itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from tenants.context import address
from tenants.models import Domain, State


@require_safe
def verification(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Send a letter's QR code on to where its village lives now (302: it may move again)."""
    host = (
        Domain.objects.filter(tenant__key=key, is_primary=True)
        .exclude(tenant__state__in=[State.PLANNED, State.PROVISIONING, State.REMOVED])
        .values_list("domain", flat=True)
        .first()
    )
    if host is None:
        raise Http404
    return HttpResponseRedirect(address(host, f"/v/{key}-{token}"))
