"""Something for one pair of eyes: encrypted to a public key, so that who makes it cannot read it afterwards.

X25519 with a key pair of the moment, HKDF-SHA256, AES-256-GCM: the sealed box of RFC 9180's kind, with two known parties.
"""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY, _NONCE = 32, 12


class CannotOpen(ValueError):
    """Another key, or what was sealed is not what is here."""


def new_pair() -> tuple[str, bytes]:
    """The private half as text (for a cookie), the public half as it is kept."""
    private = X25519PrivateKey.generate()
    return base64.urlsafe_b64encode(private.private_bytes_raw()).decode(), private.public_key().public_bytes_raw()


def _key(shared: bytes, context: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"balai.sealing:" + context).derive(shared)


def seal(content: bytes, public: bytes, context: bytes) -> bytes:
    """Encrypt to the holder of the private half; ``context`` (whose, which) must be named again to open it."""
    moment = X25519PrivateKey.generate()
    nonce = secrets.token_bytes(_NONCE)
    key = _key(moment.exchange(X25519PublicKey.from_public_bytes(public)), context)
    return moment.public_key().public_bytes_raw() + nonce + AESGCM(key).encrypt(nonce, content, context)


def unseal(sealed: bytes, private: str, context: bytes) -> bytes:
    """The content.

    Raises:
        CannotOpen: the key does not fit.
    """
    try:
        mine = X25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(private))
        moment = X25519PublicKey.from_public_bytes(sealed[:_KEY])
        nonce, rest = sealed[_KEY : _KEY + _NONCE], sealed[_KEY + _NONCE :]
        return AESGCM(_key(mine.exchange(moment), context)).decrypt(nonce, rest, context)
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise CannotOpen from error
