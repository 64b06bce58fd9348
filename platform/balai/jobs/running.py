"""Carrying out one job, once, whatever happens to the worker: claim, run, write the outcome.

Every step is one statement with its condition in it, so that messages may come twice, late or to two workers at once:
only one of them finds the row in the state that it needs.
"""

from __future__ import annotations

import errno
import json
import logging
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sentry_sdk
from django.core.serializers.json import DjangoJSONEncoder
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from balai.errors import BalaiError
from balai.ids import random_base32
from balai.jobs import sending
from balai.jobs.handlers import call, handler_of
from balai.jobs.models import Job, State
from balai.jobs.pulse import Pulse, from_now, lease_seconds
from balai.jobs.schema import current_schema

logger = logging.getLogger("balai.jobs")

#: A job of a kind that this process does not know (a deploy is under way) is looked at again, this often in all.
UNKNOWN_KIND_ATTEMPTS = 5
#: Errors that pass by themselves: the same job may succeed in a moment.
PASSING = (OperationalError, InterfaceError, OSError, RedisConnectionError, RedisTimeoutError)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_POSTGRES_DISK_FULL = "53100"


def backoff(attempts: int) -> int:
    """Seconds until the next try after ``attempts`` tries: 5, 20, 80 ... at most ten minutes."""
    return int(min(5 * 4 ** max(0, attempts - 1), 600))


def run(job_id: uuid.UUID | str, *, queue: str = "") -> str:
    """Carry out a job of the current schema if it is due and nobody else does.

    Returns what became of this delivery: ``done``, ``failed``, ``again`` (a passing trouble, tried later), ``moved``
    (to its handler's queue), ``later`` (not due yet, or somebody works on it) or ``nothing`` (unknown or ended).
    """
    schema = current_schema()
    job = Job.objects.filter(pk=job_id).first()
    if job is None or not job.is_open:
        return "nothing"
    known = handler_of(job.kind)
    if known is not None and queue and queue != known.queue:
        sending.send_job(job.pk, schema=schema, queue=known.queue)
        return "moved"
    runner = uuid.uuid4().hex
    if not _claim(job, runner):
        return _look_again(job, schema, known.queue if known else "default")
    job.refresh_from_db()
    limit = known.max_attempts if known else UNKNOWN_KIND_ATTEMPTS
    if job.attempts > limit:
        # Begun that often and never ended: it takes its worker with it (memory, a crash in a library).
        return _fail_unexpected(job, runner, RuntimeError(f"job {job.kind}: the worker ended {limit} times in it"))
    if known is None:
        return _again(job, runner, LookupError(f"no handler for {job.kind}"), limit, "default")
    pulse = Pulse(job.pk, runner, schema)
    job._pulse = pulse  # type: ignore[attr-defined]
    pulse.start()
    try:
        result = call(known, job)
        json.dumps(result, cls=DjangoJSONEncoder)  # a result that is no JSON is the handler's mistake
    except BalaiError as error:
        pulse.end()
        return _fail(job, runner, error.message())
    except Exception as error:  # every end of a job must reach the person who waits for it
        pulse.end()
        if not connection.in_atomic_block:  # as it always is but in tests
            connection.close_if_unusable_or_obsolete()
        if _disk_is_full(error):
            return _fail_unexpected(job, runner, error, sentence=disk_full_sentence())
        if isinstance(error, PASSING):
            return _again(job, runner, error, limit, known.queue)
        return _fail_unexpected(job, runner, error)
    finally:
        pulse.end()
    return _finish(job, runner, result)


def run_waiting(limit: int = 1000) -> dict[str, str]:
    """Carry out every job of the current schema that waits, here and now; those that these jobs ask for, too.

    For the command line, the demo's first minutes and tests. Returns what became of each, by id.
    """
    outcome: dict[str, str] = {}
    while len(outcome) < limit:
        due = Job.objects.filter(state=State.WAITING, next_try__lte=from_now(1)).exclude(pk__in=list(outcome))
        job_id = due.order_by("created_at", "id").values_list("pk", flat=True).first()
        if job_id is None:
            break
        outcome[str(job_id)] = run(job_id)
    return outcome


