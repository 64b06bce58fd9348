"""Start the processes of a deployment: ``balai serve web | worker | beat`` (compose, Kubernetes, systemd call these)."""

from __future__ import annotations

import os
import sys

from balai.settings.environment import value

QUEUES = "fast,default,slow"


def web_command(*, bind: str, workers: int | None = None, threads: int | None = None) -> list[str]:
    """gunicorn with threads (at most as many as the pool has connections)."""
    return [
        sys.executable, "-m", "gunicorn", "balai.wsgi:application",
        "--bind", bind,
        "--worker-class", "gthread",
        "--workers", str(workers or value("BALAI_WEB_WORKERS")),
        "--threads", str(threads or value("BALAI_WEB_THREADS")),
        "--timeout", "60", "--graceful-timeout", "20", "--max-requests", "5000", "--max-requests-jitter", "500",
        "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp",  # noqa: S108
        "--log-level", "warning",
    ]  # fmt: skip


def worker_command(*, processes: int | None = None) -> list[str]:
    """A Celery worker (prefork) on every queue."""
    return [
        sys.executable, "-m", "celery", "--app", "workers.app", "worker",
        "--loglevel", "WARNING", "--queues", QUEUES,
        "--concurrency", str(processes or value("BALAI_CELERY_WORKERS")),
        "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def beat_command(*, schedule: str) -> list[str]:
    """The clock: one in a deployment."""
    return [
        sys.executable, "-m", "celery", "--app", "workers.app", "beat",
        "--loglevel", "WARNING", "--schedule", schedule, "--pidfile", "",
    ]  # fmt: skip


def serve(arguments: list[str]) -> int:
    """Replace this process by one of the deployment's processes."""
    import argparse

    parser = argparse.ArgumentParser(prog="balai serve")
    parser.add_argument("what", choices=["web", "worker", "beat"])
    parser.add_argument("--bind", default="0.0.0.0:8000")
    parser.add_argument("--schedule", default="/tmp/balai-beat")  # noqa: S108
    chosen = parser.parse_args(arguments)
    command = {  # type: ignore[no-untyped-call]
        "web": lambda: web_command(bind=chosen.bind),
        "worker": worker_command,
        "beat": lambda: beat_command(schedule=chosen.schedule),
    }[chosen.what]()
    os.execv(command[0], command)  # noqa: S606
    return 0
