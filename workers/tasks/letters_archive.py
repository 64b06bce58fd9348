"""Jobs of the archive of letters. Thin: ids in, a service called."""

from __future__ import annotations

from typing import Any

from balai.actor import Actor
from balai.jobs import Job, handler
from modules.letters.services import archive


@handler(archive.JOB, queue="slow", max_attempts=3)
def write_zip(job: Job, *, letters: list[str]) -> dict[str, Any]:
    """Many letters as one ZIP; for who asked, who held the right then."""
    kind: Any = job.created_by_kind or "staff"
    actor = Actor(kind=kind, id=job.created_by, name=job.created_by_name, role="", rights=frozenset({"letters.view"}))
    return archive.write_zip(actor=actor, letters=letters, key=str(job.pk), progress=job.progress)
