"""What everybody may see: the tables that the village chose, with nothing in them that points at a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balai.db import today
from balai.indicators.publishing import PublicRow, published
from balai.ui.charts import Chart, Series
from balai.ui.formats import number, percent, percentages
from modules.population.models import PublishedStatistic
from modules.population.statistics.counting import Scope
from modules.population.statistics.declaration import Category
from modules.population.statistics.known import categories, resolved
from modules.population.statistics.tables import Row, Table, tables_of


@dataclass(frozen=True)
class PublicTable:
    """A table as the public sees it: lines with L and P (None is hidden), sum and share; empty where all is too small."""

    category: Category
    on: date
    rows: list[tuple[PublicRow, float]]
    total: int

    @property
    def finding(self) -> str:
        """The sentence over the chart, only of lines that are shown."""
        known = [(row, share) for row, share in self.rows if row.label in _words(self.category)]
        if not known or not any(row.total for row, _share in known):
            return str(self.category.title)
        about = str(self.category.labels.get(self.category.about, ""))
        shown = next((each for each in known if each[0].label == about), None)
        if self.category.about and shown is None:
            return str(self.category.title)
        row, share = shown or max(known, key=lambda each: each[0].total)
        return str(self.category.finding).format(
            label=row.label, share=percent(share), number=number(row.total), total=number(self.total),
            unit=self.category.unit,
        )  # fmt: skip

    @property
    def any_hidden(self) -> bool:
        """Whether a cell is hidden."""
        return any(row.male is None or row.female is None for row, _share in self.rows)

    @property
    def chart(self) -> Chart:
        """Bars of the lines' sums (their parts may be hidden); a pyramid where none of them is."""
        whole = not self.any_hidden
        rows = [row for row, _share in self.rows if row.total or not self.category.is_wide]
        if self.is_pyramid:
            rows = [row for row in rows if row.label in _words(self.category)]
        if whole:
            series = [
                Series(_("Laki-laki"), [row.male for row in rows], 1), Series(_("Perempuan"), [row.female for row in rows], 2),
            ]  # fmt: skip
        else:
            series = [Series(_("Jumlah"), [row.total for row in rows], 3)]
        return Chart(
            title=self.finding, labels=[row.label for row in rows], series=series, unit=str(self.category.unit),
            on=self.on, head=str(self.category.head),
        )  # fmt: skip

    @property
    def is_pyramid(self) -> bool:
        """Whether it is drawn as a pyramid."""
        return self.category.chart == "pyramid" and not self.any_hidden

    def as_json(self) -> dict[str, Any]:
        """For other programs: a hidden cell is null."""
        return {
            "category": self.category.code,
            "title": str(self.category.title),
            "who": str(self.category.who_words or _("Penduduk tetap yang hidup dan tinggal di desa")),
            "unit": str(self.category.unit),
            "on": self.on.isoformat(),
            "total": self.total,
            "min_cell": self.category.min_cell,
            "rows": [
                {"label": row.label, "male": row.male, "female": row.female, "total": row.total, "percent": share}
                for row, share in self.rows
            ],
        }


def _words(category: Category) -> set[str]:
    return {str(words) for words in category.labels.values()}


def publishable() -> list[Category]:
    """What a village may choose from: none that is sensitive."""
    return [each for each in categories().values() if not each.sensitive]


def chosen() -> list[Category]:
    """What the village shows, in its order: one query. A second one of what another divides already is left out."""
    known = categories()
    found: list[Category] = []
    taken: set[str] = set()
    for code in PublishedStatistic.objects.values_list("category", flat=True):
        category = known.get(code)
        if category is None or category.sensitive or category.overlap in taken:
            continue
        found.append(category)
        if category.overlap:
            taken.add(category.overlap)
    return found


def public_table(category: Category) -> PublicTable:
    """A category for everybody: of the whole village, today."""
    return hidden(tables_of(resolved([category]), Scope(today()))[0])


def hidden(table: Table) -> PublicTable:
    """A table with its small cells hidden, and as many others as would give them away."""
    category = table.category
    shown = published([(row.label, row.male, row.female) for row in _whole(table)], category.min_cell)
    if len(shown) == 1 and len(table.rows) > 1 and shown[0].label not in _words(category):
        # All lines in one say nothing, and their sum beside another number could say what one of them was.
        shown = []
    shares = percentages([row.total for row in shown])
    return PublicTable(
        category, table.scope.on, list(zip(shown, shares, strict=True)), table.sums.total if shown else 0
    )


def _whole(table: Table) -> list[Row]:
    # Lines without anybody say nothing about anybody; of a long list they are only noise.
    return [row for row in table.rows if row.total or (row.cell and not table.category.is_wide)]
