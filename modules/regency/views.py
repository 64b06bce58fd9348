"""Pages of the dashboard: thin over the selectors."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.errors import NotFound
from balai.indicators.models import Definition
from balai.spreadsheets import SheetOut, write_workbook
from balai.ui.formats import local
from balai.web.views import PublicView, RegencyTemplateView, RegencyView, page_of
from modules.regency import labels, selectors
from modules.regency.selectors import Line, Scope, Table
from tenants.models import State

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Page(RegencyTemplateView):
    """What pages of numbers share: whose villages, which month. All state stands in the URL."""

    abstract = True
    permission = "regency.view"

    def scope(self, **kwargs: Any) -> Scope:
        """What is looked at."""
        return selectors.scope_of(self.actor, district=kwargs.get("district", ""), village=kwargs.get("village", ""))

    def frame(self, **kwargs: Any) -> tuple[Scope, dict[str, Any]]:
        """The scope, and what every template of numbers gets."""
        scope = self.scope(**kwargs)
        known = selectors.periods()
        period = selectors.period_of(self.request.GET.get("periode", ""), known)
        return scope, {
            "scope": scope,
            "period": period,
            "periods": known,
            "training": selectors.holds_training_data(scope),
            "in_setup": sum(village.state == State.SETUP for village in scope.villages),
            "limited": bool(self.actor.scope),
        }


class DashboardView(_Page):
    """``/dasbor/``, ``/dasbor/kecamatan/<code>/``, ``/dasbor/desa/<code>/``: numbers, drill-down, freshness."""

    permission = "regency.view"
    template_name = "regency/dashboard.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        scope, frame = self.frame(**kwargs)
        sums = selectors.sums_of(selectors.ALL, scope.schemas, frame["period"])
        by_village = selectors.lines(scope, sums)
        lines = by_village if scope.district else selectors.district_lines(scope, by_village)
        tables = selectors.population_tables(sums)
        computed = [line.computed_at for line in by_village if line.computed_at]
        waiting = [line.waiting_since for line in by_village if line.waiting_since]
        return frame | {
            "cards": selectors.cards(lines),
            "lines": lines,
            "pyramid": _pyramid(tables[0]),
            "tables": [
                (table, table.code.split(".")[1], [(row[0], row[1], row[2]) for row in table.rows[:10]])
                for table in tables[1:]
            ],
            "ages": tables[0],
            "families": selectors.table_of(selectors.FAMILIES, sums),
            "events": selectors.table_of(selectors.EVENTS, sums),
            "letters": selectors.letters_table(sums),
            "funnel": selectors.funnel(scope.villages),
            "by_village": scope.district is not None,
            "computed_at": max(computed) if computed else None,
            "waiting_since": min(waiting) if waiting else None,
        }


def _pyramid(table: Table) -> list[tuple[str, int, int]]:
    """Bands of known age, youngest first; who has no birth date stands in the table alone."""
    known = set(labels.of(table.code).values())
    return [(row[0], row[1], row[2]) for row in table.rows if row[0] in known]


class AdoptionView(_Page):
    """``/dasbor/adopsi/``: how far each district is, who is at work, whose numbers wait. Installed is not used."""

    permission = "regency.view"
    template_name = "regency/adoption.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        scope, frame = self.frame(district=self.request.GET.get("kecamatan", ""))
        sums = selectors.sums_of((), scope.schemas, frame["period"])
        by_village = selectors.lines(scope, sums)
        care = self.request.GET.get("saring", "")
        return frame | {
            "districts": selectors.district_lines(scope, by_village),
            "page": page_of(self.request, cared_for(by_village, care)),
            "care": care if care in selectors.CARE else "",
            "choices": CARE_WORDS,
            "cards": selectors.cards(by_village),
            "active": sum(line.is_active for line in by_village),
        }


CARE_WORDS = [
    ("", gettext_lazy("Semua")),
    ("tanpa-surat", gettext_lazy("Tanpa surat bulan ini")),
    ("diam-7", gettext_lazy("Tidak aktif 7 hari")),
    ("diam-30", gettext_lazy("Tidak aktif 30 hari")),
    ("menunggu", gettext_lazy("Angka menunggu dihitung")),
    ("belum-masuk", gettext_lazy("Petugas belum pernah masuk")),
]


def cared_for(lines: list[Line], care: str) -> list[Line]:
    """Lines that a filter leaves; all for none or an unknown one."""
    wanted = selectors.CARE.get(care)
    return [line for line in lines if wanted is None or wanted(line)]  # type: ignore[no-untyped-call]


def table_file(table: Table, name: str, format: str, place: str, period: date) -> HttpResponse:
    """A table as a download: CSV or XLSX."""
    stamp = f"{period:%Y-%m}"
    if format == "csv":
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";")
        writer.writerow(table.headings)
        writer.writerows(table.rows)
        response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    else:
        target = io.BytesIO()
        title = f"{table.title}, {place}, {stamp}"
        write_workbook(target, [SheetOut(name[:31], table.headings, table.rows, {0: 34.0}, title)])
        response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.{format}"'
    return response


class DownloadView(RegencyView):
    """``/dasbor/unduh/<table>.<format>``: a table as CSV or XLSX, with the scope in the query."""

    permission = "regency.view"

    def get(self, request: HttpRequest, name: str, format: str) -> HttpResponse:
        """The file."""
        scope = selectors.scope_of(
            self.actor, district=request.GET.get("kecamatan", ""), village=request.GET.get("desa", "")
        )
        period = selectors.period_of(request.GET.get("periode", ""), selectors.periods())
        table = self._table(name, scope, period, request.GET.get("saring", ""))
        if format not in {"csv", "xlsx"}:
            raise NotFound()
        return table_file(table, name, format, scope.title, period)

    def _table(self, name: str, scope: Scope, period: date, care: str) -> Table:
        codes = {code.split(".")[1]: code for code in selectors.ALL if code != selectors.LETTERS}
        codes["letters"] = selectors.LETTERS
        if name in codes:
            return selectors.table_of(codes[name], selectors.sums_of([codes[name]], scope.schemas, period))
        if name not in {"villages", "districts"}:
            raise NotFound()
        sums = selectors.sums_of((), scope.schemas, period)
        lines = selectors.lines(scope, sums)
        return _districts_sheet(scope, lines) if name == "districts" else _villages_sheet(cared_for(lines, care))


def _minutes(moment: datetime | None) -> str:
    return local(moment).isoformat(timespec="minutes") if moment else ""


def _villages_sheet(lines: list[Line]) -> Table:
    heads = [
        _("Kode"), _("Desa/kelurahan"), _("Kecamatan"), _("Keadaan"), _("Penduduk"), _("Keluarga"), _("Surat bulan ini"),
        _("Angka dihitung"), _("Angka menunggu sejak"), _("Terakhir aktif"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            line.key, line.title, line.district, line.state_words, line.residents, line.families, line.letters,
            _minutes(line.computed_at), _minutes(line.waiting_since), _minutes(line.last_active),
        ]
        for line in lines
    ]  # fmt: skip
    return Table("villages", _("Desa dan kelurahan"), heads, rows)


def _districts_sheet(scope: Scope, lines: list[Line]) -> Table:
    heads = [
        _("Kode"), _("Kecamatan"), _("Desa/kelurahan"), _("Persiapan"), _("Aktif"), _("Bekerja 7 hari ini"),
        _("Tanpa surat bulan ini"), _("Penduduk"), _("Keluarga"), _("Surat bulan ini"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            line.key, line.title, line.villages, line.setup, line.live, line.active, line.without_letters, line.residents,
            line.families, line.letters,
        ]
        for line in selectors.district_lines(scope, lines)
    ]  # fmt: skip
    return Table("districts", _("Kecamatan"), heads, rows)


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
        return {
            "page": page_of(self.request, found),
            "funnel": selectors.funnel(scope.villages),
            "states": State.choices,
            "scope": scope,
        }


class DefinitionsView(RegencyTemplateView):
    """``/dasbor/indikator/``: what each number means."""

    permission = "regency.view"
    template_name = "regency/definitions.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"definitions": Definition.objects.filter(retired_at=None).order_by("module", "group", "code")}


class PublicNumbersView(PublicView):
    """``/``: the regency in numbers, for everybody; small cells hidden."""

    template_name = "regency/public.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        scope = selectors.scope_of(None)
        period = selectors.present_period()
        sums = selectors.sums_of(selectors.ALL, scope.schemas, period)
        tables = selectors.public_tables(sums)
        ages = next((rows for table, rows in tables if table.code == selectors.TABLES[0]), [])
        bands = labels.of(selectors.TABLES[0]).values()
        by_band = {row.label: row for row in ages}
        live = [village for village in scope.villages if village.state == State.LIVE]
        total = {code: sum(number for _d1, _d2, number in sums.cells[code]) for code in sums.cells}
        return {
            "period": period,
            "cards": {
                "residents": total[selectors.TABLES[0]], "families": total[selectors.FAMILIES],
                "letters": total[selectors.LETTERS], "live": len(live), "villages": len(scope.villages),
            },
            # Of what is shown alone: a hidden bar has no length.
            "pyramid": [
                (band, by_band[band].male or 0, by_band[band].female or 0) for band in bands if band in by_band
            ],
            "tables": tables,
            "training": selectors.holds_training_data(scope),
            "live": live,
        }  # fmt: skip
