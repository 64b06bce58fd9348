"""5,000 rows of an OpenSID workbook, from the stored file to the register with its ledger and history.

The row's figure is an initial import: 5,000 new people, 5,000 ledger lines. The history holds what a column was before,
so new people have none yet; the same people imported again with another mother's name write 5,000 rows of it, and that
time is told on stderr, as is the preview's.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from dataclasses import replace
from typing import Any

from tests.bench.running import result
from tests.bench.villages import live

ROWS = 5_000


def measure() -> dict[str, Any]:
    """Milliseconds of the job that writes: it opens the stored file, checks every cell, writes, keeps a result sheet.

    Each repetition fills another empty village.
    """
    from modules.population.models import PopulationEvent, Resident
    from modules.population.synthetic import generate
    from tenants.context import village_context

    looked, written, changed = [], [], []
    sheets = _watch_result_sheets()
    for number, village in enumerate(live()):
        people = generate(seed=number, residents=ROWS, village_code=village.code)
        others = [replace(each, mother_name=f"{each.mother_name or 'SUMI'} BARU") for each in people]
        with village_context(village.schema_name):
            preview, applied = _import(people)
            _same("people", Resident.objects.count(), ROWS)
            _same("ledger lines", PopulationEvent.objects.count(), ROWS)
            _, again = _import(others)
            _same("rows of history", Resident.pgh_event_model.objects.count(), ROWS)
        if number:  # the first village warms up; its sheets come first in the list
            looked.append(preview)
            written.append(applied)
            changed.append(again)
    _tell("the preview before it", looked)
    _tell("the same people again, each changed and kept in the history", changed)
    _tell("of the row's time, writing the result sheet", sheets[2::2])
    return result(written)


def _watch_result_sheets() -> list[float]:
    """Seconds of each result sheet from now on (two a village): part of the job, so that its share is known."""
    from modules.population import importing

    write, seconds = importing.opensid.write_result, []

    def watched(*args: Any, **kwargs: Any) -> None:
        started = time.perf_counter()
        write(*args, **kwargs)
        seconds.append(time.perf_counter() - started)

    importing.opensid.write_result = watched
    return seconds


def _import(rows: list[Any]) -> tuple[float, float]:
    """Seconds of the preview's job and of the job that writes."""
    from balai.actor import Actor
    from modules.population import importing
    from modules.population.opensid import export_rows

    actor = Actor.operator("bench")
    file = io.BytesIO()
    export_rows(rows, file)
    size = file.tell()
    file.seek(0)
    run = importing.start_import(actor=actor, upload=file, name="penduduk.xlsx", size=size)
    started = time.perf_counter()
    importing.check_run(run.pk, actor=actor)
    checked = time.perf_counter()
    importing.apply_run(run.pk, actor=actor)
    return checked - started, time.perf_counter() - checked


def _same(what: str, found: int, wanted: int) -> None:
    if found != wanted:
        raise SystemExit(f"{found} {what}, not {wanted}")


def _tell(what: str, seconds: list[float]) -> None:
    sys.stderr.write(f"  import_5000, {what}: {statistics.median(seconds) * 1000:.0f} ms\n")
