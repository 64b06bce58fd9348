"""The whole house, with its worker killed before a letter is printed and its database restarted under it.

Walked as people do it (command line and pages); outcomes are read in the database.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balai.embedded.services import Services, free_port
from workers.demo.browser import Browser
from workers.demo.check import Walk
from workers.demo.command import Demo

pytestmark = pytest.mark.faults


@pytest.fixture()
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A running house without a village: the demo's own processes on servers of their own."""
    for name in ("BALAI_DATABASE_URL", "BALAI_OWNER_URL", "REDIS_URL", "BALAI_MEDIA_ROOT", "BALAI_TEST_TEMPLATE"):
        monkeypatch.delenv(name, raising=False)
    # PostgreSQL may run as nobody: it must be able to reach its folder.
    folder = tmp_path
    for place in (folder, *list(folder.parents)[:3]):
        if str(place).startswith("/tmp/"):
            place.chmod(0o755)
    demo = Demo(folder / "data", port=free_port(), villages=0, quick=True)
    with demo.started(quietly=True) as running:
        yield demo, running, Walk(demo, folder)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"


def test_a_worker_killed_before_printing_and_a_database_restarted(house: Any) -> None:
    demo, running, walk = house
    for step in (walk.onboard, walk.load, walk.look, walk.identity, walk.request):
        step()
    # The worker is gone when the head approves: number and PDF's job are safe in the database.
    os.killpg(demo.children["worker"].pid, signal.SIGKILL)
    demo.children["worker"].wait(10)
    walk.approve()
    time.sleep(1)
    assert walk.sql("SELECT pdf_file_id FROM letters_letter") == [(None,)]
    assert walk.sql("SELECT state FROM jobs_job WHERE kind = 'letters.render'") == [("waiting",)]
    demo._start("worker")
    walk.render()
    assert walk.sql("SELECT count(*), max(serial) FROM letters_letter WHERE number IS NOT NULL") == [(1, 1)]

    # The database goes away and comes back: pages answer again by themselves, the worker works on.
    os.kill(running.postgres_pid, signal.SIGINT)
    deadline = time.monotonic() + 20
    while not _gone(running.postgres_pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    down = Browser(walk.port).open(walk.village("/"))
    assert down.status >= 500
    assert "Traceback" not in down.text
    secret = json.loads((demo.data / "run" / "secrets.json").read_text())
    fresh = Services(demo.data, fsync=False)._start_postgres(running.postgres_port, secret)
    try:
        walk.until(lambda: Browser(walk.port).open(walk.village("/")).status == 200, 30, "the pages come back")
        assert walk.officer.open(walk.village("/kantor/")).status == 200
        walk.verify()
        # A message may have died with the worker: then the minute sweep finds what waits.
        walk.until(lambda: walk._fact("letters.by_type") == 1, 100, "the facts arrive")
    finally:
        demo.stop()
        os.kill(fresh, signal.SIGINT)
        deadline = time.monotonic() + 20
        while not _gone(fresh) and time.monotonic() < deadline:
            time.sleep(0.1)
