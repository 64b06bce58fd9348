"""Who may take the head's pen: not whoever names themselves, and not on a day on which the head was away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from balai.accounts.models import User
from balai.actor import Actor
from balai.db import today
from modules.government.models import Official
from modules.government.selectors import signers
from modules.letters import services
from modules.letters.errors import AbsenceRefused, HeadAway
from modules.letters.models import Absence
from modules.letters.services.chain import absence_of_day
from tests.modules.letters.acting import requested
from tests.modules.letters.conftest import head, staff


def delegate() -> Any:
    """An official who may sign a.n."""
    return next(each for each in signers(today()) if each.line_style)


def own_account(role: str, official_id: Any, *more: str) -> Actor:
    """A real account of the role, linked to an official."""
    user = User.objects.get(username=role)
    Official.objects.filter(pk=official_id).update(user=user)
    return Actor(kind="staff", id=str(user.pk), name=role, role=role, rights=staff(role).rights | set(more))


def away(actor: Actor, days: int = 0, until: int = 2) -> Absence:
    """The head is away from so many days on."""
    return services.record_absence(
        actor=actor, since=today() + timedelta(days=days), until=today() + timedelta(days=until), reason="Cuti",
        delegate=delegate().official_id,
    )  # fmt: skip


def test_nobody_names_themselves(village: Any) -> None:
    secretary = own_account("sekretaris", delegate().official_id)
    with pytest.raises(AbsenceRefused) as refused:
        away(secretary)
    assert refused.value.data["field"] == "delegate"
    assert "menunjuk diri sendiri" in refused.value.message()
    # Who holds the right for it, and the head, do.
    row = away(own_account("sekretaris", delegate().official_id, "letters.delegate_self"))
    services.end_absence(actor=secretary, absence=row)
    assert away(staff("kepala_desa")).delegate_id == delegate().official_id


def test_a_back_dated_letter_is_not_signed_by_a_head_who_was_away(village: Any, monkeypatch: Any) -> None:
    """A number of a day on which the head was away was kept; the head is back when the letter is approved."""
    then = today()
    slot = services.reserve_number(actor=staff("sekretaris"), kind="domisili", on=then, reason="Undangan rapat")
    letter = services.assign_number(actor=staff("sekretaris"), letter=requested(), slot=slot)
    away(staff("kepala_desa"), until=1)
    monkeypatch.setattr("modules.letters.services.approval.today", lambda: then + timedelta(days=3))
    assert absence_of_day(then) is not None and absence_of_day(then + timedelta(days=3)) is None
    with pytest.raises(HeadAway):
        services.approve_letter(actor=staff("kepala_desa"), letter=letter, official_id=head().official_id)
    done = services.approve_letter(actor=staff("kepala_desa"), letter=letter, official_id=delegate().official_id)
    assert (done.letter_date, done.signer["official_id"]) == (then, str(delegate().official_id))


def test_an_absence_that_was_ended_early_held_until_then(village: Any) -> None:
    row = away(staff("kepala_desa"), until=9)
    services.end_absence(actor=staff("kepala_desa"), absence=row)
    assert absence_of_day(today()) is None
    assert absence_of_day(today() + timedelta(days=3)) is None
