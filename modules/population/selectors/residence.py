"""Since when somebody lives in the village: one rule for B.4 and B.5, the list of temporary residents and Pilkades' six months.

The last line that began a residence decides: birth, arrival, temporary stay, coming back; of initial data the day that was
told (``since``: "Tinggal di desa sejak"), else it is not known. Who was missing and is found again never left.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import DateField
from django.db.models.expressions import RawSQL

from balai.db import today
from modules.population.codes import Presence
from modules.population.models import EventKind
from modules.population.selectors.amended import AMENDED, DETAILS
from modules.population.selectors.past import Relation

BEGINNINGS = (EventKind.BIRTH, EventKind.MOVE_IN, EventKind.TEMPORARY, EventKind.READMITTED, EventKind.INITIAL)
_KINDS = ", ".join(f"'{kind}'" for kind in map(str, BEGINNINGS))
_SINCE = f"""(
SELECT DISTINCT ON (e.resident_id) e.resident_id, e.id AS line, e.event_date AS written,
    CASE WHEN e.kind = 'initial' THEN ({DETAILS}->>'since')::date ELSE e.event_date END AS since
FROM population_populationevent e {AMENDED}
LEFT JOIN population_populationevent u ON u.target_id = e.id AND u.counted_on <= %s
WHERE e.kind IN ({_KINDS}) AND e.counted_on <= %s AND u.id IS NULL
    AND NOT (e.kind = 'readmitted' AND e.before->>'presence' = '{int(Presence.MISSING)}')
ORDER BY e.resident_id, e.id DESC
)"""  # noqa: S608


def here_since_sql(on: date) -> Relation:
    """Of everybody whom a line brought here until the end of a day: ``resident_id``, ``since`` (empty where it is not
    known), ``line`` that says so and the day ``written`` in it (of initial data that of the entry)."""
    return _SINCE, [on, on, on]


def here_since(column: str = "since") -> RawSQL:
    """The same as a value beside residents, as known today."""
    relation, params = here_since_sql(today())
    field = DateField() if column in {"since", "written"} else None
    return RawSQL(  # noqa: S611
        f"SELECT h.{column} FROM {relation} h WHERE h.resident_id = population_resident.id",  # noqa: S608
        params,
        output_field=field,
    )


def came_after(day: date) -> RawSQL:
    """Keys of those who live here since a later day, as known today: a condition ``pk__in``."""
    relation, params = here_since_sql(today())
    return RawSQL(f"SELECT h.resident_id FROM {relation} h WHERE h.since > %s", [*params, day])  # noqa: S608, S611


def began(kind: str, event_date: date, details: Mapping[str, Any]) -> date | None:
    """When a residence began that this line began; None where it is not known."""
    if kind != EventKind.INITIAL:
        return event_date
    told = details.get("since")
    return date.fromisoformat(told) if told else None
