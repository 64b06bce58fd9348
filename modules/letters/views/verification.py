"""What anybody sees who scans a letter's code. Nothing here tells whether a code was close."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balai.accounts import throttle
from balai.accounts.middleware import address_of
from balai.web.views import PublicView
from modules.letters.selectors import verification_of
from tenants.context import current_village

_SCOPE = "letters.verification"


class VerificationView(PublicView):
    """``v/<key>-<token>``: the same "not found" for a wrong code, a draft and another village's letter."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The letter's state and what there is to compare."""
        address = address_of(request)
        throttle.check(_SCOPE, account="", address=address)
        key, _dash, token = code.strip().lower().partition("-")
        found = verification_of(token) if key == current_village().key else None
        if found is None:
            throttle.failed(_SCOPE, account="", address=address)
            response = render(request, "letters/not_found.html", status=404)
        else:
            response = render(request, "letters/verification.html", {"found": found})
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
