"""Messages to the workers, by name: the kernel knows no worker.

A message holds ids only and is a hint, not the truth (the job's row, the outbox' row is): so sending never fails the
request that asked for it. What was not sent, the sweep sends later.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from typing import Any

from celery import Celery
from django.conf import settings
from kombu import Exchange, Queue
from kombu.exceptions import KombuError, OperationalError
from redis.exceptions import RedisError

from balai.jobs.handlers import QUEUES

logger = logging.getLogger("balai.jobs")

#: After a failed send, this many seconds pass before the next is tried: a broker that hangs must not slow every page.
PAUSE_AFTER_FAILURE = 5.0
RUN_JOB = "balai.run_job"

_closed_until = 0.0


@cache
def sender() -> Celery:
    """The producer: short time-outs, JSON only."""
    app = Celery("balai-sender", broker=settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_default_queue="default",
        task_queues=[Queue(name, Exchange(name, type="direct"), routing_key=name) for name in QUEUES],
        task_create_missing_queues=False,
        broker_pool_limit=4,
        broker_connection_timeout=1,
        broker_transport_options={
            "socket_connect_timeout": 0.5,
            "socket_timeout": 1.0,
            "retry_on_timeout": False,
            # Without these kombu tries for ever to reach a broker that is down.
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0,
            "interval_max": 0,
        },
    )
    return app


def send(name: str, args: list[Any], *, schema: str, queue: str = "default", countdown: float = 0) -> bool:
    """Send one message for one schema. Returns whether the broker took it; never raises for a broker that is away."""
    global _closed_until
    if time.monotonic() < _closed_until:
        return False
    try:
        sender().send_task(
            name,
            args,
            queue=queue,
            countdown=countdown or None,
            headers={"_schema_name": schema},
            # Once more on a new connection, at once: the pooled one may be from before the broker's restart.
            retry=True,
            retry_policy={"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0},
            ignore_result=True,
        )
    except (OperationalError, KombuError, RedisError, OSError) as error:
        _closed_until = time.monotonic() + PAUSE_AFTER_FAILURE
        logger.warning("the broker did not take %s: %s; the sweep will send it", name, type(error).__name__)
        return False
    return True


def send_job(job_id: object, *, schema: str, queue: str = "default", countdown: float = 0) -> bool:
    """Tell the workers to look at a job's row."""
    return send(RUN_JOB, [str(job_id)], schema=schema, queue=queue, countdown=countdown)


def reopen() -> None:
    """Forget a failed send: the next one is tried at once (tests; the sweep, which comes once in two minutes)."""
    global _closed_until
    _closed_until = 0.0
