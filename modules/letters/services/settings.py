"""How the village numbers and checks its letters."""

from __future__ import annotations

from django.utils import timezone

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import Conflict
from modules.letters.models import Letter, LetterSettings
from modules.letters.numbering import check_format


def present_settings() -> LetterSettings:
    """The one row (not saved where none exists yet)."""
    return LetterSettings.objects.first() or LetterSettings()


@atomic
def change_settings(
    *, actor: Actor, number_format: str, scheme: str, secretary_checks: bool, version: str = ""
) -> LetterSettings:
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
    if scheme != row.scheme and not Letter.objects.filter(year=year).exists():
        row.scheme = scheme
    row.next_scheme = scheme
    if row.next_scheme == row.scheme:
        row.next_scheme, row.next_scheme_from = "", None
    row.number_format = number_format
    row.secretary_checks = secretary_checks
    row.updated_at = timezone.now()
    row.save()
    audit.record(actor, "letters.settings_changed", about=row, scheme=scheme, secretary_checks=secretary_checks)
    return row
