"""Jobs of letters for many people. Thin: ids in, a service called."""

from __future__ import annotations

from typing import Any

from balai.actor import Actor
from balai.jobs import Job, handler
from modules.letters.services.batch import JOB
from modules.letters.services.batch_work import carry_on


@handler(JOB, queue="slow", max_attempts=5)
def carry_on_batch(job: Job, *, batch: str, rights: list[str]) -> dict[str, Any]:
    """What a batch's state asks for; for who asked, with no more than they held. Begun again it goes on."""
    kind: Any = job.created_by_kind or "staff"
    actor = Actor(kind=kind, id=job.created_by, name=job.created_by_name, role="", rights=frozenset(rights))
    return carry_on(batch, actor=actor, progress=job.progress)
