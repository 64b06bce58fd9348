"""The queue: what is due is claimed, sent, and what is known afterwards is written; nothing is sent twice by itself.

A row is claimed in a transaction of its own before the provider is called. A worker that is killed in between leaves it
"sending": after :data:`LEASE` it is tried again where the provider takes a key only once, and told as unclear where not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.boxes import CannotOpen, open_box
from balai.db import advisory_lock, atomic
from balai.errors import Conflict, NotFound
from balai.jobs import enqueue
from balai.jobs.models import Job
from balai.jobs.models import State as JobState
from modules.messages.drivers import DeliveryRef, Later, Never, Outgoing, Unclear, parts_of, with_end
from modules.messages.models import TROUBLED, Channel, Delivery, DeliveryState, Gateway
from modules.messages.services.gateways import driver_of, spent
from modules.messages.services.quiet import held_until

JOB = "messages.deliver"
NOW, LATER = "messages:now", "messages:later"
SEALED = "messages-code"
#: Tries, and the minutes between them.
ATTEMPTS, PAUSES = 6, (1, 5, 20, 60, 180)
#: After so long a message that is being sent has lost its worker: far longer than a driver may take.
LEASE = timedelta(minutes=2)
#: A job waits for no longer: the broker brings longer messages back before their time.
LONGEST_WAIT = timedelta(minutes=30)


def ask_for_delivery(at: datetime | None = None) -> None:
    """Have the queue worked off: now, when this transaction commits, or once ``at`` has come."""
    actor, title = Actor.job(JOB), _("Kirim pemberitahuan")
    if at is None:
        enqueue(JOB, actor=actor, title=title, key=NOW)
        return
    wanted = min(at, timezone.now() + LONGEST_WAIT)
    with atomic():
        open_ones = Job.objects.filter(key=LATER, state=JobState.WAITING, attempts=0)
        before = open_ones.values_list("pk", flat=True).first()
        job = enqueue(JOB, actor=actor, title=title, key=LATER)
        # One that waits already keeps its time where that is earlier.
        moved = open_ones.filter(pk=job.pk)
        (moved.filter(next_try__gt=wanted) if job.pk == before else moved).update(next_try=wanted)


def deliver(limit: int = 500) -> dict[str, int]:
    """Work off what is due in the present village. Safe to run twice and side by side; returns how many ended how."""
    counts: Counter[str] = Counter()
    counts["lost"] = settle_lost()
    _hold_quiet()
    while sum(counts.values()) < limit:
        claimed = _claim()
        if claimed is None:
            break
        counts[_send(claimed) if claimed.state == DeliveryState.SENDING else claimed.state] += 1
    following = _next_moment()
    if following is not None:
        ask_for_delivery(following)
    return {key: number for key, number in counts.items() if number}


def _next_moment() -> datetime | None:
    waiting = (
        Delivery.objects.filter(state=DeliveryState.WAITING).order_by("next_try").values_list("next_try", flat=True)
    )
    sending = Delivery.objects.filter(state=DeliveryState.SENDING).order_by("claimed_at").values_list("claimed_at", flat=True)  # fmt: skip
    moments = [*waiting[:1], *(each + LEASE for each in sending[:1] if each)]
    return min(moments, default=None)


def _hold_quiet() -> None:
    """At night what can wait waits for the morning (a first try is held back where it is written)."""
    now = timezone.now()
    until = held_until(now)
    if until > now:
        Delivery.objects.filter(state=DeliveryState.WAITING, urgent=False, next_try__lt=until).exclude(
            channel=Channel.EMAIL
        ).update(next_try=until)


@atomic
def settle_lost(now: datetime | None = None) -> int:
    """What was being sent when its worker died: again where that is safe, else told as unclear. Returns how many."""
    now = now or timezone.now()
    lost = list(
        Delivery.objects.select_for_update(skip_locked=True).filter(
            state=DeliveryState.SENDING, claimed_at__lt=now - LEASE
        )
    )
    for row in lost:
        gateway = Gateway.objects.filter(channel=row.channel, driver=row.driver).first()
        try:
            again = gateway is not None and driver_of(gateway).idempotent
        except Never:
            again = False
        if again:
            row.state, row.next_try = DeliveryState.WAITING, now
            row.save(update_fields=["state", "next_try"])
        else:
            _settle(row, DeliveryState.UNKNOWN, _("Pengiriman terputus. Pesan mungkin sampai, mungkin tidak."))
    return len(lost)


@atomic
def _claim(now: datetime | None = None) -> Delivery | None:
    """The next message that is due, marked as being sent; or one that can no longer go, marked so."""
    now = now or timezone.now()
    row = (
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(state=DeliveryState.WAITING, next_try__lte=now)
        .order_by("-urgent", "next_try", "id")
        .first()
    )
    if row is None:
        return None
    if row.useless_from <= now:
        return _settle(
            row,
            DeliveryState.GIVEN_UP,
            row.words or _("Terlalu lama menunggu, jadi tidak dikirim. Warga membacanya di Layanan Mandiri."),
        )
    gateway = Gateway.objects.filter(channel=row.channel, active=True).first()
    if gateway is None:
        return _settle(row, DeliveryState.GIVEN_UP, _("Saluran ini sudah dimatikan."))
    cost = gateway.price * (parts_of(with_end(row.text, row.end_url)) if row.channel == Channel.SMS else 1)
    if cost and gateway.budget is not None:
        advisory_lock(f"messages:budget:{row.channel}")
        if spent(row.channel, now) + cost > gateway.budget:
            return _settle(row, DeliveryState.GIVEN_UP, _("Anggaran bulan ini untuk saluran ini sudah habis."))
    row.state, row.claimed_at, row.driver, row.cost = DeliveryState.SENDING, now, gateway.driver, cost
    row.attempts += 1
    row.save(update_fields=["state", "claimed_at", "driver", "cost", "attempts"])
    return row


def _settle(row: Delivery, state: DeliveryState, words: str = "") -> Delivery:
    row.state, row.words, row.settled_at = state, words[:300], timezone.now()
    # A code is of no use to anybody any more.
    row.sealed = ""
    row.save(update_fields=["state", "words", "settled_at", "sealed"])
    return row


def _text_of(row: Delivery) -> str:
    if not row.sealed:
        return row.text
    try:
        return open_box(SEALED, row.sealed).decode()
    except CannotOpen:
        raise Never(_("Isi pesan tidak dapat dibaca lagi.")) from None


def _send(row: Delivery) -> str:
    """Call the provider; no transaction is held meanwhile."""
    try:
        gateway = Gateway.objects.get(channel=row.channel)
        text = _text_of(row)
        sent = driver_of(gateway).send(
            Outgoing(str(row.pk), row.address, row.title, text, end_url=row.end_url, is_code=bool(row.sealed))
        )
    except Later as error:
        return _write(row, partial(_put_off, words=error.words, seconds=error.seconds))
    except Never as error:
        return _write(row, partial(_settle, state=DeliveryState.FAILED, words=error.words))
    except Unclear as error:
        return _write(row, partial(_settle, state=DeliveryState.UNKNOWN, words=error.words))
    return _write(row, partial(_taken, sent=sent))


def _taken(row: Delivery, *, sent: DeliveryRef) -> Delivery:
    row.reference, row.sent_at = sent.reference, timezone.now()
    row.save(update_fields=["reference", "sent_at"])
    return _settle(row, DeliveryState.DELIVERED if sent.delivered else DeliveryState.SENT)


def _put_off(row: Delivery, *, words: str, seconds: int) -> Delivery:
    row.cost = 0
    row.save(update_fields=["cost"])
    if row.attempts >= ATTEMPTS:
        return _settle(row, DeliveryState.GIVEN_UP, words)
    pause = max(timedelta(minutes=PAUSES[min(row.attempts, len(PAUSES)) - 1]), timedelta(seconds=seconds))
    row.state, row.next_try, row.words = DeliveryState.WAITING, timezone.now() + pause, words[:300]
    row.save(update_fields=["state", "next_try", "words"])
    return row


@atomic
def _write(row: Delivery, change: Callable[[Delivery], Delivery]) -> str:
    """The outcome, if the message is still ours: who came after the lease has the word."""
    found = Delivery.objects.select_for_update().filter(
        pk=row.pk, state=DeliveryState.SENDING, claimed_at=row.claimed_at
    )
    mine = found.first()
    if mine is None:
        return "lost"
    return str(change(mine).state)


@atomic
def send_again(*, actor: Actor, delivery: Delivery) -> Delivery:
    """Somebody has looked and wants it sent once more: what failed, was given up, or is unclear.

    Raises:
        NotAllowed: the actor lacks ``messages.manage``.
        Conflict: it is none of these (any more), or it held a code, which is sent anew by who asked for it.
    """
    require(actor, "messages.manage")
    row = Delivery.objects.select_for_update().filter(pk=delivery.pk).first()
    if row is None:
        raise NotFound()
    if row.state not in TROUBLED or not row.text:
        raise Conflict(
            _("Pesan ini tidak dapat dikirim lagi: sudah terkirim, atau isinya kode. Warga dapat meminta kode baru.")
        )
    now = timezone.now()
    row.state, row.next_try, row.useless_from, row.attempts = DeliveryState.WAITING, now, now + timedelta(days=1), 0
    row.settled_at, row.words, row.reference, row.claimed_at, row.cost = None, "", "", None, 0
    row.save()
    audit.record(actor, "messages.sent_again", about=row, channel=row.channel)
    ask_for_delivery()
    return row


@atomic
def send_test(*, actor: Actor, gateway: Gateway, address: str) -> Delivery:
    """Try a channel with a message to an address of one's own.

    Raises:
        NotAllowed: the actor lacks ``messages.manage``.
        MessageError: the address is none of the channel's.
    """
    from modules.messages.services.contacts import tidy_address
    from tenants.context import current_village

    require(actor, "messages.manage")
    to = tidy_address(gateway.channel, address, field="address")
    now = timezone.now()
    row = Delivery.objects.create(
        event="test", channel=gateway.channel, address=to, urgent=True, useless_from=now + timedelta(hours=1),
        title=_("Pesan percobaan"),
        text=_("Pesan percobaan dari {village}. Saluran ini sudah berfungsi.").format(village=current_village().title),
    )  # fmt: skip
    audit.record(actor, "messages.test_sent", about=row, channel=gateway.channel)
    ask_for_delivery()
    return row


def send_to_number(*, number: str, event: str, title: str, text: str) -> bool:
    """One message to a telephone number that nobody has proved, by the first open way that takes one; for whoever asked for
    exactly this message. Whether there was a way."""
    from modules.messages.services.contacts import tidy_address
    from modules.messages.services.gateways import open_channels

    channel = next((each for each in (Channel.WHATSAPP, Channel.SMS) if each in open_channels()), None)
    if channel is None:
        return False
    now = timezone.now()
    Delivery.objects.create(
        event=event, channel=channel, address=tidy_address(channel, number), title=title[:120], text=text,
        created_at=now, next_try=held_until(now), useless_from=now + timedelta(days=2),
    )  # fmt: skip
    ask_for_delivery()
    return True


def told(*, gateway: Gateway, reference: str = "", key: str = "", state: str, words: str = "") -> bool:
    """What a provider says later of a message: states only go on, and a lost answer is settled by it.

    Returns whether a message of this channel was meant.
    """
    from uuid import UUID

    found = Delivery.objects.select_for_update().filter(channel=gateway.channel, driver=gateway.driver)
    with atomic():
        row = found.filter(reference=reference).first() if reference else None
        if row is None and key:
            try:
                row = found.filter(pk=UUID(key)).first()
            except ValueError:
                row = None
        if row is None:
            return False
        rank = {DeliveryState.UNKNOWN: 0, DeliveryState.SENDING: 0, DeliveryState.SENT: 1, DeliveryState.DELIVERED: 2}
        wanted = {"sent": DeliveryState.SENT, "delivered": DeliveryState.DELIVERED, "failed": DeliveryState.FAILED}[
            state
        ]
        if DeliveryState(row.state) not in rank:
            return True
        if wanted is not DeliveryState.FAILED and rank[wanted] <= rank[DeliveryState(row.state)]:
            return True
        if wanted is DeliveryState.FAILED and row.state == DeliveryState.DELIVERED:
            return True
        row.reference = row.reference or reference[:150]
        row.sent_at = row.sent_at or timezone.now()
        if wanted is DeliveryState.FAILED:
            # What did not arrive is not charged.
            row.cost = 0
        row.save(update_fields=["reference", "sent_at", "cost"])
        _settle(row, wanted, words)
    return True


def waiting_count() -> int:
    """How many messages are in the queue."""
    return Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.SENDING]).count()


__all__ = ["ask_for_delivery", "deliver", "send_again", "send_test", "settle_lost", "told", "waiting_count"]
