"""What proves a signature later is in the file: an issuer with its OCSP and its lists runs beside, and pyHanko's own
validators judge what was signed, offline and years ahead."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko.sign.validation.ades import ades_lta_validation, simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from balai.documents.reading import pdf_pages, pdf_text
from balai.outbound import Silent, call
from modules.letters.signing.checking import read_signature
from modules.letters.signing.doing import _stamp_from
from modules.letters.signing.errors import AnswerUnusable, CertificateRevoked
from modules.letters.signing.evidence import Sources, names_sources
from modules.letters.signing.interface import Passphrase, Signed
from modules.letters.signing.pades import PadesSigner
from tests.modules.letters.signing.issuer import Issuer, _asn1, issuing, paper
from tests.modules.letters.signing.keys import PASSPHRASE, inspect, made
from tests.modules.letters.signing.test_pades import letter as drawn


@lru_cache
def letter() -> bytes:
    """The paper that is signed."""
    return drawn()


@pytest.fixture()
def issuer() -> Iterator[Issuer]:
    """Running."""
    with issuing() as running:
        yield running


def ask(url: str, body: bytes, kind: str, seconds: float) -> bytes:
    """Straight to the source: no cache, no database."""
    answer = call("POST" if body else "GET", url, body=body, headers={"Content-Type": kind}, seconds=seconds)
    if answer.status != 200:
        raise Silent()
    return answer.body


def sign(issuer: Issuer, *, stamps: bool = False, pkcs12: bytes = b"", person: Any = None, **named: str) -> Signed:
    """Sign by a person's certificate of that issuer."""
    content = pkcs12 or issuer.pkcs12(person or issuer.person())
    stamp = (lambda asked: _stamp_from(f"{issuer.url}/tsa", asked)) if stamps else None
    return PadesSigner(content, "test", stamp, Sources(ask, **named)).sign(paper(letter()), Passphrase(PASSPHRASE))


def offline(issuer: Issuer, content: bytes) -> Any:
    """pyHanko's word, from the root's certificate and what is in the file alone; every certificate's state is asked for."""
    reader = PdfFileReader(io.BytesIO(content))
    store = DocumentSecurityStore.read_dss(reader)
    context = store.as_validation_context(
        {"trust_roots": [_asn1(issuer.root)], "allow_fetching": False, "revocation_mode": "require"}
    )
    return validate_pdf_signature(
        reader.embedded_regular_signatures[-1], context, key_usage_settings=KeyUsageConstraints(key_usage=set())
    )


def judged(issuer: Issuer) -> PdfSignatureValidationSpec:
    """The rules of ETSI EN 319 102-1, nobody asked."""
    trust = CertValidationPolicySpec(
        SimpleTrustManager.build([_asn1(issuer.root)]), revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO)
    )
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            trust,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            ts_cert_validation_policy=trust,
            key_usage_settings=KeyUsageConstraints(key_usage=set()),
        )
    )


def test_what_the_issuers_said_is_in_the_file(issuer: Issuer, tmp_path: Path) -> None:
    signed = sign(issuer)
    assert (signed.long_term, signed.level, signed.has_timestamp) == ("embedded", "B-B", False)
    # The chain was fetched, each certificate asked for once: the person by OCSP, the authority by its list.
    assert sorted(issuer.asked) == ["below.cer", "ocsp", "root.cer", "root.crl"]
    status = offline(issuer, signed.content)
    assert status.bottom_line, status.summary()
    # In one revision with the signature: OpenSSL and the ByteRange see a whole file.
    found = inspect(
        signed.content, b"".join(each.public_bytes(Encoding.PEM) for each in (issuer.root, issuer.below)), tmp_path
    )
    assert found.is_good and found.covers_all, found.said
    assert signed.content.startswith(letter())


def test_with_a_time_stamp_it_can_be_proved_for_years(issuer: Issuer) -> None:
    signed = sign(issuer, stamps=True)
    assert (signed.long_term, signed.level, signed.has_timestamp) == ("embedded", "B-LTA", True)
    reader = PdfFileReader(io.BytesIO(signed.content))
    (signature,) = reader.embedded_regular_signatures
    today = asyncio.run(ades_lta_validation(signature, judged(issuer)))
    assert today.ades_subindic == AdESPassed.OK, today
    years = datetime.now(UTC) + timedelta(days=3650)
    ahead = asyncio.run(simulate_future_ades_lta_validation(signature, judged(issuer), years))
    assert ahead.ades_subindic == AdESPassed.OK, ahead
    assert read_signature(signed.content, of=letter()).level == "B-LTA"


