"""The list, the settings, the public page: what people see and may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.db import today
from balai.files import StoredFile
from modules.letters import services
from modules.letters.models import Letter, Signature, SigningCertificate, SigningSettings, State, VerificationVisits
from modules.letters.signing.doing import sign_letter
from modules.letters.verification import verification_of
from tests.modules.letters.acting import issued
from tests.modules.letters.conftest import head, staff
from tests.modules.letters.signing.conftest import SECRET
from tests.modules.letters.signing.keys import PASSPHRASE, made
from tests.modules.letters.signing.services import PASSWORD, USER, Service

Waiting = Callable[..., Letter]
LIST, SETTINGS = "/kantor/surat/tte/", "/kantor/surat/tte/pengaturan/"


def text_of(answer: Any) -> str:
    """The page."""
    return answer.content.decode()


def one(client: Any, letter: Letter, passphrase: str = PASSPHRASE) -> Any:
    """What the page's script posts."""
    return client.post(
        LIST, {"letter": str(letter.pk), "passphrase": passphrase}, headers={"Accept": "application/json"}
    )


def test_the_script_signs_one_letter_a_request(pades: Waiting, office_client: Any) -> None:
    first, second = pades(0), pades(1)
    client = office_client("kepala_desa")
    page = text_of(client.get(LIST))
    assert first.number in page and second.number in page and "signing.js" in page
    assert PASSPHRASE not in page
    answer = one(client, first)
    assert answer.json()["state"] == "signed"
    # The line was lost before the answer came: asked again, it is signed still, and once.
    assert one(client, first).json()["state"] == "signed"
    page = text_of(client.get(LIST))
    assert first.number not in page and second.number in page
    assert Signature.objects.filter(state="signed").count() == 1


def test_a_wrong_passphrase_stops_the_series(pades: Waiting, office_client: Any) -> None:
    letter = pades()
    client = office_client("kepala_desa")
    answer = one(client, letter, "salah")
    assert answer.status_code == 422
    assert answer.json() == {"state": "failed", "problem": answer.json()["problem"], "stop": True}
    assert "Frasa sandi salah" in answer.json()["problem"]
    assert "Frasa sandi salah" in text_of(client.get(LIST))
    assert one(client, letter, "").status_code == 422


def test_what_is_wrong_with_one_letter_does_not_stop_the_next(pades: Waiting, office_client: Any) -> None:
    letter = pades()
    services.withdraw_letter(actor=staff("sekretaris"), letter=letter, reason="Keliru")
    assert one(office_client("kepala_desa"), letter).json()["stop"] is False


def test_without_a_script_a_handful_is_signed(pades: Waiting, office_client: Any) -> None:
    letters = [pades(number) for number in range(3)]
    client = office_client("kepala_desa")
    answer = client.post(
        LIST, {"letter": [str(each.pk) for each in letters[:2]], "passphrase": PASSPHRASE}, follow=True
    )
    assert "2 surat ditandatangani" in text_of(answer)
    assert set(Letter.objects.filter(pk__in=[each.pk for each in letters]).values_list("state", flat=True)) == {
        "ready",
        "sealing",
    }
    assert client.post(LIST, {"letter": [str(letters[2].pk)], "passphrase": ""}).status_code == 422
    many = [str(letters[2].pk)] + ["0198c0de-0000-7000-8000-00000000000" + str(number) for number in range(6)]
    assert "paling banyak 5" in text_of(client.post(LIST, {"letter": many, "passphrase": PASSPHRASE}))
    assert Letter.objects.get(pk=letters[2].pk).state == State.SEALING


@pytest.mark.parametrize("role", ["operator", "sekretaris"])
def test_only_who_approves_signs(pades: Waiting, office_client: Any, role: str) -> None:
    letter = pades()
    client = office_client(role)
    assert client.get(LIST).status_code == 403
    assert one(client, letter).status_code == 403


def test_the_list_costs_the_same_however_long(pades: Waiting, office_client: Any) -> None:
    pades(0)
    client = office_client("kepala_desa")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(1, 5):
        pades(number)
    client.get(LIST)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_the_empty_list_and_a_village_that_signs_by_hand(village: Any, office_client: Any) -> None:
    page = text_of(office_client("kepala_desa").get(LIST))
    assert "Tidak ada surat yang menunggu tanda tangan elektronik." in page
    assert "belum diaktifkan" in page


