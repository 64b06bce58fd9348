"""What keeps jobs moving when messages are lost, and the table small when they are done."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Now

from balai.jobs import sending
from balai.jobs.handlers import handler_of
from balai.jobs.models import Job, State
from balai.jobs.schema import current_schema

#: A waiting job is sent again after this long, then in doubling pauses up to ten minutes: in a long queue the
#: doubles stay few, after a loss nobody waits long.
FIRST_RESEND = timedelta(seconds=60)
LONGEST_RESEND = timedelta(minutes=10)
#: Ended jobs are kept this long: for the list "Pekerjaan" and for support codes.
KEPT = timedelta(days=90)


def sweep(limit: int = 500) -> int:
    """Send again what waits too long or whose worker is gone, in the current schema. Returns how many were sent."""
    rested = Q(sent_at__lte=Now() - Value(LONGEST_RESEND)) | Q(
        # Silent for as long as it took from the request to the last message: the pauses double.
        sent_at__lte=Now() - Value(FIRST_RESEND),
        silent_for__gte=F("sent_at") - F("created_at"),
    )
    stuck = (
        Job.objects.annotate(silent_for=ExpressionWrapper(Now() - F("sent_at"), output_field=DurationField()))
        .filter(
            Q(state=State.WAITING, next_try__lte=Now() - Value(FIRST_RESEND)) & rested
            | Q(state=State.RUNNING, lease_until__lt=Now())
        )
        .order_by("created_at")
        .values_list("pk", "kind")[:limit]
    )
    schema = current_schema()
    sent = []
    for job_id, kind in list(stuck):
        known = handler_of(kind)
        if not sending.send_job(job_id, schema=schema, queue=known.queue if known else "default"):
            break
        sent.append(job_id)
    Job.objects.filter(pk__in=sent).update(sent_at=Now())
    return len(sent)


def prune() -> int:
    """Delete jobs that ended long ago, in the current schema. Returns how many."""
    old = Job.objects.filter(state__in=[State.DONE, State.FAILED], finished_at__lt=Now() - Value(KEPT))
    return int(old.delete()[0])
