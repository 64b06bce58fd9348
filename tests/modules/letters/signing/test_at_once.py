"""Two who sign the same letter at the same moment, on connections of their own."""

from __future__ import annotations

import threading
from typing import Any

from balai.errors import BalaiError
from modules.letters.models import Letter, LetterEvent, Signature, State
from modules.letters.signing.doing import sign_letter
from tests.modules.letters.acting import together
from tests.modules.letters.conftest import staff
from tests.modules.letters.signing.conftest import SECRET, by_certificate, by_service, waiting
from tests.modules.letters.signing.services import Service


def test_four_who_sign_three_letters_at_once_sign_each_once(real_village: Any) -> None:
    by_certificate()
    letters = [waiting(number) for number in range(3)]

    def sign_all(order: list[Letter]) -> list[str]:
        said = []
        for letter in order:
            try:
                said.append(sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET).state)
            except BalaiError as error:
                said.append(error.code)
        return said

    orders = [letters, letters[::-1], letters, letters[::-1]]
    said = together(real_village, [lambda order=order: sign_all(order) for order in orders])
    assert {each for one in said for each in one} <= {"ready", "signing_going_on"}
    assert set(Letter.objects.filter(pk__in=[each.pk for each in letters]).values_list("state", flat=True)) == {
        State.READY
    }
    assert LetterEvent.objects.filter(letter__in=letters, kind="signed").count() == 3
    assert Signature.objects.filter(letter__in=letters, state="signed").count() == 3


def test_a_slow_service_is_asked_once_however_often_the_button_is_pressed(real_village: Any, service: Service) -> None:
    """The browser gave up and asked again while the first answer was still on its way: the late answer is the one kept."""
    by_service(service)
    letter = waiting()
    service.how = "slow"
    begun = threading.Event()

    def first() -> Any:
        begun.set()
        return sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET)

    def second() -> Any:
        begun.wait(10)
        while not service.asked:
            threading.Event().wait(0.02)
        try:
            return sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET)
        finally:
            service.let_go.set()

    one, other = together(real_village, [first, second])
    assert one.state == State.READY
    assert other.code == "signing_going_on"
    assert len(service.asked) == 1
