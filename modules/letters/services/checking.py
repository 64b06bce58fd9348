"""The office's look at a request, and the two ways of saying no."""

from __future__ import annotations

from uuid import UUID

from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import NotAllowed
from modules.letters.models import EventKind, Letter, State
from modules.letters.services.approval import issue
from modules.letters.services.chain import Authority, Chain, chain_of
from modules.letters.services.steps import locked, message_of, move

_UNSIGNED = (State.SUBMITTED, State.CHECKING, State.SIGNING)


@atomic
def check_letter(*, actor: Actor, letter: Letter, version: str = "", official_id: UUID | str = "") -> Letter:
    """Find a request in order: it goes on to the secretary where its chain asks for her, else to the signature.

    Where the chain asks for no head and the actor may take its last step, ``official_id`` issues the letter at once.

    Raises:
        NotAllowed: the actor lacks ``letters.check`` (``letters.confirm`` for the secretary's own look).
        WrongState: it does not wait to be checked. And whatever :func:`approve_letter` raises, with ``official_id``.
    """
    require(actor, "letters.check")
    row = locked(letter, [State.SUBMITTED, State.CHECKING], version)
    chain = chain_of(row.type)
    if row.state == State.CHECKING:
        require(actor, "letters.confirm")
        row = move(row, State.SIGNING, EventKind.CONFIRMED, actor=actor, note="")
    else:
        row = move(row, after_check(actor, chain), EventKind.CHECKED, actor=actor, note="")
    if row.state == State.SIGNING and official_id and not chain.head:
        authority = Authority.of(actor, today())
        authority.require(chain)
        row = issue(row, authority=authority, chain=chain, official_id=official_id)
    return row


def after_check(actor: Actor, chain: Chain) -> State:
    """Where a letter goes that an officer has checked: past the secretary where she checked it herself."""
    return State.CHECKING if chain.secretary and not actor.may("letters.confirm") else State.SIGNING


def require_decision(actor: Actor, letter: Letter) -> None:
    """Who may send a letter back or refuse it: who checks letters, and who may give this one its number.

    Raises:
        NotAllowed: neither.
    """
    if actor.may("letters.check") or Authority.of(actor, today()).may_issue(chain_of(letter.type)):
        return
    raise NotAllowed(right="letters.check")


@atomic
def return_letter(*, actor: Actor, letter: Letter, message: str, version: str = "") -> Letter:
    """Give a request back to be mended; ``message`` is what the applicant reads.

    Raises:
        NotAllowed: the actor neither checks letters nor may give this one its number.
        MessageMissing, WrongState: as they say.
    """
    require_decision(actor, letter)
    text = message_of(message)
    row = locked(letter, _UNSIGNED, version)
    return move(row, State.RETURNED, EventKind.RETURNED, actor=actor, message=text, note=text)


@atomic
def reject_letter(*, actor: Actor, letter: Letter, message: str, version: str = "") -> Letter:
    """Refuse a request for good; ``message`` is what the applicant reads.

    Raises:
        NotAllowed: the actor neither checks letters nor may give this one its number.
        MessageMissing, WrongState: as they say.
    """
    require_decision(actor, letter)
    text = message_of(message)
    row = locked(letter, [*_UNSIGNED, State.RETURNED], version)
    # A number that was kept for it goes back to the kept ones.
    row.reserved = None
    return move(row, State.REJECTED, EventKind.REJECTED, actor=actor, message=text, note=text, also=["reserved"])
