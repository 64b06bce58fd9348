"""Looking at a signed PDF that somebody else made: is it ours, is it whole, whose signature is it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from balai.documents.reading import pdf_pages, pdf_text
from modules.letters.signing.errors import AnswerUnusable


@dataclass(frozen=True)
class Found:
    """The last signature of a PDF."""

    subject: str
    issuer: str
    serial: str
    signed_at: datetime | None
    has_timestamp: bool
    level: str


def level_of(content: bytes) -> str:
    """The level of a PDF's last signature (ETSI EN 319 142-1): ``B-B``, ``B-T`` with a trusted time, ``B-LT`` with what
    proves it later besides, ``B-LTA`` with a time stamp over all of that."""
    return _level(PdfFileReader(io.BytesIO(content)))


def has_evidence(content: bytes) -> bool:
    """Whether what the issuers said of the certificates is inside."""
    return _has_evidence(PdfFileReader(io.BytesIO(content)))


def _has_evidence(reader: PdfFileReader) -> bool:
    store = DocumentSecurityStore.read_dss(reader) if "/DSS" in reader.root else None
    return store is not None and bool(store.ocsps or store.crls)


def _level(reader: PdfFileReader) -> str:
    last = reader.embedded_regular_signatures[-1]
    stamps = [each for each in reader.embedded_timestamp_signatures if each.signed_revision > last.signed_revision]
    if not stamps and not _has_stamp(last.signer_info):
        return "B-B"
    if not _has_evidence(reader):
        return "B-T"
    return "B-LTA" if stamps else "B-LT"


def _is_whole(signature: EmbeddedPdfSignature) -> bool:
    """Whether nothing was added to the file since, but what proves the signature later (revocation data, time stamps)."""
    if signature.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    if signature.coverage != SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    found = signature.diff_result
    return isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.LTA_UPDATES


def _has_stamp(signer: cms.SignerInfo) -> bool:
    found = signer["unsigned_attrs"].native or []
    return any(each["type"] == "signature_time_stamp_token" for each in found)


def read_signature(content: bytes, *, of: bytes) -> Found:
    """The signature of a PDF that must be a signed version of ``of``: the same pages with the same text, and a signature
    over the whole file whose digest fits. Whether its issuer is to be trusted is the reader's question, not ours.

    Raises:
        AnswerUnusable: it is not.
    """
    try:
        # A service that writes the file anew may space its words differently.
        if pdf_pages(content) != pdf_pages(of) or pdf_text(content).split() != pdf_text(of).split():
            raise AnswerUnusable()
        reader = PdfFileReader(io.BytesIO(content))
        signatures = reader.embedded_regular_signatures
        if not signatures:
            raise AnswerUnusable()
        last = signatures[-1]
        last.compute_integrity_info()
        card = last.signer_cert
        fits, holds = validate_sig_integrity(last.signer_info, card, "data", last.compute_digest())
        if not _is_whole(last) or not fits or not holds:
            raise AnswerUnusable()
        return Found(
            subject=card.subject.human_friendly[:300], issuer=card.issuer.human_friendly[:300],
            serial=f"{card.serial_number:x}"[:60], signed_at=last.self_reported_timestamp,
            has_timestamp=_has_stamp(last.signer_info), level=_level(reader),
        )  # fmt: skip
    except AnswerUnusable:
        raise
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RuntimeError) as error:
        raise AnswerUnusable() from error
