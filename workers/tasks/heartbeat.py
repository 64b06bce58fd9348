"""The sign of life: beat sent, the broker carried, a worker did."""

from __future__ import annotations

from celery import shared_task

from balai.jobs.health import write_heartbeat


@shared_task(name="balai.heartbeat", side="public", acks_late=False)
def heartbeat() -> float:
    """Write when."""
    return write_heartbeat()
