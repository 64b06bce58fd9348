"""Messages: the queue is worked off; what is old is thrown away at night."""

from __future__ import annotations

from typing import Any

from balai.actor import Actor
from balai.jobs import Job, handler
from modules.messages.services import deliver, forget_old
from workers.fanout import fan_out, villages_at_work
from workers.task import task

FORGET = "balai.forget_messages"


@handler("messages.deliver")
def deliver_messages(job: Job) -> dict[str, Any]:
    """Send what is due; a second run finds what the first left."""
    return deliver()


@task("balai.dispatch_forgetting", side="public")
def dispatch_forgetting() -> int:
    """Every night, within an hour: every village throws away what it need not keep."""
    return fan_out(FORGET, villages_at_work(), seconds=3600, queue="slow")


@task(FORGET)
def forget_messages() -> int:
    """One village's old conversations."""
    return sum(forget_old(actor=Actor.job("messages.forget")).values())
