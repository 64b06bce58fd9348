"""Jobs of family cards. Thin: ids in, a service called."""

from __future__ import annotations

from typing import Any

from balai.actor import Actor
from balai.jobs import handler
from balai.jobs.models import Job
from modules.population import kk_sheet


@handler("population.kk_sheets", queue="slow", max_attempts=2)
def print_sheets(job: Job, *, families: list[str]) -> dict[str, Any]:
    """Many family cards' copies as one PDF; for who asked, who held the right then."""
    kind: Any = job.created_by_kind or "job"
    rights = frozenset({"population.view_nik"})
    actor = Actor(kind=kind, id=job.created_by, name=job.created_by_name, role="", rights=rights)
    return kk_sheet.print_sheets(actor=actor, families=families, key=str(job.pk), progress=job.progress)
