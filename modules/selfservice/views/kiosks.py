"""The office's side of the hall: its kiosks, the cards that they read, the queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.db import today
from balai.errors import BalaiError, NotFound
from balai.web.views import OfficeTemplateView, OfficeView, add_error
from modules.population.services import resident_or_404
from modules.selfservice import kiosks
from modules.selfservice.door_forms import KioskForm, QueueServiceForm, ReaderForm
from modules.selfservice.kiosks import key_of
from modules.selfservice.models import Kiosk, QueueService, ResidentTag, Ticket
from modules.selfservice.secrets_kept import grouped
from modules.selfservice.services import kiosks as services
from modules.selfservice.services import queueing
from tenants.context import current_village


class _FormPage(OfficeView):
    """A list with the form that adds to it."""

    abstract = True
    template_name = ""
    form_class: type[forms.Form]

    def context(self, **kwargs: Any) -> dict[str, Any]:
        """What stands beside the form."""
        return {}

    def done(self, form: Any, **kwargs: Any) -> HttpResponse:
        """What the form does."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """List and empty form."""
        return self.page(self.form_class(), **kwargs)

    def page(self, form: Any, status: int = 200, **kwargs: Any) -> HttpResponse:
        """The page."""
        return render(self.request, self.template_name, {"form": form, **self.context(**kwargs)}, status=status)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Add."""
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(form, 422, **kwargs)
        try:
            return self.done(form, **kwargs)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(form, error.status, **kwargs)


class KiosksView(_FormPage):
    """``anjungan/``: the devices."""

    permission = "selfservice.kiosk"
    template_name = "selfservice/kiosks.html"
    form_class = KioskForm

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "kiosks": [(each, services.minutes_shut(each)) for each in Kiosk.objects.filter(revoked_at=None)],
            "hall_shut": services.hall_minutes_shut(self.actor),
            "address": current_village().url("/layanan/anjungan/"),
        }

    def done(self, form: Any, **kwargs: Any) -> HttpResponse:
        kiosk, code = services.add_kiosk(actor=self.actor, **form.cleaned_data)
        return self.code(kiosk, code)

    def code(self, kiosk: Kiosk, code: str) -> HttpResponse:
        """The code, shown once."""
        context = {"kiosk": kiosk, "code": grouped(code), "address": current_village().url("/layanan/anjungan/")}
        response = render(self.request, "selfservice/kiosk_code.html", context)
        response["Cache-Control"] = "no-store"
        return response


class KioskActView(OfficeView):
    """``anjungan/<id>/``: a new code, or taken back."""

    permission = "selfservice.kiosk"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Do it."""
        kiosk = Kiosk.objects.filter(pk=pk, revoked_at=None).first()
        if kiosk is None:
            raise NotFound()
        if request.POST.get("act") == "code":
            view = KiosksView()
            view.request = request
            return view.code(kiosk, services.new_kiosk_code(actor=self.actor, kiosk=kiosk))
        if request.POST.get("act") == "reopen":
            services.reopen_kiosk(actor=self.actor, kiosk=kiosk)
            messages.success(request, _("{name} dapat dipakai masuk lagi.").format(name=kiosk.name))
            return HttpResponseRedirect(reverse("selfservice:kiosks"))
        services.revoke_kiosk(actor=self.actor, kiosk=kiosk)
        messages.success(request, _("{name} bukan anjungan lagi.").format(name=kiosk.name))
        return HttpResponseRedirect(reverse("selfservice:kiosks"))


class ReopenHallView(OfficeView):
    """``anjungan/jaringan/``: citizens' phones on the hall's own line may try again."""

    permission = "selfservice.kiosk"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open it."""
        services.reopen_hall(actor=self.actor)
        messages.success(request, _("Warga di jaringan kantor ini dapat masuk lagi."))
        return HttpResponseRedirect(reverse("selfservice:kiosks"))


class TagsView(_FormPage):
    """``<resident>/kartu/``: the cards of one person."""

    permission = "selfservice.kiosk"
    template_name = "selfservice/tags.html"
    form_class = ReaderForm

    def context(self, **kwargs: Any) -> dict[str, Any]:
        person = resident_or_404(kwargs["pk"])
        return {"person": person, "tags": ResidentTag.objects.filter(resident=person, removed_at=None)}

    def done(self, form: Any, **kwargs: Any) -> HttpResponse:
        person = resident_or_404(kwargs["pk"])
        services.bind_tag(actor=self.actor, resident=person, tag=form.cleaned_data["tag"])
        messages.success(self.request, _("Kartu terikat pada {name}.").format(name=person.name))
        return HttpResponseRedirect(self.request.path)


class RemoveTagView(OfficeView):
    """``kartu/<id>/lepas/``."""

    permission = "selfservice.kiosk"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """It is nobody's card any more."""
        tag = ResidentTag.objects.select_related("resident").filter(pk=pk, removed_at=None).first()
        if tag is None:
            raise NotFound()
        services.remove_tag(actor=self.actor, tag=tag)
        messages.success(request, _("Kartu dilepas."))
        return HttpResponseRedirect(reverse("selfservice:tags", args=[tag.resident_id]))


class QueueView(OfficeTemplateView):
    """``antrean/``: who waits, who is called."""

    permission = "selfservice.queue"
    template_name = "selfservice/queue.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "services": kiosks.services_on(today()),
            "called": kiosks.called_on(today(), most=20),
            "counter": self.request.session.get("queue_counter", ""),
            "may_manage": self.actor.may("selfservice.kiosk"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Call the next."""
        service = QueueService.objects.filter(pk=key_of(request.POST.get("service", ""))).first()
        if service is None:
            raise NotFound()
        counter = request.POST.get("counter", "").strip()[:20]
        request.session["queue_counter"] = counter
        ticket = queueing.call_next(actor=self.actor, service=service, counter=counter)
        if ticket is None:
            messages.info(request, _("Tidak ada yang menunggu untuk {name}.").format(name=service.name))
        else:
            messages.success(request, _("Nomor {label} dipanggil.").format(label=ticket.label))
        return HttpResponseRedirect(request.path)


class TicketDoneView(OfficeView):
    """``antrean/nomor/<id>/``: served, or did not come."""

    permission = "selfservice.queue"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Note it."""
        ticket = Ticket.objects.select_related("service").filter(pk=pk).first()
        if ticket is None:
            raise NotFound()
        queueing.finish_ticket(actor=self.actor, ticket=ticket, came=request.POST.get("act") != "missed")
        return HttpResponseRedirect(reverse("selfservice:queue"))


class QueueServicesView(_FormPage):
    """``antrean/layanan/``: what people queue for."""

    permission = "selfservice.kiosk"
    template_name = "selfservice/queue_services.html"
    form_class = QueueServiceForm

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"services": QueueService.objects.filter(active=True)}

    def done(self, form: Any, **kwargs: Any) -> HttpResponse:
        made = queueing.add_service(
            actor=self.actor, name=form.cleaned_data["name"], letter=form.cleaned_data["letter"]
        )
        messages.success(self.request, _("{name} ditambahkan.").format(name=made.name))
        return HttpResponseRedirect(self.request.path)


class CloseServiceView(OfficeView):
    """``antrean/layanan/<id>/tutup/``."""

    permission = "selfservice.kiosk"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Close it."""
        service = QueueService.objects.filter(pk=pk, active=True).first()
        if service is None:
            raise NotFound()
        queueing.close_service(actor=self.actor, service=service)
        messages.success(request, _("{name} ditutup.").format(name=service.name))
        return HttpResponseRedirect(reverse("selfservice:queue_services"))
