"""The second factor: time-based codes (RFC 6238) and recovery codes. Secrets stand encrypted in the account's row."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.accounts.errors import AccountRefused, SecondFactorNeeded
from balai.accounts.models import User
from balai.actor import Actor
from balai.errors import NotAllowed

STEP_SECONDS, RECOVERY_CODES, RECOVERY_DIGITS = 30, 8, 10
_SECRET = re.compile(r"[A-Z2-7]{32}")


def _keys() -> list[bytes]:
    # The schema is part of the key: a row copied to another village opens nothing there.
    words = f"second-factor:{connection.schema_name}"  # type: ignore[attr-defined]
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(f"{key}:{words}".encode()).digest() for key in known]


def _box() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys()])


def _hashes_of(recovery_code: str) -> list[str]:
    """A recovery code's keyed hash: ten digits are too few for a plain one, and eight slow ones keep people waiting."""
    return [hmac.new(key, recovery_code.encode(), hashlib.sha256).hexdigest() for key in _keys()]


def new_secret() -> str:
    """A fresh secret (base32)."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether a text can be a secret of ours."""
    return bool(_SECRET.fullmatch(text))


def uri(user: User, secret: str, issuer: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer)


def _matching_step(secret: str, code: str) -> int:
    now = int(time.time()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(pyotp.TOTP(secret).at(step * STEP_SECONDS).encode(), code.encode()):
            return step
    return 0


def _digits(code: str) -> str:
    return re.sub(r"[\s-]", "", code)


@transaction.atomic
def enrol(*, actor: Actor, user: User, secret: str, code: str, password: str) -> list[str]:
    """Switch the second factor on (or renew it); returns the recovery codes, shown once.

    The password is asked again: whoever finds an open session must not lock its owner out.

    Raises:
        NotAllowed: somebody else's account.
        Throttled: too many wrong passwords.
        AccountRefused: the password is wrong, or the code does not fit the secret.
    """
    if str(user.pk) != actor.id:
        raise NotAllowed(right="own account")
    throttle.reserve("staff", account=str(user.pk), address=actor.address)
    if not user.check_password(password):
        throttle.refused("staff", account=str(user.pk), address=actor.address)
        raise AccountRefused(_("Sandi salah."), field="password")
    throttle.granted("staff", account=str(user.pk), address=actor.address)
    step = _matching_step(secret, _digits(code)) if is_secret(secret) else 0
    if not step:
        raise AccountRefused(_("Kode tidak cocok. Periksa jam telepon Anda, lalu coba kode berikutnya."), field="code")
    codes = [str(secrets.randbelow(10**RECOVERY_DIGITS)).zfill(RECOVERY_DIGITS) for _n in range(RECOVERY_CODES)]
    user.second_factor = _box().encrypt(secret.encode()).decode()
    user.second_factor_step = step
    user.recovery_codes = [_hashes_of(each)[0] for each in codes]
    user.save(update_fields=["second_factor", "second_factor_step", "recovery_codes"])
    audit.record(actor, "accounts.second_factor_set", about=user)
    return [f"{each[:5]}-{each[5:]}" for each in codes]


def fits(user: User, code: str) -> bool:
    """Whether a code or a recovery code opens the account now. Each opens once; asking uses it up.

    Raises:
        SecondFactorNeeded: none was given.
        AccountRefused: the stored secret can no longer be read (the deployment's key or the village's schema changed).
    """
    typed = _digits(code)
    if not typed:
        raise SecondFactorNeeded()
    try:
        secret = _box().decrypt(user.second_factor.encode()).decode()
    except InvalidToken:
        raise AccountRefused(
            _("Faktor kedua akun ini tidak dapat dibaca lagi. Mintalah pengelola pengguna menghapusnya.")
        ) from None
    step = _matching_step(secret, typed)
    if step:
        # One statement: of two requests with the same code one finds nothing left to raise.
        newer = User.objects.filter(pk=user.pk, second_factor_step__lt=step)
        return bool(newer.update(second_factor_step=step))
    if len(typed) != RECOVERY_DIGITS:
        return False
    wanted = set(_hashes_of(typed))
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=user.pk)
        rest = [each for each in held.recovery_codes if each not in wanted]
        if len(rest) == len(held.recovery_codes):
            return False
        held.recovery_codes = rest
        held.save(update_fields=["recovery_codes"])
    return True
