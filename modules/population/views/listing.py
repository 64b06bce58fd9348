"""The list of residents: found, chosen, taken along, printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai import audit
from balai.db import today
from balai.ui.tables import Chip
from balai.web.views import OfficeTemplateView, OfficeView
from modules.population import exporting
from modules.population.fields import FIELDS
from modules.population.models import Resident, SavedFilter
from modules.population.selectors.finding import Selection, is_kept
from modules.population.sight import Sight
from modules.population.tables import ResidentTable, export_columns, only_shown, sort_key

#: As many rows as a browser prints without a sigh; more go into a PDF.
MOST_PRINTED = 500
#: Ticked people of one page of a list, or of a few.
MOST_TICKED = 1000
#: Plain filters that the list's own form asks for; the others come by links and by the builder.
ASKED = ("sex", "religion", "marital_status", "education", "occupation", "residency", "presence")


def selection_of(request: HttpRequest, sight: Sight) -> Selection:
    """What the URL asks for and whoever asks may ask, of the ticked people alone where some were posted."""
    found = Selection.from_query(request.GET, sight)
    ticked = []
    for text in request.POST.getlist("resident")[:MOST_TICKED]:
        try:
            ticked.append(UUID(text))
        except ValueError:
            continue
    return found.of(ticked) if ticked else found


class ResidentsView(OfficeTemplateView):
    """``penduduk/``: search, filters, columns, order, pages; the URL holds the whole state."""

    permission = "population.view"
    template_name = "population/finding/residents.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        sight = Sight.of(self.actor)
        selection = selection_of(self.request, sight)
        found = selection.found()
        asked = selection.query_string()
        table = ResidentTable(self.request, found.people, sight=sight, bulk_urls=self._bulk())
        sort = self.request.GET.get("sort", "")
        table.chips = [
            Chip(words, f"?{rest}{'&' if rest and sort else ''}{f'sort={sort}' if sort else ''}")
            for words, rest in selection.chips()
        ]
        filters = {name: str(value) for name, value in selection.filters.items()}
        return {
            "table": table,
            "page": table.page,
            "selection": selection,
            "alike": found.alike,
            "asked": asked,
            "choices": [(name, FIELDS[name].title, _options(name), filters.get(name, "")) for name in ASKED],
            "filters": filters,
            "carried": [(name, value) for name, value in selection.parameters() if name not in {*ASKED, "q", "age_from", "age_to", "lone"}],
            "run_out": bool(selection.listed) and not is_kept(selection.listed),
            "saved": saved_by(self.actor.id)[:12],
            "may_change": self.actor.may("population.change"),
            "may_event": self.actor.may("population.events"),
            "may_export": self.actor.may("population.export"),
            "whole": sight.numbers,
            "none_at_all": selection.empty and not table.page.paginator.count,
        }  # fmt: skip

    def _bulk(self) -> list[tuple[Any, str, str]]:
        query = self.request.GET.urlencode()
        found = [(_("Cetak"), f"{reverse('population:print_residents')}?{query}", "printer")]
        if self.actor.may("population.export"):
            found.insert(0, (_("Ekspor"), f"{reverse('population:export_residents')}?{query}", "download"))
        return found


def _options(name: str) -> list[tuple[str, str]]:
    choices = [(str(value), str(words)) for value, words in FIELDS[name].choices.choices]  # type: ignore[union-attr]
    if name == "presence":
        return [("all", _("Semua status")), *choices]
    return [*choices, ("none", _("Belum diisi"))]


def saved_by(owner: str) -> list[SavedFilter]:
    """A person's filters, and those that the office shares: one query."""
    found = SavedFilter.objects.filter(void_at=None)
    return [each for each in found if each.shared or each.owner == owner]


class ExportResidentsView(OfficeView):
    """``penduduk/ekspor/``: which form the list is taken along in, then the job."""

    permission = "population.export"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask which form, or ask for the job."""
        sight = Sight.of(self.actor)
        selection = selection_of(request, sight)
        table = ResidentTable(request, Resident.objects.none(), sight=sight)
        how = request.POST.get("how", "")
        # A workbook that is read again has whole numbers and every field: not for who may not see them.
        offered = [way for way in exporting.WAYS if (sight.numbers and sight.health) or way.kind != exporting.WORKBOOK]
        ways = {way.key: way for way in offered}
        if selection.problem or how not in ways:
            context = {
                "selection": selection, "ways": offered, "count": selection.found().people.count(),
                "columns": [column.title for column in table.shown], "back": _back(request),
            }  # fmt: skip
            return render(request, "population/finding/export.html", context, status=422 if selection.problem else 200)
        job = exporting.ask_for_export(
            actor=self.actor, selection=selection, how=ways[how], columns=export_columns(each.name for each in table.shown),
            sort=sort_key(table),
        )  # fmt: skip
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))

    def get(self, request: HttpRequest) -> HttpResponse:
        """The choice, for who follows a link."""
        return self.post(request)


def _back(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return reverse("population:residents") + (f"?{query}" if query else "")


class PrintResidentsView(OfficeView):
    """``penduduk/cetak/``: the list as a page to print, whole and without the frame."""

    permission = "population.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        """What is found, or what is ticked."""
        sight = Sight.of(self.actor)
        selection = selection_of(request, sight)
        table = ResidentTable(request, Resident.objects.none(), sight=sight)
        found = selection.found(sort=sort_key(table)).people
        count = found.count()
        people = list(only_shown(found, [column.name for column in table.shown])[:MOST_PRINTED])
        rows = [[column.of(person) for column in table.shown] for person in people]
        audit.record(self.actor, "population.list_printed", rows=len(rows), **selection.audited())
        context = {
            "columns": table.shown, "rows": rows, "count": count, "more": count - len(rows), "lines": selection.lines(),
            "problem": selection.problem, "on": today(), "back": _back(request), "narrow": len(table.shown) <= 6,
            "may_export": self.actor.may("population.export"),
        }  # fmt: skip
        return render(request, "population/finding/print.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The ticked ones."""
        return self.get(request)
