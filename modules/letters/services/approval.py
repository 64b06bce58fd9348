"""Approval: number, date, signer, data and token are written and frozen in one transaction; printing comes after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from balai.actor import Actor, require
from balai.db import atomic, today, translate_unique
from balai.errors import BalaiError, NotFound
from balai.ids import random_base32
from modules.government.selectors import signer_for
from modules.letters.errors import ApplicantNotHere, NumberTaken, SignerNotAllowed
from modules.letters.merging import merged_data
from modules.letters.models import EventKind, Letter, State
from modules.letters.numbering import take_number
from modules.letters.parties import fits_applicant
from modules.letters.services.printing import ask_for_print
from modules.letters.services.settings import present_settings
from modules.letters.services.steps import locked, move
from modules.letters.signing.rules import box_is_shown, signs_electronically
from tenants.context import current_village

#: 20 characters of 5 bits: nobody guesses a letter's address.
TOKEN_LENGTH = 20

_ISSUED_COLUMNS = (
    "number", "sequence", "year", "serial", "letter_date", "valid_until", "signer", "template_version", "merged", "token",
    "approved_at", "applicant", "needs_signature",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of one letter of many: its number, or the sentence that says why not."""

    letter_id: UUID
    number: str = ""
    problem: str = ""

    @property
    def is_approved(self) -> bool:
        """Whether it has its number."""
        return bool(self.number)


@atomic
def approve_letter(
    *, actor: Actor, letter: Letter, official_id: UUID | str, version: str = "", printing: bool = True
) -> Letter:
    """Approve a letter in the name of an official who may sign today, and ask for its PDF (without ``printing`` the caller
    sees to that).

    The letter's row is locked before the counter's, so that two who approve the same letter take one number.

    Raises:
        NotAllowed: the actor lacks ``letters.approve``.
        WrongState: it does not wait for a signature.
        SignerNotAllowed: the official may not sign today.
        ApplicantNotHere: the applicant has died or gone since.
    """
    require(actor, "letters.approve")
    row = locked(letter, [State.SIGNING], version)
    on = today()
    signer = signer_for(official_id, on)
    if signer is None:
        raise SignerNotAllowed(field="official")
    if not fits_applicant(row.type, row.resident):
        raise ApplicantNotHere(resident=str(row.resident_id))
    village = current_village()
    kind = row.type
    number = take_number(letter_type=kind, settings=present_settings(), village_code=village.code, on=on)
    row.number, row.sequence, row.year, row.serial = number.text, number.sequence, number.year, number.serial
    row.letter_date = on
    row.valid_until = kind.validity.until(on) if kind.validity else None
    row.token = random_base32(TOKEN_LENGTH)
    row.signer = signer.as_dict()
    row.template_version = kind.version
    row.applicant = {"name": row.resident.name, "nik": row.resident.nik}
    # A batch is printed as one file and signed by hand: joined files bear no signatures.
    row.needs_signature = row.batch_id is None and signs_electronically(kind, signer)
    row.merged = dict(
        merged_data(
            row,
            number=number.text,
            signer=signer,
            village=village,
            on=on,
            token=row.token,
            signature_box=box_is_shown(),
        )
    )
    row.approved_at = timezone.now()
    taken = NumberTaken(serial=number.serial, year=number.year)
    with translate_unique({"letter_number_once": taken}):
        state = State.SEALING if row.needs_signature else State.READY
        move(row, state, EventKind.APPROVED, actor=actor, note="", also=_ISSUED_COLUMNS)
    if printing:
        ask_for_print(actor=actor, letter=row)
    return row


def approve_many(*, actor: Actor, letters: Sequence[UUID | str], official_id: UUID | str) -> list[Outcome]:
    """Approve several, each in its own transaction: one that cannot be does not hold up the others.

    Raises:
        NotAllowed: the actor lacks ``letters.approve``.
    """
    require(actor, "letters.approve")
    found = {str(each.pk): each for each in Letter.objects.filter(pk__in=[str(each) for each in letters])}
    outcomes = []
    for key in dict.fromkeys(str(each) for each in letters):
        letter = found.get(key)
        try:
            if letter is None:
                raise NotFound()
            done = approve_letter(actor=actor, letter=letter, official_id=official_id)
        except BalaiError as error:
            outcomes.append(Outcome(UUID(key), problem=error.message()))
        else:
            outcomes.append(Outcome(done.pk, number=done.number))
    return outcomes
