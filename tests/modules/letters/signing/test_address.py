"""Where a passphrase goes: who may say so, which hosts, and what the signer sees before it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from balai.audit.models import Entry
from balai.errors import Conflict, NotAllowed
from modules.letters.models import EsignAddress, Letter, SigningSettings, State
from modules.letters.signing.address import confirm_address, unconfirmed
from modules.letters.signing.doing import sign_letter
from modules.letters.signing.errors import AddressNotConfirmed, AddressRefused, IssuerNotTrusted
from modules.letters.signing.settings import add_certificate, change_signing, check_service
from tests.modules.letters.conftest import head, staff
from tests.modules.letters.signing.conftest import SECRET
from tests.modules.letters.signing.keys import authority, made
from tests.modules.letters.signing.services import PASSWORD, USER, Service, esign_service

Waiting = Callable[..., Letter]
LIST = "/kantor/surat/tte/"


def change(url: str, role: str = "sekretaris", **more: Any) -> None:
    """Somebody enters another address."""
    change_signing(
        actor=staff(role),
        driver="esign",
        visible=False,
        esign_url=url,
        esign_username=USER,
        esign_password=PASSWORD,
        **more,
    )


def test_an_operator_cannot_say_where_the_passphrase_goes(esign: Waiting, office_client: Any) -> None:
    letter = esign()
    assert "letters.manage" in staff("operator").rights
    with esign_service() as thief:
        with pytest.raises(NotAllowed):
            change(thief.url, role="operator")
        with pytest.raises(NotAllowed):
            check_service(actor=staff("operator"), official_id=str(head().official_id))
        with pytest.raises(NotAllowed):
            add_certificate(
                actor=staff("operator"), official_id=str(head().official_id), content=made().pkcs12, passphrase=SECRET
            )
        sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET)
        assert not thief.asked
    client = office_client("operator")
    assert client.get(f"{LIST}pengaturan/").status_code == 403
    assert "tte/pengaturan" not in client.get("/kantor/surat/pengaturan/").content.decode()
    assert office_client("kepala_desa").get(f"{LIST}pengaturan/").status_code == 200


def test_only_hosts_that_the_deployment_names(village: Any, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("modules.letters.signing.settings.check_address", lambda url, **more: None)
    with pytest.raises(AddressRefused) as refused:
        change("https://esign.penipu.example")
    assert "BALAI_ESIGN_HOSTS" in refused.value.message()
    settings.BALAI_ESIGN_HOSTS = frozenset({"esign.contoh.go.id"})
    for url in ("https://esign.contoh.go.id.penipu.example", "https://penipu.example/esign.contoh.go.id"):
        with pytest.raises(AddressRefused) as refused:
            change(url)
        assert "esign.contoh.go.id" in refused.value.message()
    assert not SigningSettings.objects.exists()
    change("https://ESIGN.contoh.go.id/")
    settings.BALAI_PRODUCTION = True
    with pytest.raises(AddressRefused):
        change("http://localhost:9/")


def test_a_host_that_is_named_no_more_gets_nothing(esign: Waiting, service: Service, settings: Any) -> None:
    letter = esign()
    settings.BALAI_PRODUCTION = True
    with pytest.raises(AddressRefused):
        sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET)
    assert not [each for each in service.asked if "passphrase" in each]


def test_a_changed_address_is_shown_and_confirmed_before_a_passphrase_is_asked(
    esign: Waiting, service: Service, office_client: Any
) -> None:
    letter = esign()
    client = office_client("kepala_desa")
    client.post(f"{LIST}alamat/", {"url": service.url})
    assert 'name="passphrase"' in client.get(LIST).content.decode()
    with esign_service() as other:
        change(other.url)
        page = client.get(LIST).content.decode()
        assert 'name="passphrase"' not in page
        assert other.url in page and "oleh sekretaris" in page
        with pytest.raises(AddressNotConfirmed):
            sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET)
        letter.refresh_from_db()
        assert letter.state == State.SEALING and not other.asked
        # What was shown is what is agreed to.
        with pytest.raises(Conflict):
            confirm_address(actor=staff("kepala_desa"), url=service.url)
        with pytest.raises(NotAllowed):
            confirm_address(actor=staff("sekretaris"), url=other.url)
        assert client.post(f"{LIST}alamat/", {"url": other.url}).status_code == 302
        assert 'name="passphrase"' in client.get(LIST).content.decode()
        # There and back again: the head sees both, though the address is the one of before.
        change(service.url)
        change(other.url)
        assert [each.url for each in unconfirmed(staff("kepala_desa"))][:2] == [other.url, service.url]
        confirm_address(actor=staff("kepala_desa"), url=other.url)
        assert sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET).state == State.READY
        assert len(other.asked) == 1
    acts = set(Entry.objects.values_list("action", flat=True))
    assert {"letters.esign_address_changed", "letters.esign_address_confirmed"} <= acts


def test_the_same_address_saved_again_asks_nobody(esign: Waiting, service: Service) -> None:
    change(service.url)
    assert not unconfirmed(staff("kepala_desa"))
    assert EsignAddress.objects.count() == 1


def test_an_address_of_before_must_be_looked_at_too(esign: Waiting, service: Service, office_client: Any) -> None:
    SigningSettings.objects.update(esign_url="http://localhost:9/")
    with pytest.raises(AddressNotConfirmed):
        sign_letter(actor=staff("kepala_desa"), letter=esign(), passphrase=SECRET)
    client = office_client("kepala_desa")
    page = client.get(LIST).content.decode()
    assert 'name="passphrase"' not in page and "http://localhost:9/" in page
    client.post(f"{LIST}alamat/", {"url": "http://localhost:9/"})
    assert 'name="passphrase"' in client.get(LIST).content.decode()


def test_where_roots_are_named_others_sign_nothing(esign: Waiting, settings: Any) -> None:
    root = authority()[0].public_bytes(Encoding.PEM).decode()
    settings.BALAI_SIGNING_ANCHORS = made("ORANG LAIN").certificate.public_bytes(Encoding.PEM).decode()
    letter = esign()
    with pytest.raises(IssuerNotTrusted) as refused:
        sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET)
    assert "CA Uji Balai" in refused.value.message()
    letter.refresh_from_db()
    assert letter.state == State.SEALING
    official = str(head().official_id)
    with pytest.raises(IssuerNotTrusted):
        add_certificate(actor=staff("sekretaris"), official_id=official, content=made().pkcs12, passphrase=SECRET)
    settings.BALAI_SIGNING_ANCHORS = root
    assert sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET).state == State.READY
    assert add_certificate(actor=staff("sekretaris"), official_id=official, content=made().pkcs12, passphrase=SECRET)
