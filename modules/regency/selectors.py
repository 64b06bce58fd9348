"""What the dashboard shows: sums over facts, by district and village. No query here touches a village's schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.errors import NotAllowed, NotFound
from balai.indicators.ages import freshness
from balai.indicators.models import Definition
from balai.indicators.periods import month_of
from balai.indicators.publishing import PublicRow, published
from modules.regency import labels
from tenants.exchange.models import Activity
from tenants.models import DataKind, Kind, State, Village

#: States whose numbers count.
SENDING = (State.SETUP, State.LIVE, State.READ_ONLY, State.SUSPENDED)
#: Somebody was at work in the village within these days.
ACTIVE_DAYS, CARE_DAYS = 7, 30


@dataclass(frozen=True, slots=True)
class Place:
    """A district: code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village as the dashboard knows it."""

    schema_name: str
    code: str
    name: str
    kind: str
    state: str
    data: str
    subdomain: str | None
    live_at: datetime | None
    district: Place
    regency_name: str
    last_sign_in: datetime | None
    last_change: datetime | None

    @property
    def title(self) -> str:
        """The village as people say it: "Desa Geyer"."""
        return f"{_KINDS[self.kind]} {self.name}"

    @property
    def state_words(self) -> str:
        """Its state as people read it."""
        return _STATES[self.state]

    @property
    def exists(self) -> bool:
        """Whether it has a schema."""
        return self.state not in {State.PLANNED, State.PROVISIONING, State.REMOVED}


_KINDS = {kind.value: str(kind.label) for kind in Kind}
_STATES = {state.value: str(state.label) for state in State}


@dataclass
class Scope:
    """Which villages somebody sees: all, a district's, or one."""

    villages: list[VillageRow]
    title: str
    district: Place | None = None
    village: VillageRow | None = None

    @property
    def schemas(self) -> list[str]:
        """The villages as facts name them."""
        return [village.schema_name for village in self.villages if village.state in SENDING]


def scope_of(actor: Actor | None, *, district: str = "", village: str = "") -> Scope:
    """The villages asked for, limited to the actor's district where they have one: one query.

    Raises:
        NotAllowed: an account of a district that names none: it sees nothing, and never the whole regency.
        NotFound: outside what the actor may see, or no such district or village.
    """
    own = actor.scope if actor is not None else ""
    if actor is not None and actor.role == "district" and not own:
        raise NotAllowed(_("Akun kecamatan ini belum diberi kode kecamatan. Mintalah kepada Dispermasdes."))
    if own and district and district != own:
        raise NotFound()
    wanted = district or own
    if village:
        found = _villages(code=village)
        if not found or (own and found[0].district.code != own):
            raise NotFound()
        return Scope(found, found[0].title, found[0].district, found[0])
    if wanted:
        found = _villages(district__code=wanted)
        if not found:
            # Every district of the official list has villages: this one is not on it.
            raise NotFound()
        return Scope(found, f"Kecamatan {found[0].district.name}", found[0].district)
    found = _villages()
    return Scope(found, found[0].regency_name if found else "")


def _villages(**where: str) -> list[VillageRow]:
    """Villages by code, as light rows: a page of the whole regency holds 280 of them."""
    at_work = Activity.objects.filter(village=OuterRef("schema_name"))
    rows = (
        Village.objects.filter(**where)
        .order_by("code")
        .values_list(
            "schema_name", "code", "name", "kind", "state", "data", "subdomain", "live_at", "district__code",
            "district__name", "district__regency__name", Subquery(at_work.values("last_sign_in")),
            Subquery(at_work.values("last_change")),
        )
    )  # fmt: skip
    districts: dict[str, Place] = {}
    found = []
    for (
        schema,
        number,
        name,
        kind,
        state,
        data,
        subdomain,
        live_at,
        code,
        district,
        regency,
        signed_in,
        changed,
    ) in rows:
        place = districts.setdefault(code, Place(code, district))
        found.append(
            VillageRow(schema, number, name, kind, state, data, subdomain, live_at, place, regency, signed_in, changed)
        )
    return found


