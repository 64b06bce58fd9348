"""The office's pages of statistics: all categories, one of them, its trend, and what is taken along."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balai.db import today
from balai.errors import NotFound
from balai.reports import FORMATS, Report, ReportColumn, write_report
from balai.reports.asking import report_frame
from balai.ui.charts import picture
from balai.ui.formats import long_date
from balai.web.views import OfficeTemplateView, OfficeView
from modules.population.models import Territory
from modules.population.sight import HEALTH
from modules.population.statistics import Category, Status
from modules.population.statistics.asking import Asked, month_ends, place_choices
from modules.population.statistics.known import category_of, grouped, resolved
from modules.population.statistics.tables import Table, tables_of
from modules.population.statistics.trends import SPANS, Trend, ask_for_months, trend_of


class _Statistics(OfficeTemplateView):
    """What the pages share: who may see them, and what the URL asks for."""

    abstract = True
    permission = "population.view"

    def asked(self) -> Asked:
        """The question that the URL holds."""
        self.days = month_ends()
        return Asked.from_query(self.request.GET, self.days)

    def choices(self, asked: Asked, *, category: Category | None = None) -> dict[str, Any]:
        """What the form of filters offers."""
        places = place_choices()
        node = str(asked.node or "")
        return {
            "asked": asked,
            "places": places,
            "node": node,
            "place": next((words.strip() for key, words in places if key == node), ""),
            "days": self.days,
            "month": f"{asked.on:%Y-%m}" if asked.on < today() else "",
            "statuses": Status.choices if category is None or _has_status(category) else [],
        }


def _has_status(category: Category) -> bool:
    return category.source == "people" and category.status is None


class StatisticsView(_Statistics):
    """``statistik/``: every category with its finding; the pyramid."""

    permission = "population.view"
    template_name = "population/statistics.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked()
        groups = grouped()
        whole = resolved(category for _group, members in groups for category in members)
        tables = {table.category.code: table for table in tables_of(whole, asked.scope())}
        people, families = tables["residents"].sums, tables["families"].sums
        pyramid = tables["residents"].chart()
        return self.choices(asked) | {
            "groups": [(group.label, [tables[each.code] for each in members]) for group, members in groups],
            "people": people,
            "families": families,
            "pyramid": pyramid,
            "may_publish": self.actor.may("population.publish_statistics"),
            "may_change": self.actor.may("population.change"),
            "none_at_all": not people.total and asked == Asked(today()),
        }


class CategoryView(_Statistics):
    """``statistik/<category>/``: the chart, the table, a year before; each number leads to its people."""

    permission = "population.view"
    template_name = "population/statistic.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        category = category_of(kwargs["category"])
        asked = self.asked()
        if category.only_today:
            asked, self.days = Asked(today(), asked.status, asked.node), []
        table = tables_of([category], asked.scope(), before=asked.before)[0]
        # The numbers are for everybody who looks; who they are, for who may see health.
        opens = not category.sensitive or self.actor.may(HEALTH)
        return self.choices(asked, category=category) | {
            "table": table,
            "category": category,
            "chart": table.chart(),
            "kind": category.chart,
            "lines": [(row, people_url(asked, table, row.cell) if opens else "") for row in table.rows],
            "whole_url": people_url(asked, table, None) if opens else "",
            "compare_query": "" if category.only_today else asked.query(banding=None if asked.compare else "1"),
            "query": asked.query(),
            "formats": [(key, form.words) for key, form in FORMATS.items()],
            "tabs": _tabs(category, asked, "table"),
            "bands_url": reverse("population:statistics_bands") if category.code == "age_band" else "",
            "may_change": self.actor.may("population.change"),
        }


def people_url(asked: Asked, table: Table, cell: str | None) -> str:
    """The list of residents behind a number."""
    query = urlencode({"statistik": asked.token(table.category, cell)})
    return f"{reverse('population:residents')}?{query}"


def _tabs(category: Category, asked: Asked, current: str) -> list[dict[str, Any]]:
    trend = asked.query(pada=None, banding=None)
    if category.only_today:
        return []
    return [
        {
            "title": _("Tabel dan grafik"), "current": current == "table",
            "url": reverse("population:statistic", args=[category.code]) + asked.query(),
        },
        {
            "title": _("Tren"), "current": current == "trend",
            "url": reverse("population:statistics_trend", args=[category.code]) + trend,
        },
    ]  # fmt: skip


def _with_past(code: str) -> Category:
    found = category_of(code)
    if found.only_today:
        raise NotFound()
    return found


class TrendView(_Statistics):
    """``statistik/<category>/tren/``: month by month; what was never counted is counted by a job that somebody asks for."""

    permission = "population.view"
    template_name = "population/statistics_trend.html"

    def months(self) -> int:
        """How many months back."""
        text = self.request.GET.get("bulan", "")
        return int(text) if text in {str(span) for span in SPANS} else SPANS[0]

    def context(self, **kwargs: Any) -> dict[str, Any]:
        category = _with_past(kwargs["category"])
        asked = Asked.from_query(self.request.GET, [])
        self.days: list[date] = []
        trend = trend_of(category, asked, self.months())
        return self.choices(asked, category=category) | {
            "category": category,
            "trend": trend,
            "chart": trend.chart,
            "rows": trend.rows,
            "months": self.months(),
            "spans": SPANS,
            "query": asked.query(bulan=self.months()),
            "formats": [(key, form.words) for key, form in FORMATS.items()],
            "tabs": _tabs(category, asked, "trend"),
        }

    def post(self, request: HttpRequest, category: str) -> HttpResponse:
        """Have the rest counted in the background."""
        asked = Asked.from_query(request.GET, [])
        job = ask_for_months(actor=self.actor, category=_with_past(category), asked=asked, months=self.months())
        return HttpResponseRedirect(reverse("jobs:detail", args=[job.pk]))


class _Download(OfficeView):
    abstract = True
    permission = "population.view"

    def report(self, category: Category) -> Report:
        """The table to be written."""
        raise NotImplementedError

    def drawing(self, category: Category) -> str:
        """The picture."""
        raise NotImplementedError

    def get(self, request: HttpRequest, category: str, format: str) -> HttpResponse:
        """The file."""
        found = category_of(category)
        stem = f"statistik-{found.code.replace('_', '-')}"
        if format == "svg":
            content, kind, ending = self.drawing(found).encode(), "image/svg+xml", ".svg"
        elif format in FORMATS:
            form = FORMATS[format]
            with tempfile.TemporaryDirectory(prefix="balai-statistics-") as folder:
                target = Path(folder) / f"table{form.ending}"
                write_report(self.report(found), format, target, frame=report_frame())
                content, kind, ending = target.read_bytes(), form.content_type, form.ending
        else:
            raise NotFound()
        response = HttpResponse(content, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{stem}-{today():%Y%m%d}{ending}"'
        return response


class DownloadView(_Download):
    """``statistik/<category>/unduh.<format>``: the table as the page shows it."""

    permission = "population.view"

    def asked(self) -> Asked:
        """The question that the URL holds."""
        return Asked.from_query(self.request.GET, month_ends())

    def table(self, category: Category) -> Table:
        """The table asked for."""
        asked = self.asked()
        return tables_of([category], asked.scope(), before=asked.before)[0]

    def report(self, category: Category) -> Report:
        return report_of(self.table(category), _place(self.asked()))

    def drawing(self, category: Category) -> str:
        return picture(self.table(category).chart(report_frame().place), category.chart)


def _place(asked: Asked) -> str:
    node = Territory.objects.filter(pk=asked.node).first() if asked.node else None
    return str(node) if node else ""


def report_of(table: Table, place: str = "") -> Report:
    """A table as columns and rows."""
    compared = table.before is not None
    columns = [
        ReportColumn(table.category.head, 40), ReportColumn("L", 10, "number"), ReportColumn("P", 10, "number"),
        ReportColumn(_("Jumlah"), 12, "number"), ReportColumn("%", 9, "number"),
    ]  # fmt: skip
    if compared:
        columns += [ReportColumn(_("Setahun lalu"), 14, "number"), ReportColumn(_("Selisih"), 10, "number")]
    rows = [
        [row.label, row.male, row.female, row.total, row.share, *([row.before, row.change] if compared else [])]
        for row in [*table.rows, table.sums]
    ]
    return Report(
        title=_("Statistik: {what}").format(what=table.category.title), columns=columns, rows=rows, total=len(rows),
        lines=lines_of(table.category, table.scope.status, table.scope.on, place), sheet=str(table.category.title)[:31],
    )  # fmt: skip


def lines_of(category: Category, status: Status, on: date, place: str) -> list[str]:
    """What is listed, in words."""
    lines = [str(category.who_words or Status(status).label), _("Keadaan {day}").format(day=long_date(on))]
    return [*lines, *([place] if place else []), *([str(category.note)] if category.note else [])]


class TrendDownloadView(_Download):
    """``statistik/<category>/tren.<format>``: the months as the page shows them."""

    permission = "population.view"

    def trend(self, category: Category) -> tuple[Trend, Asked]:
        """The trend asked for."""
        if category.only_today:
            raise NotFound()
        asked = Asked.from_query(self.request.GET, [])
        text = self.request.GET.get("bulan", "")
        return trend_of(category, asked, int(text) if text in {str(span) for span in SPANS} else SPANS[0]), asked

    def report(self, category: Category) -> Report:
        trend, asked = self.trend(category)
        columns = [ReportColumn(_("Akhir bulan"), 16, "date")]
        columns += [ReportColumn(label, 16, "number") for label, _values in trend.lines]
        columns.append(ReportColumn(_("Jumlah"), 12, "number"))
        rows = [[day, *values, total] for day, values, total in trend.rows]
        return Report(
            title=_("Tren: {what}").format(what=category.title), columns=columns, rows=rows, total=len(rows),
            lines=lines_of(category, asked.status, today(), _place(asked)),
        )  # fmt: skip

    def drawing(self, category: Category) -> str:
        return picture(self.trend(category)[0].chart, "line")


__all__ = ["CategoryView", "DownloadView", "StatisticsView", "TrendDownloadView", "TrendView"]
