"""New residents on their way into the table while the rows behind them are still decided.

What PostgreSQL does with a new row (twelve indexes) takes as long as deciding one: side by side they take the longer of the
two. A thread holds the connection meanwhile, so nobody else may ask the database before :meth:`Stream.end`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, Self

from django.db import connection

#: So many rows are handed on at once.
PORTION = 500


class _Stopped(Exception):
    """Whoever decided gave up: the COPY is to fail, and its transaction with it."""


class Stream:
    """A COPY that goes on beside its caller; a context manager. Leaving it by an exception makes the COPY fail."""

    def __init__(self, table: str, columns: Iterable[str]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        # Only names of our own tables and columns are put together here.
        self._statement = f"COPY {table} ({names}) FROM STDIN"
        self._portions: SimpleQueue[Sequence[Sequence[Any]] | _Stopped | None] = SimpleQueue()
        self._pool = ThreadPoolExecutor(1, "population-copy")
        self._copied: Future[None]
        self._ended = False

    def __enter__(self) -> Self:
        # The cursor is made here: it sets the village's search path by the rules of this thread's context.
        self._cursor = connection.cursor()
        self._copied = self._pool.submit(self._copy)
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None and not self._ended:
            self._ended = True
            self._portions.put(_Stopped())
            self._pool.shutdown()
            self._cursor.close()
            return
        self.end()

    def put(self, rows: Sequence[Sequence[Any]]) -> None:
        """Hand rows on. What goes wrong with them is raised at the end."""
        self._portions.put(rows)

    def end(self) -> None:
        """Wait until everything handed on stands in the table; the database may be asked again.

        Raises:
            psycopg.Error: what the database said against a row.
        """
        if self._ended:
            return
        self._ended = True
        self._portions.put(None)
        self._pool.shutdown()
        self._cursor.close()
        self._copied.result()

    def _copy(self) -> None:
        with self._cursor.cursor.copy(self._statement) as sink:
            while (rows := self._portions.get()) is not None:
                if isinstance(rows, _Stopped):
                    raise rows
                for row in rows:
                    sink.write_row(row)
