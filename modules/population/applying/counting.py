"""In whose month a line of the ledger counts: decided once, here, when the line is written."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection

from modules.population.models import BEGINNING, EventKind

#: Lines that put data right. While a village still prepares its data, they count where what they mend counts.
CORRECTIONS = frozenset(
    {
        EventKind.CORRECTION_RT,
        EventKind.CORRECTION_FAMILY,
        EventKind.CORRECTION_SHDK,
        EventKind.CORRECTION_SEX,
        EventKind.CORRECTION_CITIZENSHIP,
        EventKind.SPLIT,
        EventKind.REPAIRED,
        EventKind.MERGED,
        EventKind.BECAME_PERMANENT,
    }
)
# A line and the undo that took it back in the same month cancel each other; what stands decides.
_STANDING = """
SELECT e.resident_id, max(e.counted_on) FROM population_populationevent e
LEFT JOIN population_populationevent u ON u.target_id = e.id
WHERE e.resident_id = ANY(%s) AND u.id IS NULL AND e.target_id IS NULL GROUP BY 1
"""


def counting_days(wanted: Iterable[tuple[str, uuid.UUID, int | None]], report_date: date) -> list[tuple[date, bool]]:
    """The day in whose month each line counts, and whether a closed month moved it there (it is late then: susulan).

    ``wanted``: (kind, resident, target of an undo), in their order.

    Never in a closed month, never before an earlier standing line of the same person: so a person's state at the end of
    any month is what the last line counted until then left, and every month begins where the one before it ended.
    """
    lines = list(wanted)
    with connection.cursor() as cursor:
        # Whoever closes a month waits until this line is written, or this line sees that the month is closed.
        cursor.execute("SELECT complete_on IS NOT NULL, closed_through FROM population_registerstate FOR SHARE")
        complete, closed = cursor.fetchone() or (False, None)
    first_open = closed + timedelta(days=1) if closed else BEGINNING
    people = list({person for kind, person, _target in lines if kind != EventKind.INITIAL})
    targets = [target for _kind, _person, target in lines if target is not None]
    former: dict[uuid.UUID, date] = {}
    of_target: dict[int, date] = {}
    with connection.cursor() as cursor:
        if people:
            cursor.execute(_STANDING, [people])
            former = dict(cursor.fetchall())
        if targets:
            cursor.execute("SELECT id, counted_on FROM population_populationevent WHERE id = ANY(%s)", [targets])
            of_target = dict(cursor.fetchall())
    found = []
    for kind, person, target in lines:
        if kind == EventKind.INITIAL:
            day = BEGINNING
        elif target is not None:
            day = of_target[target]
        elif kind in CORRECTIONS and not complete:
            day = former.get(person, report_date)
        else:
            day = max(report_date, former.get(person, BEGINNING))
        found.append((max(day, first_open), day < first_open))
    return found
