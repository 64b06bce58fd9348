"""The table of states: what may follow what, who may do it, and that nothing else is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from balai.actor import Actor
from balai.errors import NotAllowed
from modules.letters import services
from modules.letters.errors import WrongState
from modules.letters.models import Letter, LetterEvent, State
from tests.modules.letters.acting import ALL_ANSWERS, letter_in
from tests.modules.letters.conftest import citizen, head, person, staff

Act = Callable[[Actor, Letter], Letter]
ACTS: dict[str, Act] = {
    "check": lambda actor, letter: services.check_letter(actor=actor, letter=letter),
    "return": lambda actor, letter: services.return_letter(actor=actor, letter=letter, message="Lengkapi keperluannya"),
    "resubmit": lambda actor, letter: services.resubmit_letter(actor=actor, letter=letter, answers=ALL_ANSWERS),
    "reject": lambda actor, letter: services.reject_letter(actor=actor, letter=letter, message="Bukan wewenang desa"),
    "cancel": lambda actor, letter: services.cancel_letter(actor=actor, letter=letter),
    "approve": lambda actor, letter: services.approve_letter(
        actor=actor, letter=letter, official_id=head().official_id
    ),
    "hand over": lambda actor, letter: services.hand_over(actor=actor, letter=letter),
    "withdraw": lambda actor, letter: services.withdraw_letter(actor=actor, letter=letter, reason="Keliru orang"),
}
#: What each state lets happen, and what comes of it. Every pair that does not stand here is refused.
TABLE: dict[State, dict[str, State]] = {
    State.SUBMITTED: {
        "check": State.SIGNING, "return": State.RETURNED, "reject": State.REJECTED, "cancel": State.CANCELLED,
    },
    State.CHECKING: {
        "check": State.SIGNING, "return": State.RETURNED, "reject": State.REJECTED, "cancel": State.CANCELLED,
    },
    State.SIGNING: {
        "approve": State.READY, "return": State.RETURNED, "reject": State.REJECTED, "cancel": State.CANCELLED,
    },
    State.RETURNED: {"resubmit": State.SIGNING, "reject": State.REJECTED, "cancel": State.CANCELLED},
    State.READY: {"hand over": State.HANDED, "withdraw": State.WITHDRAWN},
    State.HANDED: {"withdraw": State.WITHDRAWN},
    State.REJECTED: {},
    State.CANCELLED: {},
    State.WITHDRAWN: {},
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", TABLE, ids=lambda state: state.value)
def test_every_state_allows_exactly_its_own_acts(village: Any, actor: Actor, state: State, act: str) -> None:
    letter = letter_in(state)
    lines = LetterEvent.objects.filter(letter=letter).count()
    wanted = TABLE[state].get(act)
    if wanted is None:
        with pytest.raises(WrongState):
            ACTS[act](actor, letter)
        letter.refresh_from_db()
        assert letter.state == state
        assert LetterEvent.objects.filter(letter=letter).count() == lines
        return
    ACTS[act](actor, letter)
    letter.refresh_from_db()
    assert letter.state == wanted
    event = LetterEvent.objects.filter(letter=letter).latest("id")
    assert (event.from_state, event.to_state) == (state, wanted)
    assert LetterEvent.objects.filter(letter=letter).count() == lines + 1


@pytest.mark.parametrize(
    ("state", "act", "role"),
    [
        (State.SUBMITTED, "check", "viewer"), (State.SUBMITTED, "check", "kepala_desa"),
        (State.CHECKING, "check", "operator"), (State.SIGNING, "approve", "operator"),
        (State.SIGNING, "approve", "sekretaris"), (State.SIGNING, "approve", "viewer"),
        (State.SIGNING, "return", "viewer"), (State.SIGNING, "reject", "viewer"), (State.SIGNING, "cancel", "viewer"),
        (State.RETURNED, "resubmit", "viewer"), (State.READY, "hand over", "viewer"),
        (State.READY, "hand over", "kepala_desa"), (State.READY, "withdraw", "viewer"),
    ],
)  # fmt: skip
def test_who_lacks_the_right_is_refused(village: Any, state: State, act: str, role: str) -> None:
    letter = letter_in(state)
    with pytest.raises(NotAllowed):
        ACTS[act](staff(role), letter)
    letter.refresh_from_db()
    assert letter.state == state


@pytest.mark.parametrize("role", ["viewer", "kepala_desa"])
def test_who_may_not_check_may_not_ask_for_a_letter(village: Any, role: str) -> None:
    with pytest.raises(NotAllowed):
        services.request_letter(actor=staff(role), letter_type="domisili", resident=person(), answers=ALL_ANSWERS)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("act", ["check", "return", "reject", "approve", "hand over", "withdraw"])
def test_a_citizen_does_not_do_the_offices_work(village: Any, act: str) -> None:
    letter = letter_in(
        {"approve": State.SIGNING, "hand over": State.READY, "withdraw": State.READY}.get(act, State.SUBMITTED)
    )
    before = letter.state
    with pytest.raises(NotAllowed):
        ACTS[act](citizen(letter.resident), letter)
    letter.refresh_from_db()
    assert letter.state == before
