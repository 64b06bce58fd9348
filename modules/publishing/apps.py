"""What the regency hands down to all its villages (public schema)."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Templates of letters; no table of its own."""

    name = "modules.publishing"
    label = "publishing"
