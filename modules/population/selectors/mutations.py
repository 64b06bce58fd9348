"""Lines of the ledger as mutations: what each did to the numbers, by day of report or by day of event.

Who counts stands in a cell: sex, WNA or not (dual citizens are not), dusun. A line takes a person from one cell to
another, or in from nowhere, or out to nowhere. In comes as birth or arrival, out as death, move or missing; a change
from one cell to another goes out and in again. A move between two dusun of the village is *internal*: it stands in the
two dusun's rows and not in the village's.

Two views order the same lines:

- ``counted``: by ``counted_on``, as every book and report. A line and its undo that count on the same day were taken back
  in the open month and both fall away; an undo after a closing is a mutation of its own (in or out, with its reason).
- ``event``: by the day on which it happened, as known today: what was undone never happened, initial data were there
  since ever, corrections made while the data were prepared hold since what they mend. Where an event that was reported
  later lies before one that was recorded earlier, the later line's outcome holds and hides the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from modules.population.applying.counting import CORRECTIONS
from modules.population.codes import Citizenship, Presence, Residency, Sex
from modules.population.models import BEGINNING, LEDGER_COLUMNS, EventKind, TerritoryKind
from modules.population.selectors.amended import AMENDED, DETAILS, NOTE
from modules.population.selectors.past import _GONE, Relation, ledger_at_sql

View = Literal["counted", "event"]
#: Rows of the monthly report between opening and closing; the first two add, the others take away.
ADDING, TAKING = ("births", "arrivals"), ("deaths", "moves", "missing")
#: RT -> its dusun.
Places = Mapping[UUID | None, UUID | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where somebody who counts stands."""

    sex: int
    wna: bool
    dusun: UUID | None


@dataclass(frozen=True, slots=True)
class Effect:
    """One person more or less in a row. ``internal``: only in the dusun's row."""

    row: str
    cell: Cell
    internal: bool = False


@dataclass(slots=True)
class Mutation:
    """A line of the ledger and what it did; no effect where the person counted neither before nor after."""

    number: int
    kind: str
    resident_id: UUID
    #: The day in whose month it stands in this view.
    day: date
    event_date: date
    report_date: date
    late: bool
    note: str
    details: dict[str, Any]
    #: Of an undo: the kind of what it took back.
    target_kind: str
    family_number: str
    head_name: str
    before: dict[str, Any]
    after: dict[str, Any]
    effects: list[Effect] = field(default_factory=list)
    #: Why it stands in a row that its kind does not say: "", internal, sex, citizenship, permanent, readmitted, found,
    #: initial, undo, repaired, merged, missing.
    why: str = ""

    @property
    def row(self) -> str:
        """The first row that it stands in; empty where it has no effect."""
        return self.effects[0].row if self.effects else ""

    @property
    def internal(self) -> bool:
        """Whether it is only a move between two dusun."""
        return bool(self.effects) and all(each.internal for each in self.effects)


def why_words(why: str, target_kind: str = "") -> str:
    """The note (KET) that says why; empty for what needs none."""
    if why == "undo":
        return _("pembatalan: {what}").format(what=str(EventKind(target_kind).label).lower())
    return {
        "internal": _("pindah antardusun"),
        "sex": _("perbaikan jenis kelamin"),
        "citizenship": _("perbaikan kewarganegaraan"),
        "permanent": _("menjadi penduduk tetap"),
        "readmitted": _("datang lagi"),
        "found": _("hilang, ditemukan kembali"),
        "initial": _("data awal susulan"),
        "repaired": _("status diperbaiki"),
        "merged": _("data ganda digabung"),
        "missing": _("hilang"),
        "head": _("ganti kepala keluarga"),
        "family": _("pecah atau gabung KK"),
    }.get(why, "")


_FIELDS = (
    f"e.id, e.kind, e.resident_id, {{day}}, e.event_date, e.report_date, e.late, {NOTE}, {DETAILS}, coalesce(t.kind, ''), "
    "e.family_number, e.head_name, {before}, e.after, {came}, {gone}"
)
_COUNTED = f"""
SELECT {_FIELDS.format(day="e.counted_on", before="e.before", came="NOT (e.before = '{}'::jsonb OR coalesce(t.kind = 'merged' AND t.details ? 'into', false))", gone=f"coalesce({_GONE}, false)")}
FROM population_populationevent e
LEFT JOIN population_populationevent t ON t.id = e.target_id
LEFT JOIN population_populationevent u ON u.target_id = e.id {AMENDED}
WHERE e.counted_on BETWEEN %s AND %s
    AND (t.id IS NULL OR t.counted_on <> e.counted_on) AND (u.id IS NULL OR u.counted_on <> e.counted_on)
ORDER BY e.id
"""  # noqa: S608
#: Lines that stand today, each with the day since when it holds.
_STANDING = """
SELECT e.*, CASE WHEN e.kind = 'initial' THEN %s::date WHEN e.kind = ANY(%s) THEN least(e.event_date, e.counted_on)
    ELSE e.event_date END AS day
FROM population_populationevent e LEFT JOIN population_populationevent u ON u.target_id = e.id
WHERE e.target_id IS NULL AND u.id IS NULL
"""
_HAPPENED = f"""
WITH standing AS ({_STANDING} AND e.resident_id IN (SELECT resident_id FROM population_populationevent
    WHERE kind <> 'initial' AND event_date >= %s)),
later AS (
    SELECT *, min(day) OVER (PARTITION BY resident_id ORDER BY id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next
    FROM standing
),
seen AS (
    SELECT *, lag(after, 1, '{{}}'::jsonb) OVER (PARTITION BY resident_id ORDER BY id) AS former
    FROM later WHERE next IS NULL OR next >= day
)
SELECT {_FIELDS.format(day="e.day", before="e.former", came="e.former <> '{}'::jsonb", gone="(e.kind = 'merged' AND e.details ? 'into')")}
FROM seen e LEFT JOIN population_populationevent t ON t.id = e.target_id {AMENDED}
WHERE e.day BETWEEN %s AND %s ORDER BY e.id
"""  # noqa: S608


