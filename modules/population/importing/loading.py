"""The command line's way: a file at once, without a preview to look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.collecting import collector_paused
from balai.db import atomic
from modules.population import opensid
from modules.population.errors import ImportRefused
from modules.population.importing.looking import Found, check, find, read, remembered, require_layout
from modules.population.importing.reporting import keep, kinds_of, report_of
from modules.population.models import ImportRun, RunState
from modules.population.services import apply_rows, preview_rows

_LOCK_NOT_AVAILABLE = "55P03"


@collector_paused()
def load(
    path: str | Path, *, actor: Actor, dry_run: bool = False, skip_refused: bool = False, layout: str = "",
    found: Found | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Import a workbook at once. By default nothing is applied while any row is refused.

    ``layout`` "" finds the layout by looking; ``found`` spares looking twice. Another module's workbook goes to its
    importer.

    Returns ``{"rows", "new", "changed", "unchanged", "refused", "warnings", "applied", "issues": [{"row", "column",
    "value", "level", "code", "message"}]}``; ``applied`` is 0 where nothing was written.

    Raises:
        SpreadsheetRefused: the file cannot be read.
        UnknownLayout: there is no such layout.
        ImportRefused: another import of the village runs.
    """
    path = Path(path)
    found = found or find(path, layout)
    require_layout(actor, found.name)
    if found.importer is not None:
        return found.importer.load_file(path, actor=actor, dry_run=dry_run, skip_refused=skip_refused)
    book, mapping = _read(found)
    checked = check(book)
    looked = preview_rows(actor=actor, rows=checked.rows)
    refused = len(checked.refused) + looked.refused
    if dry_run or (refused and not skip_refused):
        return report_of(checked, looked, applied=False).as_dict()
    with _one_at_a_time(), atomic():
        run = ImportRun.objects.create(
            file_name=path.name[:200], created_by=actor.name[:150], skip_refused=skip_refused, layout=found.name,
            mapping=mapping, summary={"layout": found.as_dict()},
        )  # fmt: skip
        done = apply_rows(actor=actor, rows=checked.rows, source=path.name[:80], import_run=run)
        report = report_of(checked, done, applied=True)
        run.applied_at = timezone.now()
        keep(run, report, RunState.APPLIED, kinds=kinds_of(report.issues), titles=book.titles, sheets=book.sheets)
    return report.as_dict()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Another import of this village that holds its lock for longer than three seconds is a sentence here."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
            raise
        raise ImportRefused(
            _("Impor lain untuk desa ini sedang berjalan. Tunggu sampai selesai, lalu ulangi.")
        ) from None


def _read(found: Found) -> tuple[opensid.Workbook, dict[str, str]]:
    """The workbook; headings that an officer matched once are matched again."""
    try:
        return read(found), {}
    except opensid.HeadingsDiffer as differ:
        mapping = remembered([head.heading for head in differ.heads])
        if not mapping:
            raise
        return read(found, mapping), mapping
