"""A forgotten PIN, back through a verified contact: the NIK, then the code and a new PIN."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from balai.accounts.middleware import address_of
from balai.errors import BalaiError, NotFound
from balai.web.views import add_error
from modules.messages.services import open_channels
from modules.selfservice import services
from modules.selfservice.citizen_views.registering import page
from modules.selfservice.door_forms import ForgottenForm, ResetForm

#: The row of the code that was asked for in this session; without it a code is of no use.
ASKED = "reset_asked"


class _Open(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only where a code can be sent."""
        if not open_channels():
            raise NotFound()
        return super().dispatch(request, *args, **kwargs)


class ForgottenView(_Open):
    """``lupa-pin/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Whose?"""
        return page(request, "selfservice/forgotten.html", {"form": ForgottenForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for a code; the same page follows whoever it is."""
        form = ForgottenForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                row = services.ask_reset(nik=form.cleaned_data["nik"], address=address_of(request))
            except BalaiError as error:
                add_error(form, error)
                status = error.status
            else:
                request.session[ASKED] = str(row.pk)
                return HttpResponseRedirect(reverse("selfservice_citizen:reset"))
        return page(request, "selfservice/forgotten.html", {"form": form}, status)


class ResetView(_Open):
    """``lupa-pin/kode/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The code and a new PIN."""
        if not request.session.get(ASKED):
            return HttpResponseRedirect(reverse("selfservice_citizen:forgotten"))
        return page(request, "selfservice/reset.html", {"form": ResetForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Choose the new PIN."""
        asked = request.session.get(ASKED)
        if not asked:
            return HttpResponseRedirect(reverse("selfservice_citizen:forgotten"))
        form = ResetForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                services.reset_pin(reset_id=asked, **form.cleaned_data, address=address_of(request))
            except BalaiError as error:
                add_error(form, error)
                status = error.status
            else:
                del request.session[ASKED]
                messages.success(request, _("PIN baru berlaku. Masuklah dengan NIK dan PIN baru."))
                return HttpResponseRedirect("/layanan/masuk/")
        return page(request, "selfservice/reset.html", {"form": form}, status)
