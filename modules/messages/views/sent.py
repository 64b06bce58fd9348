"""What was sent, what became of it, and why; the month's figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.errors import BalaiError, NotFound
from balai.ui.formats import moment
from balai.ui.tables import Column, Table
from balai.ui.templatetags.balai import badge
from balai.web.views import OfficeListView, OfficeTemplateView, OfficeView
from modules.messages import selectors, services
from modules.messages.drivers import DRIVERS
from modules.messages.events import EVENTS
from modules.messages.models import TROUBLED, Channel, Delivery


def event_words(code: str) -> str:
    """What a message was about, in words."""
    if code in EVENTS:
        return str(EVENTS[code].name)
    others = {"staff": _("Pemberitahuan petugas"), "registration": _("Hasil pendaftaran Layanan Mandiri")}
    if code in others:
        return str(others[code])
    return str(_("Pesan percobaan") if code == "test" else _("Kode sekali pakai"))


class DeliveryTable(Table):
    """Messages that went, or should have."""

    name = "deliveries"
    columns = [
        Column("what", gettext_lazy("Tentang"), value=lambda row: event_words(row.event), link=True, optional=False),
        Column("name", gettext_lazy("Warga"), value=lambda row: row.resident.name if row.resident else "", quiet=True),
        Column("channel", gettext_lazy("Saluran"), value="get_channel_display"),
        Column("state", gettext_lazy("Status"), value=lambda row: badge(row.state, row.get_state_display())),
        Column("words", gettext_lazy("Sebab"), value="words", quiet=True),
        Column("at", gettext_lazy("Dibuat"), value=lambda row: moment(row.created_at)),
    ]
    empty = gettext_lazy("Belum ada pemberitahuan yang dikirim.")
    empty_icon = "send"

    def row_url(self, row: Delivery) -> str:
        return reverse("messages:delivery", args=[row.pk])


class DeliveriesView(OfficeListView):
    """``pesan/pengiriman/``."""

    permission = "messages.view"
    template_name = "messages/deliveries.html"
    table_class = DeliveryTable

    def state(self) -> str:
        """The tab of the URL: all without one."""
        asked = self.request.GET.get("status", "")
        return asked if asked in {"trouble", "open", "sent", "delivered"} else ""

    def rows(self) -> QuerySet[Delivery]:
        channel = self.request.GET.get("saluran", "")
        return selectors.deliveries(
            {"state": self.state(), "channel": channel if channel in Channel.values else ""}
        )  # fmt: skip

    def context(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            ("", _("Semua")), ("open", _("Menunggu")), ("sent", _("Terkirim")), ("delivered", _("Sampai")),
            ("trouble", _("Perlu dilihat")),
        ]  # fmt: skip
        return super().context(**kwargs) | {
            "month": selectors.month(timezone.now()),
            "tabs": [{"title": title, "url": f"?status={key}", "current": key == self.state()} for key, title in tabs],
            "may_manage": self.actor.may("messages.manage"),
        }


class DeliveryView(OfficeTemplateView):
    """``pesan/pengiriman/<pk>/``: one message on one way."""

    permission = "messages.view"
    template_name = "messages/delivery.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = Delivery.objects.select_related("resident").filter(pk=kwargs["pk"]).first()
        if row is None:
            raise NotFound()
        if row.resident is not None:
            audit.record_read(self.actor, "messages.delivery_read", about=row.resident, delivery=str(row.pk))
        driver = DRIVERS.get(row.driver)
        return {
            "row": row,
            "about": event_words(row.event),
            "address": services.shown_address(row.channel, row.address) if row.address else "",
            "driver": driver.title if driver else "",
            "working": row.state in {"waiting", "sending"},
            "may_again": row.state in TROUBLED and bool(row.text) and self.actor.may("messages.manage"),
        }


class AgainView(OfficeView):
    """``pesan/pengiriman/<pk>/kirim-lagi/``."""

    permission = "messages.manage"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Into the queue once more."""
        row = Delivery.objects.filter(pk=pk).first()
        if row is None:
            raise NotFound()
        try:
            services.send_again(actor=self.actor, delivery=row)
            messages.success(request, _("Pesan dikirim lagi."))
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        return HttpResponseRedirect(reverse("messages:delivery", args=[row.pk]))
