"""Numbers: compute what was touched; every night, compare everything."""

from __future__ import annotations

import logging

import sentry_sdk

from balai.indicators.services import COMPUTE, compute_touched, rebuild, villages_due
from balai.jobs.schema import current_schema
from workers.fanout import fan_out, villages_at_work
from workers.task import task

logger = logging.getLogger("balai.indicators")


# Acknowledged early: a number whose computation kills its worker must not come back at once, again and again. The
# outbox keeps it, and the sweep asks once a minute.
@task(COMPUTE, acks_late=False)
def compute_facts() -> int:
    """What was touched in one village."""
    return compute_touched(current_schema())


@task("balai.dispatch_facts", side="public")
def dispatch_facts() -> int:
    """Every minute: one query over the outbox finds what a lost message left behind."""
    at_work = set(villages_at_work())
    return fan_out(COMPUTE, [name for name in villages_due() if name in at_work], seconds=10, queue="fast")


@task("balai.dispatch_reconciliation", side="public")
def dispatch_reconciliation() -> int:
    """Every night: every village computes its open months anew, within two hours."""
    return fan_out("balai.reconcile_facts", villages_at_work(), seconds=2 * 3600, queue="slow")


@task("balai.reconcile_facts")
def reconcile_facts() -> int:
    """One village's open months; a drift means that a service changes something without touching its indicator."""
    drifts = rebuild([current_schema()])
    for drift in drifts:
        logger.error("a number had drifted: %s", drift)
    if drifts:
        codes = sorted({str(drift["indicator"]) for drift in drifts})
        sentry_sdk.capture_message(f"numbers had drifted: {', '.join(codes)}", level="error")
    return len(drifts)
