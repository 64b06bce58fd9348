"""The list of families, and the queue of those that need a hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.actor import Actor
from balai.ui.tables import Bulk, Column, Table
from balai.ui.templatetags.balai import nik
from balai.web.views import OfficeListView, OfficeTemplateView, page_of
from modules.population import codes, selectors
from modules.population.models import FamilyCard, Resident
from modules.population.picking import territory_choices
from modules.population.selectors import families as found_in
from modules.population.selectors.territory import node_or_none
from modules.population.sight import Sight

WELFARE = [("none", gettext_lazy("Belum digolongkan")), *codes.WelfareClass.choices]
TEMPORARY = [("1", gettext_lazy("Nomor sementara")), ("0", gettext_lazy("Nomor tetap"))]


def filters_of(request: HttpRequest) -> dict[str, str]:
    """The list's filters as the URL has them; nonsense is left out."""
    return found_in.read_filters(request.GET)


def chips_of(filters: dict[str, str]) -> list[tuple[str, str]]:
    """The filters that are on, in words."""
    return [(name, _chip(name, value)) for name, value in filters.items()]


def _chip(name: str, value: str) -> str:
    known: dict[str, dict[str, Any]] = {
        "state": found_in.STATES, "mend": found_in.MENDS, "temporary": dict(TEMPORARY),
        "welfare": {str(code): label for code, label in WELFARE},
    }  # fmt: skip
    if name in known:
        return str(known[name][value])
    if name == "territory":
        return _place_words(value)
    words = _("Paling sedikit {n} anggota") if name == "size_from" else _("Paling banyak {n} anggota")
    return words.format(n=value)


def _place_words(key: str) -> str:
    node = node_or_none(key)
    return str(node) if node else _("Wilayah yang sudah tidak ada")


def _number(row: Any) -> Any:
    return nik(row.number, row.shown)


class FamilyTable(Table):
    """Families with their heads."""

    name = "families"
    columns = (
        Column("head", gettext_lazy("Kepala keluarga"), value=lambda row: row.head_name or _("Belum ada kepala"), sort="head_name", link=True),
        Column("number", gettext_lazy("Nomor KK"), value=_number, sort="number"),
        Column("size", gettext_lazy("Anggota"), sort="size", number=True),
        Column("place", gettext_lazy("RT/RW, dusun"), value=lambda row: selectors.place_words(row.rt), sort="place"),
        Column("address", gettext_lazy("Alamat")),
        Column("welfare", gettext_lazy("Kelas sosial"), value=lambda row: row.get_welfare_class_display(), sort="welfare_class"),
        Column("registered", gettext_lazy("Terdaftar"), value="registered_on", sort="registered_on", hidden=True),
    )  # fmt: skip
    default_sort = "head"
    tick = "family"
    empty = gettext_lazy("Belum ada keluarga. Keluarga terbentuk dari impor, atau buat satu per satu.")
    empty_icon = "home-plus"
    no_match = gettext_lazy("Tidak ada keluarga yang cocok. Hapus satu saringan, atau cari dengan sebagian nama.")

    def __init__(self, request: HttpRequest, rows: Any, *, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        if not self.bulk():
            self.tick = ""  # type: ignore[misc]
        super().__init__(request, rows, **kwargs)
        shown = actor.may("population.view_nik")
        for row in self.page.object_list:
            row.shown = shown

    def row_url(self, row: FamilyCard) -> str:
        return reverse("population:family", args=[row.pk])

    def row_words(self, row: Any) -> str:
        return str(row.head_name or _("keluarga tanpa kepala"))

    def bulk(self) -> Sequence[Bulk]:
        acts = []
        if self.actor.may("population.view_nik"):
            acts.append(Bulk(_("Cetak salinan KK"), reverse("population:print_families"), "printer"))
        if self.actor.may("population.change"):
            acts.append(Bulk(_("Pindah RT"), reverse("population:move_families"), "map-pin"))
            acts.append(Bulk(_("Kelas sosial"), reverse("population:welfare"), "list"))
        return acts


class FamiliesView(OfficeListView):
    """``keluarga/``: search, filters, sorting, pages, acts on many; the URL holds the whole state."""

    permission = "population.view"
    template_name = "population/families.html"

    def rows(self) -> Any:
        found = selectors.with_head(
            selectors.families_found(
                self.request.GET.get("q", ""), filters_of(self.request), sight=Sight.of(self.actor)
            )
        )
        if self.request.GET.get("sort", "").removeprefix("-") == "place":
            found = found.annotate(place=selectors.by_place())
        return found.select_related("rt__parent__parent")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        filters = filters_of(self.request)
        table = FamilyTable(self.request, self.rows(), chips=chips_of(filters), actor=self.actor)
        counts = selectors.mend_counts()
        text = self.request.GET.get("q", "").strip()
        return {
            "table": table, "page": table.page, "filters": filters, "text": text,
            "states": found_in.STATES.items(), "welfare": [(str(code), label) for code, label in WELFARE],
            "temporary": TEMPORARY, "places": territory_choices(),
            "to_mend": sum(counts.values()), "state": self.request.GET.urlencode(),
            "may_event": self.actor.may("population.events"), "may_change": self.actor.may("population.change"),
            "may_print": self.actor.may("population.view_nik"), "may_export": self.actor.may("population.export"),
        }  # fmt: skip


class MendView(OfficeTemplateView):
    """``keluarga/perbaiki/``: families that need a hand, each with the act that mends it in place."""

    permission = "population.view"
    template_name = "population/families_mend.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        counts = selectors.mend_counts()
        asked = self.request.GET.get("jenis", "")
        kind = asked if asked in found_in.MENDS else next((each for each in found_in.MENDS if counts[each]), "no_head")
        found = selectors.with_head(selectors.families_to_mend(kind)).select_related("rt__parent__parent")
        page = page_of(self.request, found, 25)
        members: dict[UUID, list[Resident]] = {each.pk: [] for each in page}
        people = selectors.living().filter(family__in=members).select_related("rt__parent__parent")
        for person in people.order_by("shdk", "birth_date", "pk"):
            if person.family_id is not None:
                members[person.family_id].append(person)
        return {
            "page": page, "kind": kind,
            "rows": [
                {
                    "family": each, "place": selectors.place_words(each.rt), "members": members[each.pk],
                    "astray": [
                        (person, selectors.place_words(person.rt)) for person in members[each.pk] if person.rt_id != each.rt_id
                    ],
                }
                for each in page
            ],
            "tabs": [
                {"title": title, "url": f"?jenis={name}", "count": counts[name], "current": name == kind}
                for name, title in found_in.MENDS.items()
            ],
            "shown": self.actor.may("population.view_nik"), "may_change": self.actor.may("population.change"),
            "may_event": self.actor.may("population.events"),
        }  # fmt: skip
