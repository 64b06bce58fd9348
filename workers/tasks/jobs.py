"""Jobs: carry one out; find the stuck ones."""

from __future__ import annotations

from typing import Any

from balai.jobs.running import run
from balai.jobs.sweeping import prune, sweep
from workers.fanout import fan_out, villages_at_work
from workers.task import task


@task("balai.run_job", side="both", bind=True)
def run_job(self: Any, job_id: str) -> str:
    """Carry out one job of the message's schema; harmless when it comes twice."""
    delivery = self.request.delivery_info or {}
    return run(job_id, queue=str(delivery.get("routing_key") or ""))


@task("balai.dispatch_job_sweeps", side="public")
def dispatch_job_sweeps() -> int:
    """Every two minutes: the regency's own stuck jobs at once, the villages' spread over a minute."""
    sweep()
    return fan_out("balai.sweep_jobs", villages_at_work(), seconds=60)


@task("balai.sweep_jobs")
def sweep_jobs() -> int:
    """One village's stuck jobs."""
    return sweep()


@task("balai.prune_jobs", side="both")
def prune_jobs() -> int:
    """Jobs that ended long ago."""
    return prune()
