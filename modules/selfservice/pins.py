"""PINs: made at random, and refused where somebody who knows the person would guess them first."""

from __future__ import annotations

import re
import secrets
from datetime import date

from modules.selfservice.errors import PinRefused

LENGTH = 6
_RISING, _FALLING = "01234567890", "09876543210"
#: Chosen again and again wherever six digits are asked for, beside runs and repetitions.
_POPULAR = frozenset(
    {"112233", "123321", "159753", "147258", "258369", "789456", "456789", "102030", "131313", "246810"}
)


def check_pin(pin: str, *, nik: str = "", born: date | None = None) -> None:
    """Refuse a PIN that is no PIN, or that is guessed within the few tries that the throttle leaves.

    Raises:
        PinRefused: ``reason`` says which.
    """
    if not re.fullmatch(r"[0-9]{6}", pin):
        raise PinRefused(reason="format", field="pin")
    if _is_guessable(pin):
        raise PinRefused(reason="guessable", field="pin")
    if born is not None and pin in _dates(born):
        raise PinRefused(reason="birth", field="pin")
    if nik and pin in nik:
        raise PinRefused(reason="nik", field="pin")


def _is_guessable(pin: str) -> bool:
    halves = pin[:3] == pin[3:] or pin[:2] * 3 == pin
    pairs = pin[0] == pin[1] and pin[2] == pin[3] and pin[4] == pin[5]
    triples = len(set(pin[:3])) == 1 and len(set(pin[3:])) == 1
    return (
        pin in _RISING or pin in _FALLING or len(set(pin)) < 3 or halves or pairs or triples or pin in _POPULAR
    )  # fmt: skip


def _dates(born: date) -> set[str]:
    """Every way in which people write a birth date in six digits."""
    patterns = ("%d%m%y", "%y%m%d", "%m%d%y", "%m%Y", "%Y%m", "%y%d%m")
    found = {born.strftime(pattern) for pattern in patterns}
    whole = born.strftime("%d%m%Y"), born.strftime("%Y%m%d")
    return found | {text[:LENGTH] for text in whole} | {text[-LENGTH:] for text in whole}


def random_pin(*, nik: str = "", born: date | None = None) -> str:
    """A PIN that :func:`check_pin` takes."""
    while True:
        pin = f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"
        try:
            check_pin(pin, nik=nik, born=born)
        except PinRefused:
            continue
        return pin
