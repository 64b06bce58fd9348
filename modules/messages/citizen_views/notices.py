"""What I was told, and where else I want to be told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.accounts import throttle
from balai.errors import BalaiError, NotFound
from balai.web.views import CitizenTemplateView, CitizenView, add_error, page_of
from modules.messages import selectors, services
from modules.messages.drivers import Never, Telegram
from modules.messages.forms import AddressForm, CodeForm
from modules.messages.models import Channel, Contact
from modules.messages.services.gateways import driver_of, gateways
from modules.population.models import Resident

PAGE = 30


class NoticesView(CitizenTemplateView):
    """``pemberitahuan/``: having the list before one's eyes is having read it."""

    template_name = "messages/citizen_notices.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(self.request, selectors.notices_of(self.resident_id), PAGE)
        # Before they are marked: the page still says which are new.
        page.object_list = list(page.object_list)
        services.read_notices(actor=self.actor)
        return {"page": page, "has_channels": bool(services.open_channels())}


class NoticeView(CitizenView):
    """``pemberitahuan/<pk>/``: on to what it is about."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Read, and there."""
        notice = services.open_notice(actor=self.actor, pk=pk)
        return HttpResponseRedirect(notice.url or reverse("messages_citizen:notices"))


class ChannelsView(CitizenView):
    """``pemberitahuan/saluran/``: my proven contacts, on or off."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One card a channel that the village has switched on, or on which there is a contact."""
        mine = {each.channel: each for each in services.contacts_of(self.resident_id)}
        open_ones = services.open_channels()
        rows = [
            (channel, mine.get(channel.value), self._shown(mine.get(channel.value)), channel.value in open_ones)
            for channel in Channel
            if channel.value in open_ones or channel.value in mine
        ]
        return render(request, "messages/citizen_channels.html", {"rows": rows})

    def _shown(self, contact: Contact | None) -> str:
        return services.shown_address(contact.channel, contact.address) if contact else ""

    def post(self, request: HttpRequest) -> HttpResponse:
        """On, off, or away."""
        contact = next((each for each in services.contacts_of(self.resident_id) if str(each.pk) == request.POST.get("contact")), None)  # fmt: skip
        if contact is None:
            raise NotFound()
        act = request.POST.get("act", "")
        if act == "remove":
            services.remove_contact(actor=self.actor, contact=contact)
            messages.success(request, _("Kontak dihapus."))
        else:
            services.set_wish(actor=self.actor, contact=contact, active=act == "on")
            messages.success(
                request, _("Pemberitahuan dinyalakan.") if act == "on" else _("Pemberitahuan dimatikan.")
            )  # fmt: skip
        return HttpResponseRedirect(reverse("messages_citizen:channels"))


class ChannelView(CitizenView):
    """``pemberitahuan/saluran/<key>/``: name an address; Telegram is bound by opening the bot."""

    def channel(self, key: str) -> Channel:
        """A channel that is on."""
        if key not in services.open_channels():
            raise NotFound()
        return Channel(key)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The form; what the register knows stands in it."""
        channel = self.channel(key)
        if channel is Channel.TELEGRAM:
            return render(request, "messages/citizen_telegram.html", {"link": ""})
        me = Resident.objects.get(pk=self.resident_id)
        return self.page(channel, AddressForm(channel=key, initial={"address": me.email if channel is Channel.EMAIL else me.phone}))  # fmt: skip

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """A code goes there."""
        channel = self.channel(key)
        if channel is Channel.TELEGRAM:
            return self.telegram()
        form = AddressForm(request.POST, channel=key)
        if not form.is_valid():
            return self.page(channel, form, 422)
        try:
            services.begin_contact(actor=self.actor, channel=key, address=form.cleaned_data["address"])
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(channel, form, error.status)
        messages.success(request, _("Kode sudah dikirim. Berlaku 10 menit."))
        return HttpResponseRedirect(reverse("messages_citizen:code"))

    def telegram(self) -> HttpResponse:
        """A link that opens the bot with a code."""
        context: dict[str, Any] = {"link": ""}
        status = 200
        try:
            driver = driver_of(gateways()["telegram"])
            if isinstance(driver, Telegram):
                me = Resident.objects.get(pk=self.resident_id)
                context["link"] = driver.start_url(services.begin_telegram(actor=self.actor, resident=me))
            else:
                context["problem"] = _("Telegram sedang dalam percobaan dan belum dapat dipakai.")
        except Never:
            context["problem"] = _("Telegram sedang tidak dapat dipakai. Coba lagi nanti.")
        except BalaiError as error:
            context["problem"], status = error.message(), error.status
        return render(self.request, "messages/citizen_telegram.html", context, status=status)

    def page(self, channel: Channel, form: AddressForm, status: int = 200) -> HttpResponse:
        """The page."""
        return render(self.request, "messages/citizen_channel.html", {"channel": channel, "form": form}, status=status)


class CodeView(CitizenView):
    """``pemberitahuan/saluran/kode/``: the code that came."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Is it the one?"""
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            throttle.check("contact", account=str(self.resident_id), address=self.actor.address)
            contact = services.finish_contact(actor=self.actor, code=form.cleaned_data["code"])
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            if error.code == "code_wrong":
                throttle.failed("contact", account=str(self.resident_id), address=self.actor.address)
            add_error(form, error)
            return self.page(form, error.status)
        throttle.succeeded("contact", account=str(self.resident_id), address=self.actor.address)
        messages.success(
            request, _("{channel} Anda sudah dipastikan. Pemberitahuan dikirim ke sana.").format(channel=contact.get_channel_display())
        )  # fmt: skip
        return HttpResponseRedirect(reverse("messages_citizen:channels"))

    def page(self, form: CodeForm, status: int = 200) -> HttpResponse:
        """The page."""
        return render(self.request, "messages/citizen_code.html", {"form": form}, status=status)
