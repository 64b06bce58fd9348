"""Which months are closed, which comes next, and whether what was frozen is still what the ledger says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from balai.db import today
from modules.population.models import BEGINNING, MonthClosing, PopulationEvent, RegisterState
from modules.population.selectors.balance import balance, month_end


def month_to_close(state: RegisterState | None) -> date | None:
    """The month whose turn it is to be closed; None while it is not over, or the data are not complete."""
    if state is None or state.complete_on is None:
        return None
    month = state.complete_on.replace(day=1)
    if state.closed_through is not None:
        month = state.closed_through + timedelta(days=1)
    return month if month_end(month) < today() else None


def closing_of(month: date) -> MonthClosing | None:
    """How a month was closed; None while it is open."""
    return MonthClosing.objects.filter(month=month.replace(day=1)).first()


def is_closed(month: date, state: RegisterState | None) -> bool:
    """Whether no line enters the month any more (months before the first closing are closed with it)."""
    return state is not None and state.closed_through is not None and month_end(month) <= state.closed_through


def closed_month_of(event: PopulationEvent) -> date | None:
    """The closed month in whose books a line stands; None while it is open, or the line holds since ever."""
    if event.counted_on == BEGINNING or not is_closed(event.counted_on, RegisterState.objects.first()):
        return None
    return event.counted_on.replace(day=1)


def _rows(numbers: dict[str, Any]) -> dict[str, Any]:
    """What of a closing is compared: numbers, not names, and no dusun that is empty throughout."""
    areas = {
        area["dusun"]: {key: area[key] for key in ("rows", "moved_out", "moved_in")}
        for area in numbers["areas"]
        if any(value for row in area["rows"].values() for value in row.values())
    }
    return {"rows": numbers["rows"], "destinations": numbers["destinations"], "areas": areas}


def closings_that_differ() -> list[dict[str, Any]]:
    """Closed months whose frozen numbers are not what the ledger says today, or that do not open as the one before closed."""
    problems = []
    former: dict[str, Any] | None = None
    for closing in MonthClosing.objects.order_by("month"):
        now = balance(closing.month, month_end(closing.month))
        frozen = _rows(closing.numbers)
        if frozen != _rows(now.numbers()):
            problems.append({"month": f"{closing.month:%Y-%m}", "column": "closing"})
        if not now.adds_up:
            problems.append({"month": f"{closing.month:%Y-%m}", "column": "sum"})
        if former is not None and former["rows"]["closing"] != frozen["rows"]["opening"]:
            problems.append({"month": f"{closing.month:%Y-%m}", "column": "opening"})
        former = frozen
    return problems


def unsent(on: date) -> list[dict[str, Any]]:
    """How many reports of closed months, the last twelve, were not sent until a day: the regency's number."""
    first = date(on.year - 1, on.month, 1)
    closed = MonthClosing.objects.filter(month__gte=first, month__lte=on)
    if not closed.exists():
        return []
    return [{"value": closed.exclude(signed__sent_on__isnull=False, signed__sent_on__lte=on).count()}]
