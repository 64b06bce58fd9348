"""After an import: its result sheet, and taking it back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.collecting import collector_paused
from balai.db import advisory_lock, atomic
from balai.files.services import store
from balai.spreadsheets.reading import MAX_BYTES
from modules.population import opensid
from modules.population.errors import CannotUndo
from modules.population.importing.looking import MATCHED, find, importer_of, read, require_layout
from modules.population.importing.runs import XLSX, ask, stored_path
from modules.population.layouts import LAYOUTS
from modules.population.models import ImportRun, PopulationEvent, Resident, RunState
from modules.population.services import Done, refuse_touched, touched_since, undo_import


@collector_paused()
def write_result_sheet(run_id: Any, *, actor: Actor) -> ImportRun:
    """The job after an import: every row as it came, what became of it, what was said, what was mended.

    Safe to run twice: the first sheet stays.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.result_file_id or run.state != RunState.APPLIED:
        return run
    book = read(find(stored_path(run), run.layout or MATCHED), run.mapping)
    opensid.apply_patches(book, run.patches)
    outcome = {row: what for what, rows in run.outcome.items() for row in rows}
    buffer = io.BytesIO()
    opensid.write_result(buffer, book, outcome, [opensid.Issue(**issue) for issue in run.issues], run.patches)
    with atomic():
        stored = store(
            actor=actor, content=buffer.getvalue(), name=f"hasil-{Path(run.file_name).stem[:60]}.xlsx",
            kind="population.import_result", accept=list(XLSX), max_bytes=MAX_BYTES, permission="population.import",
        )  # fmt: skip
        ImportRun.objects.filter(pk=run.pk, result_file_id=None).update(result_file_id=stored.pk)
    run.refresh_from_db()
    return run


def can_be_undone(run: ImportRun) -> bool:
    """Whether an applied import can be taken back as a whole: residents can, other modules' workbooks where they say how."""
    if run.state != RunState.APPLIED:
        return False
    importer = importer_of(run.layout)
    if importer is not None:
        return bool(importer.undo and run.outcome.get("undo"))
    return not run.layout or run.layout in LAYOUTS


def skips_by_itself(run: ImportRun) -> bool:
    """Whether an undo of this run asks its importer, not the register, what was touched since."""
    return importer_of(run.layout) is not None


@dataclass(frozen=True)
class Touched:
    """Somebody of an applied import whom something happened to since: the sheet's row, who, and what."""

    row: int
    resident: Resident
    why: str


def touched(run: ImportRun) -> list[Touched]:
    """Whom an undo would leave alone, in the sheet's order: two queries and one a module that refers to people."""
    rows = touched_since(run) if can_be_undone(run) and not skips_by_itself(run) else []
    events = PopulationEvent.objects.filter(
        resident__in=[row.resident.pk for row in rows], recorded_at__gt=run.applied_at or run.created_at
    ).exclude(run=run.pk)
    happened = {event.resident_id: event for event in events.order_by("id")}
    return [Touched(row.row, row.resident, _why(row, happened.get(row.resident.pk))) for row in rows]


def _why(row: Done, event: PopulationEvent | None) -> str:
    if event is not None:
        return _("{kind}, {author}").format(kind=event.get_kind_display(), author=event.author_name)
    if row.edited:
        return _("datanya diubah")
    return _("dipakai di tempat lain (misalnya sebagai ketua RT atau dalam surat)")


@atomic()
def ask_to_undo(*, actor: Actor, run: ImportRun, skip_touched: bool = False) -> ImportRun:
    """Ask for an applied import to be taken back, as a job.

    Raises:
        CannotUndo: people were touched since and ``skip_touched`` is off, or it is not applied.
    """
    require(actor, "population.import")
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if skips_by_itself(now):
        require_layout(actor, now.layout)
        if not can_be_undone(now):
            raise CannotUndo(_("Impor ini tidak dapat dibatalkan."))
    else:
        refuse_touched(now, skip_touched=skip_touched)
    title = _("Membatalkan impor {name}").format(name=now.file_name)
    ask(actor, now, "population.undo_import", title, skip_touched=skip_touched)
    return now


@collector_paused()
def undo_run(run_id: Any, *, actor: Actor, skip_touched: bool) -> dict[str, int]:
    """The job. Safe to run twice: an import that is undone stays undone."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state == RunState.UNDONE:
        return {"reverted": 0, "skipped": 0}
    if skips_by_itself(run):
        return _undo_elsewhere(run, actor, skip_touched)
    return undo_import(actor=actor, run=run, skip_touched=skip_touched)


@atomic()
def _undo_elsewhere(run: ImportRun, actor: Actor, skip_touched: bool) -> dict[str, int]:
    """Another module takes back what its importer wrote, in one transaction with the run's own row."""
    advisory_lock("population.import")
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    importer = importer_of(now.layout)
    if importer is None or not can_be_undone(now):
        raise CannotUndo(_("Impor ini tidak dapat dibatalkan."))
    done = importer.undo_import(now.outcome["undo"], actor=actor, skip_touched=skip_touched)
    now.state, now.undone_at = RunState.UNDONE, timezone.now()
    now.save(update_fields=["state", "undone_at"])
    audit.record(actor, "population.import_undone", about=now, reverted=done["reverted"], skipped=done["skipped"])
    return done