def test_after_approval_the_head_is_led_to_the_signature(pades: Waiting, office_client: Any) -> None:
    from tests.modules.letters.acting import requested

    letter = requested(2)
    answer = office_client("kepala_desa").post(
        "/kantor/surat/setujui/", {"letter": str(letter.pk), "official": str(head().official_id), "confirmed": "1"}
    )
    assert "Tanda tangani secara elektronik" in text_of(answer)


def test_the_settings_are_changed_by_who_manages(village: Any, office_client: Any) -> None:
    assert office_client("operator").get(SETTINGS).status_code == 403
    client = office_client("sekretaris")
    assert head().name in text_of(client.get(SETTINGS))
    given = {"driver": "esign", "visible": "on", "esign_url": "http://esign.contoh.go.id", "esign_username": "desa"}
    assert "diawali https://" in text_of(client.post(SETTINGS, given))
    assert not SigningSettings.objects.exists()
    given |= {
        "esign_url": "http://localhost:9/",
        "esign_password": "akun-rahasia-1",
        "wet_kinds": ["kuasa", "domisili"],
    }
    assert client.post(SETTINGS, given).status_code == 302
    row = SigningSettings.objects.get()
    assert (row.driver, row.visible, row.wet_kinds) == ("esign", True, ["domisili", "kuasa"])
    assert "akun-rahasia-1" not in row.esign_password
    page = text_of(client.get(SETTINGS))
    assert "akun-rahasia-1" not in page
    assert "Sandi akun layanan sudah tersimpan." in page


