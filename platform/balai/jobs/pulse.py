"""The pulse of a running job: a thread that renews its lease and writes its progress.

It has a connection of its own, so progress shows while the job itself stands in a long transaction, and it writes
statements of a millisecond in autocommit, so nobody waits for it. A killed worker has no pulse: its lease ends.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import DateTimeField, ExpressionWrapper, Value
from django.db.models.functions import Now
from django_tenants.utils import schema_context

from balai.jobs.models import PROGRESS_PAUSE, Job, State

logger = logging.getLogger("balai.jobs")


def lease_seconds() -> float:
    """How long a job belongs to its worker without a sign of life."""
    return float(getattr(settings, "BALAI_JOB_LEASE_SECONDS", 30))


def from_now(seconds: float) -> ExpressionWrapper:
    """A moment by the database's clock: workers' clocks may differ."""
    return ExpressionWrapper(Now() + Value(timedelta(seconds=seconds)), output_field=DateTimeField())


class Pulse(threading.Thread):
    """Renews the lease of one run and writes what :meth:`tell` says, at most five times a second."""

    def __init__(self, job_id: uuid.UUID, runner: str, schema: str) -> None:
        super().__init__(name=f"pulse-{runner[:8]}", daemon=True)
        self._job_id, self._runner, self._schema = job_id, runner, schema
        self._changed = threading.Condition()
        self._news: dict[str, Any] | None = None
        self._ending = False
        #: Set when the row no longer names this run: somebody else took the job after the lease had ended.
        self.lost = False

    def tell(self, done: int, total: int, words: str) -> None:
        """Leave the newest standing for the thread; costs no query here."""
        with self._changed:
            first = self._news is None
            self._news = {"done": done, "total": total, "words": words}
            if first:
                self._changed.notify()

    def end(self) -> None:
        """Stop, and wait until the last statement is through: what is written next must stay the last word."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        self.join()

    def run(self) -> None:
        """The thread's life: it sleeps until there is news or the lease wants renewing."""
        beat = lease_seconds() / 3
        written = time.monotonic() - PROGRESS_PAUSE
        try:
            with schema_context(self._schema):
                while True:
                    with self._changed:
                        if not self._ending and self._news is None:
                            self._changed.wait(beat)
                        rest = written + PROGRESS_PAUSE - time.monotonic()
                        if not self._ending and rest > 0:
                            self._changed.wait(rest)
                        if self._ending:
                            return
                        if time.monotonic() < written + PROGRESS_PAUSE:
                            continue
                        news, self._news = self._news, None
                    self._write(news or {})
                    written = time.monotonic()
        finally:
            connection.close()

    def _write(self, news: dict[str, Any]) -> None:
        try:
            self.lost = not Job.objects.filter(pk=self._job_id, runner=self._runner, state=State.RUNNING).update(
                lease_until=from_now(lease_seconds()), **news
            )
        except DatabaseError as error:
            # The database is away: the run itself will notice. The lease runs on until the next beat.
            logger.warning("the pulse of job %s could not be written: %s", self._job_id, type(error).__name__)
            connection.close()
