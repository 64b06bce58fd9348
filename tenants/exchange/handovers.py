"""Offering, answering and ending hand-overs. Rights are the caller's to check: these are steps of a protocol.

The sender offers; the receiver accepts or refuses; the sender settles what was accepted, or withdraws what was not
answered. Each step is a part of its side's own transaction, under the row's lock. What happens on the other side after a
step is that side's own work: :func:`tell` sends a message, and the sweep finds what a lost message left behind.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Func, QuerySet, TextField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from balai.errors import NotFound, Refused
from balai.jobs import sending
from tenants.exchange.models import Handover, HandoverState
from tenants.exchange.sealing import seal, seal_files, unseal, unseal_files

#: What stands between the sealed content and its sealed files; no sealed text has it.
_BESIDE = "."
CATCH_UP = "balai.catch_up_crossings"
#: A moving letter (surat keterangan pindah) is good for 100 days; an offer that nobody answers ends then.
MOVE_DAYS = 100
COMPARE_DAYS = 100


class HandoverEnded(Refused):
    """Somebody was quicker: the hand-over is no longer where this step begins."""

    code = "handover_ended"
    status = 409

    def message(self) -> str:
        state = HandoverState(self.data["state"]).label if self.data.get("state") else ""
        return _("Serah terima ini sudah tidak menunggu: {state}.").format(state=state)


def here() -> str:
    """The schema of the present village."""
    return str(connection.schema_name)  # type: ignore[attr-defined]


def offer(
    *, kind: str, to: str, payload: Any, people: int, days: int, about: uuid.UUID | None = None, files: Sequence[bytes] = ()
) -> Handover:  # fmt: skip
    """Offer something to another village, in the caller's transaction. ``files`` are sealed beside it: who only reads a
    list of names need not open megabytes of scans."""
    sender = here()
    sealed = seal(payload, sender=sender, receiver=to)
    if files:
        sealed += _BESIDE + seal_files(files, sender=sender, receiver=to)
    return Handover.objects.create(
        kind=kind, from_village=sender, to_village=to, people=people, about=about,
        payload=sealed, expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip


def content(handover: Handover) -> Any:
    """What is in it, without its files; None once it was emptied."""
    sealed = handover.head if "head" in handover.__dict__ else handover.payload  # type: ignore[attr-defined]
    if sealed is None:
        return None
    return unseal(sealed.partition(_BESIDE)[0], sender=handover.from_village, receiver=handover.to_village)


def files_of(handover: Handover) -> list[bytes]:
    """The files beside it; none once it was emptied."""
    _head, _mark, sealed = (handover.payload or "").partition(_BESIDE)
    return unseal_files(sealed, sender=handover.from_village, receiver=handover.to_village) if sealed else []


def without_files(found: QuerySet[Handover]) -> QuerySet[Handover]:
    """The same, for lists: their files stay in the database."""
    head = Func(F("payload"), Value(_BESIDE), Value(1), function="split_part", output_field=TextField())
    return found.defer("payload").annotate(head=head)


def reason_of(handover: Handover) -> str:
    """Why it was refused or withdrawn, for the two parties."""
    if not handover.reason:
        return ""
    return str(unseal(handover.reason, sender=handover.from_village, receiver=handover.to_village))


def mine(kind: str = "move") -> QuerySet[Handover]:
    """Hand-overs of which this village is a party (row-level security leaves no others)."""
    return Handover.objects.filter(kind=kind)


def one(key: Any, kind: str = "move") -> Handover:
    """One of this village's hand-overs.

    Raises:
        NotFound: there is none, or it is between other villages.
    """
    found = mine(kind).filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def locked(key: Any, *, state: str, sent: bool) -> Handover:
    """A hand-over under its lock, in ``state``; ``sent``: this village is its sender, else its receiver.

    Raises:
        NotFound: none of ours in this direction.
        HandoverEnded: it stands elsewhere.
    """
    side = {"from_village": here()} if sent else {"to_village": here()}
    found = Handover.objects.select_for_update().filter(pk=key, **side).first()
    if found is None:
        raise NotFound()
    if found.state != state:
        raise HandoverEnded(state=found.state)
    return found


def accept(handover: Handover) -> None:
    """The receiver takes it; the sender settles it afterwards, in its own transaction."""
    handover.state, handover.answered_at = HandoverState.ACCEPTED, timezone.now()
    handover.save(update_fields=["state", "answered_at"])
    tell(handover.from_village)


def refuse(handover: Handover, reason: str) -> None:
    """The receiver does not take it; emptied at once."""
    now = timezone.now()
    handover.reason = seal(reason, sender=handover.from_village, receiver=handover.to_village)
    handover.state, handover.answered_at, handover.ended_at = HandoverState.REFUSED, now, now
    handover.payload = None
    handover.save(update_fields=["state", "reason", "answered_at", "ended_at", "payload"])
    tell(handover.from_village)


def withdraw(handover: Handover, reason: str = "") -> None:
    """The sender takes back what was not answered; emptied at once."""
    if reason:
        handover.reason = seal(reason, sender=handover.from_village, receiver=handover.to_village)
    handover.state, handover.ended_at = HandoverState.WITHDRAWN, timezone.now()
    handover.payload = None
    handover.save(update_fields=["state", "reason", "ended_at", "payload"])


def settle(handover: Handover) -> None:
    """The sender has done its part of what was accepted; emptied."""
    handover.state, handover.ended_at, handover.payload = HandoverState.SETTLED, timezone.now(), None
    handover.save(update_fields=["state", "ended_at", "payload"])


def note_refusal(handover: Handover) -> None:
    """The sender has taken note of a refusal and keeps the reason in its own schema."""
    handover.noted_at, handover.reason = timezone.now(), ""
    handover.save(update_fields=["noted_at", "reason"])


def tell(village: str) -> None:
    """After the commit: a village's worker does what this step left to its side. A hint; the sweep does it, too."""
    transaction.on_commit(partial(sending.send, CATCH_UP, [], schema=village, queue="default"), robust=True)


_DUE = """
SELECT from_village FROM exchange_handover WHERE state = 'accepted'
UNION SELECT from_village FROM exchange_handover WHERE state = 'refused' AND noted_at IS NULL
UNION SELECT from_village FROM exchange_handover WHERE state = 'offered' AND expires_at < now()
UNION SELECT h.from_village FROM exchange_handover h JOIN exchange_doublecase c ON c.id = h.about
      WHERE h.kind = 'compare' AND h.state = 'offered' AND c.state = 'settled'
UNION SELECT side.village FROM exchange_doublecase c
      CROSS JOIN LATERAL (VALUES (c.village_a), (c.village_b)) side (village)
      WHERE c.state = 'acknowledged' AND c.agreed_a_at IS NOT NULL AND c.agreed_b_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM exchange_handover h WHERE h.about = c.id AND h.from_village = side.village)
"""


def villages_due() -> list[str]:
    """Villages whose side has something left to do: one query, on the regency's side."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        return sorted(row[0] for row in cursor.fetchall())
