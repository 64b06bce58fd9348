"""Who read or did what."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit of one side."""

    name = "balai.audit"
    label = "audit"
