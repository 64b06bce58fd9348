"""The list of residents: every field is a column that somebody may choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from balai.ui.tables import Bulk, Column, Table
from balai.ui.templatetags.balai import nik
from modules.population import codes
from modules.population.fields import FIELDS, PLACE, Field, age_words, label
from modules.population.models import Resident
from modules.population.selectors import place_words
from modules.population.selectors.finding.selection import SORTS
from modules.population.sight import Sight

#: What is shown until somebody chooses: the rest is one tick away.
FIRST = ("name", "nik", "sex", "age", "family_number", "place", "occupation")
#: Names of sorted columns in the URL, as links made before have them.
_SORT_NAMES = {"birth_date": "birth", "family_number": "kk", "created_at": "created"}
#: What each row needs whatever is shown: its badge and its link.
_ALWAYS = ("name", "presence", "nik_temporary")


def _name(row: Resident) -> Any:
    if row.presence == codes.Presence.PRESENT:
        return row.name
    return format_html('{} <span class="badge quiet">{}</span>', row.name, label(codes.Presence, row.presence))


def _sex(row: Resident) -> str:
    return "L" if row.sex == codes.Sex.MALE else "P"


def _family_number(sight: Sight) -> Callable[[Resident], Any]:
    def value(row: Resident) -> Any:
        if row.family is None:
            return ""
        url = reverse("population:family", args=[row.family_id])
        return format_html('<a href="{}">{}</a>', url, nik(row.family.number, sight.numbers))

    return value


def _shown(field: Field, sight: Sight) -> Callable[[Resident], Any]:
    if field.kind == "digits" and field.masked:
        return lambda row: nik(str(field.of(row) or ""), sight.numbers) if field.of(row) else ""
    return lambda row: field.shown(row, sight=sight)


def _columns(sight: Sight) -> tuple[Column, ...]:
    special: dict[str, Callable[[Resident], Any]] = {
        "name": _name, "sex": _sex, "age": age_words, "family_number": _family_number(sight),
    }  # fmt: skip
    first = {
        "place": Column("place", gettext_lazy("RT/RW, dusun"), value=lambda row: place_words(row.rt)),
        "sex": Column("sex", gettext_lazy("L/P"), value=_sex),
    }
    made: dict[str, Column] = dict(first)
    for field in FIELDS.values():
        if field.name in made or not sight.sees(field):
            continue
        made[field.name] = Column(
            field.name, field.title, value=special.get(field.name) or _shown(field, sight),
            # An order tells a masked number as well as a search does.
            sort=field.sort if sight.numbers or not field.masked else (),
            number=field.kind == "number" and field.name != "age", link=field.name == "name",
            hidden=field.name not in FIRST,
        )  # fmt: skip
    # The youngest were born last.
    made["age"] = Column("age", FIELDS["age"].title, value=age_words, sort=("-birth_date",))
    return (*(made[name] for name in FIRST), *(made[name] for name in made if name not in FIRST))


class ResidentTable(Table):
    """The residents found. ``sight``: what whoever reads may see; ``bulk_urls``: what may be done with ticked
    people, as (words, url, icon)."""

    name: ClassVar[str] = "residents"
    tick: ClassVar[str] = "resident"
    empty_icon: ClassVar[str] = "users"
    empty: ClassVar[Any] = gettext_lazy("Tidak ada penduduk yang tinggal di sini.")
    no_match: ClassVar[Any] = gettext_lazy("Tidak ada yang cocok. Hapus satu saringan, atau tulis sebagian nama saja.")
    _by_right: ClassVar[dict[Sight, tuple[Column, ...]]] = {}

    def __init__(
        self,
        request: HttpRequest,
        rows: Any,
        *,
        sight: Sight,
        bulk_urls: Iterable[tuple[Any, str, str]] = (),
        **more: Any,
    ) -> None:
        if sight not in self._by_right:
            self._by_right[sight] = _columns(sight)
        self.columns = self._by_right[sight]  # type: ignore[misc]
        self.bulk_urls = list(bulk_urls)
        if not self.bulk_urls:
            self.tick = ""  # type: ignore[misc]
        super().__init__(request, rows, **more)

    def row_url(self, row: Any) -> str:
        return reverse("population:resident", args=[row.pk])

    def bulk(self) -> Sequence[Bulk]:
        return [Bulk(words, url, icon) for words, url, icon in self.bulk_urls]

    def _sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        down, key = asked.startswith("-"), asked.removeprefix("-")
        if key == "birth" and "birth_date" not in {column.name for column in self.shown}:
            return "age" if down else "-age"
        # Links made before name the order, not the column.
        column = next((name for name, old in _SORT_NAMES.items() if old == key), "")
        return (f"-{column}" if down else column) if column else super()._sort()

    def _ordered(self, rows: QuerySet[Resident]) -> QuerySet[Resident]:
        ordered: QuerySet[Resident] = super()._ordered(rows)
        return only_shown(ordered, [column.name for column in self.shown])


def only_shown(rows: QuerySet[Resident], names: Iterable[str]) -> QuerySet[Resident]:
    """Residents with what these columns show and no more, in one query."""
    wanted = {*_ALWAYS, "family", "rt"}
    for name in names:
        if name == "place":
            wanted.update(PLACE)
        elif name in FIELDS:
            wanted.update(FIELDS[name].columns)
    related = _related(wanted)
    return (rows.select_related(*related) if related else rows).only(*sorted(wanted))


def _related(wanted: set[str]) -> list[str]:
    found = []
    if any(each.startswith("family__") for each in wanted):
        found.append("family")
    if any(each.startswith("rt__") for each in wanted):
        found.append("rt__parent__parent")
    return found


def export_columns(names: Iterable[str]) -> list[str]:
    """Fields of the columns that are shown: the place is three of them in a workbook."""
    found: list[str] = []
    for name in names:
        found += ["rt", "rw", "dusun"] if name == "place" else [name] if name in FIELDS else []
    return list(dict.fromkeys(found))


def sort_key(table: ResidentTable) -> str:
    """The table's order as a key of :data:`SORTS`; "" where the search decides it."""
    down, name = table.sort.startswith("-"), table.sort.removeprefix("-")
    if name == "age":
        return "birth" if down else "-birth"
    key = _SORT_NAMES.get(name, name)
    return ("-" if down else "") + key if key in SORTS else ""
