"""The app ``indicators``."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "balai.indicators"
    label = "indicators"
