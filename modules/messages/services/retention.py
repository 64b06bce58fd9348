"""What is thrown away by itself: nobody's words are kept for longer than they serve (UU 27/2022, art. 16)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from balai import audit
from balai.actor import Actor
from balai.db import atomic
from balai.files import StoredFile, discard
from modules.messages.models import Message, Thread, ThreadState
from modules.messages.services.settings import present_settings

_BATCH = 200


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
    if threads:
        audit.record(actor, "messages.forgotten", threads=threads)
    return {"threads": threads}
