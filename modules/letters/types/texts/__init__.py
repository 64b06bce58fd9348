"""The shipped letters' words: title, code, summary and text of each, one file a subject.

Parties, fields and options come from ``shipped.json``; both together are a kind of letter (``types.loading``).
"""

from __future__ import annotations

from modules.letters.types.texts import (
    births_and_deaths,
    identity_papers,
    income_and_aid,
    introductions,
    marriage,
    moving,
    property,
    residence,
)
from modules.letters.types.texts.writing import Text

#: By the number of the shipped list.
TEXTS: dict[int, Text] = {
    **identity_papers.TEXTS,
    **residence.TEXTS,
    **introductions.TEXTS,
    **births_and_deaths.TEXTS,
    **marriage.TEXTS,
    **moving.TEXTS,
    **property.TEXTS,
    **income_and_aid.TEXTS,
}

__all__ = ["TEXTS", "Text"]
