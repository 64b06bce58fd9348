"""The Celery app, its schedule and its tasks: what is fixed, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from celery.concurrency import thread
from celery.concurrency.prefork import TaskPool
from celery.schedules import crontab
from django.conf import settings
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads

from balai.jobs import sending
from balai.jobs.handlers import QUEUES
from workers import app as module
from workers import fanout, health
from workers.app import app, load_tasks
from workers.schedule import SCHEDULE
from workers.task import VillageTask, WrongSide


def test_what_the_house_depends_on_is_set() -> None:
    conf = app.conf
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert conf.accept_content == ["json"] and conf.task_serializer == "json" and conf.task_ignore_result
    assert conf.worker_max_memory_per_child and conf.task_tenant_cache_seconds == 60
    assert {queue.name for queue in conf.task_queues} == set(QUEUES)
    # On one exchange and key each queue would get every message, and every job would run three times over.
    for queues in (conf.task_queues, sending.sender().conf.task_queues):
        assert [(queue.exchange.name, queue.routing_key) for queue in queues] == [(name, name) for name in QUEUES]
    assert conf.broker_transport_options["visibility_timeout"] >= 3600
    with pytest.raises(ContentDisallowed):
        loads(b"\x80\x04N.", "application/x-python-serialize", "binary", accept=conf.accept_content)


def test_every_scheduled_task_exists_runs_on_public_and_is_sent_to_a_queue_that_is_consumed() -> None:
    load_tasks()
    for name, entry in SCHEDULE.items():
        task = app.tasks[entry["task"]]
        assert task.side == "public", name
        assert entry["options"].get("queue", "default") in QUEUES
        # A beat that was down must not flood the workers with what it missed.
        assert entry["options"]["expires"] > 0
        assert isinstance(entry["schedule"], (int, crontab))


def test_every_task_of_ours_states_its_side() -> None:
    ours = {name: task for name, task in app.tasks.items() if name.startswith("balai.")}
    assert {"balai.run_job", "balai.compute_facts", "balai.heartbeat", "balai.sweep_files"} <= set(ours)
    assert all(isinstance(task, VillageTask) and task.side in {"village", "public", "both"} for task in ours.values())
    assert sending.RUN_JOB in ours


def test_threads_and_greenlets_are_refused() -> None:
    for allowed in ("prefork", TaskPool, None):
        module._prefork_only(options={"pool": allowed})
    for pool in ("threads", "gevent", "eventlet", thread.TaskPool):
        with pytest.raises(SystemExit, match="prefork"):
            module._prefork_only(options={"pool": pool})


def test_a_villages_task_refuses_public_and_a_public_one_refuses_a_village(village: Any) -> None:
    from django.db import connection

    sweep, beat = app.tasks["balai.sweep_jobs"], app.tasks["balai.heartbeat"]
    assert sweep.apply(headers={"_schema_name": village.schema_name}).get() == 0
    connection.set_schema_to_public()
    with pytest.raises(WrongSide, match="sent to public"):
        sweep.apply(headers={"_schema_name": "public"}).get()
    with pytest.raises(WrongSide, match="the connection stands on public"):
        sweep.apply(headers={"_schema_name": "t_zzzzzzzz"}).get()
    assert beat.apply(headers={"_schema_name": "public"}).get() > 0
    with pytest.raises(WrongSide, match="public side"):
        beat.apply(headers={"_schema_name": village.schema_name}).get()


def test_a_round_goes_to_every_village_at_work_once_spread_over_time(
    village: Any, other_village: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    sent: list[tuple[str, float]] = []

    def send(name: str, args: list[Any], **options: Any) -> bool:
        sent.append((options["schema"], options["countdown"]))
        return True

    monkeypatch.setattr(sending, "send", send)
    connection.set_schema_to_public()
    assert fanout.villages_at_work() == sorted([village.schema_name, other_village.schema_name])
    assert app.tasks["balai.dispatch_job_sweeps"].apply(headers={"_schema_name": "public"}).get() == 2
    assert sorted(schema for schema, _wait in sent) == fanout.villages_at_work()
    assert sorted(wait for _schema, wait in sent) == [0.0, 30.0]


def test_a_broker_that_is_away_ends_a_round_at_the_first_message(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(sending, "send", lambda name, args, **options: bool(tried.append(name)))
    assert fanout.fan_out("balai.sweep_jobs", [f"t_{number}" for number in range(280)], seconds=60) == 0
    assert len(tried) == 1


def test_health_says_what_is_wrong_first(village: Any) -> None:
    before = app.conf.broker_url
    try:
        app.conf.broker_url = settings.CELERY_BROKER_URL
        found = health(timeout=0.2)
        assert found.broker and found.problem == "workers" and not found.ok and set(found.waiting) == set(QUEUES)
        app.conf.broker_url = "redis://127.0.0.1:1/0"
        assert health(timeout=0.2).problem == "broker"
    finally:
        app.conf.broker_url = before


def test_a_heartbeat_has_an_age_on_either_side(village: Any) -> None:
    from balai.jobs.health import heartbeat_age, write_heartbeat

    assert heartbeat_age() is None
    write_heartbeat()
    age = heartbeat_age()
    assert age is not None and age < 5
