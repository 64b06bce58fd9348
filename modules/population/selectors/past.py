"""The register as it stood at the end of any day: whoever prints, counts or compares a past month reads it here.

Two memories answer, each for what it owns (the package's README, "Who owns what of a person"):

- The seven columns of the **ledger** (presence, residency, family, SHDK, RT, sex, citizenship) are those that a person's
  last line left: the line with the greatest key among those whose ``counted_on`` lies not after the day. An undo is a line
  like any other (what it left is in its ``after``); it counts on the very day of its target while that month is open, so
  both fall away together, and on the first open day else, so a closed month stays as it was printed. Who has no line
  counted after the day stands in the register as on that day; only the others are rebuilt.
- Every other column comes from the **history**: the value on a day is that of the first row of history written after its
  end (village time), else today's.

Who is in it: every person whom a line counted until the day brought in, and whom no line counted until then made void
(:data:`_GONE`: the undo of an entry, or ``merged`` with ``details.into``, which names the record that the person's other
one went into). Initial data count since ever (``BEGINNING``), so imported people stand in every past day; initial data
that came after a closing stand from the first open day on. What was counted later is not known on the day, whatever the
date on which it happened: books go by the day of report.

The dusun is the one above the RT as the tree is now, removed nodes included: an RT never changes its dusun (to move one,
a new RT is made there and its people move by typed lines). Names of territory are today's here; the books of a closed
month call a place as it was called at the closing (``selectors.frozen``).

On today or later the register itself is taken. A relation is text with its parameters, ready to stand behind FROM.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db.models.query import RawQuerySet

from balai.db import today, zone
from modules.population.models import LEDGER_COLUMNS, FamilyCard, Resident

#: Text of a relation and its parameters.
Relation = tuple[str, list[Any]]

#: After such a line (``e``, its target ``t``) the person is void.
_GONE = "((e.kind = 'undo' AND t.before = '{}'::jsonb) OR (e.kind = 'merged' AND e.details ? 'into'))"
#: What a person's last line left, for those who have a line counted after the day (``state`` is empty where none of
#: their lines counts until then: they were not there).
_REBUILT = f"""
LEFT JOIN (SELECT DISTINCT resident_id FROM population_populationevent WHERE counted_on > %s) later
    ON later.resident_id = r.id
LEFT JOIN (
    SELECT DISTINCT ON (e.resident_id) e.resident_id, e.after, {_GONE} AS gone
    FROM population_populationevent e LEFT JOIN population_populationevent t ON t.id = e.target_id
    WHERE e.counted_on <= %s AND e.resident_id IN
        (SELECT resident_id FROM population_populationevent WHERE counted_on > %s)
    ORDER BY e.resident_id, e.id DESC
) state ON state.resident_id = r.id
"""  # noqa: S608
_THERE = "(later.resident_id IS NULL AND r.void_at IS NULL OR state.resident_id IS NOT NULL AND NOT coalesce(state.gone, false))"
_PLACE = """
LEFT JOIN population_territory rt ON rt.id = {rt}
LEFT JOIN population_territory above ON above.id = rt.parent_id
"""
_DUSUN = "CASE WHEN above.kind = 'rw' THEN above.parent_id ELSE above.id END AS dusun_id"


def end_of(on: date) -> datetime:
    """The moment at which a day is over in the village."""
    return datetime.combine(on + timedelta(days=1), time(), zone())


def _owned(column: str) -> str:
    kind = "uuid" if column.endswith("_id") else "smallint"
    return f"CASE WHEN later.resident_id IS NULL THEN r.{column} ELSE (state.after->>'{column}')::{kind} END"


@cache
def _columns(model: Any) -> tuple[str, ...]:
    return tuple(str(each.column) for each in model._meta.concrete_fields)


def _first_after(table: str) -> str:
    """The first row of history after the day's end, one a row of the register."""
    return (
        f"LEFT JOIN (SELECT min(pgh_id) AS first, id AS whose FROM {table} WHERE pgh_created_at >= %s GROUP BY id) f "  # noqa: S608
        f"ON f.whose = r.id LEFT JOIN {table} h ON h.pgh_id = f.first"
    )


def _was(column: str) -> str:
    return f'CASE WHEN h.pgh_id IS NULL THEN r."{column}" ELSE h."{column}" END'


