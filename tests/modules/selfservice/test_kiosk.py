"""The kiosk in the hall: registered, taken back, ending by itself; cards; numbers of the queue."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from balai.accounts.errors import Throttled
from balai.actor import Actor
from balai.db import today
from balai.errors import Conflict, NotAllowed, NotFound
from modules.selfservice import kiosks
from modules.selfservice.errors import SelfserviceError, WrongPin
from modules.selfservice.models import CitizenSession, Kiosk, QueueService, ResidentTag, Ticket
from modules.selfservice.services import kiosks as services
from modules.selfservice.services import queueing, sign_in
from tests.modules.selfservice.conftest import PIN, adults


@pytest.fixture()
def hall(village: Any, desk: Any, door: Any) -> Any:
    """A device that has become the kiosk, through the pages."""
    page = desk.post("/kantor/layanan-mandiri/anjungan/", {"name": "Ruang tunggu", "idle_seconds": "60"})
    code = re.search(r'class="pin">([A-Z0-9-]+)<', page.content.decode())
    assert code and "no-store" in page["Cache-Control"]
    assert door.get("/layanan/anjungan/")["Location"] == "/layanan/anjungan/perangkat/"
    assert door.post("/layanan/anjungan/perangkat/", {"code": code[1].lower()})["Location"] == "/layanan/anjungan/"
    assert door.post("/layanan/anjungan/perangkat/", {"code": code[1]}).status_code == 422
    return door


def test_the_device_carries_a_signed_mark_that_the_office_takes_back(
    village: Any, hall: Any, desk: Any, account: Any
) -> None:
    who = adults()[0]
    account(who)
    cookie = next(morsel for name, morsel in hall.cookies.items() if name.startswith("balai_anjungan"))
    assert cookie["httponly"] and cookie["path"] == "/layanan" and int(cookie["max-age"]) > 300 * 86400
    assert cookie.value not in str(Kiosk.objects.values())
    text = hall.get("/layanan/anjungan/").content.decode()
    assert "Masuk dengan kartu" in text and "Sentuh layar untuk mulai" in text
    assert hall.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN})["Location"] == "/layanan/"
    assert hall.get("/layanan/").status_code == 200
    kiosk = Kiosk.objects.get()
    assert desk.post(f"/kantor/layanan-mandiri/anjungan/{kiosk.pk}/", {"act": "revoke"}).status_code == 302
    assert hall.get("/layanan/")["Location"].startswith("/layanan/masuk/")
    assert hall.get("/layanan/anjungan/")["Location"] == "/layanan/anjungan/perangkat/"
    assert desk.post(f"/kantor/layanan-mandiri/anjungan/{kiosk.pk}/", {"act": "code"}).status_code == 404


def test_a_new_code_replaces_the_old_device(village: Any, hall: Any, desk: Any, client_of: Any) -> None:
    from tests.modules.selfservice.conftest import back_in

    kiosk = Kiosk.objects.get()
    page = desk.post(f"/kantor/layanan-mandiri/anjungan/{kiosk.pk}/", {"act": "code"}).content.decode()
    code = re.search(r'class="pin">([A-Z0-9-]+)<', page)
    assert code and hall.get("/layanan/anjungan/").status_code == 200
    other = back_in(client_of(village), village)
    assert other.post("/layanan/anjungan/perangkat/", {"code": code[1]})["Location"] == "/layanan/anjungan/"
    assert other.get("/layanan/anjungan/").status_code == 200
    assert hall.get("/layanan/anjungan/")["Location"] == "/layanan/anjungan/perangkat/"


def test_codes_run_out_and_cannot_be_tried_through(village: Any, actor: Any) -> None:
    kiosk, code = services.add_kiosk(actor=actor, name="Teras")
    Kiosk.objects.filter(pk=kiosk.pk).update(code_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(SelfserviceError):
        services.register_kiosk(code=code, address="10.0.0.1")
    code = services.new_kiosk_code(actor=actor, kiosk=kiosk)
    for n in range(40):
        with pytest.raises((SelfserviceError, Throttled)):
            services.register_kiosk(code=f"WRONG{n:03d}", address="10.0.0.1")
    with pytest.raises(Throttled):
        services.register_kiosk(code=code, address="10.0.0.1")


def test_a_session_at_the_kiosk_counts_down_and_ends_on_the_server_too(
    village: Any, hall: Any, account: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = adults()[0]
    account(who)
    hall.get("/layanan/anjungan/")
    hall.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN})
    page = hall.get("/layanan/").content.decode()
    assert 'data-idle="60"' in page and "balai/kiosk.js" in page
    assert not any(name.startswith("balai_kenal") and morsel.value for name, morsel in hall.cookies.items())
    later = time.time() + 60 + kiosks.GRACE_SECONDS + 2
    monkeypatch.setattr(kiosks.time, "time", lambda: later)
    assert hall.get("/layanan/data-saya/")["Location"].startswith("/layanan/masuk/")
    assert not CitizenSession.objects.exists()


def test_leaving_leads_to_where_the_next_one_begins(village: Any, hall: Any, account: Any) -> None:
    who = adults()[0]
    account(who)
    hall.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN})
    assert hall.post("/layanan/keluar/")["Location"] == "/layanan/anjungan/"
    hall.post("/layanan/masuk/", {"nik": who.nik, "pin": PIN})
    # Whoever walks away by the first page is out, too.
    assert who.name not in hall.get("/layanan/anjungan/").content.decode()
    assert hall.get("/layanan/")["Location"].startswith("/layanan/masuk/")


def test_elsewhere_nothing_counts_down(village: Any, citizen_client: Any) -> None:
    page = citizen_client(adults()[0]).get("/layanan/").content.decode()
    assert "data-idle" not in page and "kiosk.js" not in page


def test_a_card_and_the_pin_open_the_door_at_the_kiosk_alone(
    village: Any, hall: Any, desk: Any, account: Any, client_of: Any
) -> None:
    who, other = adults()[:2]
    account(who)
    page = f"/kantor/layanan-mandiri/{who.pk}/kartu/"
    assert "Belum ada kartu" in desk.get(page).content.decode()
    assert desk.post(page, {"tag": "04 a2-b3 c4"}).status_code == 302
    assert "04A2B3C4" not in str(ResidentTag.objects.values())
    taken = desk.post(f"/kantor/layanan-mandiri/{other.pk}/kartu/", {"tag": "04A2B3C4"})
    assert taken.status_code == 422 and "sudah terikat" in taken.content.decode()
    assert hall.post("/layanan/anjungan/kartu/", {"tag": "04A2B3C4", "pin": "000999"}).status_code == 422
    assert hall.post("/layanan/anjungan/kartu/", {"tag": "04a2b3c4", "pin": PIN})["Location"] == "/layanan/"
    assert who.name.split()[0].lower() in hall.get("/layanan/").content.decode().lower()
    phone = client_of(village)
    assert (
        phone.post("/layanan/anjungan/kartu/", {"tag": "04A2B3C4", "pin": PIN})["Location"]
        == "/layanan/anjungan/perangkat/"
    )
    connection.set_tenant(village)
    tag = ResidentTag.objects.get()
    assert desk.post(f"/kantor/layanan-mandiri/kartu/{tag.pk}/lepas/").status_code == 302
    hall.post("/layanan/keluar/")
    assert hall.post("/layanan/anjungan/kartu/", {"tag": "04A2B3C4", "pin": PIN}).status_code == 422
    assert desk.post(f"/kantor/layanan-mandiri/{other.pk}/kartu/", {"tag": "04A2B3C4"}).status_code == 302


def test_an_unknown_card_is_answered_and_counted_like_a_wrong_pin(village: Any, actor: Any, account: Any) -> None:
    who = adults()[0]
    account(who)
    kiosk, _code = services.add_kiosk(actor=actor, name="Teras")
    services.bind_tag(actor=actor, resident=who, tag="0011223344")
    for tag in ("0011223344", "9988776655"):
        left = []
        for n in range(5):
            with pytest.raises(WrongPin) as caught:
                services.sign_in_by_tag(kiosk=kiosk, tag=tag, pin=f"0009{n:02d}")
            left.append(caught.value.message())
        with pytest.raises(Throttled):
            services.sign_in_by_tag(kiosk=kiosk, tag=tag, pin=PIN)
        assert "mencoba 4 kali" in left[0]
    # The thief of a card shuts out the kiosk, not the phone at home.
    assert sign_in(nik=who.nik, pin=PIN, address="10.0.0.1").resident_id == who.pk


def test_numbers_of_the_queue_from_the_kiosk_to_the_desk(village: Any, hall: Any, desk: Any) -> None:
    assert "Belum ada layanan" in desk.get("/kantor/layanan-mandiri/antrean/").content.decode()
    assert desk.post("/kantor/layanan-mandiri/antrean/layanan/", {"name": "Surat", "letter": "a"}).status_code == 302
    assert desk.post("/kantor/layanan-mandiri/antrean/layanan/", {"name": "Lain", "letter": "A"}).status_code == 422
    service = QueueService.objects.get()
    assert "Ambil nomor antrean" in hall.get("/layanan/anjungan/").content.decode()
    for n in (1, 2):
        taken = hall.post("/layanan/anjungan/antrean/", {"service": str(service.pk)})
        text = hall.get(taken["Location"]).content.decode()
        assert f"A-00{n}" in text
    assert "1 orang sebelum Anda" in text
    assert hall.post("/layanan/anjungan/antrean/", {"service": "x"}).status_code == 404
    called = desk.post(
        "/kantor/layanan-mandiri/antrean/", {"service": str(service.pk), "counter": "Loket 2"}, follow=True
    )
    text = called.content.decode()
    assert "Nomor A-001 dipanggil" in text and "Loket 2" in text and "(1)" in text
    assert hall.get("/layanan/anjungan/papan.json").json() == {"called": [{"label": "A-001", "counter": "Loket 2"}]}
    ticket = Ticket.objects.get(number=1)
    assert desk.post(f"/kantor/layanan-mandiri/antrean/nomor/{ticket.pk}/", {"act": "done"}).status_code == 302
    assert desk.post(f"/kantor/layanan-mandiri/antrean/nomor/{ticket.pk}/", {"act": "missed"}).status_code == 409
    assert desk.post(f"/kantor/layanan-mandiri/antrean/layanan/{service.pk}/tutup/").status_code == 302
    assert hall.post("/layanan/anjungan/antrean/", {"service": str(service.pk)}).status_code == 404
    desk.post("/kantor/layanan-mandiri/antrean/", {"service": str(service.pk)})
    nobody = desk.post("/kantor/layanan-mandiri/antrean/", {"service": str(service.pk)}, follow=True).content.decode()
    assert "Tidak ada yang menunggu" in nobody


def test_each_day_and_each_service_begins_at_one(village: Any, actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk, _code = services.add_kiosk(actor=actor, name="Teras")
    letters = queueing.add_service(actor=actor, name="Surat", letter="A")
    aid = queueing.add_service(actor=actor, name="Bantuan", letter="B")
    day = today()
    got = [
        queueing.take_ticket(kiosk=kiosk, service=each, on=on).label
        for each, on in ((letters, day), (letters, day), (aid, day), (letters, day + timedelta(days=1)))
    ]
    assert got == ["A-001", "A-002", "B-001", "A-001"]
    monkeypatch.setattr(queueing, "A_DAY", 2)
    with pytest.raises(SelfserviceError):
        queueing.take_ticket(kiosk=kiosk, service=letters, on=day)
    Ticket.objects.filter(service=aid).update(day=day - timedelta(days=91))
    assert queueing.tidy_tickets(actor=actor) == 1


def test_many_at_once_get_different_numbers_and_two_officers_call_two_people(
    real_db: None, village: Any, actor: Any
) -> None:
    from tenants.context import village_context

    kiosk, _code = services.add_kiosk(actor=actor, name="Teras")
    service = queueing.add_service(actor=actor, name="Surat", letter="A")

    def inside(act: Any) -> Any:
        try:
            with village_context(village.schema_name):
                return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(
            pool.map(lambda _n: inside(lambda: queueing.take_ticket(kiosk=kiosk, service=service).number), range(12))
        )
        assert sorted(numbers) == list(range(1, 13))
        called = list(pool.map(lambda _n: inside(lambda: queueing.call_next(actor=actor, service=service)), range(6)))
    assert sorted(each.number for each in called if each) == sorted({each.number for each in called if each})
    assert len([each for each in called if each]) == 6


def test_only_who_may(village: Any, actor: Any, office_client: Any) -> None:
    viewer = Actor(kind="staff", id="v", name="v", role="viewer")
    kiosk, _code = services.add_kiosk(actor=actor, name="Teras")
    service = queueing.add_service(actor=actor, name="Surat", letter="A")
    ticket = queueing.take_ticket(kiosk=kiosk, service=service)
    for act in (
        lambda: services.add_kiosk(actor=viewer, name="X"),
        lambda: services.new_kiosk_code(actor=viewer, kiosk=kiosk),
        lambda: services.revoke_kiosk(actor=viewer, kiosk=kiosk),
        lambda: services.bind_tag(actor=viewer, resident=adults()[0], tag="12345678"),
        lambda: queueing.add_service(actor=viewer, name="X", letter="B"),
        lambda: queueing.close_service(actor=viewer, service=service),
        lambda: queueing.call_next(actor=viewer, service=service),
        lambda: queueing.finish_ticket(actor=viewer, ticket=ticket, came=True),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(Conflict):
        queueing.finish_ticket(actor=actor, ticket=ticket, came=True)
    queueing.close_service(actor=actor, service=service)
    with pytest.raises(NotFound):
        queueing.take_ticket(kiosk=kiosk, service=service)
    client = office_client("viewer", village)
    for path in ("anjungan/", "antrean/", "antrean/layanan/", f"{adults()[0].pk}/kartu/"):
        connection.set_tenant(village)
        assert client.get(f"/kantor/layanan-mandiri/{path}").status_code == 403


def test_the_kiosks_mark_is_of_one_village(village: Any, other_village: Any, hall: Any, rf: Any) -> None:
    name, cookie = next(
        (name, morsel.value) for name, morsel in hall.cookies.items() if name.startswith("balai_anjungan")
    )
    request = rf.get("/layanan/anjungan/")
    request.COOKIES[name] = cookie
    assert kiosks.kiosk_of(request)
    connection.set_tenant(other_village)
    assert kiosks.kiosk_of(request) is None
    connection.set_tenant(village)
    request.COOKIES[name] = cookie[:-2]
    assert kiosks.kiosk_of(request) is None
