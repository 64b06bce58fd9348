"""Who opened a person's data: the record itself, and whatever else of theirs somebody can open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from balai.audit.models import Entry
from balai.db import zone
from balai.files.models import StoredFile
from balai.registry import modules
from modules.population.models import FamilyCard, PopulationEvent, Resident, ResidentDocument

#: Acts that are readings by their name.
_READINGS = Q(action__endswith="_read") | Q(action__endswith="_printed")
#: What many people leave in at once: one line for the list, not one for each person.
PRINTED, EXPORTED, BOOK = "population.list_printed", "reports.exported", "population.book_read"
#: Files with numbers alone.
WITHOUT_PEOPLE = frozenset({"population.monthly", "population.vulnerable"})


def about(resident: Resident) -> Q:
    """Everything in the audit that is about a person: their record (and one that was merged into it), the cards of their
    families while they stood under them, lines of the ledger, their files; three queries."""
    keys = [str(resident.pk), *map(str, Resident.objects.filter(merged_into=resident).values_list("pk", flat=True))]
    events = list(
        PopulationEvent.objects.filter(resident=resident).order_by("pk").values_list("pk", "recorded_at", "after")
    )
    found = Q(about_type=Resident._meta.label_lower, about_id__in=keys)
    if events:
        found |= Q(about_type=PopulationEvent._meta.label_lower, about_id__in=[str(key) for key, _at, _after in events])
    for family, since, until in _families(resident, [(at, after) for _key, at, after in events]):
        stay = Q(about_type=FamilyCard._meta.label_lower, about_id=family)
        stay &= Q(at__gte=since) if since else Q()
        found |= stay & (Q(at__lt=until) if until else Q())
    files = _files(resident)
    return found | Q(about_type=StoredFile._meta.label_lower, about_id__in=files) if files else found


def _families(
    resident: Resident, states: Iterable[tuple[datetime, Any]]
) -> list[tuple[str, datetime | None, datetime | None]]:
    """Under which cards somebody stood, since when, until when: what is opened of a family after they left is not theirs."""
    found: list[tuple[str, datetime | None, datetime | None]] = []
    now = ""
    for at, after in states:
        family = str((after or {}).get("family_id") or "")
        if family == now:
            continue
        if found and found[-1][2] is None and now:
            found[-1] = (found[-1][0], found[-1][1], at)
        if family:
            # Nothing of a person was there to be opened before they were first written down.
            found.append((family, at if found else None, None))
        now = family
    if resident.family_id and not found:
        found.append((str(resident.family_id), None, None))
    return found


def _files(resident: Resident) -> list[str]:
    own = StoredFile.objects.filter(citizen_id=resident.pk).values_list("pk", flat=True)
    papers = ResidentDocument.objects.filter(resident=resident).values_list("file_id", flat=True)
    keys: set[UUID] = set(own.union(papers))
    if resident.photo_file_id:
        keys.add(resident.photo_file_id)
    return [str(key) for key in keys]


def entries_about(resident: Resident) -> QuerySet[Entry]:
    """What was read or done about a person, newest first; what jobs and the house itself did is left out."""
    return Entry.objects.filter(about(resident)).exclude(actor_kind__in=["job", "system"]).order_by("-at", "-id")


def _between(since: date, until: date) -> dict[str, Any]:
    first = datetime.combine(since, time.min, zone())
    return {"at__gte": first, "at__lt": datetime.combine(until + timedelta(days=1), time.min, zone())}


def who_opened(resident: Resident, *, since: date, until: date) -> QuerySet[Entry]:
    """Who opened a page of this resident's (or took the same data through another door) on the days from ``since`` to
    ``until``, newest first: one line a reading."""
    return entries_about(resident).filter(_READINGS, **_between(since, until))


def readers_of(resident: Resident, *, since: date, until: date) -> list[dict[str, Any]]:
    """The same by reader: ``{"actor_name", "actor_role", "role_words", "times", "last"}``, the most frequent first."""
    found = who_opened(resident, since=since, until=until).order_by().values("actor_kind", "actor_name", "actor_role")
    rows = found.annotate(times=Count("pk"), last=Max("at")).order_by("-times", "actor_name")
    return [row | {"role_words": Entry(actor_role=row["actor_role"]).role_words} for row in rows]


@dataclass(frozen=True)
class TakenList:
    """A list that somebody printed or took along: who, when, what it is called, how many rows it has."""

    entry: Entry
    title: str
    rows: int
    printed: bool


def lists_taken(*, since: date, until: date, most: int = 50) -> tuple[list[TakenList], int]:
    """Lists of people that left in a period, newest first (at most ``most``), and how many: two queries. Who stood in one
    is not written down a person at a time, so each may hold anybody of the village."""
    people = Q(action__in=[PRINTED, BOOK]) | Q(action=EXPORTED) & ~Q(data__export__in=sorted(WITHOUT_PEOPLE))
    found = Entry.objects.filter(people, outcome="done", **_between(since, until))
    titles = {each.kind: str(each.title) for module in modules() for each in module.reports}
    kinds = {PRINTED: "population.resident_list", BOOK: "population.book"}
    rows = []
    for each in found.order_by("-at", "-id")[:most]:
        kind = str(each.data.get("export") or kinds.get(each.action, ""))
        rows.append(TakenList(each, titles.get(kind, kind), int(each.data.get("rows") or 0), each.action == PRINTED))
    return rows, found.count() if len(rows) == most else len(rows)
