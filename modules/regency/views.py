"""Pages of the dashboard: thin over the selectors."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse

from balai.errors import NotFound
from balai.indicators.models import Definition
from balai.spreadsheets import SheetOut, write_workbook
from balai.web.views import PublicView, RegencyTemplateView, RegencyView
from modules.regency import selectors
from modules.regency.selectors import Scope, Table
from tenants.models import State

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DashboardView(RegencyTemplateView):
    """``/dasbor/``, ``/dasbor/kecamatan/<code>/``, ``/dasbor/desa/<code>/``: numbers, drill-down, freshness."""

    permission = "regency.view"
    template_name = "regency/dashboard.html"

    def scope(self, **kwargs: Any) -> Scope:
        """What is looked at."""
        return selectors.scope_of(self.actor, district=kwargs.get("district", ""), village=kwargs.get("village", ""))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        scope = self.scope(**kwargs)
        period = selectors.present_period()
        lines = selectors.lines(scope, period) if scope.district else selectors.district_lines(scope, period)
        tables = selectors.population_tables(scope.schemas, period)
        return {
            "scope": scope,
            "period": period,
            "cards": selectors.cards(lines),
            "lines": lines,
            "pyramid": [(row[0], row[1], row[2]) for row in tables[0].rows],
            "tables": [(table, [(row[0], row[1], row[2]) for row in table.rows[:10]]) for table in tables[1:]],
            "ages": tables[0],
            "letters": selectors.letters_table(scope.schemas, period),
            "funnel": selectors.funnel(scope.villages),
            "training": selectors.holds_training_data(scope),
            "by_village": scope.district is not None,
            "limited": self.actor.role == "district",
        }


class DownloadView(RegencyView):
    """``/dasbor/unduh/<table>.<format>``: a table as CSV or XLSX, with the scope in the query."""

    permission = "regency.view"

    def get(self, request: HttpRequest, name: str, format: str) -> HttpResponse:
        """The file."""
        scope = selectors.scope_of(
            self.actor, district=request.GET.get("kecamatan", ""), village=request.GET.get("desa", "")
        )
        table = self._table(name, scope)
        stamp = f"{selectors.present_period():%Y-%m}"
        if format == "csv":
            buffer = io.StringIO()
            writer = csv.writer(buffer, delimiter=";")
            writer.writerow(table.headings)
            writer.writerows(table.rows)
            response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
        elif format == "xlsx":
            target = io.BytesIO()
            title = f"{table.title}, {scope.title}, {stamp}"
            write_workbook(target, [SheetOut(name, table.headings, table.rows, {0: 34.0}, title)])
            response = HttpResponse(target.getvalue(), content_type=XLSX)
        else:
            raise NotFound()
        response["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.{format}"'
        return response

    def _table(self, name: str, scope: Scope) -> Table:
        period = selectors.present_period()
        codes = {code.split(".")[1]: code for code in selectors.TABLES}
        if name in codes:
            code = codes[name]
            rows = selectors.facts(code, scope.schemas, period)
            return selectors.by_sex(code, rows, first=code == "population.residents")
        if name == "letters":
            return selectors.letters_table(scope.schemas, period)
        if name == "villages":
            lines = selectors.lines(scope, period)
            heads = [
                "Kode",
                "Desa/kelurahan",
                "Keadaan",
                "Penduduk",
                "Keluarga",
                "Surat bulan ini",
                "Dihitung",
                "Terakhir aktif",
            ]
            rows_of = [
                [
                    line.key, line.title, line.state_words, line.residents, line.families, line.letters,
                    line.computed_at.isoformat(timespec="minutes") if line.computed_at else "",
                    line.last_active.isoformat(timespec="minutes") if line.last_active else "",
                ]
                for line in lines
            ]  # fmt: skip
            return Table("villages", "Desa dan kelurahan", heads, rows_of)
        raise NotFound()


class VillagesView(RegencyTemplateView):
    """``/kelola/desa/``: every village with its state; changes are the operator's, at the command line."""

    permission = "regency.view"
    template_name = "regency/villages.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        scope = selectors.scope_of(self.actor)
        state = self.request.GET.get("state", "")
        text = self.request.GET.get("q", "").strip().lower()
        found = [
            village
            for village in scope.villages
            if (not state or village.state == state)
            and (not text or text in village.name.lower() or text in village.code)
        ]
        return {"villages": found, "funnel": selectors.funnel(scope.villages), "states": State.choices, "scope": scope}


class DefinitionsView(RegencyTemplateView):
    """``/dasbor/indikator/``: what each number means."""

    permission = "regency.view"
    template_name = "regency/definitions.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"definitions": Definition.objects.order_by("code")}


class PublicNumbersView(PublicView):
    """``/``: the regency in numbers, for everybody; small cells hidden."""

    template_name = "regency/public.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        scope = selectors.scope_of(None)
        period = selectors.present_period()
        lines = selectors.district_lines(scope, period)
        tables = selectors.population_tables(scope.schemas, period)
        return {
            "period": period,
            "cards": selectors.cards(lines),
            "lines": lines,
            "pyramid": [(row[0], row[1], row[2]) for row in tables[0].rows],
            "tables": [selectors.public_table(table) for table in tables[1:]],
            "training": selectors.holds_training_data(scope),
            "live": [village for village in scope.villages if village.state == State.LIVE],
        }
