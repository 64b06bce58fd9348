"""Residents, families, territory, events."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    """The register that every other module stands on."""

    name = "modules.population"
    label = "population"
