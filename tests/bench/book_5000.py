"""Buku Induk Penduduk of 5,000 residents: see ``tests.bench.book``."""

from __future__ import annotations

from tests.bench.book import measure, people

__all__ = ["measure", "prepare"]


def prepare() -> None:
    """A village of 5,000."""
    people(5_000)
