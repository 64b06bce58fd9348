"""An import's way: stored file -> checked -> preview -> (cells mended) -> applied -> undone. Pages, jobs and CLI share it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.errors import NotFound
from balai.files.models import StoredFile
from balai.files.services import path_of, store
from balai.spreadsheets.reading import MAX_BYTES, check_size
from modules.population import opensid
from modules.population.applying import Applied, Progress
from modules.population.codes import Presence, Shdk
from modules.population.errors import ImportRefused
from modules.population.models import ImportRun, Resident, RunState
from modules.population.opensid.checking import Checked, KnownNumbers
from modules.population.opensid.columns import text_of
from modules.population.services import apply_rows, preview_rows, refuse_touched, undo_import
from tenants.context import current_village

XLSX = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel")


@dataclass
class Report:
    """What ``village load --json`` prints and the preview shows."""

    rows: int
    new: int
    changed: int
    unchanged: int
    refused: int
    warnings: int
    applied: int
    issues: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """In the order of the contract."""
        return {
            "rows": self.rows, "new": self.new, "changed": self.changed, "unchanged": self.unchanged,
            "refused": self.refused, "warnings": self.warnings, "applied": self.applied, "issues": self.issues,
        }  # fmt: skip


def _report(checked: Checked, done: Applied, *, applied: bool) -> Report:
    issues = sorted([*checked.issues, *done.issues], key=lambda issue: (issue.row, issue.level))
    refused = len(checked.refused) + done.refused
    return Report(
        rows=checked.total,
        new=done.new,
        changed=done.changed,
        unchanged=done.unchanged,
        refused=refused,
        warnings=sum(issue.level == "warning" for issue in issues),
        applied=done.applied if applied else 0,
        issues=[issue.as_dict() for issue in issues],
    )


def _check(path: Path, patches: dict[str, str]) -> tuple[opensid.Workbook, Checked]:
    book = opensid.read(path)
    opensid.apply_patches(book, patches)
    known = _known(book)
    return book, opensid.check(book, village_code=current_village().code, today=today(), known=known)


def _known(book: opensid.Workbook) -> KnownNumbers:
    """Whom of the file's people, and which of its families with a head, the register has: two queries."""
    cells = [row for _number, row in book.rows]
    niks = {re.sub(r"\D", "", text_of(row.get("nik"))) for row in cells}
    numbers = {re.sub(r"\D", "", text_of(row.get("no_kk"))) for row in cells}
    here = Resident.objects.filter(void_at=None)
    headed = here.filter(family__number__in=numbers, shdk=Shdk.HEAD, presence=Presence.PRESENT)
    return KnownNumbers(
        niks=frozenset(here.filter(nik__in=niks).values_list("nik", flat=True)),
        headed_families=frozenset(headed.values_list("family__number", flat=True)),
    )


def load(path: str | Path, *, actor: Actor, dry_run: bool = False, skip_refused: bool = False) -> dict[str, Any]:
    """Import a workbook at once (the command line). By default nothing is applied while any row is refused.

    Returns ``{"rows", "new", "changed", "unchanged", "refused", "warnings", "applied", "issues": [{"row", "column",
    "value", "level", "code", "message"}]}``; ``applied`` is 0 where nothing was written.

    Raises:
        SpreadsheetRefused: the file cannot be read.
    """
    require(actor, "population.import")
    path = Path(path)
    _book, checked = _check(path, {})
    looked = preview_rows(actor=actor, rows=checked.rows)
    refused = len(checked.refused) + looked.refused
    if dry_run or (refused and not skip_refused):
        return _report(checked, looked, applied=False).as_dict()
    with atomic():
        run = ImportRun.objects.create(
            file_name=path.name[:200], created_by=actor.name[:150], skip_refused=skip_refused
        )
        done = apply_rows(actor=actor, rows=checked.rows, source=path.name[:80], import_run=run)
        report = _report(checked, done, applied=True)
        _keep(run, report, RunState.APPLIED)
    return report.as_dict()


