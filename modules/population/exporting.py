"""Residents as a workbook that imports again unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from balai import reports
from balai.actor import Actor
from balai.jobs.models import Job
from balai.reports import Report, ReportColumn
from modules.population import opensid
from modules.population.models import Resident, TerritoryKind
from modules.population.rows import ROW_FIELDS, ResidentRow
from modules.population.selectors import residents_found

_DIRECT = tuple(
    name for name in ROW_FIELDS if name not in {"nik", "no_kk", "dusun", "rw", "rt", "address"}
)  # what a row and a resident call by the same name


def rows_of(found: Any) -> Iterator[ResidentRow]:
    """Residents as rows; temporary numbers go out as 0, as OpenSID writes them."""
    related = found.select_related("family", "rt__parent__parent").order_by("family__number", "shdk", "name", "pk")
    for number, each in enumerate(related.iterator(chunk_size=2000), 2):
        row = ResidentRow(row=number)
        for name in _DIRECT:
            setattr(row, name, getattr(each, name) or None)
        row.name = each.name
        row.nik = "0" if each.nik_temporary else each.nik
        row.no_kk = each.family.number if each.family else ""
        row.address = (each.family.address or None) if each.family else None
        _place(row, each)
        yield row


def _place(row: ResidentRow, each: Resident) -> None:
    rt = each.rt
    if rt is None:
        return
    row.rt = rt.name
    above = rt.parent
    if above is None:
        return
    if above.kind == TerritoryKind.RW:
        row.rw = above.name
        row.dusun = above.parent.name if above.parent else None
    else:
        row.dusun = above.name


def ask_for_export(
    *, actor: Actor, text: str, filters: dict[str, Any], labelled: bool = False, opensid_only: bool = False
) -> Job:
    """Ask for the list (with its filters) as a workbook; a job, since a whole village takes seconds.

    ``opensid_only`` leaves out the columns that OpenSID does not know, so that OpenSID can read the file.
    """
    clean = {key: value for key, value in filters.items() if value not in (None, "")}
    args = {"text": text, "filters": clean, "labelled": labelled, "opensid_only": opensid_only}
    return reports.ask_for_export("population.residents", actor=actor, args=args)


def build(*, actor: Actor, text: str, filters: dict[str, Any], labelled: bool, opensid_only: bool = False) -> Report:
    """The residents found as the workbook that imports again unchanged (coded or labelled)."""
    found = residents_found(text, {"presence": "all"} | filters)
    everything = not opensid_only
    return Report(
        title=_("Penduduk"),
        columns=[
            ReportColumn(heading, width, "text" if as_text else "")
            for heading, width, as_text in opensid.sheet_columns(everything=everything)
        ],
        rows=opensid.cells_of(rows_of(found), labelled, everything=everything),
        total=found.count(),
        sheet=opensid.SHEET,
        name=_("penduduk"),
        # A second sheet would be refused by who reads the file again.
        bare=True,
        audit={"filters": sorted(filters), "labelled": labelled, "searched": bool(text)},
    )
