"""Months: which are open, and as of which day a month is counted."""

from __future__ import annotations

from datetime import date, timedelta

from balai.db import today


def month_of(day: date) -> date:
    """The period of a day: the first of its month."""
    return day.replace(day=1)


def previous(period: date) -> date:
    """The month before."""
    return month_of(period - timedelta(days=1))


def counted_on(period: date) -> date:
    """The day as of whose end a month is counted: its last day, or today while it lasts."""
    after = month_of(period.replace(day=28) + timedelta(days=4))
    return min(after - timedelta(days=1), today())
