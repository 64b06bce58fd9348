"""Two officers decide on one proposal, two taps rate one letter: one of each counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from balai.audit.models import Entry
from balai.db import today
from balai.errors import BalaiError
from modules.government.selectors import signers
from modules.letters import services as letter_services
from modules.selfservice import services
from modules.selfservice.models import CitizenAccount, Correction, Rating
from tests.modules.selfservice.conftest import adults


def _together(village: Any, inside: Any, acts: list[Callable[[], Any]]) -> list[str]:
    """Do them at the same moment; what became of each."""
    start, outcomes = threading.Barrier(len(acts), timeout=20), []

    def run(act: Callable[[], Any]) -> None:
        try:
            with inside(village):
                start.wait()
                try:
                    act()
                    outcomes.append("done")
                except BalaiError as error:
                    outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


def test_one_of_two_officers_decides_and_one_of_two_taps_rates(
    real_db: None, village: Any, inside: Any, actor: Any
) -> None:
    who = adults()[0]
    citizen = services.actor_of(CitizenAccount(resident=who))
    row = services.propose_correction(actor=citizen, resident=who, what="birth_place", value="Purwodadi")
    outcomes = _together(
        village, inside,
        [
            lambda: services.accept_correction(actor=actor, correction=row),
            lambda: services.reject_correction(actor=actor, correction=row, answer="Bukti kurang."),
            lambda: services.accept_correction(actor=actor, correction=row),
        ],
    )  # fmt: skip
    assert outcomes == ["correction_settled", "correction_settled", "done"]
    now = Correction.objects.get()
    who.refresh_from_db()
    assert (who.birth_place == "PURWODADI") == (now.state == "accepted")
    assert Entry.objects.filter(action__in=["selfservice.correction_accepted", "selfservice.correction_rejected"]).count() == 1  # fmt: skip

    letter = services.ask_letter(
        actor=citizen, letter_type="domisili", resident=who, answers={"keperluan": "Membuka rekening"}
    )
    letter_services.check_letter(actor=actor, letter=letter)
    letter_services.approve_letter(actor=actor, letter=letter, official_id=signers(today())[0].official_id)
    rate = lambda: services.rate_letter(actor=citizen, letter=letter, stars=5)  # noqa: E731
    assert _together(village, inside, [rate, rate]) == ["done", "rated_before"]
    assert Rating.objects.count() == 1
