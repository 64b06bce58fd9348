"""The national service's contract, spoken to a server on this machine that keeps to it. No database."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modules.letters.signing.errors import (
    AccessRefused,
    AddressRefused,
    AnswerUnusable,
    CertificateNotValid,
    PassphraseWrong,
    ServiceDown,
    ServiceRefused,
    SignerUnknown,
    SigningError,
)
from modules.letters.signing.esign import EsignSigner
from modules.letters.signing.interface import Paper, Passphrase, Place
from tests.modules.letters.signing.keys import PASSPHRASE, inspect, made
from tests.modules.letters.signing.services import PASSWORD, USER, Service, esign_service
from tests.modules.letters.signing.test_pades import letter

NIK = "3315051203700001"
PLACE = Place(0, 351.5, 315.4, 170.1, 53.9)


@pytest.fixture()
def service() -> Iterator[Service]:
    with esign_service() as running:
        yield running


def signer(service: Service, **more: Any) -> EsignSigner:
    """The driver for that server."""
    return EsignSigner(
        **{"base_url": service.url, "username": USER, "password": PASSWORD, "nik": NIK, "seconds": 5.0} | more
    )


def paper(visible: bool = False) -> Paper:
    """A letter."""
    return Paper(
        letter(),
        "surat 12.pdf",
        "Persetujuan surat",
        "Desa Geyer",
        PLACE if visible else None,
        b"",
        b"\x89PNG box" if visible else b"",
    )


def test_an_invisible_signature_by_the_contract(service: Service, tmp_path: Path) -> None:
    sent = paper()
    signed = signer(service).sign(sent, Passphrase(PASSPHRASE))
    asked = service.asked[0]
    assert asked["path"] == "/api/sign/pdf"
    assert (asked["nik"], asked["passphrase"], asked["tampilan"]) == (NIK, PASSPHRASE, "invisible")
    assert asked["file"] == sent.content
    assert not {"image", "imageTTD", "page", "xAxis"} & set(asked)
    assert signed.reference == "dok-2026-0001"
    assert "BUDI SANTOSO" in signed.subject
    assert signed.serial == f"{made().certificate.serial_number:x}"
    assert inspect(signed.content, made().authority, tmp_path).is_good


def test_a_visible_one_says_where_and_brings_the_box(service: Service) -> None:
    signer(service).sign(paper(visible=True), Passphrase(PASSPHRASE))
    asked = service.asked[0]
    assert asked["tampilan"] == "visible"
    assert asked["image"] == "true"
    assert asked["imageTTD"].startswith(b"\x89PNG")
    assert [asked[each] for each in ("page", "xAxis", "yAxis", "width", "height")] == ["1", "352", "315", "170", "54"]


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("unregistered", SignerUnknown), ("expired", CertificateNotValid), ("odd", ServiceRefused), ("down", ServiceDown),
        ("broken", ServiceDown), ("garbage", AnswerUnusable), ("words", AnswerUnusable), ("moved", AnswerUnusable),
        ("unsigned", AnswerUnusable), ("other", AnswerUnusable), ("cut", ServiceDown), ("drip", ServiceDown),
    ],
)  # fmt: skip
def test_what_the_service_says_becomes_a_sentence(service: Service, how: str, error: type[SigningError]) -> None:
    service.how = how
    with pytest.raises(SigningError) as raised:
        signer(service, seconds=1.0 if how == "drip" else 20.0).sign(paper(), Passphrase(PASSPHRASE))
    assert type(raised.value) is error
    assert PASSPHRASE not in raised.value.message()
    assert raised.value.message().endswith((".", "BSrE."))
    # Nothing is followed, nothing is asked twice.
    assert len(service.asked) == 1


def test_a_wrong_passphrase(service: Service) -> None:
    with pytest.raises(PassphraseWrong):
        signer(service).sign(paper(), Passphrase("salah"))


def test_a_wrong_account(service: Service) -> None:
    with pytest.raises(AccessRefused):
        signer(service, password="lain").sign(paper(), Passphrase(PASSPHRASE))


def test_no_answer_in_time_and_nobody_there(service: Service) -> None:
    service.how = "slow"
    began = time.monotonic()
    with pytest.raises(ServiceDown):
        signer(service, seconds=0.4).sign(paper(), Passphrase(PASSPHRASE))
    assert time.monotonic() - began < 4
    with pytest.raises(ServiceDown):
        signer(service, base_url="http://127.0.0.1:9").sign(paper(), Passphrase(PASSPHRASE))


@pytest.mark.parametrize(
    "url", ["http://example.go.id", "https://10.0.0.1", "ftp://x", "https://169.254.169.254/latest"]
)
def test_an_address_that_we_do_not_call(service: Service, url: str) -> None:
    with pytest.raises(AddressRefused):
        signer(service, base_url=url).sign(paper(), Passphrase(PASSPHRASE))


def test_the_status_of_a_signer(service: Service) -> None:
    assert "aktif" in signer(service).check()
    assert service.asked[0]["path"] == f"/api/user/status/{NIK}"
    service.how = "unregistered"
    with pytest.raises(SignerUnknown):
        signer(service).check()


def test_secrets_show_themselves_to_nobody(service: Service) -> None:
    assert PASSWORD not in repr(signer(service))
    assert NIK not in repr(signer(service))


def test_what_a_person_typed_cannot_end_a_part(service: Service) -> None:
    nasty = 'x"\r\n--boundary\r\nContent-Disposition: form-data; name="nik"\r\n\r\n9999999999999999'
    with pytest.raises(PassphraseWrong):
        signer(service).sign(paper(), Passphrase(nasty))
    assert service.asked[0]["nik"] == NIK
    assert service.asked[0]["passphrase"].replace("\n", "").replace("\r", "") == nasty.replace("\r", "").replace(
        "\n", ""
    )


def test_many_at_once_each_get_their_own(service: Service) -> None:
    found: list[bytes] = []

    def sign() -> None:
        found.append(signer(service).sign(paper(), Passphrase(PASSPHRASE)).content)

    threads = [threading.Thread(target=sign) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(set(found)) == 3
