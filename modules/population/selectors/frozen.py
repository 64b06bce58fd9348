"""What a closed month's books stand on besides ledger and history: the regency's rule and the places as they were called.

Ledger and history tell who was there on any day; names and order of dusun, RW and RT, and the regency's rule about births
in B.2, are of today. So a closing keeps them (``MonthClosing.basis``), and whoever writes a closed month's book reads them
there. A month before the first closing was closed with it. An open month reads today's.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from modules.population.models import MonthClosing
from modules.population.selectors.past import Relation
from tenants.context import current_village

#: The rule of the regency that says whether births stand in B.2.
BIRTHS_RULE = "population.births_in_mutations"
#: Every RT with the names above it and its rank in the village's order: one number instead of six names to sort 20,000
#: rows by.
_TREE = """
SELECT rt.id, rt.name AS rt, rw.name AS rw, dusun.name AS dusun, row_number() OVER (
    ORDER BY dusun."order", dusun.name, rw."order", rw.name, rt."order", rt.name, rt.id) AS rank
FROM population_territory rt
LEFT JOIN population_territory rw ON rw.id = rt.parent_id AND rw.kind = 'rw'
LEFT JOIN population_territory dusun ON dusun.id = coalesce(rw.parent_id, rt.parent_id) AND dusun.kind = 'dusun'
WHERE rt.kind = 'rt'
"""
#: The closing that froze a month: its own, or the first after it.
_CLOSING = "SELECT id FROM population_monthclosing WHERE month >= %s AND basis <> '{}'::jsonb ORDER BY month LIMIT 1"
_DUSUN = "SELECT jsonb_agg(jsonb_build_array(id, name, void_at IS NOT NULL) ORDER BY \"order\", name, id) FROM population_territory WHERE kind = 'dusun'"


def places_at_sql(on: date) -> Relation:
    """RT, RW and dusun by name as the books of a day's month call them: ``id``, ``rt``, ``rw``, ``dusun``, ``rank``."""
    month = on.replace(day=1)
    text = (
        "(SELECT (kept.place->>0)::uuid AS id, kept.place->>1 AS rt, kept.place->>2 AS rw, kept.place->>3 AS dusun, "  # noqa: S608
        "kept.rank FROM population_monthclosing closing, "
        "jsonb_array_elements(closing.basis->'places') WITH ORDINALITY AS kept(place, rank) "
        f"WHERE closing.id = ({_CLOSING}) UNION ALL SELECT * FROM ({_TREE}) tree WHERE NOT EXISTS ({_CLOSING}))"
    )
    return text, [month, month]


def dusuns_at(on: date) -> list[tuple[UUID, str, bool]]:
    """Dusun in the order of a day's month: key, name, whether it had been removed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce((SELECT basis->'dusun' FROM population_monthclosing WHERE id = ({_CLOSING})), ({_DUSUN}))",  # noqa: S608
            [on.replace(day=1)],
        )
        (found,) = cursor.fetchone()
    return [(UUID(key), name, void) for key, name, void in json.loads(found or "[]")]


def births_at(on: date) -> bool:
    """Whether births stand in B.2 of a day's month: the regency's rule, of a closed month as it was at the closing."""
    kept = MonthClosing.objects.filter(month__gte=on.replace(day=1)).exclude(basis={}).order_by("month")
    basis = kept.values_list("basis", flat=True).first()
    return bool(basis["births"]) if basis is not None else bool(current_village().rule(BIRTHS_RULE))


def basis_now() -> dict[str, Any]:
    """What a closing keeps, ready for JSON: ``{"births": ..., "dusun": [[key, name, removed]], "places": [[key, rt, rw, dusun]]}``."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, rt, rw, dusun FROM ({_TREE}) tree ORDER BY rank")  # noqa: S608
        places = [[str(key), *names] for key, *names in cursor.fetchall()]
        cursor.execute(_DUSUN)
        (dusun,) = cursor.fetchone()
    return {
        "births": bool(current_village().rule(BIRTHS_RULE)), "dusun": json.loads(dusun or "[]"), "places": places
    }  # fmt: skip
