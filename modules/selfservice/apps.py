"""The citizen's door."""

from django.apps import AppConfig


class SelfserviceConfig(AppConfig):
    """Layanan Mandiri."""

    name = "modules.selfservice"
    label = "selfservice"
