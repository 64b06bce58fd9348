"""The one channel between sides."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Rows in public that a village writes for itself, under row-level security."""

    name = "tenants.exchange"
    label = "exchange"