def _keep(run: ImportRun, report: Report, state: str) -> None:
    data = report.as_dict()
    run.issues = data.pop("issues")[:5000]
    run.summary = data
    run.state = state
    if state == RunState.APPLIED:
        run.applied_at = timezone.now()
    run.save()


@atomic()
def start_import(*, actor: Actor, upload: BinaryIO, name: str, size: int) -> ImportRun:
    """Store an uploaded workbook and ask for its check as a job.

    Raises:
        SpreadsheetRefused, FileRefused: too large, or no workbook.
    """
    require(actor, "population.import")
    check_size(size)
    stored = store(
        actor=actor, content=upload, name=name, kind="population.import", accept=list(XLSX), max_bytes=MAX_BYTES,
        permission="population.import",
    )  # fmt: skip
    run = ImportRun.objects.create(file_id=stored.pk, file_name=name[:200], created_by=actor.name[:150])
    audit.record(actor, "population.import_uploaded", about=run, size=size)
    _ask(actor, run, "population.check_import", _("Memeriksa {name}").format(name=name))
    return run


def _ask(actor: Actor, run: ImportRun, kind: str, title: str) -> None:
    if actor.kind == "job":
        # What a job asks for belongs to who asked for the job: their page watches it.
        actor = replace(actor, kind="staff")
    job = jobs.enqueue(kind, actor=actor, title=title, about=run, args={"run_id": str(run.pk)}, key=f"{kind}:{run.pk}")
    ImportRun.objects.filter(pk=run.pk).update(job_id=job.pk)
    run.job_id = job.pk


def _stored(run: ImportRun) -> Path:
    stored = StoredFile.objects.filter(pk=run.file_id).first() if run.file_id else None
    if stored is None:
        raise NotFound(_("Berkas impor ini tidak ada lagi. Unggah sekali lagi."))
    return path_of(stored)


def check_run(run_id: Any, *, actor: Actor, progress: Progress | None = None) -> Report:
    """The job: check every cell, look what would happen, keep the preview."""
    run = ImportRun.objects.get(pk=run_id)
    if progress:
        progress(0, 0, _("Membaca berkas"))
    try:
        _book, checked = _check(_stored(run), run.patches)
    except opensid.reading.SpreadsheetRefused as error:
        run.state = RunState.REFUSED
        run.summary = {"sentence": error.message()}
        run.save()
        raise
    if progress:
        progress(checked.total, checked.total, _("{n} baris diperiksa").format(n=checked.total))
    report = _report(checked, preview_rows(actor=actor, rows=checked.rows), applied=False)
    _keep(run, report, RunState.CHECKED)
    return report


#: Up to so many rows a mended cell is checked while the page waits (0.1 s); above, a job does it.
AT_ONCE = 300


@atomic()
def mend_cell(*, actor: Actor, run: ImportRun, row: int, column: str, text: str) -> ImportRun:
    """Mend a cell in the preview: kept beside the file, which stays as it came; the check runs again.

    Raises:
        ImportRefused: it is no preview any more, or there is no such column.
    """
    require(actor, "population.import")
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now.state != RunState.CHECKED:
        raise ImportRefused(_("Impor ini tidak lagi dalam pratinjau."))
    if column not in opensid.ALL_HEADINGS:
        raise ImportRefused(_("Kolom ini tidak ada."), field="column")
    now.patches[f"{row}:{column}"] = text.strip()[:200]
    now.save(update_fields=["patches"])
    audit.record(actor, "population.import_mended", about=now, row=row, column=column)
    if now.summary.get("rows", 0) <= AT_ONCE:
        check_run(now.pk, actor=actor)
    else:
        _ask(actor, now, "population.check_import", _("Memeriksa {name}").format(name=now.file_name))
    return ImportRun.objects.get(pk=run.pk)


