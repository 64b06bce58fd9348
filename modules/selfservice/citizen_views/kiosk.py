"""The kiosk's own pages: register the device, begin, take a number, sign in by card."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import View

from balai.accounts.middleware import address_of
from balai.db import today
from balai.errors import BalaiError, NotFound
from balai.web.views import add_error
from modules.selfservice import kiosks, sessions
from modules.selfservice.citizen_views.registering import page
from modules.selfservice.door_forms import KioskCodeForm, TagForm
from modules.selfservice.kiosks import key_of
from modules.selfservice.models import Kiosk, QueueService, Ticket
from modules.selfservice.services.kiosks import register_kiosk, sign_in_by_tag
from modules.selfservice.services.queueing import take_ticket


class DeviceView(View):
    """``anjungan/perangkat/``: this device becomes a kiosk."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code."""
        return page(request, "selfservice/kiosk_device.html", {"form": KioskCodeForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Register."""
        form = KioskCodeForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                _kiosk, token = register_kiosk(code=form.cleaned_data["code"], address=address_of(request))
            except BalaiError as error:
                add_error(form, error)
                status = error.status
            else:
                request.session.flush()
                response = HttpResponseRedirect(reverse("selfservice_citizen:kiosk"))
                kiosks.carry(response, token)
                return response
        return page(request, "selfservice/kiosk_device.html", {"form": form}, status)


class AtKiosk(View):
    """A page of a registered kiosk alone."""

    kiosk: Kiosk

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Elsewhere the device is asked to register first."""
        found = kiosks.kiosk_of(request)
        if found is None:
            return HttpResponseRedirect(reverse("selfservice_citizen:kiosk_device"))
        self.kiosk = found
        kiosks.mark(request, found)
        return super().dispatch(request, *args, **kwargs)


class KioskView(AtKiosk):
    """``anjungan/``: where everybody begins; who was signed in before is not any more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The three big buttons."""
        if request.session.get("citizen"):
            sessions.leave(request)
            kiosks.mark(request, self.kiosk)
        services = kiosks.services_on(today()).filter(active=True)
        context = {"kiosk": self.kiosk, "queues": services.exists(), "called": kiosks.called_on(today()), "start": True}
        response = page(request, "selfservice/kiosk.html", context)
        kiosks.carry(response, kiosks.token_of(request))
        return response


class BoardView(AtKiosk):
    """``anjungan/papan.json``: whose number is called, for the kiosk's first page."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Labels and counters."""
        rows = [{"label": each.label, "counter": each.counter} for each in kiosks.called_on(today())]
        response = JsonResponse({"called": rows})
        response["Cache-Control"] = "no-store"
        return response


class QueueView(AtKiosk):
    """``anjungan/antrean/``: for what?"""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The services."""
        services = kiosks.services_on(today()).filter(active=True)
        return page(request, "selfservice/kiosk_queue.html", {"services": services})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take a number."""
        service = QueueService.objects.filter(pk=key_of(request.POST.get("service", "")), active=True).first()
        if service is None:
            raise NotFound()
        ticket = take_ticket(kiosk=self.kiosk, service=service)
        return HttpResponseRedirect(reverse("selfservice_citizen:ticket", args=[ticket.pk]))


class TicketView(AtKiosk):
    """``anjungan/antrean/<id>/``: the number, to be printed or remembered."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Show it."""
        ticket = Ticket.objects.select_related("service").filter(pk=pk, day=today()).first()
        if ticket is None:
            raise NotFound()
        before = Ticket.objects.filter(
            service=ticket.service, day=ticket.day, state="waiting", number__lt=ticket.number
        ).count()
        return page(request, "selfservice/ticket.html", {"ticket": ticket, "before": before})


class CardView(AtKiosk):
    """``anjungan/kartu/``: the card says who, the PIN that it is them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hold it against the reader."""
        return page(request, "selfservice/kiosk_card.html", {"form": TagForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in."""
        form = TagForm(request.POST)
        status = 422
        if form.is_valid():
            try:
                account = sign_in_by_tag(kiosk=self.kiosk, **form.cleaned_data)
            except BalaiError as error:
                add_error(form, error)
                status = error.status
            else:
                sessions.enter(request, account)
                return HttpResponseRedirect("/layanan/ganti-pin/" if account.must_change else "/layanan/")
        return page(request, "selfservice/kiosk_card.html", {"form": form}, status)
