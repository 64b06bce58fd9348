"""How short secrets are kept: as keyed hashes. What has few digits (a NIK, a code, a card's tag) is guessed from a plain one."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import connection

#: No letter or digit that is taken for another when it is read aloud or copied by hand.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def keyed_hash(what: str, secret: str) -> str:
    """What is kept of a short secret of the kind ``what``: of use in this village only, and only with the house's key."""
    key = hashlib.sha256(f"selfservice:{settings.SECRET_KEY}".encode()).digest()
    text = f"{connection.schema_name}:{what}:{secret}"  # type: ignore[attr-defined]
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def random_code(length: int) -> str:
    """A code for people: ten signs are 49 bits."""
    return "".join(secrets.choice(ALPHABET) for _number in range(length))


def typed_code(text: str) -> str:
    """A code as somebody typed it: small letters, spaces and dashes do not matter."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:40]


def grouped(code: str) -> str:
    """A code as it is shown: "K7QMX-2FB9R"."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
