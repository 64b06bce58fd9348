"""The workers' own app with jobs that misbehave on purpose: ``celery -A tests.faults.worker_app worker``."""

from __future__ import annotations

import os
import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from workers.app import app  # isort: skip - it sets Django up

from balai.files import put_rendered
from balai.indicators import Indicator, services
from balai.jobs import Job, handler

__all__ = ["app"]
settings.BALAI_JOB_LEASE_SECONDS = float(os.environ.get("FAULTS_LEASE", "3"))


def note(folder: str, word: str) -> None:
    """Leave a line that the test can read: which process did what."""
    with (Path(folder) / "notes").open("a") as handle:
        handle.write(f"{word} {os.getpid()}\n")


@handler("faults.render", queue="fast")
def render(job: Job, *, folder: str, seconds: float) -> dict[str, Any]:
    """What a letter does: take a while, then keep a file under a key."""
    note(folder, "begin")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.05)
    stored = put_rendered(content=b"%PDF-1.7\n", name="surat.pdf", kind="faults", key=f"faults:{job.pk}", permission="")
    note(folder, "end")
    return {"file": stored.pk}


@handler("faults.long_transaction")
def long_transaction(job: Job, *, folder: str, steps: int) -> None:
    """What an import does: one long transaction with progress in it."""
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).exists()
        for step in range(1, steps + 1):
            job.progress(step, steps, f"{step} dari {steps}")
            time.sleep(0.02)
    note(folder, "end")


@handler("faults.full_device")
def full_device(job: Job, *, folder: str) -> None:
    """The kernel's own full disk."""
    with open("/dev/full", "w") as handle:
        handle.write("x" * 100_000)


@handler("faults.full_files")
def full_files(job: Job, *, folder: str) -> None:
    """A disk that ends in the middle of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        put_rendered(content=b"x" * 200_000, name="a.pdf", kind="faults", key="faults:full", permission="")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@handler("faults.killed_always")
def killed_always(job: Job, *, folder: str) -> None:
    """A library that crashes its process."""
    note(folder, "begin")
    os.kill(os.getpid(), 9)


@handler("faults.import", queue="slow")
def import_killed_once(job: Job, *, folder: str, run_id: str) -> dict[str, Any]:
    """An import whose process is killed when its people are written and its ledger is not; the second try goes through."""
    from balai.actor import Actor
    from modules.population import importing
    from modules.population.applying import writing

    note(folder, "begin")
    write_lines = writing.write_lines

    def killed(*args: Any, **kwargs: Any) -> None:
        os.kill(os.getpid(), 9)

    if job.attempts == 1:
        writing.write_lines = killed  # type: ignore[assignment]
    services.declared = every  # type: ignore[assignment]  # people move the village's own numbers
    try:
        report = importing.apply_run(run_id, actor=Actor.job(job.kind))
    finally:
        writing.write_lines = write_lines
        services.declared = mine  # type: ignore[assignment]
    return {"applied": report.applied}


@handler("faults.batch", queue="slow")
def batch_killed_once(job: Job, *, folder: str, batch: str, at: int) -> dict[str, Any]:
    """A batch of letters whose process is killed at its ``at``-th portion, whose statements are written and not yet kept;
    the second try goes through."""
    from balai.actor import Actor
    from modules.letters.services import batch_work as batches

    note(folder, "begin")
    batches.PORTION = 2
    seen = 0

    def killing(name: str) -> None:
        real = getattr(batches, name)

        def act(*args: Any, **kwargs: Any) -> Any:
            nonlocal seen
            seen += 1
            found = real(*args, **kwargs)
            if seen == at:
                os.kill(os.getpid(), 9)
            return found

        setattr(batches, name, act)

    if job.attempts == 1:
        killing("request_for_many")
        killing("issue_many")
    services.declared = every  # type: ignore[assignment]  # letters move the village's own numbers
    try:
        return batches.carry_on(batch, actor=Actor.job(job.kind))
    finally:
        services.declared = mine  # type: ignore[assignment]


@handler("faults.where")
def where(job: Job) -> dict[str, str]:
    """In which schema, as which role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_user")
        schema, role = cursor.fetchone()
    return {"schema": schema, "role": role}


def open_jobs(on: date) -> list[dict[str, int]]:
    """A number that the test can move: jobs of the kind ``faults.counted``."""
    return [{"value": Job.objects.filter(kind="faults.counted").count()}]


counted = Indicator("faults.counted", "Hitungan", "buah", "Banyaknya", [], open_jobs)
every = services.declared


def mine() -> dict[str, Indicator]:
    """The one number that these tests move."""
    return {counted.code: counted}


services.declared = mine  # type: ignore[assignment]
