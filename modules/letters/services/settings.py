"""How the village numbers and checks its letters."""

from __future__ import annotations

from django.utils import timezone

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import Conflict
from balai.remembering import remembered
from modules.letters.models import LetterSettings, NumberSlot, TypeChain
from modules.letters.numbering import check_format
from modules.letters.types import LetterType, letter_type


@remembered
def present_settings() -> LetterSettings:
    """The one row (not saved where none exists yet)."""
    return LetterSettings.objects.first() or LetterSettings()


@atomic
def change_settings(
    *, actor: Actor, number_format: str, scheme: str, secretary_checks: bool, head_approves: bool = True,
    district_signs: bool = False, version: str = "",
) -> LetterSettings:  # fmt: skip
    """Change the settings. Another scheme begins at once where this year has no letter yet, else on 1 January: the
    numbers of one year belong to one scheme.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``.
        FormatRefused: the format cannot number.
        Conflict: somebody changed them since ``version`` was read.
    """
    require(actor, "letters.manage")
    number_format = number_format.strip()
    check_format(number_format)
    LetterSettings.objects.get_or_create(only=True)
    row = LetterSettings.objects.select_for_update().get(only=True)
    if version and version != row.version:
        raise Conflict()
    year = today().year
    # What was announced and has begun is the present scheme.
    row.scheme, row.next_scheme, row.next_scheme_from = row.scheme_of(year), row.scheme_of(year + 1), year + 1
    if scheme != row.scheme and not _numbered(year):
        row.scheme = scheme
    row.next_scheme = scheme
    if row.next_scheme == row.scheme:
        row.next_scheme, row.next_scheme_from = "", None
    row.number_format = number_format
    row.secretary_checks, row.head_approves, row.district_signs = secretary_checks, head_approves, district_signs
    row.updated_at = timezone.now()
    row.save()
    audit.record(
        actor, "letters.settings_changed", about=row, scheme=scheme, secretary_checks=secretary_checks,
        head_approves=head_approves, district_signs=district_signs,
    )  # fmt: skip
    return row


def _numbered(year: int) -> bool:
    """Whether the year has a number: a letter's, a piece of mail's, or one that is kept."""
    return NumberSlot.objects.filter(year=year).exists()


@atomic
def change_chain(
    *, actor: Actor, kind: LetterType | str, secretary: bool | None, head: bool | None, district: bool | None,
    version: str = "",
) -> TypeChain | None:  # fmt: skip
    """Which steps a kind of letter takes; None: as the village's letters do. Letters that wait go on by the new steps.

    Raises:
        NotAllowed: the actor lacks ``letters.manage``. UnknownType. Conflict: changed since ``version`` was read.
    """
    require(actor, "letters.manage")
    key = (letter_type(kind) if isinstance(kind, str) else kind).key
    row = TypeChain.objects.select_for_update().filter(type_key=key).first()
    if version and version != (row.updated_at.isoformat() if row else "-"):
        raise Conflict()
    steps = {"secretary": secretary, "head": head, "district": district}
    if all(each is None for each in steps.values()):
        TypeChain.objects.filter(type_key=key).delete()
        row = None
    else:
        row, _made = TypeChain.objects.update_or_create(type_key=key, defaults={**steps, "updated_at": timezone.now()})
    audit.record(actor, "letters.chain_changed", type=key, steps=steps)
    return row
