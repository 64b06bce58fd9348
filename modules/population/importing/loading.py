"""The command line's way: a file at once, without a preview to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from balai.actor import Actor
from balai.collecting import collector_paused
from balai.db import atomic
from modules.population import opensid
from modules.population.importing.looking import Found, check, find, read, remembered, require_layout
from modules.population.importing.reporting import keep, kinds_of, report_of
from modules.population.models import ImportRun, RunState
from modules.population.services import apply_rows, preview_rows


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
    with atomic():
        run = ImportRun.objects.create(
            file_name=path.name[:200], created_by=actor.name[:150], skip_refused=skip_refused, layout=found.name,
            mapping=mapping, summary={"layout": found.as_dict()},
        )  # fmt: skip
        done = apply_rows(actor=actor, rows=checked.rows, source=path.name[:80], import_run=run)
        report = report_of(checked, done, applied=True)
        run.applied_at = timezone.now()
        keep(run, report, RunState.APPLIED, kinds=kinds_of(report.issues), titles=book.titles, sheets=book.sheets)
    return report.as_dict()


def _read(found: Found) -> tuple[opensid.Workbook, dict[str, str]]:
    """The workbook; headings that an officer matched once are matched again."""
    try:
        return read(found), {}
    except opensid.HeadingsDiffer as differ:
        mapping = remembered([head.heading for head in differ.heads])
        if not mapping:
            raise
        return read(found, mapping), mapping
