"""Between villages, as the regency sees it: counts and states over the exchange, never who."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from balai.indicators.periods import month_of, previous
from balai.web.views import RegencyTemplateView, page_of
from modules.regency import selectors
from modules.regency.selectors import Scope
from tenants.exchange.models import CaseState, DoubleCase, Handover, HandoverState

MONTHS = 12


@dataclass
class Pair:
    """Cases of doubles between two villages."""

    one: str
    other: str
    states: dict[str, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """Nobody agreed to compare yet."""
        return self.states.get(CaseState.OPEN, 0)

    @property
    def acknowledged(self) -> int:
        """At least one village is at it."""
        return self.states.get(CaseState.ACKNOWLEDGED, 0)

    @property
    def settled(self) -> int:
        """The double is gone."""
        return self.states.get(CaseState.SETTLED, 0)


def _titles(scope: Scope) -> dict[str, str]:
    return {each.schema_name: f"{each.title}, {each.district.name}" for each in scope.villages}


def doubles_by_pair(scope: Scope) -> list[Pair]:
    """Cases per pair of villages of which one belongs to the scope, those with most work left first: one query.

    The other village of a pair may lie in another district: it is named, because both have to act.
    """
    names = scope.schemas
    rows = (
        DoubleCase.objects.filter(Q(village_a__in=names) | Q(village_b__in=names))
        .order_by()
        .values_list("village_a", "village_b", "state")
        .annotate(n=Count("pk"))
    )
    titles = _titles(selectors.scope_of(None))
    found: dict[tuple[str, str], Pair] = {}
    for one, other, state, number in rows:
        pair = found.setdefault((one, other), Pair(titles.get(one, "-"), titles.get(other, "-")))
        pair.states[state] = number
    return sorted(found.values(), key=lambda pair: (-pair.open - pair.acknowledged, pair.one, pair.other))


@dataclass
class Month:
    """Moves between villages that were offered in a month."""

    month: date
    moves: int = 0
    people: int = 0
    settled: int = 0
    refused: int = 0
    waiting: int = 0


def moves_by_month(scope: Scope, present: date) -> list[Month]:
    """The last twelve months, newest first, empty ones too: one query. Columns that hold content are never read."""
    names = scope.schemas
    months = [month_of(present)]
    while len(months) < MONTHS:
        months.append(previous(months[-1]))
    ended = (HandoverState.REFUSED, HandoverState.WITHDRAWN)
    waiting = (HandoverState.OFFERED, HandoverState.ACCEPTED)
    rows = (
        Handover.objects.filter(kind="move", created_at__date__gte=months[-1])
        .filter(Q(from_village__in=names) | Q(to_village__in=names))
        .annotate(month=TruncMonth(F("created_at")))
        .order_by()
        .values("month")
        .annotate(
            moves=Count("pk"), moved=Sum("people", filter=Q(state=HandoverState.SETTLED), default=0),
            done=Count("pk", filter=Q(state=HandoverState.SETTLED)), ended=Count("pk", filter=Q(state__in=ended)),
            waiting=Count("pk", filter=Q(state__in=waiting)),
        )
    )  # fmt: skip
    by_month = {row["month"].date(): row for row in rows}
    found = []
    for month in months:
        row: Any = by_month.get(month, {})
        found.append(
            Month(
                month, row.get("moves", 0), row.get("moved", 0), row.get("done", 0), row.get("ended", 0),
                row.get("waiting", 0),
            )
        )  # fmt: skip
    return found


class BetweenView(RegencyTemplateView):
    """``/dasbor/antardesa/``: doubles per pair of villages, moves per month."""

    permission = "regency.view"
    template_name = "regency/between.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        scope = selectors.scope_of(self.actor, district=self.request.GET.get("kecamatan", ""))
        pairs = doubles_by_pair(scope)
        months = moves_by_month(scope, selectors.present_period())
        return {
            "scope": scope,
            "page": page_of(self.request, pairs, 25),
            "months": months,
            "stats": [
                {"value": sum(pair.open for pair in pairs), "label": _("data ganda belum ditangani")},
                {"value": sum(pair.acknowledged for pair in pairs), "label": _("sedang ditangani")},
                {"value": sum(pair.settled for pair in pairs), "label": _("selesai")},
                {"value": months[0].people, "label": _("orang pindah antardesa bulan ini")},
            ],
            "training": selectors.holds_training_data(scope),
        }
