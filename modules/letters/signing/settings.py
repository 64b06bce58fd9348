"""How the village signs: the settings, and its officials' certificates."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.actor import Actor, require
from balai.boxes import CannotOpen, open_box, put_in_box
from balai.db import atomic, today
from balai.errors import Conflict, NotFound
from balai.outbound import Forbidden, check_address
from modules.government.models import Official
from modules.government.selectors import in_office
from modules.letters.models import Driver, SigningCertificate, SigningSettings
from modules.letters.signing.address import note_change, refuse_host
from modules.letters.signing.asking import ask
from modules.letters.signing.certificates import Opened, check_signs, open_pkcs12
from modules.letters.signing.errors import (
    AddressRefused,
    CertificateRefused,
    CertificateRevoked,
    PassphraseWrong,
    SignerWithoutNik,
)
from modules.letters.signing.esign import EsignSigner
from modules.letters.signing.evidence import Lacking, Revoked, Sources, gather, names_sources
from modules.letters.signing.interface import Passphrase
from modules.letters.signing.rules import certificate_of, nik_of, present_signing
from modules.letters.signing.trust import require_trusted_chain
from modules.letters.types import letter_types

KEYS_BOX, PASSWORD_BOX = "letters.signing.pkcs12", "letters.signing.esign"
#: Wrong passphrases are counted an official and an address.
TRIES = "letters.signing"


@atomic
def change_signing(
    *,
    actor: Actor,
    driver: str,
    visible: bool,
    wet_kinds: Sequence[str] = (),
    timestamp_url: str = "",
    crl_url: str = "",
    esign_url: str = "",
    esign_username: str = "",
    esign_password: str = "",
    version: str = "",
) -> SigningSettings:
    """Change how the village signs. An empty password keeps the one that is known.

    Raises:
        NotAllowed: the actor lacks ``letters.signing_manage``.
        AddressRefused: an address that we do not call, or one that is missing.
        Conflict: somebody changed them since ``version`` was read.
    """
    require(actor, "letters.signing_manage")
    for name, url in (("esign_url", esign_url.strip()), ("timestamp_url", timestamp_url.strip())):
        if url:
            refuse_address(url, field=name)
    if crl_url.strip():
        refuse_address(crl_url.strip(), field="crl_url", signed=True)
    if esign_url.strip():
        refuse_host(esign_url.strip(), field="esign_url")
    if driver == Driver.ESIGN and not esign_url.strip():
        raise AddressRefused(field="esign_url", reason=_("Alamat layanan belum diisi."))
    SigningSettings.objects.get_or_create(only=True)
    row = SigningSettings.objects.select_for_update().get(only=True)
    if version and version != row.version:
        raise Conflict()
    if esign_password:
        row.esign_password = put_in_box(PASSWORD_BOX, esign_password.encode())
    elif esign_url.strip() != row.esign_url:
        # A password is not sent to another address than the one it was given for.
        row.esign_password = ""
    former = row.esign_url
    known = {each.key for each in letter_types()}
    row.driver, row.visible = driver, visible
    row.wet_kinds = sorted(key for key in wet_kinds if key in known)
    row.timestamp_url, row.esign_url, row.esign_username = (
        timestamp_url.strip(),
        esign_url.strip(),
        esign_username.strip(),
    )
    row.crl_url = crl_url.strip()
    row.updated_at = timezone.now()
    row.save()
    note_change(actor, row, former)
    audit.record(actor, "letters.signing_changed", about=row, driver=driver, visible=visible, wet=len(row.wet_kinds))
    return row


def refuse_address(url: str, *, field: str = "", signed: bool = False) -> None:
    """Refuse what we do not call, with the reason in words; ``signed`` as for :func:`balai.outbound.call`.

    Raises:
        AddressRefused: it is refused.
    """
    reasons = {
        "scheme": _("Tulis alamat lengkap yang diawali https://."),
        "tls": _("Alamat harus diawali https:// supaya frasa sandi tidak terbaca di jalan."),
        "credentials": _("Tulis nama dan sandi di kotaknya sendiri, bukan di dalam alamat."),
        "host": _("Alamat ini tidak lengkap. Tulis seperti https://esign.contoh.go.id."),
        "unresolved": _("Nama server pada alamat ini tidak ditemukan. Periksa ejaannya."),
        "private": _("Alamat di jaringan dalam tidak dipanggil. Pengelola server dapat mengizinkannya."),
    }
    try:
        check_address(url, signed=signed)
    except Forbidden as error:
        raise AddressRefused(field=field, reason=reasons.get(error.reason, reasons["host"])) from None


def add_certificate(*, actor: Actor, official_id: str, content: bytes, passphrase: Passphrase) -> SigningCertificate:
    """Keep an official's PKCS#12, sealed; it replaces the one that was there. The passphrase opens it once, to see that it
    can be used, and is not kept.

    Raises:
        NotAllowed: the actor lacks ``letters.signing_manage``.
        NotFound: no such official is in office.
        PassphraseWrong, CertificateRefused, CertificateRevoked: as they say. (A source that is silent refuses nothing.)
        Throttled: too many wrong passphrases.
    """
    require(actor, "letters.signing_manage")
    official = in_office(today()).filter(pk=official_id).first()
    if official is None:
        raise NotFound()
    throttle.check(TRIES, account=f"upload:{actor.id}", address=actor.address)
    try:
        opened = open_pkcs12(content, passphrase)
    except PassphraseWrong:
        throttle.failed(TRIES, account=f"upload:{actor.id}", address=actor.address)
        raise
    check_signs(opened)
    require_trusted_chain(opened.certificate, opened.chain, field="file")
    # Its issuer is asked without holding a lock.
    _refuse_revoked(opened)
    return _keep_certificate(actor, official, content, opened)


@atomic
def _keep_certificate(actor: Actor, official: Official, content: bytes, opened: Opened) -> SigningCertificate:
    card = opened.described
    former = SigningCertificate.objects.select_for_update().filter(official=official, removed_at=None).first()
    if former is not None:
        if former.fingerprint == card.fingerprint:
            raise CertificateRefused(field="file", reason=_("Sertifikat ini sudah tersimpan untuk pejabat ini."))
        _take_away(former)
    row = SigningCertificate.objects.create(
        official=official, holder=card.holder, issuer=card.issuer, serial=card.serial, valid_from=card.valid_from,
        valid_until=card.valid_until, fingerprint=card.fingerprint, sealed=put_in_box(KEYS_BOX, content),
        names_sources=names_sources(opened.certificate), added_by=actor.name[:150],
    )  # fmt: skip
    audit.record(actor, "letters.certificate_added", about=row, official=str(official.pk), serial=card.serial)
    return row


def _refuse_revoked(opened: Opened) -> None:
    try:
        gather(opened.certificate, opened.chain, Sources(ask, present_signing().crl_url))
    except Lacking:
        return
    except Revoked as error:
        raise CertificateRevoked(field="file", at=error.at) from None


@atomic
def remove_certificate(*, actor: Actor, certificate: SigningCertificate) -> SigningCertificate:
    """Take a certificate away: its file is gone, its row stays for what it has signed.

    Raises:
        NotAllowed: the actor lacks ``letters.signing_manage``.
    """
    require(actor, "letters.signing_manage")
    row = SigningCertificate.objects.select_for_update().get(pk=certificate.pk)
    if row.removed_at is None:
        _take_away(row)
        audit.record(actor, "letters.certificate_removed", about=row, serial=row.serial)
    return row


def _take_away(row: SigningCertificate) -> None:
    row.sealed, row.removed_at = "", timezone.now()
    row.save(update_fields=["sealed", "removed_at"])


def esign_for(official_id: object, name: str) -> EsignSigner:
    """The national service, ready to sign for an official.

    Raises:
        SignerWithoutNik: the official is linked to no resident.
        AddressRefused: the deployment does not name the service (any more).
    """
    row = present_signing()
    refuse_host(row.esign_url)
    nik = nik_of(official_id)
    if not nik:
        raise SignerWithoutNik(name=name)
    try:
        password = open_box(PASSWORD_BOX, row.esign_password).decode()
    except CannotOpen:
        # The deployment's secret was changed: the service will refuse the account, and its sentence says what to mend.
        password = ""
    return EsignSigner(row.esign_url, row.esign_username, password, nik, account=f"official:{official_id}")


def check_service(*, actor: Actor, official_id: str) -> str:
    """Ask the national service whether it knows an official; returns what it says.

    Raises:
        NotAllowed: the actor lacks ``letters.signing_manage``.
        SigningError: as the driver says.
    """
    require(actor, "letters.signing_manage")
    official = in_office(today()).filter(pk=official_id).first()
    if official is None:
        raise NotFound()
    said = esign_for(official.pk, official.name).check()
    audit.record(actor, "letters.esign_checked", official=str(official.pk))
    return said


def key_of(official_id: object) -> tuple[bytes, SigningCertificate] | None:
    """An official's PKCS#12 and its row; None where there is none that can be read."""
    row = certificate_of(official_id)
    if row is None:
        return None
    try:
        return open_box(KEYS_BOX, row.sealed), row
    except CannotOpen:
        return None
