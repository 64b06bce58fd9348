"""How fresh the numbers are: when each village's were last computed, and since when something waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min

from balai.indicators.models import Computation, Outbox


@dataclass(frozen=True)
class Freshness:
    """One village: numbers that wait, since when the oldest waits, its failed tries, and the last computation."""

    village: str
    waiting: int
    oldest_touched_at: datetime | None
    attempts: int
    last_computed_at: datetime | None
    last_changed_at: datetime | None


def freshness(villages: Iterable[str] | None = None) -> dict[str, Freshness]:
    """By village (schema name): two queries, whatever their number. A village asks about itself alone (the database
    shows it no other); the regency about all, or those named."""
    waiting, computed = Outbox.objects.all(), Computation.objects.all()
    if villages is not None:
        names = list(villages)
        waiting, computed = waiting.filter(village__in=names), computed.filter(village__in=names)
    waits = {
        row["village"]: row
        for row in waiting.values("village").annotate(
            number=Count("indicator", distinct=True), oldest=Min("touched_at"), most=Max("attempts")
        )
    }
    done = {
        row["village"]: row
        for row in computed.values("village").annotate(last=Max("computed_at"), changed=Max("source_changed_at"))
    }
    nothing: dict[str, Any] = {}
    found = {}
    for village in sorted(waits.keys() | done.keys()):
        wait, last = waits.get(village, nothing), done.get(village, nothing)
        found[village] = Freshness(
            village,
            wait.get("number", 0),
            wait.get("oldest"),
            wait.get("most", 0),
            last.get("last"),
            last.get("changed"),
        )
    return found


def facts_status(villages: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The same as plain rows for the command line (``facts status --json``): moments in ISO 8601, UTC."""
    return [
        {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(each).items()}
        for each in freshness(villages).values()
    ]