@dataclass
class Table:
    """A table of the dashboard: headings, rows with their label first, and the sums."""

    code: str
    title: str
    headings: list[str]
    rows: list[list[Any]]
    unit: str = ""
    computed_at: datetime | None = None
    #: Numbers that are None are hidden on purpose, and so are the sums of their columns.
    suppressed: bool = False
    #: Rates add up to nothing.
    is_rate: bool = False

    @property
    def totals(self) -> list[int | None]:
        """Sums of the number columns; None for one that has something hidden."""
        found: list[int | None] = []
        for index in range(1, len(self.headings)):
            column = [row[index] for row in self.rows]
            found.append(None if self.suppressed and None in column else sum(value or 0 for value in column))
        return found


@dataclass
class Sums:
    """A month's numbers of a scope: cells by indicator, and one sum a village and indicator."""

    cells: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    villages: dict[tuple[str, str], int] = field(default_factory=dict)


def sums_of(codes: Sequence[str], schemas: Sequence[str], period: date) -> Sums:
    """Cells of several indicators, and each village's sums of :data:`LINES`, added up by the database: one query."""
    found = Sums({code: [] for code in codes})
    if not schemas:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indicator, d1, d2, NULL, sum(value)::bigint FROM indicators_fact "
            "WHERE period = %(period)s AND indicator = ANY(%(codes)s) AND village = ANY(%(schemas)s) GROUP BY 1, 2, 3 "
            "UNION ALL SELECT indicator, '', '', village, sum(value)::bigint FROM indicators_fact "
            "WHERE period = %(period)s AND indicator = ANY(%(lines)s) AND village = ANY(%(schemas)s) GROUP BY 1, 4",
            {"period": period, "codes": list(codes), "schemas": list(schemas), "lines": [*LINES]},
        )
        for indicator, d1, d2, village, number in cursor.fetchall():
            if village is None:
                found.cells[indicator].append((d1, d2, number))
            else:
                found.villages[village, indicator] = number
    for rows in found.cells.values():
        rows.sort()
    return found


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
LETTERS, FAMILIES, EVENTS = "letters.by_type", "population.families", "population.events"
ALL = (*TABLES, LETTERS, FAMILIES, EVENTS)
#: What the line of a village shows.
LINES = (TABLES[0], FAMILIES, LETTERS)


def population_tables(sums: Sums) -> list[Table]:
    """Age and sex, religion, education, occupation."""
    return [by_sex(code, sums.cells[code], first=code == "population.residents") for code in TABLES]


def table_of(code: str, sums: Sums) -> Table:
    """One indicator's table."""
    if code == LETTERS:
        return letters_table(sums)
    if code == FAMILIES:
        pair = {sex: number for sex, _empty, number in sums.cells[code]}
        rows = [[str(_("Laki-laki")), pair.get("1", 0)], [str(_("Perempuan")), pair.get("2", 0)]]
        return Table(
            code, str(_("Keluarga menurut kepala keluarga")), [str(_("Kepala keluarga")), str(_("Jumlah"))], rows
        )
    return by_sex(code, sums.cells[code], first=code == "population.residents")


def letters_table(sums: Sums) -> Table:
    """Letters of the month by kind and state."""
    by_kind: dict[str, dict[str, int]] = {}
    for kind, state, number in sums.cells[LETTERS]:
        by_kind.setdefault(kind, {})[state] = number
    states = sorted({state for each in by_kind.values() for state in each}, key=labels.state_order)
    rows = [
        [labels.letter(kind), *[by_state.get(state, 0) for state in states], sum(by_state.values())]
        for kind, by_state in sorted(by_kind.items())
    ]
    heads = ["Jenis surat", *[labels.LETTER_STATES.get(state, state) for state in states], "Jumlah"]
    return Table(LETTERS, "Surat bulan ini", heads, rows)


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
    district: str = ""
    signed_in: bool = False
    setup: int = 0
    active: int = 0
    without_letters: int = 0

    def quiet_for(self, days: int) -> bool:
        """Whether nobody of a live village was at work for so many days."""
        since = timezone.now() - timedelta(days=days)
        return self.state == State.LIVE and (self.last_active is None or self.last_active < since)

    @property
    def is_active(self) -> bool:
        """Live, and somebody at work within :data:`ACTIVE_DAYS`."""
        return self.state == State.LIVE and not self.quiet_for(ACTIVE_DAYS)


