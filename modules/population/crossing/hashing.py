"""The numbers that count here, as keyed hashes in public: how a double in another village is found."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import connection

from tenants.exchange import doubles

#: Who counts: permanent, present, not void, with a real number. A temporary stay elsewhere is no double.
_NUMBERS = """
SELECT 'nik', nik, id FROM population_resident
WHERE presence = 1 AND residency = 1 AND void_at IS NULL AND NOT nik_temporary
UNION ALL
SELECT 'kk', f.number, f.id FROM population_familycard f
WHERE f.void_at IS NULL AND NOT f.number_temporary AND EXISTS (
    SELECT 1 FROM population_resident r WHERE r.family_id = f.id AND r.presence = 1 AND r.residency = 1 AND r.void_at IS NULL)
"""


def _numbers() -> Iterator[tuple[str, str, uuid.UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS)
        yield from cursor.fetchall()


def refresh_hashes() -> tuple[int, int]:
    """Bring this village's keyed hashes to what its register says; returns how many came and went. Safe to repeat."""
    return doubles.replace_hashes(_numbers())
