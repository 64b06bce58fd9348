"""What an officer puts right on an import's page: cells, equal cells, columns, the layout."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.errors import BalaiError, NotFound
from balai.web.views import OfficeTemplateView, OfficeView
from modules.population import importing
from modules.population.opensid import ALL_HEADINGS
from modules.population.opensid.columns import NEEDED
from modules.population.opensid.titles import title_of
from modules.population.views.import_page import Page, cells_mended
from modules.population.views.imports import run_or_404


class _Act(OfficeView):
    """An act on an import: done, then back to its page with a sentence."""

    abstract = True

    def act(self, run: Any, request: HttpRequest) -> str:
        """Do it; returns what to say, "" for nothing."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Do it; an error is said on the page."""
        run = run_or_404(pk)
        try:
            words = self.act(run, request)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message())
        else:
            if words:
                messages.success(request, words)
        return HttpResponseRedirect(reverse("population:import", args=[pk]))


class MendView(_Act):
    """Mend cells in the preview: one (row, column, text), or all whose input in the table was changed."""

    permission = "population.import"

    def act(self, run: Any, request: HttpRequest) -> str:
        if "row" in request.POST:
            try:
                row = int(request.POST["row"])
            except ValueError:
                raise NotFound() from None
            cells = {(row, request.POST.get("column", "")): request.POST.get("text", "")}
        else:
            page = Page(run, request.GET, shown=self.actor.may("population.view_nik"))
            cells = cells_mended(run, request.POST, page)
        if not cells:
            return ""
        importing.mend_cells(actor=self.actor, run=run, cells=cells)
        return _("{n} perbaikan disimpan, berkas diperiksa lagi.").format(n=len(cells))


class MendAlikeView(_Act):
    """Mend all cells with the same value: choose once what it means."""

    permission = "population.import"

    def act(self, run: Any, request: HttpRequest) -> str:
        said = {name: request.POST.get(name, "") for name in ("column", "code", "value", "text")}
        if not said["text"].strip():
            return ""
        count = importing.mend_alike(actor=self.actor, run=run, **said)
        return _("{n} sel diperbaiki, berkas diperiksa lagi.").format(n=count)


class LayoutView(_Act):
    """Say what the file is, where looking was wrong."""

    permission = "population.import"

    def act(self, run: Any, request: HttpRequest) -> str:
        importing.choose_layout(actor=self.actor, run=run, layout=request.POST.get("layout", ""))
        return ""


class ColumnsView(OfficeTemplateView):
    """``impor/<pk>/kolom/``: which column of the file is which of ours."""

    permission = "population.import"
    template_name = "population/import_columns.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        run = run_or_404(kwargs["pk"])
        columns = importing.columns_of(run)
        if not columns:
            raise NotFound()
        choices = [(name, title_of(name), name in NEEDED) for name in ALL_HEADINGS]
        return {
            "run": run,
            "columns": columns,
            "choices": sorted(choices, key=lambda each: (not each[2], each[1])),
            "needed": [title_of(name) for name in NEEDED],
        }

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Keep what was chosen and check the file; a mistake is said beside its column."""
        context = self.context(pk=pk)
        for place, column in enumerate(context["columns"]):
            column["chosen"] = request.POST.get(f"column:{place}", "")
        mapping = {column["heading"]: column["chosen"] for column in context["columns"]}
        try:
            importing.match_columns(actor=self.actor, run=context["run"], mapping=mapping)
        except BalaiError as error:
            if error.status in {403, 404}:
                raise
            context |= {"error": error.message(), "wrong": error.data.get("field", "")}
            return render(request, self.template_name, context, status=error.status)
        return HttpResponseRedirect(reverse("population:import", args=[pk]))
