"""Tries are counted per account and per address, in Redis, under the village's own keys."""

from __future__ import annotations

import hashlib
import time

from django.core.cache import cache

from balai.accounts.errors import Throttled

#: Tries before the door closes, and for how long (seconds). An address serves many people (a village hall's line).
ACCOUNT_TRIES, ADDRESS_TRIES, CLOSED_SECONDS = 5, 40, 15 * 60
#: Where each further closing within a day lasts twice as long, up to so often (four hours): a PIN has a million values, and
#: whoever has many addresses may try a whole village's. Whoever is locked out by strangers comes in by a known device.
DOUBLING_SCOPES, MAX_DOUBLINGS, REMEMBERED_SECONDS = {"staff", "citizen"}, 4, 24 * 3600
#: A device that the office knows ("device:...", a kiosk) serves everybody in the hall: it closes shortly, and never for longer.
DEVICE, DEVICE_SECONDS = "device:", 3 * 60


def _keys(scope: str, account: str, address: str) -> list[tuple[str, int]]:
    def name(kind: str, text: str) -> str:
        kind = "device" if kind == "address" and text.startswith(DEVICE) else kind
        return f"{scope}:{kind}:{hashlib.sha256(text.strip().lower().encode()).hexdigest()[:24]}"

    found = []
    if account:
        found.append((name("account", account), ACCOUNT_TRIES))
    if address:
        found.append((name("address", address), ADDRESS_TRIES))
    return found


def _wait(scope: str, key: str) -> int:
    """For how long the next closing lasts, in seconds."""
    if key.startswith(f"{scope}:device:"):
        return DEVICE_SECONDS
    if scope not in DOUBLING_SCOPES:
        return CLOSED_SECONDS
    return int(CLOSED_SECONDS * 2 ** min(int(cache.get(f"closings:{key}", 0)), MAX_DOUBLINGS))


def _count(key: str, seconds: int) -> int:
    while True:
        cache.add(key, 0, seconds)
        try:
            return int(cache.incr(key))
        except ValueError:
            # It ran out between the two.
            continue


def check(scope: str, *, account: str, address: str) -> None:
    """Refuse while the door is closed.

    Raises:
        Throttled: with the seconds until the next try.
    """
    for key, _tries in _keys(scope, account, address):
        until = float(cache.get(f"shut:{key}", 0))
        left = until - time.time()
        if left > 0:
            raise Throttled(seconds=max(1, round(left)))


def reserve(scope: str, *, account: str, address: str) -> None:
    """Take one try before anything is compared: what comes at the same moment cannot all pass. :func:`refused` keeps the try,
    :func:`granted` gives it back; a process that dies in between has used it.

    Raises:
        Throttled: the door is closed, or as many as may be tried are being tried at this moment.
    """
    check(scope, account=account, address=address)
    taken: list[str] = []
    try:
        for key, tries in _keys(scope, account, address):
            count = _count(f"try:{key}", CLOSED_SECONDS)
            taken.append(key)
            if count > tries:
                raise Throttled(seconds=5)
        # Closed while this one was counted: the count that it was taken from is gone.
        check(scope, account=account, address=address)
    except Throttled:
        for key in taken:
            _give_back(key)
        raise


def _give_back(key: str) -> None:
    try:
        if int(cache.decr(f"try:{key}")) < 0:
            cache.delete(f"try:{key}")
    except ValueError:
        pass


def _over(until: str, new: float, wait: int) -> bool:
    """Whether an earlier closing is over though its line still stands; then it is the new one's."""
    if float(cache.get(until, 0)) > new - wait:
        return False
    cache.set(until, new, wait)
    return True


def refused(scope: str, *, account: str, address: str) -> int:
    """A reserved try was wrong; returns how many the account has left. The last closes the door, once."""
    left = ACCOUNT_TRIES
    for key, tries in _keys(scope, account, address):
        count = int(cache.get(f"try:{key}", 0))
        if count >= tries:
            wait = _wait(scope, key)
            until, now = f"shut:{key}", time.time()
            if cache.add(until, now + wait, wait) or _over(until, now + wait, wait):
                _count(f"closings:{key}", REMEMBERED_SECONDS)
            cache.delete(f"try:{key}")
        if tries == ACCOUNT_TRIES:
            # Gone already: somebody else's try closed the door a moment ago.
            left = max(0, tries - count) if count else 0
    return left


