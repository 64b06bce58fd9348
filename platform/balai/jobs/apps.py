"""The app ``jobs``."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "balai.jobs"
    label = "jobs"
