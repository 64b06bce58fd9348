"""The throttle: per account and per address, each closing of the office's door longer than the one before."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from balai.accounts import throttle
from balai.accounts.errors import Throttled

HERE = "192.0.2.1"


def fail(times: int, scope: str = "staff", account: str = "a", address: str = "") -> list[int]:
    return [throttle.failed(scope, account=account, address=address) for _n in range(times)]


def seconds_closed(scope: str = "staff", account: str = "a") -> int:
    with pytest.raises(Throttled) as raised:
        throttle.check(scope, account=account, address="")
    return int(raised.value.data["seconds"])


def test_five_tries_then_a_quarter_of_an_hour(village: Any, throttle_clock: Callable[[float], None]) -> None:
    assert fail(5) == [4, 3, 2, 1, 0]
    assert seconds_closed() == 900
    throttle_clock(899)
    assert seconds_closed() == 1
    throttle_clock(901)
    throttle.check("staff", account="a", address="")
    assert fail(1) == [4]


def test_each_further_closing_lasts_twice_as_long_up_to_four_hours(village: Any, throttle_clock: Any) -> None:
    later, lasted = 0, []
    for _n in range(6):
        throttle_clock(later)
        fail(5)
        lasted.append(seconds_closed())
        later += lasted[-1] + 1
    assert lasted == [900, 1800, 3600, 7200, 14400, 14400]


def test_a_citizens_door_closes_for_longer_each_time_and_what_is_not_told_apart_does_not(
    village: Any, throttle_clock: Any
) -> None:
    for scope, second in (("citizen", 1800), ("registration", 900)):
        throttle_clock(0)
        fail(5, scope)
        assert seconds_closed(scope) == 900
        throttle_clock(901)
        fail(5, scope)
        assert seconds_closed(scope) == second


def test_success_opens_the_account_but_not_the_address(village: Any) -> None:
    for number in range(throttle.ADDRESS_TRIES):
        throttle.failed("staff", account=f"name-{number}", address=HERE)
    throttle.succeeded("staff", account="name-0", address=HERE)
    throttle.check("staff", account="name-0", address="192.0.2.2")
    with pytest.raises(Throttled):
        throttle.check("staff", account="name-0", address=HERE)


def test_scopes_and_villages_count_apart(village: Any, other_village: Any, inside: Any) -> None:
    fail(5)
    throttle.check("citizen", account="a", address="")
    with inside(other_village):
        throttle.check("staff", account="a", address="")
    assert seconds_closed() == 900


def test_tries_at_the_same_time_are_all_counted(village: Any) -> None:
    from tenants.context import village_context

    def one(_n: int) -> int:
        with village_context(village.schema_name):
            return throttle.failed("staff", account="", address=HERE)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(throttle.ADDRESS_TRIES)))
    with pytest.raises(Throttled):
        throttle.check("staff", account="", address=HERE)


def test_no_account_and_no_address_is_never_closed(village: Any) -> None:
    fail(50, account="", address="")
    throttle.check("staff", account="", address="")
    assert throttle.minutes_closed("staff", account="") == 15


def test_guesses_at_the_same_moment_are_counted_before_they_are_compared(village: Any) -> None:
    """Forty threads that all pass a check and then fail would have forty tries; so many as the account has pass, no more."""
    import threading
    import time

    barrier, passed = threading.Barrier(40), []

    def guess(number: int) -> None:
        from tenants.context import village_context

        with village_context(village.schema_name):
            barrier.wait(20)
            try:
                throttle.reserve("staff", account="victim", address=f"192.0.2.{number}")
            except Throttled:
                return
            # Here the hash is compared: slow.
            passed.append(number)
            time.sleep(0.2)
            throttle.refused("staff", account="victim", address=f"192.0.2.{number}")

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(guess, range(40)))
    assert len(passed) == throttle.ACCOUNT_TRIES
    # Closed once: the next closing is the second, not the sixth.
    assert seconds_closed(account="victim") == 900


def test_a_right_try_gives_back_what_it_took(village: Any) -> None:
    for _n in range(throttle.ADDRESS_TRIES + 5):
        throttle.reserve("staff", account="a", address=HERE)
        throttle.granted("staff", account="a", address=HERE)
    for _n in range(throttle.ACCOUNT_TRIES - 1):
        throttle.reserve("staff", account="a", address=HERE)
        throttle.refused("staff", account="a", address=HERE)
    throttle.reserve("staff", account="a", address=HERE)
    throttle.handed_back("staff", account="a", address=HERE)
    throttle.reserve("staff", account="a", address=HERE)
    assert throttle.refused("staff", account="a", address=HERE) == 0
    assert seconds_closed() == 900


def test_a_known_device_closes_shortly_and_never_for_longer(village: Any, throttle_clock: Any) -> None:
    kiosk, later = "device:kiosk:1", 0
    for _round in range(4):
        throttle_clock(later)
        for number in range(throttle.ADDRESS_TRIES):
            throttle.reserve("citizen", account=f"{later}-{number}", address=kiosk)
            throttle.refused("citizen", account=f"{later}-{number}", address=kiosk)
        assert throttle.seconds_closed("citizen", address=kiosk) == throttle.DEVICE_SECONDS
        later += throttle.DEVICE_SECONDS + 1


def test_the_office_opens_an_address_again(village: Any) -> None:
    for number in range(throttle.ADDRESS_TRIES):
        throttle.failed("citizen", account=str(number), address=HERE)
    with pytest.raises(Throttled):
        throttle.reserve("citizen", account="new", address=HERE)
    throttle.reopen_address("citizen", address=HERE)
    throttle.reserve("citizen", account="new", address=HERE)
