"""Each driver against a server that speaks its provider's published contract."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import socket
from typing import Any
from urllib.parse import parse_qs

import pytest

from modules.messages.drivers import (
    Asked,
    Email,
    Files,
    HttpSms,
    Later,
    Never,
    NotThem,
    Outgoing,
    Telegram,
    Unclear,
    WhatsApp,
    parts_of,
)
from tenants.context import current_village
from tests.modules.messages.imitating import mail_server, provider

OUT = Outgoing(
    "0199-key", "+6281234567890", "Surat siap", "Siti, surat siap.\nUnduh di http://x", end_url="http://x/b/"
)
CODE = Outgoing("0199-key", "+6281234567890", "Kode", "Kode Desa Geyer: 123456. Berlaku 10 menit.", is_code=True)
TOKEN = "123456:" + "a" * 35


def whatsapp(base: str, **more: str) -> WhatsApp:
    return WhatsApp({"base": base, "number": "106540352242922", "token": "T", "app_secret": "S", "verify": "V", **more})


def asked(body: Any = b"", headers: dict[str, str] | None = None, query: dict[str, str] | None = None) -> Asked:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Asked("POST", query or {}, headers or {}, raw)


# -- WhatsApp ----------------------------------------------------------------------------------------------------------
TAKEN = {"messaging_product": "whatsapp", "contacts": [{"wa_id": "6281"}], "messages": [{"id": "wamid.HBg"}]}


def test_whatsapp_sends_a_template_with_one_parameter_on_one_line() -> None:
    with provider((200, TAKEN)) as server:
        ref = whatsapp(server.base, template="kabar_surat").send(OUT)
    [got] = server.asked
    assert (ref.reference, ref.delivered) == ("wamid.HBg", False)
    assert (got.method, got.path) == ("POST", "/106540352242922/messages")
    assert got.headers["authorization"] == "Bearer T"
    assert got.json == {
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "6281234567890", "type": "template",
        "biz_opaque_callback_data": "0199-key",
        "template": {
            "name": "kabar_surat", "language": {"code": "id"},
            "components": [{"type": "body", "parameters": [
                {"type": "text", "text": "Siti, surat siap. Unduh di http://x Berhenti: http://x/b/"}]}],
        },
    }  # fmt: skip


def test_whatsapp_sends_a_code_by_its_own_template_and_text_where_none_is_named() -> None:
    with provider((200, TAKEN)) as server:
        whatsapp(server.base, code_template="kode", template="kabar").send(CODE)
        whatsapp(server.base).send(OUT)
    code, text = (each.json for each in server.asked)
    assert [each["parameters"][0]["text"] for each in code["template"]["components"]] == ["123456", "123456"]
    assert text["text"]["body"].startswith(OUT.text)


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((400, {"error": {"code": 131026, "message": "Message undeliverable"}}), Never),
        ((401, {"error": {"code": 190, "message": "Access token expired"}}), Never),
        ((400, {"error": {"code": 130429, "message": "Rate limit hit"}}), Later),
        ((429, {"error": {"code": 80007, "message": "Rate limit"}}), Later),
        ((500, {"error": {"code": 131000, "message": "Something went wrong"}}), Later),
        ((502, "<html>bad gateway</html>"), Unclear),
        ((200, "not json"), Unclear),
        ("cut", Unclear),
    ],
)
def test_what_whatsapp_says_decides_what_may_follow(answer: Any, raised: type[Exception]) -> None:
    with provider(answer) as server, pytest.raises(raised):
        whatsapp(server.base).send(OUT)


def test_whatsapp_news_must_be_signed() -> None:
    statuses = [
        {"id": "wamid.1", "status": "delivered", "recipient_id": "6281", "biz_opaque_callback_data": "k"},
        {"id": "wamid.2", "status": "failed", "errors": [{"code": 131026, "title": "Undeliverable"}]},
        {"id": "wamid.3", "status": "read"},
        {"id": "wamid.4", "status": "warning"},
    ]
    body = json.dumps({"entry": [{"changes": [{"value": {"statuses": statuses, "messages": [{"id": "x"}]}}]}]}).encode()
    signed = {"x-hub-signature-256": "sha256=" + hmac.new(b"S", body, hashlib.sha256).hexdigest()}
    driver = whatsapp("https://x")
    found = driver.news(asked(body, signed))
    assert [(each.reference, each.state, each.key) for each in found] == [
        ("wamid.1", "delivered", "k"), ("wamid.2", "failed", ""), ("wamid.3", "delivered", ""),
    ]  # fmt: skip
    assert "tidak dapat menerima" in found[1].words
    for headers in ({}, {"x-hub-signature-256": "sha256=0"}):
        with pytest.raises(NotThem):
            driver.news(asked(body, headers))
    with pytest.raises(NotThem):
        WhatsApp({"app_secret": ""}).news(asked(body, signed))
    query = {"hub.mode": "subscribe", "hub.verify_token": "V", "hub.challenge": "158"}
    assert driver.greet(asked(query=query)) == "158"
    with pytest.raises(NotThem):
        driver.greet(asked(query=query | {"hub.verify_token": "W"}))


# -- Telegram ----------------------------------------------------------------------------------------------------------
def telegram(base: str) -> Telegram:
    return Telegram({"base": base, "bot": "DesaGeyerBot", "token": TOKEN, "hook_secret": "rahasia-panjang"})


def test_telegram_sends_plain_text() -> None:
    with provider((200, {"ok": True, "result": {"message_id": 42}})) as server:
        ref = telegram(server.base).send(Outgoing("k", "777", "T", "Halo <b>", ""))
    [got] = server.asked
    assert (ref.reference, ref.delivered, got.path) == ("42", True, f"/bot{TOKEN}/sendMessage")
    assert got.json == {"chat_id": "777", "text": "Halo <b>", "link_preview_options": {"is_disabled": True}}


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}), Never),
        ((400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}), Never),
        ((401, {"ok": False, "error_code": 401, "description": "Unauthorized"}), Never),
        ((429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 77}}), Later),
        ((502, "bad"), Unclear),
        ("cut", Unclear),
    ],
)
def test_what_telegram_says_decides_what_may_follow(answer: Any, raised: type[Exception]) -> None:
    with provider(answer) as server, pytest.raises(raised) as caught:
        telegram(server.base).send(OUT)
    if isinstance(caught.value, Later):
        assert caught.value.seconds == 77


def test_telegram_binds_by_a_private_start_with_the_secret() -> None:
    driver = telegram("https://x")
    body = {"update_id": 1, "message": {"text": "/start abcdefgh23456789", "chat": {"id": 9, "type": "private"}}}
    secret = {"x-telegram-bot-api-secret-token": "rahasia-panjang"}
    start = driver.start(asked(body, secret))
    assert start is not None
    assert (start.code, start.chat) == ("abcdefgh23456789", "9")
    assert driver.start(asked({"message": {"text": "halo", "chat": {"id": 9, "type": "private"}}}, secret)) is None
    group = {"message": {"text": "/start abcdefgh23456789", "chat": {"id": 9, "type": "group"}}}
    assert driver.start(asked(group, secret)) is None
    with pytest.raises(NotThem):
        driver.start(asked(body))
    assert driver.start_url("abc") == "https://t.me/DesaGeyerBot?start=abc"


# -- SMS ---------------------------------------------------------------------------------------------------------------
def sms(base: str, **more: str) -> HttpSms:
    return HttpSms({"url": f"{base}/send", "body": "to=[nomor]&text=[pesan]&api=[rahasia]", "secret": "K", **more})


def test_sms_as_a_form_cannot_be_given_further_fields() -> None:
    nasty = Outgoing("k", "+628123", "T", "a&to=+62999&x=[rahasia]")
    with provider((200, {"data": {"id": 99}})) as server:
        ref = sms(server.base, id_path="data.id", header="Bearer [rahasia]", key_header="Idempotency-Key").send(nasty)
    [got] = server.asked
    assert ref.reference == "99"
    assert parse_qs(got.body.decode()) == {"to": ["+628123"], "text": ["a&to=+62999&x=[rahasia]"], "api": ["K"]}
    assert (got.headers["authorization"], got.headers["idempotency-key"]) == ("Bearer K", "k")
    assert got.headers["content-type"] == "application/x-www-form-urlencoded"


def test_every_channel_tells_how_to_end_it_and_a_code_does_not() -> None:
    with provider((200, {})) as server:
        sms(server.base).send(OUT)
        sms(server.base).send(dataclasses.replace(OUT, end_url="", is_code=True))
    told, code = (parse_qs(each.body.decode())["text"][0] for each in server.asked)
    assert told == f"{OUT.text}\nBerhenti: {OUT.end_url}" and "Berhenti" not in code


def test_sms_as_json_stays_json() -> None:
    template = '{"messages": [{"to": "[nomor]", "body": "[pesan]", "n": 1}], "key": "[kunci]"}'
    nasty = Outgoing("k", "+628123", "T", '"}], "to": "+62999')
    with provider((201, [{"status": "QUEUED", "ref": "a1"}])) as server:
        driver = sms(
            server.base, format="json", body=template, id_path="0.ref", ok_path="0.status", ok_words="queued, ok"
        )
        driver.check()
        assert driver.send(nasty).reference == "a1"
    assert server.asked[0].json == {"messages": [{"to": "+628123", "body": '"}], "to": "+62999', "n": 1}], "key": "k"}


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((200, {"status": "invalid number"}), Never),
        ((400, {}), Never),
        ((429, {}, {"Retry-After": "90"}), Later),
        ((503, {}), Later),
        ((500, {}), Unclear),
        ("cut", Unclear),
    ],
)
def test_what_the_sms_gateway_says_decides_what_may_follow(answer: Any, raised: type[Exception]) -> None:
    with provider(answer) as server, pytest.raises(raised) as caught:
        sms(server.base, ok_path="status", ok_words="ok").send(OUT)
    if answer[0] == 429:
        assert caught.value.seconds == 90  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": "to=[nomor]"}, {"format": "json", "body": "{[nomor] [pesan]"}, {"key_header": "a b"},
        {"header": "Bearer x\r\nHost: y"},
    ],
)  # fmt: skip
def test_an_sms_template_is_looked_at_before_it_is_kept(wrong: dict[str, str]) -> None:
    with pytest.raises(Never):
        sms("https://x", **wrong).check()


def test_sms_news_by_form_json_and_query() -> None:
    driver = sms("https://x", hook_secret="H")
    form = {"x-rahasia": "H", "content-type": "application/x-www-form-urlencoded"}
    assert [each.state for each in driver.news(asked(b"id=5&status=DELIVRD", form))] == ["delivered"]
    js = {"x-rahasia": "H", "content-type": "application/json"}
    assert [each.state for each in driver.news(asked({"id": 5, "status": "Failed"}, js))] == ["failed"]
    query = {"rahasia": "H", "id": "5", "status": "delivered"}
    assert [each.reference for each in driver.news(asked(query=query))] == ["5"]
    assert driver.news(asked(query=query | {"status": "queued"})) == []
    for secret in ("", "h"):
        with pytest.raises(NotThem):
            driver.news(asked(query=query | {"rahasia": secret}))
    with pytest.raises(NotThem):
        sms("https://x").news(asked(query={"id": "5", "status": "delivered"}))


def test_parts_of_an_sms() -> None:
    assert [parts_of("a" * n) for n in (1, 160, 161, 306, 307)] == [1, 1, 2, 2, 3]
    assert [parts_of("é" * 160), parts_of("ĳ" * 70), parts_of("ĳ" * 71), parts_of("[" * 80), parts_of("[" * 81)] == [1, 1, 2, 1, 2]  # fmt: skip


def test_no_driver_calls_inner_addresses_or_goes_without_tls() -> None:
    for url in ("https://10.0.0.5", "http://93.184.215.14", "https://169.254.169.254", "https://[::1]"):
        with pytest.raises((Never, Later)):
            whatsapp(url).send(OUT)
        with pytest.raises((Never, Later)):
            sms(url).send(OUT)


def test_where_nobody_listens_it_may_be_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Later):
        whatsapp(f"http://127.0.0.1:{port}").send(OUT)


# -- e-mail ------------------------------------------------------------------------------------------------------------
MAIL = Outgoing("0199-key", "siti@contoh.id", "Surat\nsiap", "Siti, surat siap.", end_url="http://x/berhenti/t/")


@pytest.fixture()
def smtp(settings: Any, village: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.BALAI_SENDS_MAIL = "127.0.0.1", 2, True
    settings.DEFAULT_FROM_EMAIL = "balai@grobogan.example"
    return settings


def test_mail_carries_its_key_and_a_way_out(smtp: Any, village: Any) -> None:
    with mail_server() as (port, got):
        smtp.EMAIL_PORT = port
        ref = Email({}).send(MAIL)
    [text] = got
    assert ref.reference == "<0199-key@grobogan.example>"
    assert f"Message-ID: {ref.reference}" in text
    assert "List-Unsubscribe: <http://x/berhenti/t/>" in text
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in text
    assert "Subject: Surat siap" in text
    assert f"From: {village.title} <balai@grobogan.example>" in text


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        ({"rcpt": "550 no such user"}, Never), ({"rcpt": "451 later"}, Later), ({"data": "554 spam"}, Never),
        ({"data": "452 full"}, Later), ({"data": "cut"}, Unclear),
    ],
)  # fmt: skip
def test_what_the_mail_server_says_decides_what_may_follow(
    smtp: Any, said: dict[str, str], raised: type[Exception]
) -> None:
    with mail_server(**said) as (port, _got):
        smtp.EMAIL_PORT = port
        with pytest.raises(raised):
            Email({}).send(MAIL)


def test_mail_without_a_server(smtp: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        smtp.EMAIL_PORT = free.getsockname()[1]
    with pytest.raises(Later):
        Email({}).send(MAIL)
    smtp.BALAI_SENDS_MAIL = False
    with pytest.raises(Never):
        Email({}).check()


# -- files -------------------------------------------------------------------------------------------------------------
def test_files_are_written_once_and_never_for_real_people(
    village: Any, settings: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    settings.DATA = tmp_path
    for _time in range(2):
        assert Files({}).send(OUT).delivered
    [written] = list(tmp_path.rglob("*.json"))
    assert json.loads(written.read_text())["text"] == OUT.text
    settings.BALAI_DEMO_ACCOUNTS = False
    card = dataclasses.replace(current_village(), data="real")
    monkeypatch.setattr("modules.messages.drivers.local.current_village", lambda: card)
    with pytest.raises(Never):
        Files({}).send(OUT)
