"""Buku Induk Penduduk (B.1) as PDF: the query for the month before, the table, the file; as the job makes it."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench.running import result, timed
from tests.bench.villages import analyzed, live

REPEAT = 5


def people(number: int) -> None:
    """The register filled, in a process of its own: what the book needs of memory is then the book's."""
    from balai.actor import Actor
    from modules.population.services import populate
    from tenants.context import village_context

    village = live()[0]
    with village_context(village.schema_name):
        populate(actor=Actor.operator("bench"), residents=number, seed=1)
    analyzed(village.schema_name)


def measure() -> dict[str, Any]:
    """Milliseconds a book of the last month: rebuilt from ledger and history, not read off the register."""
    from balai.actor import Actor
    from balai.db import today
    from balai.documents.reading import pdf_pages
    from balai.reports import write_report
    from balai.reports.asking import report_frame
    from modules.population.books.asking import book_report
    from tenants.context import village_context

    actor = Actor.operator("bench")
    month = f"{today().replace(day=1) - timedelta(days=1):%Y-%m}"
    with village_context(live()[0].schema_name), tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "b1.pdf"

        def book() -> None:
            write_report(book_report(actor=actor, book="B1", month=month), "pdf", target, frame=report_frame())

        book()
        started = time.process_time()
        found = result(timed(book) for _round in range(REPEAT))
        # On a machine that others use, too, this says more than the wall's clock.
        spent = (time.process_time() - started) / REPEAT
        sys.stderr.write(f"  book, our own processor time of each: {spent * 1000:.0f} ms\n")
        content = target.read_bytes()
        return found | {"pages": pdf_pages(content), "file_kb": len(content) // 1024}
