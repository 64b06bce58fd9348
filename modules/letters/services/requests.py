"""Asking for a letter, mending what was returned, taking a request back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from balai import audit
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic, today
from balai.files import StoredFile
from balai.ids import uuid7
from modules.letters.answers import checked_answers
from modules.letters.errors import ApplicantNotHere, AttachmentRefused
from modules.letters.models import Channel, EventKind, Letter, LetterAttachment, LetterBatch, State
from modules.letters.numbering import next_in_queue
from modules.letters.parties import checked_followers, checked_parties, fits_applicant
from modules.letters.requirements import every_requirement, requirements_for
from modules.letters.services.chain import chain_of
from modules.letters.services.checking import after_check
from modules.letters.services.steps import locked, move, require_asked, require_own, write_event, write_events
from modules.letters.types import LetterType
from modules.letters.types import letter_type as type_of
from modules.population.models import Resident

#: The kind of stored file that a citizen uploads for a request.
ATTACHMENT_KIND = "letters.attachment"
#: The same request again within this time is a second click, not a second letter.
SECOND_CLICK = timedelta(minutes=2)


@dataclass(frozen=True)
class Attachment:
    """A paper of a request: ``file_id`` of an uploaded file, or None: it is brought to the office."""

    requirement: str
    file_id: UUID | None = None


@atomic
def request_letter(
    *,
    actor: Actor,
    letter_type: LetterType | str,
    resident: Resident,
    answers: Mapping[str, Any],
    parties: Mapping[str, Mapping[str, Any]] | None = None,
    followers: Sequence[Any] = (),
    forms: Sequence[str] | None = None,
    attachments: Sequence[Attachment] = (),
    channel: str = "",
    phone: str = "",
    batch: LetterBatch | None = None,
) -> Letter:
    """Ask for a letter. A citizen's request waits to be checked; what an officer enters was checked as it was entered,
    and waits for the secretary (where the village wants that) or for the signature.

    ``forms`` are the codes of the forms printed behind it (None: the kind's own that are still current).
    A requirement without an attachment counts as "brought to the office". The same request within two minutes gives
    the first letter back. ``batch``: the batch that makes it.

    Raises:
        NotAllowed: a member of staff without ``letters.check``.
        NotFound: a citizen asks for somebody for whom they may not act.
        UnknownType, ApplicantNotHere, AnswersRefused, PartiesRefused, AttachmentRefused: as they say.
    """
    kind = type_of(letter_type) if isinstance(letter_type, str) else letter_type
    by_citizen = actor.kind == "citizen"
    if by_citizen:
        require_own(actor, resident.pk)
    else:
        require(actor, "letters.check")
    advisory_lock(f"letters:{resident.pk}:{kind.key}")
    # The register's own word of this moment, not of when the page was opened.
    resident = Resident.objects.get(pk=resident.pk)
    if not fits_applicant(kind, resident):
        raise ApplicantNotHere(resident=str(resident.pk))
    kept = checked_answers(kind, answers)
    people = checked_parties(kind, resident, parties or {})
    along = checked_followers(resident, followers)
    same = Letter.objects.filter(
        resident=resident, type_key=kind.key, answers=kept, parties=people, followers=along, batch=batch, state__in=[State.SUBMITTED, State.CHECKING, State.SIGNING],
        created_at__gte=timezone.now() - SECOND_CLICK,
    ).first()  # fmt: skip
    if same is not None:
        return same
    now = timezone.now()
    letter = Letter.objects.create(
        author="" if by_citizen else actor.id[:64],
        type_key=kind.key,
        resident=resident,
        applicant={"name": resident.name, "nik": resident.nik},
        answers=kept,
        parties=people,
        followers=along,
        forms=None if forms is None else [code for code in kind.attachments if code in forms],
        channel=Channel.CITIZEN if by_citizen else channel or Channel.OFFICE,
        state=State.SUBMITTED if by_citizen else after_check(actor, chain_of(kind)),
        # Nobody stands in the queue for what the office makes for many.
        queue_number=0 if batch else next_in_queue(today()),
        batch=batch,
        phone=phone.strip()[:20],
        created_at=now,
        state_since=now,
        updated_at=now,
    )
    attach(letter, attachments, actor=actor)
    write_event(letter, EventKind.REQUESTED, actor=actor, before="")
    if by_citizen and str(resident.pk) != actor.id:
        # Stands among what the person themselves may read: who acted for whom.
        audit.record(actor, "letters.requested_for", about=resident, letter=str(letter.pk), type=kind.key)
    return letter


@atomic
def request_for_many(
    *,
    actor: Actor,
    letter_type: LetterType,
    residents: Sequence[Resident],
    answers: Mapping[str, Any],
    batch: LetterBatch,
) -> list[Letter]:
    """Ask for one letter for each of several people with the same answers, as :func:`request_letter` does: all or none.

    ``residents`` are fresh, in the caller's transaction. Nobody gets two letters of a batch (a unique key), nobody stands
    in the queue for it, and what else a kind asks of each (parties, papers) a batch's kind does not.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        ApplicantNotHere, AnswersRefused: as they say.
    """
    require(actor, "letters.check")
    for resident in residents:
        if not fits_applicant(letter_type, resident):
            raise ApplicantNotHere(resident=str(resident.pk))
    kept, state, now = checked_answers(letter_type, answers), after_check(actor, chain_of(letter_type)), timezone.now()
    letters = Letter.objects.bulk_create(
        [
            Letter(
                id=uuid7(), author=actor.id[:64], type_key=letter_type.key, resident=resident, answers=kept, state=state, batch=batch,
                applicant={"name": resident.name, "nik": resident.nik}, channel=Channel.OFFICE,
                phone=resident.phone.strip()[:20], created_at=now, state_since=now, updated_at=now,
            )
            for resident in residents
        ]
    )  # fmt: skip
    LetterAttachment.objects.bulk_create(
        [
            LetterAttachment(letter=letter, requirement=each.key, brings_paper=True)
            for letter in letters
            for each in requirements_for(letter_type, letter.resident)
        ]
    )
    write_events([(letter, "", "") for letter in letters], EventKind.REQUESTED, actor=actor)
    return letters


def attach(letter: Letter, attachments: Sequence[Attachment], *, actor: Actor) -> None:
    asked = {each.key for each in requirements_for(letter.type, letter.resident)}
    given = {each.requirement: each.file_id for each in attachments}
    before = set(letter.attachments.values_list("file_id", flat=True)) if given else set()
    rows = []
    if unknown := set(given) - set(every_requirement(letter.type)):
        raise AttachmentRefused(requirement=sorted(unknown)[0])
    for key in sorted(asked | set(given)):
        file_id = given.get(key)
        if file_id is not None:
            found = StoredFile.objects.filter(pk=file_id, deleted_at=None)
            # A citizen may attach nothing but what they uploaded themselves, for a request, and for no other one; what
            # hangs on the request already stays.
            if actor.kind == "citizen" and file_id not in before:
                found = found.filter(citizen_id=actor.id, kind=ATTACHMENT_KIND).exclude(
                    pk__in=LetterAttachment.objects.filter(file_id=file_id).values("file_id")
                )
            if not found.exists():
                raise AttachmentRefused(requirement=key)
        rows.append(LetterAttachment(letter=letter, requirement=key, file_id=file_id, brings_paper=file_id is None))
    LetterAttachment.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["letter", "requirement"], update_fields=["file_id", "brings_paper"]
    )


@atomic
def resubmit_letter(
    *,
    actor: Actor,
    letter: Letter,
    answers: Mapping[str, Any],
    parties: Mapping[str, Mapping[str, Any]] | None = None,
    followers: Sequence[Any] | None = None,
    forms: Sequence[str] | None = None,
    attachments: Sequence[Attachment] = (),
    version: str = "",
) -> Letter:
    """Mend what was returned and ask again; without ``parties``, ``followers``, ``forms`` they stay as they were.

    Raises:
        NotAllowed, NotFound: as for a request.
        WrongState: it was not returned.
    """
    if actor.kind == "citizen":
        require_asked(actor, letter)
    else:
        require(actor, "letters.check")
    row = locked(letter, [State.RETURNED], version)
    if not fits_applicant(row.type, row.resident):
        raise ApplicantNotHere(resident=str(row.resident_id))
    row.answers = checked_answers(row.type, answers)
    if parties is not None:
        row.parties = checked_parties(row.type, row.resident, parties)
    if followers is not None:
        row.followers = checked_followers(row.resident, followers)
    kept = {each.requirement: Attachment(each.requirement, each.file_id) for each in row.attachments.all()}
    kept.update({each.requirement: each for each in attachments})
    attach(row, list(kept.values()), actor=actor)
    if forms is not None:
        row.forms = [code for code in row.type.attachments if code in forms]
    state = State.SUBMITTED if actor.kind == "citizen" else after_check(actor, chain_of(row.type))
    also = ["answers", "parties", "followers", "forms"]
    return move(row, state, EventKind.RESUBMITTED, actor=actor, note="", also=also)


@atomic
def cancel_letter(*, actor: Actor, letter: Letter, version: str = "") -> Letter:
    """Take a request back before it has a number.

    Raises:
        NotAllowed: a member of staff without ``letters.manage``.
        NotFound: a citizen, and it is somebody else's.
        WrongState: it is issued or settled already.
    """
    if actor.kind == "citizen":
        require_asked(actor, letter)
    else:
        require(actor, "letters.manage")
    row = locked(letter, [State.SUBMITTED, State.CHECKING, State.SIGNING, State.RETURNED], version)
    # A number that was kept for it goes back to the kept ones.
    row.reserved = None
    return move(row, State.CANCELLED, EventKind.CANCELLED, actor=actor, note="", also=["reserved"])
