"""The shipped letters' words: title, code, summary and text of each, one file a subject.

A kind is offered once its text stands here; parties, fields and options come from ``shipped.json``.
"""

from __future__ import annotations

from modules.letters.types.texts import residence
from modules.letters.types.texts.writing import Text

#: By the number of the shipped list.
TEXTS: dict[int, Text] = {**residence.TEXTS}

__all__ = ["TEXTS", "Text"]
