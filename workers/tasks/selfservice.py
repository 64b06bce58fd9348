"""The citizen's door: every night what is no longer needed goes."""

from __future__ import annotations

from balai.actor import Actor
from modules.selfservice.services import tidy_registrations
from workers.fanout import fan_out, villages_at_work
from workers.task import task

TIDY = "balai.tidy_selfservice"


@task("balai.dispatch_selfservice", side="public")
def dispatch_selfservice() -> int:
    """Every night, within an hour: every village's door is tidied."""
    return fan_out(TIDY, villages_at_work(), seconds=3600, queue="slow")


@task(TIDY)
def tidy_selfservice() -> int:
    """One village: registrations that waited too long are emptied, old ones go."""
    return tidy_registrations(actor=Actor.job("selfservice.tidy"))
