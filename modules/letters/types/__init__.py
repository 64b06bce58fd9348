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
from modules.letters.types.loading import FOR_MINORS, REQUIREMENTS, shipped_types, version_of

__all__ = [
    "FOR_MINORS", "REQUIREMENTS", "AnswerField", "Group", "LetterType", "PageSetup", "Requirement", "Validity", "answers_shown",
    "letter_type", "letter_types", "shipped_types", "version_of",
]  # fmt: skip


def letter_types(*, all_kinds: bool = False) -> tuple[LetterType, ...]:
    """Every kind of letter that the present village uses, in the order in which they are offered; ``all_kinds``: those it
    has put aside, too."""
    # The layers read this package's declarations; a village's rows are asked for only when somebody asks.
    from modules.letters.layers import effective_types

    return tuple(each for each in effective_types().values() if each.enabled or all_kinds)


def letter_type(key: str) -> LetterType:
    """One kind, whether the village still uses it or not: letters of it exist.

    Raises:
        UnknownType: there is none of this key.
    """
    from modules.letters.layers import effective_types

    found = effective_types().get(key)
    if found is None:
        raise UnknownType(key=key)
    return found
