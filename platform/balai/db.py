"""What every service needs of the database: one transaction, translated constraints, ordered locks, the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from zlib import crc32
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

atomic = transaction.atomic


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


def zone() -> ZoneInfo:
    """The village's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    """The day in the village's zone."""
    return datetime.now(zone()).date()
