"""What pages ask about people between villages. Rows in public come through row-level security: never another pair's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.errors import NotFound
from balai.registry import QueueItem
from modules.population.models import CrossingPerson, FamilyCard, Resident
from tenants.context import current_village
from tenants.exchange import doubles, handovers
from tenants.exchange.models import CaseState, DoubleCase, Handover, HandoverState, NumberKind
from tenants.models import State, Village

#: States in which a village's people work and its register can take somebody in.
TAKING = (State.SETUP, State.LIVE, State.TRAINING)
Direction = CrossingPerson.Direction


@dataclass(frozen=True, slots=True)
class Destination:
    """A village that may take people in."""

    schema_name: str
    title: str
    district: str
    district_code: str


def destinations() -> list[Destination]:
    """The other villages that take people in now: one query. Training people go to training villages alone."""
    me = current_village()
    found = (
        Village.objects.filter(state__in=TAKING, data__in={me.data, "empty"} if me.data == "real" else {me.data})
        .exclude(schema_name=me.schema_name)
        .select_related("district")
        .order_by("district__name", "name")
    )
    return [Destination(each.schema_name, each.title, each.district.name, each.district.code) for each in found]


def village_of(schema_name: str) -> Village:
    """A village by its schema.

    Raises:
        NotFound: there is none.
    """
    found: Village | None = Village.objects.select_related("district").filter(schema_name=schema_name).first()
    if found is None:
        raise NotFound()
    return found


def village_title(village: Village | Destination) -> str:
    """ "Desa Boloh, Kecamatan Toroh"."""
    district = village.district if isinstance(village, Destination) else village.district.name
    return _("{village}, Kecamatan {district}").format(village=village.title, district=district)


@dataclass
class Move:
    """A move between villages as this village sees it."""

    handover: Handover
    outgoing: bool
    other: str
    names: list[str] = field(default_factory=list)
    people: list[CrossingPerson] = field(default_factory=list)
    event_date: date | None = None
    #: How this side ended, where it did (``CrossingPerson.outcome``).
    outcome: str = ""
    reason: str = ""
    unread: bool = False

    @property
    def waiting(self) -> bool:
        """Whether the receiver has not answered yet."""
        return self.handover.state == HandoverState.OFFERED

    @property
    def state(self) -> str:
        """Words for the badge. An accepted move is over for who reads of it."""
        return HandoverState(self.handover.state).label  # type: ignore[return-value]


def moves(direction: str = "", *, waiting: bool = False) -> QuerySet[Handover]:
    """Moves of this village, newest first; ``in``, ``out`` or both."""
    found = handovers.mine("move").order_by("-created_at", "-id")
    if direction == Direction.IN:
        found = found.filter(to_village=handovers.here())
    elif direction == Direction.OUT:
        found = found.filter(from_village=handovers.here())
    return handovers.without_files(found.filter(state=HandoverState.OFFERED) if waiting else found)


def described(rows: Iterable[Handover]) -> list[Move]:
    """Moves with names and the other village: three queries, however many.

    Names of who has not arrived come out of the sealed payload, of the others out of this village's register.
    """
    found = list(rows)
    me = handovers.here()
    known: dict[uuid.UUID, list[CrossingPerson]] = {}
    for person in CrossingPerson.objects.select_related("resident").filter(handover__in=[row.pk for row in found]):
        known.setdefault(person.handover, []).append(person)
    others = {row.to_village if row.from_village == me else row.from_village for row in found}
    titles = {
        each.schema_name: village_title(each)
        for each in Village.objects.select_related("district").filter(schema_name__in=others)
    }
    made = []
    for row in found:
        outgoing = row.from_village == me
        people = known.get(row.pk, [])
        move = Move(row, outgoing, titles.get(row.to_village if outgoing else row.from_village, ""), people=people)
        if people:
            move.names = [each.resident.name for each in people]
            move.event_date, move.outcome, move.reason = people[0].event_date, people[0].outcome, people[0].reason
            move.unread = outgoing and people[0].outcome in {"refused", "expired"} and people[0].seen_at is None
        elif (data := handovers.content(row)) is not None:
            move.names = [each["columns"]["name"] for each in data["people"]]
            move.event_date = date.fromisoformat(data["event_date"])
        made.append(move)
    return made


def being_moved(resident: Resident) -> CrossingPerson | None:
    """The open way out of somebody, if they are on the way."""
    return CrossingPerson.objects.filter(resident=resident, direction=Direction.OUT, closed_at=None).first()


@dataclass
class Case:
    """A double as this village sees it: its own person, and the other village's only by agreement."""

    case: DoubleCase
    other: str
    mine_agreed: bool
    theirs_agreed: bool
    person: Resident | None = None
    family: FamilyCard | None = None
    comparison: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """Whose number it is here."""
        if self.person is not None:
            return self.person.name
        return _("Keluarga") if self.family is not None else _("Sudah tidak ada di desa ini")

    @property
    def number(self) -> str:
        """The number that both have."""
        if self.person is not None:
            return self.person.nik
        return self.family.number if self.family is not None else ""

    @property
    def both(self) -> bool:
        """Whether both agreed to compare."""
        return self.mine_agreed and self.theirs_agreed


