"""5,000 and 20,000 rows of an OpenSID workbook, from the stored file to the register with its ledger and history.

The row's figure is an initial import: so many new people, so many ledger lines. The history holds what a column was
before, so new people have none yet; the same people imported again with another mother's name write a row of it each, and
that time is told on stderr, as are the preview's and the result sheet's, which are jobs of their own.
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


def five_thousand() -> dict[str, Any]:
    """Row ``import_5000``: a village of the common size, in every village that the bench has."""
    return _measure("import_5000", 5_000, live())


def twenty_thousand() -> dict[str, Any]:
    """Row ``import_20000``: the largest village, four times."""
    return _measure("import_20000", 20_000, live()[:5])


def _measure(name: str, size: int, villages: list[Any]) -> dict[str, Any]:
    """Milliseconds of the job that writes: it opens the stored file, checks every cell, writes.

    Each repetition fills another empty village.
    """
    from modules.population.models import PopulationEvent, Resident
    from modules.population.synthetic import generate
    from tenants.context import village_context

    looked, written, changed, sheets = [], [], [], []
    for number, village in enumerate(villages):
        people = generate(seed=number, residents=size, village_code=village.code)
        others = [replace(each, mother_name=f"{each.mother_name or 'SUMI'} BARU") for each in people]
        with village_context(village.schema_name):
            preview, applied, sheet = _import(people)
            _same("people", Resident.objects.count(), len(people))
            _same("ledger lines", PopulationEvent.objects.count(), len(people))
            _, again, _ = _import(others)
            _same("rows of history", Resident.pgh_event_model.objects.count(), len(people))
        if number:  # the first village warms up
            looked.append(preview)
            written.append(applied)
            changed.append(again)
            sheets.append(sheet)
    _tell(name, "the preview before it", looked)
    _tell(name, "the same people again, each changed and kept in the history", changed)
    _tell(name, "the result sheet after it, a job of its own", sheets)
    return result(written)


def _import(rows: list[Any]) -> tuple[float, float, float]:
    """Seconds of the preview's job, of the job that writes, and of the one that makes the result sheet."""
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
    applied = time.perf_counter()
    importing.write_result_sheet(run.pk, actor=actor)
    return checked - started, applied - checked, time.perf_counter() - applied


def _same(what: str, found: int, wanted: int) -> None:
    if found != wanted:
        raise SystemExit(f"{found} {what}, not {wanted}")


def _tell(name: str, what: str, seconds: list[float]) -> None:
    sys.stderr.write(f"  {name}, {what}: {statistics.median(seconds) * 1000:.0f} ms\n")
