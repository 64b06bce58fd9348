"""Two records of one person became one: letters that still go on are the kept one's; an issued one is frozen as it was."""

from __future__ import annotations

from balai.actor import Actor
from modules.letters.models import Letter
from modules.population.models import Resident


def follow_merge(*, actor: Actor, kept: Resident, merged: Resident) -> None:
    """Requests without a number yet are asked for by the kept record from now on."""
    Letter.objects.filter(resident=merged, number="").update(resident=kept)
