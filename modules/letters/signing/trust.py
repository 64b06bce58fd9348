"""Whose word a signature rests on: where the deployment names roots of trust (``BALAI_SIGNING_ANCHORS``), a certificate must
lead up to one of them; without, its issuer is shown and the reader decides."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from asn1crypto import pem, x509
from cryptography import x509 as crypto_x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from modules.letters.signing.errors import IssuerNotTrusted


def anchors() -> list[x509.Certificate]:
    """The roots that the deployment names."""
    text = settings.BALAI_SIGNING_ANCHORS
    if not text:
        return []
    return [x509.Certificate.load(each) for _kind, _headers, each in pem.unarmor(text.encode(), multiple=True)]


def require_trusted(card: x509.Certificate, others: Iterable[x509.Certificate], *, field: str = "") -> None:
    """Refuse a certificate that leads up to no named root. Revocation is another question, asked elsewhere.

    Raises:
        IssuerNotTrusted: it does not.
    """
    roots = anchors()
    if not roots:
        return
    context = ValidationContext(
        trust_roots=roots, other_certs=list(others), allow_fetching=False, revocation_mode="soft-fail",
        moment=datetime.now(UTC),
    )  # fmt: skip
    try:
        asyncio.run(CertificateValidator(card, validation_context=context).async_validate_path())
    except (ValidationError, PathError, ValueError):
        raise IssuerNotTrusted(field=field, issuer=card.issuer.human_friendly[:200]) from None


def require_trusted_chain(
    card: crypto_x509.Certificate, chain: Iterable[crypto_x509.Certificate], *, field: str
) -> None:
    """The same of a PKCS#12's certificates."""
    if settings.BALAI_SIGNING_ANCHORS:
        loaded = [x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in (card, *chain)]
        require_trusted(loaded[0], loaded[1:], field=field)


def require_trusted_pdf(content: bytes) -> None:
    """The same of the last signature of a PDF that was read before.

    Raises:
        IssuerNotTrusted: its certificate leads up to no named root.
    """
    if settings.BALAI_SIGNING_ANCHORS:
        last = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures[-1]
        require_trusted(last.signer_cert, last.other_embedded_certs)
