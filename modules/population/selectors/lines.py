"""Log Penduduk: every line of the ledger, found, and what it holds in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from balai.db import today
from balai.ui.formats import month_words
from modules.population import codes
from modules.population.fields import number_words
from modules.population.models import BEGINNING, EventKind, PopulationEvent, Resident, Territory
from modules.population.names import fold_name
from modules.population.selectors.balance import month_end
from modules.population.selectors.finding.conditions import birthday
from modules.population.selectors.residence import here_since
from modules.population.sight import NOTHING, Sight

#: Filters as the URL has them.
FILTERS = ("bulan", "jenis", "susulan", "batal", "petugas", "q")


@dataclass(frozen=True)
class LineFilters:
    """What is asked of the log: nonsense is left out."""

    month: date | None = None
    kind: str = ""
    late: bool = False
    undone: bool = False
    author: str = ""
    text: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> LineFilters:
        """From a query string or a job's arguments."""
        text = {name: str(asked.get(name) or "").strip() for name in FILTERS}
        try:
            month = date.fromisoformat(f"{text['bulan']}-01") if text["bulan"] else None
        except ValueError:
            month = None
        kind = text["jenis"] if text["jenis"] in {"all", *EventKind.values} else ""
        return cls(month, kind, bool(text["susulan"]), bool(text["batal"]), text["petugas"][:150], text["q"][:100])

    def as_dict(self) -> dict[str, str]:
        """As a query string has it; empty ones are left out."""
        found = {
            "bulan": f"{self.month:%Y-%m}" if self.month else "", "jenis": self.kind, "susulan": "1" if self.late else "",
            "batal": "1" if self.undone else "", "petugas": self.author, "q": self.text,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}

    def chips(self) -> list[tuple[str, str]]:
        """The filters that are on: name in the URL, words."""
        found = []
        if self.month:
            found.append(("bulan", month_words(self.month)))
        if self.kind:
            words = _("Termasuk data awal") if self.kind == "all" else str(EventKind(self.kind).label)
            found.append(("jenis", words))
        if self.late:
            found.append(("susulan", _("Susulan")))
        if self.undone:
            found.append(("batal", _("Dibatalkan")))
        if self.author:
            found.append(("petugas", self.author))
        return found


def lines_found(wanted: LineFilters, *, sight: Sight = NOTHING) -> QuerySet[PopulationEvent]:
    """Lines of the ledger, the newest first. Initial data stand among them only when they are asked for: an import has
    thousands. The month is that in which a line counts."""
    found = PopulationEvent.objects.select_related("resident", "undone_by").prefetch_related("amendments")
    if wanted.kind == "":
        found = found.exclude(kind=EventKind.INITIAL)
    elif wanted.kind != "all":
        found = found.filter(kind=wanted.kind)
    if wanted.month:
        found = found.filter(counted_on__range=(wanted.month, month_end(wanted.month)))
    if wanted.late:
        found = found.filter(late=True)
    if wanted.undone:
        found = found.filter(undone_by__isnull=False)
    if wanted.author:
        found = found.filter(author_name=wanted.author)
    if wanted.text:
        digits = wanted.text.replace(" ", "")
        if digits.isascii() and digits.isdigit():
            how = "startswith" if sight.numbers else "exact"
            found = found.filter(Q(**{f"resident__nik__{how}": digits}) | Q(**{f"family_number__{how}": digits}))
        else:
            for word in fold_name(wanted.text).split():
                found = found.filter(resident__name_key__contains=word)
    return found.order_by("-id")


#: What the log may be ordered by, under the names of its columns.
ORDERS = {
    "name": "resident__name", "kind": "kind", "reported": "report_date", "happened": "event_date", "book": "counted_on",
    "head": "head_name", "author": "author_name",
}  # fmt: skip


