"""The same number in two villages: each writes keyed hashes of its own, the regency's job compares, nobody sees a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from balai.db import atomic
from balai.errors import NotFound
from balai.jobs import sending
from tenants.exchange.handovers import here, tell
from tenants.exchange.models import CaseState, DoubleCase, KeyedHash
from tenants.exchange.sealing import digest_of, hash_key

REFRESH, FIND = "balai.refresh_hashes", "balai.find_doubles"
#: A burst of changes is hashed once: the message waits this long (seconds); a second one is held back for less.
DEBOUNCE, HELD_BACK = 10, 8


def numbers_changed() -> None:
    """After the commit: this village's numbers may be other ones now. At most one message in some seconds.

    Costs a change one call to the cache; an import of any size costs the same.
    """
    transaction.on_commit(partial(_ask, here()), robust=True)


def _ask(village: str) -> None:
    from redis.exceptions import RedisError

    try:
        first = cache.add("hashes-asked", 1, timeout=HELD_BACK)
    except (OSError, RedisError):
        return  # the nightly pass does it
    if first:
        sending.send(REFRESH, [], schema=village, queue="default", countdown=DEBOUNCE)


@atomic()
def replace_hashes(numbers: Iterable[tuple[str, str, uuid.UUID]]) -> tuple[int, int]:
    """Bring this village's rows to ``numbers`` (kind, number, subject); returns how many came and went.

    Only what differs is written. Row-level security forbids COPY; one INSERT from arrays does the same.
    """
    village, key = here(), hash_key()
    wanted = {(kind, subject): digest_of(kind, number, key) for kind, number, subject in numbers}
    with connection.cursor() as cursor:
        # One pass at a time in a village: a second one would trip over the first one's rows.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"hashes {village}"])
        cursor.execute("SELECT kind, subject, digest, id FROM public.exchange_keyedhash WHERE village = %s", [village])
        known = {(kind, subject): (bytes(digest), row) for kind, subject, digest, row in cursor.fetchall()}
        gone = [row for place, (digest, row) in known.items() if wanted.get(place) != digest]
        new = [(place, digest) for place, digest in wanted.items() if known.get(place, (b"", 0))[0] != digest]
        if gone:
            cursor.execute("DELETE FROM public.exchange_keyedhash WHERE id = ANY(%s)", [gone])
        if new:
            cursor.execute(
                "INSERT INTO public.exchange_keyedhash (village, kind, subject, digest) SELECT %s, kind, subject, digest "
                "FROM unnest(%s::text[], %s::uuid[], %s::bytea[]) AS row (kind, subject, digest)",
                [
                    village,
                    [place[0] for place, _ in new],
                    [place[1] for place, _ in new],
                    [digest for _, digest in new],
                ],
            )
    if gone or new:
        transaction.on_commit(partial(sending.send, FIND, [village], schema="public", queue="default"), robust=True)
    return len(new), len(gone)


_FIND = """
INSERT INTO exchange_doublecase (kind, digest, village_a, village_b, state, outcome, settled_by)
SELECT DISTINCT a.kind, a.digest, least(a.village, b.village), greatest(a.village, b.village), 'open', '', ''
FROM exchange_keyedhash a JOIN exchange_keyedhash b ON b.digest = a.digest AND b.kind = a.kind AND b.village <> a.village
WHERE a.village = %s
ON CONFLICT DO NOTHING
"""
_CLOSE = """
UPDATE exchange_doublecase c SET state = 'settled', settled_at = now(),
    outcome = CASE WHEN c.outcome = '' THEN 'gone' ELSE c.outcome END
WHERE c.state <> 'settled' AND (c.village_a = %s OR c.village_b = %s) AND NOT (
    EXISTS (SELECT 1 FROM exchange_keyedhash h WHERE h.village = c.village_a AND h.kind = c.kind AND h.digest = c.digest)
    AND EXISTS (SELECT 1 FROM exchange_keyedhash h WHERE h.village = c.village_b AND h.kind = c.kind AND h.digest = c.digest))
RETURNING c.village_a, c.village_b
"""


@atomic()
def find_doubles(village: str) -> tuple[int, int]:
    """Compare a village's digests with all others'; on the regency's side. Returns how many cases came and ended.

    Safe to run at any time and twice. A case ends when the number is no longer in both villages, whoever saw to it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [village])
        found = cursor.rowcount
        cursor.execute(_CLOSE, [village, village])
        ended = cursor.fetchall()
    for schema in sorted({party for pair in ended for party in pair}):
        tell(schema)
    return found, len(ended)


def cases() -> QuerySet[DoubleCase]:
    """Cases of which this village is a party."""
    return DoubleCase.objects.all()


def case_of(key: Any, *, lock: bool = False) -> DoubleCase:
    """One case of this village.

    Raises:
        NotFound: there is none, or it is between other villages.
    """
    rows = DoubleCase.objects.select_for_update() if lock else DoubleCase.objects.all()
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def other_party(case: DoubleCase) -> str:
    """The other village's schema."""
    return case.village_b if case.village_a == here() else case.village_a


def agreements(case: DoubleCase) -> tuple[bool, bool]:
    """Whether this village, and whether the other one, agreed to compare."""
    pair = (case.agreed_a_at is not None, case.agreed_b_at is not None)
    return pair if case.village_a == here() else (pair[1], pair[0])


def agree(case: DoubleCase) -> bool:
    """This village agrees to compare; returns whether both have now. The caller holds the lock."""
    column = "agreed_a_at" if case.village_a == here() else "agreed_b_at"
    if getattr(case, column) is None:
        setattr(case, column, timezone.now())
    case.state = CaseState.ACKNOWLEDGED if case.state == CaseState.OPEN else case.state
    case.save(update_fields=[column, "state"])
    both = case.agreed_a_at is not None and case.agreed_b_at is not None
    if both:
        tell(case.village_a)
        tell(case.village_b)
    return both


def acted(case: DoubleCase, outcome: str) -> None:
    """This village put its side right; the finder closes the case once the number is gone."""
    case.outcome, case.settled_by = outcome, here()
    case.state = CaseState.ACKNOWLEDGED if case.state == CaseState.OPEN else case.state
    case.save(update_fields=["outcome", "settled_by", "state"])


def subject_of(case: DoubleCase) -> uuid.UUID | None:
    """The key of this village's resident or family that the case is about; None once the number is gone here."""
    return (
        KeyedHash.objects.filter(village=here(), kind=case.kind, digest=bytes(case.digest))
        .values_list("subject", flat=True)
        .first()
    )


def subjects_of(found: Iterable[DoubleCase]) -> dict[tuple[str, bytes], uuid.UUID]:
    """The same for many cases, by (kind, digest): one query."""
    digests = [bytes(case.digest) for case in found]
    rows = KeyedHash.objects.filter(village=here(), digest__in=digests).values_list("kind", "digest", "subject")
    return {(kind, bytes(digest)): subject for kind, digest, subject in rows}
