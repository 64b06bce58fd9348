"""The Dispermasdes dashboard (public schema)."""

from django.apps import AppConfig


class RegencyConfig(AppConfig):
    """Numbers of all villages; nobody's name."""

    name = "modules.regency"
    label = "regency"
