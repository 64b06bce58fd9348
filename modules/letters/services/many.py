"""Approving more than a handful: a job with progress, safe to be killed half-way."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from balai.actor import Actor, Kind
from balai.db import atomic
from balai.jobs import Job, enqueue
from modules.letters.models import EventKind, Letter, LetterEvent
from modules.letters.services.approval import approve_many, as_dicts, require_to_issue

JOB = "letters.approve_many"
#: As many are approved while somebody waits: at some 15 ms each.
AT_ONCE = 20
#: What one request takes at most.
MOST = 1_000
_RIGHTS = ("letters.approve", "letters.confirm", "letters.issue")


@atomic
def approve_in_job(
    *, actor: Actor, letters: Sequence[UUID | str], official_id: UUID | str, versions: Mapping[str, str]
) -> Job:
    """Ask for the approval of many. The same letters again, while the first run waits or goes on, give that one back.

    Raises:
        NotAllowed: the actor may give no letter its number today.
    """
    require_to_issue(actor)
    keys = [str(each) for each in letters][:MOST]
    same = hashlib.sha256(",".join([*keys, str(official_id)]).encode()).hexdigest()[:16]
    return enqueue(
        JOB, actor=actor, title=_("Menyetujui {n} surat").format(n=len(keys)), queue="fast", key=f"{JOB}:{actor.id}:{same}",
        args={
            "letters": keys, "official": str(official_id), "versions": dict(versions),
            "rights": [right for right in _RIGHTS if actor.may(right)],
        },
    )  # fmt: skip


def approve_for(
    job: Job, *, letters: list[str], official: str, versions: dict[str, str], rights: list[str]
) -> dict[str, Any]:
    """The job: as the asker, with the rights that they held. What an earlier, killed run approved counts as this one's."""
    actor = Actor(
        kind=cast(Kind, job.created_by_kind or "staff"), id=job.created_by, name=job.created_by_name, role="",
        rights=frozenset(rights),
    )  # fmt: skip
    since: datetime = job.created_at

    def mine(letter: Letter) -> bool:
        kinds = (EventKind.APPROVED, EventKind.ISSUED)
        return LetterEvent.objects.filter(letter=letter, kind__in=kinds, actor_id=actor.id, at__gte=since).exists()

    def progress(done: int, total: int) -> None:
        job.progress(done, total, _("{done} dari {total} surat disetujui").format(done=done, total=total))

    outcomes = approve_many(
        actor=actor, letters=letters, official_id=official, versions=versions, progress=progress, done_before=mine
    )
    return {"letters": as_dicts(outcomes)}
