"""What is left to this village after the other's step. Safe to run at any time, twice, and again after a killed worker.

Each hand-over is one transaction of its own that begins by locking its row in the state that this work needs; whoever
comes second finds another state and does nothing.
"""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor
from balai.db import today, zone
from balai.errors import BalaiError
from modules.population.crossing.doubles import comparison
from modules.population.crossing.releasing import free
from modules.population.models import CrossingPerson
from modules.population.services.closing import first_open_day
from modules.population.services.departures import register_move_out
from tenants.exchange import doubles, handovers
from tenants.exchange.models import CaseState, Handover, HandoverState

logger = logging.getLogger("balai.population")


def catch_up() -> int:
    """Do everything that this side owes; returns how many hand-overs and cases moved on.

    Accepted moves become departures here; refused and expired ones free their people; comparisons are written where both
    villages agreed, and emptied where the case has ended.
    """
    actor = Actor.job("population.crossing")
    me = handovers.here()
    sent = Handover.objects.filter(from_village=me)
    due = sent.filter(
        Q(state=HandoverState.ACCEPTED)
        | Q(state=HandoverState.REFUSED, noted_at=None)
        | Q(state=HandoverState.OFFERED, expires_at__lt=timezone.now())
    )
    done = 0
    for key in list(due.order_by("created_at").values_list("pk", flat=True)):
        done += _apart(_step, actor, key)
    agreed = doubles.cases().filter(state=CaseState.ACKNOWLEDGED, agreed_a_at__isnull=False, agreed_b_at__isnull=False)
    written = sent.filter(kind="compare").values("about")
    for key in list(agreed.exclude(pk__in=written).values_list("pk", flat=True)):
        done += _apart(_compare, actor, key)
    ended = doubles.cases().filter(state=CaseState.SETTLED).values("pk")
    for key in list(
        sent.filter(kind="compare", state=HandoverState.OFFERED, about__in=ended).values_list("pk", flat=True)
    ):
        done += _apart(_close_comparison, actor, key)
    return done


def _apart(step: Any, actor: Actor, key: Any) -> int:
    """One step in its own transaction; one that cannot be done holds up no other."""
    try:
        with transaction.atomic():
            return int(step(actor, key))
    except BalaiError as error:
        logger.error("hand-over %s waits: %s", key, error.code)
        return 0


def _step(actor: Actor, key: Any) -> bool:
    row = Handover.objects.select_for_update().filter(pk=key, from_village=handovers.here()).first()
    if row is None:
        return False
    if row.state == HandoverState.ACCEPTED:
        _depart(actor, row)
        return True
    if row.state == HandoverState.REFUSED and row.noted_at is None:
        free(row, "refused", handovers.reason_of(row))
        handovers.note_refusal(row)
        return True
    if row.state == HandoverState.OFFERED and row.expires_at < timezone.now():
        handovers.withdraw(row)
        if row.kind == "move":
            free(row, "expired", _("Tidak dijawab dalam {days} hari.").format(days=handovers.MOVE_DAYS))
            audit.record(actor, "population.crossing_expired", about=row, people=row.people)
        return True
    return False


def _depart(actor: Actor, row: Handover) -> None:
    people = list(
        CrossingPerson.objects.select_for_update(of=("self",))
        .select_related("resident")
        .filter(handover=row.pk, direction=CrossingPerson.Direction.OUT, closed_at=None)
    )
    # Closed first: an open line would forbid the very event that it waits for.
    CrossingPerson.objects.filter(pk__in=[each.pk for each in people]).update(closed_at=timezone.now(), outcome="moved")
    on = _accepted_on(row)
    for each in people:
        each.resident.refresh_from_db()
        if not each.resident.is_here:
            # Somebody took the entry back meanwhile: there is nobody left to depart.
            CrossingPerson.objects.filter(pk=each.pk).update(outcome="not_here")
            continue
        register_move_out(
            actor=Actor(kind="job", id="population.crossing", name=each.by, role="job"), resident=each.resident, event_date=each.event_date,
            report_date=max(on, each.event_date), kind=each.move_kind, destination=each.other_title, note=each.reason,
            handover=str(row.pk),
        )  # fmt: skip
    handovers.settle(row)
    audit.record(actor, "population.crossing_settled", about=row, people=len(people))


def _accepted_on(row: Handover) -> date:
    """The day that the departure is reported here: that of accepting, whenever this work is done.

    So nobody closes a month in both villages because a worker stood still over its end. Where that month was closed here
    meanwhile it is the first open day, and the line is late (susulan), as every report that comes too late.
    """
    accepted = timezone.localdate(row.answered_at, zone()) if row.answered_at else today()
    return max(accepted, first_open_day() or accepted)


def _compare(actor: Actor, key: Any) -> bool:
    case = doubles.case_of(key, lock=True)
    if case.state != CaseState.ACKNOWLEDGED or not (case.agreed_a_at and case.agreed_b_at):
        return False
    if Handover.objects.filter(about=case.pk, from_village=handovers.here()).exists():
        return False
    data = comparison(case)
    if data is None:
        return False  # the number is gone here: the finder closes the case
    made = handovers.offer(
        kind="compare", to=doubles.other_party(case), payload=data, people=1, days=handovers.COMPARE_DAYS, about=case.pk
    )
    audit.record(actor, "population.double_shown", about=case, handover=str(made.pk))
    return True


def _close_comparison(actor: Actor, key: Any) -> bool:
    row = Handover.objects.select_for_update().filter(pk=key, state=HandoverState.OFFERED).first()
    if row is None:
        return False
    handovers.withdraw(row)
    return True
