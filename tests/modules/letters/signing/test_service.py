"""The national service and the letter: what fails, what comes late, what comes twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from balai.audit.models import Entry
from balai.files import StoredFile
from modules.letters import services
from modules.letters.errors import WrongState
from modules.letters.models import Letter, LetterEvent, Signature, SignatureState, State
from modules.letters.signing import doing
from modules.letters.signing.doing import LEASE, sign_letter
from modules.letters.signing.errors import (
    BeingSigned,
    ServiceDown,
    SignerUnknown,
    SignerWithoutNik,
)
from modules.letters.signing.papers import bytes_of, unsigned_file
from modules.letters.signing.settings import change_signing
from tests.modules.letters.acting import requested
from tests.modules.letters.conftest import head, staff
from tests.modules.letters.signing.conftest import SECRET
from tests.modules.letters.signing.keys import inspect, made, sha256
from tests.modules.letters.signing.services import Service

Waiting = Callable[..., Letter]


def kades() -> Any:
    """Who signs."""
    return staff("kepala_desa")


def pdf_of(letter: Letter) -> bytes:
    """The letter's PDF as it is handed out."""
    return bytes_of(StoredFile.objects.get(pk=letter.pdf_file_id))


def test_the_service_signs_and_the_letter_is_ready(esign: Waiting, service: Service, tmp_path: Path) -> None:
    letter = sign_letter(actor=kades(), letter=esign(), passphrase=SECRET)
    assert letter.state == State.READY
    row = Signature.objects.get(letter=letter)
    assert (row.driver, row.reference) == ("esign", "dok-2026-0001")
    assert inspect(pdf_of(letter), made().authority, tmp_path).is_good
    assert service.asked[0]["tampilan"] == "visible"


@pytest.mark.parametrize(
    ("how", "error"), [("down", ServiceDown), ("cut", ServiceDown), ("unregistered", SignerUnknown)]
)
def test_a_service_that_fails_loses_nothing(esign: Waiting, service: Service, how: str, error: type[Exception]) -> None:
    letter = esign()
    service.how = how
    with pytest.raises(error):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    letter.refresh_from_db()
    row = letter.signature
    assert (letter.state, row.state, row.attempts) == (State.SEALING, SignatureState.WAITING, 1)
    assert unsigned_file(letter) is not None
    assert Entry.objects.filter(action="letters.signing_failed", about_id=str(letter.pk), outcome="failed").exists()
    service.how = "good"
    assert sign_letter(actor=kades(), letter=letter, passphrase=SECRET).state == State.READY


def test_an_official_without_nik_signs_by_hand_and_one_who_lost_it_waits(esign: Waiting, service: Service) -> None:
    from modules.government.models import Official

    letter = esign()
    Official.objects.filter(pk=head().official_id).update(resident=None)
    with pytest.raises(SignerWithoutNik):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    assert (
        services.approve_letter(actor=kades(), letter=requested(5), official_id=head().official_id).state == State.READY
    )
    assert service.asked == []


def test_a_try_that_goes_on_is_not_joined_by_a_second(esign: Waiting, service: Service) -> None:
    letter = esign()
    taken = doing._take(kades(), letter)
    with pytest.raises(BeingSigned):
        sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    assert service.asked == []
    # It died without a word: after a while the letter is free again, and its late answer is dropped.
    Signature.objects.filter(letter=letter).update(attempted_at=timezone.now() - LEASE - timedelta(seconds=1))
    done = sign_letter(actor=kades(), letter=letter, passphrase=SECRET)
    late = doing._signer_of(taken).sign(doing._paper_of(taken) if unsigned_file(letter) else _paper(done), SECRET)
    kept = doing._keep(kades(), taken, late)
    assert kept.pdf_file_id == done.pdf_file_id
    assert sha256(pdf_of(kept)) == Signature.objects.get(letter=letter).sha256
    assert LetterEvent.objects.filter(letter=letter, kind="signed").count() == 1


def _paper(letter: Letter) -> Any:
    from modules.letters.signing.interface import Paper

    return Paper(
        services.printing.render_letter(services.printing.printed_data(letter), services.printing.TEMPLATE),
        "x.pdf",
        "",
        "",
    )


def test_a_file_that_comes_late_for_a_free_letter_is_kept(esign: Waiting, service: Service) -> None:
    """The service signed, the answer was slow, the lease ran out, nobody else has tried: the answer counts."""
    letter = esign()
    taken = doing._take(kades(), letter)
    assert not isinstance(taken, Letter)
    signed = doing._signer_of(taken).sign(doing._paper_of(taken), SECRET)
    Signature.objects.filter(letter=letter).update(state="waiting", attempt=None)
    assert doing._keep(kades(), taken, signed).state == State.READY
    assert len(service.asked) == 1


def test_a_letter_withdrawn_while_the_service_signs_stays_withdrawn(esign: Waiting, service: Service) -> None:
    letter = esign()
    taken = doing._take(kades(), letter)
    assert not isinstance(taken, Letter)
    signed = doing._signer_of(taken).sign(doing._paper_of(taken), SECRET)
    services.withdraw_letter(actor=staff("sekretaris"), letter=letter, reason="Keliru orang")
    with pytest.raises(WrongState):
        doing._keep(kades(), taken, signed)
    letter.refresh_from_db()
    assert (letter.state, letter.pdf_file_id) == (State.WITHDRAWN, None)


def test_the_password_of_the_service_does_not_follow_to_another_address(village: Any, service: Service) -> None:
    from modules.letters.models import SigningSettings
    from tests.modules.letters.signing.conftest import by_service

    by_service(service)
    row = SigningSettings.objects.get()
    assert "akun-rahasia" not in row.esign_password
    change_signing(
        actor=staff("sekretaris"), driver="esign", visible=True, esign_url=row.esign_url, esign_username="desa-geyer"
    )
    assert SigningSettings.objects.get().esign_password == row.esign_password
    change_signing(
        actor=staff("sekretaris"),
        driver="esign",
        visible=True,
        esign_url="http://localhost:9/",
        esign_username="desa-geyer",
    )
    assert SigningSettings.objects.get().esign_password == ""
