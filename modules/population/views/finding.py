"""The builder of filters, filters that are kept, lists of NIK that somebody pastes."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import audit
from balai.errors import BalaiError, NotFound
from balai.web.undo import say_done
from balai.web.views import OfficeTemplateView, OfficeView, ServiceFormView
from modules.population import codes, services
from modules.population.fields import FIELDS, labels
from modules.population.forms import finding as forms
from modules.population.models import EventKind, SavedFilter
from modules.population.selectors import territory_tree
from modules.population.selectors.finding import BadRule, RuleSet, Selection, make_rule
from modules.population.selectors.finding.niks import PastedList, look_up, numbers_in
from modules.population.selectors.finding.rules import MOST_RULES, OPERATORS, Operator, askable, kind_of
from modules.population.sight import Sight
from modules.population.views.listing import saved_by

#: Kinds of events that a filter may ask for: an undo is no event of its own.
_EVENTS = [kind for kind in EventKind if kind is not EventKind.UNDO]


@dataclass
class RuleRow:
    """A row of the builder as the page shows it: what was chosen, and which inputs belong to it."""

    number: int
    group: int
    field: str = ""
    op: str = ""
    values: list[str] = dataclasses.field(default_factory=list)
    problem: str = ""

    @property
    def operators(self) -> list[Operator]:
        """What may be said of the field."""
        return list(OPERATORS[kind_of(self.field)].values()) if self.field else []

    @property
    def operator(self) -> Operator | None:
        """What is said; the first where nothing fitting was chosen yet."""
        known = OPERATORS[kind_of(self.field)] if self.field else {}
        return known.get(self.op) or next(iter(known.values()), None)

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """The inputs of its values: kind, what stands in it, what may be chosen."""
        if self.operator is None:
            return []
        found = []
        for place, kind in enumerate(self.operator.inputs):
            value = self.values[place] if place < len(self.values) else ""
            if kind == "date" and len(value) == 10 and value[4] == "-":
                # The URL writes days as machines do, people as they read them.
                value = f"{value[8:]}-{value[5:7]}-{value[:4]}"
            hints = self.operator.hints
            found.append(
                {
                    "kind": kind, "value": value, "options": _options(kind, self.field), "chosen": set(self.values),
                    "place": place, "hint": hints[place] if place < len(hints) else "",
                }
            )  # fmt: skip
        return found


def _options(kind: str, name: str) -> list[tuple[str, str]]:
    if kind in {"code", "codes"}:
        return [(str(code), words) for code, words in labels(FIELDS[name].choices).items()]
    if kind == "event":
        return [(each.value, str(each.label)) for each in _EVENTS]
    if kind == "paper":
        return [(each.value, str(each.label)) for each in codes.PaperKind]
    return []


class FilterView(OfficeTemplateView):
    """``penduduk/saring/``: rows of field, operator and value as a form that needs no script; "Terapkan" leads to the list."""

    permission = "population.view"
    template_name = "population/finding/filter.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, changed as its button said, or the list."""
        asked = request.GET
        selection = Selection.from_query(asked, Sight.of(self.actor))
        rows = _rows_of(asked) if "n" in asked else _rows_from(selection.rules)
        among = asked.get("m", "all")
        within = {number: asked.get(f"g{number}", "all") for number in range(1, 10)}
        act = asked.get("act", "")
        if act == "terapkan":
            rules = self._apply(rows, among, within)
            if rules is not None:
                listed = Selection(selection.text, selection.filters, rules, selection.listed, sight=selection.sight)
                query = listed.query_string()
                return HttpResponseRedirect(reverse("population:residents") + (f"?{query}" if query else ""))
        elif act.startswith("hapus-"):
            rows = [row for row in rows if f"hapus-{row.number}" != act]
        elif act in {"tambah", "kelompok"} and len(rows) < MOST_RULES:
            groups = [row.group for row in rows] or [1]
            rows.append(RuleRow(len(rows), max(groups) if act == "tambah" else min(9, max(groups) + 1)))
        if not rows:
            rows = [RuleRow(0, 1)]
        for number, row in enumerate(rows):
            row.number = number
        return render(request, self.template_name, self._shown(rows, selection, among, within))

    def _apply(self, rows: list[RuleRow], among: str, within: dict[int, str]) -> RuleSet | None:
        rules, good = [], True
        for row in rows:
            if not row.field:
                continue
            try:
                operator = row.operator
                rules.append(make_rule(row.field, operator.key if operator else "", row.values, group=row.group))
            except BadRule as error:
                row.problem, good = error.message(), False
        if not good:
            return None
        groups = {rule.group for rule in rules}
        ways = {number: how for number, how in within.items() if how == "any" and number in groups}
        return RuleSet(tuple(rules), "any" if among == "any" else "all", ways)

    def _shown(
        self, rows: list[RuleRow], selection: Selection, among: str, within: dict[int, str]
    ) -> dict[str, Any]:  # fmt: skip
        groups = sorted({row.group for row in rows})
        kept = Selection(selection.text, selection.filters, listed=selection.listed, sight=selection.sight)
        return {
            "groups": [(number, within.get(number, "all"), [row for row in rows if row.group == number]) for number in groups],
            "among": among,
            "count": len(rows),
            "askable": askable(Sight.of(self.actor)),
            "places": place_options() if any(row.field == "territory" for row in rows) else [],
            "carried": kept.parameters(),
            "problems": [row.problem for row in rows if row.problem],
            "chips": [words for words, _rest in kept.chips()],
            "full": len(rows) >= MOST_RULES,
        }  # fmt: skip


