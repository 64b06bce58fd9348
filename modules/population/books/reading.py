"""Rows of a query one after another: a village of 20,000 never stands in memory at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

#: RT, RW and dusun of ``p``, as people's rows of ``selectors.past`` have them.
PLACES = """
LEFT JOIN population_territory rt ON rt.id = p.rt_id
LEFT JOIN population_territory rw ON rw.id = rt.parent_id AND rw.kind = 'rw'
LEFT JOIN population_territory dusun ON dusun.id = p.dusun_id
"""
_AT_ONCE = 2000


def streamed(query: str, params: Sequence[Any], offset: int = 0, limit: int | None = None) -> Iterator[tuple[Any, ...]]:
    """The query's rows; a page of them is read at once, all of them by a cursor of the server."""
    if limit is not None:
        with connection.cursor() as cursor:
            cursor.execute(f"{query} LIMIT %s OFFSET %s", [*params, limit, offset])
            yield from cursor.fetchall()
        return
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(f"{query} OFFSET %s", [*params, offset])
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows
