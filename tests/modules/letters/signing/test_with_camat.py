"""Head, camat, electronic signature, in this order: what is signed bears both names, and nothing is signed before the camat
has answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from balai.documents.reading import pdf_text
from balai.files import StoredFile
from modules.letters import services
from modules.letters.errors import WrongState
from modules.letters.models import Letter, LetterEvent, Signature, SigningCertificate, State
from modules.letters.services.district import catch_up, offer_letter
from modules.letters.signing.doing import sign_letter
from modules.letters.signing.errors import NotPrintedYet
from modules.letters.signing.papers import bytes_of, unsigned_file
from modules.letters.signing.settings import remove_certificate
from modules.letters.verification import verification_of
from modules.regency import district_letters
from tenants.context import current_village
from tests.modules.letters.conftest import head, person, staff
from tests.modules.letters.signing.conftest import SECRET, by_certificate
from tests.modules.letters.signing.keys import inspect, made
from tests.modules.letters.signing.test_flow import kades, pdf_of
from tests.modules.letters.test_district import CAMAT, DISTRICT, KIND, camat, regency_side


@pytest.fixture()
def sent(village: Any) -> Letter:
    """A letter of a village that signs electronically, numbered by its head and before the camat."""
    by_certificate()
    DISTRICT["code"] = current_village().district_code
    services.change_settings(
        actor=staff("sekretaris"), number_format="[nomor_surat, 3]", scheme="per_type", secretary_checks=False,
        district_signs=True,
    )  # fmt: skip
    letter = services.request_letter(
        actor=staff("operator"), letter_type=KIND, resident=person(), answers={"keperluan": "Kredit", "keterangan": "-"}
    )
    done = services.approve_letter(actor=kades(), letter=letter, official_id=head().official_id)
    assert (done.state, done.number, done.needs_signature) == (State.DISTRICT, "001", True)
    offer_letter(done.pk)
    done.refresh_from_db()
    return done


def answered(letter: Letter, *, yes: bool = True) -> Letter:
    """The camat's answer, and the village's note of it."""
    key = letter.handover
    if yes:
        regency_side(lambda: district_letters.approve(actor=camat(), key=key, **CAMAT))
    else:
        regency_side(lambda: district_letters.refuse(actor=camat(), key=key, reason="Alamat keliru."))
    assert catch_up() == 1
    letter.refresh_from_db()
    return letter


def kinds(letter: Letter) -> list[str]:
    """Its ledger."""
    return [event.kind for event in LetterEvent.objects.filter(letter=letter)]


def test_one_pdf_bears_both_names_under_one_signature(sent: Letter, tmp_path: Path) -> None:
    letter = answered(sent)
    assert (letter.state, letter.pdf_file_id) == (State.SEALING, None)
    found = verification_of(letter.token or "")
    assert found is not None and (found.state, found.sha256) == ("not_valid", "")
    services.render(letter.pk)
    waiting = unsigned_file(letter)
    assert waiting is not None
    for name in (CAMAT["name"], head().name):
        assert name in pdf_text(bytes_of(waiting))
    signed = sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    content = pdf_of(signed)
    text = pdf_text(content)
    assert signed.state == State.READY
    assert (text.count(CAMAT["name"]), "CAMAT" in text.upper(), head().name in text) == (1, True, True)
    assert text.count("Dokumen ini telah ditandatangani secara elektronik.") == 1
    told = inspect(content, made().authority, tmp_path)
    assert told.is_good and told.covers_all, told.said
    assert kinds(letter) == ["requested", "approved", "sent_on", "district_yes", "signed"]
    found = verification_of(letter.token or "")
    assert found is not None and (found.state, found.sha256) == ("valid", signed.signature.sha256)
    # One file: the camat's copy of it was emptied by the answer, the unsigned one is gone.
    assert unsigned_file(signed) is None
    assert StoredFile.objects.filter(kind="letters.letter", deleted_at=None).count() == 1


def test_nothing_is_signed_before_the_camat_has_answered(sent: Letter, office_client: Any) -> None:
    with pytest.raises(WrongState) as error:
        sign_letter(actor=kades(), letter=sent, passphrase=SECRET)
    assert str(State.DISTRICT.label) in error.value.message()
    assert sent.number not in office_client("kepala_desa").get("/kantor/surat/tte/").content.decode()
    assert not Signature.objects.filter(letter=sent).exists()
    # Not by the database either: neither sealed over, nor ready.
    for state in ("ready", "handed"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE letters_letter SET state = '{state}' WHERE id = %s", [sent.pk])
    # Answered, but the paper with the camat's name is still being drawn: the one of before is not signed instead.
    letter = answered(sent)
    with pytest.raises(NotPrintedYet):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)


def test_a_refusal_signs_nothing_and_the_second_asking_does(sent: Letter) -> None:
    letter = answered(sent, yes=False)
    assert (letter.state, letter.handover, letter.note) == (State.DISTRICT, None, "Camat menolak: Alamat keliru.")
    with pytest.raises(WrongState):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    services.send_again(actor=staff("sekretaris"), letter=letter)
    offer_letter(letter.pk)
    letter.refresh_from_db()
    letter = answered(letter)
    services.render(letter.pk)
    assert sign_letter(actor=kades(), letter=letter, passphrase=SECRET).state == State.READY
    assert kinds(letter)[2:] == ["sent_on", "district_no", "sent_on", "district_yes", "signed"]


def test_refused_and_withdrawn_keeps_its_number_and_is_never_signed(sent: Letter) -> None:
    letter = answered(sent, yes=False)
    gone = services.withdraw_letter(actor=staff("sekretaris"), letter=letter, reason="Camat menolak.")
    assert (gone.state, gone.number) == (State.WITHDRAWN, "001")
    with pytest.raises(WrongState):
        sign_letter(actor=kades(), letter=gone, passphrase=SECRET)


def test_signed_on_paper_by_the_camat_it_is_still_sealed_by_the_village(sent: Letter) -> None:
    """The camat's block stays empty for the pen; the village's own signature is electronic as decided at approval."""
    letter = services.signed_on_paper(actor=staff("sekretaris"), letter=sent)
    assert letter.state == State.SEALING
    services.render(letter.pk)
    signed = sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    assert CAMAT["name"] not in pdf_text(pdf_of(signed))
    assert kinds(letter)[-2:] == ["on_paper", "signed"]


def test_what_was_decided_at_approval_outlives_the_certificate(sent: Letter) -> None:
    """The camat takes a week; meanwhile the head's certificate is taken away: the letter waits for a new one."""
    remove_certificate(actor=staff("sekretaris"), certificate=SigningCertificate.objects.get())
    letter = answered(sent)
    assert (letter.state, letter.needs_signature) == (State.SEALING, True)
