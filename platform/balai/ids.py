"""Keys that a URL, an API, a file or a hand-over may name: UUIDv7, made by PostgreSQL 18 (``uuidv7()``)."""

from __future__ import annotations

import os
import secrets
import time
import uuid
from typing import Any

from django.db import models

#: Crockford-like base32 without letters that are misread on paper (no i, l, o, u).
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Uuid7(models.Func):
    """The database function ``uuidv7()``: time-ordered, so that indexes grow at one end."""

    function = "uuidv7"
    arity = 0
    output_field = models.UUIDField()


def uuid_key() -> Any:
    """A primary key field whose value PostgreSQL makes. An id of another village exists nowhere else."""
    return models.UUIDField(primary_key=True, db_default=Uuid7(), editable=False)


def random_base32(length: int) -> str:
    """``length`` random characters of :data:`ALPHABET` (5 bits each)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def uuid7() -> uuid.UUID:
    """A UUIDv7 made here (RFC 9562): for rows that go in by COPY and must know each other's keys beforehand."""
    milliseconds = time.time_ns() // 1_000_000
    # One read of the kernel's randomness a key: an import makes thousands.
    chance = int.from_bytes(os.urandom(10))
    number = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (chance >> 68) << 64 | 0b10 << 62
    return uuid.UUID(int=number | chance & ((1 << 62) - 1))
