"""A run's way: uploaded, looked at, checked, applied. The jobs call these with ids; each may run twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.collecting import collector_paused
from balai.db import advisory_lock, atomic
from balai.errors import NotFound
from balai.files.models import StoredFile
from balai.files.services import path_of, store
from balai.spreadsheets import SpreadsheetRefused, refuse_what_is_none
from balai.spreadsheets.reading import MAX_BYTES, check_size
from modules.population import opensid
from modules.population.applying import Progress
from modules.population.errors import ImportRefused
from modules.population.importing.looking import MATCHED, Found, check, find, read, remembered, require_layout
from modules.population.importing.reporting import Report, keep, kinds_of, preview_of, report_of
from modules.population.models import ImportRun, RunState
from modules.population.opensid.checking import Checked
from modules.population.opensid.headings import guess
from modules.population.services import apply_rows, preview_rows

XLSX = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel")


@atomic()
def start_import(
    *, actor: Actor, upload: BinaryIO, name: str, size: int, layout: str = "", options: dict[str, str] | None = None
) -> ImportRun:
    """Store an uploaded workbook and ask for its check as a job. ``layout`` "" finds the layout by looking; ``options``
    are what another module's importer takes besides (which list to fill).

    Raises:
        SpreadsheetRefused, FileRefused: too large, or no workbook.
    """
    require_layout(actor, layout)
    check_size(size)
    refuse_what_is_none(upload)
    stored = store(
        actor=actor, content=upload, name=name, kind="population.import", accept=list(XLSX), max_bytes=MAX_BYTES,
        permission="population.import",
    )  # fmt: skip
    run = ImportRun.objects.create(
        file_id=stored.pk, file_name=name[:200], created_by=actor.name[:150], layout=layout, mapping=options or {},
        summary={"layout": {"name": layout, "why": "", "sure": True, "others": []}} if layout else {},
    )  # fmt: skip
    audit.record(actor, "population.import_uploaded", about=run, size=size)
    ask_to_check(actor, run)
    return run


def ask_to_check(actor: Actor, run: ImportRun) -> None:
    """Ask for the check of a run's file as a job."""
    ask(actor, run, "population.check_import", _("Memeriksa {name}").format(name=run.file_name))


def ask(actor: Actor, run: ImportRun, kind: str, title: str, **args: Any) -> None:
    """Ask for a job about a run; its page watches it."""
    if actor.kind == "job":
        # What a job asks for belongs to who asked for the job: their page watches it.
        actor = replace(actor, kind="staff")
    job = jobs.enqueue(
        kind, actor=actor, title=title, about=run, args={"run_id": str(run.pk)} | args, key=f"{kind}:{run.pk}"
    )  # fmt: skip
    ImportRun.objects.filter(pk=run.pk).update(job_id=job.pk)
    run.job_id = job.pk


def stored_path(run: ImportRun) -> Path:
    """Where a run's file is.

    Raises:
        NotFound: it is gone.
    """
    stored = StoredFile.objects.filter(pk=run.file_id).first() if run.file_id else None
    if stored is None:
        raise NotFound(_("Berkas impor ini tidak ada lagi. Unggah sekali lagi."))
    return path_of(stored)


def locked(run: ImportRun, *states: str) -> ImportRun:
    """The run as it is now, locked.

    Raises:
        ImportRefused: it is in none of these states any more.
    """
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now.state not in states:
        raise ImportRefused(_("Impor ini tidak lagi dalam pratinjau."))
    return now


def checked_book(run: ImportRun, found: Found) -> tuple[opensid.Workbook, Checked]:
    """A run's file with its mended cells, every cell checked."""
    book = read(found, run.mapping)
    opensid.apply_patches(book, run.patches)
    return book, check(book)


