"""A village's own mail server: by its contract, safely, and as the secretary sets it up."""

from __future__ import annotations

import socket
import ssl
import time
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from balai.audit.models import Entry
from modules.messages.drivers import Later, Never, Outgoing, OwnMail, Unclear, own_mail
from modules.messages.models import Delivery, DeliveryState, Gateway
from modules.messages.services import deliver
from modules.messages.services.gateways import secrets_of
from tests.modules.messages.smtp_server import certificate, smtp_server

MAIL = Outgoing("0199-key", "siti@contoh.id", "Surat\nsiap", "Siti, surat siap.", end_url="http://x/berhenti/t/")
ADDRESS = "kantor@contoh.desa.id"


def driver(port: int, host: str = "localhost", **more: str) -> OwnMail:
    values = {"host": host, "port": str(port), "address": ADDRESS, "user": "kantor", "password": "rahasia surel"}
    return OwnMail(values | more)


@pytest.fixture()
def trusting(monkeypatch: Any) -> None:
    """The test's certificate is among those that this machine trusts."""
    real = ssl.create_default_context

    def context(*args: Any, **kwargs: Any) -> ssl.SSLContext:
        return real(*args, **kwargs, cadata=certificate("localhost")[0].decode())

    monkeypatch.setattr(own_mail.ssl, "create_default_context", context)


@pytest.mark.parametrize(("security", "implicit"), [("starttls", False), ("tls", True)])
def test_it_is_sent_under_tls_by_who_may(
    village: Any, tmp_path: Path, trusting: None, security: str, implicit: bool
) -> None:
    with smtp_server(tmp_path, implicit=implicit) as server:
        own = driver(server.port, security=security, sender="Kantor Desa", reply="sekdes@contoh.desa.id")
        own.check()
        ref = own.send(MAIL)
    [mail] = server.taken
    assert mail.secure and mail.user == "kantor" and (mail.sender, mail.receiver) == (ADDRESS, "siti@contoh.id")
    read = message_from_string(mail.text)
    assert read["From"] == f"Kantor Desa <{ADDRESS}>" and read["Reply-To"] == "sekdes@contoh.desa.id"
    assert read["Message-ID"] == ref.reference == "<0199-key@contoh.desa.id>" and read["Subject"] == "Surat siap"
    assert read["List-Unsubscribe"] == "<http://x/berhenti/t/>" and "Siti, surat siap." in mail.text


def test_without_a_name_the_villages_stands_there_and_nobody_signs_in(
    village: Any, tmp_path: Path, trusting: None
) -> None:
    with smtp_server(tmp_path) as server:
        driver(server.port, user="", password="").send(MAIL)
    assert message_from_string(server.taken[0].text)["From"] == f"{village.title} <{ADDRESS}>"
    assert "AUTH" not in server.heard


def test_a_server_that_cannot_be_trusted_hears_no_password(village: Any, tmp_path: Path, trusting: None) -> None:
    with smtp_server(tmp_path, name="lain.example") as server, pytest.raises(Never, match="Sertifikat"):
        driver(server.port).send(MAIL)
    assert "AUTH" not in server.heard and not server.taken
    with smtp_server(tmp_path, offers_tls=False) as server, pytest.raises(Never, match="STARTTLS"):
        driver(server.port).send(MAIL)
    assert "AUTH" not in server.heard and "MAIL" not in server.heard


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        ({"HELLO": "421 sibuk"}, Later), ({"HELLO": "554 pergi"}, Never), ({"AUTH": "454 nanti"}, Later), ({"AUTH": "535 salah"}, Never),
        ({"MAIL": "550 bukan alamat Anda"}, Never), ({"MAIL": "cut"}, Later), ({"RCPT": "550 tidak ada"}, Never),
        ({"RCPT": "451 nanti"}, Later), ({"RCPT": "cut"}, Later), ({"DATA": "452 penuh"}, Later), ({"END": "554 spam"}, Never),
        ({"END": "452 penuh"}, Later), ({"END": "cut"}, Unclear),
    ],
)  # fmt: skip
def test_what_the_server_says_decides_what_may_follow(
    village: Any, tmp_path: Path, trusting: None, said: dict[str, str], raised: type[Exception]
) -> None:
    with smtp_server(tmp_path, said=said) as server:
        with pytest.raises(raised):
            driver(server.port).send(MAIL)
        assert not server.taken


def test_a_wrong_password_says_so(village: Any, tmp_path: Path, trusting: None) -> None:
    with smtp_server(tmp_path) as server, pytest.raises(Never, match="nama pengguna atau kata sandi"):
        driver(server.port, password="lain").send(MAIL)


