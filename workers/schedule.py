"""What happens by the clock. Each entry is one task on the regency's side that fans out to the villages it concerns."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

from balai.jobs.health import HEARTBEAT_SECONDS

#: Times are UTC; 18.30 UTC is 01.30 in Grobogan (WIB), when nobody works.
SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {
        "task": "balai.heartbeat",
        "schedule": HEARTBEAT_SECONDS,
        "options": {"queue": "fast", "expires": HEARTBEAT_SECONDS},
    },
    "stuck jobs": {
        "task": "balai.dispatch_job_sweeps",
        "schedule": 120,
        "options": {"expires": 120},
    },
    "touched numbers": {
        "task": "balai.dispatch_facts",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "month begins": {
        # The first minutes of a month in the villages' zones (UTC+7 to +9): its numbers must exist before the office opens.
        "task": "balai.dispatch_reconciliation",
        "schedule": crontab(minute=5, hour="15-17", day_of_month="28-31"),
        "options": {"expires": 3600},
    },
    "reconciliation": {
        "task": "balai.dispatch_reconciliation",
        "schedule": crontab(minute=30, hour=18),
        "options": {"expires": 6 * 3600},
    },
    "quality of the registers": {
        # Before the reconciliation ends: the regency then reads the day's score.
        "task": "balai.dispatch_quality",
        "schedule": crontab(minute=0, hour=17),
        "options": {"expires": 6 * 3600},
    },
    "between villages": {
        "task": "balai.dispatch_crossings",
        "schedule": 120,
        "options": {"expires": 120},
    },
    "letters before the camat": {
        "task": "letters.dispatch_district",
        "schedule": 120,
        "options": {"expires": 120},
    },
    "numbers of the register as hashes": {
        "task": "balai.dispatch_hashes",
        "schedule": crontab(minute=0, hour=20),
        "options": {"expires": 6 * 3600},
    },
    "numbers in two villages": {
        "task": "balai.dispatch_doubles",
        "schedule": crontab(minute=30, hour=21),
        "options": {"expires": 6 * 3600},
    },
    "old messages": {
        "task": "balai.dispatch_forgetting",
        "schedule": crontab(minute=0, hour=19),
        "options": {"expires": 6 * 3600},
    },
    "what the citizen's door no longer needs": {
        "task": "balai.dispatch_selfservice",
        "schedule": crontab(minute=10, hour=19),
        "options": {"expires": 6 * 3600},
    },
    "files and old jobs": {
        "task": "balai.dispatch_cleaning",
        "schedule": crontab(minute=30, hour=19),
        "options": {"expires": 6 * 3600},
    },
}
