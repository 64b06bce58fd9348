"""One letter for many people: chosen, made, approved and printed as one thing. ``batch_work`` is its job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import Conflict, NotFound
from balai.jobs.models import Job
from balai.jobs.models import State as JobState
from balai.ui.formats import number
from modules.letters.answers import checked_answers
from modules.letters.errors import BatchBusy, BatchRefused, BatchWrongState, SignerNotAllowed
from modules.letters.models import BatchState, LetterBatch, State
from modules.letters.services.chain import Authority, chain_of
from modules.letters.services.steps import message_of, require_any
from modules.letters.types import LetterType, letter_type, letter_types

JOB = "letters.batch"
#: A village has fewer families and more would be a mistake.
MOST = 5_000
#: What the job may do is what its asker might when it was asked for.
RIGHTS = ("letters.check", "letters.confirm", "letters.approve", "letters.issue", "letters.manage")


def batch_kinds() -> list[LetterType]:
    """Kinds that can be made for many at once: nothing in them is asked of each person anew."""
    return [kind for kind in letter_types() if not any(group.required for group in kind.parties)]


def _may_have(kind: LetterType) -> LetterType:
    if any(group.required for group in kind.parties):
        raise BatchRefused(
            _("Surat ini menyebut orang lain bagi setiap pemohon, jadi dibuat satu per satu."), field="type"
        )
    return kind


@atomic
def draft_batch(
    *, actor: Actor, letter_type_key: str, title: str, residents: Sequence[UUID | str], whom: str = ""
) -> LetterBatch:
    """Choose a kind and whom it is for; nothing is made yet. Each person once, in the order given.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        UnknownType: there is no such kind.
        BatchRefused: nobody or too many were chosen, or the kind asks for further people.
    """
    require(actor, "letters.check")
    kind = _may_have(letter_type(letter_type_key))
    keys = list(dict.fromkeys(str(each) for each in residents))
    if not keys:
        raise BatchRefused(_("Belum ada yang dipilih. Pilih wilayah, saringan, atau tempel NIK."), field="source")
    if len(keys) > MOST:
        raise BatchRefused(
            _("Paling banyak {n} surat sekali buat. Bagi menurut wilayah.").format(n=number(MOST)), field="source"
        )
    batch = LetterBatch.objects.create(
        type_key=kind.key, title=" ".join(title.split())[:150] or str(kind.name)[:150], whom=whom[:300], chosen=keys,
        created_by=actor.id, created_by_name=actor.name[:150],
    )  # fmt: skip
    audit.record(actor, "letters.batch_drafted", about=batch, type=kind.key, people=len(keys))
    return batch


@atomic
def leave_out(
    *, actor: Actor, batch: LetterBatch, shown: Sequence[str], kept: Sequence[str], version: str = ""
) -> LetterBatch:
    """Of the people ``shown`` on a page, those not ``kept`` get no letter.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        BatchWrongState, Conflict: as they say.
    """
    require(actor, "letters.check")
    row = locked_batch(batch, [BatchState.DRAFT], version)
    there, out = set(row.chosen), set(row.left_out)
    out = (out - set(shown)) | ((set(shown) & there) - set(kept))
    row.left_out = [key for key in row.chosen if key in out]
    return saved(row, "left_out")


@atomic
def start_batch(*, actor: Actor, batch: LetterBatch, answers: Mapping[str, Any], version: str = "") -> Job:
    """The common answers are there: make the letters, as a job. They then wait as one thing for who may approve.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        AnswersRefused: something is missing or wrong.
        BatchRefused: everybody was left out.
        BatchWrongState, Conflict: as they say.
    """
    require(actor, "letters.check")
    row = locked_batch(batch, [BatchState.DRAFT], version)
    row.answers = checked_answers(_may_have(row.type), answers)
    if not row.members:
        raise BatchRefused(_("Semua orang dikecualikan. Centang paling sedikit satu."), field="kept")
    to_state(row, BatchState.MAKING, "answers")
    audit.record(actor, "letters.batch_started", about=row, people=len(row.members))
    return _ask(actor, row)


@atomic
def confirm_batch(*, actor: Actor, batch: LetterBatch, version: str = "") -> Job:
    """The secretary finds all of them in order; a job.

    Raises:
        NotAllowed: the actor lacks ``letters.confirm``.
        BatchWrongState, Conflict: as they say.
    """
    require(actor, "letters.confirm")
    row = locked_batch(batch, [BatchState.WAITING], version)
    to_state(row, BatchState.CHECKING)
    audit.record(actor, "letters.batch_confirmed", about=row)
    return _ask(actor, row)


@atomic
def approve_batch(*, actor: Actor, batch: LetterBatch, official_id: UUID | str, version: str = "") -> Job:
    """Approve every letter of the batch that waits for a signature; numbers, printing and the one file are a job's.

    Raises:
        NotAllowed: the actor may not give letters of its kind their number today (the head, who acts for the head).
        SignerNotAllowed: the official may not sign today.
        BatchRefused: none of its letters waits for a signature.
        BatchWrongState, Conflict: as they say.
    """
    authority, chain = Authority.of(actor, today()), chain_of(batch.type)
    authority.require(chain)
    row = locked_batch(batch, [BatchState.WAITING], version)
    authority.refuse_head(official_id)
    if str(official_id) not in {str(each.official_id) for each in authority.signers(chain)}:
        raise SignerNotAllowed(field="official")
    if not row.letters.filter(state=State.SIGNING).exists():
        raise BatchRefused(_("Tidak ada surat dalam kelompok ini yang menunggu tanda tangan."))
    row.official_id, row.approved_by = str(official_id), actor.name[:150]
    to_state(row, BatchState.ISSUING, "official_id", "approved_by")
    audit.record(actor, "letters.batch_approved", about=row, letters=row.letters.filter(state=State.SIGNING).count())
    return _ask(actor, row)


@atomic
def close_batch(*, actor: Actor, batch: LetterBatch, reason: str, version: str = "") -> Job | None:
    """Give it up: letters that have no number yet are refused with the reason. A draft just goes.

    Raises:
        NotAllowed: neither ``letters.check`` nor ``letters.approve``.
        MessageMissing, BatchWrongState, Conflict: as they say.
    """
    require_any(actor, "letters.approve", "letters.check")
    text = message_of(reason)
    row = locked_batch(batch, [BatchState.DRAFT, BatchState.WAITING], version)
    row.note = text
    audit.record(actor, "letters.batch_closed", about=row, people=len(row.members))
    if row.state == BatchState.DRAFT:
        to_state(row, BatchState.CANCELLED, "note")
        return None
    to_state(row, BatchState.CLOSING, "note")
    return _ask(actor, row)


@atomic
def resume_batch(*, actor: Actor, batch: LetterBatch) -> Job:
    """Ask again for the work at a batch whose job ended badly; what is done stays done.

    Raises:
        NotAllowed: the actor may not do what is left to do.
        BatchWrongState: there is nothing to go on with.
        BatchBusy: a job is at it.
    """
    row = locked_batch(batch, list(_RIGHTS))
    if row.state == BatchState.ISSUING:
        Authority.of(actor, today()).require(chain_of(row.type))
    else:
        require(actor, _RIGHTS[BatchState(row.state)])
    if job_of(row) is not None:
        raise BatchBusy()
    return _ask(actor, row)


def job_of(batch: LetterBatch) -> Job | None:
    """The job that is at it, whoever asked."""
    found = Job.objects.filter(kind=JOB, about_id=str(batch.pk), state__in=[JobState.WAITING, JobState.RUNNING])
    return found.first()


#: The right that each state's work takes, of those that a job is at.
_RIGHTS = {
    BatchState.MAKING: "letters.check",
    BatchState.CHECKING: "letters.confirm",
    BatchState.ISSUING: "letters.approve",
    BatchState.CLOSING: "letters.check",
}


def _ask(actor: Actor, batch: LetterBatch) -> Job:
    words = _("Surat massal: {title}").format(title=batch.title)
    rights = [right for right in RIGHTS if actor.may(right)]
    args = {"batch": str(batch.pk), "rights": rights}
    return jobs.enqueue(JOB, actor=actor, title=words, about=batch, args=args, queue="slow")


def locked_batch(batch: LetterBatch, states: Sequence[str], version: str = "") -> LetterBatch:
    """The batch's row, locked, in one of these states.

    Raises:
        NotFound, BatchWrongState, Conflict.
    """
    row = LetterBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if row is None:
        raise NotFound()
    if row.state not in {str(state) for state in states}:
        raise BatchWrongState(state=row.state, label=str(BatchState(row.state).label))
    if version and version != row.version:
        raise Conflict()
    return row


def saved(row: LetterBatch, *columns: str) -> LetterBatch:
    """Write columns of a locked batch."""
    row.updated_at = timezone.now()
    row.save(update_fields=[*columns, "updated_at"])
    return row


def to_state(row: LetterBatch, state: BatchState, *columns: str) -> LetterBatch:
    """Bring a locked batch into a state."""
    row.state, row.state_since = state, timezone.now()
    return saved(row, "state", "state_since", *columns)
