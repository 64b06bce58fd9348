"""Channels: which driver, its options, a test."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import BalaiError, NotFound
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView, add_error
from modules.messages import selectors, services
from modules.messages.drivers import DRIVERS, Driver, drivers_for
from modules.messages.forms import GatewayForm, TestForm
from modules.messages.models import Channel, Delivery, Gateway
from modules.messages.services.gateways import gateways
from tenants.context import current_village


class GatewaysView(OfficeTemplateView):
    """``pesan/saluran/``."""

    permission = "messages.manage"
    template_name = "messages/gateways.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        known = gateways()
        month = {line.channel: line for line in selectors.month(timezone.now())}
        rows = []
        for channel in Channel:
            row = known.get(channel.value)
            kind = DRIVERS.get(row.driver) if row else None
            rows.append((channel.value, channel.label, row, kind.title if kind else "", month.get(channel.value)))
        return {"rows": rows}


def _channel(key: str) -> Channel:
    if key not in Channel.values:
        raise NotFound()
    return Channel(key)


class GatewayView(OfficeView):
    """``pesan/saluran/<key>/``: ``?driver=`` chooses another provider."""

    permission = "messages.manage"

    def driver(self, channel: Channel, row: Gateway | None) -> type[Driver]:
        """The chosen one, the present one, or the first."""
        found = drivers_for(channel.value)
        wanted = self.request.GET.get("driver") or (row.driver if row else "")
        return next((each for each in found if each.key == wanted), found[0])

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The form; secrets are never in it."""
        channel = _channel(key)
        row = gateways().get(channel.value)
        driver = self.driver(channel, row)
        initial: dict[str, Any] = {each.name: each.default for each in driver.options if not each.secret}
        if row is not None:
            initial |= {"version": row.version, "price": row.price, "budget": row.budget, "active": row.active}
            if row.driver == driver.key:
                initial |= row.options
        has_secrets = bool(row and row.driver == driver.key and row.secrets)
        return self.page(channel, row, driver, GatewayForm(initial=initial, driver=driver, has_secrets=has_secrets))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Keep it."""
        channel = _channel(key)
        row = gateways().get(channel.value)
        driver = self.driver(channel, row)
        has_secrets = bool(row and row.driver == driver.key and row.secrets)
        form = GatewayForm(request.POST, driver=driver, has_secrets=has_secrets)
        if not form.is_valid():
            return self.page(channel, row, driver, form, 422)
        data = form.cleaned_data
        try:
            services.set_gateway(
                actor=self.actor, channel=channel.value, driver=driver.key, active=data["active"], price=data["price"],
                budget=data["budget"], version=data["version"],
                values={each.name: data[each.name] for each in driver.options},
            )  # fmt: skip
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            add_error(form, error)
            return self.page(channel, row, driver, form, error.status)
        messages.success(request, _("Saluran {name} disimpan.").format(name=channel.label))
        return HttpResponseRedirect(reverse("messages:gateway", args=[channel.value]))

    def page(
        self, channel: Channel, row: Gateway | None, driver: type[Driver], form: GatewayForm, status: int = 200
    ) -> HttpResponse:
        """The page."""
        hook = ""
        if row is not None and (driver.reports or driver.key == "telegram_bot"):
            hook = current_village().url(reverse("messages_public:hook", args=[row.pk]))
        context = {
            "channel": channel,
            "row": row,
            "driver": driver,
            "drivers": drivers_for(channel.value),
            "form": form,
            "hook": hook,
            "may_test": row is not None and row.active and row.driver == driver.key,
        }
        return render(self.request, "messages/gateway.html", context, status=status)


class TestView(ServiceFormView):
    """``pesan/saluran/<key>/coba/``."""

    permission = "messages.manage"
    form_class = TestForm
    heading = gettext_lazy("Kirim pesan percobaan")
    lead = gettext_lazy("Hasilnya tampak pada daftar pengiriman dalam beberapa detik.")
    button = gettext_lazy("Kirim percobaan")
    success_message = gettext_lazy("Pesan percobaan dikirim.")

    def gateway(self) -> Gateway:
        """The channel of the URL, where it is on."""
        found = gateways().get(_channel(self.kwargs["key"]).value)
        if found is None or not found.active:
            raise NotFound()
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, for a channel that is on."""
        self.gateway()
        return super().get(request, *args, **kwargs)

    def call_service(self, form: Any) -> Delivery:
        return services.send_test(actor=self.actor, gateway=self.gateway(), address=form.cleaned_data["address"])

    def get_success_url(self, result: Delivery) -> str:
        return reverse("messages:delivery", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("messages:gateway", args=[self.kwargs["key"]])
