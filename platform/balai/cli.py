"""The project's command line: its own words, and every Django management command.

Servers: a command uses what BALAI_DATABASE_URL and REDIS_URL name; where they are not set, the running embedded servers
of BALAI_DATA, or it starts those for as long as it lasts. Logins: the commands of :data:`AS_OWNER` connect as the owner,
every other one as the app. Exit codes: 0 done, 1 failed, 2 refused for its input.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Iterator

from balai import __version__

#: Commands that need DDL, and no others.
AS_OWNER = {
    ("migrate",), ("migrate_schemas",), ("makemigrations",), ("sqlmigrate",), ("showmigrations",), ("dbshell",),
    ("fleet", "migrate"), ("fleet", "status"),
    ("regency", "add"),
    ("village", "add"), ("village", "import"), ("village", "suspend"), ("village", "resume"), ("village", "readonly"),
}  # fmt: skip
#: Commands that talk to no server.
WITHOUT_SERVERS = {"help", "check", "collectstatic", "spectacular", "compilemessages", "makemessages"}
#: Words of our own that manage processes themselves: module and function.
OWN = {
    "demo": "workers.demo.command:main",
    "test": "workers.testing:main",
    "lint": "workers.testing:lint",
    "bench": "workers.benching:main",
    "serve": "workers.serving:serve",
    "assets": "balai.assets:main",
}
USAGE = """Balai {version}

  ./balai demo [--port N] [--data DIR] [--reset]   everything, embedded, on this machine
  ./balai demo --check                             walk the main journey on a throw-away copy
  ./balai test [pytest's options]                  the whole test suite, services included
  ./balai lint | bench [ROW ...] [--json]
  ./balai regency add --code 33.15
  ./balai village add | import | list | show | load | populate | suspend | resume | readonly
  ./balai user add | invite | list | close | reset-factor
  ./balai fleet migrate | status
  ./balai facts rebuild | status
  ./balai population verify | report | book
  ./balai <any Django management command>

Exit codes: 0 done, 1 failed, 2 refused for its input. --json: one object on stdout, messages on stderr.
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    arguments = _take_data(arguments)
    if not arguments or arguments[0] in {"help", "--help", "-h"}:
        sys.stdout.write(USAGE.format(version=__version__))
        return 0
    if arguments == ["--version"]:
        sys.stdout.write(f"balai {__version__}\n")
        return 0
    os.environ.setdefault(
        "DJANGO_SETTINGS_MODULE",
        os.environ.get("BALAI_SETTINGS")
        or ("balai.settings.production" if os.environ.get("BALAI_PRODUCTION") == "1" else "balai.settings.local"),
    )
    from balai.embedded.services import ServicesError

    try:
        if arguments[0] in OWN:
            place, _, name = OWN[arguments[0]].partition(":")
            return int(getattr(importlib.import_module(place), name)(arguments[1:]) or 0)
        with servers_for(arguments):
            return run_django(arguments)
    except ServicesError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 1


def _take_data(arguments: list[str]) -> list[str]:
    """``--data DIR`` before or after the command's name chooses the data folder for every command."""
    kept: list[str] = []
    waiting = False
    for argument in arguments:
        if waiting:
            os.environ["BALAI_DATA"], waiting = argument, False
        elif argument == "--data":
            waiting = True
        elif argument.startswith("--data="):
            os.environ["BALAI_DATA"] = argument.partition("=")[2]
        else:
            kept.append(argument)
    return kept


def needs_owner(arguments: list[str]) -> bool:
    """Whether a command connects as the owner."""
    words = tuple(word for word in arguments if not word.startswith("-"))
    return words[:1] in AS_OWNER or words[:2] in AS_OWNER


@contextlib.contextmanager
def servers_for(arguments: list[str]) -> Iterator[None]:
    """The servers that a command needs, and its login, in the environment for as long as it lasts."""
    from balai.embedded.services import Services, data_folder, secret_key

    if needs_owner(arguments):
        os.environ["BALAI_AS_OWNER"] = "1"
    outside = os.environ.get("BALAI_DATABASE_URL") or os.environ.get("BALAI_PRODUCTION") == "1"
    if outside or arguments[0] in WITHOUT_SERVERS:
        yield
        return
    with Services(data_folder()) as running:
        os.environ.update(running.environment())
        os.environ.setdefault("BALAI_SECRET_KEY", secret_key(data_folder()))
        with contextlib.suppress(OSError, ValueError, KeyError):
            kept = json.loads((data_folder() / "run" / "demo.json").read_text())
            os.environ.setdefault("BALAI_PORT", str(kept["port"]))
        yield


def run_django(arguments: list[str]) -> int:
    """Run a management command; errors of the field become one sentence and exit code 2."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, ManagementUtility, get_commands
    from django.db.utils import OperationalError

    from balai.errors import BalaiError

    as_json = "--json" in arguments
    try:
        django.setup()
        if arguments[0] not in get_commands():
            sys.stderr.write(f"There is no command '{arguments[0]}'; './balai help' shows what there is.\n")
            return 2
        ManagementUtility(["balai", *arguments]).execute()
    except BalaiError as error:
        return _refused(error.message(), code=error.code, as_json=as_json)
    except ImproperlyConfigured as error:
        return _refused(str(error), code="configuration", as_json=as_json, exit_code=1)
    except CommandError as error:
        return _refused(str(error), code="failed", as_json=as_json, exit_code=error.returncode)
    except OperationalError as error:
        line = str(error).strip().splitlines()[0]
        return _refused(
            f"The database does not answer as it should: {line}", code="database", as_json=as_json, exit_code=1
        )
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1 if stop.code else 0
    return 0


def _refused(sentence: str, *, code: str, as_json: bool, exit_code: int = 2) -> int:
    if as_json:
        sys.stdout.write(json.dumps({"error": code, "message": sentence}, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{sentence}\n")
    return exit_code
