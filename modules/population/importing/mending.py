"""What an officer puts right before an import is applied: cells, many equal cells, columns, the layout itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic
from modules.population import opensid
from modules.population.errors import ImportRefused, UnknownLayout
from modules.population.importing.looking import MATCHED, layout_titles, require_layout
from modules.population.importing.runs import ask_to_check, check_run, locked
from modules.population.layouts import LAYOUTS
from modules.population.models import ImportRun, RunState
from modules.population.opensid.columns import NEEDED
from modules.population.opensid.titles import title_of

#: Up to so many rows a mended cell is checked while the page waits (0.1 s); above, a job does it.
AT_ONCE = 300
_LONGEST = 200


def mend_cell(*, actor: Actor, run: ImportRun, row: int, column: str, text: str) -> ImportRun:
    """Mend one cell in the preview; see :func:`mend_cells`."""
    return mend_cells(actor=actor, run=run, cells={(row, column): text})


@atomic()
def mend_cells(*, actor: Actor, run: ImportRun, cells: Mapping[tuple[int, str], str]) -> ImportRun:
    """Mend cells in the preview: kept beside the file, which stays as it came; the check runs again.

    Raises:
        ImportRefused: it is no preview any more, there is no such column, or it is another module's workbook.
    """
    require(actor, "population.import")
    now = _mendable(run)
    for (row, column), text in cells.items():
        if column not in opensid.ALL_HEADINGS:
            raise ImportRefused(_("Kolom ini tidak ada."), field="column")
        now.patches[f"{row}:{column}"] = text.strip()[:_LONGEST]
    _keep_and_check(actor, now)
    columns = sorted({column for _row, column in cells})
    audit.record(actor, "population.import_mended", about=now, cells=len(cells), columns=columns)
    return ImportRun.objects.get(pk=run.pk)


@atomic()
def mend_alike(*, actor: Actor, run: ImportRun, column: str, code: str, value: str, text: str) -> int:
    """Mend every cell of a column that was told the same thing for the same value: "this label means that, 212 times".

    Returns how many cells that were.

    Raises:
        ImportRefused: it is no preview any more, or there is no such cell.
    """
    require(actor, "population.import")
    now = _mendable(run)
    rows = [
        issue["row"]
        for issue in now.issues
        if (issue["column"], issue["code"], issue["value"]) == (column, code, value) and issue["row"] > 1
    ]
    if not rows or column not in opensid.ALL_HEADINGS:
        raise ImportRefused(_("Sel seperti itu tidak ada lagi dalam pratinjau ini."))
    now.patches |= {f"{row}:{column}": text.strip()[:_LONGEST] for row in rows}
    _keep_and_check(actor, now)
    audit.record(actor, "population.import_mended", about=now, cells=len(rows), columns=[column])
    return len(rows)


def _mendable(run: ImportRun) -> ImportRun:
    now = locked(run, RunState.CHECKED)
    if now.layout and now.layout not in LAYOUTS:
        raise ImportRefused(_("Sel berkas ini tidak dapat diperbaiki di sini. Perbaiki di Excel, lalu unggah lagi."))
    return now


def _keep_and_check(actor: Actor, run: ImportRun) -> None:
    run.save(update_fields=["patches"])
    if run.summary.get("rows", 0) <= AT_ONCE:
        check_run(run.pk, actor=actor)
    else:
        ask_to_check(actor, run)


@atomic()
def choose_layout(*, actor: Actor, run: ImportRun, layout: str) -> ImportRun:
    """Say what a file is where looking was wrong. Mended cells and matched columns were of the other layout: they go.

    Raises:
        UnknownLayout: there is no such layout.
        ImportRefused: the import is applied already.
    """
    require(actor, "population.import")
    if layout not in layout_titles():
        raise UnknownLayout(layout=layout, known=list(layout_titles()), field="layout")
    require_layout(actor, layout)
    now = locked(run, RunState.UPLOADED, RunState.MAPPING, RunState.CHECKED, RunState.REFUSED)
    now.layout, now.mapping, now.patches, now.issues = layout, {}, {}, []
    now.summary = {"layout": {"name": layout, "why": _("dipilih"), "sure": True, "others": []}}
    now.state = RunState.UPLOADED
    now.save()
    audit.record(actor, "population.import_layout_chosen", about=now, layout=layout)
    ask_to_check(actor, now)
    return now


@atomic()
def match_columns(*, actor: Actor, run: ImportRun, mapping: Mapping[str, str]) -> ImportRun:
    """Say which column of the file is which of ours ("" is not taken); the check runs again.

    Kept with the run, and used again for the next file with the same headings.

    Raises:
        ImportRefused: a needed column is missing, one of ours is chosen twice (``field``: which of the file's), or the
            file is not a list of one person a row.
    """
    require(actor, "population.import")
    now = locked(run, RunState.MAPPING, RunState.CHECKED)
    if (now.layout or MATCHED) != MATCHED:
        raise ImportRefused(_("Kolom bentuk berkas ini sudah tetap; tidak perlu dicocokkan."))
    chosen: dict[str, str] = {}
    for heading, column in mapping.items():
        if column and column not in opensid.ALL_HEADINGS:
            raise ImportRefused(_("Kolom ini tidak ada."), field=heading)
        if column and column in chosen:
            raise ImportRefused(
                _("{column} sudah dipilih untuk {other}. Pilih satu saja.").format(
                    column=title_of(column), other=chosen[column]
                ),
                field=heading,
            )
        chosen[column] = heading
    missing = [title_of(name) for name in NEEDED if name not in chosen]
    if missing:
        raise ImportRefused(_("Belum ada kolom untuk {names}.").format(names=", ".join(missing)))
    now.mapping = dict(mapping)
    now.summary = {**now.summary, "remembered": False}
    now.save(update_fields=["mapping", "summary"])
    audit.record(actor, "population.import_matched", about=now, columns=len([name for name in chosen if name]))
    if now.summary.get("rows", AT_ONCE + 1) <= AT_ONCE:
        check_run(now.pk, actor=actor)
    else:
        ask_to_check(actor, now)
    return ImportRun.objects.get(pk=run.pk)


def columns_of(run: ImportRun) -> list[dict[str, Any]]:
    """The file's columns with what was chosen (or is guessed) for each; [] where nothing needs matching."""
    columns: list[dict[str, Any]] = run.summary.get("columns", [])
    return [each | {"chosen": run.mapping.get(each["heading"], each["guess"])} for each in columns]