def cases(*, settled: bool = False) -> QuerySet[DoubleCase]:
    """This village's cases, newest first: those under way, or those that have ended."""
    found = doubles.cases().order_by("-found_at", "-id")
    return found.filter(state=CaseState.SETTLED) if settled else found.exclude(state=CaseState.SETTLED)


def cases_described(rows: Sequence[DoubleCase]) -> list[Case]:
    """Cases with this village's person or family and the other village: four queries, however many."""
    subjects = doubles.subjects_of(rows)
    keys = set(subjects.values())
    people = {each.pk: each for each in Resident.objects.filter(pk__in=keys)}
    families = {each.pk: each for each in FamilyCard.objects.filter(pk__in=keys)}
    others = {doubles.other_party(row) for row in rows}
    titles = {
        each.schema_name: village_title(each)
        for each in Village.objects.select_related("district").filter(schema_name__in=others)
    }
    found = []
    for row in rows:
        mine, theirs = doubles.agreements(row)
        key = subjects.get((row.kind, bytes(row.digest)))
        made = Case(row, titles.get(doubles.other_party(row), ""), mine, theirs)
        if key is not None and row.kind == NumberKind.NIK:
            made.person = people.get(key)
        elif key is not None:
            made.family = families.get(key)
        found.append(made)
    return found


def comparison_for(case: DoubleCase) -> dict[str, Any] | None:
    """What the other village shows of its person; None before both agreed (or once the case has ended)."""
    row = Handover.objects.filter(
        kind="compare", about=case.pk, to_village=handovers.here(), state=HandoverState.OFFERED
    ).first()
    return None if row is None else handovers.content(row)


def waiting_for(actor: Actor) -> list[QueueItem]:
    """What waits for an officer: people who want to arrive, moves that came back, doubles to compare."""
    if not actor.may("population.crossing"):
        return []
    items = []
    for move in described(moves(Direction.IN, waiting=True)[:20]):
        items.append(
            QueueItem(
                title=_("Pindah datang dari {village}").format(village=move.other),
                url=reverse("population:crossing", args=[move.handover.pk]), waiting_since=move.handover.created_at,
                next_step=_("Terima atau tolak"), detail=_("{n} orang").format(n=move.handover.people),
            )
        )  # fmt: skip
    items += _came_back()
    items += _to_compare()
    return items


def _came_back() -> list[QueueItem]:
    rows = CrossingPerson.objects.filter(direction=Direction.OUT, outcome__in=("refused", "expired"), seen_at=None)
    by_handover: dict[uuid.UUID, tuple[datetime, str, str]] = {}
    for row in rows.order_by("closed_at")[:100]:
        by_handover.setdefault(row.handover, (row.closed_at or row.started_at, row.other_title, row.outcome))
    return [
        QueueItem(
            title=_("Kepindahan ke {village} ditolak").format(village=title)
            if outcome == "refused"
            else _("Kepindahan ke {village} tidak dijawab").format(village=title),
            url=reverse("population:crossing", args=[key]), waiting_since=moment, next_step=_("Baca alasannya"),
        )
        for key, (moment, title, outcome) in by_handover.items()
    ]  # fmt: skip


def _to_compare() -> list[QueueItem]:
    me = handovers.here()
    unanswered = cases().filter(Q(village_a=me, agreed_a_at=None) | Q(village_b=me, agreed_b_at=None))
    oldest = unanswered.order_by("found_at").values_list("found_at", flat=True).first()
    if oldest is None:
        return []
    return [
        QueueItem(
            title=_("{n} data ganda dengan desa lain").format(n=unanswered.count()), url=reverse("population:doubles"),
            waiting_since=oldest, next_step=_("Bandingkan"),
        )
    ]  # fmt: skip
