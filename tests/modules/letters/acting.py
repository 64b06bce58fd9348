"""Letters brought into a state by the services that bring them there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from balai.errors import BalaiError
from modules.letters import services
from modules.letters.models import Letter, State
from tenants.context import village_context
from tests.modules.letters.conftest import citizen, head, person, staff

#: Answers that every kind of letter takes.
ALL_ANSWERS = {"keperluan": "Syarat melamar pekerjaan", "keterangan": "Melamar", "nama_usaha": "Warung Contoh"}


def requested(number: int = 0, kind: str = "domisili") -> Letter:
    """What an officer has entered for a citizen who is present: it waits for the signature."""
    return services.request_letter(
        actor=staff("operator"), letter_type=kind, resident=person(number), answers=ALL_ANSWERS
    )


def issued(number: int = 0, kind: str = "domisili") -> Letter:
    """An approved letter, as the database has it."""
    letter = services.approve_letter(
        actor=staff("kepala_desa"), letter=requested(number, kind), official_id=head().official_id
    )
    letter.refresh_from_db()
    return letter


def checked_by_secretary(on: bool) -> None:
    """Say whether the secretary looks at letters, too."""
    row = services.present_settings()
    services.change_settings(
        actor=staff("sekretaris"), number_format=row.number_format, scheme=row.scheme, secretary_checks=on
    )


def letter_in(state: State, number: int = 0) -> Letter:
    """A letter brought into a state the way people bring it there."""
    operator = staff("operator")
    if state in (State.READY, State.HANDED, State.WITHDRAWN):
        letter = issued(number)
        if state == State.HANDED:
            return services.hand_over(actor=operator, letter=letter)
        if state == State.WITHDRAWN:
            return services.withdraw_letter(actor=staff("sekretaris"), letter=letter, reason="Keliru orang")
        return letter
    who: Any = person(number)
    if state == State.CHECKING:
        checked_by_secretary(True)
    letter = services.request_letter(actor=citizen(who), letter_type="domisili", resident=who, answers=ALL_ANSWERS)
    if state in (State.CHECKING, State.SIGNING):
        return services.check_letter(actor=operator, letter=letter)
    if state == State.RETURNED:
        return services.return_letter(actor=operator, letter=letter, message="Keperluan kurang jelas")
    if state == State.REJECTED:
        return services.reject_letter(actor=operator, letter=letter, message="Bukan wewenang desa")
    if state == State.CANCELLED:
        return services.cancel_letter(actor=citizen(who), letter=letter)
    assert state == State.SUBMITTED
    return letter


def together(village: Any, acts: list[Callable[[], Any]]) -> list[Any]:
    """Run acts in threads that begin at the same moment, each on its own connection; a BalaiError is a result."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(30)
            with village_context(village.schema_name):
                return act()
        except BalaiError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
