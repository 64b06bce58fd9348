"""The one function that computes a balance. Every page, report, book, API and fact reads it.

Opening + births + arrivals - deaths - moves - missing = closing, of who counts (TETAP and present), by sex and
citizenship, and of families (KK) by the sex of their head; the same for each dusun. Opening and closing are the state of
the ledger at the end of the day before and of the last day, so a month opens as the one before it closed. The rows in
between are the ledger's lines (``mutations``). Several months are the sum of the months, as they were printed.

Families: one counts while at least one of its members counts (Permendagri 47/2016, B.3 column 7). Its head is the counted
member who stands first by SHDK, then by key: the head, or who comes next where there is none. It has the head's sex and
dusun. Within a month a family changes at most once, from what it was at the opening to what it is at the closing: it goes
out in the row of the line that took its last member (or its head) away and comes in in the row of the line that brought
the first; where another head makes it change its sex it goes out and in; a change of dusun alone is internal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from modules.population.models import EventKind
from modules.population.selectors.frozen import dusuns_at
from modules.population.selectors.mutations import (
    ADDING,
    TAKING,
    Cell,
    Mutation,
    Places,
    View,
    cell_of,
    mutations,
    places,
    state_sql,
    why_words,
)
from modules.population.selectors.tallies import DESTINATIONS, ROWS, Area, Balance, Count, Note


def month_end(on: date) -> date:
    """The last day of the month of a day."""
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def balance(first: date, last: date, *, by: View = "counted") -> Balance:
    """The balance of a span of days (a month, a semester, a year): five queries, six where families changed.

    ``by``: ``counted`` is by the day of report, as every book; ``event`` is the second view, by the day of event.
    """
    where = places()
    made = _Making(first, last, by, where)
    made.open_and_close()
    made.play(mutations(first, last, where, by))
    return made.result()


def lines_of(first: date, last: date, *, by: View = "counted") -> list[Mutation]:
    """The mutations of a span, in the ledger's order: two queries. Those without effect are there too."""
    return mutations(first, last, places(), by)


def counts_at(on: date) -> Count:
    """Who counted at the end of a day, and how many families: one query."""
    total = Count()
    for count in _stock(on, "counted").values():
        total.add(count)
    return total


_STOCK = """
WITH here AS MATERIALIZED (
    SELECT id, family_id, shdk, sex, citizenship = 2 AS wna, dusun_id FROM {state} s WHERE presence = 1 AND residency = 1
)
SELECT dusun_id, sex, wna, count(*) FROM here GROUP BY 1, 2, 3
UNION ALL
SELECT dusun_id, sex, NULL, count(*) FROM (
    SELECT DISTINCT ON (family_id) dusun_id, sex FROM here WHERE family_id IS NOT NULL ORDER BY family_id, shdk, id
) heads GROUP BY 1, 2
"""


def _stock(on: date, by: View) -> dict[UUID | None, Count]:
    """Who counts at the end of a day, by dusun."""
    state, params = state_sql(on, by)
    found: dict[UUID | None, Count] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STOCK.format(state=state), params)
        for dusun, sex, wna, number in cursor.fetchall():
            count = found.setdefault(dusun, Count())
            if wna is None:
                count.family(sex, number)
            else:
                count.person(sex, wna, number)
    return found


#: A member of a family who counts: SHDK, key, cell. The smallest leads.
Member = tuple[int, UUID, Cell]
_Families = dict[UUID, dict[UUID, Member]]


def _lead(members: dict[UUID, Member]) -> Member | None:
    return min(members.values(), key=lambda member: member[:2]) if members else None


