"""Asking those who issue certificates: by the guarded way to the outside, and not again for every letter of a series."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from balai.outbound import Silent, call
from modules.letters.signing.evidence import MAX_BYTES

#: For so long an answer is taken again, and a source that was silent is left alone.
_KEEP_SECONDS, _SILENT_SECONDS = 300, 60


def ask(url: str, body: bytes, kind: str, seconds: float) -> bytes:
    """One source's answer (:data:`modules.letters.signing.evidence.Ask`).

    Raises:
        Forbidden: an address that we do not call. Silent: it does not answer, or with anything but 200.
    """
    asked = hashlib.sha256(url.encode() + b"\n" + body).hexdigest()
    key = f"letters:revocation:{asked}"
    known = cache.get(key)
    if known is not None:
        if not known:
            raise Silent()
        return bytes(known)
    try:
        answer = call(
            "POST" if body else "GET", url, body=body, headers={"Content-Type": kind} if kind else None, seconds=seconds,
            max_bytes=MAX_BYTES, signed=True,
        )  # fmt: skip
        if answer.status != 200 or not answer.body:
            raise Silent()
    except Silent:
        cache.set(key, b"", _SILENT_SECONDS)
        raise
    cache.set(key, answer.body, _KEEP_SECONDS)
    return answer.body
