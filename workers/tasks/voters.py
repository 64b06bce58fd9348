"""Jobs of voters: freezing a list. Thin: ids in, a service called."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from balai.actor import Actor
from balai.jobs import handler
from balai.jobs.models import Job
from modules.voters import services


@handler(services.FREEZE, queue="slow", max_attempts=3)
def freeze(job: Job, *, election_id: str, stage: str, expected: int) -> dict[str, Any]:
    """Freeze an election's list; run twice it gives the first."""
    # The job acts for who asked; the right was checked when it was asked for.
    actor = Actor(kind="job", id=job.created_by, name=job.created_by_name or job.kind, role="job")
    election = services.election_or_404(election_id)
    kept = services.freeze_list(actor=actor, election=election, stage=stage, expected=expected, progress=job.progress)
    return {"url": reverse("voters:frozen", args=[election.pk, kept.pk]), "voters": kept.total}
