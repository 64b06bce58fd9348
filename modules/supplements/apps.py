"""Free lists of residents or families."""

from django.apps import AppConfig


class SupplementsConfig(AppConfig):
    """What the register has no column for."""

    name = "modules.supplements"
    label = "supplements"
    verbose_name = "Data suplemen"
