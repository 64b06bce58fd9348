"""Real workers, a real broker, killed at the worst moment: nothing is lost, nothing is done twice."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from balai.files.models import StoredFile
from balai.indicators import Indicator, services
from balai.indicators.models import Fact, Outbox
from balai.jobs import Job, enqueue, sending
from balai.jobs.models import State
from balai.jobs.sweeping import sweep
from tests.faults.conftest import until

pytestmark = pytest.mark.faults


def ended(job: Job) -> bool:
    job.refresh_from_db()
    return not job.is_open


def files_of(job: Job) -> int:
    return StoredFile.objects.filter(key=f"faults:{job.pk}").count()


def test_a_child_killed_in_the_middle_of_a_job(real_db: None, village: Any, worker: Any, ask: Any, notes: Any) -> None:
    worker()
    job = ask("faults.render", seconds=1.5)
    first = until(lambda: notes("begin"))[0]
    os.kill(first, signal.SIGKILL)
    killed = time.monotonic()
    until(lambda: ended(job))
    assert job.state == State.DONE and job.attempts == 2 and files_of(job) == 1
    assert len(notes("begin")) == 2 and len(notes("end")) == 1 and notes("end")[0] != first
    # The message comes back at once, and again when the lease (3 s here) has ended: no sweep is needed.
    assert time.monotonic() - killed < 12


def test_a_whole_worker_killed_and_another_one_started(
    real_db: None, village: Any, worker: Any, ask: Any, notes: Any
) -> None:
    old = worker()
    running, waiting = ask("faults.render", seconds=30), [ask("faults.render", seconds=0) for _number in range(3)]
    until(lambda: notes("begin"))
    until(lambda: all(ended(job) for job in waiting))
    old.kill_all()
    Job.objects.filter(pk=running.pk).update(args=running.args | {"seconds": 0})
    worker()
    until(lambda: Job.objects.filter(pk=running.pk, lease_until__lt=timezone.now()).exists())
    assert sweep() == 1
    until(lambda: ended(running))
    assert running.state == State.DONE and running.attempts == 2
    assert [files_of(job) for job in [running, *waiting]] == [1, 1, 1, 1]


def test_a_job_that_always_kills_its_worker_ends_with_a_sentence(
    real_db: None, village: Any, worker: Any, ask: Any, notes: Any
) -> None:
    worker()
    job = ask("faults.killed_always")
    until(lambda: ended(job), 60)
    assert job.state == State.FAILED and job.support_code in job.failure and len(notes("begin")) == 3
    after = ask("faults.render", seconds=0)
    until(lambda: ended(after))
    assert after.state == State.DONE, "the worker goes on with the next"


def test_ten_deliveries_of_one_job_are_one_run(real_db: None, village: Any, worker: Any, ask: Any, notes: Any) -> None:
    worker()
    job = ask("faults.render", seconds=1)
    for _time in range(9):
        assert sending.send_job(job.pk, schema=village.schema_name, queue="fast")
    until(lambda: ended(job))
    time.sleep(1)
    assert len(notes("begin")) == 1 and job.attempts == 1 and files_of(job) == 1


def test_a_broker_that_is_away_fails_no_request_and_loses_no_job(
    real_db: None, village: Any, worker: Any, broker: Any, ask: Any
) -> None:
    worker()
    broker.kill()
    started = time.monotonic()
    job, other = ask("faults.render", seconds=0), ask("faults.render", seconds=0)
    assert time.monotonic() - started < 2, "the person at the page waits for no broker"
    assert job.state == State.WAITING
    broker.start()
    sending.reopen()
    long_ago = timezone.now() - timezone.timedelta(minutes=2)
    Job.objects.update(created_at=long_ago, next_try=long_ago, sent_at=long_ago)
    assert sweep() == 2
    # The same worker has found its broker again by itself.
    until(lambda: ended(job) and ended(other), 60)
    assert (job.state, other.state, files_of(job), files_of(other)) == (State.DONE, State.DONE, 1, 1)


def test_a_broker_killed_while_a_job_runs(
    real_db: None, village: Any, worker: Any, broker: Any, ask: Any, notes: Any
) -> None:
    worker()
    job = ask("faults.render", seconds=2)
    until(lambda: notes("begin"))
    broker.kill()
    broker.start()
    sending.reopen()
    until(lambda: ended(job), 60)
    assert job.state == State.DONE and files_of(job) == 1 and len(notes("begin")) == 1
    after = ask("faults.render", seconds=0)
    until(lambda: ended(after), 60)
    assert after.state == State.DONE


@pytest.mark.parametrize("kind", ["faults.full_device", "faults.full_files"])
def test_a_full_disk_reaches_the_person_as_a_sentence(
    real_db: None, village: Any, worker: Any, ask: Any, kind: str, tmp_path: Path
) -> None:
    worker()
    job = ask(kind)
    until(lambda: ended(job))
    assert job.state == State.FAILED and "Ruang disk penuh" in job.failure and job.attempts == 1
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_progress_is_seen_while_the_job_stands_in_a_transaction(
    real_db: None, village: Any, worker: Any, ask: Any
) -> None:
    worker()
    job = ask("faults.long_transaction", steps=100)
    seen: set[int] = set()

    def watched() -> bool:
        over = ended(job)
        seen.add(job.done)
        return over

    until(watched)
    assert job.done == 100 and job.percent == 100
    # Two seconds of work, written at most five times a second.
    assert 4 <= len(seen - {0, 100}) <= 12


def test_two_villages_at_once_never_mix(
    real_db: None, village: Any, other_village: Any, inside: Any, worker: Any, actor: Any
) -> None:
    worker()
    asked: dict[str, list[Job]] = {village.schema_name: [], other_village.schema_name: []}
    for number in range(60):
        place = (village, other_village)[number % 2]
        with inside(place):
            asked[place.schema_name].append(enqueue("faults.where", actor=actor, title="Di mana"))
    for schema, jobs in asked.items():
        with inside(village if schema == village.schema_name else other_village):
            until(lambda jobs=jobs: all(ended(job) for job in jobs), 60)  # type: ignore[misc]
            assert {job.result["schema"] for job in jobs} == {schema}
            assert all(job.result["role"].endswith(f"_{schema}") for job in jobs)


def test_a_message_of_a_village_that_is_gone_runs_nowhere(
    real_db: None, village: Any, worker: Any, actor: Any, ask: Any
) -> None:
    started = worker()
    connection.set_schema_to_public()
    job = enqueue("faults.where", actor=actor, title="Kabupaten", args={})
    until(lambda: ended(job))
    assert job.result["role"].endswith("_regency"), "the regency has jobs of its own"
    Job.objects.filter(pk=job.pk).update(state=State.WAITING, result=None)
    sending.send_job(job.pk, schema="t_zzzzzzzz")
    sending.send("balai.sweep_jobs", [], schema="public")
    until(lambda: started.log.read_text().count("WrongSide") >= 2)
    job.refresh_from_db()
    assert job.state == State.WAITING


def test_a_touched_number_reaches_the_regency_in_seconds(
    real_db: None, village: Any, worker: Any, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Indicator("faults.counted", "Hitungan", "buah", "Banyaknya", [], lambda on: [])
    monkeypatch.setattr(services, "declared", lambda: {"faults.counted": counted})
    worker()
    started = time.monotonic()
    Job.objects.create(kind="faults.counted", title="Satu", state=State.DONE)
    services.touch("faults.counted")
    found = Fact.objects.filter(village=village.schema_name, indicator="faults.counted", value=1)
    until(lambda: found.count() == 2, 10)
    took = time.monotonic() - started
    until(lambda: not Outbox.objects.exists(), 5)
    assert took < 10
    Job.objects.create(kind="faults.counted", title="Dua", state=State.DONE)
    services.touch("faults.counted")
    until(lambda: Fact.objects.filter(indicator="faults.counted", value=2).count() == 2, 10)
