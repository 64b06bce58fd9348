"""Rows of a query one after another: a village of 20,000 never stands in memory at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

# Of who was there on a past day the planner expects one row (it cannot see into the CASE of a value that was), and joins
# 20,000 people with each of the history's rows in turn. Hash joins are right whatever it expects.
_PLAN = "SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '32MB'"
_AT_ONCE = 2000


def streamed(query: str, params: Sequence[Any], offset: int = 0, limit: int | None = None) -> Iterator[tuple[Any, ...]]:
    """The query's rows; a page of them is read at once, all of them by a cursor of the server."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_PLAN)
            if limit is not None:
                cursor.execute(f"{query} LIMIT %s OFFSET %s", [*params, limit, offset])
                yield from cursor.fetchall()
                return
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"{query} OFFSET %s", [*params, offset])
            while rows := cursor.fetchmany(_AT_ONCE):
                yield from rows
