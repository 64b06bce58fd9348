"""Without a sign-in: who holds a message may end them; a provider that knows the secret may tell what became of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from balai.errors import NotAllowed
from balai.web.views import PublicView
from modules.messages import services
from modules.messages.drivers import Asked, Never, NotThem, Telegram
from modules.messages.models import Contact
from modules.messages.services.gateways import driver_of, gateway_or_404

#: A provider's call is small; more is none of theirs.
MAX_BODY = 512 * 1024


@method_decorator(csrf_exempt, name="dispatch")
class EndView(PublicView):
    """``berhenti/<token>/``, ``b/<short>/``: the token is what allows it, so no session and no form token is needed; mail programs post
    here themselves (RFC 8058). Looking alone (a scanner that follows links) ends nothing."""

    template_name = "messages/end.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One button."""
        contact = services.contact_of_token(kwargs["token"])
        if contact is None:
            return self.page("unknown", 404)
        return self.page("ask" if contact.active else "ended", contact=contact)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """End them."""
        contact = services.end_by_token(token=token)
        return self.page("ended", contact=contact)

    def page(self, state: str, status: int = 200, contact: Contact | None = None) -> HttpResponse:
        """The page, kept by nobody."""
        context = {
            "state": state,
            "channel": contact.get_channel_display() if contact else "",
            "address": services.shown_address(contact.channel, contact.address) if contact else "",
        }
        response = render(self.request, self.template_name, context, status=status)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response


@method_decorator(csrf_exempt, name="dispatch")
class HookView(PublicView):
    """``kabar-pengiriman/<pk>/``: a provider's webhook. Whoever does not know the secret learns nothing."""

    http_method_names = ["get", "post"]

    def _asked(self, request: HttpRequest) -> Asked:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            raise NotAllowed()
        return Asked(
            method=request.method or "",
            query={name: str(value) for name, value in request.GET.items()},
            headers={name.lower(): value for name, value in request.headers.items()},
            body=request.body,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A provider that checks the address, or one that tells by GET."""
        gateway = gateway_or_404(kwargs["pk"])
        asked = self._asked(request)
        try:
            driver = driver_of(gateway)
            challenge = driver.greet(asked)
            if challenge is not None:
                return HttpResponse(challenge, content_type="text/plain")
            return self._take(gateway, driver, asked)
        except (NotThem, Never):
            raise NotAllowed() from None

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """News."""
        gateway = gateway_or_404(pk)
        asked = self._asked(request)
        try:
            return self._take(gateway, driver_of(gateway), asked)
        except (NotThem, Never):
            raise NotAllowed() from None

    def _take(self, gateway: Any, driver: Any, asked: Asked) -> HttpResponse:
        if isinstance(driver, Telegram):
            start = driver.start(asked)
            if start is not None:
                services.take_telegram(code=start.code, chat=start.chat)
            return HttpResponse("ok", content_type="text/plain")
        for each in driver.news(asked):
            services.told(gateway=gateway, reference=each.reference, key=each.key, state=each.state, words=each.words)
        return HttpResponse("ok", content_type="text/plain")
