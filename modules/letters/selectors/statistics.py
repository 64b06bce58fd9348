"""Letters counted: by kind, by month, by officer, and how long they take. Counted in the database, a query a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.functions import Extract, ExtractMonth

from balai.db import zone
from modules.letters.models import ISSUED, EventKind, Letter, LetterEvent, State
from modules.letters.selectors.archive import period
from modules.letters.types import letter_types


@dataclass(frozen=True)
class Span:
    """Hours that half of the letters took at most, and nine of ten; of how many. None where there is none."""

    half: float | None = None
    most: float | None = None
    letters: int = 0


@dataclass(frozen=True)
class KindRow:
    """A kind of letter in a period."""

    name: str
    asked: int = 0
    issued: int = 0
    handed: int = 0
    refused: int = 0
    ready: Span = field(default_factory=Span)
    taken: Span = field(default_factory=Span)


@dataclass(frozen=True)
class OfficerRow:
    """What a member of staff did in a period."""

    name: str
    asked: int
    checked: int
    approved: int
    handed: int


@dataclass(frozen=True)
class Statistics:
    """The letters of a period. ``months``: (month, asked, issued) of the year."""

    kinds: list[KindRow]
    all: KindRow
    months: list[tuple[int, int, int]]
    officers: list[OfficerRow]


class _Percentile(Aggregate):
    """``percentile_cont``: hours below which a share of the spans lies."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: Any, share: float, **extra: Any) -> None:
        super().__init__(expression, share=f"{float(share):.3f}", **extra)


def _between(first: date, following: date) -> tuple[datetime, datetime]:
    """The period's first moment and the one after its last, in the village's zone."""
    return datetime.combine(first, time.min, zone()), datetime.combine(following, time.min, zone())


def _hours(until: str, since: str) -> Any:
    span = ExpressionWrapper(F(until) - F(since), output_field=DurationField())
    return Extract(span, "epoch") / 3600.0


def _spans(found: QuerySet[Any], kind: str, until: str, since: str) -> dict[str, Span]:
    """By kind, and under "" of all."""
    hours = _hours(until, since)
    measured = {"half": _Percentile(hours, 0.5), "most": _Percentile(hours, 0.9), "n": Count("pk")}
    rows = {row[kind]: row for row in found.order_by().values(kind).annotate(**measured)}
    rows[""] = found.order_by().aggregate(**measured)
    return {key: Span(round(row["half"], 1), round(row["most"], 1), row["n"]) for key, row in rows.items() if row["n"]}


def statistics(year: int, month: int = 0) -> Statistics:
    """The letters of a year or a month. Asked for counts by the day of asking, issued by the letter's date, handed over by
    its moment; how long it took is told of what was issued (handed over) in the period."""
    first, following = period(year, month)
    begin, end = _between(first, following)
    sent = Letter.objects.filter(created_at__gte=begin, created_at__lt=end).exclude(state=State.DRAFT)
    asked = _by(sent, "type_key")
    issued_letters = Letter.objects.filter(state__in=ISSUED, letter_date__gte=first, letter_date__lt=following)
    issued = _by(issued_letters, "type_key")
    events = LetterEvent.objects.filter(at__gte=begin, at__lt=end)
    handed_events = events.filter(kind=EventKind.HANDED)
    handed = _by(handed_events, "letter__type_key")
    refused = _by(
        events.filter(
            kind__in=[EventKind.REJECTED, EventKind.CANCELLED], to_state__in=[State.REJECTED, State.CANCELLED]
        ),
        "letter__type_key",
    )
    # What the office makes for many at once waits for nobody: it is counted, not measured.
    ready = _spans(issued_letters.filter(batch=None).exclude(approved_at=None), "type_key", "approved_at", "created_at")
    taken = _spans(handed_events.filter(letter__batch=None), "letter__type_key", "at", "letter__created_at")
    names = {each.key: str(each.name) for each in letter_types(all_kinds=True)}

    def row(key: str, name: str) -> KindRow:
        def of(found: dict[str, int]) -> int:
            return found.get(key, 0) if key else sum(found.values())

        return KindRow(
            name, of(asked), of(issued), of(handed), of(refused), ready.get(key, Span()), taken.get(key, Span())
        )

    keys = sorted(
        set(asked) | set(issued) | set(handed) | set(refused),
        key=lambda key: (-issued.get(key, 0), names.get(key, key)),
    )
    return Statistics(
        [row(key, names.get(key, key)) for key in keys], row("", "Semua"), _months(year), _officers(events)
    )


def _by(found: QuerySet[Any], name: str) -> dict[str, int]:
    return dict(found.order_by().values_list(name).annotate(n=Count("pk")))


def _months(year: int) -> list[tuple[int, int, int]]:
    begin, end = _between(*period(year))
    asked = dict(
        Letter.objects.order_by()
        .filter(created_at__gte=begin, created_at__lt=end)
        .values_list(ExtractMonth("created_at", tzinfo=zone()))
        .annotate(n=Count("pk"))
    )
    issued = dict(
        Letter.objects.order_by()
        .filter(state__in=ISSUED, letter_date__gte=date(year, 1, 1), letter_date__lt=date(year + 1, 1, 1))
        .values_list(ExtractMonth("letter_date"))
        .annotate(n=Count("pk"))
    )
    return [(month, asked.get(month, 0), issued.get(month, 0)) for month in range(1, 13)]


def _officers(events: QuerySet[LetterEvent]) -> list[OfficerRow]:
    """Staff alone: what citizens do at their own door is no officer's work."""

    def of(*kinds: str) -> Count:
        return Count("pk", filter=Q(kind__in=kinds))

    rows = (
        events.filter(actor_kind="staff")
        .order_by()
        .values("actor_id")
        .annotate(
            asked=of(EventKind.REQUESTED), checked=of(EventKind.CHECKED, EventKind.CONFIRMED),
            approved=of(EventKind.APPROVED), handed=of(EventKind.HANDED),
        )
    )  # fmt: skip
    names = dict(events.filter(actor_kind="staff").order_by("id").values_list("actor_id", "actor_name"))
    found = [
        OfficerRow(names[each["actor_id"]], each["asked"], each["checked"], each["approved"], each["handed"])
        for each in rows
    ]
    return sorted(found, key=lambda each: (-(each.asked + each.checked + each.approved + each.handed), each.name))
