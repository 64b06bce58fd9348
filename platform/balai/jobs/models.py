"""One table: what was asked for, how far it is, how it ended."""

from __future__ import annotations

import time
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key


class State(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", _("Menunggu")
    RUNNING = "running", _("Dikerjakan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")


#: Progress is written at most this often (seconds between two writes): five a second.
PROGRESS_PAUSE = 0.2


class Job(models.Model):
    """A piece of work that nobody holds a page open for.

    ``args`` holds ids and codes, never names or NIK. ``words``, ``failure`` and ``title`` are sentences for the person
    who asked. ``lease_until`` and ``runner`` say who works on it: the lease is renewed while it runs, so a job whose
    lease has ended belongs to nobody and may be taken again; ``runner`` keeps a worker that was given up for dead from
    writing over its successor's outcome.
    """

    id = uuid_key()
    kind = models.CharField(max_length=80)
    title = models.CharField(_("pekerjaan"), max_length=200)
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.WAITING)
    key = models.CharField(max_length=150, blank=True, default="")
    args = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    about_type = models.CharField(max_length=80, blank=True, default="")
    about_id = models.CharField(max_length=64, blank=True, default="")

    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    words = models.CharField(max_length=300, blank=True, default="")
    result = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    failure = models.TextField(blank=True, default="")
    support_code = models.CharField(max_length=4, blank=True, default="")

    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True, blank=True)
    runner = models.CharField(max_length=32, blank=True, default="")

    created_by = models.CharField(max_length=64, blank=True, default="")
    created_by_kind = models.CharField(max_length=12, blank=True, default="")
    created_by_name = models.CharField(max_length=150, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pekerjaan")
        constraints = [
            # Begun jobs are out of it: one that waits for its second try must not stand in the way of a new request.
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key="") & Q(state="waiting", attempts=0), name="job_key_once_while_waiting"
            ),
        ]
        indexes = [
            models.Index(fields=["created_by", "-created_at"], name="job_by_asker"),
            models.Index(fields=["-created_at"], name="job_by_time"),
            models.Index(
                fields=["next_try"], condition=Q(state__in=["waiting", "running"]), name="job_open_by_next_try"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def percent(self) -> int | None:
        """How far it is in whole per cent, or None where that is not known (yet)."""
        if self.state == State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (State.WAITING, State.RUNNING)

    def progress(self, done: int, total: int, words: str = "") -> None:
        """Say how far the work is; cheap enough to be called for every row.

        It reaches other people at once, also from inside a transaction: the runner's own thread writes it in a short
        statement on another connection, at most five times a second.
        """
        self.done, self.total, self.words = max(0, done), max(0, total), words[:300]
        pulse = getattr(self, "_pulse", None)
        if pulse is not None:
            pulse.tell(self.done, self.total, self.words)
            return
        now = time.monotonic()
        last: float = getattr(self, "_told", 0.0)
        if now - last >= PROGRESS_PAUSE or (total and done >= total):
            self._told = now
            Job.objects.filter(pk=self.pk).update(**self.standing())

    def standing(self) -> dict[str, Any]:
        """The fields that tell how far the work is."""
        return {"done": self.done, "total": self.total, "words": self.words}
