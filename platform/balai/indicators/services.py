"""From a change to a number: touch in the change's own transaction, compute in the village, write facts."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper, Max, Min, Value
from django.db.models.functions import Now
from django.utils import timezone
from django_tenants.utils import get_public_schema_name, schema_context

from balai.indicators.declaration import Cell, Indicator, declared
from balai.indicators.models import ClosedPeriod, Computation, Definition, Fact, Outbox
from balai.indicators.periods import counted_on, month_of, previous
from balai.jobs import sending
from balai.jobs.schema import current_schema

if TYPE_CHECKING:
    from balai.actor import Actor

logger = logging.getLogger("balai.indicators")

COMPUTE = "balai.compute_facts"
#: A burst of changes is computed once: the message waits this long (seconds) before a worker takes it.
DEBOUNCE = 2
#: A second message is held back for this long only: always shorter than DEBOUNCE, so that whoever was held back has
#: committed before the message already under way is carried out.
HELD_BACK = 1

Drift = dict[str, Any]


class OnRegencySide(RuntimeError):
    """Numbers are computed in a village; this ran on the regency's side."""


def touch(*codes: str) -> None:
    """Say, in the transaction of a change, which indicators it moved: they are computed again for every open month.

    Raises:
        KeyError: no installed module declares such an indicator (a mistake of the caller).
        OnRegencySide: not inside a village.
    """
    if not codes:
        return
    known = declared()
    wanted = sorted(set(codes))
    for code in wanted:
        if code not in known:
            raise KeyError(f"no module declares the indicator {code!r}")
    village = _village()
    with transaction.atomic():
        periods = open_periods()
        with connection.cursor() as cursor:
            # Rows of other transactions are other rows: this neither waits for anybody nor can it deadlock.
            cursor.execute(
                "INSERT INTO public.indicators_outbox (village, indicator, period) "
                "SELECT %s, code, period FROM unnest(%s::text[]) AS code CROSS JOIN unnest(%s::date[]) AS period "
                "ON CONFLICT (village, indicator, period, transaction) DO UPDATE SET touched_at = statement_timestamp()",
                [village, wanted, periods],
            )
        transaction.on_commit(partial(_ask, village), robust=True)


def touch_all() -> None:
    """Touch every indicator of the installed modules (after an import, a restore, at the start of a month)."""
    touch(*declared())


def _ask(village: str) -> None:
    """Tell the workers, at most once a second and village; what is lost here the sweep finds within a minute."""
    try:
        first = cache.add("facts-asked", 1, timeout=HELD_BACK)
    except (OSError, _redis_error()):
        return
    if first:
        sending.send(COMPUTE, [], schema=village, queue="fast", countdown=DEBOUNCE)


def _redis_error() -> type[Exception]:
    from redis.exceptions import RedisError

    return RedisError


def open_periods(on: date | None = None) -> list[date]:
    """The months of this village whose numbers still move: the running one, and the one before until it is closed."""
    from balai.db import today

    current = month_of(on or today())
    candidates = [previous(current), current]
    closed = set(
        ClosedPeriod.objects.filter(village=_village(), period__in=candidates).values_list("period", flat=True)
    )
    return [period for period in candidates if period not in closed]


@transaction.atomic
def close_period(*, actor: Actor, period: date) -> None:
    """Freeze a month's facts (tutup buku). What was touched before is computed first, in this same transaction.

    The caller (the module whose book is closed) has checked the right and the month; closing twice changes nothing.
    """
    village, period = _village(), month_of(period)
    pending = Outbox.objects.filter(village=village, period=period).values_list("indicator", flat=True)
    for code in sorted(set(pending)):
        indicator = declared().get(code)
        if indicator is not None:
            _lock(village, code, period, wait=True)
            _compute(village, indicator, period)
    Outbox.objects.filter(village=village, period=period).delete()
    ClosedPeriod.objects.bulk_create(
        [ClosedPeriod(village=village, period=period, closed_by=str(actor.id))], ignore_conflicts=True
    )


@transaction.atomic
def reopen_period(*, period: date) -> None:
    """Open a closed month again: its facts move again while it is the running or the previous month."""
    ClosedPeriod.objects.filter(village=_village(), period=month_of(period)).delete()
    touch_all()


