"""From approval to the signed PDF: what waits, what is never seen before, what is never done twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from balai.accounts.errors import Throttled
from balai.audit.models import Entry
from balai.documents.reading import pdf_text
from balai.errors import NotAllowed
from balai.files import StoredFile
from modules.letters import selectors, services
from modules.letters.errors import WrongState
from modules.letters.models import Letter, LetterEvent, Signature, SignatureState, SigningCertificate, State
from modules.letters.signing.doing import sign_letter
from modules.letters.signing.errors import (
    CertificateNotValid,
    CertificateRefused,
    NoCertificate,
    NotPrintedYet,
    PassphraseWrong,
    SigningOff,
)
from modules.letters.signing.interface import Passphrase
from modules.letters.signing.papers import bytes_of, unsigned_file
from modules.letters.signing.settings import add_certificate, change_signing, remove_certificate
from tests.modules.letters.acting import requested
from tests.modules.letters.conftest import citizen, head, person, staff
from tests.modules.letters.signing.conftest import SECRET, WRONG, by_certificate, waiting
from tests.modules.letters.signing.keys import PASSPHRASE, inspect, made, sha256

Waiting = Callable[..., Letter]


def kades() -> Any:
    """Who signs."""
    return staff("kepala_desa")


def pdf_of(letter: Letter) -> bytes:
    """The letter's PDF as it is handed out."""
    return bytes_of(StoredFile.objects.get(pk=letter.pdf_file_id))


def test_a_letter_waits_for_its_signature_and_is_ready_with_it(pades: Waiting, tmp_path: Path) -> None:
    letter = pades()
    assert letter.number
    assert letter.pdf_file_id is None
    assert pdf_text(bytes_of(unsigned_file(letter))).count("Dokumen ini telah ditandatangani secara elektronik.") == 1
    signed = sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    signed.refresh_from_db()
    assert signed.state == State.READY
    content = pdf_of(signed)
    found = inspect(content, made().authority, tmp_path)
    assert found.is_good and found.covers_all, found.said
    row = signed.signature
    assert (row.state, row.driver) == (SignatureState.SIGNED, "pades")
    assert row.sha256 == sha256(content)
    assert row.serial == f"{made().certificate.serial_number:x}"
    assert row.signed_by == "kepala_desa"
    assert [event.kind for event in LetterEvent.objects.filter(letter=letter)] == ["requested", "approved", "signed"]
    assert Entry.objects.filter(action="letters.signed", about_id=str(letter.pk)).exists()
    # The one that was to be signed is gone: nobody hands it out by mistake.
    assert unsigned_file(signed) is None


def test_what_a_village_signs_by_hand_is_ready_at_once(village: Any) -> None:
    letter = services.approve_letter(actor=kades(), letter=requested(), official_id=head().official_id)
    assert letter.state == State.READY
    assert not letter.needs_signature
    by_certificate(wet_kinds=["domisili"])
    assert (
        services.approve_letter(actor=kades(), letter=requested(1), official_id=head().official_id).state == State.READY
    )
    assert (
        services.approve_letter(actor=kades(), letter=requested(1, "usaha"), official_id=head().official_id).state
        == State.SEALING
    )


def test_an_official_without_a_certificate_signs_by_hand(village: Any) -> None:
    change_signing(actor=staff("sekretaris"), driver="pades", visible=True)
    letter = services.approve_letter(actor=kades(), letter=requested(), official_id=head().official_id)
    assert letter.state == State.READY
    assert "ditandatangani secara elektronik" not in pdf_text(bytes_of(services.render(letter.pk)))


def test_nobody_sees_the_unsigned_letter_but_who_signs(pades: Waiting, office_client: Any, citizen_client: Any) -> None:
    letter = pades()
    stored = unsigned_file(letter)
    assert stored is not None
    path = f"/kantor/berkas/{stored.pk}/"
    assert office_client("kepala_desa").get(path).status_code == 200
    assert office_client("operator").get(path).status_code == 404
    assert office_client("sekretaris").get(path).status_code == 404
    read = f"/kantor/surat/tte/{letter.pk}/baca/"
    assert office_client("kepala_desa").get(read)["Content-Type"] == "application/pdf"
    assert office_client("operator").get(read).status_code == 404
    page = office_client("operator").get(f"/kantor/surat/{letter.pk}/").content.decode()
    assert str(stored.pk) not in page
    assert "Unduh PDF" not in page
    client = citizen_client(letter.resident)
    assert client.get(f"/layanan/berkas/{stored.pk}/").status_code == 404
    assert client.get(f"/layanan/surat/{letter.pk}/unduh/").status_code == 404
    shown = client.get(f"/layanan/surat/{letter.pk}/").content.decode()
    assert "Menunggu tanda tangan elektronik" in shown
    assert "/unduh/" not in shown