def test_a_certificate_is_uploaded_shown_and_removed(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    path = "/kantor/surat/tte/sertifikat/"

    def upload(content: bytes, passphrase: str = PASSPHRASE, name: str = "kades.p12") -> Any:
        return client.post(
            path,
            {"official": str(head().official_id), "passphrase": passphrase, "file": SimpleUploadedFile(name, content)},
        )

    assert "Frasa sandi salah" in text_of(upload(made().pkcs12, "salah"))
    assert "bukan sertifikat PKCS#12" in text_of(upload(b"halo"))
    assert "bukan berkas" in text_of(upload(made().pkcs12, name="kades.exe"))
    assert upload(made().pkcs12).status_code == 302
    page = text_of(client.get(SETTINGS))
    assert "BUDI SANTOSO" in page and "CA Uji Balai" in page
    row = SigningCertificate.objects.get()
    remove = f"{path}{row.pk}/hapus/"
    assert "Hapus sertifikat BUDI SANTOSO?" in text_of(client.get(remove))
    assert client.post(remove).status_code == 302
    assert client.get(remove).status_code == 404
    assert "BUDI SANTOSO" not in text_of(client.get(SETTINGS))


def test_a_certificate_that_ends_soon_is_warned_of(village: Any, office_client: Any) -> None:
    from modules.letters.signing.settings import add_certificate, change_signing

    change_signing(actor=staff("sekretaris"), driver="pades", visible=True)
    soon = made("SEGERA HABIS", days=20).pkcs12
    add_certificate(actor=staff("sekretaris"), official_id=str(head().official_id), content=soon, passphrase=SECRET)
    assert "Sertifikat SEGERA HABIS" in text_of(office_client("kepala_desa").get(LIST))
    assert "Segera berakhir" in text_of(office_client("sekretaris").get(SETTINGS))


def test_the_service_is_asked_whether_it_knows_the_head(esign: Waiting, service: Service, office_client: Any) -> None:
    client = office_client("sekretaris")
    assert "Periksa di layanan" in text_of(client.get(SETTINGS))
    given = {"official": str(head().official_id)}
    assert "sertifikat aktif" in text_of(client.post("/kantor/surat/tte/periksa/", given, follow=True))
    service.how = "unregistered"
    assert "belum terdaftar" in text_of(client.post("/kantor/surat/tte/periksa/", given, follow=True))
    assert client.post("/kantor/surat/tte/periksa/", {"official": "x"}).status_code == 404
    assert (USER, PASSWORD) and len(service.asked) == 2


def public(client_of: Any, village: Any, letter: Letter) -> Any:
    """What anybody sees."""
    answer = client_of(village).get(f"/v/{village.key}-{letter.token}/")
    connection.set_tenant(village)
    return answer


def test_the_public_page_says_not_valid_then_valid_then_withdrawn(pades: Waiting, client_of: Any, village: Any) -> None:
    letter = pades()
    page = text_of(public(client_of, village, letter))
    assert "Belum sah" in page and "belum ditandatangani" in page
    assert "data-verify" not in page and "verify.js" not in page
    signed = sign_letter(actor=staff("kepala_desa"), letter=letter, passphrase=SECRET)
    page = text_of(public(client_of, village, signed))
    stored = StoredFile.objects.get(pk=signed.pdf_file_id)
    assert "Surat ini sah" in page and "ditandatangani secara elektronik" in page
    assert f'data-verify="{stored.sha256}"' in page and "verify.js" in page
    assert "BUDI SANTOSO" in page and "CA Uji Balai" in page
    assert letter.applicant_name not in page and letter.applicant["nik"] not in page
    assert "certutil" in page and "panel tanda tangan" in page
    # The strict policy holds: no script but files of our own.
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    services.withdraw_letter(actor=staff("sekretaris"), letter=signed, reason="Keliru orang")
    page = text_of(public(client_of, village, signed))
    assert "Dicabut" in page and "suratnya sendiri tidak berlaku" in page
    assert "Keliru orang" not in page


def test_a_replaced_letter_names_the_one_in_its_place(village: Any, client_of: Any) -> None:
    former, newer = issued(0), issued(1)
    services.withdraw_letter(actor=staff("sekretaris"), letter=former, reason="Salah tulis", replaced_by=newer.number)
    page = text_of(public(client_of, village, former))
    assert "Surat ini diganti" in page and f"<dd>{newer.number}</dd>" in page
    assert newer.token not in page and "Salah tulis" not in page


def test_a_letter_signed_by_hand_is_checked_by_its_file_too(village: Any, client_of: Any) -> None:
    letter = issued()
    page = text_of(public(client_of, village, letter))
    assert "dibubuhi cap" in page and "data-verify=" not in page
    stored = services.render(letter.pk)
    assert stored.sha256 in text_of(public(client_of, village, letter))


def test_a_validity_that_is_over_is_said(village: Any, client_of: Any) -> None:
    letter = issued(0, "usaha")
    found = verification_of(letter.token)
    assert found is not None and found.valid_until and not found.is_over
    from django.utils import timezone

    later = verification_of(letter.token, on=timezone.now() + timedelta(days=90))
    assert later is not None and later.is_over and later.state == "valid"
    assert verification_of(issued(1, "domisili").token).valid_until == ""  # type: ignore[union-attr]
    assert today() < letter.valid_until


def test_visits_are_counted_and_the_office_sees_how_many(village: Any, client_of: Any, office_client: Any) -> None:
    letter = issued()
    for _n in range(3):
        public(client_of, village, letter)
    client_of(village).head(f"/v/{village.key}-{letter.token}/")
    client_of(village).get(f"/v/{village.key}-{letter.token}/", headers={"Sec-Purpose": "prefetch"})
    connection.set_tenant(village)
    assert VerificationVisits.objects.get(letter=letter).count == 3
    assert "Diperiksa 3 kali" in text_of(office_client("operator").get(f"/kantor/surat/{letter.pk}/"))


def test_who_checks_everything_is_slowed_down(village: Any, client_of: Any, monkeypatch: Any) -> None:
    from modules.letters.views import verification

    monkeypatch.setattr(verification, "LOOKS", 4)
    letter = issued()
    # What other tests looked at within the hour counts for the same address.
    cache.clear()
    answers = [public(client_of, village, letter).status_code for _n in range(7)]
    assert answers[:4] == [200] * 4
    assert answers[-1] == 429


def test_a_village_that_is_read_only_counts_nothing_and_shows_all(
    village: Any, client_of: Any, monkeypatch: Any
) -> None:
    from modules.letters import verification

    monkeypatch.setattr(verification, "_COUNT", "INSERT INTO nowhere VALUES (%s, %s)")
    assert public(client_of, village, issued()).status_code == 200
