"""Hours in which nobody's telephone rings for what can wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from balai.db import zone
from modules.messages.services.settings import present_settings


def held_until(now: datetime) -> datetime:
    """``now`` outside the quiet hours; inside them the moment at which they end."""
    settings = present_settings()
    start, end = settings.quiet_from, settings.quiet_until
    if start == end:
        return now
    here = now.astimezone(zone())
    clock = here.time()
    over_night = start > end
    inside = (clock >= start or clock < end) if over_night else start <= clock < end
    if not inside:
        return now
    until = here.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return until if until > here else until + timedelta(days=1)
