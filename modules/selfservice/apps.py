"""The citizen's door."""

from django.apps import AppConfig


class SelfserviceConfig(AppConfig):
    """Layanan Mandiri: a PIN for a resident, and what a resident can do alone."""

    name = "modules.selfservice"
    label = "selfservice"
