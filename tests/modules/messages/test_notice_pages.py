"""The pages of notices, contacts, channels and deliveries; ending by link; what providers tell."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.messages import services
from modules.messages.models import Contact, Delivery, Gateway, Notice, Wording
from tests.modules.messages.conftest import with_contact
from tests.modules.messages.imitating import provider
from tests.modules.messages.test_contacts import the_code, wrong
from tests.modules.messages.test_drivers import TAKEN, TOKEN
from tests.modules.selfservice.conftest import back_in

CHANNELS = "/layanan/pemberitahuan/saluran/"


@pytest.fixture()
def secretary(village: Any, office_client: Any) -> Any:
    """Who may set things up."""
    client = back_in(office_client("sekretaris", village), village)
    connection.set_tenant(village)  # type: ignore[attr-defined]
    return client


def test_news_stand_on_the_home_until_they_were_read(village: Any, people: list[Any], citizen_client: Any) -> None:
    client = citizen_client(people[0])
    notice = services.notify(
        resident=people[0], event="letter_ready", key="k", url="/layanan/surat/x/", judul_surat="Surat Domisili"
    )
    assert "Surat Domisili sudah siap" in client.get("/layanan/").content.decode()
    page = client.get("/layanan/pemberitahuan/").content.decode()
    assert "Baru" in page
    assert "Unduh di halaman ini" in page
    assert "Surat Domisili sudah siap" not in client.get("/layanan/").content.decode()
    assert "Baru" not in client.get("/layanan/pemberitahuan/").content.decode()
    followed = client.get(f"/layanan/pemberitahuan/{notice.pk}/")
    assert (followed.status_code, followed["Location"]) == (302, "/layanan/surat/x/")
    stranger = citizen_client(people[1])
    assert stranger.get(f"/layanan/pemberitahuan/{notice.pk}/").status_code == 404
    assert "Belum ada pemberitahuan" in stranger.get("/layanan/pemberitahuan/").content.decode()


def test_a_citizen_proves_a_number_and_ends_it_again(
    village: Any, people: list[Any], citizen_client: Any, wa: Any
) -> None:
    client = citizen_client(people[0])
    assert "belum mengirim pemberitahuan" in client.get(CHANNELS).content.decode()
    assert client.get(f"{CHANNELS}whatsapp/").status_code == 404
    wa("http://127.0.0.1:1")
    assert "Pakai WhatsApp" in client.get(CHANNELS).content.decode()
    assert client.post(f"{CHANNELS}whatsapp/", {"address": "12"}).status_code == 422
    assert client.post(f"{CHANNELS}whatsapp/", {"address": "081234567890"})["Location"] == f"{CHANNELS}kode/"
    code = the_code()
    refused = client.post(f"{CHANNELS}kode/", {"code": wrong(code)})
    assert refused.status_code == 422
    assert "4 kali" in refused.content.decode()
    assert client.post(f"{CHANNELS}kode/", {"code": code})["Location"] == CHANNELS
    page = client.get(CHANNELS).content.decode()
    assert "7890" in page
    assert "081234567890" not in page
    contact = Contact.objects.get()
    stranger = citizen_client(people[1])
    assert stranger.post(CHANNELS, {"contact": contact.pk, "act": "remove"}).status_code == 404
    for act, left in (("off", False), ("on", True)):
        client.post(CHANNELS, {"contact": contact.pk, "act": act})
        contact.refresh_from_db()
        assert contact.active is left
    client.post(CHANNELS, {"contact": contact.pk, "act": "remove"})
    assert not Contact.objects.exists()


def test_guessing_codes_closes_the_page(village: Any, people: list[Any], citizen_client: Any, wa: Any) -> None:
    wa("http://127.0.0.1:1")
    client = citizen_client(people[0])
    client.post(f"{CHANNELS}whatsapp/", {"address": "081234567890"})
    code = the_code()
    answers = [client.post(f"{CHANNELS}kode/", {"code": wrong(code)}).status_code for _n in range(6)]
    assert answers == [422] * 5 + [429]


def test_telegram_is_a_link(village: Any, people: list[Any], citizen_client: Any, actor: Any, client_of: Any) -> None:
    values = {
        "base": "https://api.telegram.org",
        "bot": "DesaGeyerBot",
        "token": TOKEN,
        "hook_secret": "rahasia-panjang",
    }
    row = services.set_gateway(actor=actor, channel="telegram", driver="telegram_bot", values=values, active=True)
    client = citizen_client(people[0])
    assert client.get(f"{CHANNELS}telegram/").status_code == 200
    page = client.post(f"{CHANNELS}telegram/").content.decode()
    code = page.split("t.me/DesaGeyerBot?start=")[1].split('"')[0]
    body = {"message": {"text": f"/start {code}", "chat": {"id": 4711, "type": "private"}}}
    hook = f"/kabar-pengiriman/{row.pk}/"
    telegram = back_in(client_of(village), village)
    assert telegram.post(hook, body, content_type="application/json").status_code == 403
    assert not Contact.objects.exists()
    answer = telegram.post(
        hook, body, content_type="application/json", headers={"x-telegram-bot-api-secret-token": "rahasia-panjang"}
    )
    assert answer.status_code == 200
    assert Contact.objects.get().address == "4711"
    assert "4711" in client.get(CHANNELS).content.decode()


def test_ending_by_the_link_of_a_message(village: Any, people: list[Any], client_of: Any) -> None:
    contact = with_contact(people[0])
    anybody = back_in(client_of(village), village)
    url = f"/berhenti/{contact.token}/"
    page = anybody.get(url)
    assert "Berhenti menerima pemberitahuan?" in page.content.decode()
    assert people[0].name not in page.content.decode()
    contact.refresh_from_db()
    assert contact.active
    done = anybody.post(url, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    contact.refresh_from_db()
    assert not contact.active
    assert "sudah dihentikan" in anybody.get(url).content.decode()
    assert anybody.get("/berhenti/xyz/").status_code == 404
    assert anybody.post("/berhenti/xyz/").status_code == 404


@pytest.mark.parametrize("channel", ["whatsapp", "sms", "telegram", "email"])
def test_every_channels_message_carries_a_link_that_ends_it_without_signing_in(
    village: Any, people: list[Any], client_of: Any, awake: None, actor: Any, channel: str
) -> None:
    address = {"email": "warga@contoh.id", "telegram": "471100815"}.get(channel, "+6281234567890")
    contact, other = with_contact(people[0], channel, address), with_contact(people[1], channel, address)
    Gateway.objects.create(channel=channel, driver="file", active=True)
    services.notify(resident=people[0], event="message_answered", key="k1", url="/layanan/")
    url = Delivery.objects.get(event="message_answered").end_url
    path = urlsplit(url).path
    assert path == contact.end_path and (len(path) > 40) == (channel == "email")
    anybody = back_in(client_of(village), village)
    page = anybody.get(path).content.decode()
    assert "Berhenti menerima pemberitahuan?" in page and address not in page
    contact.refresh_from_db()
    assert contact.active, "looking alone ends nothing"
    assert "sudah dihentikan" in anybody.post(path).content.decode()
    contact.refresh_from_db()
    other.refresh_from_db()
    assert not contact.active and other.active
    services.notify(resident=people[0], event="message_answered", key="k2", url="/layanan/")
    assert Delivery.objects.filter(event="message_answered").count() == 1


def test_half_a_token_is_exactly_half_and_names_one_alone(village: Any, people: list[Any], client_of: Any) -> None:
    one, two = with_contact(people[0]), with_contact(people[1])
    anybody = back_in(client_of(village), village)
    for length in (1, 8, 15, 17, 31):
        assert anybody.post(f"/b/{one.token[:length]}/").status_code == 404
    for typo in ("%" * 16, "_" * 16, "x" * 16, "%F0%9F%98%80" * 4):
        assert anybody.get(f"/b/{typo}/").status_code == 404
    Contact.objects.filter(pk=two.pk).update(token=one.token[:16] + "0" * 16)
    assert anybody.post(f"/b/{one.token[:16]}/").status_code == 404
    assert Contact.objects.filter(active=True).count() == 2


def test_a_provider_tells_with_its_secret_alone(
    village: Any, other_village: Any, people: list[Any], wa: Any, client_of: Any
) -> None:
    with provider((200, TAKEN)) as server:
        row = wa(server.base)
        with_contact(people[0])
        services.notify(resident=people[0], event="pin_changed", key="k")
        services.deliver()
    anybody = back_in(client_of(village), village)
    hook = f"/kabar-pengiriman/{row.pk}/"
    query = "?hub.mode=subscribe&hub.challenge=99&hub.verify_token="
    assert anybody.get(f"{hook}{query}V").content == b"99"
    assert anybody.get(f"{hook}{query}W").status_code == 403
    statuses = [{"id": "wamid.HBg", "status": "delivered"}]
    body = json.dumps({"entry": [{"changes": [{"value": {"statuses": statuses}}]}]})
    signature = "sha256=" + hmac.new(b"S", body.encode(), hashlib.sha256).hexdigest()

    def tell(path: str, sign: str, content: str = body) -> int:
        answer = anybody.post(path, content, content_type="application/json", headers={"x-hub-signature-256": sign})
        return int(answer.status_code)

    assert tell(hook, "sha256=00") == 403
    assert tell(hook, signature, body + " ") == 403
    assert Delivery.objects.get().state == "sent"
    assert tell("/kabar-pengiriman/01890000-0000-7000-8000-000000000000/", signature) == 404
    assert tell(hook, signature) == 200
    assert Delivery.objects.get().state == "delivered"
    next_door = back_in(client_of(other_village), village)
    answer = next_door.post(hook, body, content_type="application/json", headers={"x-hub-signature-256": signature})
    assert answer.status_code == 404


def test_the_office_sets_up_a_channel_and_tries_it(village: Any, secretary: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path
    assert "Belum diatur" in secretary.get("/kantor/pesan/saluran/").content.decode()
    url = "/kantor/pesan/saluran/whatsapp/"
    page = secretary.post(url, {"active": "on", "number": "123", "price": 0})
    assert page.status_code == 422
    assert 'id="id_token_error"' in page.content.decode() or 'id="id_number_error"' in page.content.decode()
    saved = secretary.post(
        url,
        {"active": "on", "number": "106540352242922", "token": "SANGAT-RAHASIA", "app_secret": "S", "verify": "V", "price": 350, "budget": 100000},
    )  # fmt: skip
    assert saved.status_code == 302, saved.content.decode()[:3000]
    page = secretary.get(url).content.decode()
    assert "SANGAT-RAHASIA" not in page
    assert "Sudah diisi" in page
    assert '<option value="whatsapp_cloud" selected>WhatsApp Cloud API</option>' in page
    assert "Berkas pada komputer ini" in page
    assert f"/kabar-pengiriman/{Gateway.objects.get().pk}/" in page
    assert secretary.get(f"{url}?driver=file").status_code == 200
    assert secretary.post(f"{url}?driver=file", {"active": "on", "price": 0}).status_code == 302
    tried = secretary.post(f"{url}coba/", {"address": "081234567890"})
    assert tried.status_code == 302
    services.deliver()
    shown = secretary.get(tried["Location"]).content.decode()
    assert "Sampai" in shown
    assert "+6281234567890" not in shown
    assert "7890" in shown
    assert secretary.get("/kantor/pesan/saluran/sms/coba/").status_code == 404
    assert secretary.get("/kantor/pesan/saluran/xyz/").status_code == 404
    assert list(tmp_path.rglob("*.json"))


def test_the_office_sees_what_did_not_arrive_and_sends_it_again(
    village: Any, people: list[Any], secretary: Any, desk: Any, wa: Any
) -> None:
    with provider((400, {"error": {"code": 131026, "message": "x"}})) as server:
        wa(server.base)
        with_contact(people[0])
        services.notify(resident=people[0], event="pin_changed", key="k")
        services.deliver()
    row = Delivery.objects.get()
    url = f"/kantor/pesan/pengiriman/{row.pk}/"
    assert "1 pemberitahuan tidak sampai" in secretary.get("/kantor/").content.decode()
    listed = secretary.get("/kantor/pesan/pengiriman/?status=trouble").content.decode()
    assert "Nomor ini tidak dapat menerima WhatsApp." in listed
    assert "Kirim lagi" in secretary.get(url).content.decode()
    assert "Kirim lagi" not in desk.get(url).content.decode()
    assert desk.post(f"{url}kirim-lagi/").status_code == 403
    assert secretary.post(f"{url}kirim-lagi/").status_code == 302
    row.refresh_from_db()
    assert row.state == "waiting"
    for state in ("", "open", "sent", "delivered", "trouble", "x"):
        assert desk.get(f"/kantor/pesan/pengiriman/?status={state}&saluran=whatsapp").status_code == 200
    assert desk.get("/kantor/pesan/saluran/").status_code == 403


def test_words_with_a_preview(village: Any, secretary: Any) -> None:
    assert "Surat siap" in secretary.get("/kantor/pesan/kalimat/").content.decode()
    url = "/kantor/pesan/kalimat/letter_ready/"
    page = secretary.post(
        url, {"title": "Siap", "text": "[nama_penduduk], ambil [judul_surat].", "step": "preview", "sends": "on"}
    )
    assert "Siti, ambil Surat Keterangan Domisili." in page.content.decode()
    assert not Wording.objects.exists()
    assert "[nik]" in secretary.post(url, {"title": "Siap", "text": "[nik]"}).content.decode()
    assert secretary.post(url, {"title": "Siap", "text": "[nama_penduduk]", "sends": "on"}).status_code == 302
    assert "Kalimat desa" in secretary.get("/kantor/pesan/kalimat/").content.decode()
    assert secretary.post(f"{url}bawaan/").status_code == 302
    assert secretary.get("/kantor/pesan/kalimat/xyz/").status_code == 404


def test_lists_cost_the_same_however_long_they_are(
    village: Any, people: list[Any], desk: Any, wa: Any, citizen_client: Any
) -> None:
    wa("http://127.0.0.1:1")
    client = citizen_client(people[0])

    def cost(who: Any, path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert who.get(path).status_code == 200
        return len(queries)

    paths = ((desk, "/kantor/pesan/pengiriman/"), (client, "/layanan/pemberitahuan/"), (client, "/layanan/"))
    with_contact(people[0])
    services.notify(resident=people[0], event="pin_changed", key="k0")
    first = [cost(who, path) for who, path in paths]
    for who in people[:5]:
        with_contact(who)
        for number in range(3):
            services.notify(resident=who, event="pin_changed", key=f"k:{who.pk}:{number}")
    again = [cost(who, path) for who, path in paths]
    assert all(after <= before + 1 for before, after in zip(first, again, strict=True)), (first, again)
    assert Notice.objects.count() == 16
