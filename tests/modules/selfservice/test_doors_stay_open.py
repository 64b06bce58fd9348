"""A few strangers shut no door for everybody: not the kiosk's, not the hall's line, not the village's registration."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from balai.accounts import throttle
from balai.accounts.errors import Throttled
from balai.audit.models import Entry
from balai.errors import NotAllowed
from modules.selfservice import services
from modules.selfservice.errors import SelfserviceError, WrongPin
from modules.selfservice.models import Registration
from modules.selfservice.services import accounts, registrations
from modules.selfservice.services.kiosks import add_kiosk, reopen_kiosk
from tenants.context import village_context
from tests.modules.letters.conftest import real_village, staff  # noqa: F401
from tests.modules.selfservice.conftest import PIN, adults
from tests.modules.selfservice.test_registering import wish

KIOSKS = "/kantor/layanan-mandiri/anjungan/"


def spoil(device: str = "", address: str = "10.9.9.9") -> None:
    """Forty wrong PINs, for NIK that nobody has."""
    for number in range(throttle.ADDRESS_TRIES):
        with pytest.raises(WrongPin):
            services.sign_in(nik=f"33150599{number:08d}", pin="000912", address=address, device=device)


def test_a_kiosk_that_was_shut_is_opened_by_an_officer(village: Any, account: Any, actor: Any, desk: Any) -> None:
    who = adults()[0]
    account(who)
    kiosk, _code = add_kiosk(actor=actor, name="Ruang tunggu")
    device = f"kiosk:{kiosk.pk}"
    spoil(device)
    with pytest.raises(Throttled) as shut:
        services.sign_in(nik=who.nik, pin=PIN, address="10.9.9.9", device=device)
    assert shut.value.data["seconds"] <= throttle.DEVICE_SECONDS
    assert "Tertutup 3 menit" in desk.get(KIOSKS).content.decode()
    with pytest.raises(NotAllowed):
        reopen_kiosk(actor=staff("viewer"), kiosk=kiosk)
    assert desk.post(f"{KIOSKS}{kiosk.pk}/", {"act": "reopen"}).status_code == 302
    assert services.sign_in(nik=who.nik, pin=PIN, address="10.9.9.9", device=device).resident_id == who.pk
    assert "Tertutup" not in desk.get(KIOSKS).content.decode()
    assert Entry.objects.filter(action="selfservice.kiosk_reopened").exists()


def test_the_halls_line_on_the_day_of_the_slips(village: Any, account: Any, desk: Any) -> None:
    who = adults()[0]
    account(who)
    # The browser of every test comes from here: what they tried before is not this test's.
    throttle.reopen_address("citizen", address="127.0.0.1")
    spoil(address="127.0.0.1")
    with pytest.raises(Throttled):
        services.sign_in(nik=who.nik, pin=PIN, address="127.0.0.1")
    assert "Jaringan kantor ini" in desk.get(KIOSKS).content.decode()
    assert desk.post(f"{KIOSKS}jaringan/").status_code == 302
    assert services.sign_in(nik=who.nik, pin=PIN, address="127.0.0.1").resident_id == who.pk
    assert "Jaringan kantor ini" not in desk.get(KIOSKS).content.decode()


def test_guesses_at_the_same_moment_have_no_more_tries(
    real_village: Any,  # noqa: F811
    actor: Any,
    monkeypatch: Any,
) -> None:
    compared: list[str] = []
    barrier = threading.Barrier(20)

    def slow(pin: str, hashed: str) -> bool:
        compared.append(pin)
        threading.Event().wait(0.2)
        return False

    monkeypatch.setattr(accounts, "check_password", slow)

    def guess(number: int) -> str:
        barrier.wait(20)
        try:
            with village_context(real_village.schema_name):
                services.sign_in(nik="3315059912900077", pin=f"0009{number:02d}", address=f"10.3.{number}.1")
        except (WrongPin, Throttled) as error:
            return type(error).__name__
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(guess, range(20)))
    assert len(compared) == throttle.ACCOUNT_TRIES
    assert said.count("WrongPin") == throttle.ACCOUNT_TRIES and "in" not in said


def test_a_few_addresses_do_not_shut_the_registration(village: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(registrations, "WAITING_MANY", 6)
    monkeypatch.setattr(registrations, "ADDRESS_WAITING", 4)
    number = 0

    def bring(address: str, most: int) -> int:
        nonlocal number
        for count in range(most):
            number += 1
            try:
                wish(f"33150599129{number:05d}", address=address)
            except SelfserviceError:
                return count
        return most

    assert bring("10.0.1.1", 9) == 4
    # Six wait: the second stranger is stopped at two, and everybody else still brings two.
    assert bring("10.0.1.2", 9) == 2
    assert bring("10.0.1.3", 9) == 2
    assert bring("10.0.1.4", 1) == 1
    # One line of IPv6 is one place, however many addresses it makes up.
    assert bring("2001:db8:1:2::1", 2) == 2
    assert bring("2001:db8:1:2::ffff", 2) == 0


def test_many_are_refused_at_once(village: Any, desk: Any, actor: Any) -> None:
    for number in range(4):
        wish(f"33150599129{number:05d}", address="10.0.1.1")
    kept, _code = wish("3315059912977777", address="10.0.1.2")
    where = "/kantor/layanan-mandiri/pendaftaran/"
    page = desk.get(where).content.decode()
    assert page.count("Tolak semuanya") == 4
    first = Registration.objects.filter(state="submitted").first()
    assert first is not None
    desk.post(where, {"like": str(first.pk), "reason": ""})
    assert Registration.objects.filter(state="submitted").count() == 5
    desk.post(where, {"like": str(first.pk), "reason": "Data tidak dapat dicocokkan."})
    assert [each.pk for each in Registration.objects.filter(state="submitted")] == [kept.pk]
    assert Entry.objects.filter(action="selfservice.registration_refused").count() == 4
    desk.post(where, {"registration": [str(kept.pk), "x"], "reason": "Data tidak dapat dicocokkan."})
    assert not Registration.objects.filter(state="submitted").exists()
    with pytest.raises(NotAllowed):
        services.refuse_registrations(actor=staff("viewer"), registration_ids=[kept.pk], reason="x")
