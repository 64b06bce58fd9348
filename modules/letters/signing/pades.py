"""Signing by a certificate that the village holds: PAdES (ETSI EN 319 142-1), an increment that leaves the PDF/A as it is.

What proves the signature for long (B-LT) is embedded in the signature's own revision, so that every reader sees a file to
which nothing was added; where an authority tells the time, its stamp over all of it follows (B-LTA)."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import keys, tsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError as CannotSign
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from modules.letters.signing.certificates import Opened, open_pkcs12
from modules.letters.signing.checking import level_of
from modules.letters.signing.errors import CertificateNotValid, CertificateRevoked, ServiceDown
from modules.letters.signing.evidence import Evidence, Lacking, Revoked, Sources, gather
from modules.letters.signing.interface import Paper, Passphrase, Signed

# Nothing more is to be fetched than what was gathered: its warning of that, once a letter, says nothing new.
logging.getLogger("pyhanko.sign.signers.pdf_signer").setLevel(logging.ERROR)

logger = logging.getLogger("balai.letters.signing")
FIELD, TIME_FIELD = "TandaTangan", "PenandaWaktu"
_IN_ONE = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)


class _Stamps(TimeStamper):
    """Asks a time stamp authority (RFC 3161) by our own guarded way to the outside."""

    def __init__(self, ask: Callable[[bytes], bytes]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._ask = ask

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            found = tsp.TimeStampResp.load(self._ask(req.dump()))
            # A lazy parser: the status is read here, so that garbage is found before it is signed in.
            granted = found["status"]["status"].native in {"granted", "granted_with_mods"}
        except (ValueError, TypeError, KeyError):
            granted = False
        if not granted:
            raise ServiceDown()
        return found

    def evidence(self, sources: Sources) -> Evidence:
        """What proves the authority's own certificate.

        Raises:
            Lacking: nothing does.
        """
        token = asyncio.run(self.async_dummy_response("sha256"))
        try:
            named = [each.chosen.dump() for each in token["content"]["certificates"]]
            cards = [certificates.load_der_x509_certificate(each) for each in named]
        except (ValueError, TypeError):
            raise Lacking("unusable") from None
        own = next((each for each in cards if _stamps_time(each)), None)
        if own is None:
            raise Lacking("unusable")
        try:
            return gather(own, cards, sources, usage=frozenset({"time_stamping"}))
        except Revoked:
            # Says nothing against the signer, but proves nothing either.
            raise Lacking("unusable") from None


def _stamps_time(certificate: certificates.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(certificates.ExtendedKeyUsage).value
    except certificates.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage


@dataclass(frozen=True)
class PadesSigner:
    """Signs by a PKCS#12; ``timestamp`` asks an authority for the time (None: the machine's own clock counts), ``sources``
    the issuers for the state of their certificates (None: nobody is asked)."""

    pkcs12: bytes
    account: str
    timestamp: Callable[[bytes], bytes] | None = None
    sources: Sources | None = None

    def sign(self, paper: Paper, passphrase: Passphrase) -> Signed:
        """Sign the paper; see :class:`modules.letters.signing.interface.Signer`."""
        opened = open_pkcs12(self.pkcs12, passphrase)
        now = datetime.now(UTC)
        card = opened.described
        if not card.valid_from <= now < card.valid_until:
            raise CertificateNotValid()
        stamps = _Stamps(self.timestamp) if self.timestamp else None
        evidence, long_term = self._evidence(opened, stamps)
        try:
            content = _written(paper, opened, stamps, evidence)
        except (CannotSign, PathError, ValidationError) as error:
            if evidence is None:
                raise
            # The library looks at it once more, and at what came meanwhile. Its no keeps nobody from signing.
            logger.warning("signed without evidence: %s", error)
            content, long_term = _written(paper, opened, stamps, None), "unusable"
        return Signed(
            content, card.subject, card.issuer, card.serial, now, has_timestamp=stamps is not None,
            level=level_of(content), long_term=long_term,
        )  # fmt: skip

    def _evidence(self, opened: Opened, stamps: _Stamps | None) -> tuple[Evidence | None, str]:
        """What is to be embedded, or nothing and why."""
        if self.sources is None:
            return None, ""
        try:
            found = gather(opened.certificate, opened.chain, self.sources)
            # A stamp that cannot be checked later proves nothing later: all of it is there, or none.
            return (found + stamps.evidence(self.sources) if stamps is not None else found), "embedded"
        except Revoked as error:
            raise CertificateRevoked(at=error.at) from None
        except Lacking as error:
            return None, error.reason


def _written(paper: Paper, opened: Opened, stamps: _Stamps | None, evidence: Evidence | None) -> bytes:
    """The paper with its signature, and with the evidence where there is any."""
    writer = IncrementalPdfFileWriter(io.BytesIO(paper.content))
    style = None
    spec = SigFieldSpec(FIELD)
    if paper.place is not None and paper.stamp:
        place = paper.place
        left, bottom = round(place.left), round(place.bottom)
        box = (left, bottom, left + round(place.width), bottom + round(place.height))
        spec = SigFieldSpec(FIELD, on_page=place.page, box=box)
        style = _stamp(paper.stamp)
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=paper.reason,
            location=paper.location, name=opened.described.holder, signer_key_usage=set(),
            embed_validation_info=evidence is not None,
            use_pades_lta=evidence is not None and stamps is not None,
            validation_context=evidence.context() if evidence is not None else None,
            timestamp_field_name=TIME_FIELD, dss_settings=_IN_ONE,
        ),
        signer=_simple(opened),
        timestamper=stamps,
        stamp_style=style,
        new_field_spec=spec,
    )  # fmt: skip
    target = io.BytesIO()
    signer.sign_pdf(writer, output=target)
    return target.getvalue()


class _Page(PdfContent):
    """The first page of a PDF in memory, as content of another."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content

    def render(self) -> bytes:
        form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._content)))
        self.resources.xobject["/Stamp"] = form
        left, bottom, right, top = form.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


def _stamp(content: bytes) -> StaticStampStyle:
    # The box is drawn by the same engine as the letter: its fonts are embedded, as PDF/A wants.
    layout = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0),
        inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
    )  # fmt: skip
    return StaticStampStyle(background=_Page(content), background_layout=layout, border_width=0)


def _simple(opened: Opened) -> SimpleSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in opened.chain])
    plain = opened.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=x509.Certificate.load(opened.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=store,
    )
