"""Pages of any indicator: the list of all, one of them by cell and by place, and what is taken along."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from balai.errors import NotFound
from balai.ui.charts import Chart, Series
from balai.web.views import RegencyView
from modules.regency import numbers, selectors
from modules.regency.selectors import Table
from modules.regency.views import _Page as Page
from modules.regency.views import table_file


class NumbersView(Page):
    """``/dasbor/angka/``: every indicator with its sum, under its heading."""

    permission = "regency.view"
    template_name = "regency/numbers.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        scope, frame = self.frame(
            district=self.request.GET.get("kecamatan", ""), village=self.request.GET.get("desa", "")
        )
        sums = numbers.sums_by_indicator(scope.schemas, frame["period"])
        return frame | {"groups": numbers.grouped(sums)}


class NumberView(Page):
    """``/dasbor/angka/<code>/``: what it counts, its cells in words, and the number of each place."""

    permission = "regency.view"
    template_name = "regency/number.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        definition = numbers.definition_of(kwargs["indicator"])
        scope, frame = self.frame(
            district=self.request.GET.get("kecamatan", ""), village=self.request.GET.get("desa", "")
        )
        found = numbers.cells_of(definition.code, scope.schemas, frame["period"])
        table = numbers.table_of(definition, found, whole=scope.village is None)
        return frame | {
            "definition": definition,
            "table": table,
            "middle": numbers.middle_of(definition.code, found, scope.schemas, frame["period"]),
            "chart": None if found.is_rate else _chart(table, definition.unit),
            "places": [] if scope.village else numbers.places_of(scope, found),
            "by_village": scope.district is not None,
            "is_rate": found.is_rate,
        }


def _chart(table: Table, unit: str) -> Chart | None:
    """Bars: L and P where they stand, else the sums. None where there is nothing to draw."""
    sexes = table.headings[1:3] == ["L", "P"]
    whole = sexes and all(row[1] is not None and row[2] is not None for row in table.rows)
    rows = table.rows if len(table.rows) <= numbers.BARS else sorted(table.rows, key=lambda row: -(row[-1] or 0))
    rows = rows[: numbers.BARS]
    if not rows:
        return None
    series = (
        [Series(_("Laki-laki"), [row[1] for row in rows], 1), Series(_("Perempuan"), [row[2] for row in rows], 2)]
        if whole
        else [Series(_("Jumlah"), [row[-1] for row in rows], 3)]
    )
    return Chart(table.title, [str(row[0]) for row in rows], series, unit=unit, head=table.headings[0])


class NumberDownloadView(RegencyView):
    """``/dasbor/angka/<code>/unduh.<format>``: its cells, or with ``?menurut=tempat`` its places."""

    permission = "regency.view"

    def get(self, request: HttpRequest, indicator: str, format: str) -> HttpResponse:
        """The file."""
        definition = numbers.definition_of(indicator)
        scope = selectors.scope_of(
            self.actor, district=request.GET.get("kecamatan", ""), village=request.GET.get("desa", "")
        )
        period = selectors.period_of(request.GET.get("periode", ""), selectors.periods())
        found = numbers.cells_of(definition.code, scope.schemas, period)
        table = numbers.table_of(definition, found, whole=scope.village is None)
        if request.GET.get("menurut") == "tempat":
            rows = [list(each) for each in numbers.places_of(scope, found)]
            table = Table("places", definition.name, [_("Kode"), _("Tempat"), definition.unit], rows)
        if format not in {"csv", "xlsx"}:
            raise NotFound()
        return table_file(table, definition.code.replace(".", "-").replace("_", "-"), format, f"{scope.title}", period)
