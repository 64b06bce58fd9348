"""The API's kernel."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens, defaults, problem+json."""

    name = "balai.api"
    label = "api"
