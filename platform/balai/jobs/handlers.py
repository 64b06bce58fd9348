"""Which function carries out which kind of job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from balai.jobs.models import Job

Function = Callable[..., "dict[str, Any] | None"]

#: Queues that exist; a worker consumes all of them unless it is started for one.
#: ``fast`` is for work that somebody watches for a second (a letter's PDF), ``slow`` for what may take minutes.
QUEUES = ("fast", "default", "slow")


@dataclass(frozen=True)
class Handler:
    """One kind of job: its function, the queue that it belongs to and how often it may be begun."""

    kind: str
    function: Function
    queue: str
    max_attempts: int


_handlers: dict[str, Handler] = {}


def handler(kind: str, *, queue: str = "default", max_attempts: int = 3) -> Callable[[Function], Function]:
    """Declare the function that carries out jobs of ``kind``.

    It is called as ``function(job, **job.args)`` under the village's schema and role, outside a transaction. It may be
    called again for the same job (a worker was killed half-way): the outcome must then be the same. What it returns
    becomes ``job.result``. A ``BalaiError`` ends the job with its sentence; a passing trouble (database away, network)
    is tried again, at most ``max_attempts`` times in all.
    """
    if queue not in QUEUES:
        raise ValueError(f"{kind}: there is no queue {queue!r}")
    if max_attempts < 1:
        raise ValueError(f"{kind}: max_attempts must be at least 1")

    def declare(function: Function) -> Function:
        known = _handlers.get(kind)
        if known is not None and _place(known.function) != _place(function):
            raise ValueError(f"two handlers for the job {kind!r}: {_place(known.function)}, {_place(function)}")
        _handlers[kind] = Handler(kind, function, queue, max_attempts)
        return function

    return declare


def handler_of(kind: str) -> Handler | None:
    """The handler of a kind, or None where this process does not know it."""
    return _handlers.get(kind)


def _place(function: Function) -> str:
    return f"{function.__module__}.{getattr(function, '__qualname__', function)}"


def call(found: Handler, job: Job) -> dict[str, Any] | None:
    """Carry out ``job`` once; errors rise."""
    return found.function(job, **job.args)
