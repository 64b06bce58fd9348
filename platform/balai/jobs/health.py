"""Signs of life: when beat and a worker last did something, by the cache both sides share."""

from __future__ import annotations

import time

from django.core.cache import cache
from django_tenants.utils import schema_context

_KEY = "heartbeat"
#: Beat asks for a heartbeat this often (seconds); three missed ones are a fault.
HEARTBEAT_SECONDS = 30


def write_heartbeat() -> float:
    """A worker carried out what beat sent: write when."""
    now = time.time()
    with schema_context("public"):
        cache.set(_KEY, now, timeout=24 * 3600)
    return now


def heartbeat_age() -> float | None:
    """Seconds since a worker last answered beat, or None if never (in the last day). Raises what the cache raises."""
    with schema_context("public"):
        found = cache.get(_KEY)
    return None if found is None else max(0.0, time.time() - float(found))
