"""What is thrown away by itself: nobody's words are kept for longer than they serve (UU 27/2022, art. 16)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from balai import audit
from balai.actor import Actor
from balai.db import atomic
from balai.files import StoredFile, discard
from modules.messages.models import Delivery, Message, Notice, OneTimeCode, StaffNotice, Thread, ThreadState
from modules.messages.services.settings import present_settings

_BATCH = 200
#: Addresses and words of messages that were sent, and notices with their messages.
EMPTIED_AFTER, KEPT = timedelta(days=30), timedelta(days=400)
#: What was told to members of staff.
STAFF_KEPT = timedelta(days=90)


def months_before(now: datetime, months: int) -> datetime:
    """So many months earlier, counted in days of a mean month: a deadline, no anniversary."""
    return now - timedelta(days=round(months * 30.44))


def forget_old(*, actor: Actor, now: datetime | None = None) -> dict[str, Any]:
    """Throw away conversations that were closed long ago, with their files. Safe to repeat; returns how many."""
    now = now or timezone.now()
    limit = months_before(now, present_settings().kept_months)
    threads = 0
    while True:
        with atomic():
            old = list(
                Thread.objects.select_for_update(skip_locked=True)
                .filter(state=ThreadState.CLOSED, last_at__lt=limit)
                .order_by("last_at")
                .values_list("pk", flat=True)[:_BATCH]
            )
            if not old:
                break
            files = Message.objects.filter(thread__in=old, file_id__isnull=False).values("file_id")
            for stored in StoredFile.objects.filter(pk__in=files, deleted_at=None):
                discard(stored=stored)
            Thread.objects.filter(pk__in=old).delete()
            threads += len(old)
    # What was said to whom is of use while somebody may ask why it did not arrive; the counts of a year stay.
    emptied = (
        Delivery.objects.filter(settled_at__lt=now - EMPTIED_AFTER)
        .exclude(text="", address="")
        .update(text="", address="", end_url="", title="")
    )
    OneTimeCode.objects.filter(created_at__lt=now - timedelta(days=1)).delete()
    Delivery.objects.filter(created_at__lt=now - KEPT, notice=None).delete()
    notices = Notice.objects.filter(at__lt=now - KEPT).delete()[0]
    StaffNotice.objects.filter(at__lt=now - STAFF_KEPT).delete()
    if threads or emptied or notices:
        audit.record(actor, "messages.forgotten", threads=threads, emptied=emptied, notices=notices)
    return {"threads": threads, "emptied": emptied, "notices": notices}
