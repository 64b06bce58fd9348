"""What the dashboard shows: sums over facts, by district and village. No query here touches a village's schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from balai.actor import Actor
from balai.db import today
from balai.errors import NotFound
from balai.indicators.ages import freshness
from balai.indicators.models import Fact
from balai.indicators.periods import month_of
from balai.indicators.suppression import suppress
from modules.regency import labels
from tenants.exchange.models import Activity
from tenants.models import DataKind, District, Regency, State, Village

#: States whose numbers count.
SENDING = (State.SETUP, State.LIVE, State.READ_ONLY)


@dataclass
class Scope:
    """Which villages somebody sees: all, a district's, or one."""

    villages: list[Village]
    title: str
    district: District | None = None
    village: Village | None = None

    @property
    def schemas(self) -> list[str]:
        """The villages as facts name them."""
        return [village.schema_name for village in self.villages if village.state in SENDING]


def scope_of(actor: Actor | None, *, district: str = "", village: str = "") -> Scope:
    """The villages asked for, limited to the actor's district where they have one.

    Raises:
        NotFound: outside what the actor may see, or no such district or village.
    """
    own = actor.scope if actor is not None and actor.role == "district" else ""
    found = Village.objects.select_related("district")
    if village:
        one = found.filter(code=village).first()
        if one is None or (own and one.district.code != own):
            raise NotFound()
        return Scope([one], one.title, one.district, one)
    if own and district and district != own:
        raise NotFound()
    wanted = district or own
    if wanted:
        where = District.objects.filter(code=wanted).first()
        if where is None:
            raise NotFound()
        return Scope(list(found.filter(district=where)), f"Kecamatan {where.name}", where)
    regency = Regency.objects.first()
    return Scope(list(found), regency.name if regency else "")


@dataclass
class Table:
    """A table of the dashboard: headings, rows with their label first, and the sums."""

    code: str
    title: str
    headings: list[str]
    rows: list[list[Any]]
    unit: str = ""
    computed_at: datetime | None = None

    @property
    def totals(self) -> list[int]:
        """Sums of the number columns."""
        return [sum(row[index] or 0 for row in self.rows) for index in range(1, len(self.headings))]


def facts(indicator: str, schemas: Sequence[str], period: date) -> list[tuple[str, str, int]]:
    """Sums of an indicator over villages by its two dimensions: one query."""
    found = (
        Fact.objects.filter(indicator=indicator, period=period, village__in=schemas)
        .order_by()
        .values_list("d1", "d2")
        .annotate(n=Sum("value"))
    )
    return [(d1, d2, int(number)) for d1, d2, number in found]


def by_sex(code: str, rows: Iterable[tuple[str, str, int]], *, first: bool) -> Table:
    """A table of L, P and sum. ``first``: the sex is the first dimension."""
    sums: dict[str, list[int]] = {}
    for d1, d2, number in rows:
        sex, key = (d1, d2) if first else (d2, d1)
        sums.setdefault(key, [0, 0])[0 if sex == "1" else 1] += number
    names = labels.of(code)
    ordered = sorted(sums, key=lambda key: labels.order(code, key, sum(sums[key])))
    table = [[names.get(key, labels.EMPTY), *sums[key], sum(sums[key])] for key in ordered]
    return Table(code, labels.TITLES[code], [labels.HEADS[code], "L", "P", "Jumlah"], table)


TABLES = ("population.residents", "population.religion", "population.education", "population.occupation")


def population_tables(schemas: Sequence[str], period: date) -> list[Table]:
    """Age and sex, religion, education, occupation: one query each."""
    return [by_sex(code, facts(code, schemas, period), first=code == "population.residents") for code in TABLES]


def letters_table(schemas: Sequence[str], period: date) -> Table:
    """Letters of the month by kind and state."""
    sums: dict[str, dict[str, int]] = {}
    states: list[str] = []
    for kind, state, number in facts("letters.by_type", schemas, period):
        sums.setdefault(kind, {})[state] = sums.get(kind, {}).get(state, 0) + number
        if state not in states:
            states.append(state)
    states.sort(key=labels.state_order)
    rows = [
        [labels.letter(kind), *[by_state.get(state, 0) for state in states], sum(by_state.values())]
        for kind, by_state in sorted(sums.items())
    ]
    heads = ["Jenis surat", *[labels.LETTER_STATES.get(state, state) for state in states], "Jumlah"]
    return Table("letters.by_type", "Surat bulan ini", heads, rows)


