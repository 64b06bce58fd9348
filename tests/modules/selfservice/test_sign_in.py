"""The door: what it tells, what it refuses, when it closes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from balai.accounts.errors import Throttled
from balai.errors import BalaiError, NotAllowed
from modules.selfservice import services
from modules.selfservice.errors import SelfserviceError, WrongPin
from modules.selfservice.models import CitizenAccount
from tests.modules.selfservice.conftest import PIN, adults

NOBODY = "3315059912900099"


def _sign_in(nik: str, pin: str, address: str = "10.0.0.1") -> Any:
    return services.sign_in(nik=nik, pin=pin, address=address)


def test_the_slips_pin_opens_only_the_page_that_changes_it(village: Any, actor: Any, door: Any) -> None:
    who = adults()[0]
    _account, pin = services.issue_pin(actor=actor, resident=who)
    answer = door.post("/layanan/masuk/", {"nik": who.nik, "pin": pin})
    assert answer["Location"] == "/layanan/ganti-pin/"
    for path in ("/layanan/", "/layanan/data-saya/", "/layanan/masuk/"):
        assert door.get(path)["Location"] == "/layanan/ganti-pin/", path
    # A page of the kernel, which knows nothing of PINs, is closed too.
    kernel = door.get("/layanan/berkas/01890000-0000-7000-8000-000000000000/")
    assert kernel["Location"].startswith("/layanan/masuk/")
    changed = door.post("/layanan/ganti-pin/", {"old": pin, "new": PIN, "again": PIN})
    assert changed["Location"] == "/layanan/"
    assert who.name.split()[0].lower() in door.get("/layanan/").content.decode().lower()
    assert CitizenAccount.objects.get(resident=who).must_change is False


def test_an_unknown_nik_gets_the_same_answer_and_the_same_work(
    village: Any, account: Any, door: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    from balai.audit.models import Entry

    who = adults()[0]
    account(who)
    hashed: list[str] = []
    real = services.accounts.check_password
    monkeypatch.setattr(services.accounts, "check_password", lambda pin, kept: hashed.append(kept) or real(pin, kept))
    answers, entries = [], []
    services.accounts._nobody()
    for nik in (who.nik, NOBODY):
        before = Entry.objects.count()
        with django_assert_num_queries(2), pytest.raises(WrongPin) as caught:
            _sign_in(nik, "000999")
        answers.append(caught.value.message())
        entries.append(Entry.objects.count() - before)
    assert answers[0] == answers[1]
    assert entries == [1, 1]
    assert len(hashed) == 2
    assert all(each.startswith("argon2") for each in hashed)
    pages = [door.post("/layanan/masuk/", {"nik": nik, "pin": "000998"}) for nik in (who.nik, NOBODY)]
    assert pages[0].status_code == pages[1].status_code == 422

    def words(page: Any, nik: str) -> str:
        return re.sub(r'value="[^"]*"', "", page.content.decode().replace(nik, ""))

    assert words(pages[0], who.nik) == words(pages[1], NOBODY)


@pytest.mark.parametrize("known", [True, False])
def test_after_five_wrong_tries_the_right_pin_waits_too(village: Any, account: Any, known: bool) -> None:
    who = adults()[0]
    account(who)
    nik = who.nik if known else NOBODY
    left = []
    for number in range(5):
        with pytest.raises(WrongPin) as caught:
            _sign_in(nik, f"00099{number}", address=f"10.0.0.{number}")
        left.append(caught.value.data["left"])
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(Throttled) as closed:
        _sign_in(nik, PIN, address="10.0.0.99")
    assert closed.value.status == 429


def test_an_address_that_tries_many_people_is_closed(village: Any, account: Any) -> None:
    who = adults()[0]
    account(who)
    for number in range(40):
        with pytest.raises(WrongPin):
            _sign_in(f"33150599129{number:05d}", "000999", address="10.9.9.9")
    with pytest.raises(Throttled):
        _sign_in(who.nik, PIN, address="10.9.9.9")
    assert _sign_in(who.nik, PIN, address="10.1.1.1").resident_id == who.pk


def test_a_closed_account_and_somebody_who_has_died_are_answered_as_strangers(
    village: Any, account: Any, actor: Any, door: Any
) -> None:
    from modules.population.models import Resident

    first, second = adults()[:2]
    services.close_door(actor=actor, account=account(first))
    account(second)
    Resident.objects.filter(pk=second.pk).update(presence=2)
    for who in (first, second):
        with pytest.raises(WrongPin):
            _sign_in(who.nik, PIN)


def test_a_new_pin_a_changed_pin_and_a_closed_account_end_open_sessions(
    village: Any, citizen_client: Any, actor: Any
) -> None:
    first, second, third = adults()[:3]
    clients = [citizen_client(each) for each in (first, second, third)]
    assert [client.get("/layanan/").status_code for client in clients] == [200, 200, 200]
    services.issue_pin(actor=actor, resident=first)
    services.end_sessions(
        actor=services.actor_of(CitizenAccount.objects.get(resident=second)),
        account=CitizenAccount.objects.select_related("resident").get(resident=second),
    )
    services.close_door(actor=actor, account=CitizenAccount.objects.select_related("resident").get(resident=third))
    for client in clients:
        assert client.get("/layanan/")["Location"].startswith("/layanan/masuk/")


def test_nobody_ends_anothers_sessions(village: Any, account: Any) -> None:
    mine, other = account(adults()[0]), account(adults()[1])
    with pytest.raises(NotAllowed):
        services.end_sessions(actor=services.actor_of(mine), account=other)
    assert CitizenAccount.objects.get(pk=other.pk).epoch == other.epoch


def test_the_old_pin_cannot_be_found_by_trying(village: Any, account: Any) -> None:
    found = account(adults()[0])
    actor = services.actor_of(found, address="10.0.0.7")
    for _number in range(5):
        with pytest.raises(SelfserviceError):
            services.change_pin(actor=actor, old="000999", new="528417", again="528417")
    with pytest.raises(Throttled):
        services.change_pin(actor=actor, old=PIN, new="528417", again="528417")


@pytest.mark.parametrize(
    "pin", ["123456", "654321", "111111", "121212", "123123", "112233", "12345", "12345a", "909090"]
)
def test_a_pin_that_is_guessed_first_is_refused(village: Any, account: Any, pin: str) -> None:
    found = account(adults()[0])
    with pytest.raises(BalaiError) as caught:
        services.change_pin(actor=services.actor_of(found), old=PIN, new=pin, again=pin)
    assert caught.value.data["field"] == "new"


def test_the_birth_date_is_no_pin_however_it_is_written(village: Any, account: Any) -> None:
    from modules.population.models import Resident

    who = adults()[0]
    Resident.objects.filter(pk=who.pk).update(birth_date=date(1968, 3, 27))
    found = account(who)
    for pin in ("270368", "680327", "032768", "196803", "031968", who.nik[6:12], who.nik[-6:]):
        with pytest.raises(SelfserviceError):
            services.change_pin(actor=services.actor_of(found), old=PIN, new=pin, again=pin)
    assert (
        services.change_pin(actor=services.actor_of(found), old=PIN, new="528417", again="528417").epoch > found.epoch
    )


def test_next_leads_nowhere_but_behind_this_door(village: Any, account: Any, door: Any) -> None:
    who = adults()[0]
    account(who)
    for wanted in ("https://evil.example/", "//evil.example/layanan/", "/kantor/", "/layanan//evil.example"):
        answer = door.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN, "next": wanted})
        assert answer["Location"] == "/layanan/", wanted
    answer = door.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN, "next": "/layanan/keluarga/"})
    assert answer["Location"] == "/layanan/keluarga/"
