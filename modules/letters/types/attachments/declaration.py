"""What a form behind a letter is (lampiran): its code, the regulation it belongs to, and its text as a tree of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Attachment:
    """A form. ``current`` is off for forms that a later regulation replaced: they are shipped for old habits alone.

    ``size`` is the letters' in points. Merge fields are those of the letter that it stands behind; what that letter does
    not know stays empty, to be written by hand.
    """

    code: str
    title: str
    regulation: str
    body: Mapping[str, Any]
    current: bool = True
    paper: str = "F4"
    orientation: Literal["portrait", "landscape"] = "portrait"
    size: float = 9.0
