"""The look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static sources, template tags."""

    name = "balai.ui"
    label = "ui"
