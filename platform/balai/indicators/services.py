"""From a change to a number: touch in the change's own transaction, compute in the village, write facts."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper, Max, Min, Value
from django.db.models.functions import Now
from django_tenants.utils import get_public_schema_name, schema_context

from balai.indicators.computing import cells_of, cells_of_sound, lock, write
from balai.indicators.declaration import Indicator, declared
from balai.indicators.models import ClosedPeriod, Computation, Definition, Outbox
from balai.indicators.periods import month_of, previous
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
#: A village that closes no month has every month open: so many are computed again at most.
MONTHS_BACK = 36

Drift = dict[str, Any]


class OnRegencySide(RuntimeError):
    """Numbers are computed in a village; this ran on the regency's side."""


def touch(*codes: str, since: date | None = None) -> None:
    """Say, in the transaction of a change, which indicators it moved: they are computed again for every open month.

    ``since``: the day that the change counts from, where that is further back than the months that always move: every
    month from then on that is not closed (:data:`MONTHS_BACK` at most) is computed, too.

    An indicator with ``touched_by`` stands for the one that it names, and that one for all that follow it.

    Raises:
        KeyError: no installed module declares such an indicator (a mistake of the caller).
        OnRegencySide: not inside a village.
    """
    if not codes:
        return
    known = declared()
    for code in codes:
        if code not in known:
            raise KeyError(f"no module declares the indicator {code!r}")
    wanted = sorted({known[code].leader for code in codes})
    village = _village()
    with transaction.atomic():
        periods = open_periods(since=since)
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


def open_periods(on: date | None = None, *, since: date | None = None) -> list[date]:
    """The months of this village whose numbers still move: the running one, and the one before until it is closed; with
    ``since`` every month from that day's on that is not closed."""
    current = month_of(on) if on else open_month()
    candidates = [previous(current), current]
    while since is not None and month_of(since) < candidates[0] and len(candidates) < MONTHS_BACK:
        candidates.insert(0, previous(candidates[0]))
    closed = set(
        ClosedPeriod.objects.filter(village=_village(), period__in=candidates).values_list("period", flat=True)
    )
    return [period for period in candidates if period not in closed]


def open_month() -> date:
    """The running month."""
    from balai.db import today

    return month_of(today())


@transaction.atomic
def close_period(*, actor: Actor, period: date) -> None:
    """Freeze a month's facts (tutup buku). What was touched before, or never computed for this month, is computed first, in
    this same transaction: a quiet month is frozen with its numbers, too.

    The caller (the module whose book is closed) has checked the right and the month; closing twice changes nothing.
    """
    village, period = _village(), month_of(period)
    pending = Outbox.objects.filter(village=village, period=period).values_list("indicator", flat=True)
    computed = set(Computation.objects.filter(village=village, period=period).values_list("indicator", flat=True))
    never = {each.leader for each in declared().values() if each.code not in computed}
    for code in sorted(set(pending) | never):
        if members := _moved_by(code):
            lock(village, members[0].leader, period, wait=True)
            write(village, cells_of(members, period), period)
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


def _moved_by(code: str) -> list[Indicator]:
    """What a row of the outbox asks for: the indicator and all that follow it, itself first."""
    known = declared()
    if code not in known:
        return []
    return [known[code], *(each for each in known.values() if each.touched_by == code)]


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
    members = _moved_by(code)
    if not lock(village, members[0].leader if members else code, period, wait=False):
        return False
    read = dict(
        Outbox.objects.select_for_update(skip_locked=True)
        .filter(village=village, indicator=code, period=period)
        .values_list("id", "touched_at")
    )
    closed = ClosedPeriod.objects.filter(village=village, period=period).exists()
    if read and members and not closed:
        computed, broken = cells_of_sound(members, period)
        write(village, computed, period, source_changed_at=max(read.values()))
        _set_aside(village, broken, period)
    Outbox.objects.filter(id__in=list(read)).delete()
    return True


def _set_aside(village: str, broken: Sequence[Indicator], period: date) -> None:
    """Let those that could not be computed with the others wait under their own codes: the others are done."""
    for indicator in broken:
        # The number of the running transaction: its own row where it stands there under the same code already.
        Outbox.objects.bulk_create(
            [Outbox(village=village, indicator=indicator.code, period=period, next_try=Now() + timedelta(seconds=1))],
            ignore_conflicts=True,
        )


def _postpone(village: str, code: str, period: date) -> None:
    rows = Outbox.objects.filter(village=village, indicator=code, period=period)
    attempts = (rows.aggregate(most=Max("attempts"))["most"] or 0) + 1
    pause = timedelta(seconds=min(2 ** min(attempts - 1, 12), 3600))
    rows.update(attempts=attempts, next_try=ExpressionWrapper(Now() + Value(pause), output_field=DateTimeField()))


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
                for code, indicator in declared().items():
                    if not indicator.touched_by:
                        drifts += _rebuild(schema, _moved_by(code), period)
    return drifts


@transaction.atomic
def _rebuild(village: str, members: Sequence[Indicator], period: date) -> list[Drift]:
    lock(village, members[0].leader, period, wait=True)
    codes = [member.code for member in members]
    mine = {"village": village, "period": period}
    waiting = Outbox.objects.select_for_update().filter(**mine, indicator__in=codes)
    read = dict(waiting.values_list("id", "indicator"))
    computed_before = Computation.objects.filter(**mine, indicator__in=codes)
    known = dict(computed_before.values_list("indicator", "version"))
    written = write(village, cells_of(members, period), period)
    Outbox.objects.filter(id__in=list(read)).delete()
    late = set(read.values())
    return [
        {
            "village": village,
            "indicator": member.code,
            "period": period.isoformat(),
            "before": written[member.code].before,
            "after": written[member.code].after,
            "cells": written[member.code].cells,
        }
        for member in members
        if written[member.code].cells
        and not late & {member.leader, member.code}
        and known.get(member.code) == member.version
    ]


def revision(code: str) -> str | None:
    """A text that changes with every committed change of what an indicator counts: the key of whatever is kept of it.

    A change leaves a row in the outbox in its own transaction; the row goes together with a computation of its number.
    So both together never come back to what they were. None where that cannot be said (the running month is closed):
    then nothing may be kept. One query.

    Raises:
        KeyError: no installed module declares it.
        OnRegencySide: not inside a village.
    """
    leader = declared()[code].leader
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws('.', o.rows, o.newest, extract(epoch FROM o.touched), extract(epoch FROM c.computed)), "
            "EXISTS (SELECT 1 FROM public.indicators_closedperiod WHERE village = %(village)s AND period = %(month)s) "
            "FROM (SELECT count(*) AS rows, max(id) AS newest, max(touched_at) AS touched FROM public.indicators_outbox "
            "WHERE village = %(village)s AND indicator = %(code)s) o, "
            "(SELECT max(computed_at) AS computed FROM public.indicators_computation "
            "WHERE village = %(village)s AND indicator = %(code)s) c",
            {"village": _village(), "code": leader, "month": open_month()},
        )
        text, closed = cursor.fetchone()
    return None if closed else str(text)


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
                    group=str(indicator.group),
                    heads={name: str(words) for name, words in indicator.heads.items()},
                    labels={
                        name: [[code, str(words)] for code, words in codes.items()]
                        for name, codes in indicator.labels.items()
                    },
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
    "revision",
    "sync_definitions",
    "touch",
    "touch_all",
    "villages_due",
]
