"""Secrets that we must be able to read again (a key's file, the password of another service): sealed at rest.

The schema and the purpose are part of the key: a row copied to another village, or into another column, opens nothing.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import connection

__all__ = ["CannotOpen", "open_box", "put_in_box"]


class CannotOpen(Exception):
    """A sealed text that no key of this deployment opens (the secret was changed, or the row is another village's)."""


def _box(purpose: str) -> MultiFernet:
    words = f"{purpose}:{connection.schema_name}"  # type: ignore[attr-defined]
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(f"{key}:{words}".encode()).digest() for key in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def put_in_box(purpose: str, secret: bytes) -> str:
    """The secret as sealed text; "" for nothing."""
    return _box(purpose).encrypt(secret).decode() if secret else ""


def open_box(purpose: str, text: str) -> bytes:
    """What was sealed.

    Raises:
        CannotOpen: no key fits.
    """
    if not text:
        return b""
    try:
        return _box(purpose).decrypt(text.encode())
    except InvalidToken:
        raise CannotOpen() from None
