"""Writing a village's own rows in public."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

from django.core.cache import cache
from django.db import connection


def mark_number(*, sequence: str, year: int, serial: int) -> None:
    """Raise the village's high-water mark of a number sequence; part of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.exchange_numbermark (village, sequence, year, serial) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (village, sequence, year) "
            "DO UPDATE SET serial = greatest(exchange_numbermark.serial, excluded.serial)",
            [connection.schema_name, sequence, year, serial],  # type: ignore[attr-defined]
        )


def highest_number(*, sequence: str, year: int) -> int:
    """The mark of a sequence and year, 0 where none was set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT serial FROM public.exchange_numbermark WHERE village = %s AND sequence = %s AND year = %s",
            [connection.schema_name, sequence, year],  # type: ignore[attr-defined]
        )
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def mark_activity(what: Literal["sign_in", "change"]) -> None:
    """Note that somebody of the village signed in or changed something; at most one write a minute and kind."""
    if connection.schema_name == "public" or not cache.add(f"activity:{what}", 1, 60):  # type: ignore[attr-defined]
        return
    column = {"sign_in": "last_sign_in", "change": "last_change"}[what]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO public.exchange_activity (village, {column}, officers) VALUES (%s, now(), 0) "  # noqa: S608
            f"ON CONFLICT (village) DO UPDATE SET {column} = now()",
            [connection.schema_name],  # type: ignore[attr-defined]
        )


def mark_adoption(*, kind: str, key: str, differs: Sequence[str]) -> None:
    """Say which parts of something handed down the village has otherwise; part of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.exchange_adoption (village, kind, key, differs) VALUES (%s, %s, %s, %s::jsonb) "
            "ON CONFLICT (village, kind, key) DO UPDATE SET differs = excluded.differs, updated_at = now()",
            [connection.schema_name, kind, key, json.dumps(sorted(differs))],  # type: ignore[attr-defined]
        )
