"""Does it turn? Asked by the command line, the operators' page and the container's health check."""

from __future__ import annotations

from dataclasses import dataclass, field

from kombu.exceptions import KombuError, OperationalError
from redis.exceptions import RedisError


@dataclass(frozen=True)
class Health:
    """What a ping through the broker found.

    ``broker``: it answers. ``workers``: names of those that answered in time. ``heartbeat_age``: seconds since a worker
    carried out what beat sent (None: never). ``waiting``: messages in each queue. ``problem``: the first thing wrong, as
    a stable word: ``broker``, ``workers``, ``beat`` or ``""``.
    """

    broker: bool = False
    workers: tuple[str, ...] = ()
    heartbeat_age: float | None = None
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def problem(self) -> str:
        """The first thing that is wrong, or ''."""
        from balai.jobs.health import HEARTBEAT_SECONDS

        if not self.broker:
            return "broker"
        if not self.workers:
            return "workers"
        if self.heartbeat_age is None or self.heartbeat_age > 3 * HEARTBEAT_SECONDS:
            return "beat"
        return ""

    @property
    def ok(self) -> bool:
        """Whether jobs are carried out and the schedule runs."""
        return not self.problem


def health(timeout: float = 1.0) -> Health:
    """Ping the workers through the broker; takes ``timeout`` seconds. Never raises for a broker that is away."""
    from balai.jobs.handlers import QUEUES
    from balai.jobs.health import heartbeat_age
    from workers.app import app

    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=timeout)
            channel = connection.default_channel
            waiting = {name: int(channel.client.llen(name)) for name in QUEUES}
            answers = app.control.ping(timeout=timeout, connection=connection)
        names = tuple(sorted(name for answer in answers for name in answer))
        return Health(True, names, heartbeat_age(), waiting)
    except (OperationalError, KombuError, RedisError, OSError):
        return Health()