def handed_back(scope: str, *, account: str, address: str) -> None:
    """A reserved try turned out to be none: nothing was compared, or the other half is still to come."""
    for key, _tries in _keys(scope, account, address):
        _give_back(key)


def granted(scope: str, *, account: str, address: str) -> None:
    """A reserved try was right: the account's tries are forgotten, the address has back what this one took."""
    succeeded(scope, account=account, address=address)
    for key, _tries in _keys(scope, "", address):
        _give_back(key)


def failed(scope: str, *, account: str, address: str) -> int:
    """Count a failed try; returns how many the account has left. The count is the same for a name that nobody has."""
    left = ACCOUNT_TRIES
    for key, tries in _keys(scope, account, address):
        count = _count(f"try:{key}", CLOSED_SECONDS)
        if count == tries:
            wait = _wait(scope, key)
            cache.set(f"shut:{key}", time.time() + wait, wait)
            _count(f"closings:{key}", REMEMBERED_SECONDS)
            cache.delete(f"try:{key}")
        if tries == ACCOUNT_TRIES:
            left = max(0, tries - count)
    return left


def minutes_closed(scope: str, *, account: str) -> int:
    """For how many minutes the account's door is closed, or would be at its next closing."""
    for key, _tries in _keys(scope, account, ""):
        left = float(cache.get(f"shut:{key}", 0)) - time.time()
        return max(1, round((left if left > 0 else _wait(scope, key)) / 60))
    return CLOSED_SECONDS // 60


def succeeded(scope: str, *, account: str, address: str) -> None:
    """Forget the account's tries (the address's stay: one good account does not open a list of others)."""
    for key, _tries in _keys(scope, account, ""):
        cache.delete_many([f"try:{key}", f"closings:{key}"])


def reopen(scope: str, *, account: str) -> None:
    """Somebody proved who they are in another way (stood before an officer, has the code): the account's door opens."""
    for key, _tries in _keys(scope, account, ""):
        cache.delete_many([f"shut:{key}", f"try:{key}", f"closings:{key}"])


def different(scope: str, text: str, *, seconds: int) -> tuple[int, bool]:
    """How many different texts were counted within ``seconds``, this one with them, and whether it is new among them."""
    window = _window(scope, seconds)
    name = f"seen:{window}:{hashlib.sha256(text.strip().lower().encode()).hexdigest()[:24]}"
    is_new = bool(cache.add(name, 1, seconds))
    return (_count(f"different:{window}", seconds) if is_new else int(cache.get(f"different:{window}", 0))), is_new


def counted(scope: str, *, seconds: int) -> int:
    """How often this was called within ``seconds``, this time with them."""
    return _count(f"counted:{_window(scope, seconds)}", seconds)


def _window(scope: str, seconds: int) -> str:
    # It begins with the first that is counted; what is counted together ends together.
    began = cache.get_or_set(f"window:{scope}", lambda: time.time_ns(), seconds)
    return f"{scope}:{began}"


def reopen_address(scope: str, *, address: str) -> None:
    """Somebody of the office knows who stands there (a kiosk's device, the hall's own line): it may try again."""
    for key, _tries in _keys(scope, "", address):
        cache.delete_many([f"shut:{key}", f"try:{key}", f"closings:{key}"])


def seconds_closed(scope: str, *, address: str) -> int:
    """For how long an address is closed still; 0: it is open."""
    for key, _tries in _keys(scope, "", address):
        return max(0, round(float(cache.get(f"shut:{key}", 0)) - time.time()))
    return 0


def allow(scope: str, *, address: str, most: int, seconds: int) -> None:
    """Count what an address asks for, right or wrong, and refuse beyond ``most`` in ``seconds``.

    Raises:
        Throttled: with the seconds until the next try.
    """
    name = f"asks:{scope}:{hashlib.sha256(address.encode()).hexdigest()[:24]}:{int(time.time()) // seconds}"
    if _count(name, seconds) > most:
        raise Throttled(seconds=max(1, seconds - int(time.time()) % seconds))