class _Making:
    """A balance while it is made."""

    def __init__(self, first: date, last: date, by: View, where: Places) -> None:
        self.first, self.last, self.by, self.where = first, last, by, where
        self.areas: dict[UUID | None, Area] = {}
        self.rows = {name: Count() for name in ROWS}
        self.destinations = {kind: Count() for kind in DESTINATIONS}
        #: Whose -> (row, why, kind of what an undo took back) -> people, families.
        self._notes: dict[UUID | str | None, dict[tuple[str, str, str], list[int]]] = {}
        self.lines: list[Mutation] = []
        #: As they were called and stood at the closing, where the last day's month is closed.
        self._dusun = dusuns_at(last)
        self._names = {key: name for key, name, _removed in self._dusun}

    def area(self, dusun: UUID | None) -> Area:
        if dusun not in self.areas:
            name = self._names.get(dusun) if dusun is not None else None
            self.areas[dusun] = Area(dusun, name or _("Tanpa wilayah"), {row: Count() for row in ROWS})
        return self.areas[dusun]

    def open_and_close(self) -> None:
        days = {"opening": self.first - timedelta(days=1), "closing": self.last}
        for row, day in days.items():
            for dusun, count in _stock(day, self.by).items():
                self.area(dusun).rows[row] = count
                self.rows[row].add(count)

    # -- people --------------------------------------------------------------------------------------------------------

    def play(self, lines: list[Mutation]) -> None:
        self.lines = lines
        for line in lines:
            for effect in line.effects:
                change = Count()
                change.person(effect.cell.sex, effect.cell.wna)
                self._enter(line, effect.row, effect.cell.dusun, change, internal=effect.internal, why=line.why)
        self._families(lines)

    def _enter(
        self, line: Mutation, row: str, dusun: UUID | None, change: Count, *, internal: bool, why: str
    ) -> None:  # fmt: skip
        area = self.area(dusun)
        area.rows[row].add(change)
        if internal:
            (area.moved_out if row == "moves" else area.moved_in).add(change)
        else:
            self.rows[row].add(change)
            if row == "moves":
                kind = line.details.get("move_kind", 0) if line.kind == EventKind.MOVE_OUT else 0
                self.destinations[kind if kind in self.destinations else 0].add(change)
            if why:
                self._note("village", row, why, line.target_kind, change)
        if why:
            self._note(dusun, row, why, line.target_kind, change)

    def _note(self, whose: UUID | str | None, row: str, why: str, undone: str, change: Count) -> None:
        found = self._notes.setdefault(whose, {}).setdefault((row, why, undone if why == "undo" else ""), [0, 0])
        found[0] += change.people
        found[1] += change.families

    # -- families ------------------------------------------------------------------------------------------------------

    def _families(self, lines: list[Mutation]) -> None:
        touching = [line for line in lines if self._touches(line)]
        keys = {
            UUID(state["family_id"])
            for line in touching
            for state in (line.before, line.after)
            if state.get("family_id")
        }
        if not keys:
            return
        families = self._members_at_opening(keys)
        months: dict[tuple[int, int], list[Mutation]] = {}
        for line in touching:
            months.setdefault((line.day.year, line.day.month), []).append(line)
        for month in sorted(months):
            self._month(families, months[month])

    @staticmethod
    def _touches(line: Mutation) -> bool:
        """Whether it can change a family: in or out, or another family, position, sex or RT."""
        if line.effects:
            return True
        return any(line.before.get(name) != line.after.get(name) for name in ("family_id", "shdk"))

    def _members_at_opening(self, keys: Iterable[UUID]) -> _Families:
        state, params = state_sql(self.first - timedelta(days=1), self.by)
        found: _Families = {key: {} for key in keys}
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, family_id, shdk, sex, citizenship = 2, dusun_id FROM {state} s "  # noqa: S608
                "WHERE presence = 1 AND residency = 1 AND family_id = ANY(%s)",
                [*params, list(found)],
            )
            for key, family, shdk, sex, wna, dusun in cursor.fetchall():
                found[family][key] = (shdk, key, Cell(sex, wna, dusun))
        return found

    def _month(self, families: _Families, lines: list[Mutation]) -> None:
        """Play a month's lines; then each family goes from what it was to what it is."""
        touched: dict[UUID, list[Mutation]] = {}
        filled: dict[UUID, Mutation] = {}
        emptied: dict[UUID, Mutation] = {}
        before: dict[UUID, Member | None] = {}
        for line in lines:
            left, joined = (
                UUID(state["family_id"]) if state.get("family_id") else None for state in (line.before, line.after)
            )
            for key in {each for each in (left, joined) if each is not None}:
                before.setdefault(key, _lead(families[key]))
                touched.setdefault(key, []).append(line)
            cell = cell_of(line.after, self.where)
            if left is not None and (left != joined or cell is None):
                was_in = families[left].pop(line.resident_id, None) is not None
                if was_in and not families[left]:
                    emptied[left] = line
            if joined is not None and cell is not None:
                if not families[joined]:
                    filled[joined] = line
                families[joined][line.resident_id] = (line.after["shdk"], line.resident_id, cell)
        for key, former in before.items():
            self._family(former, _lead(families[key]), touched[key], filled.get(key), emptied.get(key))

    def _family(
        self, old: Member | None, new: Member | None, lines: list[Mutation], filled: Mutation | None, emptied: Mutation | None
    ) -> None:  # fmt: skip
        if old is None and new is None:
            return
        if old is None or new is None:
            line, member = (filled, new) if old is None else (emptied, old)
            assert line is not None and member is not None
            allowed, default = (ADDING, "arrivals") if old is None else (TAKING, "moves")
            row = next((each.row for each in line.effects if each.row in allowed and not each.internal), "")
            self._kk(line, row or default, member[2], why=line.why if row else "family")
            return
        former, present = old[2], new[2]
        if (former.sex, former.dusun) == (present.sex, present.dusun):
            return
        # The line that took the head away, else the last that touched the family.
        own = [line for line in lines if line.resident_id == old[1]]
        line = own[-1] if own else lines[-1]
        if former.sex == present.sex:
            self._kk(line, "moves", former, why="internal", internal=True)
            self._kk(line, "arrivals", present, why="internal", internal=True)
            return
        row = next((each.row for each in line.effects if each.row in TAKING and not each.internal), "")
        why = line.why if row and line.why else "head"
        self._kk(line, row or "moves", former, why=line.why if row else "head")
        self._kk(line, "arrivals", present, why="head" if why in {"", "missing"} else why)

    def _kk(self, line: Mutation, row: str, cell: Cell, *, why: str, internal: bool = False) -> None:
        change = Count()
        change.family(cell.sex)
        self._enter(line, row, cell.dusun, change, internal=internal, why=why)

    # -- result --------------------------------------------------------------------------------------------------------

    def result(self) -> Balance:
        order: list[UUID | None] = []
        for key, _name, removed in self._dusun:
            if not removed or (key in self.areas and any(self.areas[key].rows.values())):
                order.append(key)
        if None in self.areas and any(self.areas[None].rows.values()):
            order.append(None)
        areas = [self.area(dusun) for dusun in order]
        for area in areas:
            area.notes = self._notes_of(area.dusun)
        return Balance(
            self.first, self.last, self.by, self.rows, areas, self.destinations, self._notes_of("village"), self.lines
        )

    def _notes_of(self, whose: UUID | str | None) -> list[Note]:
        found = self._notes.get(whose, {})
        return [
            Note(row, why, why_words(why, undone), people, families)
            for (row, why, undone), (people, families) in sorted(found.items(), key=lambda item: ROWS.index(item[0][0]))
        ]


__all__ = [
    "DESTINATIONS",
    "ROWS",
    "Area",
    "Balance",
    "Count",
    "Note",
    "balance",
    "counts_at",
    "lines_of",
    "month_end",
]
