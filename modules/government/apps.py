"""The village's identity and officials."""

from django.apps import AppConfig


class GovernmentConfig(AppConfig):
    """Who signs what, since when."""

    name = "modules.government"
    label = "government"
