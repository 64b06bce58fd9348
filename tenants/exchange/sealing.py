"""What two villages alone may read: sealed with a key of the pair, and numbers as keyed hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from balai.errors import Refused


class Unreadable(Refused):
    """A sealed text that no key of this deployment opens (the secret was changed, or the row is another's)."""

    code = "handover_unreadable"

    def message(self) -> str:
        return _("Isi serah terima ini tidak dapat dibaca lagi. Mintalah desa pengirim mengirim ulang.")


def _box(sender: str, receiver: str) -> MultiFernet:
    # The parties are part of the key: a row copied to another pair opens nothing there.
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.sha256(f"{key}:handover:{sender}:{receiver}".encode()).digest() for key in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def seal(data: Any, *, sender: str, receiver: str) -> str:
    """``data`` (JSON; dates and UUIDs as text) compressed and encrypted for one pair of villages."""
    text = json.dumps(data, cls=DjangoJSONEncoder, separators=(",", ":")).encode()
    return _box(sender, receiver).encrypt(zlib.compress(text)).decode()


def seal_files(files: Sequence[bytes], *, sender: str, receiver: str) -> str:
    """Files encrypted for one pair of villages, as they are: pictures and PDF do not become smaller."""
    lengths = json.dumps([len(each) for each in files]).encode()
    return _box(sender, receiver).encrypt(b"\n".join([lengths, b"".join(files)])).decode()


def unseal_files(text: str, *, sender: str, receiver: str) -> list[bytes]:
    """The files that were sealed, in their order.

    Raises:
        Unreadable: no key of this deployment opens them.
    """
    try:
        lengths, _newline, rest = _box(sender, receiver).decrypt(text.encode()).partition(b"\n")
    except InvalidToken as error:
        raise Unreadable() from error
    found, place = [], 0
    for length in json.loads(lengths):
        found.append(rest[place : place + length])
        place += length
    return found


def unseal(text: str, *, sender: str, receiver: str) -> Any:
    """What was sealed.

    Raises:
        Unreadable: no key of this deployment opens it.
    """
    try:
        return json.loads(zlib.decompress(_box(sender, receiver).decrypt(text.encode())))
    except (InvalidToken, zlib.error, ValueError) as error:
        raise Unreadable() from error


def hash_key() -> bytes:
    """The deployment's key of the digests. After a change of the secret every village's nightly pass writes them anew."""
    return hashlib.sha256(f"{settings.SECRET_KEY}:exchange-digest".encode()).digest()


def digest_of(kind: str, number: str, key: bytes | None = None) -> bytes:
    """HMAC-SHA256 of a number (16 digits) of a kind (``nik``, ``kk``)."""
    return hmac.digest(key or hash_key(), f"{kind}:{number}".encode(), "sha256")
