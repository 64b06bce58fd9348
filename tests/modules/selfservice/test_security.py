"""Sessions that the citizen sees and ends; contacts; a PIN that comes back by a code."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from balai.boxes import open_box
from balai.errors import NotFound
from balai.jobs.models import Job
from modules.messages.models import Contact, Delivery
from modules.messages.services.sending import SEALED
from modules.selfservice import services
from modules.selfservice.devices import device_words
from modules.selfservice.errors import SelfserviceError, WrongPin
from modules.selfservice.models import CitizenAccount, CitizenSession, PinReset
from tests.modules.messages.conftest import with_contact
from tests.modules.selfservice.conftest import PIN, adults, back_in

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"


@pytest.fixture()
def ways(village: Any, actor: Any) -> None:
    """A village that reaches its people by WhatsApp."""
    from modules.messages.services import set_gateway

    values = {
        "base": "http://127.0.0.1:1", "number": "106540352242922", "token": "T", "app_secret": "S", "verify": "V",
        "template": "kabar", "language": "id",
    }  # fmt: skip
    set_gateway(actor=actor, channel="whatsapp", driver="whatsapp_cloud", values=values, active=True)


def _sent() -> str:
    """Let the jobs run; the code of the newest message, as its receiver reads it."""
    from workers.tasks.selfservice import send_code

    before = Delivery.objects.exclude(sealed="").count()
    for job in Job.objects.filter(kind="selfservice.send_reset").order_by("created_at", "id"):
        assert send_code(job, **job.args) == {}
    assert Delivery.objects.exclude(sealed="").count() == before + 1
    row = Delivery.objects.exclude(sealed="").latest("created_at")
    found = re.search(r"\d{6}", open_box(SEALED, row.sealed).decode())
    assert found
    return found[0]


def _reachable(who: Any, account: Any, *, for_days: int = 2) -> CitizenAccount:
    """With a PIN, and a contact proven so long ago."""
    found = account(who)
    contact = with_contact(who, "whatsapp", "+6281234567890")
    Contact.objects.filter(pk=contact.pk).update(verified_at=timezone.now() - timedelta(days=for_days))
    return found


def test_devices_are_told_apart_in_words() -> None:
    assert device_words(PHONE) == "Chrome di Android"
    assert device_words(LAPTOP) == "Firefox di Windows"
    assert device_words("") == "Peramban lain"


def test_a_citizen_ends_one_session_and_the_other_goes_on(village: Any, account: Any, client_of: Any) -> None:
    who = adults()[0]
    account(who)
    phone, laptop = back_in(client_of(village), village), back_in(client_of(village), village)
    for client, agent in ((phone, PHONE), (laptop, LAPTOP)):
        client.defaults["HTTP_USER_AGENT"] = agent
        assert client.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN}).status_code == 302
    text = laptop.get("/layanan/keamanan/").content.decode()
    assert "Chrome di Android" in text and "Firefox di Windows" in text and text.count("Perangkat ini") == 1
    row = CitizenSession.objects.get(device=PHONE)
    assert phone.session.session_key not in str(CitizenSession.objects.values())
    assert laptop.post(f"/layanan/keamanan/perangkat/{row.pk}/keluar/").status_code == 302
    assert phone.get("/layanan/")["Location"].startswith("/layanan/masuk/")
    assert laptop.get("/layanan/").status_code == 200
    laptop.post("/layanan/keluar/")
    assert not CitizenSession.objects.exists()


def test_nobody_ends_a_neighbours_session(village: Any, citizen_client: Any) -> None:
    mine, other = citizen_client(adults()[0]), citizen_client(adults()[1])
    row = CitizenSession.objects.get(account__resident=adults()[1])
    assert mine.post(f"/layanan/keamanan/perangkat/{row.pk}/keluar/").status_code == 404
    assert other.get("/layanan/").status_code == 200


def test_old_sessions_are_not_listed(village: Any, citizen_client: Any) -> None:
    client = citizen_client(adults()[0])
    found = CitizenAccount.objects.get(resident=adults()[0])
    now = timezone.now()
    services.remember_session(account=found, session_key="old", device=LAPTOP)
    CitizenSession.objects.filter(device=LAPTOP).update(last_seen=now - timedelta(hours=3))
    assert "Firefox" not in client.get("/layanan/keamanan/").content.decode()


def test_a_forgotten_pin_comes_back_by_the_code(village: Any, account: Any, door: Any, ways: None) -> None:
    who = adults()[0]
    _reachable(who, account)
    assert "/layanan/lupa-pin/" in door.get("/layanan/masuk/").content.decode()
    assert door.get("/layanan/lupa-pin/kode/")["Location"] == "/layanan/lupa-pin/"
    assert door.post("/layanan/lupa-pin/", {"nik": who.nik})["Location"] == "/layanan/lupa-pin/kode/"
    code = _sent()
    assert code not in str(list(Job.objects.values())) + str(list(PinReset.objects.values()))
    easy = door.post("/layanan/lupa-pin/kode/", {"code": code, "new": "123456", "again": "123456"})
    assert easy.status_code == 422 and "mudah ditebak" in easy.content.decode()
    wrong = "999999" if code != "999999" else "888888"
    told = door.post("/layanan/lupa-pin/kode/", {"code": wrong, "new": "528417", "again": "528417"})
    assert "Anda masih dapat mencoba 4 kali" in told.content.decode()
    # The person's own birth date is refused after the code was proven, and the code stays good.
    own = who.nik[-6:]
    if not services.is_easy(own):
        assert door.post("/layanan/lupa-pin/kode/", {"code": code, "new": own, "again": own}).status_code == 422
    done = door.post("/layanan/lupa-pin/kode/", {"code": code, "new": "528417", "again": "528417"})
    assert done["Location"] == "/layanan/masuk/"
    assert door.post("/layanan/masuk/", {"nik": who.nik, "pin": "528417"})["Location"] == "/layanan/"
    with pytest.raises(SelfserviceError):
        services.reset_pin(reset_id=PinReset.objects.get().pk, code=code, new="639518", again="639518", address="")


def test_a_reset_ends_sessions_and_what_strangers_shut(
    village: Any, account: Any, citizen_client: Any, ways: None
) -> None:
    who = adults()[0]
    _reachable(who, account)
    client = citizen_client(who)
    for number in range(5):
        with pytest.raises(WrongPin):
            services.sign_in(nik=who.nik, pin=f"0009{number:02d}", address="10.0.0.1")
    row = services.ask_reset(nik=who.nik, address="10.0.0.1")
    services.reset_pin(reset_id=row.pk, code=_sent(), new="528417", again="528417", address="10.0.0.1")
    assert client.get("/layanan/")["Location"].startswith("/layanan/masuk/")
    assert services.sign_in(nik=who.nik, pin="528417", address="10.0.0.1").resident_id == who.pk


def test_a_contact_added_on_an_open_phone_brings_no_pin_the_same_day(village: Any, account: Any, ways: None) -> None:
    who = adults()[0]
    _reachable(who, account, for_days=0)
    assert services.ask_reset(nik=who.nik, address="10.0.0.1").resident is None


def test_asking_tells_nothing_about_a_nik(village: Any, account: Any, door: Any, ways: None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    who, without = adults()[:2]
    _reachable(who, account)
    account(without)
    door.post("/layanan/lupa-pin/", {"nik": "3315059912900001"})
    seen = []
    for nik in (who.nik, without.nik, "3315059912900099"):
        with CaptureQueriesContext(connection) as queries:
            answer = door.post("/layanan/lupa-pin/", {"nik": nik})
        wrong = door.post("/layanan/lupa-pin/kode/", {"code": "000000", "new": "528417", "again": "528417"})
        text = re.sub(r'value="[^"]*"', "", wrong.content.decode())
        seen.append((answer.status_code, answer["Location"], len(queries), wrong.status_code, text))
    assert seen[0] == seen[1] == seen[2]


def test_five_tries_ten_minutes_one_use(village: Any, account: Any, ways: None) -> None:
    who = adults()[0]
    _reachable(who, account)
    row = services.ask_reset(nik=who.nik, address="10.0.0.1")
    code = _sent()
    wrong = "000001" if code != "000001" else "000002"
    left = []
    for _n in range(5):
        with pytest.raises(SelfserviceError) as caught:
            services.reset_pin(reset_id=row.pk, code=wrong, new="528417", again="528417", address="")
        left.append(caught.value.message())
    assert "mencoba 4 kali" in left[0] and left[4] == "Kode salah. Minta kode baru."
    with pytest.raises(SelfserviceError):
        services.reset_pin(reset_id=row.pk, code=code, new="528417", again="528417", address="")
    late = services.ask_reset(nik=who.nik, address="10.0.0.1")
    code = _sent()
    PinReset.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    with pytest.raises(SelfserviceError):
        services.reset_pin(reset_id=late.pk, code=code, new="528417", again="528417", address="")


def test_nobody_is_flooded_with_codes(village: Any, account: Any, ways: None) -> None:
    who = adults()[0]
    _reachable(who, account)
    for nik in (who.nik, "3315059912900099"):
        for _n in range(3):
            services.ask_reset(nik=nik, address="10.0.0.1")
        with pytest.raises(SelfserviceError) as caught:
            services.ask_reset(nik=nik, address="10.0.0.2")
        assert "Tunggu satu jam" in caught.value.message()


def test_the_job_sends_once_and_a_closed_account_gets_nothing(
    village: Any, actor: Any, account: Any, ways: None
) -> None:
    first, second = adults()[:2]
    _reachable(first, account)
    row = services.ask_reset(nik=first.nik, address="10.0.0.1")
    assert services.send_reset(actor=actor, reset_id=row.pk)
    assert not services.send_reset(actor=actor, reset_id=row.pk)
    services.close_door(actor=actor, account=_reachable(second, account))
    assert services.ask_reset(nik=second.nik, address="10.0.0.1").resident is None


def test_where_nothing_is_sent_nothing_is_offered(village: Any, door: Any, citizen_client: Any) -> None:
    assert "/layanan/lupa-pin/" not in door.get("/layanan/masuk/").content.decode()
    assert door.get("/layanan/lupa-pin/").status_code == 404
    assert "Bila lupa PIN" not in citizen_client(adults()[0]).get("/layanan/keamanan/").content.decode()
    with pytest.raises(NotFound):
        services.ask_reset(nik=adults()[0].nik, address="10.0.0.1")


def test_the_security_page_shows_where_a_code_would_go(
    village: Any, account: Any, citizen_client: Any, ways: None
) -> None:
    who = adults()[0]
    client = citizen_client(who)
    assert "Tambahkan surel atau nomor HP" in client.get("/layanan/keamanan/").content.decode()
    with_contact(who, "whatsapp", "+6281234567890")
    text = client.get("/layanan/keamanan/").content.decode()
    assert "7890" in text and "+6281234567890" not in text


def test_old_requests_go(village: Any, actor: Any, ways: None) -> None:
    services.ask_reset(nik="3315059912900099", address="10.0.0.1")
    PinReset.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert services.tidy_resets(actor=actor) == 1
