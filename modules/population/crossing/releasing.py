"""The act of the village that is left: people are offered to another village, and stand "sedang pindah" until it answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import NotFound
from balai.ui.formats import month_words
from modules.population.codes import MoveKind, Residency, Shdk
from modules.population.crossing.errors import BackTooSoon, CrossingError, NoSuchDestination
from modules.population.crossing.file import pack
from modules.population.errors import BadDates
from modules.population.models import CrossingPerson, Resident
from modules.population.selectors.crossing import destinations, village_title
from modules.population.selectors.register import living, place_words
from modules.population.services.ledger import locked
from tenants.context import current_village
from tenants.exchange import handovers
from tenants.exchange.models import Handover, HandoverState

Direction = CrossingPerson.Direction


@atomic()
def release(
    *, actor: Actor, residents: Sequence[Resident], destination: str, event_date: date, reason: str = ""
) -> Handover:
    """Offer people who move to another village of this regency, with their file.

    Nothing is recorded in the ledger yet: the people count here until the other village has taken them in. Until then
    they are on the way, and nothing else may happen to them. The kind of the move (inside the district or out of it)
    follows from the two villages. ``destination`` is a schema name out of :func:`selectors.crossing.destinations`.

    Raises:
        NotHere, BeingMoved, BadDates, NoSuchDestination, BackTooSoon, CrossingError (nobody chosen, of two families, not permanent).
    """
    require(actor, "population.crossing")
    if not residents:
        raise CrossingError(_("Pilih siapa yang pindah."), field="people")
    if event_date > today():
        raise BadDates(_("Tanggal pindah belum tiba."), field="event_date")
    people = sorted((locked(each) for each in residents), key=lambda each: (each.shdk or 99, each.pk))
    family_id = people[0].family_id
    if any(each.family_id != family_id for each in people) or (family_id is None and len(people) > 1):
        raise CrossingError(_("Sekali jalan hanya untuk anggota satu keluarga."), field="people")
    for each in people:
        if each.residency != Residency.PERMANENT:
            raise CrossingError(
                _("{name} penduduk tidak tetap. Catat kepergiannya dengan Pergi.").format(name=each.name),
                field="people",
            )
        if each.birth_date and event_date < each.birth_date:
            raise BadDates(_("Tanggal peristiwa tidak boleh sebelum tanggal lahir."), field="event_date")
    target = next((each for each in destinations() if each.schema_name == destination), None)
    if target is None:
        raise NoSuchDestination(field="destination")
    came = CrossingPerson.objects.filter(
        resident__in=[each.pk for each in people], direction=Direction.IN, other_village=destination,
        event_date__gte=event_date.replace(day=1),
    ).select_related("resident").first()  # fmt: skip
    if came is not None:
        # The village that they came from could not take them in; better told before the offer.
        raise BackTooSoon(
            name=came.resident.name, village=came.other_title, month=month_words(came.event_date), field="event_date"
        )
    me = current_village()
    kind = MoveKind.OUT_OF_VILLAGE if target.district_code == me.district_code else MoveKind.OUT_OF_DISTRICT
    stay = living().filter(family=family_id).exclude(pk__in=[each.pk for each in people]) if family_id else None
    place = place_words(Resident.objects.select_related("rt__parent__parent").get(pk=people[0].pk).rt)
    data, files = pack(people, whole=stay is not None and not stay.exists(), place=place)
    data |= {
        "from": {"title": me.title, "district": me.district_name, "code": me.code},
        "event_date": event_date, "reason": reason.strip()[:300], "move_kind": int(kind), "released_by": actor.name[:150],
    }  # fmt: skip
    made = handovers.offer(
        kind="move", to=destination, payload=data, people=len(people), days=handovers.MOVE_DAYS, files=files
    )
    CrossingPerson.objects.bulk_create(
        CrossingPerson(
            handover=made.pk, direction=Direction.OUT, resident=each, event_date=event_date, move_kind=kind,
            other_village=destination, other_title=village_title(target), by=actor.name[:150], details={"forms": {}},
            reason=reason.strip()[:300],
        )
        for each in people
    )  # fmt: skip
    for each in people:
        audit.record(actor, "population.crossing_released", about=each, handover=str(made.pk))
    return made


def takes_head(people: Sequence[Resident]) -> bool:
    """Whether the head is among those who go: a family that stays then needs another one."""
    return any(each.shdk == Shdk.HEAD for each in people)


@atomic()
def withdraw_move(*, actor: Actor, handover: Any, reason: str) -> Handover:
    """Take an offer back that nobody has answered; the people stay, free again.

    Raises:
        NotFound, HandoverEnded (the other village was quicker), CrossingError (no reason).
    """
    require(actor, "population.crossing")
    if not reason.strip():
        raise CrossingError(_("Tulis alasannya."), field="reason")
    found = handovers.locked(handover, state=HandoverState.OFFERED, sent=True)
    handovers.withdraw(found, reason.strip()[:300])
    free(found, "withdrawn", reason)
    audit.record(actor, "population.crossing_withdrawn", about=found, people=found.people)
    return found


def free(handover: Handover, outcome: str, reason: str = "") -> None:
    """People of a move that did not happen are nobody's business any more."""
    CrossingPerson.objects.filter(handover=handover.pk, direction=Direction.OUT, closed_at=None).update(
        closed_at=timezone.now(), outcome=outcome, reason=reason.strip()[:300]
    )


@atomic()
def acknowledge(*, actor: Actor, handover: Any) -> None:
    """Somebody of the office has read that a move was refused: it leaves the queue.

    Raises:
        NotFound: no refused move of this village.
    """
    require(actor, "population.crossing")
    read = CrossingPerson.objects.filter(handover=handover, direction=Direction.OUT, seen_at=None).exclude(
        closed_at=None
    )
    if not read.update(seen_at=timezone.now()):
        raise NotFound()