def compute_touched(schema: str) -> int:
    """Compute what was touched in a village, under its role, until nothing is due. Returns how many numbers.

    Safe to run twice, at once, or to be killed: a number is computed under a lock of its own in one transaction that
    also deletes the outbox rows it has read; rows that come meanwhile stay for the next round. A number that cannot be
    computed waits 1 s, 2 s, 4 s ... up to an hour and holds up no other.
    """
    if schema == get_public_schema_name():
        raise OnRegencySide(schema)
    computed = 0
    with schema_context(schema):
        busy: set[tuple[str, date]] = set()
        while True:
            due = [group for group in _due(schema) if group not in busy]
            if not due:
                return computed
            for code, period in due:
                try:
                    if _work_off(schema, code, period):
                        computed += 1
                    else:
                        # Another worker computes it and will look again after us.
                        busy.add((code, period))
                except Exception:  # one indicator's mistake must not keep the others from being counted
                    logger.exception("indicator %s of %s for %s could not be computed", code, schema, period)
                    _postpone(schema, code, period)
                    busy.add((code, period))


def _due(village: str) -> list[tuple[str, date]]:
    groups = (
        Outbox.objects.filter(village=village)
        .values("indicator", "period")
        .annotate(not_before=Max("next_try"), oldest=Min("touched_at"))
        .filter(not_before__lte=Now())
        .order_by("oldest", "indicator", "period")
    )
    return [(group["indicator"], group["period"]) for group in groups]


@transaction.atomic
def _work_off(village: str, code: str, period: date) -> bool:
    if not _lock(village, code, period, wait=False):
        return False
    read = dict(
        Outbox.objects.select_for_update(skip_locked=True)
        .filter(village=village, indicator=code, period=period)
        .values_list("id", "touched_at")
    )
    indicator = declared().get(code)
    closed = ClosedPeriod.objects.filter(village=village, period=period).exists()
    if read and indicator is not None and not closed:
        _compute(village, indicator, period, source_changed_at=max(read.values()))
    Outbox.objects.filter(id__in=list(read)).delete()
    return True


def _postpone(village: str, code: str, period: date) -> None:
    rows = Outbox.objects.filter(village=village, indicator=code, period=period)
    attempts = (rows.aggregate(most=Max("attempts"))["most"] or 0) + 1
    pause = timedelta(seconds=min(2 ** min(attempts - 1, 12), 3600))
    rows.update(attempts=attempts, next_try=ExpressionWrapper(Now() + Value(pause), output_field=DateTimeField()))


def _lock(village: str, code: str, period: date, *, wait: bool) -> bool:
    """One computation of a number at a time: the later one would else be overwritten by the slower, older one."""
    call = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {call}(hashtextextended(%s, 0))",
            [f"fact {village} {code} {period}"],
        )
        return wait or bool(cursor.fetchone()[0])


def _compute(
    village: str, indicator: Indicator, period: date, *, source_changed_at: datetime | None = None
) -> tuple[int, int]:
    """Compute one number and replace its facts where they changed. Returns the sums before and after."""
    started = time.monotonic()
    cells = indicator.cells(counted_on(period))
    facts = {
        (fact.d1, fact.d2): fact
        for fact in Fact.objects.filter(village=village, indicator=indicator.code, period=period)
    }
    before = sum(fact.value for fact in facts.values())
    now = timezone.now()
    moved = source_changed_at or now
    changed = [
        Fact(
            village=village,
            indicator=indicator.code,
            period=period,
            d1=cell.d1,
            d2=cell.d2,
            value=cell.value,
            numerator=cell.numerator,
            denominator=cell.denominator,
            computed_at=now,
            source_changed_at=moved,
        )
        for place, cell in cells.items()
        if place not in facts or not _same(facts[place], cell)
    ]
    gone = [fact.pk for place, fact in facts.items() if place not in cells]
    if changed:
        Fact.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["village", "indicator", "period", "d1", "d2"],
            update_fields=["value", "numerator", "denominator", "computed_at", "source_changed_at"],
        )
    if gone:
        Fact.objects.filter(pk__in=gone).delete()
    Computation.objects.bulk_create(
        [
            Computation(
                village=village,
                indicator=indicator.code,
                period=period,
                version=indicator.version,
                computed_at=now,
                source_changed_at=moved,
                milliseconds=int((time.monotonic() - started) * 1000),
            )
        ],
        update_conflicts=True,
        unique_fields=["village", "indicator", "period"],
        update_fields=["version", "computed_at", "milliseconds", *(["source_changed_at"] if changed or gone else [])],
    )
    return before, sum(cell.value for cell in cells.values())


