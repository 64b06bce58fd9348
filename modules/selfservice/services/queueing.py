"""The queue of the hall: numbers a day and a service, called one after the other."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today, translate_unique
from balai.errors import Conflict, NotFound
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import Kiosk, QueueService, Ticket, TicketState

A_DAY = 500
KEPT = timedelta(days=90)


@atomic()
def add_service(*, actor: Actor, name: str, letter: str) -> QueueService:
    """Something that people queue for.

    Raises:
        SelfserviceError: no name, no letter, or the letter is taken.
    """
    require(actor, "selfservice.kiosk")
    name, prefix = " ".join(name.split())[:60], letter.strip().upper()
    if not name:
        raise SelfserviceError(_("Tulis nama layanannya."), field="name")
    if not (prefix.isascii() and prefix.isalpha() and len(prefix) <= 2):
        raise SelfserviceError(_("Satu atau dua huruf, misalnya A."), field="letter")
    taken = SelfserviceError(_("Huruf {prefix} sudah dipakai layanan lain.").format(prefix=prefix), field="letter")
    with translate_unique({"queue_letter_once": taken}):
        made = QueueService.objects.create(name=name, prefix=prefix)
    audit.record(actor, "selfservice.queue_service_added", about=made)
    return made


@atomic()
def close_service(*, actor: Actor, service: QueueService) -> None:
    """Nobody queues for it any more; who has a number is called still."""
    require(actor, "selfservice.kiosk")
    QueueService.objects.filter(pk=service.pk).update(active=False)
    audit.record(actor, "selfservice.queue_service_closed", about=service)


@atomic()
def take_ticket(*, kiosk: Kiosk, service: QueueService, on: date | None = None) -> Ticket:
    """The next number of today, at a kiosk.

    Raises:
        NotFound: the service is closed.
        SelfserviceError: the day has no more numbers.
    """
    day = on or today()
    advisory_lock(f"selfservice:queue:{service.pk}:{day}")
    if not QueueService.objects.filter(pk=service.pk, active=True).exists():
        raise NotFound()
    last = Ticket.objects.filter(service=service, day=day).aggregate(last=Max("number"))["last"] or 0
    if last >= A_DAY:
        raise SelfserviceError(_("Nomor antrean hari ini sudah habis. Tanyakan kepada petugas."))
    made = Ticket.objects.create(service=service, day=day, number=last + 1)
    audit.record(
        Actor(kind="system", id=f"kiosk:{kiosk.pk}"[:64], name=kiosk.name, role="system"),
        "selfservice.ticket_taken",
        about=made,
    )
    return made


@atomic()
def call_next(*, actor: Actor, service: QueueService, counter: str = "", on: date | None = None) -> Ticket | None:
    """Call the lowest number that waits; two officers at once call two people. None where nobody waits."""
    require(actor, "selfservice.queue")
    found = (
        Ticket.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("service")
        .filter(service=service, day=on or today(), state=TicketState.WAITING)
        .order_by("number")
        .first()
    )
    if found is None:
        return None
    found.state, found.called_at, found.called_by = TicketState.CALLED, timezone.now(), actor.name[:150]
    found.counter = " ".join(counter.split())[:20]
    found.save(update_fields=["state", "called_at", "called_by", "counter"])
    audit.record(actor, "selfservice.ticket_called", about=found)
    return found


@atomic()
def finish_ticket(*, actor: Actor, ticket: Ticket, came: bool) -> None:
    """Who was called was served, or did not come.

    Raises:
        Conflict: the number is not called (any more).
    """
    require(actor, "selfservice.queue")
    changed = Ticket.objects.filter(pk=ticket.pk, state=TicketState.CALLED).update(
        state=TicketState.SERVED if came else TicketState.MISSED, finished_at=timezone.now()
    )
    if not changed:
        raise Conflict(_("Nomor ini sudah selesai."))
    audit.record(actor, "selfservice.ticket_finished", about=ticket, came=came)


@atomic()
def tidy_tickets(*, actor: Actor) -> int:
    """Every night: numbers of long ago go."""
    require(actor, "selfservice.manage")
    return Ticket.objects.filter(day__lt=today() - KEPT).delete()[0]
