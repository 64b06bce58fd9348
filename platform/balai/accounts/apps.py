"""Staff, roles, sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts of one side: a village's staff, or the regency's."""

    name = "balai.accounts"
    label = "accounts"
