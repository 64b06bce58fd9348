"""Jobs of the register's statistics."""

from __future__ import annotations

from typing import Any

from balai.jobs import handler
from balai.jobs.models import Job
from modules.population.statistics.trends import JOB, count_months


@handler(JOB, queue="default", max_attempts=2)
def count_trend(job: Job, **asked: Any) -> dict[str, Any]:
    """Count the months of a trend that nobody has asked for yet."""
    return count_months(job, **asked)
