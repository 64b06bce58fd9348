"""Imports among faults: a worker killed half-way, two at once, the same file twice at once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from balai.jobs.models import Job, State
from modules.population import importing, services
from modules.population.errors import ImportRefused
from modules.population.models import ImportRun, PopulationEvent, Resident
from tests.factories.opensid import card, nik, person, workbook
from tests.faults.conftest import until
from tests.faults.test_at_once import at_once

pytestmark = pytest.mark.faults


def rows(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Heads of families of one."""
    return [person(nik=nik(each), no_kk=card(each), nama="KEPALA") for each in range(first, first + count)]


def checked(path: Path, actor: Any) -> ImportRun:
    """Uploaded and checked."""
    with path.open("rb") as file:
        run = importing.start_import(actor=actor, upload=file, name=path.name, size=path.stat().st_size)
    importing.check_run(run.pk, actor=actor)
    return ImportRun.objects.get(pk=run.pk)


def test_a_worker_killed_half_way_leaves_nothing_and_the_next_one_everything(
    real_db: None, village: Any, worker: Any, ask: Any, notes: Any, actor: Any, tmp_path: Path
) -> None:
    run = checked(workbook(tmp_path / "a.xlsx", rows(40)), actor)
    people, lines = Resident.objects.count(), PopulationEvent.objects.count()
    worker()
    job = ask("faults.import", run_id=str(run.pk))
    until(lambda: notes("begin"))
    until(lambda: Job.objects.filter(pk=job.pk, attempts=2).exists())
    until(lambda: Job.objects.filter(pk=job.pk, state__in=[State.DONE, State.FAILED]).exists(), 60)
    job.refresh_from_db()
    assert job.state == State.DONE, f"{job.failure}\n{(tmp_path / 'worker.log').read_text()[-3000:]}"
    assert (job.attempts, job.result["applied"], len(notes("begin"))) == (2, 40, 2)
    assert (Resident.objects.count(), PopulationEvent.objects.count()) == (people + 40, lines + 40)
    assert ImportRun.objects.get(pk=run.pk).state == "applied"
    assert services.verify_ledger() == []


def test_the_same_file_by_two_people_at_once_comes_once(
    real_db: None, village: Any, inside: Any, actor: Any, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", rows(60))
    runs = [checked(path, actor), checked(path, actor)]
    people = Resident.objects.count()
    meet = threading.Barrier(2, timeout=10)

    def apply(run: ImportRun) -> Any:
        meet.wait()
        return importing.apply_run(run.pk, actor=actor).applied

    outcome = at_once(village, inside, *(lambda run=run: apply(run) for run in runs))  # type: ignore[misc]
    assert sorted(isinstance(each, ImportRefused) for each in outcome) == [False, True], outcome
    assert Resident.objects.count() == people + 60
    states = {run.state: run.summary for run in ImportRun.objects.filter(pk__in=[run.pk for run in runs])}
    assert set(states) == {"applied", "checked"}
    assert (states["checked"]["new"], states["checked"]["unchanged"]) == (0, 60)
    assert services.verify_ledger() == []


def test_two_different_files_at_once_wait_for_each_other(
    real_db: None, village: Any, inside: Any, actor: Any, tmp_path: Path
) -> None:
    runs = [checked(workbook(tmp_path / f"{first}.xlsx", rows(30, first)), actor) for first in (0, 100)]
    people = Resident.objects.count()
    works = [lambda run=run: importing.apply_run(run.pk, actor=actor).applied for run in runs]  # type: ignore[misc]
    assert at_once(village, inside, *works) == [30, 30]
    assert Resident.objects.count() == people + 60
    assert services.verify_ledger() == []


def test_an_import_that_waits_too_long_is_a_sentence_at_the_command_line(
    real_db: None, village: Any, inside: Any, actor: Any, tmp_path: Path
) -> None:
    from balai.db import advisory_lock, atomic

    path = workbook(tmp_path / "a.xlsx", rows(2))
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with atomic():
            advisory_lock("population.import")
            held.set()
            done.wait(20)

    def load() -> Any:
        held.wait(10)
        try:
            return importing.load(path, actor=actor)
        finally:
            done.set()

    _held, refused = at_once(village, inside, hold, load)
    assert isinstance(refused, ImportRefused) and "sedang berjalan" in refused.message()
    connection.set_tenant(village)
    assert not Resident.objects.filter(nik=nik(0)).exists()
