"""Every table of the citizen's door, by subject."""

from modules.selfservice.models.accounts import CitizenAccount

__all__ = ["CitizenAccount"]
