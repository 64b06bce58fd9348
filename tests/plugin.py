"""Loaded before everything else: real servers, and a database that grants are under test in.

The controller starts the embedded servers in ``var/test`` (unless BALAI_DATABASE_URL names some), builds one template
database as the owner (kept until migrations, models or this harness change), and every worker works in a copy of it
under the app's login.
"""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
for source in (ROOT, ROOT / "platform"):
    if str(source) not in sys.path:
        sys.path.insert(0, str(source))

os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings.test"
os.environ.setdefault("BALAI_LOG_LEVEL", "WARNING")
os.environ.setdefault("BALAI_BASE_DOMAIN", "grobogan.localhost")

_services = None


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def template_name() -> str:
    """Named for what the template is made from, so that a change makes a new one."""
    digest = hashlib.sha256()
    paths = sorted(
        {
            *ROOT.glob("platform/balai/*/migrations/*.py"),
            *ROOT.glob("modules/*/migrations/*.py"),
            *ROOT.glob("tenants/**/*.py"),
            *ROOT.glob("tests/building/*.py"),
            *ROOT.glob("platform/balai/access.py"),
            *ROOT.glob("platform/balai/*/models.py"),
            *ROOT.glob("modules/*/models.py"),
            *ROOT.glob("modules/*/models/*.py"),
            *ROOT.glob("modules/population/synthetic/*.py"),
        }
    )
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return f"tpl_{digest.hexdigest()[:16]}"


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def prepare() -> None:
    """Start the servers and build the template database; sets the environment that workers inherit."""
    global _services
    if os.environ.get("BALAI_TEST_TEMPLATE"):
        return
    if not os.environ.get("BALAI_DATABASE_URL"):
        from balai.embedded.services import Services

        _services = Services(Path(os.environ.get("BALAI_DATA") or ROOT / "var") / "test", fsync=False)
        running = _services.start()
        # Who ends the run by a signal must not leave its servers behind.
        signal.signal(signal.SIGTERM, _interrupted)
        os.environ.update(running.environment())
    name = template_name()
    from tests.building.database import ensure

    ensure(os.environ["BALAI_OWNER_URL"], name)
    os.environ["BALAI_TEST_TEMPLATE"] = name


def pytest_configure(config: object) -> None:
    """Nothing is left to do here but the order: pytest-django reads settings after this module was imported."""


#: Tests that share one live demo (and its browser), or a server of commands, or kill servers, stand in line on one
#: worker. By path and not by xdist's mark: its plugin renames tests for that, and pytest 9.2 does not let it.
GROUPS = {
    "tests/e2e/": "e2e",
    "tests/modules/letters/signing/test_browser.py": "e2e",
    "tests/faults/test_servers_restart.py": "house",
    "tests/test_command_line.py": "commands",
    "tests/tenants/test_onboarding.py": "commands",
    "tests/modules/population/test_commands.py": "commands",
    "tests/modules/population/test_statistics_pages.py::test_the_command_line": "commands",
}


def group_of(nodeid: str) -> str:
    """What has to run on one worker with others, or the test itself."""
    return next((name for path, name in GROUPS.items() if nodeid.startswith(path)), nodeid)


def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """The order in which workers get their tests: the largest group first."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return ByGroup(config, log)


def pytest_collection_finish(session: object) -> None:
    """What was imported stays until the end: the collector need not walk it again and again (a twentieth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_unconfigure(config: object) -> None:
    """Stop what we started."""
    if _services is not None:
        _services.stop()


if "PYTEST_XDIST_WORKER" not in os.environ and not {"-h", "--help", "--version"} & set(sys.argv[1:]):
    prepare()
