"""Two people edit the same thing: the later one is told, and never wins in silence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from balai.errors import Conflict


def version_of(thing: Any) -> str:
    """What a form carries: the thing's ``version`` if it counts, else the moment of its last change."""
    version = getattr(thing, "version", None)
    if version is not None:
        return str(version)
    changed: datetime = thing.updated_at
    return changed.isoformat()


def check_version(read: str, now: str) -> None:
    """Refuse when somebody changed the thing since it was read. Who read nothing (``read`` empty) is not refused.

    Raises:
        Conflict: the versions differ.
    """
    if read and read != now:
        raise Conflict(read=read, now=now)


def if_match(request: HttpRequest, now: str) -> None:
    """The same for a request that names its version in ``If-Match`` ("*" is any).

    Raises:
        Conflict: the versions differ.
    """
    read = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if read != "*":
        check_version(read, now)
