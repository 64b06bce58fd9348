"""Jobs of the population register: imports and exports. Thin: ids in, a service called."""

from __future__ import annotations

from datetime import date
from typing import Any

from balai.actor import Actor
from balai.jobs import handler
from balai.jobs.models import Job
from modules.population import importing
from modules.population.reporting import asking


def _actor(job: Job) -> Actor:
    # The job acts for who asked; rights were checked when it was asked for.
    return Actor(kind="job", id=job.created_by, name=job.created_by_name or job.kind, role="job")


@handler("population.check_import", queue="slow", max_attempts=2)
def check_import(job: Job, *, run_id: str) -> dict[str, Any]:
    """Check a file and keep its preview."""
    report = importing.check_run(run_id, actor=_actor(job), progress=job.progress)
    return {"url": f"/kantor/impor/{run_id}/", "refused": report.refused}


#: Two imports of one village wait for each other: the later is tried again until the earlier has ended.
@handler("population.apply_import", queue="slow", max_attempts=5)
def apply_import(job: Job, *, run_id: str) -> dict[str, Any]:
    """Apply a checked import."""
    report = importing.apply_run(run_id, actor=_actor(job), progress=job.progress)
    return {"url": f"/kantor/impor/{run_id}/", "applied": report.applied}


@handler("population.import_result", queue="slow", max_attempts=3)
def write_result(job: Job, *, run_id: str) -> dict[str, Any]:
    """Write an import's result sheet."""
    importing.write_result_sheet(run_id, actor=_actor(job))
    return {"url": f"/kantor/impor/{run_id}/"}


@handler("population.undo_import", queue="slow", max_attempts=5)
def undo_import(job: Job, *, run_id: str, skip_touched: bool) -> dict[str, Any]:
    """Take an applied import back."""
    return {"url": f"/kantor/impor/{run_id}/"} | importing.undo_run(
        run_id, actor=_actor(job), skip_touched=skip_touched
    )


@handler("population.archive_month", queue="default", max_attempts=3)
def archive_month(job: Job, *, month: str) -> dict[str, Any]:
    """Make and keep the paper of a closed month."""
    stored = asking.archive_month(date.fromisoformat(month))
    return {"url": f"/kantor/berkas/{stored.pk}/"}
