"""How the village takes messages."""

from __future__ import annotations

from django.utils import timezone

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from balai.errors import Conflict
from modules.messages.models import MessageSettings


def present_settings() -> MessageSettings:
    """The one row (not saved where none exists yet)."""
    return MessageSettings.objects.first() or MessageSettings()


@atomic
def change_settings(*, actor: Actor, version: str = "", **values: object) -> MessageSettings:
    """Change some of the settings; ``values`` are named like the columns.

    Raises:
        NotAllowed: the actor lacks ``messages.manage``.
        Conflict: somebody changed them since ``version`` was read.
    """
    require(actor, "messages.manage")
    MessageSettings.objects.get_or_create(only=True)
    row = MessageSettings.objects.select_for_update().get(only=True)
    if version and version != row.version:
        raise Conflict()
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_at = timezone.now()
    row.save(update_fields=[*values, "updated_at"])
    audit.record(actor, "messages.settings_changed", about=row, changed=sorted(values))
    return row