def _same(fact: Fact, cell: Cell) -> bool:
    return (fact.value, fact.numerator, fact.denominator) == (cell.value, cell.numerator, cell.denominator)


def rebuild(schemas: Iterable[str]) -> list[Drift]:
    """Compute every indicator of the villages for their open months anew, and report where the facts had drifted.

    A drift is a number whose facts were wrong though nothing of it waited to be computed: ``{"village", "indicator",
    "period", "before", "after", "cells"}`` (sums, and how many cells differed). A number never computed before, or
    touched and not yet computed, is no drift. Safe to run at any time.
    """
    drifts: list[Drift] = []
    for schema in schemas:
        with schema_context(schema):
            for period in open_periods():
                for indicator in declared().values():
                    drift = _rebuild(schema, indicator, period)
                    if drift:
                        drifts.append(drift)
    return drifts


@transaction.atomic
def _rebuild(village: str, indicator: Indicator, period: date) -> Drift | None:
    _lock(village, indicator.code, period, wait=True)
    mine = {"village": village, "indicator": indicator.code, "period": period}
    read = list(Outbox.objects.select_for_update().filter(**mine).values_list("id", flat=True))
    known = Computation.objects.filter(**mine, version=indicator.version).exists()
    facts = {(fact.d1, fact.d2): fact for fact in Fact.objects.filter(**mine)}
    before, after = _compute(village, indicator, period)
    Outbox.objects.filter(id__in=read).delete()
    if read or not known:
        return None
    now = {(fact.d1, fact.d2): fact for fact in Fact.objects.filter(**mine)}
    cells = sum(_numbers(facts.get(place)) != _numbers(now.get(place)) for place in facts.keys() | now.keys())
    if not cells:
        return None
    return {**mine, "period": period.isoformat(), "before": before, "after": after, "cells": cells}


def _numbers(fact: Fact | None) -> tuple[int, int | None, int | None] | None:
    return None if fact is None else (fact.value, fact.numerator, fact.denominator)


def sync_definitions() -> int:
    """Bring the public definitions to what the installed modules declare. Run on the regency's side at every deploy.

    An indicator that is no longer declared is marked retired; its facts stay. Returns how many are declared.
    """
    from django.utils import translation

    rows = []
    with translation.override("id"):
        for indicator in declared().values():
            rows.append(
                Definition(
                    code=indicator.code,
                    name=str(indicator.name),
                    unit=str(indicator.unit),
                    words=str(indicator.words),
                    dimensions=list(indicator.dimensions),
                    direction=indicator.direction or "",
                    law=indicator.law,
                    sensitive=indicator.sensitive,
                    min_cell=indicator.min_cell,
                    version=indicator.version,
                    module=indicator.code.split(".", 1)[0],
                )
            )
    fields = [field.name for field in Definition._meta.fields if field.name != "code"]
    with transaction.atomic():
        if rows:
            Definition.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
        Definition.objects.exclude(code__in=[row.code for row in rows]).filter(retired_at=None).update(retired_at=Now())
    return len(rows)


def villages_due() -> Sequence[str]:
    """Villages with something to compute now: one query over the outbox, on the regency's side."""
    return list(
        Outbox.objects.filter(next_try__lte=Now()).order_by("village").values_list("village", flat=True).distinct()
    )


def _village() -> str:
    schema = current_schema()
    if schema == get_public_schema_name():
        raise OnRegencySide("numbers are touched and computed inside a village")
    return schema


__all__ = [
    "OnRegencySide",
    "close_period",
    "compute_touched",
    "open_periods",
    "rebuild",
    "reopen_period",
    "sync_definitions",
    "touch",
    "touch_all",
    "villages_due",
]
