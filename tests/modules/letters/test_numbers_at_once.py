"""Numbers: unique and without a gap whoever approves at once; how they are written; where a year begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from balai.actor import Actor
from modules.letters import services
from modules.letters.errors import WrongState
from modules.letters.models import Letter, NumberCounter, State
from modules.letters.services import approval
from tenants.exchange.services import highest_number
from tests.modules.letters.acting import issued, requested, together
from tests.modules.letters.conftest import head

AT_ONCE = 50


def _approve(letter: Letter, official: Any) -> Callable[[], Letter]:
    return lambda: services.approve_letter(actor=Actor.operator("tests"), letter=letter, official_id=official)


def _numbers_of(kind: str) -> list[int]:
    found = Letter.objects.filter(type_key=kind).values_list("serial", flat=True)
    return sorted(serial for serial in found if serial is not None)


@pytest.fixture()
def fifty_sessions(real_village: Any) -> Iterator[Any]:
    """A pool that lets everybody in at the same moment: the house's own would queue them four at a time."""
    options = connection.settings_dict["OPTIONS"]["pool"]
    usual = options["max_size"]
    connection.close()
    connection.close_pool()
    options["max_size"] = AT_ONCE + 4
    yield real_village
    connection.close()
    connection.close_pool()
    options["max_size"] = usual


def test_fifty_approvals_at_once_take_fifty_numbers_without_a_gap(fifty_sessions: Any) -> None:
    official = head().official_id
    letters = [requested(number) for number in range(AT_ONCE)]
    done = together(fifty_sessions, [_approve(letter, official) for letter in letters])
    assert [each for each in done if isinstance(each, BaseException)] == []
    assert _numbers_of("domisili") == list(range(1, AT_ONCE + 1))
    texts = set(Letter.objects.values_list("number", flat=True))
    assert len(texts) == AT_ONCE
    assert len(set(Letter.objects.values_list("token", flat=True))) == AT_ONCE
    year = done[0].year
    assert NumberCounter.objects.get(sequence="surat:domisili", year=year).last == AT_ONCE
    assert highest_number(sequence="surat:domisili", year=year) == AT_ONCE


def test_a_letter_approved_by_many_at_once_takes_one_number(real_village: Any) -> None:
    official, letter = head().official_id, requested()
    done = together(real_village, [_approve(letter, official) for _n in range(8)])
    assert len([each for each in done if isinstance(each, Letter)]) == 1
    assert len([each for each in done if isinstance(each, WrongState)]) == 7
    assert _numbers_of("domisili") == [1]
    assert NumberCounter.objects.get(sequence="surat:domisili").last == 1
    assert letter.events.filter(kind="approved").count() == 1


def test_two_rows_of_numbers_do_not_touch_each_other(real_village: Any) -> None:
    official = head().official_id
    letters = [requested(number, kind) for number in range(6) for kind in ("domisili", "usaha")]
    done = together(real_village, [_approve(letter, official) for letter in letters])
    assert [each for each in done if isinstance(each, BaseException)] == []
    assert _numbers_of("domisili") == _numbers_of("usaha") == [1, 2, 3, 4, 5, 6]


def test_an_approval_that_fails_gives_its_number_back(
    village: Any, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued(0)
    failing = requested(1)

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the line went away")

    with monkeypatch.context() as patched:
        patched.setattr(approval, "merged_data", broken)
        with pytest.raises(RuntimeError, match="the line went away"), transaction.atomic():
            services.approve_letter(actor=actor, letter=failing, official_id=head().official_id)
    failing.refresh_from_db()
    assert (failing.state, failing.number) == (State.SIGNING, "")
    assert issued(2).serial == 2
    assert services.approve_letter(actor=actor, letter=failing, official_id=head().official_id).serial == 3


def test_the_database_takes_no_number_twice(village: Any) -> None:
    one, two = issued(0), requested(1)
    with pytest.raises(IntegrityError, match="letter_number_once"), transaction.atomic():
        Letter.objects.filter(pk=two.pk).update(
            state=State.READY, number="x", sequence=one.sequence, year=one.year, serial=one.serial, token="t" * 20,
            letter_date=one.letter_date, approved_at=one.approved_at, signer=one.signer,
        )  # fmt: skip


def test_no_letter_is_issued_without_a_number_nor_numbered_without_being_issued(village: Any) -> None:
    waiting = requested()
    with pytest.raises(IntegrityError, match="letter_issued_with_number"), transaction.atomic():
        Letter.objects.filter(pk=waiting.pk).update(state=State.READY)
    with pytest.raises(IntegrityError, match="letter_issued_with_number"), transaction.atomic():
        Letter.objects.filter(pk=waiting.pk).update(number="470/001")


def test_a_new_year_begins_at_one(village: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [issued(0).serial, issued(1).serial] == [1, 2]
    monkeypatch.setattr(approval, "today", lambda: date(2031, 1, 1))
    first = issued(2)
    assert (first.serial, first.year, first.letter_date) == (1, 2031, date(2031, 1, 1))
    assert first.number.endswith("/I/2031")
