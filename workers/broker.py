"""kombu's Redis transport, mended in one place: a broker that goes away while a message is unacknowledged.

kombu 5.7 then tries to put the message back through a channel that has lost its connection, and acknowledges it there
later; both end in an AttributeError that Celery takes for unrecoverable: the whole worker ends. Here such a message is
let go: it comes back by itself after the visibility time-out, the sweep is faster, and the job's row knows what was done.
"""

from __future__ import annotations

import logging
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis
from redis.exceptions import RedisError

logger = logging.getLogger("balai.jobs")


class QoS(redis.QoS):
    """Which messages are unacknowledged, forgiving when the connection that brought them is gone."""

    def _is_cut_off(self) -> bool:
        return getattr(self.channel.connection, "client", None) is None

    def restore_unacked(self, client: Any = None) -> Any:
        """Put unacknowledged messages back (a warm shutdown), if there is anything to put them back into."""
        if not self._is_cut_off():
            try:
                return super().restore_unacked(client)
            except (RedisError, OSError) as error:
                logger.warning("unacknowledged messages could not be put back: %s", type(error).__name__)
        if self._delivered:
            self._delivered.clear()
        return None

    def ack(self, delivery_tag: str) -> None:
        """Acknowledge, unless the broker went away meanwhile."""
        if not self._is_cut_off():
            super().ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Give back or drop, unless the broker went away meanwhile."""
        if not self._is_cut_off():
            super().reject(delivery_tag, requeue)


class Channel(redis.Channel):
    """A channel that counts with our :class:`QoS`."""

    QoS = QoS


class Transport(redis.Transport):
    """``redis://`` and ``rediss://`` of the workers."""

    Channel = Channel


def install() -> None:
    """Use it for every Redis URL of this process (the workers' only)."""
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = "workers.broker:Transport"
