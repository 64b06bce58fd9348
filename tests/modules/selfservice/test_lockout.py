"""Brute force of a PIN: from one address, from many; and a door that strangers cannot keep shut."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from balai.accounts import throttle
from balai.accounts.errors import Throttled
from modules.selfservice import services
from modules.selfservice.errors import WrongPin
from tests.modules.selfservice.conftest import PIN, adults


def _guess(nik: str, times: int, *, address: str = "10.7.{n}.1", device: str = "") -> list[int]:
    left = []
    for n in range(times):
        with pytest.raises(WrongPin) as caught:
            services.sign_in(nik=nik, pin=f"0009{n:02d}", address=address.format(n=n), device=device)
        left.append(caught.value.data["left"])
    return left


def test_the_lock_of_a_nik_holds_over_addresses_and_says_until_when(village: Any, account: Any, door: Any) -> None:
    who = adults()[0]
    account(who)
    assert _guess(who.nik, 5) == [4, 3, 2, 1, 0]
    for address in ("10.1.1.1", "192.168.0.9", "2001:db8::1"):
        with pytest.raises(Throttled):
            services.sign_in(nik=who.nik, pin=PIN, address=address)
    page = door.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN})
    assert page.status_code == 429
    assert re.search(r"Coba lagi pukul \d\d\.\d\d WIB \(15 menit lagi\)", page.content.decode())


def test_each_further_closing_lasts_twice_as_long(village: Any, account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    who = adults()[0]
    account(who)
    now = time.time()
    waits = []
    for _round in range(6):
        _guess(who.nik, 5)
        with pytest.raises(Throttled) as caught:
            services.sign_in(nik=who.nik, pin=PIN, address="10.0.0.1")
        waits.append(round(caught.value.data["seconds"] / 60))
        # As if the wait were over.
        now += caught.value.data["seconds"] + 1
        monkeypatch.setattr(throttle.time, "time", lambda now=now: now)
    assert waits == [15, 30, 60, 120, 240, 240]
    # At most so many tries a day for one NIK, wherever they come from: 5 at 0, 15, 45, 105, 225, 465 ... minutes.
    day, tries, at = 24 * 60, 0, 0
    for wait in [*waits, *[240] * 10]:
        if at > day:
            break
        tries, at = tries + 5, at + wait
    assert tries <= 50


def test_a_phone_that_knows_the_person_is_not_shut_by_strangers(village: Any, account: Any, door: Any) -> None:
    who = adults()[0]
    account(who)
    assert door.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN}).status_code == 302
    door.post("/layanan/keluar/")
    _guess(who.nik, 5)
    with pytest.raises(Throttled):
        services.sign_in(nik=who.nik, pin=PIN, address="10.0.0.1")
    assert door.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN})["Location"] == "/layanan/"


def test_the_known_phone_has_a_count_of_its_own_and_knows_only_its_people(
    village: Any, account: Any, door: Any
) -> None:
    mine, other = adults()[:2]
    account(mine)
    account(other)
    door.post("/layanan/masuk/", {"nik": mine.nik, "pin": PIN})
    door.post("/layanan/keluar/")
    for n in range(5):
        assert door.post("/layanan/masuk/", {"nik": mine.nik, "pin": f"0009{n:02d}"}).status_code == 422
    assert door.post("/layanan/masuk/", {"nik": mine.nik, "pin": PIN}).status_code == 429
    # From elsewhere the person still comes in: the thief of a phone shuts out only the phone.
    assert services.sign_in(nik=mine.nik, pin=PIN, address="10.0.0.1").resident_id == mine.pk
    _guess(other.nik, 5)
    assert door.post("/layanan/masuk/", {"nik": other.nik, "pin": PIN}).status_code == 429


def test_the_phones_mark_is_signed_and_of_one_village(
    village: Any, other_village: Any, account: Any, door: Any, client_of: Any, rf: Any
) -> None:
    from django.db import connection

    from modules.selfservice.devices import known_device

    who = adults()[0]
    account(who)
    door.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN})
    name = next(key for key in door.cookies if key.startswith("balai_kenal"))
    kept = door.cookies[name]
    assert kept["httponly"] and kept["path"] == "/layanan"
    assert who.nik not in kept.value
    request = rf.get("/layanan/masuk/")
    request.COOKIES[name] = kept.value
    assert known_device(request, who.nik)
    assert known_device(request, adults()[1].nik) == ""
    request.COOKIES[name] = kept.value[:-3] + "abc"
    assert known_device(request, who.nik) == ""
    request.COOKIES[name] = kept.value
    connection.set_tenant(other_village)
    assert known_device(request, who.nik) == ""
    connection.set_tenant(village)


def test_one_address_shuts_out_few_and_nobody_whom_we_know(village: Any, account: Any) -> None:
    people = adults()[:3]
    for each in people:
        account(each)
    for n in range(40):
        with pytest.raises(WrongPin):
            services.sign_in(nik=f"33150599129{n:05d}", pin="000999", address="100.64.0.1")
    # A mobile network gives thousands the same address.
    with pytest.raises(Throttled):
        services.sign_in(nik=people[0].nik, pin=PIN, address="100.64.0.1")
    assert services.sign_in(nik=people[0].nik, pin=PIN, address="100.64.0.1", device="0123456789abcdef")
    assert services.sign_in(nik=people[1].nik, pin=PIN, address="100.64.0.2")


def test_the_officer_opens_what_strangers_have_shut(village: Any, actor: Any, account: Any) -> None:
    who = adults()[0]
    account(who)
    _guess(who.nik, 5)
    _account, pin = services.issue_pin(actor=actor, resident=who)
    assert services.sign_in(nik=who.nik, pin=pin, address="10.0.0.1").resident_id == who.pk


def test_strangers_do_not_keep_a_signed_in_citizen_from_changing_the_pin(village: Any, account: Any) -> None:
    who = adults()[0]
    found = account(who)
    _guess(who.nik, 5)
    changed = services.change_pin(actor=services.actor_of(found), old=PIN, new="528417", again="528417")
    assert changed.epoch > found.epoch
