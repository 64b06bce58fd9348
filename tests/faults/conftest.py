"""A broker and workers of the test's own, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from balai.embedded.services import free_port, valkey_binary
from balai.jobs import enqueue, sending
from balai.jobs.models import Job

#: How the worker's database connections are told from the test's own.
APPLICATION = "faults-worker"
ROOT = Path(__file__).resolve().parents[2]


def until(what: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait for something to become true, and return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


class Broker:
    """A Redis-protocol server that keeps its data on the disk."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [valkey_binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, "--appendonly", "yes", "--appendfsync", "always", "--save", ""],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self.answers)

    def answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url, socket_timeout=1).ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Worker:
    """A real worker process with prefork children."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        command = ["-m", "celery", "-A", "tests.faults.worker_app", "worker", "--pool", "prefork", "--concurrency", "2"]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, *command, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def kill_all(self) -> None:
        """Parent and children at once, as the machine's end does (they are a process group of their own)."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture()
def broker(tmp_path: Path, settings: Any) -> Iterator[Broker]:
    (tmp_path / "broker").mkdir()
    found = Broker(tmp_path / "broker")
    found.start()
    settings.CELERY_BROKER_URL = found.url
    sending.sender.cache_clear()
    sending.reopen()
    yield found
    sending.sender().close()
    sending.sender.cache_clear()
    sending.reopen()
    found.kill()


@pytest.fixture()
def worker(real_db: None, broker: Broker, tmp_path: Path, settings: Any) -> Iterator[Callable[[], Worker]]:
    """``worker()`` starts one and waits until it answers."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    environment = os.environ | {
        "PGAPPNAME": APPLICATION,
        "REDIS_URL": broker.url,
        "BALAI_MEDIA_ROOT": settings.MEDIA_ROOT,
        "PYTHONPATH": os.pathsep.join(
            [*filter(None, [os.environ.get("PYTHONPATH")]), f"{ROOT / 'platform'}", f"{ROOT}"]
        ),
    }
    started: list[Worker] = []

    def start() -> Worker:
        new = Worker(environment, tmp_path / "worker.log")
        started.append(new)
        try:
            until(lambda: new.process.poll() is not None or sending.sender().control.ping(timeout=0.3), 40)
            assert new.process.poll() is None
        except AssertionError:
            raise AssertionError(f"the worker did not start:\n{new.log.read_text()[-4000:]}") from None
        return new

    yield start
    for each in started:
        each.kill_all()
    # The database is dropped next; the server notices a killed client a moment later.
    with psycopg.connect(os.environ["BALAI_DATABASE_URL"], autocommit=True) as watch:
        mine = "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()"
        until(lambda: watch.execute(mine, [APPLICATION]).fetchone()[0])  # type: ignore[index]


@pytest.fixture()
def ask(actor: Any, tmp_path: Path) -> Callable[..., Job]:
    """``ask("faults.render", seconds=1)``: a job whose notes go to the test's folder."""

    def make(kind: str, **args: Any) -> Job:
        return enqueue(kind, actor=actor, title=kind, args={"folder": str(tmp_path), **args})

    return make


@pytest.fixture()
def notes(tmp_path: Path) -> Callable[[str], list[int]]:
    """``notes("begin")``: process ids that wrote this word, in order."""

    def read(word: str) -> list[int]:
        path = tmp_path / "notes"
        lines = path.read_text().splitlines() if path.exists() else []
        return [int(line.split()[1]) for line in lines if line.split()[0] == word]

    return read