def sorted_lines(found: QuerySet[PopulationEvent], sort: str) -> QuerySet[PopulationEvent]:
    """Lines in the order of one of :data:`ORDERS` ("-" turns it), the newest first among equals."""
    column = ORDERS.get(sort.removeprefix("-"))
    return found.order_by(f"-{column}" if sort.startswith("-") else column, "-id") if column else found


def authors() -> list[str]:
    """Who has written lines, by name."""
    return list(PopulationEvent.objects.order_by("author_name").values_list("author_name", flat=True).distinct()[:200])


def months_offered() -> list[tuple[str, str]]:
    """Months that can be chosen, the newest first: since the first line that counts in one, a year at least."""
    this = today().replace(day=1)
    first = (
        PopulationEvent.objects.filter(counted_on__gt=BEGINNING)
        .order_by("counted_on")
        .values_list("counted_on", flat=True)
        .first()
    ) or this
    count = min(240, max(12, (this.year - first.year) * 12 + this.month - first.month + 1))
    found = []
    for back in range(count):
        number = this.year * 12 + this.month - 1 - back
        month = date(number // 12, number % 12 + 1, 1)
        found.append((f"{month:%Y-%m}", month_words(month)))
    return found


def may_be_undone(event: PopulationEvent) -> bool:
    """Whether an undo of it can be asked for (whether it stands on others is said when it is)."""
    return event.kind not in {EventKind.UNDO, EventKind.MERGED} and not hasattr(event, "undone_by")


def line_of(number: int) -> PopulationEvent | None:
    """A line with its person, its undo and its target."""
    return (
        PopulationEvent.objects.select_related("resident__rt__parent__parent", "undone_by", "target")
        .prefetch_related("amendments")
        .filter(pk=number)
        .first()
    )


def changes_words(event: PopulationEvent, *, shown: bool) -> list[tuple[str, str, str]]:
    """What the ledger owns of the person, before and after, where it differs: label, before, after."""
    rts = {event.before.get("rt_id"), event.after.get("rt_id")} - {None}
    places = {str(each.pk): each.name for each in Territory.objects.filter(pk__in=rts)} if len(rts) > 1 else {}
    lists: dict[str, tuple[str, Any]] = {
        "presence": (_("Status dasar"), codes.Presence), "residency": (_("Status penduduk"), codes.Residency),
        "shdk": (_("Hubungan keluarga"), codes.Shdk), "sex": (_("Jenis kelamin"), codes.Sex),
        "citizenship": (_("Kewarganegaraan"), codes.Citizenship),
    }  # fmt: skip
    found = []
    for column, (title, choices) in lists.items():
        old, new = event.before.get(column), event.after.get(column)
        if event.before and old != new:
            labels = dict(choices.choices)
            found.append((title, str(labels.get(old, "-")), str(labels.get(new, "-"))))
    if event.before and len(rts) > 1:
        old, new = (places.get(state.get("rt_id") or "", "-") for state in (event.before, event.after))
        found.append((_("RT"), old, new))
    if event.before and event.before.get("family_id") != event.after.get("family_id"):
        numbers = [event.details.get("from_family", ""), event.family_number]
        old, new = (number_words(each, shown) if each else "-" for each in numbers)
        found.append((_("Nomor KK"), old, new))
    return found


def month_of(event: PopulationEvent) -> date | None:
    """The month in which a line counts; None for what stands since ever."""
    return None if event.counted_on == BEGINNING else event.counted_on.replace(day=1)


def overstayed(on: date) -> QuerySet[Resident]:
    """Temporary residents who have been here for more than a year (Permendagri 74/2022), the longest first; ``arrived``
    says since when (at least since the entry, where nobody told)."""
    return (
        Resident.objects.filter(presence=codes.Presence.PRESENT, residency=codes.Residency.TEMPORARY, void_at=None)
        .annotate(arrived=Coalesce(here_since(), here_since("written")))
        .filter(arrived__lt=birthday(on, 1))
        .order_by("arrived", "pk")
    )
