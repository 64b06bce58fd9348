"""What signs a letter: a PDF and a passphrase in, a signed PDF out. A driver knows no letter and no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Passphrase:
    """A secret that a person typed: it shows itself to nobody, neither in a log nor in a traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Passphrase(***)"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("A passphrase is not kept anywhere.")

    def reveal(self) -> str:
        """The text, for the one who opens the key with it."""
        return self._text


@dataclass(frozen=True)
class Place:
    """Where the visible signature stands: ``page`` from nought; left, bottom, width, height in points from the page's
    lower left corner."""

    page: int
    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Paper:
    """What is to be signed. Without ``place`` the signature is invisible; ``stamp`` is the box as a PDF of one page, in
    the place's proportions, ``stamp_png`` the same as a picture."""

    content: bytes
    name: str
    reason: str
    location: str
    place: Place | None = None
    stamp: bytes = b""
    stamp_png: bytes = b""


@dataclass(frozen=True)
class Signed:
    """A signed PDF and whose signature it bears. ``level`` is the file's own (:func:`modules.letters.signing.checking.level_of`);
    ``long_term`` says whether what proves it later is inside (:class:`modules.letters.models.LongTerm`)."""

    content: bytes
    subject: str
    issuer: str
    serial: str
    signed_at: datetime
    has_timestamp: bool = False
    reference: str = ""
    level: str = ""
    long_term: str = ""


class Signer(Protocol):
    """A driver, ready to sign for one person."""

    @property
    def account(self) -> str:
        """What wrong passphrases are counted for."""
        ...

    def sign(self, paper: Paper, passphrase: Passphrase) -> Signed:
        """Sign.

        Raises:
            SigningError: as :mod:`modules.letters.signing.errors` says; the paper is as it was.
        """
        ...
