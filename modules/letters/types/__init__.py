"""The kinds of letters: shipped ones, as the regency and the village have changed them."""

from __future__ import annotations

from modules.letters.errors import UnknownType
from modules.letters.types.declaration import (
    AnswerField,
    Group,
    LetterType,
    PageSetup,
    Requirement,
    Validity,
    answers_shown,
)
from modules.letters.types.loading import REQUIREMENTS, shipped_types, version_of

__all__ = [
    "REQUIREMENTS", "AnswerField", "Group", "LetterType", "PageSetup", "Requirement", "Validity", "answers_shown",
    "letter_type", "letter_types", "shipped_types", "version_of",
]  # fmt: skip


def letter_types() -> tuple[LetterType, ...]:
    """Every kind of letter, in the order in which they are offered."""
    return shipped_types()


def letter_type(key: str) -> LetterType:
    """One kind.

    Raises:
        UnknownType: there is none of this key.
    """
    for each in letter_types():
        if each.key == key:
            return each
    raise UnknownType(key=key)
