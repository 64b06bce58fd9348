"""Signing by the village's certificate: what an independent eye says of it. No database."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import pytest

from balai.documents import LetterTemplate, render_letter
from balai.documents.reading import pdf_pages, pdf_text
from modules.letters.signing.certificates import check_signs, open_pkcs12
from modules.letters.signing.checking import read_signature
from modules.letters.signing.doing import _stamp_from
from modules.letters.signing.errors import (
    AnswerUnusable,
    CertificateNotValid,
    CertificateRefused,
    PassphraseWrong,
    ServiceDown,
)
from modules.letters.signing.interface import Paper, Passphrase, Place, Signed
from modules.letters.signing.pades import PadesSigner
from modules.letters.signing.stamp import TEMPLATE, place_of, stamp_of, stamp_png
from modules.letters.types.loading import shipped_types
from tests.modules.letters.paper import filled
from tests.modules.letters.signing.keys import PASSPHRASE, inspect, made
from tests.modules.letters.signing.services import stamp_authority
from tests.platform.documents.sample import HEAD

POSITION, NAME = HEAD["lines"][-1].rstrip(","), HEAD["name"]
PLACE = Place(0, 60, 60, 170, 54)


def data_of(key: str = "usaha") -> Any:
    """A letter's data as it is approved to be signed electronically."""
    data = filled(next(each for each in shipped_types() if each.key == key))
    return {
        **data,
        "electronically_signed": True,
        "signature_box": True,
        "qr_text": "http://x.localhost/v/abc-" + "z" * 20,
    }


def letter(key: str = "usaha") -> bytes:
    """Its PDF."""
    return render_letter(data_of(key), LetterTemplate(TEMPLATE.root, "surat.typ"))


def sign(content: bytes, *, visible: bool = True, kind: str = "rsa", **more: Any) -> Signed:
    """Sign it with a certificate of the test."""
    from datetime import UTC, datetime

    place = place_of(content, position=POSITION, name=NAME) if visible else None
    stamp = stamp_of(data_of(), name=NAME, position=POSITION, at=datetime.now(UTC)) if visible else b""
    paper = Paper(content, "surat.pdf", "Persetujuan surat", "Desa Geyer", place, stamp)
    return PadesSigner(made(kind=kind).pkcs12, "test", **more).sign(paper, Passphrase(PASSPHRASE))


@pytest.mark.parametrize(("visible", "kind"), [(True, "rsa"), (False, "rsa"), (True, "ec")])
def test_openssl_verifies_the_signature_down_to_the_root(visible: bool, kind: str, tmp_path: Path) -> None:
    content = letter()
    signed = sign(content, visible=visible, kind=kind)
    found = inspect(signed.content, made(kind=kind).authority, tmp_path)
    assert found.is_good, found.said
    assert found.covers_all
    # An increment: the letter itself is byte for byte as it was approved.
    assert signed.content.startswith(content)
    assert signed.serial == f"{made(kind=kind).certificate.serial_number:x}"
    assert b"/SubFilter /ETSI.CAdES.detached" in signed.content


@pytest.mark.parametrize("place", ["letter", "increment"])
def test_one_changed_byte_is_caught(place: str, tmp_path: Path) -> None:
    content = letter()
    signed = bytearray(sign(content).content)
    where = len(content) // 2 if place == "letter" else bytes(signed).rindex(b"/Reason")
    signed[where + 9] ^= 1
    assert not inspect(bytes(signed), made().authority, tmp_path).is_good
    with pytest.raises(AnswerUnusable):
        read_signature(bytes(signed), of=content)


def test_what_is_written_behind_a_signature_is_not_covered(tmp_path: Path) -> None:
    content = letter()
    signed = sign(content).content + b"\n% something more\n%%EOF\n"
    assert not inspect(signed, made().authority, tmp_path).covers_all
    with pytest.raises(AnswerUnusable):
        read_signature(signed, of=content)


