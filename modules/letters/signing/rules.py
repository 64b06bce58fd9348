"""Which letters are signed electronically, and when a village's means to do so run out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from balai.actor import Actor
from modules.government.models import Official
from modules.government.selectors import Signer
from modules.letters.models import Driver, Letter, SigningCertificate, SigningSettings
from modules.letters.signing.certificates import WARN_BEFORE
from modules.letters.types import LetterType


def present_signing() -> SigningSettings:
    """The one row (not saved where none exists yet)."""
    return SigningSettings.objects.first() or SigningSettings()


def certificate_of(official_id: Any) -> SigningCertificate | None:
    """An official's certificate here, whether it is still in force or not."""
    return SigningCertificate.objects.filter(official_id=official_id, removed_at=None).first()


def nik_of(official_id: Any) -> str:
    """The NIK under which the national service knows an official; "" where they are linked to no resident."""
    found = Official.objects.select_related("resident").filter(pk=official_id).first()
    if found is None or found.resident is None or found.resident.nik_temporary:
        return ""
    return str(found.resident.nik)


def signs_electronically(kind: LetterType, signer: Signer) -> bool:
    """Whether a letter of this kind, signed by this official, needs an electronic signature.

    An official without means of their own (no certificate here, or no NIK for the service) signs by hand. One whose
    certificate has run out does not: that would change what a village decided without anybody having decided it.
    """
    settings = present_signing()
    if not settings.driver or kind.key in settings.wet_kinds:
        return False
    if settings.driver == Driver.PADES:
        return certificate_of(signer.official_id) is not None
    return bool(nik_of(signer.official_id))


def officials_of(actor: Actor) -> list[str]:
    """The officials whose own account the actor's is: who acts for the head signs in their own name."""
    try:
        key = UUID(actor.id)
    except ValueError:
        return []
    return [str(each) for each in Official.objects.filter(user_id=key).values_list("pk", flat=True)]


def may_sign(actor: Actor, letter: Letter) -> bool:
    """Whether the actor may open a letter that waits for its electronic signature, and sign it: who approves, and the
    letter's own signer. The passphrase is asked besides."""
    return actor.may("letters.approve") or str(letter.signer.get("official_id", "")) in officials_of(actor)


def box_is_shown() -> bool:
    """Whether a signature is visible on the paper."""
    return present_signing().visible


def expiry_state(certificate: SigningCertificate, now: datetime | None = None) -> str:
    """``expired``, ``soon`` (to be warned of) or ``good``."""
    now = now or timezone.now()
    if certificate.valid_until <= now:
        return "expired"
    return "soon" if certificate.valid_until - now <= WARN_BEFORE else "good"


def certificates_running_out() -> list[SigningCertificate]:
    """Certificates in use that have run out or soon will, the first to end first."""
    if present_signing().driver != Driver.PADES:
        return []
    return list(
        SigningCertificate.objects.select_related("official")
        .filter(removed_at=None, valid_until__lte=timezone.now() + WARN_BEFORE)
        .order_by("valid_until")
    )
