"""What anybody sees who scans a letter's code. Nothing here tells whether a code was close."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balai.accounts import throttle
from balai.accounts.middleware import address_of
from balai.web.views import PublicView
from modules.letters.verification import count_visit, verification_of
from tenants.context import current_village

_SCOPE = "letters.verification"
#: Looks at good codes an address has in five minutes: a bank's counter checks a stack, a script checks everything.
LOOKS, LOOK_SECONDS = 120, 300


class VerificationView(PublicView):
    """``v/<key>-<token>``: the same "not found" for a wrong code, a draft and another village's letter."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The letter's state and what there is to compare."""
        address = address_of(request)
        throttle.check(_SCOPE, account="", address=address)
        throttle.allow(_SCOPE, address=address, most=LOOKS, seconds=LOOK_SECONDS)
        key, _dash, token = code.strip().lower().partition("-")
        found = verification_of(token) if key == current_village().key else None
        if found is None:
            throttle.failed(_SCOPE, account="", address=address)
            response = render(request, "letters/not_found.html", status=404)
        else:
            if request.method == "GET" and request.headers.get("Sec-Purpose", "") != "prefetch":
                count_visit(found.letter)
            response = render(request, "letters/verification.html", {"found": found})
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response
