"""What the bell in the page's head shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q, Value
from django.db.models.functions import Now

from balai.actor import Actor
from balai.jobs.models import Job, State
from balai.registry import StaffNews

#: Ended jobs stay under the bell for this long.
RECENT = timedelta(hours=24)


@dataclass(frozen=True)
class Bell:
    """The asker's own open and recently ended jobs, newest first, at most eight; and what waits for them (``news``)."""

    jobs: list[Job]
    news: list[StaffNews] = field(default_factory=list)

    @property
    def running(self) -> int:
        """How many have not ended."""
        return sum(job.is_open for job in self.jobs)

    @property
    def failed(self) -> int:
        """How many of them failed."""
        return sum(job.state == State.FAILED for job in self.jobs)


def bell(actor: Actor, news: list[StaffNews] | None = None) -> Bell:
    """One query for the head of a page."""
    own = Job.objects.filter(created_by=str(actor.id), created_by_kind=actor.kind)
    shown = own.filter(
        Q(state__in=[State.WAITING, State.RUNNING]) | Q(finished_at__gte=Now() - Value(RECENT))
    ).order_by("-created_at")
    return Bell(list(shown[:8]), news or [])