@collector_paused()
def check_run(run_id: Any, *, actor: Actor, progress: Progress | None = None) -> Report:
    """The job: find the layout, check every cell, look what would happen, keep the preview.

    Where headings differ from ours, the run waits for an officer who matches them (state ``mapping``), unless the same
    headings were matched before.

    Raises:
        SpreadsheetRefused: the file cannot be read; the run keeps the sentence.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.state in {RunState.APPLIED, RunState.UNDONE}:
        return Report.of(run.summary, run.issues)
    if progress:
        progress(0, 0, _("Membaca berkas"))
    try:
        found = find(stored_path(run), run.layout)
        if not run.layout:
            run.layout, run.summary = found.name, {"layout": found.as_dict()}
        require_layout(actor, run.layout)
        if found.importer is not None:
            return _look_elsewhere(run, found, actor)
        try:
            book, checked = checked_book(run, found)
        except opensid.HeadingsDiffer as differ:
            if not _match_as_before(run, differ):
                return _wait_for_columns(run, differ)
            book, checked = checked_book(run, found)
    except SpreadsheetRefused as error:
        run.state = RunState.REFUSED
        run.issues, run.summary = [], {"layout": run.summary.get("layout"), "sentence": error.message()}
        run.save()
        raise
    if progress:
        progress(checked.total, checked.total, _("{n} baris diperiksa").format(n=checked.total))
    done = preview_rows(actor=actor, rows=checked.rows)
    report = report_of(checked, done, applied=False)
    keep(run, report, RunState.CHECKED, **preview_of(book, checked, done, report))
    return report


def _look_elsewhere(run: ImportRun, found: Found, actor: Actor) -> Report:
    """The preview of another module's workbook: its importer only looks."""
    assert found.importer is not None
    data = found.importer.load_file(
        stored_path(run), actor=actor, dry_run=True, skip_refused=True, options=_options(run)
    )
    report = Report.of(data)
    keep(
        run,
        report,
        RunState.CHECKED,
        first=data.get("first", {}),
        kinds=kinds_of(report.issues),
        titles={},
        families={},
    )
    return report


def _options(run: ImportRun) -> dict[str, str]:
    """What another module's importer is told besides the file."""
    return {"file_name": run.file_name, **run.mapping}


def _match_as_before(run: ImportRun, differ: opensid.HeadingsDiffer) -> bool:
    if run.mapping:
        return False
    run.mapping = remembered([head.heading for head in differ.heads])
    run.summary |= {"remembered": bool(run.mapping), "columns": _columns(differ)}
    return bool(run.mapping)


def _wait_for_columns(run: ImportRun, differ: opensid.HeadingsDiffer) -> Report:
    run.state = RunState.MAPPING
    run.issues = []
    run.summary = {"layout": run.summary.get("layout"), "columns": _columns(differ)}
    run.save()
    return Report.of({})


def _columns(differ: opensid.HeadingsDiffer) -> list[dict[str, Any]]:
    """The file's columns as the page shows them: heading, first cells, what it probably is."""
    guesses = guess(head.heading for head in differ.heads)
    return [
        {"heading": head.heading, "samples": list(head.samples), "guess": guesses[head.heading]}
        for head in differ.heads
    ]


@atomic()
def ask_to_apply(*, actor: Actor, run: ImportRun, skip_refused: bool = False) -> ImportRun:
    """Ask for the preview to be applied as a job.

    Raises:
        ImportRefused: rows are refused and ``skip_refused`` is off, or it is no preview any more.
    """
    require(actor, "population.import")
    now = locked(run, RunState.CHECKED)
    require_layout(actor, now.layout)
    if now.summary.get("refused") and not skip_refused:
        raise ImportRefused(_("Masih ada baris yang ditolak. Perbaiki selnya, atau pilih lewati yang ditolak."))
    now.skip_refused = skip_refused
    now.save(update_fields=["skip_refused"])
    ask(actor, now, "population.apply_import", _("Menyimpan {name}").format(name=now.file_name))
    return now


class _Differs(ImportRefused):
    """The preview no longer holds."""


@collector_paused()
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
        return Report.of(run.summary, run.issues)
    if run.state != RunState.CHECKED:
        raise ImportRefused(_("Impor ini tidak lagi dalam pratinjau."))
    if progress:
        progress(0, 0, _("Memeriksa sekali lagi"))
    found = find(stored_path(run), run.layout or MATCHED)
    before = {name: run.summary.get(name) for name in ("new", "changed", "refused")}
    if found.importer is not None:
        # One import of a village at a time, whoever's it is.
        advisory_lock("population.import")
        data = found.importer.load_file(
            stored_path(run), actor=actor, dry_run=False, skip_refused=run.skip_refused, options=_options(run)
        )
        report, run.outcome = Report.of(data), {"undo": data.get("undo")}
    else:
        _book, checked = checked_book(run, found)
        done = apply_rows(actor=actor, rows=checked.rows, source=run.file_name[:80], import_run=run, progress=progress)
        report = report_of(checked, done, applied=True)
    if before != {name: getattr(report, name) for name in before}:
        raise _Differs(_("Data desa berubah sejak pratinjau, jadi belum ada yang disimpan. Periksa pratinjaunya lagi."))
    run.applied_at = timezone.now()
    keep(run, report, RunState.APPLIED)
    if found.importer is None:
        # A job of its own: the sheet takes longer than the import, and holds no lock of the village's meanwhile.
        ask(actor, run, "population.import_result", _("Menulis lembar hasil {name}").format(name=run.file_name))
    return report
