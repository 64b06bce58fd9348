"""The list of families, and the queue of those that need a hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.web.views import OfficeListView, OfficeTemplateView, page_of
from modules.population import codes, selectors
from modules.population.models import Resident
from modules.population.picking import territory_choices
from modules.population.selectors import families as found_in
from modules.population.selectors.territory import node_or_none
from modules.population.sight import Sight
from modules.population.tables_families import FamilyTable

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


class FamiliesView(OfficeListView):
    """``keluarga/``: search, filters, sorting, pages, acts on many; the URL holds the whole state."""

    permission = "population.view"
    template_name = "population/families.html"

    def rows(self) -> Any:
        return selectors.with_head(
            selectors.families_found(
                self.request.GET.get("q", ""), filters_of(self.request), sight=Sight.of(self.actor)
            )
        )

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
