"""Looking at a signed PDF that somebody else made: is it ours, is it whole, whose signature is it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
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
        last.compute_integrity_info(skip_diff=True)
        card = last.signer_cert
        fits, holds = validate_sig_integrity(last.signer_info, card, "data", last.compute_digest())
        if last.coverage != SignatureCoverageLevel.ENTIRE_FILE or not fits or not holds:
            raise AnswerUnusable()
        return Found(
            subject=card.subject.human_friendly[:300], issuer=card.issuer.human_friendly[:300],
            serial=f"{card.serial_number:x}"[:60], signed_at=last.self_reported_timestamp,
            has_timestamp=_has_stamp(last.signer_info),
        )  # fmt: skip
    except AnswerUnusable:
        raise
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RuntimeError) as error:
        raise AnswerUnusable() from error
