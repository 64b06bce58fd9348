"""How a category moved over the months: what each month's end was, read from the register as it stood then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from balai import jobs
from balai.actor import Actor, require
from balai.db import today
from balai.jobs.models import Job
from balai.ui.charts import MOST_SERIES, Chart, Series
from balai.ui.formats import MONTHS, number
from modules.population.statistics.asking import Asked, month_ends
from modules.population.statistics.counting import Cells, Scope
from modules.population.statistics.declaration import Category, Status
from modules.population.statistics.keeping import kept_counts, kept_past
from modules.population.statistics.known import category_of
from modules.population.statistics.tables import EMPTY, table_of

JOB = "population.count_trend"
SPANS = (12, 24, 36)
#: Seconds that a page may take for months that nobody has asked for yet; what is left is a job's.
PATIENCE = 0.35


@dataclass(frozen=True)
class Trend:
    """Months (the last is today) and the values of the largest cells; None: not counted yet."""

    category: Category
    days: list[date]
    lines: list[tuple[str, list[int | None]]]
    totals: list[int | None]
    missing: int

    @property
    def chart(self) -> Chart:
        """Lines from a zero base."""
        return Chart(
            title=self.finding, labels=[short_month(day) for day in self.days],
            series=[Series(label, values, index + 1) for index, (label, values) in enumerate(self.lines)],
            unit=str(self.category.unit), on=self.days[-1], head=_("Bulan"),
        )  # fmt: skip

    @property
    def finding(self) -> str:
        """What happened between the first month that is known and today: to the cell that the category is about, else to
        all who are counted."""
        label, values = self._told
        known = [(day, value) for day, value in zip(self.days, values, strict=True) if value is not None]
        title, unit = self.category.title, self.category.unit
        if len(known) < 2:
            return str(title)
        (first, before), (_last, now) = known[0], known[-1]
        since = short_month(first)
        if now == before:
            return _("{label}: tetap {n} {unit} sejak {since}").format(
                label=label, n=number(now), unit=unit, since=since
            )
        way = _("bertambah") if now > before else _("berkurang")
        return _("{label}: {way} {n} {unit} sejak {since}, menjadi {now}").format(
            label=label, way=way, n=number(abs(now - before)), unit=unit, since=since, now=number(now)
        )

    @property
    def _told(self) -> tuple[str, list[int | None]]:
        about = str(self.category.labels.get(self.category.about, ""))
        return next(((label, values) for label, values in self.lines if label == about), (_("Seluruhnya"), self.totals))

    @property
    def rows(self) -> list[tuple[date, list[int | None], int | None]]:
        """The table, newest first: day, values of the lines, the whole."""
        return [
            (day, [values[index] for _label, values in self.lines], self.totals[index])
            for index, day in reversed(list(enumerate(self.days)))
        ]


def short_month(day: date) -> str:
    """ "Okt 2026"."""
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def scopes_of(asked: Asked, months: int) -> list[Scope]:
    """The month ends of a trend, oldest first: two queries at most."""
    now = asked.scope()
    return [Scope(day, now.status, now.rts) for day in reversed(month_ends(months))]


def trend_of(category: Category, asked: Asked, months: int, *, patience: float = PATIENCE) -> Trend:
    """A category over the last months and today, of the place and residency asked for."""
    past = scopes_of(asked, months)
    scope = Scope(today(), asked.status, past[0].rts if past else asked.scope().rts)
    now = kept_counts([category], scope)[category.code]
    cells: list[Cells | None] = [*kept_past(category, past, seconds=patience), now]
    shown = _largest(category, scope, now)
    return Trend(
        category,
        [*(each.on for each in past), today()],
        [(label, [None if each is None else sum(each.get(cell, (0, 0))) for each in cells]) for cell, label in shown],
        [None if each is None else sum(map(sum, each.values())) for each in cells],
        sum(each is None for each in cells),
    )


def ask_for_months(*, actor: Actor, category: Category, asked: Asked, months: int) -> Job:
    """Have the months counted that a page had no time for; the same question waits once.

    Raises:
        NotAllowed: the actor lacks ``population.view``.
    """
    require(actor, "population.view")
    args = {
        "category": category.code, "status": asked.status.value, "node": str(asked.node or ""), "months": months,
    }  # fmt: skip
    return jobs.enqueue(
        JOB, actor=actor, title=_("Menghitung tren {what}").format(what=str(category.title).lower()), args=args,
        key=":".join([JOB, *map(str, args.values())]),
    )  # fmt: skip


def count_months(job: Job, *, category: str, status: str, node: str, months: int) -> dict[str, Any]:
    """The job: count what is missing of a trend, month by month."""
    asked = Asked(today(), Status(status), UUID(node) if node else None)
    found, whole = category_of(category), len(month_ends(months))
    while (missing := trend_of(found, asked, months).missing) > 0:
        words = _("{done} dari {total} bulan dihitung").format(done=whole - missing, total=whole)
        job.progress(whole - missing, whole, words)
    query = asked.query(bulan=months)
    return {"url": f"{reverse('population:statistics_trend', args=[category])}{query}"}


def _largest(category: Category, scope: Scope, now: Cells) -> Sequence[tuple[str, str]]:
    """At most six cells: all of a short list in its order, else those with the most people today."""
    rows = table_of(category, scope.of(category), now).rows
    filled = [row for row in rows if row.cell != EMPTY]
    if len(filled) > MOST_SERIES:
        filled = sorted(filled, key=lambda row: -row.total)[:MOST_SERIES]
    return [(row.cell, row.label) for row in filled]
