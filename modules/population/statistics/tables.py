"""Cells as a table that people read: rows in order, shares that add up to 100, the finding, and a year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from balai.ui.charts import Chart, Series
from balai.ui.formats import number, percent, percentages
from modules.population.statistics.counting import Cells, Scope
from modules.population.statistics.declaration import Category
from modules.population.statistics.keeping import kept_counts

#: The cell of those of whom it is not known.
EMPTY = ""
#: Bars of a wide category in the chart; the table has them all.
_BARS = 15


@dataclass(frozen=True)
class Row:
    """A line: the cell's code and words, L, P, and its share of all; a year before where that was asked for."""

    cell: str
    label: str
    male: int
    female: int
    share: float = 0.0
    before: int | None = None

    @property
    def total(self) -> int:
        """L + P."""
        return self.male + self.female

    @property
    def change(self) -> int | None:
        """How many more than a year before."""
        return None if self.before is None else self.total - self.before

    @property
    def change_share(self) -> float | None:
        """The same in per cent of what it was; None where there was nobody."""
        return None if not self.before else 100 * (self.total - self.before) / self.before


@dataclass(frozen=True)
class Table:
    """A category, counted."""

    category: Category
    scope: Scope
    rows: list[Row]
    #: The day with which it is compared.
    before: date | None = None
    left_out: int = 0
    sums: Row = field(default_factory=lambda: Row("", "", 0, 0))

    @property
    def filled(self) -> list[Row]:
        """The rows without "Belum mengisi"."""
        return [row for row in self.rows if row.cell != EMPTY]

    @property
    def is_unsaid(self) -> bool:
        """Whether nobody of those who are counted has a cell."""
        return not any(row.total for row in self.filled)

    @property
    def finding(self) -> str:
        """The sentence over the chart: of the cell that the category is about, else of the largest."""
        total = self.sums.total
        if not total:
            return str(self.category.title)
        if self.is_unsaid:
            return _("{title}: belum ada yang mengisi").format(title=self.category.title)
        about = self.category.about
        row = next((row for row in self.filled if row.cell == about), None) if about else None
        row = row or (Row(about, "", 0, 0) if about else max(self.filled, key=lambda each: each.total))
        return str(self.category.finding).format(
            label=row.label, share=percent(row.share), number=number(row.total), total=number(total),
            unit=self.category.unit,
        )  # fmt: skip

    def chart(self, source: str = "") -> Chart:
        """Bars of L and P, or a pyramid; of a wide category the largest."""
        shown = self.filled
        if self.category.is_wide:
            shown = sorted(shown, key=lambda row: -row.total)[:_BARS]
        elif (empty := [row for row in self.rows if row.cell == EMPTY and row.total]) and self.category.chart == "bar":
            shown = [*shown, *empty]
        return Chart(
            title=self.finding, labels=[row.label for row in shown],
            series=[Series(_("Laki-laki"), [row.male for row in shown], 1),
                    Series(_("Perempuan"), [row.female for row in shown], 2)],
            unit=str(self.category.unit), on=self.scope.on, source=source, head=str(self.category.head),
        )  # fmt: skip


def tables_of(categories: Sequence[Category], scope: Scope, *, before: date | None = None) -> list[Table]:
    """Tables of categories, from the cache where it holds: one query and one for all that is missing; the same again for
    the day ``before`` with which they are compared."""
    now = kept_counts(categories, scope)
    then: dict[str, Cells] = {}
    if before is not None:
        then = kept_counts([each for each in categories if not each.only_today], Scope(before, scope.status, scope.rts))
    return [
        table_of(
            category,
            scope.of(category),
            now[category.code],
            then.get(category.code),
            None if category.only_today else before,
        )
        for category in categories
    ]


def table_of(
    category: Category, scope: Scope, cells: Cells, then: Cells | None = None, before: date | None = None
) -> Table:
    """A table from its cells. Every cell has its row, also one whose code no list knows."""
    labels = {cell: str(words) for cell, words in category.labels.items()}
    known = [*labels, *sorted(cell for cell in {*cells, *(then or ())} if cell not in labels and cell != EMPTY)]
    if category.by_size:
        known.sort(key=lambda cell: (-sum(cells.get(cell, (0, 0))), -sum((then or {}).get(cell, (0, 0)))))
    shown = [cell for cell in known if not category.is_wide or cell in cells or cell in (then or {})]
    shares = percentages([sum(cells.get(cell, (0, 0))) for cell in [*shown, EMPTY]])
    rows = [
        Row(
            cell,
            _("Belum mengisi") if cell == EMPTY else labels.get(cell, cell),
            *cells.get(cell, (0, 0)),
            share,
            None if then is None else sum(then.get(cell, (0, 0))),
        )
        for cell, share in zip([*shown, EMPTY], shares, strict=True)
    ]
    sums = Row(
        "",
        _("JUMLAH"),
        sum(row.male for row in rows),
        sum(row.female for row in rows),
        100.0 if cells else 0.0,
        None if then is None else sum(row.before or 0 for row in rows),
    )
    return Table(category, scope, rows, before, len(known) - len(shown), sums)
