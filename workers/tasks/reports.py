"""Exports: any list that a module declares, written while nobody waits."""

from __future__ import annotations

from typing import Any

from balai.jobs import handler
from balai.jobs.models import Job
from balai.reports import run_export
from balai.reports.asking import JOB


@handler(JOB, queue="slow", max_attempts=2)
def export(job: Job, *, kind: str, fmt: str, rights: list[str], sealed: str) -> dict[str, Any]:
    """Write one export."""
    return run_export(job, kind=kind, fmt=fmt, rights=rights, sealed=sealed)
