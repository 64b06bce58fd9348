"""Counted once, kept until something changes: what stands in the cache is what a count would give, or it is not used.

The key says everything that a count depends on. Of today: the revision of the register (``balai.indicators.revision``),
the day, the village's RTs that are looked at, and the category's own SQL. Of a past day: how many lines of the ledger
and amendments of them count until then. Both are only ever added, and a later edit of a column leaves what a past day was (``selectors.past``),
so the same number of lines is the same past. The cache is per village (its schema is in every key).
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

from balai import indicators
from balai.db import today
from modules.population.statistics.counting import Cells, Scope, counts
from modules.population.statistics.declaration import Category

logger = logging.getLogger("balai.population")

LEADER = "population.residents"
#: Seconds: today's numbers fall out by themselves overnight; a month that is over stays.
_TODAY, _PAST = 24 * 3600, 60 * 24 * 3600


def kept_counts(categories: Sequence[Category], scope: Scope) -> dict[str, Cells]:
    """:func:`counts`, from the cache where it still holds: one query, and one more for all that is not there.

    What is ``only_today`` is never kept: one query more for all of it.
    """
    fresh = [category for category in categories if category.only_today]
    if fresh:
        kept_ones = [category for category in categories if not category.only_today]
        return kept_counts(kept_ones, scope) | counts(fresh, replace(scope, on=today()))
    if not categories:
        return {}
    state = state_of(scope.on)
    if state is None:
        return counts(categories, scope)
    keys = {category.code: _key(category, scope, state) for category in categories}
    kept = _read(keys.values())
    found = {code: _cells(kept[key]) for code, key in keys.items() if key in kept}
    missing = [category for category in categories if category.code not in found]
    if missing:
        counted = counts(missing, scope)
        _write({keys[code]: cells for code, cells in counted.items()}, past=scope.on < today())
        found |= counted
    return found


def state_of(on: date) -> str | None:
    """What a count of a day depends on, as text: one query. None: nothing may be kept."""
    if on >= today():
        revision = indicators.revision(LEADER)
        return None if revision is None else f"{on:%Y%m%d}:{revision}"
    return states_of([on])[on]


def states_of(days: Sequence[date]) -> dict[date, str]:
    """The same for several past days: one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT counted_on, count(*) FROM (SELECT counted_on FROM population_populationevent UNION ALL "
            "SELECT counted_on FROM population_eventamendment) lines GROUP BY 1 ORDER BY 1"
        )
        lines = cursor.fetchall()
    found = {}
    for day in days:
        found[day] = f"{day:%Y%m%d}:{sum(number for counted_on, number in lines if counted_on <= day)}"
    return found


def kept_past(category: Category, scopes: Sequence[Scope], *, seconds: float) -> list[Cells | None]:
    """A category on several past days: from the cache, else counted, the newest first, for about so many seconds.

    None stands for a day for which the time did not suffice. At least one is counted, so asking again always ends.
    """
    states = states_of([scope.on for scope in scopes])
    keys = [_key(category, scope, states[scope.on]) for scope in scopes]
    kept = _read(keys)
    found: list[Cells | None] = [_cells(kept[key]) if key in kept else None for key in keys]
    ends = time.monotonic() + seconds
    for n in sorted((n for n, cells in enumerate(found) if cells is None), key=lambda n: scopes[n].on, reverse=True):
        cells = counts([category], scopes[n])[category.code]
        found[n] = cells
        _write({keys[n]: cells}, past=True)
        if time.monotonic() > ends:
            break
    return found


def _key(category: Category, scope: Scope, state: str) -> str:
    mine = scope.of(category)
    parts = (
        category.source, category.cell, category.who, category.joins, mine.status.value,
        "all" if mine.rts is None else ",".join(map(str, mine.rts)), state,
    )  # fmt: skip
    return f"statistics:{category.code}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:40]}"


def _cells(stored: Any) -> Cells:
    return {cell: (pair[0], pair[1]) for cell, pair in stored.items()}


def _read(keys: Any) -> dict[str, Any]:
    try:
        return dict(cache.get_many(list(keys)))
    except (RedisError, OSError):
        logger.warning("statistics are counted without the cache: it does not answer")
        return {}


def _write(values: Mapping[str, Cells], *, past: bool) -> None:
    if not values:
        return
    try:
        cache.set_many(dict(values), _PAST if past else _TODAY)
    except (RedisError, OSError):
        logger.warning("statistics could not be kept: the cache does not answer")
