"""One live demo of two villages for all tests in the browser: real servers, web, worker and clock."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from balai.embedded.services import free_port
from tests.e2e.visitor import Visitor
from workers.demo.command import Demo
from workers.demo.villages import VILLAGES
from workers.testing import find_chromium

#: Taken from whoever runs the tests: the demo has servers and files of its own.
FOREIGN = ("BALAI_MEDIA_ROOT", "BALAI_AS_OWNER", "BALAI_DATA", "BALAI_SECRET_KEY", "BALAI_BASE_DOMAIN", "BALAI_PORT")


@dataclass
class Live:
    """The running demo: addresses, and its database as the owner sees it."""

    demo: Demo

    @property
    def regency(self) -> str:
        """Origin of the regency's host."""
        return f"http://grobogan.localhost:{self.demo.port}"

    @property
    def village(self) -> str:
        """Origin of the village's host."""
        return f"http://{VILLAGES[0].subdomain}.grobogan.localhost:{self.demo.port}"

    @property
    def other_village(self) -> str:
        """Origin of the second village's host."""
        return f"http://{VILLAGES[1].subdomain}.grobogan.localhost:{self.demo.port}"

    def sql(self, query: str, *values: Any, of: int = 0) -> list[tuple[Any, ...]]:
        """Read in a village's schema: the first, or with ``of=1`` the second."""
        with psycopg.connect(self.demo.environment["BALAI_OWNER_URL"]) as connection:
            schema = connection.execute(
                "SELECT schema_name FROM tenants_village WHERE code = %s", [VILLAGES[of].code]
            ).fetchone()
            assert schema is not None
            connection.execute(f'SET search_path = "{schema[0]}", public')
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Started once; data are thrown away."""
    folder: Path = tmp_path_factory.mktemp("e2e", numbered=True)
    for above in (folder, *folder.parents[:2]):
        # PostgreSQL may run as nobody: it must be able to reach its folder.
        above.chmod(0o755)
    before = {name: os.environ.pop(name) for name in FOREIGN if name in os.environ}
    signals = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    demo = Demo(folder / "data", port=free_port(), villages=2, quick=True)
    try:
        with demo.started(quietly=True):
            yield Live(demo)
    finally:
        os.environ.update(before)
        for number, handler in signals.items():
            signal.signal(number, handler)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. For a module only: while it runs, Django would refuse the database in this thread."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--host-resolver-rules=MAP *.localhost 127.0.0.1",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture()
def visitor(live: Live, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """``visitor(360)``, ``visitor(1280, at=live.regency, script=False)``: somebody with a browser of their own."""
    made: list[Visitor] = []

    def make(width: int, *, at: str = "", script: bool = True, dark: bool = False, app: bool = True) -> Visitor:
        made.append(Visitor(browser, at or live.village, width, script=script, dark=dark, app=app))
        return made[-1]

    yield make
    for each in made:
        each.leave()
