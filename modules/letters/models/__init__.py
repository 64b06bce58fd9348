"""Letters, their ledger, their papers and numbers; and what a village makes of their templates."""

from modules.letters.models.batch import BatchState, LetterBatch
from modules.letters.models.delegation import Absence
from modules.letters.models.esign_address import EsignAddress, EsignConfirmation
from modules.letters.models.kop import Kop
from modules.letters.models.letter import (
    FROZEN,
    ISSUED,
    OPEN,
    Channel,
    EventKind,
    Letter,
    LetterAttachment,
    LetterEvent,
    State,
)
from modules.letters.models.numbers import (
    DEFAULT_FORMAT,
    LetterSettings,
    NumberCounter,
    NumberSlot,
    Scheme,
    SlotState,
    TypeChain,
)
from modules.letters.models.signing import (
    Driver,
    LongTerm,
    Signature,
    SignatureState,
    SigningCertificate,
    SigningSettings,
    VerificationVisits,
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
    "Absence",
    "Aspect",
    "BatchState",
    "Channel",
    "Driver",
    "EsignAddress",
    "EsignConfirmation",
    "EventKind",
    "FavouriteType",
    "ImportState",
    "Kop",
    "Letter",
    "LetterAttachment",
    "LetterBatch",
    "LetterEvent",
    "LetterSettings",
    "LongTerm",
    "NumberCounter",
    "NumberSlot",
    "OwnType",
    "Scheme",
    "Signature",
    "SignatureState",
    "SigningCertificate",
    "SigningSettings",
    "SlotState",
    "State",
    "TemplateImport",
    "TextAlias",
    "TypeChain",
    "TypeChange",
    "TypeOverride",
    "VerificationVisits",
]
