"""A surat kuasa at the office's desk: written into the register, and told to who gave it."""

from __future__ import annotations

from datetime import date

from balai.actor import Actor
from balai.db import atomic
from modules.messages.services import notify
from modules.population import services as population
from modules.population.models import Mandate, Resident


@atomic()
def record_mandate(*, actor: Actor, giver: Resident, holder: Resident, until: date, paper: str) -> Mandate:
    """As :func:`modules.population.services.record_mandate`; whoever is said to have given it hears of it at once."""
    made = population.record_mandate(actor=actor, giver=giver, holder=holder, until=until, paper=paper)
    notify(resident=giver, event="mandate_recorded", key=f"mandate:{made.pk}", url="/layanan/keluarga/")
    return made
