"""What anybody may know of a letter who holds its code, and how often it was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.files import StoredFile
from balai.ui.formats import long_date, mask_name
from modules.letters.models import ISSUED, Letter, LongTerm, Signature, SignatureState, State, VerificationVisits


@dataclass(frozen=True)
class ElectronicSignature:
    """Whose signature a PDF bears: what a reader shows too, so that both can be compared."""

    subject: str
    issuer: str
    serial: str
    signed_at: datetime
    has_timestamp: bool
    level: str
    has_evidence: bool


@dataclass(frozen=True)
class Verification:
    """What anybody may know who holds a letter: enough to compare it, and no more. ``state`` is valid, not_valid,
    withdrawn or replaced; ``sha256`` is "" where there is no PDF yet."""

    letter: Letter
    state: str
    words: str
    title: str
    number: str
    letter_date: str
    valid_until: str
    is_over: bool
    holder: str
    signer_name: str
    signer_position: str
    sha256: str
    size: int
    signature: ElectronicSignature | None
    #: The number of the letter that stands in its place.
    replaced_by: str = ""


_WORDS: dict[str, Any] = {
    "valid": _("Sah"), "not_valid": _("Belum sah"), "withdrawn": _("Dicabut"), "replaced": _("Diganti"),
}  # fmt: skip


def verification_of(token: str, on: datetime | None = None) -> Verification | None:
    """An issued letter by its token; None where no issued letter has it."""
    found = (
        Letter.objects.filter(token=token, state__in=ISSUED).select_related("signature", "replaced_by")
        if token
        else None
    )
    letter = found.first() if found is not None else None
    if letter is None:
        return None
    state = {
        State.WITHDRAWN: "withdrawn",
        State.REPLACED: "replaced",
        State.SEALING: "not_valid",
        State.DISTRICT: "not_valid",
    }.get(State(letter.state), "valid")
    lines = letter.signer.get("lines") or [""]
    stored = StoredFile.objects.filter(pk=letter.pdf_file_id, deleted_at=None).first() if letter.pdf_file_id else None
    validity = letter.type.validity
    valid_until = letter.valid_until if validity is not None and validity.printed else None
    return Verification(
        letter=letter,
        state=state,
        words=str(_WORDS[state]),
        title=letter.title,
        number=letter.number,
        letter_date=long_date(letter.letter_date),
        valid_until=long_date(valid_until) if valid_until else "",
        is_over=valid_until is not None and valid_until < timezone.localdate(on),
        holder=mask_name(letter.applicant_name),
        signer_name=str(letter.signer.get("name", "")),
        signer_position=", ".join(str(line) for line in lines),
        sha256=stored.sha256 if stored else "",
        size=stored.size if stored else 0,
        signature=_signature_of(letter),
        replaced_by=letter.replaced_by.number if letter.replaced_by is not None else "",
    )


def _signature_of(letter: Letter) -> ElectronicSignature | None:
    found: Signature | None = getattr(letter, "signature", None)
    if found is None or found.state != SignatureState.SIGNED or found.signed_at is None:
        return None
    return ElectronicSignature(
        found.subject, found.issuer, found.serial, found.signed_at, found.has_timestamp,
        found.level, found.long_term == LongTerm.EMBEDDED,
    )  # fmt: skip


_COUNT = """
INSERT INTO letters_verificationvisits (letter_id, count, last_at) VALUES (%s, 1, %s)
ON CONFLICT (letter_id) DO UPDATE SET count = letters_verificationvisits.count + 1, last_at = EXCLUDED.last_at
"""


def count_visit(letter: Letter) -> None:
    """One more look at a letter. A village that is read-only counts nothing: the page shows all the same."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, [letter.pk, timezone.now()])
    except DatabaseError:
        return


def visits_of(letter: Letter) -> tuple[int, datetime | None]:
    """How often it was looked up, and when last."""
    found = VerificationVisits.objects.filter(letter=letter).first()
    return (found.count, found.last_at) if found else (0, None)