def disk_full_sentence() -> str:
    """What to say when the disk is full."""
    return _(
        "Ruang disk penuh, sehingga pekerjaan tidak dapat disimpan. Hubungi pengelola, lalu ulangi setelah ada ruang."
    )


def _claim(job: Job, runner: str) -> bool:
    # Two seconds of grace: a message may come back a little before its time by the database's clock.
    due = Q(state=State.WAITING, next_try__lte=from_now(2)) | Q(state=State.RUNNING, lease_until__lt=Now())
    return bool(
        Job.objects.filter(due, pk=job.pk).update(
            state=State.RUNNING,
            attempts=F("attempts") + 1,
            runner=runner,
            lease_until=from_now(lease_seconds()),
            started_at=Coalesce(F("started_at"), Now()),
        )
    )


def _look_again(job: Job, schema: str, queue: str) -> str:
    """Somebody works on it, or it is not due: look again then, so that a killed worker's job does not wait for a sweep."""
    job.refresh_from_db()
    moment = job.lease_until if job.state == State.RUNNING else job.next_try if job.state == State.WAITING else None
    if moment is None:
        return "nothing"
    sending.send_job(job.pk, schema=schema, queue=queue, countdown=_seconds_until(moment) + 1)
    return "later"


def _seconds_until(moment: datetime) -> float:
    return max(0.0, (moment - timezone.now()).total_seconds())


def _finish(job: Job, runner: str, result: dict[str, Any] | None) -> str:
    written = _write(job, runner, state=State.DONE, result=result, failure="", support_code="", finished_at=Now())
    return "done" if written else "nothing"


def _fail(job: Job, runner: str, sentence: str, code: str = "") -> str:
    written = _write(job, runner, state=State.FAILED, failure=sentence, support_code=code, finished_at=Now())
    return "failed" if written else "nothing"


def _fail_unexpected(job: Job, runner: str, error: BaseException, sentence: str = "") -> str:
    code = random_base32(4).upper()
    with sentry_sdk.new_scope() as scope:
        scope.set_tag("support_code", code)
        scope.set_tag("job_kind", job.kind)
        sentry_sdk.capture_exception(error)
    logger.error("job %s (%s) failed, support code %s", job.pk, job.kind, code, exc_info=error)
    sentence = sentence or _("Pekerjaan ini gagal karena kesalahan pada sistem. Coba ulangi sekali lagi.")
    told = _("{sentence} Sebutkan kode {code} kepada pengelola.").format(sentence=sentence.rstrip(","), code=code)
    return _fail(job, runner, told, code)


def _again(job: Job, runner: str, error: BaseException, limit: int, queue: str) -> str:
    if job.attempts >= limit:
        return _fail_unexpected(job, runner, error)
    pause = backoff(job.attempts)
    logger.warning(
        "job %s (%s), try %s: %s; again in %s s", job.pk, job.kind, job.attempts, type(error).__name__, pause
    )
    if not _write(job, runner, state=State.WAITING, next_try=from_now(pause), sent_at=from_now(pause)):
        return "nothing"
    sending.send_job(job.pk, schema=current_schema(), queue=queue, countdown=pause)
    return "again"


def _write(job: Job, runner: str, **fields: Any) -> bool:
    """Write an end of this run, if the job still belongs to it."""
    written = Job.objects.filter(pk=job.pk, runner=runner, state=State.RUNNING).update(
        lease_until=None, runner="", **job.standing(), **fields
    )
    if not written:
        logger.warning("job %s was taken over by another worker; this outcome is dropped", job.pk)
    return bool(written)


def _disk_is_full(error: BaseException) -> bool:
    return any(
        getattr(each, "errno", None) in _FULL or getattr(each, "sqlstate", None) == _POSTGRES_DISK_FULL
        for each in _chain(error)
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
