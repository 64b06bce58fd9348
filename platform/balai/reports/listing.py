"""A list of the screen taken along: the columns that somebody chose, in the order that they look at."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from balai.reports.declaration import ReportColumn
from balai.ui.tables import Column, Table, chosen, ordered

#: So many rows are fetched, and prepared, at once.
CHUNK = 500


def listed(table: type[Table], rows: Any, *, columns: Sequence[str] = (), sort: str = "",
           prepare: Callable[[list[Any]], Any] | None = None) -> dict[str, Any]:  # fmt: skip
    """What a report needs of a declared table: its columns, a generator of its rows, how many. ``columns`` and ``sort`` are
    the table's state (:attr:`Table.taken`); names that it does not know are left out. ``prepare`` gets each chunk of rows
    before their cells are read (what a page fetches for its rows)."""
    shown = [column for column in chosen(table.columns, columns or None) if column.taken]
    found = ordered(rows, table.columns, sort or table.default_sort, table.tie)
    total = found.count() if hasattr(found, "filter") else len(found)
    return {
        "columns": [ReportColumn(each.title, each.width, each.kind or ("number" if each.number else "")) for each in shown],
        "rows": _lines(shown, found, prepare),
        "total": total,
    }  # fmt: skip


def _lines(shown: Sequence[Column], rows: Any, prepare: Any) -> Iterator[list[Any]]:
    source = iter(rows.iterator(chunk_size=CHUNK) if hasattr(rows, "iterator") else rows)
    while chunk := list(itertools.islice(source, CHUNK)):
        if prepare is not None:
            chunk = prepare(chunk) or chunk
        for row in chunk:
            yield [_plain(column, row) for column in shown]


def _plain(column: Column, row: Any) -> Any:
    found = column.file(row) if column.file is not None else column.of(row)
    if isinstance(found, SafeString):
        found = " ".join(unescape(strip_tags(found)).split())
    return "" if found == "-" or found is None else found
