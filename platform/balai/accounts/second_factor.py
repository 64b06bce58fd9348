"""The second factor: time-based codes (RFC 6238) and recovery codes. Secrets stand encrypted in the account's row."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time

import pyotp
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.accounts.errors import AccountRefused, SignInFailed
from balai.accounts.models import User
from balai.actor import Actor
from balai.errors import Refused

STEP_SECONDS, RECOVERY_CODES = 30, 8


class SecondFactorNeeded(Refused):
    """The password was right; the code is missing."""

    code = "second_factor_needed"

    def message(self) -> str:
        return _("Tulis kode 6 angka dari aplikasi autentikator Anda.")


def _box() -> Fernet:
    # The schema is part of the key: a row copied to another village opens nothing there.
    material = f"{settings.SECRET_KEY}:second-factor:{connection.schema_name}".encode()  # type: ignore[attr-defined]
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(material).digest()))


def new_secret() -> str:
    """A fresh secret (base32)."""
    return pyotp.random_base32()


def uri(user: User, secret: str, issuer: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer)


def _matching_step(secret: str, code: str) -> int:
    now = int(time.time()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(pyotp.TOTP(secret).at(step * STEP_SECONDS), code):
            return step
    return 0


@transaction.atomic
def enrol(*, actor: Actor, user: User, secret: str, code: str) -> list[str]:
    """Switch the second factor on; returns the recovery codes, shown once.

    Raises:
        AccountRefused: the code does not fit the secret.
    """
    step = _matching_step(secret, code.replace(" ", ""))
    if not step:
        raise AccountRefused(_("Kode tidak cocok. Periksa jam telepon Anda, lalu coba kode berikutnya."), field="code")
    codes = [f"{secrets.randbelow(10**4):04d}-{secrets.randbelow(10**4):04d}" for _n in range(RECOVERY_CODES)]
    user.second_factor = _box().encrypt(secret.encode()).decode()
    user.second_factor_step = step
    user.recovery_codes = [make_password(each) for each in codes]
    user.save(update_fields=["second_factor", "second_factor_step", "recovery_codes"])
    audit.record(actor, "accounts.second_factor_set", about=user)
    return codes


def check(user: User, code: str, *, typed: str, address: str) -> None:
    """Check a code or a recovery code; each opens once.

    Raises:
        SecondFactorNeeded: none was given.
        SignInFailed: it is wrong or was used before.
    """
    code = code.replace(" ", "").strip()
    if not code:
        raise SecondFactorNeeded()
    secret = _box().decrypt(user.second_factor.encode()).decode()
    step = _matching_step(secret, code) if code.isdigit() else 0
    if step and User.objects.filter(pk=user.pk, second_factor_step__lt=step).update(second_factor_step=step):
        return
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=user.pk)
        for kept in held.recovery_codes:
            if check_password(code, kept):
                held.recovery_codes = [each for each in held.recovery_codes if each != kept]
                held.save(update_fields=["recovery_codes"])
                return
    left = throttle.failed("staff", account=typed, address=address)
    raise SignInFailed(left=left, what=_("Kode salah."))