def _rows_of(asked: QueryDict) -> list[RuleRow]:
    """The rows as the form sent them; a field that does not exist is none."""
    count = asked.get("n", "")
    rows = []
    for number in range(min(MOST_RULES, int(count)) if count.isascii() and count.isdigit() and len(count) < 4 else 0):
        name = asked.get(f"f{number}", "")
        try:
            if name:
                kind_of(name)
        except BadRule:
            name = ""
        group = asked.get(f"k{number}", "1")
        rows.append(
            RuleRow(
                number, int(group) if group in set("123456789") else 1, name, asked.get(f"o{number}", ""),
                [value[:200] for value in asked.getlist(f"v{number}")][:100],
            )
        )  # fmt: skip
    return rows


def _rows_from(rules: RuleSet) -> list[RuleRow]:
    return [
        RuleRow(number, rule.group, rule.field, rule.op, list(rule.values)) for number, rule in enumerate(rules.rules)
    ]


def place_options() -> list[tuple[str, str]]:
    """Every node of the territory by its key, deeper ones drawn in: one query."""
    found: list[tuple[str, str]] = []

    def walk(nodes: Any, depth: int) -> None:
        for node in nodes:
            found.append((str(node.territory.pk), "\u2003" * depth + str(node.territory)))
            walk(node.children, depth + 1)

    walk(territory_tree(), 0)
    return found


# -- filters that are kept ---------------------------------------------------------------------------------------------


def _saved_or_404(pk: Any, owner: str, *, deleted: bool = False) -> SavedFilter:
    """A filter that this person may see: theirs, or one that is shared."""
    found = SavedFilter.objects.filter(pk=pk, void_at__isnull=not deleted).first()
    if found is None or not (found.shared or found.owner == owner):
        raise NotFound()
    return found


class SavedFiltersView(OfficeTemplateView):
    """``penduduk/saringan/``: one's own and the office's."""

    permission = "population.view"
    template_name = "population/finding/saved.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rows = []
        for each in saved_by(self.actor.id):
            selection = Selection.from_query(QueryDict(str(each.query.get("query", ""))), Sight.of(self.actor))
            rows.append((each, selection.problem or "; ".join(selection.lines()), each.owner == self.actor.id))
        return {"rows": rows}


class OpenFilterView(OfficeView):
    """A filter's list."""

    permission = "population.view"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Go to the list."""
        saved = _saved_or_404(pk, self.actor.id)
        return HttpResponseRedirect(f"{reverse('population:residents')}?{saved.query.get('query', '')}")


class SaveFilterView(ServiceFormView):
    """Keep what the URL asks for."""

    permission = "population.view"
    form_class = forms.SavedFilterForm
    heading = gettext_lazy("Simpan saringan")
    success_message = gettext_lazy("Saringan {result.name} disimpan.")

    def _selection(self) -> Selection:
        return Selection.from_query(self.request.GET, Sight.of(self.actor))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"lead": "; ".join(self._selection().lines())}

    def call_service(self, form: Any) -> Any:
        return services.save_filter(actor=self.actor, selection=self._selection(), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return f"{reverse('population:residents')}?{result.query['query']}"

    def get_cancel_url(self) -> str:
        return f"{reverse('population:residents')}?{self.request.GET.urlencode()}"


class ChangeFilterView(ServiceFormView):
    """Another name, shared or not."""

    permission = "population.view"
    form_class = forms.SavedFilterForm
    heading = gettext_lazy("Ubah saringan")
    success_message = gettext_lazy("Saringan {result.name} diubah.")

    def _saved(self) -> SavedFilter:
        return _saved_or_404(self.kwargs["pk"], self.actor.id)

    def get_initial(self) -> dict[str, Any]:
        saved = self._saved()
        return {"name": saved.name, "shared": saved.shared}

    def call_service(self, form: Any) -> Any:
        return services.change_filter(actor=self.actor, saved=self._saved(), **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return reverse("population:saved_filters")

    def get_cancel_url(self) -> str:
        return reverse("population:saved_filters")


class DeleteFilterView(OfficeView):
    """Delete, with a way back."""

    permission = "population.view"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Delete it and say so."""
        saved = services.delete_filter(actor=self.actor, saved=_saved_or_404(pk, self.actor.id))
        say_done(
            request, _("Saringan {name} dihapus.").format(name=saved.name),
            undo=reverse("population:restore_filter", args=[saved.pk]),
        )  # fmt: skip
        return HttpResponseRedirect(reverse("population:saved_filters"))


class RestoreFilterView(OfficeView):
    """Bring a deleted one back."""

    permission = "population.view"

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Bring it back and say so."""
        try:
            saved = services.restore_filter(actor=self.actor, saved=_saved_or_404(pk, self.actor.id, deleted=True))
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            messages.success(request, _("Saringan {name} kembali.").format(name=saved.name))
        return HttpResponseRedirect(reverse("population:saved_filters"))


# -- lists of NIK ------------------------------------------------------------------------------------------------------


class NikListView(OfficeView):
    """``penduduk/daftar-nik/``: paste NIK from a letter or a workbook; who was found becomes a list like any other."""

    permission = "population.view_nik"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return self._page(forms.NikListForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Who was found, who was not, and how."""
        form = forms.NikListForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        found = look_up(numbers_in(form.cleaned_data["numbers"]))
        audit.record(
            self.actor,
            "population.nik_list_searched",
            lines=found.lines,
            found=len(found.people),
            missing=len(found.missing),
        )
        return self._page(form, found)

    def _page(self, form: Any, found: PastedList | None = None, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "found": found}
        if found is not None and found.people:
            context["list_url"] = f"{reverse('population:residents')}?daftar={found.remember()}"
        return render(self.request, "population/finding/nik_list.html", context, status=status)
