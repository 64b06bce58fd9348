"""The citizen's door: codes are sent, and every night what is no longer needed goes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from balai.actor import Actor
from balai.jobs import Job, handler
from modules.selfservice.services import make_and_send, tidy_codes, tidy_registrations
from workers.fanout import fan_out, villages_at_work
from workers.task import task

TIDY = "balai.tidy_selfservice"


@handler("selfservice.send_code", queue="fast", max_attempts=3)
def send_code(job: Job, *, code_id: str) -> dict[str, Any]:
    """Make one code and send it; it stands in no argument and no result."""
    make_and_send(actor=Actor.job("selfservice.send_code"), code_id=UUID(code_id))
    # Whether anything was sent would tell who looks at jobs which NIK has an account.
    return {}


@task("balai.dispatch_selfservice", side="public")
def dispatch_selfservice() -> int:
    """Every night, within an hour: every village's door is tidied."""
    return fan_out(TIDY, villages_at_work(), seconds=3600, queue="slow")


@task(TIDY)
def tidy_selfservice() -> int:
    """One village: registrations that waited too long are emptied, old ones and old codes go."""
    actor = Actor.job("selfservice.tidy")
    tidy_codes(actor=actor)
    return tidy_registrations(actor=actor)