def _early() -> list[Any]:
    return [BEGINNING, [str(kind) for kind in CORRECTIONS]]


def ledger_by_event_sql(on: date) -> Relation:
    """Who was there at the end of a day by the days of events, as known today: as :func:`past.ledger_at_sql`."""
    place = """
LEFT JOIN population_territory rt ON rt.id = state.rt_id LEFT JOIN population_territory above ON above.id = rt.parent_id
"""
    own = ", ".join(
        f"CASE WHEN later.resident_id IS NULL THEN r.{name} "
        f"ELSE (last.after->>'{name}')::{'uuid' if name.endswith('_id') else 'smallint'} END AS {name}"
        for name in LEDGER_COLUMNS
    )
    text = f"""(
SELECT state.*, CASE WHEN above.kind = 'rw' THEN above.parent_id ELSE above.id END AS dusun_id FROM (
    SELECT r.id, {own} FROM population_resident r
    LEFT JOIN (SELECT DISTINCT resident_id FROM population_populationevent WHERE event_date > %s AND kind <> 'initial') later
        ON later.resident_id = r.id
    LEFT JOIN (
        SELECT DISTINCT ON (resident_id) resident_id, after, kind = 'merged' AND details ? 'into' AS gone
        FROM ({_STANDING} AND e.resident_id IN (
            SELECT resident_id FROM population_populationevent WHERE event_date > %s AND kind <> 'initial')) standing
        WHERE day <= %s ORDER BY resident_id, id DESC
    ) last ON last.resident_id = r.id
    WHERE later.resident_id IS NULL AND r.void_at IS NULL OR later.resident_id IS NOT NULL AND last.gone IS FALSE
) state {place})"""  # noqa: S608
    return text, [on, *_early(), on, on]


def state_sql(on: date, by: View) -> Relation:
    """Who was there at the end of a day, in one of the two views."""
    return ledger_at_sql(on) if by == "counted" else ledger_by_event_sql(on)


def places() -> dict[UUID | None, UUID | None]:
    """Every RT's dusun, removed ones included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rt.id, CASE WHEN above.kind = 'rw' THEN above.parent_id ELSE above.id END "
            "FROM population_territory rt LEFT JOIN population_territory above ON above.id = rt.parent_id "
            "WHERE rt.kind = %s",
            [TerritoryKind.RT],
        )
        return dict(cursor.fetchall())


def cell_of(state: Mapping[str, Any], where: Places) -> Cell | None:
    """The cell of somebody in this state; None for who does not count."""
    if state.get("presence") != Presence.PRESENT or state.get("residency") != Residency.PERMANENT:
        return None
    rt = state["rt_id"]
    return Cell(state["sex"], state["citizenship"] == Citizenship.WNA, where.get(UUID(rt)) if rt else None)


def mutations(first: date, last: date, where: Places, by: View = "counted") -> list[Mutation]:
    """Every line of a span, in the ledger's order, with its effects: one query."""
    with connection.cursor() as cursor:
        if by == "counted":
            cursor.execute(_COUNTED, [last, first, last])
        else:
            cursor.execute(_HAPPENED, [*_early(), first, date.max, first, last])
        rows = cursor.fetchall()
    found = []
    for *values, came, gone in rows:
        details, before_, after_ = values[8], values[12], values[13]
        values[8], values[12], values[13] = json.loads(details), json.loads(before_), json.loads(after_)
        line = Mutation(*values)
        before = cell_of(line.before, where) if came else None
        after = None if gone else cell_of(line.after, where)
        if not came:
            line.before = {}
        if gone:
            line.after = {}
        _classify(line, before, after)
        found.append(line)
    return found


_REGULAR = {EventKind.BIRTH, EventKind.MOVE_IN, EventKind.DEATH, EventKind.MOVE_OUT}
_WHY = {
    EventKind.MISSING: "missing", EventKind.BECAME_PERMANENT: "permanent", EventKind.INITIAL: "initial",
    EventKind.MERGED: "merged", EventKind.UNDO: "undo",
}  # fmt: skip
_OUT = {EventKind.DEATH: "deaths", EventKind.MISSING: "missing"}


def _classify(line: Mutation, before: Cell | None, after: Cell | None) -> None:
    if before == after:
        return
    kind = EventKind(line.kind)
    if before is None or after is None:
        if kind == EventKind.READMITTED:
            line.why = "found" if line.before.get("presence") == Presence.MISSING else "readmitted"
        elif kind not in _REGULAR:
            line.why = _WHY.get(kind, "repaired")
        if after is not None:
            line.effects.append(Effect("births" if kind == EventKind.BIRTH else "arrivals", after))
        elif before is not None:
            line.effects.append(Effect(_OUT.get(kind, "moves"), before))
        return
    internal = (before.sex, before.wna) == (after.sex, after.wna)
    if kind == EventKind.UNDO:
        line.why = "undo"
    elif before.sex != after.sex:
        line.why = "sex"
    elif before.wna != after.wna:
        line.why = "citizenship"
    else:
        line.why = "internal"
    line.effects += [Effect("moves", before, internal), Effect("arrivals", after, internal)]


def is_male(sex: int) -> bool:
    """L rather than P."""
    return sex == Sex.MALE
