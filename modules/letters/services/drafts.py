"""A concept (konsep): what an officer has begun and sends on later. Nobody's letter yet: its author alone sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import Conflict
from modules.letters.answers import checked_answers
from modules.letters.errors import ApplicantNotHere, NotYours
from modules.letters.models import Channel, EventKind, Letter, State
from modules.letters.numbering import next_in_queue
from modules.letters.parties import checked_followers, checked_parties, fits_applicant
from modules.letters.services.chain import chain_of
from modules.letters.services.checking import after_check
from modules.letters.services.requests import Attachment, attach
from modules.letters.services.steps import write_event
from modules.letters.types import LetterType
from modules.population.models import Resident

#: What a concept keeps of one answer at most: as much as any question takes.
TEXT_LENGTH = 4_000


@atomic
def save_draft(
    *,
    actor: Actor,
    letter_type: LetterType,
    resident: Resident,
    answers: Mapping[str, Any],
    parties: Mapping[str, Mapping[str, Any]] | None = None,
    followers: Sequence[Any] = (),
    forms: Sequence[str] | None = None,
    phone: str = "",
    letter: Letter | None = None,
    version: str = "",
) -> Letter:
    """Keep what is filled in so far; nothing has to be complete. ``letter``: the concept that is gone on with.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        NotYours: it is no concept of this officer (any more). Conflict: changed since ``version`` was read.
    """
    require(actor, "letters.check")
    known = {each.name for each in letter_type.fields}
    row = _own(actor, letter, version) if letter is not None else Letter()
    row.type_key, row.resident = letter_type.key, resident
    row.applicant = {"name": resident.name, "nik": resident.nik}
    row.answers = {name: str(text)[:TEXT_LENGTH] for name, text in answers.items() if name in known and text}
    row.parties = _kept_parties(letter_type, parties or {})
    row.followers = [str(each)[:36] for each in followers][:50]
    row.forms = None if forms is None else [code for code in letter_type.attachments if code in forms]
    row.phone = phone.strip()[:20]
    row.channel, row.state, row.author = Channel.OFFICE, State.DRAFT, actor.id[:64]
    row.updated_at = row.state_since = timezone.now()
    row.save()
    audit.record(actor, "letters.draft_saved", about=row, type=row.type_key)
    return row


def _kept_parties(kind: LetterType, parties: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {}
    for group in kind.parties:
        given = parties.get(group.key) or {}
        if given.get("resident"):
            kept[group.key] = {"resident": str(given["resident"])[:36]}
        elif given.get("person"):
            kept[group.key] = {"person": {str(k)[:40]: str(v)[:200] for k, v in given["person"].items()}}
    return kept


def _own(actor: Actor, letter: Letter, version: str = "") -> Letter:
    row = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("resident")
        .filter(pk=letter.pk, state=State.DRAFT, author=actor.id[:64])
        .first()
    )
    if row is None:
        raise NotYours()
    if version and version != row.version:
        raise Conflict()
    return row


@atomic
def send_draft(
    *,
    actor: Actor,
    letter: Letter,
    answers: Mapping[str, Any],
    parties: Mapping[str, Mapping[str, Any]] | None = None,
    followers: Sequence[Any] = (),
    forms: Sequence[str] | None = None,
    attachments: Sequence[Attachment] = (),
    version: str = "",
) -> Letter:
    """Send a concept on: it is checked like any request, and goes where the chain says.

    Raises:
        NotAllowed, NotYours, Conflict, ApplicantNotHere, AnswersRefused, PartiesRefused: as they say.
    """
    require(actor, "letters.check")
    row = _own(actor, letter, version)
    kind = row.type
    resident = Resident.objects.get(pk=row.resident_id)
    if not fits_applicant(kind, resident):
        raise ApplicantNotHere(resident=str(resident.pk))
    row.answers = checked_answers(kind, answers)
    row.parties = checked_parties(kind, resident, parties or {})
    row.followers = checked_followers(resident, followers)
    row.forms = None if forms is None else [code for code in kind.attachments if code in forms]
    row.applicant = {"name": resident.name, "nik": resident.nik}
    row.state = after_check(actor, chain_of(kind))
    row.queue_number = next_in_queue(today())
    # It counts from now: a concept is no request.
    row.created_at = row.state_since = row.updated_at = timezone.now()
    row.save()
    attach(row, attachments, actor=actor)
    write_event(row, EventKind.REQUESTED, actor=actor, before="")
    return row


@atomic
def delete_draft(*, actor: Actor, letter: Letter) -> None:
    """Throw a concept away.

    Raises:
        NotAllowed: the actor lacks ``letters.check``. NotYours: it is no concept of this officer (any more).
    """
    require(actor, "letters.check")
    row = _own(actor, letter)
    audit.record(actor, "letters.draft_deleted", about=row, type=row.type_key)
    row.delete()
