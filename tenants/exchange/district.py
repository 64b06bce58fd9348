"""A village's letter before the camat: offered to the district, read while it is open, answered, emptied.

The village offers; the district's user answers on the regency's side; the village takes note in its own transaction.
Rights are the caller's to check: these are steps of a protocol, and a trigger holds who may take which.
"""

from __future__ import annotations

import base64
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from balai.errors import NotFound
from balai.jobs import sending
from tenants.exchange.handovers import HandoverEnded, here
from tenants.exchange.models import DistrictHandover, HandoverState
from tenants.exchange.sealing import seal, unseal

#: The village's own work after the district's answer.
CATCH_UP = "letters.catch_up_district"
#: What nobody answers is taken back by then: nothing about a person stands in public for longer.
DAYS = 30


def _receiver(district: str) -> str:
    return f"district:{district}"


def offer(*, district: str, letter: uuid.UUID, facts: dict[str, Any], pdf: bytes) -> DistrictHandover:
    """Offer a letter to the village's district, in the caller's transaction: what it is, and the paper itself."""
    sender = here()
    payload = {**facts, "pdf": base64.b64encode(pdf).decode()}
    return DistrictHandover.objects.create(
        village=sender, district=district, letter=letter, expires_at=timezone.now() + timedelta(days=DAYS),
        facts=seal(facts, sender=sender, receiver=_receiver(district)),
        payload=seal(payload, sender=sender, receiver=_receiver(district)),
    )  # fmt: skip


def waiting_for(district: str) -> QuerySet[DistrictHandover]:
    """What waits for a district's answer, the longest first; the paper itself is not read."""
    found = DistrictHandover.objects.filter(district=district, state=HandoverState.OFFERED)
    return found.defer("payload").order_by("created_at", "id")


def facts_of(row: DistrictHandover) -> dict[str, Any]:
    """What a letter is (title, number, date, whose, signer); empty once it has ended."""
    if not row.facts:
        return {}
    found: dict[str, Any] = unseal(row.facts, sender=row.village, receiver=_receiver(row.district))
    return found


def pdf_of(row: DistrictHandover) -> bytes:
    """The paper.

    Raises:
        HandoverEnded: it has been answered or taken back, and there is nothing to read any more.
    """
    if row.payload is None:
        raise HandoverEnded(state=row.state)
    return base64.b64decode(unseal(row.payload, sender=row.village, receiver=_receiver(row.district))["pdf"])


def open_one(key: Any, district: str, *, lock: bool = False) -> DistrictHandover:
    """An open one of a district.

    Raises:
        NotFound: there is none of this district. HandoverEnded: it has been answered or taken back.
    """
    rows = DistrictHandover.objects.select_for_update() if lock else DistrictHandover.objects
    found = rows.filter(pk=key, district=district).first()
    if found is None:
        raise NotFound()
    if found.state != HandoverState.OFFERED:
        raise HandoverEnded(state=found.state)
    return found


def answer(row: DistrictHandover, *, approved: bool, content: dict[str, Any]) -> None:
    """The district's answer to a locked one: the paper is emptied at once, the village told."""
    now = timezone.now()
    row.state = HandoverState.ACCEPTED if approved else HandoverState.REFUSED
    row.answer = seal(content, sender=row.village, receiver=_receiver(row.district))
    row.facts, row.payload, row.answered_at = "", None, now
    row.save(update_fields=["state", "answer", "facts", "payload", "answered_at"])
    transaction.on_commit(partial(sending.send, CATCH_UP, [], schema=row.village, queue="default"), robust=True)


def mine(key: Any) -> DistrictHandover | None:
    """One of this village's own, under its lock."""
    return DistrictHandover.objects.select_for_update().filter(pk=key, village=here()).first()


def answer_of(row: DistrictHandover) -> dict[str, Any]:
    """What the district said; empty before and after."""
    if not row.answer:
        return {}
    found: dict[str, Any] = unseal(row.answer, sender=row.village, receiver=_receiver(row.district))
    return found


def settle(row: DistrictHandover) -> None:
    """The village has the answer in its own schema: nothing of it stays here."""
    row.noted_at, row.answer = timezone.now(), ""
    if row.state == HandoverState.ACCEPTED:
        row.state = HandoverState.SETTLED
    row.save(update_fields=["noted_at", "answer", "state"])


def take_back(row: DistrictHandover) -> None:
    """The village takes back what was not answered; emptied at once.

    Raises:
        HandoverEnded: the district was quicker.
    """
    if row.state != HandoverState.OFFERED:
        raise HandoverEnded(state=row.state)
    row.state, row.facts, row.payload = HandoverState.WITHDRAWN, "", None
    row.answered_at = row.noted_at = timezone.now()
    row.save(update_fields=["state", "facts", "payload", "answered_at", "noted_at"])


_DUE = """
SELECT DISTINCT village FROM exchange_districthandover
WHERE noted_at IS NULL AND (state IN ('accepted', 'refused') OR (state = 'offered' AND expires_at < now()))
"""


def villages_due() -> list[str]:
    """Villages that have an answer to take note of, or an offer that nobody answered: one query, on the regency's side."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        return sorted(row[0] for row in cursor.fetchall())