@dataclass
class Line:
    """One district's or village's line: what the list shows."""

    key: str
    title: str
    residents: int = 0
    families: int = 0
    letters: int = 0
    villages: int = 0
    live: int = 0
    state: str = ""
    state_words: str = ""
    computed_at: datetime | None = None
    waiting_since: datetime | None = None
    last_active: datetime | None = None
    data: str = ""
    children: list[Line] = field(default_factory=list)


def lines(scope: Scope, period: date) -> list[Line]:
    """Every village of a scope with its numbers and freshness: five queries, however many."""
    wanted = ("population.residents", "population.families", "letters.by_type")
    sums: dict[tuple[str, str], int] = {
        (row["village"], row["indicator"]): int(row["n"])
        for row in Fact.objects.filter(indicator__in=wanted, period=period, village__in=scope.schemas)
        .order_by()
        .values("village", "indicator")
        .annotate(n=Sum("value"))
    }
    fresh = freshness(scope.schemas)
    active = {row.village: row for row in Activity.objects.filter(village__in=scope.schemas)}
    found = []
    for village in scope.villages:
        name = village.schema_name
        seen = active.get(name)
        age = fresh.get(name)
        moments = [moment for moment in (seen.last_sign_in, seen.last_change) if moment] if seen else []
        found.append(
            Line(
                key=village.code, title=village.title, residents=sums.get((name, wanted[0]), 0),
                families=sums.get((name, wanted[1]), 0), letters=sums.get((name, wanted[2]), 0), villages=1,
                live=int(village.state == State.LIVE), state=village.state, state_words=str(State(village.state).label),
                computed_at=age.last_computed_at if age else None, waiting_since=age.oldest_touched_at if age else None,
                last_active=max(moments) if moments else None, data=village.data,
            )
        )  # fmt: skip
    return found


def district_lines(scope: Scope, period: date) -> list[Line]:
    """The same summed by district; the oldest freshness stands for the district."""
    by_village = dict(zip((village.code for village in scope.villages), lines(scope, period), strict=True))
    found: dict[str, Line] = {}
    for village in scope.villages:
        line = found.setdefault(
            village.district.code, Line(village.district.code, f"Kecamatan {village.district.name}")
        )
        one = by_village[village.code]
        line.residents += one.residents
        line.families += one.families
        line.letters += one.letters
        line.villages += 1
        line.live += one.live
        if one.computed_at and (line.computed_at is None or one.computed_at < line.computed_at):
            line.computed_at = one.computed_at
        if one.last_active and (line.last_active is None or one.last_active > line.last_active):
            line.last_active = one.last_active
    return [found[key] for key in sorted(found)]


def funnel(villages: Iterable[Village]) -> list[tuple[str, str, int]]:
    """(state, words, number) in the order of a village's life."""
    counts: dict[str, int] = {}
    for village in villages:
        counts[village.state] = counts.get(village.state, 0) + 1
    return [(state.value, str(state.label), counts[state.value]) for state in State if counts.get(state.value)]


def cards(table_lines: Iterable[Line]) -> dict[str, int]:
    """The sums on top of the page."""
    found = {"villages": 0, "live": 0, "residents": 0, "families": 0, "letters": 0}
    for line in table_lines:
        found["villages"] += line.villages
        found["live"] += line.live
        found["residents"] += line.residents
        found["families"] += line.families
        found["letters"] += line.letters
    return found


def public_table(table: Table) -> Table:
    """The table as the public sees it: small cells and one more beside them are hidden (None)."""
    cells = {(str(row[0]), str(index)): row[index] for row in table.rows for index in (1, 2)}
    shown = suppress(cells, 5)
    rows = []
    for row in table.rows:
        male, female = shown[str(row[0]), "1"], shown[str(row[0]), "2"]
        rows.append([row[0], male, female, row[3] if male is not None and female is not None else None])
    return Table(table.code, table.title, table.headings, rows, table.unit)


def present_period() -> date:
    """The open month."""
    return month_of(today())


def holds_training_data(scope: Scope) -> bool:
    """Whether numbers of synthetic people are among those shown."""
    return any(village.data == DataKind.SYNTHETIC for village in scope.villages)
