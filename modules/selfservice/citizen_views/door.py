"""Through the door and out of it: sign in, change the PIN, end sessions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from balai.accounts.middleware import address_of
from balai.errors import BalaiError
from balai.web.views import add_error
from modules.messages.services import open_channels
from modules.selfservice import devices, kiosks, services, sessions
from modules.selfservice.citizen_views.base import HOME, Signed, safe_next
from modules.selfservice.forms import PinForm, SignInForm
from modules.selfservice.models import CitizenAccount
from tenants.context import current_village


class SignInView(View):
    """``masuk/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        kiosk = kiosks.kiosk_of(request)
        if kiosk is not None:
            kiosks.mark(request, kiosk)
        if request.session.get("citizen_must_change"):
            return HttpResponseRedirect("/layanan/ganti-pin/")
        if request.find_actor() is not None:  # type: ignore[attr-defined]
            return HttpResponseRedirect(safe_next(request))
        return self.page(request, SignInForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check, open a session, lead to the change of PIN at first."""
        form = SignInForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, 422)
        kiosk = kiosks.kiosk_of(request)
        known = f"kiosk:{kiosk.pk}" if kiosk else devices.known_device(request, form.cleaned_data["nik"])
        if kiosk is not None:
            kiosks.mark(request, kiosk)
        try:
            account = services.sign_in(**form.cleaned_data, address=address_of(request), device=known)
        except BalaiError as error:
            add_error(form, error)
            return self.page(request, form, error.status)
        sessions.enter(request, account)
        response = HttpResponseRedirect("/layanan/ganti-pin/" if account.must_change else safe_next(request))
        if kiosk is None:
            devices.remember_device(request, response, account.resident.nik)
        return response

    def page(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        """The sign-in page."""
        open_door = current_village().rule("selfservice.registration")
        context = {"form": form, "next": safe_next(request), "may_register": open_door, "codes": bool(open_channels())}
        response = render(request, "selfservice/sign_in.html", context, status=status)
        response["Cache-Control"] = "no-store"
        return response


def _out(request: HttpRequest) -> HttpResponse:
    """Back to the door; at a kiosk, to where the next one begins."""
    return HttpResponseRedirect("/layanan/anjungan/" if kiosks.kiosk_of(request) else "/layanan/masuk/")


class SignOutView(View):
    """``keluar/``."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """End this session."""
        sessions.leave(request)
        return _out(request)


class PinView(Signed):
    """``ganti-pin/``."""

    opens_first = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(PinForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change it; this session goes on, all others end."""
        form = PinForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            account = services.change_pin(actor=self.actor, **form.cleaned_data)
        except BalaiError as error:
            add_error(form, error)
            return self.page(form, error.status)
        sessions.enter(request, account)
        messages.success(request, _("PIN sudah diganti."))
        return HttpResponseRedirect(HOME)

    def page(self, form: PinForm, status: int = 200) -> HttpResponse:
        """The page."""
        context = {"form": form, "first": self.request.session.get("citizen_must_change")}
        return render(self.request, "selfservice/pin.html", context, status=status)


class EndSessionsView(Signed):
    """``keluar-semua/``: a phone was lost, or somebody else's was used."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """End every session, this one too."""
        account = CitizenAccount.objects.select_related("resident").get(resident=self.resident_id)
        services.end_sessions(actor=self.actor, account=account)
        request.session.flush()
        return _out(request)
