"""The office's side: who has a PIN, give one, print the slips of a whole RT."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.web.views import OfficeListView, OfficeView
from modules.population.models import Resident, Territory, TerritoryKind
from modules.population.selectors import place_words, residents_found, rt_choices
from modules.population.services import resident_or_404
from modules.population.sight import Sight
from modules.selfservice import guessing, services
from modules.selfservice.models import CitizenAccount, PinAlarm
from modules.selfservice.services.slips import slips_pdf
from tenants.context import current_village


class AccountsView(OfficeListView):
    """``layanan-mandiri/``: find a resident, see the door's state."""

    permission = "selfservice.manage"
    template_name = "selfservice/accounts.html"

    def rows(self) -> Any:
        text = self.request.GET.get("q", "")
        found = residents_found(text, sight=Sight.of(self.actor)).select_related("rt__parent__parent")
        if not text:
            found = found.filter(pk__in=CitizenAccount.objects.values("resident_id"))
        return found

    def context(self, **kwargs: Any) -> dict[str, Any]:
        context = super().context(**kwargs)
        people = list(context["page"])
        accounts = {each.resident_id: each for each in CitizenAccount.objects.filter(resident__in=people)}
        context["rows"] = [(each, accounts.get(each.pk), place_words(each.rt)) for each in people]
        context["alarms"] = guessing.unseen()
        context["rts"] = rt_choices()
        context["may_kiosk"] = self.actor.may("selfservice.kiosk")
        context["shown"] = self.actor.may("population.view_nik")
        return context


def _slips(request: HttpRequest, issued: list[tuple[Resident, str]], **more: Any) -> HttpResponse:
    card = current_village()
    response = render(
        request,
        "selfservice/slips.html",
        {
            "issued": issued,
            "address": card.url("/layanan/"),
            "title": card.title,
            # In the page itself: a PIN is kept nowhere, so it could not be fetched a second time.
            "pdf": base64.b64encode(slips_pdf(issued)).decode(),
            **more,
        },
    )
    response["Cache-Control"] = "no-store"
    return response


class IssueView(OfficeView):
    """Give one resident a PIN; the slip is shown once."""

    permission = "selfservice.manage"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Issue and print."""
        person = resident_or_404(pk)
        try:
            _account, pin = services.issue_pin(actor=self.actor, resident=person)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
            return HttpResponseRedirect(reverse("selfservice:accounts"))
        return _slips(request, [(person, pin)])


def rt_of(text: str) -> Territory | None:
    """The RT that a form names, or None."""
    try:
        key = UUID(text)
    except ValueError:
        return None
    return (
        Territory.objects.filter(pk=key, kind=TerritoryKind.RT, void_at=None).select_related("parent__parent").first()
    )


class IssueRtView(OfficeView):
    """Slips for everybody of an RT from 17 years on who has no PIN yet."""

    permission = "selfservice.manage"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Issue and print."""
        rt = rt_of(request.POST.get("rt", ""))
        if rt is None:
            messages.error(request, _("Pilih RT-nya."))
            return HttpResponseRedirect(reverse("selfservice:accounts"))
        issued, remaining = services.issue_pins_for_rt(actor=self.actor, rt=rt)
        if not issued:
            messages.info(request, _("Semua warga dewasa di RT ini sudah mempunyai PIN."))
            return HttpResponseRedirect(reverse("selfservice:accounts"))
        return _slips(request, issued, rt=rt, place=place_words(rt), remaining=remaining)


class EndSessionsView(OfficeView):
    """Sign a citizen out everywhere: a phone was lost."""

    permission = "selfservice.manage"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """End them."""
        account = CitizenAccount.objects.select_related("resident").filter(pk=pk).first()
        if account is None:
            raise NotFound()
        services.end_sessions(actor=self.actor, account=account)
        messages.success(
            request, _("{name} sudah dikeluarkan dari semua perangkat.").format(name=account.resident.name)
        )
        return HttpResponseRedirect(reverse("selfservice:accounts"))


class CloseView(OfficeView):
    """Close a citizen's door."""

    permission = "selfservice.manage"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Close it."""
        account = CitizenAccount.objects.select_related("resident").filter(pk=pk).first()
        if account is None:
            raise NotFound()
        services.close_door(actor=self.actor, account=account)
        messages.success(
            request, _("Akun {name} ditutup. PIN-nya tidak berlaku lagi.").format(name=account.resident.name)
        )
        return HttpResponseRedirect(reverse("selfservice:accounts"))


class AlarmView(OfficeView):
    """``layanan-mandiri/peringatan/<pk>/``: an officer has read it."""

    permission = "selfservice.manage"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Note who."""
        alarm = PinAlarm.objects.filter(pk=pk).first()
        if alarm is None:
            raise NotFound()
        guessing.see_alarm(actor=self.actor, alarm=alarm)
        messages.success(request, _("Peringatan ditandai sudah dibaca. Bila masih berlanjut, muncul lagi."))
        return HttpResponseRedirect(reverse("selfservice:accounts"))
