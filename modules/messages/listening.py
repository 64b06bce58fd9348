"""What other modules announce, as news for the citizen whom it concerns."""

from __future__ import annotations

from balai.actor import Actor
from modules.letters.models import EventKind, Letter, LetterEvent, State
from modules.letters.selectors import asker_of
from modules.messages.services.notices import notify
from modules.messages.staff_listening import letter_waits

_LETTER = {
    EventKind.REQUESTED: "letter_received",
    EventKind.RETURNED: "letter_returned",
    EventKind.REJECTED: "letter_refused",
    EventKind.WITHDRAWN: "letter_withdrawn",
}


def letter_moved(*, letter: Letter, event: LetterEvent, actor: Actor) -> None:
    """A letter's state went on: whoever of the office may take the next step is told, and whoever asked for it (a parent, for a child) is told what concerns them, once
    a line of the ledger.

    What an officer asks for on behalf of somebody who stands at the desk needs no "received"; what is made for many at
    once (invitations) is brought by hand, and eight hundred messages are not what anybody wished.
    """
    letter_waits(letter=letter, event=event, actor=actor)
    if letter.batch_id is not None:
        return
    code = _LETTER.get(EventKind(event.kind))
    if event.to_state == State.READY and event.from_state != State.READY:
        # By the state, not by the act: a letter may first have to be signed elsewhere after it was approved.
        code = "letter_ready"
    if code is None or (code == "letter_received" and actor.kind != "citizen"):
        return
    notify(
        resident=asker_of(letter), event=code, key=f"letter:{event.pk}", url=f"/layanan/surat/{letter.pk}/",
        judul_surat=letter.type.name, melalui=str(letter.get_channel_display()),
    )  # fmt: skip
