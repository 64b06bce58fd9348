"""The office's look at a request, and the two ways of saying no."""

from __future__ import annotations

from balai.actor import Actor, require
from balai.db import atomic
from modules.letters.models import EventKind, Letter, State
from modules.letters.services.settings import present_settings
from modules.letters.services.steps import locked, message_of, move, require_any

_UNSIGNED = (State.SUBMITTED, State.CHECKING, State.SIGNING)


@atomic
def check_letter(*, actor: Actor, letter: Letter, version: str = "") -> Letter:
    """Find a request in order: it goes on to the signature, or first to the secretary where the village wants that.

    Raises:
        NotAllowed: the actor lacks ``letters.check`` (``letters.confirm`` for the secretary's own look).
        WrongState: it does not wait to be checked.
    """
    require(actor, "letters.check")
    row = locked(letter, [State.SUBMITTED, State.CHECKING], version)
    if row.state == State.CHECKING:
        require(actor, "letters.confirm")
        return move(row, State.SIGNING, EventKind.CONFIRMED, actor=actor, note="")
    to_secretary = present_settings().secretary_checks and not actor.may("letters.confirm")
    return move(row, State.CHECKING if to_secretary else State.SIGNING, EventKind.CHECKED, actor=actor, note="")


@atomic
def return_letter(*, actor: Actor, letter: Letter, message: str, version: str = "") -> Letter:
    """Give a request back to be mended; ``message`` is what the applicant reads.

    Raises:
        NotAllowed: neither ``letters.check`` nor ``letters.approve``.
        MessageMissing, WrongState: as they say.
    """
    require_any(actor, "letters.check", "letters.approve")
    text = message_of(message)
    row = locked(letter, _UNSIGNED, version)
    return move(row, State.RETURNED, EventKind.RETURNED, actor=actor, message=text, note=text)


@atomic
def reject_letter(*, actor: Actor, letter: Letter, message: str, version: str = "") -> Letter:
    """Refuse a request for good; ``message`` is what the applicant reads.

    Raises:
        NotAllowed: neither ``letters.check`` nor ``letters.approve``.
        MessageMissing, WrongState: as they say.
    """
    require_any(actor, "letters.check", "letters.approve")
    text = message_of(message)
    row = locked(letter, [*_UNSIGNED, State.RETURNED], version)
    return move(row, State.REJECTED, EventKind.REJECTED, actor=actor, message=text, note=text)