def lines(scope: Scope, sums: Sums) -> list[Line]:
    """Every village of a scope with its numbers, freshness and activity: two queries, however many."""
    fresh = freshness(scope.schemas)
    found = []
    for village in scope.villages:
        name = village.schema_name
        age = fresh.get(name)
        moments = [moment for moment in (village.last_sign_in, village.last_change) if moment]
        found.append(
            Line(
                key=village.code, title=village.title, residents=sums.villages.get((name, TABLES[0]), 0),
                families=sums.villages.get((name, FAMILIES), 0), letters=sums.villages.get((name, LETTERS), 0), villages=1,
                district=village.district.name, signed_in=village.last_sign_in is not None,
                live=int(village.state == State.LIVE), state=village.state, state_words=village.state_words,
                computed_at=age.last_computed_at if age else None, waiting_since=age.oldest_touched_at if age else None,
                last_active=max(moments) if moments else None, data=village.data,
            )
        )  # fmt: skip
    return found


def district_lines(scope: Scope, by_line: Sequence[Line]) -> list[Line]:
    """The same summed by district; the oldest freshness stands for the district."""
    by_village = {line.key: line for line in by_line}
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
        line.setup += int(village.state == State.SETUP)
        line.active += int(one.is_active)
        line.without_letters += int(village.state == State.LIVE and not one.letters)
        if one.waiting_since and (line.waiting_since is None or one.waiting_since < line.waiting_since):
            line.waiting_since = one.waiting_since
        if one.computed_at and (line.computed_at is None or one.computed_at < line.computed_at):
            line.computed_at = one.computed_at
        if one.last_active and (line.last_active is None or one.last_active > line.last_active):
            line.last_active = one.last_active
    return [found[key] for key in sorted(found)]


def funnel(villages: Iterable[VillageRow]) -> list[tuple[str, str, int]]:
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


def public_tables(sums: Sums) -> list[tuple[Table, list[PublicRow]]]:
    """The tables that everybody may see, with small cells hidden as each indicator's definition asks; none of a
    sensitive one."""
    rules = {row.code: row for row in Definition.objects.filter(code__in=TABLES)}
    found = []
    for table in population_tables(sums):
        rule = rules.get(table.code)
        if rule is None or rule.sensitive:
            continue
        rows = published([(str(row[0]), row[1], row[2]) for row in table.rows], rule.min_cell)
        if rows:
            found.append((table, rows))
    return found


#: What the page of adoption can be narrowed to.
CARE: dict[str, Callable[[Line], bool]] = {
    "tanpa-surat": lambda line: line.state == State.LIVE and not line.letters,
    "diam-7": lambda line: line.quiet_for(ACTIVE_DAYS),
    "diam-30": lambda line: line.quiet_for(CARE_DAYS),
    "menunggu": lambda line: line.waiting_since is not None,
    "belum-masuk": lambda line: line.state in SENDING and not line.signed_in,
}


#: Months with numbers are asked for anew after so long (seconds): they change once a month.
PERIODS_KEPT = 300


def periods() -> list[date]:
    """Months of the last year that have numbers, newest first; the running one always."""
    present = present_period()
    found: set[date] | None = cache.get("regency-periods")
    if found is None:
        found = _months_with_numbers(present)
        cache.set("regency-periods", found, PERIODS_KEPT)
    return sorted(found | {present}, reverse=True)


def _months_with_numbers(present: date) -> set[date]:
    # Twelve look-ups in the index, never a pass over the facts.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT month::date FROM generate_series(%s::date - interval '11 months', %s::date, interval '1 month') month "
            "WHERE EXISTS (SELECT 1 FROM indicators_fact WHERE indicator = %s AND period = month::date)",
            [present, present, TABLES[0]],
        )
        return {row[0] for row in cursor.fetchall()}


def period_of(text: str, known: Sequence[date]) -> date:
    """The month that a URL names ("2026-11"), if it is known; else the newest."""
    return next((month for month in known if f"{month:%Y-%m}" == text), known[0])


def present_period() -> date:
    """The open month."""
    return month_of(today())


def holds_training_data(scope: Scope) -> bool:
    """Whether numbers of synthetic people are among those shown."""
    return any(village.data == DataKind.SYNTHETIC for village in scope.villages)
