"""What a person's pages ask: what changed and who changed it, which papers there are. Who opened the data: ``opened``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from balai.audit.models import Entry
from modules.population.codes import Presence, Residency
from modules.population.fields import visible
from modules.population.models import (
    EventKind,
    ImportRow,
    ImportRun,
    PopulationEvent,
    Resident,
    ResidentDocument,
)
from modules.population.presenting import SILENT, label_of, names_of, value_words
from modules.population.selectors.residence import here_since
from modules.population.sight import Sight

#: How long after a row was written its audit may still stand: one transaction.
_MOMENTS = timedelta(seconds=60)


@dataclass
class Change:
    """Columns that changed at once: (label, from, to) in words; ``by`` is empty where nobody is known."""

    at: datetime
    by: str
    columns: list[tuple[str, str, str]] = field(default_factory=list)


def changes_of(resident: Resident, *, sight: Sight, limit: int = 10, offset: int = 0) -> tuple[list[Change], bool]:
    """A person's past values, newest first, and whether there are older ones: five queries at most. What the reader may
    not see did not change for them.

    The history's rows hold what ended; who ended it is whose act the audit (or the ledger, or an import) recorded in the
    same moment.
    """
    model = apps.get_model("population", "ResidentEvent")
    rows = list(model.objects.filter(id=resident.pk).order_by("-pgh_id").values()[: offset + limit + 1])
    more = len(rows) > offset + limit
    now: dict[str, Any] = {each.attname: getattr(resident, each.attname) for each in Resident._meta.concrete_fields}
    found: list[tuple[datetime, datetime, list[tuple[str, Any, Any]]]] = []
    later = now
    for row in rows[: offset + limit]:
        changed = [
            (column, row[column], later[column])
            for column in now
            if column not in SILENT and visible(column, sight) and column in row and row[column] != later[column]
        ]
        found.append((row["pgh_created_at"], later["updated_at"], changed))
        later = row
    found = [each for each in found[offset:] if each[2]]
    values = [(column, value) for _at, _end, columns in found for column, *both in columns for value in both]
    families, places = names_of(values)
    whose = _Authors(resident, [stamp for _at, stamp, _columns in found])

    def words(column: str, value: Any) -> str:
        return value_words(column, value, sight=sight, families=families, places=places)

    return [
        Change(
            at, whose.of(stamp), [(label_of(column), words(column, old), words(column, new)) for column, old, new in columns]
        )
        for at, stamp, columns in found
    ], more  # fmt: skip


class _Authors:
    """Who wrote a row that was stamped at a moment."""

    def __init__(self, resident: Resident, stamps: Sequence[datetime]) -> None:
        self._acts: list[tuple[datetime, str]] = []
        self._imports: dict[datetime, str] = {}
        if not stamps:
            return
        first, last = min(stamps), max(stamps) + _MOMENTS
        entries = Entry.objects.filter(
            about_type=resident._meta.label_lower, about_id=str(resident.pk), outcome="done", at__range=(first, last)
        ).exclude(action__endswith="_read")
        self._acts += entries.values_list("at", "actor_name")
        lines = resident.events.filter(recorded_at__range=(first, last))
        self._acts += lines.values_list("recorded_at", "author_name")
        self._acts.sort()
        # Who came with an import has a line of the ledger that names it, whom it changed a row.
        runs = dict(lines.filter(run__isnull=False).values_list("recorded_at", "run"))
        runs |= ImportRow.objects.filter(resident=resident, stamp__in=list(stamps)).values_list("stamp", "run_id")
        names = (
            ImportRun.objects.filter(pk__in=[run for run in runs.values() if run]).values_list("pk", "file_name")
            if runs
            else ()
        )
        named = dict(names)
        self._imports = {stamp: named[run] for stamp, run in runs.items() if run in named}

    def of(self, stamp: datetime) -> str:
        """Whose act followed the moment first; an import by its file's name."""
        if stamp in self._imports:
            return self._imports[stamp]
        return next((name for at, name in self._acts if stamp <= at <= stamp + _MOMENTS), "")


def value_when(resident_id: UUID, version: str) -> dict[str, Any] | None:
    """A person's columns as they were when the row had this version; None where nothing remembers it."""
    model = apps.get_model("population", "ResidentEvent")
    try:
        stamp = datetime.fromisoformat(version)
    except ValueError:
        return None
    found: dict[str, Any] | None = (
        model.objects.filter(id=resident_id, updated_at=stamp).order_by("-pgh_id").values().first()
    )
    return found


# -- papers ----------------------------------------------------------------------------------------------------------


def papers_of(resident: Resident) -> QuerySet[ResidentDocument]:
    """A person's papers that stand, and those of the family's others that are shared with the family: one query."""
    mine = Q(resident=resident)
    if resident.family_id:
        mine |= Q(resident__family=resident.family_id, for_family=True, resident__void_at=None)
    return ResidentDocument.objects.filter(mine, void_at=None).select_related("resident").order_by("-created_at")


def papers_for_citizen(resident: Resident) -> QuerySet[ResidentDocument]:
    """What a person sees in Layanan Mandiri: own papers and the family's, where the office lets citizens see them."""
    return papers_of(resident).filter(citizen_visible=True)


# -- temporary residents -----------------------------------------------------------------------------------------------

#: A temporary stay lasts a year at most (Permendagri 74/2022); then the resident becomes permanent, or goes.
STAY_DAYS = 365


@dataclass(frozen=True)
class Stay:
    """A temporary resident who is here, and what the line of the ledger that says since when tells: from where, why, with whom."""

    person: Resident
    #: None where nobody told (initial data without "Tinggal di desa sejak").
    arrived: date | None
    details: dict[str, Any]
    overdue: bool


def temporary_residents(on: date) -> QuerySet[Resident]:
    """Temporary residents who are here, with the day of their arrival (``arrived``), the longest stay first: one query.

    ``since_at_least`` is that day, else the day of their entry: so long they have been here whatever came before.
    """
    return (
        Resident.objects.filter(presence=Presence.PRESENT, residency=Residency.TEMPORARY, void_at=None)
        .select_related("rt__parent__parent")
        .annotate(
            arrived=here_since(), line=here_since("line"), since_at_least=Coalesce("arrived", here_since("written"))
        )
        .order_by("since_at_least", "name", "pk")
    )


def overdue(found: QuerySet[Any], limit: date) -> int:
    """How many of :func:`temporary_residents` arrived before a day."""
    return found.filter(since_at_least__lt=limit).count()


def stays(people: Iterable[Resident], on: date) -> list[Stay]:
    """What the list shows of these residents, who come from :func:`temporary_residents`: two queries."""
    rows: list[Any] = list(people)
    lines = PopulationEvent.objects.prefetch_related("amendments").in_bulk({each.line for each in rows if each.line})
    found = []
    for each in rows:
        told = lines[each.line].told if each.line in lines else {}
        late = each.since_at_least is not None and (on - each.since_at_least).days > STAY_DAYS
        found.append(Stay(each, each.arrived, told, late))
    return found


def standing_event(events: Sequence[PopulationEvent]) -> PopulationEvent | None:
    """The newest line that was not taken back."""
    standing = [each for each in events if each.kind != EventKind.UNDO and not hasattr(each, "undone_by")]
    return standing[-1] if standing else None