@pytest.mark.parametrize(
    "change",
    ["state = 'ready'", "state = 'handed'", "pdf_file_id = uuidv7()", "state = 'ready', pdf_file_id = uuidv7()"],
)
def test_the_database_refuses_a_ready_letter_without_its_signature(pades: Waiting, change: str) -> None:
    letter = pades()
    with (
        pytest.raises(IntegrityError, match="has to be signed first"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE letters_letter SET {change} WHERE id = %s", [letter.pk])
    with pytest.raises(DatabaseError, match=r"(?i)cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE letters_letter SET needs_signature = false WHERE id = %s", [letter.pk])


def test_the_database_keeps_a_signature_as_it_is(pades: Waiting) -> None:
    letter = sign_letter(actor=kades(), letter=pades(), passphrase=SECRET)
    for statement in ("UPDATE letters_signature SET serial = 'x'", "DELETE FROM letters_signature"):
        with pytest.raises(DatabaseError, match=r"(?i)cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{statement} WHERE letter_id = %s", [letter.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE letters_letter SET pdf_file_id = uuidv7() WHERE id = %s", [letter.pk])


def test_signing_twice_signs_once(pades: Waiting) -> None:
    letter = pades()
    first = sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    again = sign_letter(actor=kades(), letter=letter, passphrase=WRONG)
    assert again.pdf_file_id == first.pdf_file_id
    assert LetterEvent.objects.filter(letter=letter, kind="signed").count() == 1


def test_who_may_not_and_what_does_not_wait(pades: Waiting, village: Any) -> None:
    letter = pades()
    with pytest.raises(NotAllowed):
        sign_letter(actor=staff("operator"), letter=letter, passphrase=SECRET)
    with pytest.raises(WrongState):
        sign_letter(actor=kades(), letter=requested(3), passphrase=SECRET)
    with pytest.raises(NotPrintedYet):
        sign_letter(actor=kades(), letter=pades(4, printed=False), passphrase=SECRET)
    services.withdraw_letter(actor=staff("sekretaris"), letter=letter, reason="Keliru")
    with pytest.raises(WrongState):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    letter.refresh_from_db()
    assert (letter.state, letter.pdf_file_id) == (State.WITHDRAWN, None)


def test_a_wrong_passphrase_leaves_the_letter_waiting_and_closes_after_five(pades: Waiting) -> None:
    letter = pades()
    for _n in range(5):
        with pytest.raises(PassphraseWrong):
            sign_letter(actor=kades(), letter=letter, passphrase=WRONG)
    with pytest.raises(Throttled):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    letter.refresh_from_db()
    assert letter.state == State.SEALING
    assert letter.signature.state == SignatureState.WAITING
    assert letter.signature.last_error


def test_the_passphrase_stands_nowhere(pades: Waiting, caplog: Any) -> None:
    secret = "sebuah-frasa-yang-unik-7788"
    letter = pades()
    with pytest.raises(PassphraseWrong):
        sign_letter(actor=kades(), letter=letter, passphrase=Passphrase(secret))
    sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row_to_json(a)::text, '') FROM audit_entry a")
        audit = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(row_to_json(s)::text, '') FROM letters_signature s")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(row_to_json(s)::text, '') FROM letters_signingcertificate s")
        kept = cursor.fetchone()[0]
    for found in (audit, rows, kept, caplog.text):
        assert secret not in found
        assert PASSPHRASE not in found
    # The key's file is sealed: neither its bytes nor their base64 stand in the row.
    import base64

    assert base64.b64encode(made().pkcs12)[:60].decode() not in kept


def test_a_certificate_that_runs_out_is_warned_of_and_then_waits(village: Any, monkeypatch: Any) -> None:
    from modules.letters.signing.rules import certificates_running_out

    change_signing(actor=staff("sekretaris"), driver="pades", visible=False)
    soon = made("SEGERA HABIS", days=20)
    row = add_certificate(
        actor=staff("sekretaris"), official_id=str(head().official_id), content=soon.pkcs12, passphrase=SECRET
    )
    assert [each.pk for each in certificates_running_out()] == [row.pk]
    letter = waiting()
    with pytest.MonkeyPatch.context() as patch:
        from modules.letters.signing import pades as driver

        class Later(driver.datetime):  # type: ignore[name-defined,misc]
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return super().now(tz) + timedelta(days=30)

        patch.setattr(driver, "datetime", Later)
        with pytest.raises(CertificateNotValid):
            sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    letter.refresh_from_db()
    assert letter.state == State.SEALING
    # A new certificate, and the letter goes on.
    add_certificate(
        actor=staff("sekretaris"), official_id=str(head().official_id), content=made().pkcs12, passphrase=SECRET
    )
    assert sign_letter(actor=kades(), letter=letter, passphrase=SECRET).state == State.READY


def test_a_certificate_is_checked_kept_sealed_and_taken_away(village: Any) -> None:
    actor, official = staff("sekretaris"), str(head().official_id)
    with pytest.raises(NotAllowed):
        add_certificate(actor=staff("operator"), official_id=official, content=made().pkcs12, passphrase=SECRET)
    with pytest.raises(PassphraseWrong):
        add_certificate(actor=actor, official_id=official, content=made().pkcs12, passphrase=WRONG)
    with pytest.raises(CertificateRefused):
        add_certificate(actor=actor, official_id=official, content=made(days=-1, since=9).pkcs12, passphrase=SECRET)
    row = add_certificate(actor=actor, official_id=official, content=made().pkcs12, passphrase=SECRET)
    assert (row.holder, row.issuer) == ("BUDI SANTOSO", "CA Uji Balai")
    with pytest.raises(CertificateRefused):
        add_certificate(actor=actor, official_id=official, content=made().pkcs12, passphrase=SECRET)
    newer = add_certificate(actor=actor, official_id=official, content=made("BUDI LAGI").pkcs12, passphrase=SECRET)
    row.refresh_from_db()
    assert (row.sealed, row.removed_at is None) == ("", False)
    remove_certificate(actor=actor, certificate=newer)
    assert not SigningCertificate.objects.filter(removed_at=None).exists()
    assert not SigningCertificate.objects.exclude(sealed="").exists()


def test_a_letter_whose_certificate_was_taken_away_waits(pades: Waiting) -> None:
    letter = pades()
    remove_certificate(actor=staff("sekretaris"), certificate=SigningCertificate.objects.get(removed_at=None))
    with pytest.raises(NoCertificate):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    change_signing(actor=staff("sekretaris"), driver="", visible=True)
    with pytest.raises(SigningOff):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    letter.refresh_from_db()
    assert letter.state == State.SEALING


def test_the_key_of_another_village_opens_nothing(pades: Waiting) -> None:
    from balai import boxes
    from modules.letters.signing.settings import KEYS_BOX

    row = SigningCertificate.objects.get(removed_at=None)
    assert boxes.open_box(KEYS_BOX, row.sealed) == made().pkcs12
    with pytest.raises(boxes.CannotOpen):
        boxes.open_box("another purpose", row.sealed)


def test_the_story_and_the_queue_tell_of_the_signature(pades: Waiting) -> None:
    letter = pades()
    steps = [step.words for step in selectors.timeline_of(letter)]
    assert steps[-2:] == ["Ditandatangani secara elektronik", "Diserahkan kepada pemohon"]
    mine = [item for item in selectors.queue_for(kades()) if item.next_step == "Tanda tangani secara elektronik"]
    assert len(mine) == 1 and mine[0].mine
    assert not [item for item in selectors.queue_for(staff("operator")) if item.mine and "elektronik" in item.next_step]
    signed = sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    assert "Ditandatangani secara elektronik" in [
        step.words for step in selectors.timeline_of(signed, for_citizen=True) if step.done
    ]


def test_the_applicant_gets_the_signed_letter(pades: Waiting, citizen_client: Any) -> None:
    letter = sign_letter(actor=kades(), letter=pades(), passphrase=SECRET)
    answer = citizen_client(letter.resident).get(f"/layanan/surat/{letter.pk}/unduh/")
    assert sha256(b"".join(answer.streaming_content)) == Signature.objects.get(letter=letter).sha256
    assert citizen(person(9)).id != str(letter.resident_id)


def test_an_official_signs_what_bears_their_own_name(pades: Waiting, office_client: Any, village: Any) -> None:
    """Who acts for the head has no right to approve everything: only the letters that they sign themselves."""
    from balai.accounts.models import User
    from balai.actor import Actor
    from modules.government.models import Official
    from modules.letters.signing.rules import may_sign

    letter = pades()
    user = User.objects.get(username="sekretaris")
    acting = Actor(
        kind="staff", id=str(user.pk), name="Sekretaris", role="sekretaris", rights=frozenset({"letters.view"})
    )
    assert not may_sign(acting, letter)
    with pytest.raises(NotAllowed):
        sign_letter(actor=acting, letter=letter, passphrase=SECRET)
    Official.objects.filter(pk=head().official_id).update(user=user)
    client = office_client("sekretaris")
    assert letter.number in client.get("/kantor/surat/tte/").content.decode()
    assert client.get(f"/kantor/surat/tte/{letter.pk}/baca/").status_code == 200
    assert sign_letter(actor=acting, letter=letter, passphrase=SECRET).state == State.READY
