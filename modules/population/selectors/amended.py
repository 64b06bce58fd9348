"""Details of the ledger's lines as they are known: amended lines read as amended, a closed month's as they were then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from modules.population.models import EventAmendment, PopulationEvent

#: Stands among the joins of a query over lines ``e``; its one parameter is the day as of which amendments count.
AMENDED = """
LEFT JOIN (SELECT DISTINCT ON (event_id) event_id, after FROM population_eventamendment WHERE counted_on <= %s
    ORDER BY event_id, id DESC) amended ON amended.event_id = e.id
"""
#: What to select of such a query.
DETAILS, NOTE = "coalesce(amended.after->'details', e.details)", "coalesce(amended.after->>'note', e.note)"


@dataclass(frozen=True)
class Change:
    """One detail of an amendment: its name in the details ("note" is the note), before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Amendment:
    """Who put what right, when and why."""

    by: str
    at: datetime
    reason: str
    changes: list[Change]
    #: Whether books that had been closed before keep what stood there.
    after_closing: bool


def amendments_of(event: PopulationEvent) -> list[Amendment]:
    """The amendments of a line, the newest first."""
    return [
        Amendment(each.author_name, each.recorded_at, each.reason, _changes(each), each.counted_on > event.counted_on)
        for each in reversed(list(event.amendments.all()))
    ]


def _changes(found: EventAmendment) -> list[Change]:
    before, after = ({**state["details"], "note": state["note"]} for state in (found.before, found.after))
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [Change(name, before.get(name), after.get(name)) for name in names]
