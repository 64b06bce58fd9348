"""What happened to letters, as news for those members of staff who may take the next step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from balai.accounts.models import User
from balai.actor import Actor
from balai.db import today
from balai.remembering import remembered
from balai.ui.formats import long_date
from modules.government.models import Official
from modules.letters.models import Absence, EventKind, Letter, LetterEvent, State
from modules.letters.services.chain import absence_on, chain_of
from modules.messages.services.staff import settled, staff_with, tell_staff

#: States in which a letter waits for somebody of the office, and the page where several stand.
_PAGES = {
    State.SUBMITTED: "letters:letters", State.CHECKING: "letters:letters", State.SIGNING: "letters:approvals",
    State.SEALING: "letters:signing",
}  # fmt: skip


def letter_waits(*, letter: Letter, event: LetterEvent, actor: Actor) -> None:
    """A letter went on: it waits for somebody else now, and for those before no more."""
    if event.from_state == event.to_state or EventKind(event.kind) == EventKind.DATED:
        return
    if letter.batch_id is not None:
        if event.to_state == State.SIGNING:
            _batch_waits(letter.batch_id, letter.type_key, actor)
        return
    if event.from_state in _PAGES:
        settled(topic=f"letters.{event.from_state}", since=_entered(letter, event))
    state = State(event.to_state)
    if state in _PAGES:
        tell_staff(
            users=_next(letter, state), topic=f"letters.{state.value}", title=_words(letter, state),
            url=reverse("letters:letter", args=[letter.pk]), many_url=reverse(_PAGES[state]), by=actor, at=event.at,
        )  # fmt: skip


def _entered(letter: Letter, event: LetterEvent) -> datetime:
    earlier = LetterEvent.objects.filter(letter=letter, to_state=event.from_state, pk__lt=event.pk).exclude(
        from_state=event.from_state
    )
    return earlier.order_by("-pk").values_list("at", flat=True).first() or letter.created_at


def _words(letter: Letter, state: State) -> str:
    words = {
        State.SUBMITTED: _("{kind} diminta warga: menunggu Anda periksa"),
        State.CHECKING: _("{kind} menunggu pemeriksaan sekretaris"),
        State.SIGNING: _("{kind} menunggu persetujuan Anda"),
        State.SEALING: _("{kind} menunggu tanda tangan elektronik Anda"),
    }
    # The kind, and nobody's name: this goes out by mail, too.
    return words[state].format(kind=letter.type.name)


def _next(letter: Letter, state: State) -> list[User]:
    if state == State.SUBMITTED:
        return staff_with("letters.check")
    if state == State.CHECKING:
        return staff_with("letters.confirm")
    if state == State.SEALING:
        return _account_of(letter.signer.get("official_id")) or staff_with("letters.approve")
    chain = chain_of(letter.type)
    absence = absence_on(today()) if chain.head else None
    if absence is not None:
        # The head is away: it waits for who acts, by their own account.
        return _account_of(absence.delegate_id) or staff_with("letters.approve")
    return staff_with(chain.last_right)


def _account_of(official_id: Any) -> list[User]:
    found = Official.objects.select_related("user").filter(pk=official_id, user__is_active=True).first()
    return [found.user] if found is not None and found.user is not None else []


@remembered
def _batch_waits(batch_id: Any, type_key: str, actor: Actor) -> None:
    """Eight hundred invitations are one thing to do."""
    letter = Letter.objects.filter(batch=batch_id, type_key=type_key).first()
    if letter is not None:
        tell_staff(
            users=_next(letter, State.SIGNING), topic=f"batch.{batch_id}",
            title=_("Surat massal menunggu persetujuan Anda: {kind}").format(kind=letter.type.name),
            url=reverse("letters:batch", args=[batch_id]), by=actor,
        )  # fmt: skip


def head_is_away(*, absence: Absence, actor: Actor) -> None:
    """Somebody else may sign for the head from now on: the head hears of it, wished or not."""
    tell_staff(
        users=staff_with("letters.approve"), topic=f"absence.{absence.pk}",
        title=_("Anda dicatat berhalangan {since} sampai {until} oleh {who}. Tidak benar? Akhiri catatannya.").format(
            since=long_date(absence.since), until=long_date(absence.until), who=actor.role.replace("_", " ")
        ),
        url=reverse("letters:absences"), by=actor, always=True,
    )  # fmt: skip
