"""A village whose months are known line by line, and books of it as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from modules.population.books import BOOKS, Printing
from modules.population.books.paper import document


@pytest.fixture()
def rows() -> Callable[..., list[tuple[Any, ...]]]:
    """``rows("B1", date(2026, 10, 1))``: a book's rows."""

    def read(code: str, month: date, *, numbers: bool = True) -> list[tuple[Any, ...]]:
        printing = Printing.of(month, numbers=numbers)
        return [tuple(row) for row in BOOKS[code].rows(printing, 0, None)]

    return read


@pytest.fixture()
def paper() -> Callable[..., Any]:
    """``paper("B1", date(2026, 10, 1), signed_on=...)``: the book as a document."""

    def make(code: str, month: date, *, signed_on: date, numbers: bool = True) -> Any:
        printing = Printing.of(month, numbers=numbers)
        return document(BOOKS[code], printing, BOOKS[code].rows(printing, 0, None), signed_on=signed_on)

    return make
