"""The Celery app: prefork, JSON only, late acknowledgement, one message at a time, under the village's schema and role.

The truth about a job is its row; Celery only carries hints. So there is no result backend, no Celery retry, and a
message may be lost or doubled without harm.
"""

from __future__ import annotations

import os
import pkgutil
from importlib import import_module
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings.production")

import django

django.setup()

from celery.signals import (  # noqa: E402
    celeryd_init,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_before_create_process,
    worker_process_init,
)
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from kombu import Exchange, Queue  # noqa: E402
from tenant_schemas_celery.app import CeleryApp  # noqa: E402

from balai.jobs.handlers import QUEUES  # noqa: E402 - Django first
from workers.broker import install  # noqa: E402
from workers.schedule import SCHEDULE  # noqa: E402
from workers.task import WrongSide  # noqa: E402, F401 - so that its name can be caught beside the app

#: An unacknowledged message comes back after this long (its worker was killed with its parent). Longer than any
#: countdown that we use; jobs do not depend on it (their lease brings them back within two minutes).
VISIBILITY_SECONDS = 3600
#: A child that has grown beyond this (KiB) is replaced after its task.
MEMORY_PER_CHILD = 400_000

install()
app = CeleryApp("balai", task_cls="workers.task:VillageTask")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"visibility_timeout": VISIBILITY_SECONDS, "socket_keepalive": True},
    # After the broker was away the messages taken before come again; the rows know what was done.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_concurrency=int(os.environ.get("BALAI_CELERY_WORKERS") or 2),
    worker_max_memory_per_child=MEMORY_PER_CHILD,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    task_tenant_cache_seconds=60,
    task_default_queue="default",
    # Exchange and key named: three queues on one exchange and key would each get every message.
    task_queues=[Queue(name, Exchange(name, type="direct"), routing_key=name) for name in QUEUES],
    task_default_exchange="default",
    task_default_routing_key="default",
    task_create_missing_queues=False,
    timezone="UTC",
    enable_utc=True,
    beat_schedule=SCHEDULE,
    beat_max_loop_interval=5,
)


def load_tasks() -> list[str]:
    """Import every file of ``workers/tasks/``: their tasks and handlers declare themselves. Returns their names."""
    package = import_module("workers.tasks")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__, "workers.tasks."))
    for name in names:
        import_module(name)
    return names


@celeryd_init.connect
def _prefork_only(conf: Any = None, options: dict[str, Any] | None = None, **_: Any) -> None:
    # The previous schema is kept on the task object, which threads would share: one would end in another's village.
    chosen = (options or {}).get("pool") or "prefork"
    # The command line hands over the class (celery.concurrency.prefork.TaskPool), others a name.
    pool = chosen if isinstance(chosen, str) else str(chosen.__module__).rpartition(".")[2]
    if pool not in {"prefork", "solo"}:
        raise SystemExit(f"The pool {pool} mixes villages: start the worker with --pool prefork.")


@setup_logging.connect
def _our_logging(**_: Any) -> None:
    """Django has configured logging already; Celery must not do it again."""


@worker_before_create_process.connect
def _close_before_fork(**_: Any) -> None:
    # A child must not inherit sockets: two processes on one would read each other's answers.
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


@worker_process_init.connect
def _fresh_process(**_: Any) -> None:
    import random

    random.seed()


@task_prerun.connect
@task_postrun.connect
def _no_village_kept(**_: Any) -> None:
    from tenants.context import forget_cards

    # A worker lives for days; what it knows of a village must not be older than the task.
    forget_cards()


load_tasks()
