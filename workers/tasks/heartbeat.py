"""The sign of life: beat sent, the broker carried, a worker did."""

from __future__ import annotations

from balai.jobs.health import write_heartbeat
from workers.task import task


@task("balai.heartbeat", side="public", acks_late=False)
def heartbeat() -> float:
    """Write when."""
    return write_heartbeat()
