"""How secrets are kept: hashed, and with the schema in what is hashed, so that none opens anything in another village."""

from __future__ import annotations

import hashlib
import hmac

from django.db import connection


def hash_of(secret: str) -> str:
    """What is kept of a one-time secret."""
    return hashlib.sha256(f"{connection.schema_name}:{secret}".encode()).hexdigest()  # type: ignore[attr-defined]


def key_hash(session_key: str) -> str:
    """What is kept of a session's key."""
    return hash_of(f"session:{session_key}")


def same_secret(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
