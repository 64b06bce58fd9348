"""What guards my account: where I can be reached, and which devices are signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.accounts.services import key_hash
from balai.web.views import CitizenTemplateView
from modules.messages.services import contacts_of, open_channels, shown_address
from modules.selfservice import services
from modules.selfservice.citizen_views.base import Signed
from modules.selfservice.devices import device_words
from modules.selfservice.models import CitizenAccount


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("selfservice_citizen:security"))


class SecurityView(Signed, CitizenTemplateView):
    """``keamanan/``."""

    template_name = "selfservice/security.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        account = CitizenAccount.objects.get(resident=self.resident_id)
        here = key_hash(self.request.session.session_key or "")
        rows = services.sessions_of(account)
        return {
            "sessions": [(each, device_words(each.device), each.key_hash == here) for each in rows],
            "contacts": [(each, shown_address(each.channel, each.address)) for each in contacts_of(self.resident_id)],
            "channels": bool(open_channels()),
        }


class EndSessionView(Signed):
    """``keamanan/perangkat/<id>/keluar/``."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """End that one."""
        services.end_session(actor=self.actor, session_id=pk)
        messages.success(request, _("Perangkat itu sudah dikeluarkan."))
        return _back()
