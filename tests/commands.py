"""The command line in processes of their own, without the start of each.

``python -m balai`` takes a core nearly two seconds to import what it needs. A server, one for each of the two logins, has
imported it once; a command is a fork of it: a process with an environment, database connections, output and exit code of
its own, in which runs the same ``main`` as operators run. That it starts from nothing, too, is tested beside it.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import IO, Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
#: The servers of this process by login (owner or app), each with the environment that it has read.
_servers: dict[bool, tuple[dict[str, str], subprocess.Popen[str]]] = {}


def run(words: list[str], environment: dict[str, str]) -> tuple[int, str, str]:
    """Run ``balai WORDS`` in a process of its own; returns exit code, stdout, stderr."""
    from balai.cli import needs_owner

    server = _server(needs_owner(words), environment)
    assert server.stdin is not None and server.stdout is not None
    server.stdin.write(json.dumps({"words": words, "environment": environment}) + "\n")
    server.stdin.flush()
    answer = server.stdout.readline()
    assert answer, f"the commands' server ended ({server.poll()})"
    found = json.loads(answer)
    return found["code"], found["out"], found["err"]


def _server(owner: bool, environment: dict[str, str]) -> subprocess.Popen[str]:
    # Which test runs is no setting.
    known = {name: text for name, text in environment.items() if name != "PYTEST_CURRENT_TEST"}
    kept = _servers.get(owner)
    if kept is not None and kept[0] == known and kept[1].poll() is None:
        return kept[1]
    if kept is not None:
        _end(kept[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.commands"],
        cwd=ROOT,
        env=known | ({"BALAI_AS_OWNER": "1"} if owner else {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    _servers[owner] = (known, server)
    return server


def _end(server: subprocess.Popen[str]) -> None:
    """At the end of its input a server ends by itself; so it does when this process is killed."""
    if server.stdin is not None:
        server.stdin.close()
    server.wait(10)


@atexit.register
def end_all() -> None:
    """End the servers of this process."""
    while _servers:
        _end(_servers.popitem()[1][1])


def serve() -> None:
    """Fork a process for each line of the input; answer with its code and what it wrote."""
    # As `balai.cli.main` does it.
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ["BALAI_SETTINGS"]
    import django

    import balai.cli  # noqa: F401 - what the forks run

    django.setup()
    # Every command begins with the checks, which import every address and view.
    from django.core.checks import run_checks

    run_checks()
    gc.freeze()
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)
        for line in sys.stdin:
            asked = json.loads(line)
            with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
                child = os.fork()
                if child == 0:
                    _be(asked["words"], asked["environment"], out, err)
                code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                answers.write(json.dumps({"code": code, "out": _written(out), "err": _written(err)}) + "\n")
                answers.flush()


def _be(words: list[str], environment: dict[str, str], out: IO[bytes], err: IO[bytes]) -> NoReturn:
    """Be the process that ``python -m balai WORDS`` is."""
    from balai.cli import main

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    sys.argv = ["balai", *words]
    os.environ.clear()
    os.environ.update(environment)
    random.seed()
    code: Any = 1
    try:
        code = main()
    except SystemExit as stop:
        code = stop.code
        if isinstance(code, str):
            sys.stderr.write(f"{code}\n")
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1 if code else 0)


def _written(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    serve()
