"""A letter whose signer's certificate was revoked, whose issuer is silent, and what people read of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from balai.audit.models import Entry
from modules.letters.models import Letter, LetterEvent, Signature, SigningCertificate, SigningSettings, State
from modules.letters.signing import asking
from modules.letters.signing.doing import sign_letter
from modules.letters.signing.errors import AddressRefused, CertificateRevoked
from modules.letters.signing.settings import add_certificate, change_signing
from modules.letters.verification import verification_of
from tests.modules.letters.conftest import head, staff
from tests.modules.letters.signing.conftest import SECRET, waiting
from tests.modules.letters.signing.issuer import Issuer, issuing
from tests.modules.letters.signing.keys import PASSPHRASE
from tests.modules.letters.signing.test_evidence import offline
from tests.modules.letters.signing.test_flow import kades, pdf_of

SETTINGS, LIST = "/kantor/surat/tte/pengaturan/", "/kantor/surat/tte/"


@pytest.fixture()
def issuer(village: Any) -> Iterator[Issuer]:
    """The head has a certificate of that issuer."""
    with issuing() as running:
        change_signing(
            actor=staff("sekretaris"), driver="pades", visible=True, timestamp_url=f"{running.url}/tsa"
        )  # fmt: skip
        upload(running)
        running.asked.clear()
        cache.clear()
        yield running


def upload(issuer: Issuer, **how: Any) -> SigningCertificate:
    """Give the head a certificate."""
    content = issuer.pkcs12(issuer.person(**how))
    return add_certificate(
        actor=staff("sekretaris"), official_id=str(head().official_id), content=content, passphrase=SECRET
    )


def page(client: Any, path: str) -> str:
    """What is shown."""
    return client.get(path).content.decode()


def letter_page(client: Any, letter: Letter) -> str:
    """The letter's."""
    return page(client, f"/kantor/surat/{letter.pk}/")


def test_a_letter_carries_what_proves_it_for_long(issuer: Issuer, office_client: Any) -> None:
    letter = sign_letter(actor=kades(), letter=waiting(), passphrase=SECRET)
    row = letter.signature
    assert (row.level, row.long_term, row.has_timestamp) == ("B-LTA", "embedded", True)
    assert offline(issuer, pdf_of(letter)).bottom_line
    assert "Data pemeriksaan jangka panjang ada di dalam PDF." in letter_page(office_client("sekretaris"), letter)
    assert LetterEvent.objects.get(letter=letter, kind="signed").message == ""
    found = verification_of(letter.token or "")
    assert found is not None and found.signature is not None
    assert (found.signature.level, found.signature.has_evidence, found.sha256) == ("B-LTA", True, row.sha256)


def test_a_series_asks_its_issuers_once(issuer: Issuer) -> None:
    letters = [waiting(number) for number in range(3)]
    for letter in letters:
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    asked = [each for each in issuer.asked if each != "tsa"]
    assert len(asked) == len(set(asked)) + 1, "the person and the time stamp by OCSP, everything else once"
    assert Signature.objects.filter(long_term="embedded").count() == 3


def test_a_revoked_certificate_leaves_the_letter_waiting(issuer: Issuer, office_client: Any) -> None:
    letter = waiting()
    issuer.how = "revoked"
    with pytest.raises(CertificateRevoked) as error:
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    letter.refresh_from_db()
    assert (letter.state, letter.pdf_file_id, letter.signature.state) == (State.SEALING, None, "waiting")
    sentence = error.value.message()
    assert sentence.startswith("Sertifikat elektronik ini sudah dicabut penerbitnya pada ")
    assert sentence.endswith("surat tetap menunggu sampai sertifikat yang baru diunggah.")
    assert sentence in page(office_client("kepala_desa"), LIST)
    # The script's series ends here: the next would fail the same way.
    answer = office_client("kepala_desa").post(
        LIST, {"letter": str(letter.pk), "passphrase": PASSPHRASE}, headers={"Accept": "application/json"}
    )
    assert answer.json() == {"state": "failed", "problem": sentence, "stop": True}
    assert Entry.objects.filter(action="letters.signing_failed", about_id=str(letter.pk)).count() == 2