def test_a_signature_of_another_root_is_not_trusted(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    stranger = made("Orang Lain").certificate.public_bytes(Encoding.PEM)
    assert not inspect(sign(letter()).content, stranger, tmp_path).is_good


@pytest.mark.parametrize("visible", [True, False])
def test_a_signed_letter_stays_pdf_a_and_keeps_its_text(visible: bool) -> None:
    content = letter()
    signed = sign(content, visible=visible).content
    assert re.search(rb"pdfaid:part>2", signed)
    assert pdf_text(signed) == pdf_text(content)
    assert pdf_pages(signed) == pdf_pages(content)
    added = signed[len(content) :]
    # PDF/A-2b: every font is embedded (ISO 19005-2, 6.2.11.4), nothing is scripted, nothing leads outside.
    assert not re.search(rb"/(Helvetica|Times-Roman|Courier)\b|/JavaScript|/Launch|/URI\b", added)
    fonts = re.findall(rb"/BaseFont /\w{6}\+\w+", added)
    assert bool(fonts) is visible
    assert added.count(b"/FontFile2") + added.count(b"/FontFile3") == (added.count(b"/Type /FontDescriptor"))


def test_the_box_stands_between_position_and_name() -> None:
    place = place_of(letter(), position=POSITION, name=NAME)
    assert place is not None
    assert place.page == 0
    assert place.width == pytest.approx(170, abs=12)
    assert place_of(letter(), position=POSITION, name="SIAPA PUN") is None
    assert place_of(letter(), position="", name="") is None


@pytest.mark.parametrize("key", [each.key for each in shipped_types()])
def test_every_kind_has_room_for_the_box_or_none_at_all(key: str) -> None:
    """Where a kind has the head's block, the box fits into it; the rest is signed invisibly."""
    content = letter(key)
    place = place_of(content, position=POSITION, name=NAME)
    has_block = f"{POSITION}," in pdf_text(content)
    assert (place is not None) == has_block
    if place is not None:
        assert place.left >= 0
        assert place.height >= 40


def test_the_stamp_is_a_picture_too_and_bears_name_position_and_time() -> None:
    from datetime import UTC, datetime

    stamp = stamp_of(
        data_of(),
        name="NAMA YANG SANGAT PANJANG SEKALI, S.SOS., M.SI.",
        position=POSITION,
        at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
    )
    words = " ".join(pdf_text(stamp).split())
    assert "NAMA YANG SANGAT PANJANG SEKALI, S.SOS., M.SI." in words
    assert POSITION in words
    assert "10.00 WIB" in words
    assert stamp_png(stamp).startswith(b"\x89PNG")


def test_a_time_stamp_is_taken_where_an_authority_is_named() -> None:
    with stamp_authority() as authority:
        content = letter()
        signed = sign(content, timestamp=lambda asked: _stamp_from(authority.url, asked))
        assert signed.has_timestamp
        assert read_signature(signed.content, of=content).has_timestamp
        assert {each["kind"] for each in authority.asked} == {"application/timestamp-query"}


def test_an_authority_that_talks_nonsense_signs_nothing() -> None:
    with stamp_authority() as authority:
        authority.how = "nonsense"
        with pytest.raises(ServiceDown):
            sign(letter(), timestamp=lambda asked: _stamp_from(authority.url, asked))


def test_a_wrong_passphrase_and_a_certificate_that_ran_out() -> None:
    paper = Paper(letter(), "surat.pdf", "", "")
    with pytest.raises(PassphraseWrong):
        PadesSigner(made().pkcs12, "x").sign(paper, Passphrase("salah"))
    with pytest.raises(CertificateNotValid):
        PadesSigner(made(days=-1, since=30).pkcs12, "x").sign(paper, Passphrase(PASSPHRASE))


@pytest.mark.parametrize("content", [b"", b"not a certificate", b"\x30\x82", b"\x89PNG\r\n", b"\x30" * 70_000])
def test_what_is_no_certificate_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(CertificateRefused) as error:
        open_pkcs12(content, Passphrase(PASSPHRASE))
    assert error.value.message()


@pytest.mark.parametrize("more", [{"days": -1, "since": 30}, {"since": -1}, {"usage": False}])
def test_what_cannot_sign_is_refused_when_it_is_uploaded(more: dict[str, Any]) -> None:
    with pytest.raises(CertificateRefused):
        check_signs(open_pkcs12(made(**more).pkcs12, Passphrase(PASSPHRASE)))


def test_a_weak_key_is_refused() -> None:
    with pytest.raises(CertificateRefused):
        open_pkcs12(made(kind="weak").pkcs12, Passphrase(PASSPHRASE))


def test_a_passphrase_shows_itself_to_nobody() -> None:
    secret = Passphrase(PASSPHRASE)
    assert PASSPHRASE not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert not hasattr(secret, "__dict__")
