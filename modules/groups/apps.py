"""Groups and institutions of a village."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Who works together, as what, since when."""

    name = "modules.groups"
    label = "groups"
    verbose_name = "Kelompok dan lembaga"
