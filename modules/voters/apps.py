"""Voters of a village."""

from django.apps import AppConfig


class VotersConfig(AppConfig):
    """Who may vote, and why not."""

    name = "modules.voters"
    label = "voters"
    verbose_name = "Calon pemilih"