def ledger_at_sql(on: date) -> Relation:
    """Who was there at the end of a day, only what the ledger owns: ``id``, the seven columns, ``dusun_id``."""
    if on >= today():
        columns = ", ".join(f"r.{name}" for name in LEDGER_COLUMNS)
        place = _PLACE.format(rt="r.rt_id")
        return f"(SELECT r.id, {columns}, {_DUSUN} FROM population_resident r {place} WHERE r.void_at IS NULL)", []  # noqa: S608
    columns = ", ".join(f"{_owned(name)} AS {name}" for name in LEDGER_COLUMNS)
    place = _PLACE.format(rt=_owned("rt_id"))
    text = f"(SELECT r.id, {columns}, {_DUSUN} FROM population_resident r {_REBUILT} {place} WHERE {_THERE})"  # noqa: S608
    return text, [on, on, on]


def people_at_sql(on: date) -> Relation:
    """Who was there at the end of a day: one row a person with every column of ``population_resident``, and ``dusun_id``.

    ``void_at`` is empty in every row. See the module's text for what each column is.
    """
    if on >= today():
        place = _PLACE.format(rt="r.rt_id")
        return f"(SELECT r.*, {_DUSUN} FROM population_resident r {place} WHERE r.void_at IS NULL)", []  # noqa: S608
    chosen = []
    for name in _columns(Resident):
        if name == "id":
            chosen.append("r.id")
        elif name == "void_at":
            chosen.append("NULL::timestamptz AS void_at")
        elif name in LEDGER_COLUMNS:
            chosen.append(f"{_owned(name)} AS {name}")
        else:
            chosen.append(f'{_was(name)} AS "{name}"')
    place = _PLACE.format(rt=_owned("rt_id"))
    text = (
        f"(SELECT {', '.join(chosen)}, {_DUSUN} FROM population_resident r {_REBUILT} "  # noqa: S608
        f"{_first_after('population_residentevent')} {place} WHERE {_THERE})"
    )
    return text, [on, on, on, end_of(on)]


def counted_at_sql(on: date) -> Relation:
    """Who counted at the end of a day: TETAP and present, with or without a family; columns of :func:`people_at_sql`."""
    text, params = people_at_sql(on)
    return f"(SELECT * FROM {text} everybody WHERE presence = 1 AND residency = 1)", params  # noqa: S608


def families_at_sql(on: date) -> Relation:
    """Family cards with number, address, RT and class as at the end of a day: one row a card, and ``dusun_id``.

    Every card that there ever was: who stood in it the people's rows tell (``family_id``). ``void_at`` is the day's.
    """
    if on >= today():
        place = _PLACE.format(rt="r.rt_id")
        return f"(SELECT r.*, {_DUSUN} FROM population_familycard r {place})", []  # noqa: S608
    chosen = ", ".join("r.id" if name == "id" else f'{_was(name)} AS "{name}"' for name in _columns(FamilyCard))
    place = _PLACE.format(rt=_was("rt_id"))
    return (
        f"(SELECT {chosen}, {_DUSUN} FROM population_familycard r {_first_after('population_familycardevent')} {place})",  # noqa: S608
        [end_of(on)],
    )


def people_at(on: date, *, counted: bool = False) -> RawQuerySet[Resident]:
    """Residents as they were at the end of a day (with ``dusun_id``), in the order of their keys; never to be saved.

    ``counted``: only who counts.
    """
    text, params = counted_at_sql(on) if counted else people_at_sql(on)
    return Resident.objects.raw(f"SELECT * FROM {text} people ORDER BY id", params)  # noqa: S608


def families_at(on: date) -> RawQuerySet[FamilyCard]:
    """Family cards as they were at the end of a day, of families with somebody who counted then."""
    cards, params = families_at_sql(on)
    people, more = ledger_at_sql(on)
    return FamilyCard.objects.raw(
        f"SELECT * FROM {cards} cards WHERE id IN (SELECT family_id FROM {people} people "  # noqa: S608
        "WHERE presence = 1 AND residency = 1) ORDER BY number",
        [*params, *more],
    )


__all__ = [
    "Relation",
    "counted_at_sql",
    "end_of",
    "families_at",
    "families_at_sql",
    "ledger_at_sql",
    "people_at",
    "people_at_sql",
]
