"""Approval: number, date, signer, data and token are written and frozen in one transaction; printing comes after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from balai.actor import Actor
from balai.db import atomic, today, translate_unique
from balai.errors import BalaiError, NotAllowed, NotFound
from balai.ids import random_base32
from modules.government.selectors import Signer, signer_for
from modules.letters.errors import AlreadyIssued, ApplicantNotHere, NumberTaken, SignerNotAllowed, WrongState
from modules.letters.merging import merged_data
from modules.letters.merging.circle import Circle
from modules.letters.models import ISSUED, EventKind, Letter, LetterEvent, State
from modules.letters.numbering import Number, take_numbers, take_reserved
from modules.letters.parties import fits_applicant
from modules.letters.services.chain import Authority, Chain, chain_of, kinds_issued_by
from modules.letters.services.district import after_district, send_to_district
from modules.letters.services.printing import ask_for_print
from modules.letters.services.settings import present_settings
from modules.letters.services.steps import locked, move_many
from modules.letters.signing.rules import box_is_shown, signs_electronically
from modules.letters.types import LetterType
from tenants.context import current_village

#: 20 characters of 5 bits: nobody guesses a letter's address.
TOKEN_LENGTH = 20

_ISSUED_COLUMNS = (
    "number", "sequence", "year", "serial", "letter_date", "valid_until", "signer", "template_version", "merged", "token",
    "approved_at", "applicant", "sub", "absence", "needs_signature",
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
    """Approve a letter in the name of an official who may sign on its date, and ask for its PDF (without
    ``printing`` the caller sees to that).

    Who may: the last step of the letter's chain. That is the head (``letters.approve``), or, while the head is recorded as
    away, the official who acts, by their own account and in their own name; where the village asks for no head's step,
    the secretary (``letters.confirm``) or, where it asks for none at all, who holds ``letters.issue``. A letter that the
    camat signs, too, goes on to the district where the village sends it there.

    The letter's row is locked before the counter's, so that two who approve the same letter take one number.

    Raises:
        NotAllowed: the actor may not take the last step today.
        AlreadyIssued: somebody was quicker, or the same click came twice. WrongState: it does not wait for a signature.
        SignerNotAllowed (HeadAway): the official may not sign on the letter's date.
        ApplicantNotHere: the applicant has died or gone since.
        ReservationGone: the number kept for it was made void.
    """
    authority = Authority.of(actor, today())
    chain = chain_of(letter.type)
    authority.require(chain)
    row = locked_to_sign(letter, version)
    return issue(row, authority=authority, chain=chain, official_id=official_id, printing=printing)


def locked_to_sign(letter: Letter, version: str = "") -> Letter:
    """The letter's row under its lock, waiting for its number.

    Raises:
        AlreadyIssued, WrongState, Conflict, NotFound.
    """
    try:
        return locked(letter, [State.SIGNING], version)
    except WrongState:
        found = Letter.objects.filter(pk=letter.pk, state__in=ISSUED).first()
        if found is None:
            raise
        raise AlreadyIssued(
            state=found.state, label=str(State(found.state).label), number=found.number, by=_issuer_of(found)
        ) from None


def _issuer_of(letter: Letter) -> str:
    kinds = (EventKind.APPROVED, EventKind.ISSUED)
    return LetterEvent.objects.filter(letter=letter, kind__in=kinds).values_list("actor_name", flat=True).last() or ""


def issue(row: Letter, *, authority: Authority, chain: Chain, official_id: UUID | str, printing: bool = True) -> Letter:
    """Give a locked letter its number and freeze it; the caller has asked whether the actor may."""
    return issue_many([row], authority=authority, chain=chain, official_id=official_id, printing=printing)[0]


def issue_many(
    rows: Sequence[Letter], *, authority: Authority, chain: Chain, official_id: UUID | str, printing: bool = True
) -> list[Letter]:
    """The same for letters of one kind, in their order and in a handful of statements: all of them, or none.

    Raises:
        As :func:`approve_letter`; what one of them raises keeps all from their numbers.
    """
    actor, present = authority.actor, authority.on
    mine = {str(each.official_id) for each in authority.signers(chain)}
    village, kind = current_village(), rows[0].type
    signers: dict[date, Signer] = {}
    for row in rows:
        on = row.reserved.dated if row.reserved is not None else present
        authority.refuse_head(official_id, on)
        found = signers.get(on) or (signer_for(official_id, on) if str(official_id) in mine else None)
        if found is None:
            raise SignerNotAllowed(field="official")
        signers[on] = found
        if not fits_applicant(kind, row.resident):
            raise ApplicantNotHere(resident=str(row.resident_id))
    numbers = _numbers(rows, kind, village.code, present)
    circle, now = Circle.of([row.resident for row in rows]), timezone.now()
    for row, number in zip(rows, numbers, strict=True):
        on = row.reserved.dated if row.reserved is not None else present
        signer = signers[on]
        row.number, row.sequence, row.year, row.serial, row.sub = (
            number.text, number.sequence, number.year, number.serial, number.sub,
        )  # fmt: skip
        row.letter_date = on
        row.valid_until = kind.validity.until(on) if kind.validity else None
        row.token = random_base32(TOKEN_LENGTH)
        row.signer = signer.as_dict()
        row.absence = authority.as_delegate(chain)
        row.template_version = kind.version
        row.applicant = {"name": row.resident.name, "nik": row.resident.nik}
        # A batch is printed as one file and signed by hand: joined files bear no signatures.
        row.needs_signature = row.batch_id is None and signs_electronically(kind, signer)
        row.merged = dict(
            merged_data(
                row, number=number.text, signer=signer, village=village, on=on, token=row.token, circle=circle,
                signature_box=row.needs_signature and box_is_shown(),
            )
        )  # fmt: skip
        row.approved_at = now
    taken = NumberTaken(serial=numbers[0].serial, year=numbers[0].year)
    errors = {"letter_number_once": taken, "letter_signer_in_office": SignerNotAllowed(field="official")}
    by_head = chain.head or actor.may("letters.approve")
    # The camat answers before the electronic signature: what is signed bears both names.
    following = [State.DISTRICT if chain.district else after_district(row) for row in rows]
    with translate_unique(errors):
        move_many(
            rows, following, EventKind.APPROVED if by_head else EventKind.ISSUED, actor=actor, notes=[""] * len(rows),
            also=_ISSUED_COLUMNS, messages=[_in_whose_name(row) for row in rows],
        )  # fmt: skip
    for row in rows:
        if chain.district:
            send_to_district(actor=actor, row=row)
        elif printing:
            ask_for_print(actor=actor, letter=row)
    return list(rows)


def _numbers(rows: Sequence[Letter], kind: LetterType, village_code: str, on: date) -> list[Number]:
    """Each letter's number: the one that was kept for it, or the next."""
    settings = present_settings()
    plain = sum(row.reserved is None for row in rows)
    following = iter(
        take_numbers(letter_type=kind, settings=settings, village_code=village_code, on=on, count=plain)
        if plain
        else []
    )
    return [
        next(following)
        if row.reserved is None
        else take_reserved(row.reserved, letter_type=kind, settings=settings, village_code=village_code)
        for row in rows
    ]


