"""What every step of a letter shares: lock, check, move, write the ledger, tell who counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from balai import audit, indicators
from balai.actor import Actor
from balai.db import update_rows
from balai.errors import Conflict, NotAllowed, NotFound
from balai.registry import announce
from balai.remembering import in_one_piece
from modules.letters.errors import MessageMissing, WrongState
from modules.letters.models import EventKind, Letter, LetterEvent, State
from modules.population.selectors import may_act_for

MESSAGE_LENGTH = 500
#: What approval prints of the applicant, in the query that locks.
PEOPLE = ("resident__family", "resident__rt__parent__parent")


def require_any(actor: Actor, *rights: str) -> None:
    """One of the rights is enough.

    Raises:
        NotAllowed: the actor holds none of them.
    """
    if not any(actor.may(right) for right in rights):
        raise NotAllowed(right=rights[0])


def require_own(actor: Actor, resident_id: object) -> None:
    """A citizen acts for themselves, and for those of the family they may act for; nobody else exists for them.

    Raises:
        NotFound: it is somebody else's.
    """
    if not may_act_for(actor.id, str(resident_id)):
        raise NotFound()


def require_asked(actor: Actor, letter: Letter) -> None:
    """A citizen goes on with a letter that is their own, or that they asked for and for whose applicant they may still act.

    Raises:
        NotFound: it is somebody else's, or has become so: the child is grown up, the family another one.
    """
    if str(letter.resident_id) == actor.id:
        return
    if not asked_by(letter, actor.id) or not may_act_for(actor.id, str(letter.resident_id)):
        raise NotFound()


def asked_by(letter: Letter, resident_id: object) -> bool:
    """Whether this citizen asked for the letter (for a child, say): its ledger knows."""
    return letter.events.filter(kind=EventKind.REQUESTED, actor_kind="citizen", actor_id=str(resident_id)).exists()


def locked(letter: Letter, states: Iterable[str], version: str = "") -> Letter:
    """The letter's row, locked and fresh.

    Raises:
        NotFound: it is not here.
        WrongState: it stands in none of ``states``.
        Conflict: somebody changed it since ``version`` was read.
    """
    row = Letter.objects.select_for_update(of=("self",)).select_related(*PEOPLE).filter(pk=letter.pk).first()
    if row is None:
        raise NotFound()
    if row.state not in {str(state) for state in states}:
        raise WrongState(state=row.state, label=str(State(row.state).label))
    if version and version != row.version:
        raise Conflict()
    return row


def message_of(text: str) -> str:
    """A reason that somebody will read.

    Raises:
        MessageMissing: there is none.
    """
    text = " ".join(text.split())[:MESSAGE_LENGTH]
    if not text:
        raise MessageMissing(field="message")
    return text


def write_event(letter: Letter, kind: EventKind, *, actor: Actor, before: str, message: str = "") -> None:
    """The ledger's line, the audit's line, and the numbers that moved."""
    write_events([(letter, before, message)], kind, actor=actor)


def write_events(moves: Sequence[tuple[Letter, str, str]], kind: EventKind, *, actor: Actor) -> None:
    """The same for several letters that take one step: each with the state before and the message."""
    events = LetterEvent.objects.bulk_create(
        [
            LetterEvent(
                letter=letter, kind=kind, from_state=before, to_state=letter.state, at=letter.updated_at, message=message,
                actor_kind=actor.kind, actor_id=actor.id, actor_name=actor.name[:150],
            )
            for letter, before, message in moves
        ],
        500,
    )  # fmt: skip
    by_words: dict[tuple[str, str], list[Letter]] = {}
    for letter, _before, _message in moves:
        by_words.setdefault((letter.type_key, letter.state), []).append(letter)
    for (type_key, state), letters in by_words.items():
        audit.record_many(actor, f"letters.{kind.value}", letters, type=type_key, state=state)
    for event in events:
        # Who stands above letters (notifications) listens for this.
        announce("letters.moved", letter=event.letter, event=event, actor=actor)
    if not in_one_piece():
        touch_numbers()


def touch_numbers() -> None:
    """The numbers that every step moves. Who does a piece of work as one says so once, at its end."""
    indicators.touch("letters.by_type", "letters.median_hours")


def move(
    letter: Letter,
    state: State,
    kind: EventKind,
    *,
    actor: Actor,
    message: str = "",
    note: str | None = None,
    also: Iterable[str] = (),
) -> Letter:
    """Bring a locked letter into a state; ``also`` names further columns that were changed on it."""
    notes = None if note is None else [note]
    move_many([letter], state, kind, actor=actor, messages=[message], notes=notes, also=also)
    return letter


def move_many(
    letters: Sequence[Letter], state: State | Sequence[State], kind: EventKind, *, actor: Actor, message: str = "",
    messages: Sequence[str] = (), notes: Sequence[str] | None = None, also: Iterable[str] = (),
) -> None:  # fmt: skip
    """``move`` for many locked letters: the same lines, in a handful of statements. A state, a message and a note for all
    of them, or one for each."""
    columns = {"state", "state_since", "updated_at", *also} | ({"note"} if notes is not None else set())
    states = [state] * len(letters) if isinstance(state, State) else state
    said = messages or [message] * len(letters)
    now, moves = timezone.now(), []
    for place, (letter, following, words) in enumerate(zip(letters, states, said, strict=True)):
        moves.append((letter, letter.state, words))
        letter.state, letter.state_since, letter.updated_at = following, now, now
        if notes is not None:
            letter.note = notes[place]
    if moves:
        update_rows(letters, sorted(columns))
        write_events(moves, kind, actor=actor)
