"""Letters, their ledger, their papers and numbers; and what a village makes of their templates."""

from modules.letters.models.letter import (
    DEFAULT_FORMAT,
    FROZEN,
    ISSUED,
    OPEN,
    Channel,
    EventKind,
    Letter,
    LetterAttachment,
    LetterEvent,
    LetterSettings,
    NumberCounter,
    Scheme,
    State,
)
from modules.letters.models.templates import Aspect, FavouriteType, OwnType, TextAlias, TypeChange, TypeOverride

__all__ = [
    "DEFAULT_FORMAT",
    "FROZEN",
    "ISSUED",
    "OPEN",
    "Aspect",
    "Channel",
    "EventKind",
    "FavouriteType",
    "Letter",
    "LetterAttachment",
    "LetterEvent",
    "LetterSettings",
    "NumberCounter",
    "OwnType",
    "Scheme",
    "State",
    "TextAlias",
    "TypeChange",
    "TypeOverride",
]
