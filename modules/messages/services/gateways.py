"""How a village reaches its people: which driver a channel has, its options, its price and the budget of a month."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.boxes import CannotOpen, open_box, put_in_box
from balai.db import atomic, zone
from balai.errors import Conflict, NotFound
from modules.messages.drivers import DRIVERS, Driver, Never, drivers_for
from modules.messages.errors import MessageError
from modules.messages.models import SPENT, Channel, Delivery, Gateway

BOX = "messages-gateway"


def gateways() -> dict[str, Gateway]:
    """The channels that were set up, by their name."""
    return {each.channel: each for each in Gateway.objects.all()}


def open_channels() -> list[str]:
    """The channels that are on, in the order of the list."""
    found = set(Gateway.objects.filter(active=True).values_list("channel", flat=True))
    return [each for each in Channel.values if each in found]


def secrets_of(gateway: Gateway) -> dict[str, str]:
    """The secret options.

    Raises:
        Never: they cannot be read any more (the deployment's secret was changed, or the row is another village's).
    """
    try:
        found: dict[str, str] = json.loads(open_box(BOX, gateway.secrets) or b"{}")
    except CannotOpen:
        raise Never(_("Kata rahasia saluran ini tidak dapat dibaca lagi. Isi ulang pada pengaturan.")) from None
    return found


def driver_of(gateway: Gateway) -> Driver:
    """The driver with its options.

    Raises:
        Never: it is not known any more, or its secrets cannot be read.
    """
    kind = DRIVERS.get(gateway.driver)
    if kind is None:
        raise Never(_("Penyedia saluran ini tidak dikenal lagi. Pilih ulang pada pengaturan."))
    return kind({**gateway.options, **secrets_of(gateway)})


@atomic
def set_gateway(
    *,
    actor: Actor,
    channel: str,
    driver: str,
    values: Mapping[str, str],
    active: bool,
    price: int = 0,
    budget: int | None = None,
    version: str = "",
) -> Gateway:
    """Set up a channel. A secret that is left empty stays as it is, as long as the driver does.

    Raises:
        NotAllowed: the actor lacks ``messages.manage``.
        MessageError: the driver is none of this channel's, or an option is missing or wrong (``field``).
        Conflict: somebody changed it since ``version`` was read.
    """
    require(actor, "messages.manage")
    kind = next((each for each in drivers_for(channel) if each.key == driver), None)
    if kind is None:
        raise MessageError(_("Pilih penyedia dari daftar."), field="driver")
    row = Gateway.objects.select_for_update().filter(channel=channel).first() or Gateway(channel=channel)
    if version and version != row.version:
        raise Conflict()
    kept: dict[str, str] = {}
    if row.driver == driver and row.secrets:
        try:
            kept = secrets_of(row)
        except Never:
            kept = {}
    options, secrets = {}, {}
    for each in kind.options:
        given = str(values.get(each.name) or "").strip()
        if each.secret:
            secrets[each.name] = given or kept.get(each.name, "")
        else:
            options[each.name] = given or each.default
        if active and each.required and not (options | secrets)[each.name]:
            raise MessageError(_("Belum diisi."), field=each.name)
    if active:
        try:
            kind({**options, **secrets}).check()
        except Never as error:
            raise MessageError(error.words) from None
    row.driver, row.active, row.options, row.price, row.budget = driver, active, options, price, budget
    row.secrets = put_in_box(BOX, json.dumps(secrets).encode()) if any(secrets.values()) else ""
    row.updated_at = timezone.now()
    row.save()
    audit.record(actor, "messages.gateway_set", about=row, channel=channel, driver=driver, active=active)
    return row


def month_of(now: datetime) -> datetime:
    """The first moment of a moment's month in the village's zone."""
    return now.astimezone(zone()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def spent(channel: str, now: datetime) -> int:
    """Rupiah that a channel has cost in a moment's month; what is unclear counts as paid."""
    found = Delivery.objects.filter(channel=channel, state__in=SPENT, claimed_at__gte=month_of(now))
    return int(found.aggregate(total=Sum("cost"))["total"] or 0)


def gateway_or_404(pk: Any) -> Gateway:
    """One channel by its key.

    Raises:
        NotFound: there is none here.
    """
    found = Gateway.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found
