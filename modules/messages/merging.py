"""Two records of one person became one: what was written and agreed follows the person."""

from __future__ import annotations

from balai.actor import Actor
from modules.messages.models import Thread
from modules.population.models import Resident


def follow_merge(*, actor: Actor, kept: Resident, merged: Resident) -> None:
    """Conversations of either are the kept record's from now on."""
    Thread.objects.filter(resident=merged).update(resident=kept)
