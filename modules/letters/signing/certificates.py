"""Reading a PKCS#12: the certificate, its key, and whether both are good for signing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _

from modules.letters.signing.errors import CertificateRefused, PassphraseWrong
from modules.letters.signing.interface import Passphrase

#: A key and a chain of certificates; more is something else.
MAX_BYTES = 64 * 1024
#: From so long before its end on a certificate is warned of.
WARN_BEFORE = timedelta(days=45)
_MIN_RSA_BITS, _MIN_EC_BITS = 2048, 256


@dataclass(frozen=True)
class Certificate:
    """What is known of a certificate."""

    holder: str
    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    fingerprint: str


@dataclass(frozen=True)
class Opened:
    """A PKCS#12 that its passphrase has opened."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def described(self) -> Certificate:
        """The certificate in words."""
        return described(self.certificate)


def _name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def described(found: x509.Certificate) -> Certificate:
    """A certificate in words."""
    return Certificate(
        holder=_name(found.subject)[:200],
        subject=found.subject.rfc4514_string()[:300],
        issuer=_name(found.issuer)[:200],
        serial=f"{found.serial_number:x}"[:60],
        valid_from=found.not_valid_before_utc,
        valid_until=found.not_valid_after_utc,
        fingerprint=found.fingerprint(hashes.SHA256()).hex(),
    )


def open_pkcs12(content: bytes, passphrase: Passphrase) -> Opened:
    """Open it.

    Raises:
        PassphraseWrong: it does not open.
        CertificateRefused: it is no PKCS#12, or one without key or certificate, or with a kind of key that does not sign
            PDFs.
    """
    if len(content) > MAX_BYTES:
        raise CertificateRefused(field="file", reason=_("Berkas ini terlalu besar untuk sebuah sertifikat (.p12)."))
    # The outermost shape of every PKCS#12 (RFC 7292): a sequence whose first member is the version 3. What does not
    # open for another reason than its shape is held shut by its passphrase.
    if content[:1] != b"\x30" or b"\x02\x01\x03" not in content[:12]:
        raise CertificateRefused(field="file", reason=_("Berkas ini bukan sertifikat PKCS#12 (.p12 atau .pfx)."))
    try:
        found = pkcs12.load_pkcs12(content, passphrase.reveal().encode())
    except ValueError:
        raise PassphraseWrong(field="passphrase") from None
    if found.key is None or found.cert is None:
        raise CertificateRefused(field="file", reason=_("Berkas ini tidak memuat kunci dan sertifikatnya."))
    key = found.key
    strong = (isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _MIN_RSA_BITS) or (
        isinstance(key, ec.EllipticCurvePrivateKey) and key.key_size >= _MIN_EC_BITS
    )
    if not strong or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise CertificateRefused(
            field="file",
            reason=_("Kunci sertifikat ini terlalu lemah atau jenisnya tidak dapat dipakai menandatangani PDF."),
        )
    return Opened(key, found.cert.certificate, tuple(each.certificate for each in found.additional_certs))


def check_signs(opened: Opened, now: datetime | None = None) -> None:
    """Refuse a certificate that is not in force, or not meant for signing.

    Raises:
        CertificateRefused: with the reason.
    """
    now = now or datetime.now(UTC)
    card = opened.described
    if card.valid_until <= now:
        raise CertificateRefused(field="file", reason=_("Sertifikat ini sudah kedaluwarsa. Unggah yang masih berlaku."))
    if card.valid_from > now:
        raise CertificateRefused(field="file", reason=_("Sertifikat ini belum mulai berlaku."))
    try:
        usage = opened.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise CertificateRefused(
            field="file", reason=_("Sertifikat ini tidak dikeluarkan untuk tanda tangan elektronik.")
        )
