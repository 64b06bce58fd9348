"""What pages and other modules ask of elections and their voters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, SmallIntegerField, Subquery

from modules.population.codes import Sex
from modules.population.models import Resident, Territory, TerritoryKind
from modules.population.picking import in_territory
from modules.population.selectors import birthday, people_at_sql, residents_found
from modules.population.sight import NOTHING, Sight
from modules.voters.models import (
    Election,
    Outcome,
    PollingArea,
    PollingStation,
    VoterException,
    VoterList,
    VoterRow,
)
from modules.voters.rules import VOTING_AGE, check_words, clauses_of, general_sql, judged, to_check


def exceptions_of(election: Election) -> QuerySet[VoterException]:
    """Its exceptions with the people."""
    return VoterException.objects.filter(election=election).select_related("resident__rt__parent__parent").order_by(
        "outcome", "resident__name", "pk"
    )  # fmt: skip


def _with_station(election: Election, people: QuerySet[Resident]) -> Any:
    area = PollingArea.objects.filter(election=election, rt=OuterRef("rt_id")).values("station__number")[:1]
    return people.annotate(station=Subquery(area, output_field=SmallIntegerField()))


def _keys(election: Election, outcome: str) -> list[Any]:
    found = VoterException.objects.filter(election=election, outcome=outcome)
    return list(found.values_list("resident_id", flat=True))


def voters(
    election: Election, text: str = "", filters: Mapping[str, Any] | None = None, *, sight: Sight = NOTHING
) -> Any:  # fmt: skip
    """Who may vote (residents), with ``station`` and the clauses: who meets the rule, less exceptions "out", more exceptions "in".

    Whoever is not here any more is never in it, whatever an exception says. Filters: territory (any node's key), station
    (a number, or "none"), sex, age_from, age_to (on the election day), exception ("1": by exception), check ("1"). ``sight``: what of people whoever asks may see.
    """
    wanted = filters or {}
    people = Resident.objects.filter(presence=1, void_at=None)
    if text.strip():
        people = people.filter(pk__in=residents_found(text, sight=sight).order_by().values("pk"))
    included = _keys(election, Outcome.INCLUDED)
    found = judged(election, _with_station(election, people))
    found = found.filter(Q(by_rule=True) | Q(pk__in=included)).exclude(pk__in=_keys(election, Outcome.EXCLUDED))
    if wanted.get("territory"):
        found = found.filter(in_territory(wanted["territory"], "rt"))
    if wanted.get("station"):
        found = found.filter(station__isnull=True) if wanted["station"] == "none" else found.filter(
            station=wanted["station"]
        )  # fmt: skip
    if wanted.get("sex"):
        found = found.filter(sex=wanted["sex"])
    if wanted.get("age_from") not in (None, ""):
        found = found.filter(birth_date__lte=birthday(election.day, int(wanted["age_from"])))
    if wanted.get("age_to") not in (None, ""):
        found = found.filter(birth_date__gt=birthday(election.day, int(wanted["age_to"]) + 1))
    if wanted.get("exception"):
        found = found.filter(pk__in=included)
    if wanted.get("check"):
        found = found.filter(to_check(election, health=sight.health))
    return found


def in_order(people: Any) -> Any:
    """As a printed list has them: by station, place, family, name."""
    return people.order_by(
        F("station").asc(nulls_last=True), "rt__parent__parent__name", "rt__parent__name", "rt__name", "family__number",
        "shdk", "name", "pk",
    )  # fmt: skip


@dataclass
class Line:
    """Voters of a dusun or a station by sex."""

    title: str
    male: int = 0
    female: int = 0
    key: str = ""

    @property
    def total(self) -> int:
        """L + P."""
        return self.male + self.female

    def add(self, sex: int, number: int) -> None:
        """Count so many more."""
        if sex == Sex.MALE:
            self.male += number
        else:
            self.female += number


@dataclass
class Counts:
    """How many voters there are: in all, by dusun, by station."""

    total: Line
    by_dusun: list[Line] = field(default_factory=list)
    by_station: list[Line] = field(default_factory=list)


def counts(election: Election) -> Counts:
    """Voters by sex, dusun and station: a query each for exceptions, people, territory, stations."""
    rows = voters(election).order_by().values_list("rt_id", "sex").annotate(n=Count("pk"))
    nodes = {each.pk: each for each in Territory.objects.all().select_related("parent__parent")}
    stations = list(PollingStation.objects.filter(election=election).prefetch_related("areas"))
    station_of = {area.rt_id: each.number for each in stations for area in each.areas.all()}
    total = Line("Jumlah")
    dusuns: dict[Any, Line] = {}
    lines: dict[Any, Line] = {each.number: Line(f"TPS {each.number:03d}", key=str(each.number)) for each in stations}
    for rt, sex, number in rows:
        total.add(sex, number)
        dusun = _dusun_of(nodes.get(rt))
        if dusun not in dusuns:
            dusuns[dusun] = Line(dusun.name if dusun else "Belum ada RT", key=str(dusun.pk) if dusun else "")
        dusuns[dusun].add(sex, number)
        station = station_of.get(rt)
        if stations:
            lines.setdefault(station, Line("Belum ada TPS", key="none")).add(sex, number)
    ordered = sorted(dusuns.items(), key=lambda pair: (pair[0] is None, pair[0].order if pair[0] else 0, pair[1].title))
    return Counts(total, [line for _node, line in ordered], list(lines.values()))


def _dusun_of(node: Territory | None) -> Territory | None:
    while node is not None and node.kind != TerritoryKind.DUSUN:
        node = node.parent
    return node


@dataclass(frozen=True)
class ClauseResult:
    """One clause for one person."""

    title: str
    met: bool
    words: str


@dataclass(frozen=True)
class Judgement:
    """Why somebody is in or out."""

    person: Resident
    listed: bool
    clauses: list[ClauseResult]
    exception: VoterException | None
    checks: list[str]

    @property
    def words(self) -> str:
        """One sentence."""
        if self.exception is not None and (self.listed or self.exception.outcome == Outcome.EXCLUDED):
            act = "Masuk" if self.listed else "Tidak masuk"
            return f"{act} karena pengecualian: {self.exception.get_ground_display()}. {self.exception.reason}"
        if self.listed:
            return "Masuk: semua syarat terpenuhi."
        return "Tidak masuk: " + "; ".join(each.words for each in self.clauses if not each.met) + "."


def judgements(election: Election, people: QuerySet[Resident], *, sight: Sight = NOTHING) -> list[Judgement]:
    """Each person's clauses, exception and verdict: two queries."""
    rows = list(judged(election, _with_station(election, people)).select_related("family", "rt__parent__parent"))
    exceptions = {
        each.resident_id: each
        for each in VoterException.objects.filter(election=election, resident__in=[each.pk for each in rows])
    }
    return [_judgement(election, each, exceptions.get(each.pk), sight) for each in rows]


def _judgement(election: Election, person: Any, exception: VoterException | None, sight: Sight) -> Judgement:
    results = []
    for clause in clauses_of(election):
        met = bool(getattr(person, f"c_{clause.code}"))
        results.append(ClauseResult(str(clause.title), met, "" if met else clause.unmet(election, person)))
    listed = all(each.met for each in results)
    if exception is not None and person.is_here:
        listed = exception.outcome == Outcome.INCLUDED
    return Judgement(person, listed, results, exception, check_words(election, person, health=sight.health))


def why(election: Election, text: str, limit: int = 20, *, sight: Sight = NOTHING) -> list[Judgement]:
    """People whom a fragment fits, present or not, with the reason why they are in or out."""
    if len(text.strip()) < 2:
        return []
    keys = list(residents_found(text, {"presence": "all"}, sight=sight).values_list("pk", flat=True)[:limit])
    return sorted(
        judgements(election, Resident.objects.filter(pk__in=keys), sight=sight), key=lambda each: each.person.name
    )


def elections() -> QuerySet[Election]:
    """Elections, latest first, with how many lists were frozen."""
    return Election.objects.annotate(frozen=Count("lists", distinct=True))


def stations_of(election: Election) -> list[PollingStation]:
    """Stations with their RTs."""
    found = PollingStation.objects.filter(election=election).prefetch_related("areas__rt__parent__parent")
    return list(found.order_by("number"))


def free_areas(election: Election, station: PollingStation | None = None) -> QuerySet[Territory]:
    """RTs that vote at no station yet, or at this one."""
    taken = PollingArea.objects.filter(election=election)
    if station is not None:
        taken = taken.exclude(station=station)
    found = Territory.objects.filter(kind=TerritoryKind.RT, void_at=None).exclude(pk__in=taken.values("rt"))
    return found.select_related("parent__parent").order_by(
        "parent__parent__order", "parent__parent__name", "parent__name", "name"
    )


def lists_of(election: Election) -> QuerySet[VoterList]:
    """Its frozen lists, the one that counts first."""
    return VoterList.objects.filter(election=election).order_by("-stage", "-version")


def rows_of(
    kept: VoterList, text: str = "", filters: Mapping[str, Any] | None = None, *, sight: Sight = NOTHING
) -> QuerySet[VoterRow]:  # fmt: skip
    """A frozen list's rows. Filters: station (a number or "none"), sex."""
    wanted = filters or {}
    rows = VoterRow.objects.filter(voter_list=kept).order_by(F("station").asc(nulls_last=True), "number")
    if wanted.get("station"):
        rows = (
            rows.filter(station__isnull=True) if wanted["station"] == "none" else rows.filter(station=wanted["station"])
        )
    if wanted.get("sex"):
        rows = rows.filter(sex=wanted["sex"])
    if text.strip():
        people = residents_found(text, {"presence": "all"}, sight=sight).order_by().values("pk")
        rows = rows.filter(Q(name__icontains=text.strip()) | Q(resident__in=people))
    return rows


def joined_since(kept: VoterList) -> Any:
    """Who would be in the list today and is not in the frozen one."""
    there = VoterRow.objects.filter(voter_list=kept).values("resident")
    return voters(kept.election).exclude(pk__in=there).select_related("rt__parent__parent").order_by("name", "pk")


def left_since(kept: VoterList) -> QuerySet[Resident]:
    """Who is in the frozen list and would not be in it today."""
    there = VoterRow.objects.filter(voter_list=kept).values("resident")
    now = voters(kept.election).order_by().values("pk")
    return Resident.objects.filter(pk__in=there).exclude(pk__in=now).order_by("name", "pk")


def eligible_on(day: date) -> list[tuple[int, date | None, int]]:
    """Who could vote in a general election at the end of a day, by the rule alone: sex, birth date, how many. One query.

    Of a past day, who was here then, and what ledger and history know of them then.
    """
    people, params = people_at_sql(day)
    rule = general_sql("p")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.sex, p.birth_date, count(*) FROM {people} p WHERE {rule} GROUP BY 1, 2",  # noqa: S608
            [*params, birthday(day, VOTING_AGE)],
        )
        return list(cursor.fetchall())
