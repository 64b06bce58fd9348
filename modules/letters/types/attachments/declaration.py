"""What a form behind a letter is (lampiran): its code, the regulation it belongs to, and its text as a tree of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Attachment:
    """A form. ``current`` is off for forms that a later regulation replaced: they are shipped for old habits alone.

    ``by_default`` is off for a form that only some who ask for the letter need: it is printed where somebody ticks it.
    ``size`` is the letters' in points; ``corner`` what stands in the corner (None: the code of an F form, "" nothing). Merge
    fields are those of the letter that it stands behind; what that letter does not know stays empty, to be written by hand.
    """

    code: str
    title: str
    regulation: str
    body: Mapping[str, Any]
    current: bool = True
    paper: str = "F4"
    orientation: Literal["portrait", "landscape"] = "portrait"
    size: float = 9.0
    by_default: bool = True
    corner: str | None = None

    @property
    def corner_words(self) -> str:
        """What stands in the corner of its first page."""
        if self.corner is not None:
            return self.corner
        return self.code if self.code.startswith("F") else ""
