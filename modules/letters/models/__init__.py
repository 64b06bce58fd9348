"""Letters, their ledger, their papers and numbers; and what a village makes of their templates."""

from modules.letters.models.batch import BatchState, LetterBatch
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
from modules.letters.models.templates import (
    Aspect,
    FavouriteType,
    ImportState,
    OwnType,
    TemplateImport,
    TextAlias,
    TypeChange,
    TypeOverride,
)

__all__ = [
    "DEFAULT_FORMAT",
    "FROZEN",
    "ISSUED",
    "OPEN",
    "Aspect",
    "BatchState",
    "Channel",
    "EventKind",
    "FavouriteType",
    "ImportState",
    "Letter",
    "LetterAttachment",
    "LetterBatch",
    "LetterEvent",
    "LetterSettings",
    "NumberCounter",
    "OwnType",
    "Scheme",
    "State",
    "TemplateImport",
    "TextAlias",
    "TypeChange",
    "TypeOverride",
]