def _in_whose_name(row: Letter) -> str:
    """What the timeline says beside who pressed the button: who signs a.n. or u.b., and under which absence."""
    style = row.signer.get("line_style") or ""
    if not style:
        return ""
    words = f"{style} {row.signer['name']}"
    return f"{words} ({row.absence.reason})" if row.absence is not None else words


def approve_many(
    *,
    actor: Actor,
    letters: Sequence[UUID | str],
    official_id: UUID | str,
    versions: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    done_before: Callable[[Letter], bool] | None = None,
) -> list[Outcome]:
    """Approve several, each in its own transaction: one that cannot be does not hold up the others.

    ``versions`` by the letter's key: what was read before; ``progress`` is told after each letter. ``done_before`` says of
    a letter that has its number whether it is this very run's work: a job that was killed half-way begins again.

    Raises:
        NotAllowed: the actor may give no letter its number today.
    """
    require_to_issue(actor)
    found = {str(each.pk): each for each in Letter.objects.filter(pk__in=[str(each) for each in letters])}
    keys = list(dict.fromkeys(str(each) for each in letters))
    outcomes = []
    for place, key in enumerate(keys, 1):
        letter = found.get(key)
        try:
            if letter is None:
                raise NotFound()
            done = approve_letter(
                actor=actor, letter=letter, official_id=official_id, version=(versions or {}).get(key, "")
            )
        except AlreadyIssued as error:
            mine = done_before is not None and letter is not None and done_before(letter)
            outcomes.append(
                Outcome(UUID(key), number=error.data["number"]) if mine else Outcome(UUID(key), problem=error.message())
            )
        except BalaiError as error:
            outcomes.append(Outcome(UUID(key), problem=error.message()))
        else:
            outcomes.append(Outcome(done.pk, number=done.number))
        if progress is not None:
            progress(place, len(keys))
    return outcomes


def require_to_issue(actor: Actor) -> Authority:
    """Who may give at least one kind of letter its number today.

    Raises:
        NotAllowed: nobody of that kind.
    """
    authority = Authority.of(actor, today())
    kinds = kinds_issued_by(authority)
    if kinds is not None and not kinds:
        raise NotAllowed(right="letters.approve")
    return authority


def as_dicts(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Outcomes as a job keeps them."""
    return [{"letter": str(each.letter_id), "number": each.number, "problem": each.problem} for each in outcomes]
