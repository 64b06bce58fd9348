"""Sessions that the citizen sees and ends; contacts; a PIN that comes back by a code."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from balai.errors import NotFound
from balai.jobs.models import Job
from modules.selfservice import services
from modules.selfservice.devices import device_words
from modules.selfservice.errors import SelfserviceError
from modules.selfservice.models import CitizenAccount, CitizenSession, Contact, OneTimeCode
from tests.modules.selfservice.conftest import PIN, adults, back_in

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"


@pytest.fixture()
def mail(settings: Any, mailoutbox: Any) -> Any:
    """A village whose house sends mail."""
    settings.BALAI_SENDS_MAIL = True
    return mailoutbox


def _sent(mail: Any) -> str:
    """Let the job run; the code that arrived."""
    from workers.tasks.selfservice import send_code

    before = len(mail)
    for job in Job.objects.filter(kind="selfservice.send_code").order_by("created_at", "id"):
        assert send_code(job, **job.args) == {}
    assert len(mail) == before + 1
    found = re.search(r"\b(\d{6})\b", mail[-1].body)
    assert found
    return found[1]


def _verified(who: Any, account: Any, mail: Any, value: str = "warga@example.org") -> CitizenAccount:
    found = account(who)
    actor = services.actor_of(found)
    services.set_contact(actor=actor, kind="email", value=value, pin=PIN)
    services.confirm_contact(actor=actor, kind="email", code=_sent(mail))
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


def test_a_contact_is_good_for_nothing_before_its_code_came_back(
    village: Any, account: Any, citizen_client: Any, mail: Any
) -> None:
    who = adults()[0]
    client = citizen_client(who)
    page = client.post("/layanan/keamanan/surel/", {"value": "warga@example.org", "pin": "000999"})
    assert page.status_code == 422 and "PIN salah" in page.content.decode()
    assert not Contact.objects.exists()
    answer = client.post("/layanan/keamanan/surel/", {"value": "warga@example.org", "pin": PIN})
    assert answer["Location"] == "/layanan/keamanan/surel/kode/"
    services.ask_reset(nik=who.nik, address="10.0.0.1")
    code = _sent(mail)  # Only the code that verifies was sent.
    assert mail[-1].to == ["warga@example.org"]
    assert who.name not in mail[-1].body and who.nik not in mail[-1].body
    assert code not in str(OneTimeCode.objects.values()) and code not in str(Job.objects.values())
    assert client.post("/layanan/keamanan/surel/kode/", {"code": code})["Location"] == "/layanan/keamanan/"
    assert "Sudah diperiksa" in client.get("/layanan/keamanan/").content.decode()
    with pytest.raises(SelfserviceError):
        services.confirm_contact(
            actor=services.actor_of(CitizenAccount.objects.get(resident=who)), kind="email", code=code
        )


def test_a_forgotten_pin_comes_back_by_the_code(
    village: Any, account: Any, door: Any, citizen_client: Any, mail: Any
) -> None:
    who = adults()[0]
    _verified(who, account, mail)
    assert door.get("/layanan/lupa-pin/kode/")["Location"] == "/layanan/lupa-pin/"
    assert door.post("/layanan/lupa-pin/", {"nik": who.nik})["Location"] == "/layanan/lupa-pin/kode/"
    code = _sent(mail)
    easy = door.post("/layanan/lupa-pin/kode/", {"code": code, "new": "123456", "again": "123456"})
    assert easy.status_code == 422 and "mudah ditebak" in easy.content.decode()
    wrong = door.post(
        "/layanan/lupa-pin/kode/",
        {"code": "999999" if code != "999999" else "888888", "new": "528417", "again": "528417"},
    )
    assert "Anda masih dapat mencoba 4 kali" in wrong.content.decode()
    done = door.post("/layanan/lupa-pin/kode/", {"code": code, "new": "528417", "again": "528417"})
    assert done["Location"] == "/layanan/masuk/"
    assert door.post("/layanan/masuk/", {"nik": who.nik, "pin": "528417"})["Location"] == "/layanan/"
    row = OneTimeCode.objects.get(purpose="reset")
    with pytest.raises(SelfserviceError):
        services.reset_pin(code_id=row.pk, code=code, new="639518", again="639518", address="")


def test_a_reset_ends_sessions_and_the_lock(village: Any, account: Any, citizen_client: Any, mail: Any) -> None:
    who = adults()[0]
    _verified(who, account, mail)
    client = citizen_client(who)
    found = CitizenAccount.objects.get(resident=who)
    services.set_contact(actor=services.actor_of(found), kind="email", value="lain@example.org", pin=PIN)
    services.confirm_contact(actor=services.actor_of(found), kind="email", code=_sent(mail))
    row = services.ask_reset(nik=who.nik, address="10.0.0.1")
    code = _sent(mail)
    assert mail[-1].to == ["lain@example.org"]
    services.reset_pin(code_id=row.pk, code=code, new="528417", again="528417", address="10.0.0.1")
    assert client.get("/layanan/")["Location"].startswith("/layanan/masuk/")


def test_asking_tells_nothing_about_a_nik(village: Any, account: Any, door: Any, mail: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    who, without = adults()[:2]
    _verified(who, account, mail)
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


def test_five_tries_ten_minutes_one_use(village: Any, account: Any, mail: Any) -> None:
    who = adults()[0]
    _verified(who, account, mail)
    row = services.ask_reset(nik=who.nik, address="10.0.0.1")
    code = _sent(mail)
    wrong = "000001" if code != "000001" else "000002"
    left = []
    for _n in range(5):
        with pytest.raises(SelfserviceError) as caught:
            services.reset_pin(code_id=row.pk, code=wrong, new="528417", again="528417", address="")
        left.append(caught.value.message())
    assert "mencoba 4 kali" in left[0] and left[4] == "Kode salah. Minta kode baru."
    with pytest.raises(SelfserviceError):
        services.reset_pin(code_id=row.pk, code=code, new="528417", again="528417", address="")
    late = services.ask_reset(nik=who.nik, address="10.0.0.1")
    code = _sent(mail)
    OneTimeCode.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    with pytest.raises(SelfserviceError):
        services.reset_pin(code_id=late.pk, code=code, new="528417", again="528417", address="")


def test_nobody_is_flooded_with_codes(village: Any, account: Any, mail: Any) -> None:
    who = adults()[0]
    _verified(who, account, mail)
    for nik in (who.nik, "3315059912900099"):
        for _n in range(3):
            services.ask_reset(nik=nik, address="10.0.0.1")
        with pytest.raises(SelfserviceError) as caught:
            services.ask_reset(nik=nik, address="10.0.0.2")
        assert "Tunggu satu jam" in caught.value.message()


def test_the_job_sends_once(village: Any, actor: Any, account: Any, mail: Any) -> None:
    who = adults()[0]
    _verified(who, account, mail)
    row = services.ask_reset(nik=who.nik, address="10.0.0.1")
    assert services.make_and_send(actor=actor, code_id=row.pk)
    assert not services.make_and_send(actor=actor, code_id=row.pk)


def test_a_mail_server_that_is_down_keeps_no_code(
    village: Any, actor: Any, account: Any, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from modules.selfservice import sending

    who = adults()[0]
    _verified(who, account, mail)
    row = services.ask_reset(nik=who.nik, address="10.0.0.1")

    def down(*_args: Any, **_more: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(sending, "send_mail", down)
        with pytest.raises(OSError):
            services.make_and_send(actor=actor, code_id=row.pk)
    assert OneTimeCode.objects.get(pk=row.pk).code_hash == ""
    assert services.make_and_send(actor=actor, code_id=row.pk)


def test_where_nothing_is_sent_nothing_is_offered(village: Any, door: Any, citizen_client: Any) -> None:
    assert "/layanan/lupa-pin/" not in door.get("/layanan/masuk/").content.decode()
    assert door.get("/layanan/lupa-pin/").status_code == 404
    client = citizen_client(adults()[0])
    assert "Alamat surel" not in client.get("/layanan/keamanan/").content.decode()
    assert client.post("/layanan/keamanan/surel/", {"value": "a@example.org", "pin": PIN}).status_code == 404
    with pytest.raises(NotFound):
        services.ask_reset(nik=adults()[0].nik, address="10.0.0.1")


def test_a_contact_is_removed_and_old_codes_go(
    village: Any, actor: Any, account: Any, citizen_client: Any, mail: Any
) -> None:
    who = adults()[0]
    _verified(who, account, mail)
    client = back_in(citizen_client(who), village)
    assert client.post("/layanan/keamanan/surel/hapus/").status_code == 302
    assert client.post("/layanan/keamanan/surel/hapus/").status_code == 404
    services.ask_reset(nik=who.nik, address="10.0.0.1")
    OneTimeCode.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert services.tidy_codes(actor=actor) == 1
