"""An import's way: stored file -> checked -> preview -> (cells mended) -> applied -> undone. Pages, jobs and CLI share it."""

from __future__ import annotations

import io
from dataclasses import dataclass
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
from modules.population.errors import ImportRefused
from modules.population.models import ImportRun, RunState
from modules.population.opensid.checking import Checked
from modules.population.services import apply_rows, preview_rows
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
    return book, opensid.check(book, village_code=current_village().code, today=today())


def load(path: str | Path, *, actor: Actor, dry_run: bool = False, skip_refused: bool = False) -> Report:
    """Import a workbook at once (the command line). By default nothing is applied while any row is refused.

    Raises:
        SpreadsheetRefused: the file cannot be read.
    """
    require(actor, "population.import")
    path = Path(path)
    _book, checked = _check(path, {})
    looked = preview_rows(actor=actor, rows=checked.rows)
    refused = len(checked.refused) + looked.refused
    if dry_run or (refused and not skip_refused):
        return _report(checked, looked, applied=False)
    with atomic():
        run = ImportRun.objects.create(
            file_name=path.name[:200], created_by=actor.name[:150], skip_refused=skip_refused
        )
        done = apply_rows(actor=actor, rows=checked.rows, source=path.name[:80], import_run=run)
        report = _report(checked, done, applied=True)
        _keep(run, report, RunState.APPLIED)
    return report


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
    job = jobs.enqueue(kind, actor=actor, title=title, about=run, args={"run_id": str(run.pk)}, key=f"{kind}:{run.pk}")
    ImportRun.objects.filter(pk=run.pk).update(job_id=job.pk)
    run.job_id = job.pk


def _stored(run: ImportRun) -> Path:
    stored = StoredFile.objects.filter(pk=run.file_id).first()
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


@atomic()
def mend_cell(*, actor: Actor, run: ImportRun, row: int, column: str, text: str) -> ImportRun:
    """Mend a cell in the preview: kept beside the file, which stays as it came; the check runs again."""
    require(actor, "population.import")
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now.state != RunState.CHECKED:
        raise ImportRefused(_("Impor ini tidak lagi dalam pratinjau."))
    if column not in opensid.HEADINGS:
        raise ImportRefused(_("Kolom ini tidak ada."), field="column")
    now.patches[f"{row}:{column}"] = text.strip()[:200]
    now.save(update_fields=["patches"])
    check_run(now.pk, actor=actor)
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


@atomic()
def apply_run(run_id: Any, *, actor: Actor, progress: Progress | None = None) -> Report:
    """The job: check again in this transaction; where the counts differ from the preview, back to the preview.

    Safe to run twice: an applied import stays as it is.

    Raises:
        ImportRefused: something changed between preview and now.
    """
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state == RunState.APPLIED:
        return Report(**{**run.summary, "issues": run.issues})
    if progress:
        progress(0, 0, _("Memeriksa sekali lagi"))
    book, checked = _check(_stored(run), run.patches)
    before = {key: run.summary.get(key) for key in ("new", "changed", "refused")}
    done = apply_rows(actor=actor, rows=checked.rows, source=run.file_name[:80], import_run=run, progress=progress)
    report = _report(checked, done, applied=True)
    now = {"new": report.new, "changed": report.changed, "refused": report.refused}
    if before != now:
        raise ImportRefused(
            _("Data desa berubah sejak pratinjau, jadi belum ada yang disimpan. Periksa pratinjaunya lagi.")
        )
    _keep(run, report, RunState.APPLIED)
    outcome = dict(done.outcome)
    buffer = io.BytesIO()
    opensid.write_result(buffer, book, outcome, [*checked.issues, *done.issues], run.patches)
    stored = store(
        actor=actor, content=buffer.getvalue(), name=f"hasil-{Path(run.file_name).stem[:60]}.xlsx", kind="population.import_result",
        accept=list(XLSX), max_bytes=MAX_BYTES, permission="population.import",
    )  # fmt: skip
    ImportRun.objects.filter(pk=run.pk).update(result_file_id=stored.pk)
    return report
