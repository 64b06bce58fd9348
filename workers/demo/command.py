"""``balai demo``: one supervisor over servers, web, workers and clock; Ctrl-C ends them all, in order."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from balai.embedded.services import Running, Services, ServicesError, data_folder, secret_key
from workers.demo.villages import CITIZEN_PIN, PASSWORD, STAFF, VILLAGES

ROOT = Path(__file__).resolve().parents[2]
#: What the demo makes in its data folder, and what --reset takes away.
OURS = ("postgres", "valkey", "files", "run", "log")


def say(line: str = "") -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Start the demo, or walk it (``--check``)."""
    parser = argparse.ArgumentParser(prog="balai demo", description="Everything, embedded, on this machine.")
    parser.add_argument("--port", type=int, default=None, help="port of the web server (default 8000)")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away and start anew")
    parser.add_argument("--check", action="store_true", help="walk the main journey on a throw-away copy")
    parser.add_argument("--json", action="store_true", dest="as_json", help="with --check: one JSON object on stdout")
    chosen = parser.parse_args(arguments)
    from balai.assets import AssetsError

    try:
        if chosen.check:
            from workers.demo.check import check

            return check(as_json=chosen.as_json)
        return Demo(data_folder(), port=chosen.port).run(reset=chosen.reset)
    except AssetsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        if error.errno == errno.ENOSPC:
            sys.stderr.write(f"The disk that holds {data_folder()} is full; free some space and start again.\n")
            return 1
        raise


