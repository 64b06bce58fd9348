"""Tries are counted per account and per address, in Redis, under the village's own keys."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from balai.accounts.errors import Throttled

#: Tries before the door closes, and for how long (seconds). An address serves many people (a village hall's line).
ACCOUNT_TRIES, ADDRESS_TRIES, CLOSED_SECONDS = 5, 40, 15 * 60


def _keys(scope: str, account: str, address: str) -> list[tuple[str, int]]:
    def name(kind: str, text: str) -> str:
        return f"try:{scope}:{kind}:{hashlib.sha256(text.strip().lower().encode()).hexdigest()[:24]}"

    found = []
    if account:
        found.append((name("account", account), ACCOUNT_TRIES))
    if address:
        found.append((name("address", address), ADDRESS_TRIES))
    return found


def check(scope: str, *, account: str, address: str) -> None:
    """Refuse while the door is closed.

    Raises:
        Throttled: with the seconds until the next try.
    """
    for key, tries in _keys(scope, account, address):
        if int(cache.get(key, 0)) >= tries:
            raise Throttled(seconds=cache.ttl(key) if hasattr(cache, "ttl") else CLOSED_SECONDS)


def failed(scope: str, *, account: str, address: str) -> int:
    """Count a failed try; returns how many the account has left. The count is the same for a name that nobody has."""
    left = ACCOUNT_TRIES
    for key, tries in _keys(scope, account, address):
        cache.add(key, 0, CLOSED_SECONDS)
        count = cache.incr(key)
        if count >= tries:
            cache.touch(key, CLOSED_SECONDS)
        if tries == ACCOUNT_TRIES:
            left = max(0, tries - count)
    return left


def succeeded(scope: str, *, account: str, address: str) -> None:
    """Forget the account's tries (the address's stay: one good account does not open a list of others)."""
    for key, tries in _keys(scope, account, ""):
        if tries == ACCOUNT_TRIES:
            cache.delete(key)
