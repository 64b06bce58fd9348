"""The citizen's door: codes are sent, and every night what is no longer needed goes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from balai.actor import Actor
from balai.jobs import Job, handler
from modules.selfservice.services import send_reset, slips, tidy_registrations, tidy_resets, tidy_uploads
from modules.selfservice.services.queueing import tidy_tickets
from workers.fanout import fan_out, villages_at_work
from workers.task import task

TIDY = "balai.tidy_selfservice"


@handler("selfservice.send_reset", queue="fast", max_attempts=3)
def send_code(job: Job, *, reset_id: str) -> dict[str, Any]:
    """Have a code sent to who forgot the PIN; it stands in no argument and no result."""
    send_reset(actor=Actor.job("selfservice.send_reset"), reset_id=UUID(reset_id))
    # Whether anything was sent would tell who looks at jobs which NIK has an account.
    return {}


@handler("selfservice.make_slips", max_attempts=3)
def make_slips(job: Job, *, batch_id: str) -> dict[str, Any]:
    """Make the slips of an RT; the result names where they are opened, never a PIN."""

    def progress(done: int, total: int) -> None:
        job.progress(done, total, f"{done} dari {total} slip dibuat")

    slips.make_slips(actor=Actor.job("selfservice.make_slips"), batch_id=UUID(batch_id), progress=progress)
    return {"url": reverse("selfservice:slips", args=[batch_id])}


@task("balai.dispatch_selfservice", side="public")
def dispatch_selfservice() -> int:
    """Every night, within an hour: every village's door is tidied."""
    return fan_out(TIDY, villages_at_work(), seconds=3600, queue="slow")


@task(TIDY)
def tidy_selfservice() -> int:
    """One village: registrations that waited too long are emptied, what is old goes, slips that nobody opened are emptied."""
    actor = Actor.job("selfservice.tidy")
    tidy_resets(actor=actor)
    slips.tidy_slips(actor=actor)
    tidy_tickets(actor=actor)
    tidy_uploads(actor=actor)
    return tidy_registrations(actor=actor)