def test_without_evidence_the_same_judge_says_no(issuer: Issuer) -> None:
    issuer.how = issuer.lists = "down"
    signed = sign(issuer, stamps=True)
    assert (signed.long_term, signed.level) == ("unreached", "B-T")
    (signature,) = PdfFileReader(io.BytesIO(signed.content)).embedded_regular_signatures
    years = datetime.now(UTC) + timedelta(days=3650)
    ahead = asyncio.run(simulate_future_ades_lta_validation(signature, judged(issuer), years))
    assert ahead.ades_subindic != AdESPassed.OK


@pytest.mark.parametrize("stamps", [False, True])
def test_it_stays_pdf_a_and_keeps_its_text(issuer: Issuer, stamps: bool) -> None:
    signed = sign(issuer, stamps=stamps).content
    assert re.search(rb"pdfaid:part>2", signed)
    assert (pdf_text(signed), pdf_pages(signed)) == (pdf_text(letter()), pdf_pages(letter()))
    added = signed[len(letter()) :]
    # ISO 19005-2: nothing is encrypted, scripted, or led outside; what is added are certificates and their answers.
    assert not re.search(rb"/(Encrypt|JavaScript|Launch|URI|EmbeddedFiles|Crypt|LZWDecode)\b", added)
    assert b"/DSS" in added


@pytest.mark.parametrize(("quick", "lists"), [(True, "good"), (False, "revoked"), (True, "revoked")])
def test_a_revoked_certificate_signs_nothing(issuer: Issuer, quick: bool, lists: str) -> None:
    issuer.lists = lists
    issuer.how = "revoked" if lists == "good" else "down"
    with pytest.raises(CertificateRevoked) as error:
        sign(issuer, person=issuer.person(quick=quick))
    assert "sudah dicabut penerbitnya" in error.value.message()


def test_a_forged_revocation_stops_nobody(issuer: Issuer) -> None:
    """It is signed by a stranger: the list counts."""
    issuer.how = "forged"
    signed = sign(issuer)
    assert signed.long_term == "embedded"
    assert offline(issuer, signed.content).bottom_line


@pytest.mark.parametrize(
    ("how", "lists", "long_term"),
    [
        ("down", "good", "embedded"), ("garbage", "good", "embedded"), ("unknown", "good", "embedded"),
        ("good", "down", "unreached"), ("down", "down", "unreached"), ("garbage", "garbage", "unreached"),
    ],
)  # fmt: skip
def test_a_silent_source_keeps_nobody_from_signing(issuer: Issuer, how: str, lists: str, long_term: str) -> None:
    issuer.how, issuer.lists = how, lists
    signed = sign(issuer)
    assert signed.long_term == long_term
    assert (b"/DSS" in signed.content) == (long_term == "embedded")


def test_a_certificate_that_names_no_source(issuer: Issuer) -> None:
    plain = issuer.person("TANPA SUMBER", quick=False, lists="")
    assert not names_sources(plain)
    assert names_sources(issuer.person())
    assert sign(issuer, person=plain).long_term == "no_source"
    # The village's settings name one.
    assert sign(issuer, person=plain, crl_url=f"{issuer.url}/below.crl").long_term == "embedded"
    # One that stands for itself alone, and one whose issuer tells nothing.
    assert sign(issuer, pkcs12=made().pkcs12).long_term == "no_source"


def test_a_time_stamp_that_cannot_be_checked_later_is_not_called_long_term(issuer: Issuer) -> None:
    from tests.modules.letters.signing.services import stamp_authority

    with stamp_authority() as other:
        content = issuer.pkcs12(issuer.person())
        signer = PadesSigner(content, "test", lambda asked: _stamp_from(other.url, asked), Sources(ask))
        signed = signer.sign(paper(letter()), Passphrase(PASSPHRASE))
    assert (signed.long_term, signed.level) == ("no_source", "B-T")


def test_evidence_behind_a_signature_is_accepted_and_more_is_not(issuer: Issuer) -> None:
    """What another service has added to a signed letter, as the national one may."""
    signed = sign(issuer, stamps=True).content
    assert read_signature(signed, of=letter()).has_timestamp
    with pytest.raises(AnswerUnusable):
        read_signature(signed + b"\n% something more\n%%EOF\n", of=letter())
