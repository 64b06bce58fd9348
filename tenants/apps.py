"""The wing that keeps villages apart."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Regency, districts, villages and their hosts (public)."""

    name = "tenants"
    label = "tenants"
    verbose_name = "Desa"