def port_is_free(port: int) -> bool:
    """Whether nobody listens on a TCP port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Demo:
    """One demo in one data folder."""

    def __init__(self, data: Path, *, port: int | None, villages: int = len(VILLAGES), quick: bool = False) -> None:
        self.data = data
        self.port = port or self._kept_port() or 8000
        self.villages = villages
        self.quick = quick
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.environment: dict[str, str] = {}
        self.stopping = False

    def _kept_port(self) -> int:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return int(json.loads((self.data / "run" / "demo.json").read_text())["port"])
        return 0

    def run(self, *, reset: bool) -> int:
        """Set up what is missing, start everything, print where to go, and stay until Ctrl-C."""
        started = time.perf_counter()
        if not 1 <= self.port <= 65535:
            sys.stderr.write(f"{self.port} is not a port; choose one from 1024 to 65535 with --port N.\n")
            return 2
        if not port_is_free(self.port):
            sys.stderr.write(f"Port {self.port} is taken by another program; choose another with --port N.\n")
            return 1
        if reset:
            self.throw_away()
        with self.started():
            self.print_addresses(time.perf_counter() - started)
            try:
                self.watch()
            except KeyboardInterrupt:
                say("\nStopping ...")
        say("Stopped. Data stay in " + str(self.data) + ".")
        return 0

    @contextlib.contextmanager
    def started(self, *, quietly: bool = False) -> Iterator[Running]:
        """Servers, set-up and processes, for as long as the block lasts."""
        from balai.assets import ensure

        ensure()
        signal.signal(signal.SIGTERM, _as_interrupt)
        signal.signal(signal.SIGINT, _as_interrupt)
        with Services(self.data, fsync=not self.quick) as running:
            self.environment = self.environment_of(running)
            try:
                self.set_up(quietly=quietly)
                self.start_processes()
                self.wait_until_ready()
                yield running
            finally:
                self.stop()

    def environment_of(self, running: Running) -> dict[str, str]:
        """The environment of every process of this demo."""
        return {
            **os.environ,
            **running.environment(),
            "BALAI_DATA": str(self.data),
            "BALAI_PORT": str(self.port),
            "BALAI_SECRET_KEY": secret_key(self.data),
            "BALAI_BASE_DOMAIN": os.environ.get("BALAI_BASE_DOMAIN") or "grobogan.localhost",
            "DJANGO_SETTINGS_MODULE": "balai.settings.local",
            "BALAI_LOG_LEVEL": os.environ.get("BALAI_LOG_LEVEL") or "WARNING",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
        }

    def throw_away(self) -> None:
        """Remove the demo's own folders in the data folder."""
        from balai.embedded.services import running_services

        if running_services(self.data) is not None:
            raise ServicesError(f"A demo runs in {self.data}; stop it (Ctrl-C) before --reset.")
        for name in OURS:
            shutil.rmtree(self.data / name, ignore_errors=True)

    def set_up(self, *, quietly: bool = False) -> None:
        """Schemas as the owner, then people under the app's login, on two processes."""
        marker = self.data / "run" / "demo.json"
        if not marker.exists() and not quietly:
            say(f"Making Kabupaten Grobogan and {self.villages} live villages (once) ...")
        self._python(["-m", "workers.demo.villages", "owner", str(self.villages)], BALAI_AS_OWNER="1")
        if not marker.exists() and self.villages:
            parts = min(2, os.cpu_count() or 1, self.villages)
            running = [
                subprocess.Popen(
                    [sys.executable, "-m", "workers.demo.villages", "app", str(part), str(parts), str(self.villages)],
                    cwd=ROOT,
                    env=self.environment,
                )
                for part in range(parts)
            ]
            if any(process.wait() for process in running):
                raise ServicesError("The demo's villages could not be filled; the reason stands above.")
        marker.write_text(json.dumps({"port": self.port}))

    def _python(self, arguments: list[str], **extra: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment | extra,
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise ServicesError("The demo could not be set up; the reason stands above.")
        return done.stdout.strip()

    def start_processes(self) -> None:
        """Web, worker, clock."""
        for name in ("web", "worker", "beat"):
            self._start(name)

    def _start(self, name: str) -> None:
        from workers.serving import beat_command, web_command, worker_command

        command = {
            "web": lambda: web_command(bind=f"127.0.0.1:{self.port}", workers=1, threads=4),
            "worker": lambda: worker_command(processes=2),
            "beat": lambda: beat_command(schedule=str(self.data / "run" / "beat")),
        }[name]()
        with open(self.data / "log" / f"{name}.log", "ab") as log:
            self.children[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_until_ready(self, seconds: float = 40) -> None:
        """Until the web server answers /readyz.

        Raises:
            ServicesError: it did not, with the last line of its log.
        """
        deadline = time.monotonic() + seconds
        last: Any = ""
        while time.monotonic() < deadline:
            if self.children["web"].poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=3) as answer:
                    if answer.status == 200:
                        return
            except OSError as error:
                last = error
            time.sleep(0.1)
        raise ServicesError(f"The web server did not start ({last}); see {self.data / 'log' / 'web.log'}.")

    def watch(self) -> None:
        """Stay; a process that ends by itself is started again, at most once in two seconds."""
        born: dict[str, float] = {}
        while True:
            time.sleep(0.5)
            for name, process in list(self.children.items()):
                if process.poll() is not None and time.monotonic() - born.get(name, 0) > 2:
                    born[name] = time.monotonic()
                    say(f"The {name} process ended ({process.returncode}); starting it again.")
                    self._start(name)

    def stop(self) -> None:
        """End web, clock and worker, in this order; the worker may finish what it holds."""
        self.stopping = True
        for name, seconds in (("web", 10), ("beat", 5), ("worker", 20)):
            process = self.children.get(name)
            if process is None or process.poll() is not None:
                continue
            process.terminate()
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)

    def print_addresses(self, seconds: float) -> None:
        """Where to go, and as whom."""
        domain = self.environment["BALAI_BASE_DOMAIN"]
        citizen = self._python(["-m", "workers.demo.villages", "citizen"])
        village = f"http://geyer.{domain}:{self.port}"
        say(f"\nBalai runs ({seconds:.0f} s). Demo data: nobody here is real.\n")
        say(f"  Regency        http://{domain}:{self.port}/            public numbers")
        say(f"                 http://{domain}:{self.port}/dasbor/     dispermasdes / {PASSWORD}")
        say(f"  Desa Geyer     {village}/                 public site")
        say(f"    office       {village}/kantor/          {' · '.join(name for name, _ in STAFF)} / {PASSWORD}")
        say(f"    citizen      {village}/layanan/         NIK {citizen} / PIN {CITIZEN_PIN}")
        others = " ".join(each.subdomain for each in VILLAGES[1 : self.villages])
        say(f"  Also live      {others}")
        say("\nCtrl-C stops everything.")


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
