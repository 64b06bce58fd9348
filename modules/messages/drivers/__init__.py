"""Ways out of the house: one interface, a driver a provider. See :mod:`modules.messages.drivers.base`."""

from modules.messages.drivers.base import (
    Asked,
    DeliveryRef,
    Driver,
    Later,
    Never,
    News,
    NotThem,
    Option,
    Outgoing,
    Unclear,
    with_end,
)
from modules.messages.drivers.email import Email
from modules.messages.drivers.local import Files, allowed
from modules.messages.drivers.own_mail import OwnMail
from modules.messages.drivers.sms import HttpSms, parts_of
from modules.messages.drivers.telegram import Start, Telegram
from modules.messages.drivers.whatsapp import WhatsApp

DRIVERS: dict[str, type[Driver]] = {each.key: each for each in (Email, OwnMail, WhatsApp, HttpSms, Telegram, Files)}

__all__ = [
    "DRIVERS", "Asked", "DeliveryRef", "Driver", "Email", "Files", "HttpSms", "Later", "Never", "News", "NotThem", "Option",
    "Outgoing", "OwnMail", "Start", "Telegram", "Unclear", "WhatsApp", "drivers_for", "parts_of", "with_end",
]  # fmt: skip


def drivers_for(channel: str) -> list[type[Driver]]:
    """The drivers that a channel may have here."""
    return [each for each in DRIVERS.values() if channel in each.channels and (each is not Files or allowed())]