@atomic()
def ask_to_apply(*, actor: Actor, run: ImportRun, skip_refused: bool = False) -> ImportRun:
    """Ask for the preview to be applied as a job.

    Raises:
        ImportRefused: rows are refused and ``skip_refused`` is off, or it is no preview any more.
    """
    require(actor, "population.import")
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now.state != RunState.CHECKED:
        raise ImportRefused(_("Impor ini tidak lagi dalam pratinjau."))
    if now.summary.get("refused") and not skip_refused:
        raise ImportRefused(_("Masih ada baris yang ditolak. Perbaiki selnya, atau pilih lewati yang ditolak."))
    now.skip_refused = skip_refused
    now.save(update_fields=["skip_refused"])
    _ask(actor, now, "population.apply_import", _("Menyimpan {name}").format(name=now.file_name))
    return now


class _Differs(ImportRefused):
    """The preview no longer holds."""


def apply_run(run_id: Any, *, actor: Actor, progress: Progress | None = None) -> Report:
    """The job: check again in one transaction with the writing; where the counts differ, back to a fresh preview.

    Safe to run twice: an applied import stays as it is.

    Raises:
        ImportRefused: something changed between preview and now; nothing was written.
    """
    try:
        return _apply(run_id, actor=actor, progress=progress)
    except _Differs:
        check_run(run_id, actor=actor)
        raise


@atomic()
def _apply(run_id: Any, *, actor: Actor, progress: Progress | None) -> Report:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state == RunState.APPLIED:
        return Report(**{**run.summary, "issues": run.issues})
    if run.state != RunState.CHECKED:
        raise ImportRefused(_("Impor ini tidak lagi dalam pratinjau."))
    if progress:
        progress(0, 0, _("Memeriksa sekali lagi"))
    _book, checked = _check(_stored(run), run.patches)
    before = {key: run.summary.get(key) for key in ("new", "changed", "refused")}
    done = apply_rows(actor=actor, rows=checked.rows, source=run.file_name[:80], import_run=run, progress=progress)
    report = _report(checked, done, applied=True)
    if before != {"new": report.new, "changed": report.changed, "refused": report.refused}:
        raise _Differs(_("Data desa berubah sejak pratinjau, jadi belum ada yang disimpan. Periksa pratinjaunya lagi."))
    for row, what in done.outcome.items():
        run.outcome.setdefault(what, []).append(row)
    _keep(run, report, RunState.APPLIED)
    # A job of its own: the sheet takes longer than the import, and holds no lock of the village's meanwhile.
    _ask(actor, run, "population.import_result", _("Menulis lembar hasil {name}").format(name=run.file_name))
    return report


def write_result_sheet(run_id: Any, *, actor: Actor) -> ImportRun:
    """The job after an import: every row as it came, what became of it, what was said, what was mended.

    Safe to run twice: the first sheet stays.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.result_file_id or run.state != RunState.APPLIED:
        return run
    book = opensid.read(_stored(run))
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


@atomic()
def ask_to_undo(*, actor: Actor, run: ImportRun, skip_touched: bool = False) -> ImportRun:
    """Ask for an applied import to be taken back, as a job.

    Raises:
        CannotUndo: people were touched since and ``skip_touched`` is off, or it is not applied.
    """
    require(actor, "population.import")
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    refuse_touched(now, skip_touched=skip_touched)
    title = _("Membatalkan impor {name}").format(name=now.file_name)
    job = jobs.enqueue(
        "population.undo_import", actor=actor, title=title, about=now,
        args={"run_id": str(now.pk), "skip_touched": skip_touched}, key=f"population.undo_import:{now.pk}",
    )  # fmt: skip
    now.job_id = job.pk
    now.save(update_fields=["job_id"])
    return now


def undo_run(run_id: Any, *, actor: Actor, skip_touched: bool) -> dict[str, int]:
    """The job. Safe to run twice: an import that is undone stays undone."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state == RunState.UNDONE:
        return {"reverted": 0, "skipped": 0}
    return undo_import(actor=actor, run=run, skip_touched=skip_touched)
