"""What every service needs of the database: one transaction, translated constraints, ordered locks, the day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar
from zlib import crc32
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.transaction import TransactionManagementError

atomic = transaction.atomic
Row = TypeVar("Row", bound=models.Model)


@contextmanager
def translate_unique(errors: Mapping[str, Exception]) -> Iterator[None]:
    """Turn a violated constraint into the error that says it in the field's words.

    The block runs in a savepoint, so the caller's transaction stays usable.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if name in errors:
            raise errors[name] from error
        raise


def only(rows: models.QuerySet[Row]) -> Row | None:
    """The row of a unique key, or None.

    ``first()`` orders by the key first: of one row there is nothing to order, and Django needs longer for the words of it
    than the database for the answer.
    """
    return next(iter(rows.order_by()[:1]), None)


def advisory_lock(*names: str) -> None:
    """Take transaction-level locks of the present village, sorted so that two callers cannot deadlock.

    Raises:
        TransactionManagementError: outside a transaction the lock would be gone at once.
        OperationalError: somebody holds it for longer than three seconds.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("advisory_lock() needs a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '3s'")
        for name in sorted(set(names)):
            space = crc32(str(connection.schema_name).encode()) - 2**31  # type: ignore[attr-defined]
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [space, crc32(name.encode()) - 2**31])
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")


def update_rows(rows: Sequence[models.Model], names: Iterable[str]) -> int:
    """Write these fields of many objects of one model in one statement; how many rows there were.

    Django's ``bulk_update`` spells a CASE for each value: for twenty rows of wide columns it takes longer than twenty saves.
    Numbers, texts, days, moments, keys and JSON only. Triggers and constraints see the rows as they see any update.
    """
    if not rows:
        return 0
    meta = type(rows[0])._meta
    key: Any = meta.pk
    fields: list[Any] = [meta.get_field(name) for name in names]
    values = [{each.column: each.value_from_object(row) for each in (key, *fields)} for row in rows]
    quoted = connection.ops.quote_name
    columns = ", ".join(f"{quoted(each.column)} {each.db_type(connection)}" for each in (key, *fields))
    sets = ", ".join(f"{quoted(each.column)} = given.{quoted(each.column)}" for each in fields)
    with connection.cursor() as cursor:
        # Only names of our own columns are put together here, never a value.
        cursor.execute(
            f"UPDATE {quoted(meta.db_table)} AS kept SET {sets} FROM json_to_recordset(%s::json) AS given({columns}) "  # noqa: S608
            f"WHERE kept.{quoted(key.column)} = given.{quoted(key.column)}",
            [json.dumps(values, default=_as_text)],
        )
        return int(cursor.rowcount)


def _as_text(value: object) -> str:
    # A moment keeps its microseconds: they are a row's version.
    return value.isoformat() if isinstance(value, date) else str(value)


def zone() -> ZoneInfo:
    """The village's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    """The day in the village's zone."""
    return datetime.now(zone()).date()