def test_a_new_certificate_lets_it_go_on(issuer: Issuer) -> None:
    letter = waiting()
    issuer.how = "revoked"
    with pytest.raises(CertificateRevoked):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    issuer.how = "good"
    cache.clear()
    upload(issuer, name="BUDI SANTOSO BARU")
    assert sign_letter(actor=kades(), letter=letter, passphrase=SECRET).state == State.READY


def test_a_revoked_certificate_is_not_taken_in(issuer: Issuer) -> None:
    issuer.how = "revoked"
    with pytest.raises(CertificateRevoked):
        upload(issuer, name="ORANG LAIN")
    assert SigningCertificate.objects.filter(removed_at=None).count() == 1
    # A silent source refuses nothing.
    issuer.how = issuer.lists = "down"
    cache.clear()
    assert upload(issuer, name="ORANG LAIN").names_sources is True


def test_a_silent_source_is_said_where_people_look(issuer: Issuer, office_client: Any, citizen_client: Any) -> None:
    letter = waiting()
    issuer.how = issuer.lists = "down"
    letter = sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    row = letter.signature
    assert (letter.state, row.level, row.long_term, row.has_timestamp) == (State.READY, "B-T", "unreached", True)
    words = "Tanpa data pemeriksaan jangka panjang: sumber status sertifikat tidak menjawab."
    assert LetterEvent.objects.get(letter=letter, kind="signed").message == words
    shown = letter_page(office_client("sekretaris"), letter)
    assert shown.count(words) == 2, "in its facts and in its story"
    assert "terbitkan surat pengganti" in shown
    assert "1 surat dalam 30 hari terakhir." in page(office_client("sekretaris"), SETTINGS)
    assert words not in page(citizen_client(letter.resident), f"/layanan/surat/{letter.pk}/")
    found = verification_of(letter.token or "")
    assert found is not None and found.signature is not None and not found.signature.has_evidence


def test_a_silent_source_is_left_alone_for_a_while(issuer: Issuer, monkeypatch: Any) -> None:
    letters = [waiting(number) for number in range(3)]
    issuer.how = issuer.lists = "down"
    for letter in letters:
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    assert issuer.asked.count("ocsp") == 1
    assert issuer.asked.count("below.crl") == 1


def test_the_village_names_a_list_for_a_certificate_that_names_none(issuer: Issuer, office_client: Any) -> None:
    upload(issuer, name="TANPA SUMBER", quick=False, lists="")
    told = "Tidak menyebut sumber statusnya"
    assert told in page(office_client("sekretaris"), SETTINGS)
    assert sign_letter(actor=kades(), letter=waiting(), passphrase=SECRET).signature.long_term == "no_source"
    version = SigningSettings.objects.get().version
    answer = office_client("sekretaris").post(
        SETTINGS,
        {"driver": "pades", "visible": "on", "crl_url": f"{issuer.url}/below.crl", "version": version},
        follow=True,
    )
    assert "Pengaturan tanda tangan disimpan." in answer.content.decode()
    assert told not in page(office_client("sekretaris"), SETTINGS)
    letter = sign_letter(actor=kades(), letter=waiting(1), passphrase=SECRET)
    assert (letter.signature.level, letter.signature.long_term) == ("B-B", "embedded")


@pytest.mark.parametrize("url", ["http://10.0.0.7/ca.crl", "http://169.254.169.254/ca.crl", "ldap://ca.contoh.go.id/x"])
def test_a_list_in_an_inner_network_is_not_asked(village: Any, url: str) -> None:
    with pytest.raises(AddressRefused) as error:
        change_signing(actor=staff("sekretaris"), driver="pades", visible=True, crl_url=url)
    assert error.value.data["field"] == "crl_url"


def test_what_a_certificate_names_is_looked_at_before_it_is_asked(village: Any) -> None:
    """A certificate is written by whoever uploads it: its addresses lead nowhere inside."""
    from balai.outbound import Forbidden

    with pytest.raises(Forbidden):
        asking.ask("http://169.254.169.254/latest/meta-data/", b"", "", 5.0)
