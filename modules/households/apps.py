"""Households of a village."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    """Who runs a household together."""

    name = "modules.households"
    label = "households"
    verbose_name = "Rumah tangga"
