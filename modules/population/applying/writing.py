"""What was decided, written: COPY for what is new, one UPDATE from a temporary table for what changed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import connection

from balai.actor import Actor
from modules.population.applying.counting import counting_days
from modules.population.models import LEDGER_COLUMNS, FamilyCard, PopulationEvent, Resident, Territory

COLUMNS = tuple(str(column.column) for column in Resident._meta.concrete_fields)
_FAMILY_COLUMNS = tuple(str(column.column) for column in FamilyCard._meta.concrete_fields)
_EVENT_COLUMNS = tuple(str(column.column) for column in PopulationEvent._meta.concrete_fields if column.name != "id")


@dataclass(slots=True)
class Line:
    """A line of the ledger that many rows write at once."""

    kind: str
    resident: uuid.UUID
    before: dict[str, Any]
    after: dict[str, Any]
    family: uuid.UUID | None = None
    family_number: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    target: int | None = None
    note: str = ""


@dataclass
class Plan:
    """What will be written, in this order."""

    territory: list[Territory] = field(default_factory=list)
    new_families: list[FamilyCard] = field(default_factory=list)
    changed_families: dict[uuid.UUID, FamilyCard] = field(default_factory=dict)
    #: Of changed families: RT and address as they were.
    families_before: dict[str, dict[str, str | None]] = field(default_factory=dict)
    new: list[list[Any]] = field(default_factory=list)
    changed: list[Resident] = field(default_factory=list)
    #: Columns that differ in any of them.
    columns: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    #: Of changed residents: what an undo of the import needs.
    undo: list[list[Any]] = field(default_factory=list)


def snapshot(resident: Resident) -> dict[str, Any]:
    """What the ledger owns of a person, ready for JSON."""
    found = {}
    for column in LEDGER_COLUMNS:
        value = getattr(resident, column)
        found[column] = str(value) if isinstance(value, uuid.UUID) else value
    return found


def copy(table: str, columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table of the village."""
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as sink:
        for row in rows:
            sink.write_row(row)


#: What a seat at a family's head depends on: these are written together.
_SEAT = frozenset({"shdk", "presence", "void_at", "family_id"})
# Only names of our own columns are put together here, never a value.
_HEAD = "{0}.shdk = 1 AND {0}.presence = 1 AND {0}.void_at IS NULL"
#: Who leads one family and will lead another steps down for a moment (two rows of history: it happens seldom).
_STEP_DOWN = (
    "UPDATE population_resident r SET shdk = 11 FROM changed_residents t WHERE r.id = t.id "  # noqa: S608
    f"AND {_HEAD.format('r')} AND {_HEAD.format('t')} AND r.family_id IS DISTINCT FROM t.family_id"
)


def _plain(value: Any) -> Any:
    """A value as COPY takes it."""
    return json.dumps(value) if isinstance(value, dict) else value


def write_residents(
    changed: Sequence[Resident], new: Sequence[Sequence[Any]] = (), *, columns: Collection[str] = ()
) -> None:
    """Write residents as these objects hold them, and new rows (values in the order of ``COLUMNS``).

    ``columns``: what may have changed in any of them; without it everything is written, which takes several times as
    long. Families may change their heads among the rows in any way that ends with one head each.
    """
    wanted = frozenset(columns) or frozenset(COLUMNS)
    seats = not wanted.isdisjoint(_SEAT)
    names = [name for name in COLUMNS if name != "id" and (name in wanted or (seats and name in _SEAT))]
    sets = ", ".join(f'"{name}" = t."{name}"' for name in names)
    update = f"UPDATE population_resident r SET {sets} FROM changed_residents t WHERE r.id = t.id"  # noqa: S608
    with connection.cursor() as cursor:
        if changed:
            _fill(cursor, changed, ["id", *names])
            if seats:
                # Seats are vacated first: a partial unique index (one head a family) is checked row by row and cannot wait.
                cursor.execute(_STEP_DOWN)
                cursor.execute(f"{update} AND NOT coalesce({_HEAD.format('t')}, false)")
            else:
                cursor.execute(update)
        if new:
            copy("population_resident", COLUMNS, new)
        if changed:
            if seats:
                cursor.execute(f"{update} AND {_HEAD.format('t')}")
            cursor.execute("DROP TABLE changed_residents")


def _fill(cursor: Any, changed: Sequence[Resident], names: list[str]) -> None:
    """The columns of these residents in a temporary table with an index: without it a join may take their square."""
    chosen = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"CREATE TEMP TABLE changed_residents ON COMMIT DROP AS SELECT {chosen} FROM population_resident WITH NO DATA"  # noqa: S608
    )
    values = attrgetter(*names)
    rows: Iterable[Sequence[Any]] = map(values, changed)
    if "accepted_warnings" in names:
        rows = ([_plain(value) for value in row] for row in rows)
    copy("changed_residents", names, rows)
    cursor.execute("CREATE UNIQUE INDEX ON changed_residents (id)")


def write_lines(
    lines: Sequence[Line], *, actor: Actor, on: date, stamp: datetime, run: uuid.UUID | None, heads: dict[uuid.UUID, str]
) -> None:  # fmt: skip
    """Write lines of the ledger, all of one day, author and import; ``heads`` names the families' heads."""
    if not lines:
        return
    author = (actor.kind, str(actor.id)[:64], actor.name[:150])
    memory: dict[tuple[Any, ...], str] = {}

    def text(values: dict[str, Any]) -> str:
        key = tuple(values.items())
        return memory.get(key) or memory.setdefault(key, json.dumps(values))

    days = counting_days(((line.kind, line.resident, line.target) for line in lines), on)
    copy(
        "population_populationevent",
        _EVENT_COLUMNS,
        (
            (
                line.kind, line.resident, on, on, day, stamp, *author, text(line.before), text(line.after), line.family_number,
                (heads.get(line.family, "") if line.family else "")[:100],
                json.dumps(line.details) if line.details else "{}", line.note[:300], line.target, late, run,
            )
            for line, (day, late) in zip(lines, days, strict=True)
        ),
    )  # fmt: skip


def write(
    plan: Plan, *, actor: Actor, on: date, stamp: datetime, run: uuid.UUID | None, heads: dict[uuid.UUID, str]
) -> None:
    """Write a plan."""
    if plan.territory:
        # Dusun before RW before RT: the list is in the order in which the nodes were needed.
        Territory.objects.bulk_create(plan.territory)
    if plan.new_families:
        names = [column.attname for column in FamilyCard._meta.concrete_fields]
        rows = ([getattr(each, name) for name in names] for each in plan.new_families)
        copy("population_familycard", _FAMILY_COLUMNS, rows)
    if plan.changed_families:
        FamilyCard.objects.bulk_update(
            plan.changed_families.values(), ["rt", "address", "updated_at"], batch_size=1000
        )  # fmt: skip
    write_residents(plan.changed, plan.new, columns=plan.columns)
    write_lines(plan.lines, actor=actor, on=on, stamp=stamp, run=run, heads=heads)
    if plan.undo:
        copy("population_importrow", ["run_id", "row", "resident_id", "outcome", "before", "stamp"], plan.undo)