def test_where_nobody_listens_or_one_drips_it_ends_soon(
    village: Any, tmp_path: Path, trusting: None, monkeypatch: Any
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Later):
        driver(port).send(MAIL)
    monkeypatch.setattr(own_mail, "WHOLE_SECONDS", 0.5)
    begun = time.monotonic()
    with smtp_server(tmp_path, said={"EHLO": "drip"}) as server, pytest.raises(Later):
        driver(server.port).send(MAIL)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"host": "10.0.0.5", "port": "587"}, "jaringan dalam"),
        ({"host": "169.254.169.254", "port": "587"}, "jaringan dalam"),
        ({"host": "[::1]", "port": "587"}, "nama server saja"),
        ({"host": "https://smtp.contoh.id", "port": "587"}, "nama server saja"),
        ({"host": "tidak-ada.invalid", "port": "587"}, "tidak ditemukan"),
        ({"host": "93.184.215.14", "port": "5432"}, "bukan porta surel"),
        ({"host": "93.184.215.14", "port": "0x19"}, "bukan porta surel"),
        ({"host": "93.184.215.14", "port": "25", "security": "none"}, "harus memakai TLS"),
        ({"port": "587", "address": "kantor"}, "Alamat pengirim"),
        ({"port": "587", "address": "a@b.id>\r\nBcc: x@y.id"}, "satu baris"),
        ({"port": "587", "reply": "sekdes"}, "Alamat balasan"),
        ({"port": "587", "password": ""}, "keduanya"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_before_it_is_kept(village: Any, values: dict[str, str], words: str) -> None:
    with pytest.raises(Never, match=words):
        OwnMail(dict(driver(587).values) | values).check()


def test_in_production_this_machine_is_an_inner_host_like_any_other(village: Any, settings: Any) -> None:
    settings.BALAI_PRODUCTION = True
    with pytest.raises(Never, match="jaringan dalam"):
        driver(587).check()
    with pytest.raises(Never):
        driver(25, security="none").send(MAIL)
    settings.BALAI_INNER_HOSTS = frozenset({"localhost"})
    driver(587).check()


def test_the_secretary_sets_it_up_and_tries_it(
    village: Any, tmp_path: Path, trusting: None, awake: None, office_client: Any
) -> None:
    client = office_client("sekretaris")
    way = "/kantor/pesan/saluran/email/?driver=smtp_own"
    page = client.get(way).content.decode()
    assert "Surel melalui server surel desa sendiri" in page and "tidak pernah dialihkan diam-diam" in page
    with smtp_server(tmp_path) as server:
        data = {
            "host": "localhost", "port": str(server.port), "security": "starttls", "user": "kantor", "password": "rahasia surel",
            "address": ADDRESS, "sender": "", "reply": "", "price": "0", "active": "on",
        }  # fmt: skip
        wrong = client.post(way, data | {"host": "10.0.0.9", "port": "587"})
        assert wrong.status_code in {400, 422} and "jaringan dalam" in wrong.content.decode()
        assert client.post(way, data).status_code == 302
        connection.set_tenant(village)
        row = Gateway.objects.get(channel="email")
        assert row.options["host"] == "localhost" and "password" not in row.options
        assert "rahasia surel" not in row.secrets and secrets_of(row)["password"] == "rahasia surel"
        page = client.get("/kantor/pesan/saluran/email/").content.decode()
        assert "rahasia surel" not in page and "Kirim surel percobaan" in page and "Sudah diisi." in page
        # An empty password keeps the one that is there.
        assert client.post(way, data | {"password": "", "sender": "Kantor"}).status_code == 302
        connection.set_tenant(village)
        sent = client.post("/kantor/pesan/saluran/email/coba/", {"address": "sekdes@contoh.id"})
        assert sent.status_code == 302
        connection.set_tenant(village)
        assert deliver() == {"sent": 1}
    [mail] = server.taken
    assert mail.user == "kantor" and mail.receiver == "sekdes@contoh.id" and "Saluran ini sudah berfungsi" in mail.text
    assert Delivery.objects.get().state == DeliveryState.SENT
    told = Entry.objects.filter(action="messages.gateway_set")
    assert told.count() == 2 and not any("rahasia" in str(each.data) for each in told)
    assert office_client("operator").get(way).status_code == 403


def test_what_the_own_server_does_not_take_goes_no_other_way(
    village: Any, tmp_path: Path, trusting: None, awake: None, actor: Any, settings: Any
) -> None:
    from django.core import mail

    from modules.messages.services import send_test, set_gateway

    settings.BALAI_SENDS_MAIL = True
    with smtp_server(tmp_path, said={"MAIL": "550 bukan alamat Anda"}) as server:
        values = {
            "host": "localhost", "port": str(server.port), "user": "kantor", "password": "rahasia surel", "address": ADDRESS,
        }  # fmt: skip
        row = set_gateway(actor=actor, channel="email", driver="smtp_own", values=values, active=True)
        send_test(actor=actor, gateway=row, address="sekdes@contoh.id")
        assert deliver() == {"failed": 1}
    assert Delivery.objects.get().words == "Surel: bukan alamat Anda" and mail.outbox == []
