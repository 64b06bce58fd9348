"""What becomes of a letter that has its number. The letter itself never changes again."""

from __future__ import annotations

from balai.actor import Actor, require
from balai.db import atomic
from modules.letters.errors import WrongState
from modules.letters.models import EventKind, Letter, State
from modules.letters.services.steps import locked, message_of, move


@atomic
def hand_over(*, actor: Actor, letter: Letter, version: str = "") -> Letter:
    """The applicant has it in hand.

    Raises:
        NotAllowed: the actor lacks ``letters.check``.
        WrongState: it is not ready.
    """
    require(actor, "letters.check")
    row = locked(letter, [State.READY], version)
    return move(row, State.HANDED, EventKind.HANDED, actor=actor)


@atomic
def withdraw_letter(*, actor: Actor, letter: Letter, reason: str, version: str = "") -> Letter:
    """Withdraw an issued letter: it keeps its number, and whoever scans it reads that it no longer counts.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``.
        MessageMissing, WrongState: as they say.
    """
    require(actor, "letters.manage")
    text = message_of(reason)
    row = locked(letter, [State.DISTRICT, State.SEALING, State.READY, State.HANDED], version)
    if row.handover is not None:
        # What stands before the camat is taken back first: an answer to a withdrawn letter would come too late.
        raise WrongState(state=row.state, label=str(State.DISTRICT.label))
    return move(row, State.WITHDRAWN, EventKind.WITHDRAWN, actor=actor, message=text, note=text)
