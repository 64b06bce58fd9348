"""Two approve at the same moment."""

from __future__ import annotations

import threading
from typing import Any

from django.db import connection

from balai.errors import BalaiError
from modules.letters import services
from modules.letters.models import Letter, NumberCounter
from tests.modules.letters.conftest import ANSWERS, head, person


def test_ten_letters_at_once_get_ten_numbers_in_a_row_and_one_letter_twice_gets_one(
    real_db: None, village: Any, inside: Any, actor: Any
) -> None:
    letters = [
        services.request_letter(actor=actor, letter_type="usaha", resident=person(number), answers=ANSWERS["usaha"])
        for number in range(10)
    ]
    official, outcomes = head().official_id, []
    start = threading.Barrier(4, timeout=20)

    def approve(mine: list[Letter]) -> None:
        try:
            with inside(village):
                start.wait()
                for letter in mine:
                    try:
                        done = services.approve_letter(actor=actor, letter=letter, official_id=official)
                        outcomes.append(done.serial)
                    except BalaiError as error:
                        outcomes.append(error.code)
        finally:
            connection.close()

    # Two go through all ten from the front, two from the back: each letter is approved by four.
    threads = [threading.Thread(target=approve, args=[list(order)]) for order in (letters, letters[::-1]) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(each for each in outcomes if isinstance(each, int)) == list(range(1, 11))
    assert [each for each in outcomes if isinstance(each, str)] == ["letter_wrong_state"] * 30
    assert sorted(Letter.objects.values_list("serial", flat=True)) == list(range(1, 11))
    assert Letter.objects.values("number").distinct().count() == 10
    assert NumberCounter.objects.get(sequence="surat:usaha").last == 10
