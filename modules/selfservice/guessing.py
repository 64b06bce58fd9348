"""Somebody goes through a whole village's NIKs, a PIN or two each: no single account closes, so the village is told.

Each NIK closes after five wrong PINs and each address after forty (:mod:`balai.accounts.throttle`); whoever has a list of NIKs
and many addresses stays under both. What they cannot hide is that PINs of many different people fail within an hour.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from balai import audit
from balai.accounts import throttle
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic
from balai.errors import NotFound
from modules.selfservice.models import PinAlarm

logger = logging.getLogger("balai.selfservice.door")

#: So many different NIKs within so many seconds are no people who mistype: a village gives out a few PINs a day.
PEOPLE, WINDOW = 20, 3600
#: From the alarm on, each further so many are written down.
_STEP = 5


def note_failure(*, nik: str, address: str) -> None:
    """Count a wrong PIN, whether anybody has that NIK or not; sound the alarm where too many different ones fail."""
    people, is_new = throttle.different("pin-people", nik, seconds=WINDOW)
    addresses, _new = throttle.different("pin-addresses", address, seconds=WINDOW)
    tries = throttle.counted("pin-tries", seconds=WINDOW)
    if not is_new or people < PEOPLE or (people - PEOPLE) % _STEP:
        return
    # The operator's log names the village by its schema; no NIK stands in it.
    logger.warning(
        "PINs of many people fail: %s different NIKs, %s tries, %s addresses within an hour, last from %s",
        people, tries, addresses, address,
    )  # fmt: skip
    try:
        _write(people, tries, addresses)
    except DatabaseError:
        # A village that is read-only writes nothing; the line above stands all the same.
        logger.warning("the alarm could not be written")


@atomic()
def _write(people: int, tries: int, addresses: int) -> None:
    advisory_lock("selfservice:pin-alarm")
    row = unseen().first()
    if row is None:
        row = PinAlarm.objects.create(people=people, tries=tries, addresses=addresses)
        audit.record(Actor.system("citizen-sign-in"), "selfservice.pin_alarm", about=row, people=people)
        return
    row.people, row.tries = max(row.people, people), max(row.tries, tries)
    row.addresses, row.last_at = max(row.addresses, addresses), timezone.now()
    row.save(update_fields=["people", "tries", "addresses", "last_at"])


def unseen() -> QuerySet[PinAlarm]:
    """Alarms that nobody in the office has read yet: one at most."""
    found: QuerySet[PinAlarm] = PinAlarm.objects.filter(seen_at=None)
    return found


@atomic()
def see_alarm(*, actor: Actor, alarm: PinAlarm) -> PinAlarm:
    """An officer has read it; if it goes on, the next one sounds anew.

    Raises:
        NotAllowed: the actor lacks ``selfservice.manage``.
        NotFound: there is none.
    """
    require(actor, "selfservice.manage")
    row = PinAlarm.objects.select_for_update().filter(pk=alarm.pk).first()
    if row is None:
        raise NotFound()
    if row.seen_at is None:
        row.seen_at, row.seen_by = timezone.now(), actor.name[:150]
        row.save(update_fields=["seen_at", "seen_by"])
        audit.record(actor, "selfservice.pin_alarm_seen", about=row)
    return row
