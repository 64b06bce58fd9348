"""Residents as a workbook that imports again unchanged."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from balai import audit, jobs
from balai.actor import Actor, require
from balai.db import atomic, today
from balai.files.services import store
from balai.jobs.models import Job
from modules.population import opensid
from modules.population.models import Resident, TerritoryKind
from modules.population.rows import ROW_FIELDS, ResidentRow
from modules.population.selectors import residents_found
from tenants.context import current_village

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


@atomic()
def ask_for_export(
    *, actor: Actor, text: str, filters: dict[str, Any], labelled: bool = False, opensid_only: bool = False
) -> Job:
    """Ask for the list (with its filters) as a workbook; a job, since a whole village takes seconds.

    ``opensid_only`` leaves out the columns that OpenSID does not know, so that OpenSID can read the file.
    """
    require(actor, "population.export")
    clean = {key: value for key, value in filters.items() if value not in (None, "")}
    args = {"text": text, "filters": clean, "labelled": labelled} | ({"opensid_only": True} if opensid_only else {})
    return jobs.enqueue("population.export", actor=actor, title=_("Ekspor penduduk"), args=args)


def export(
    *, actor: Actor, text: str, filters: dict[str, Any], labelled: bool, opensid_only: bool = False
) -> dict[str, Any]:
    """The job: write the workbook, keep it as a file; returns its address."""
    require(actor, "population.export")
    found = residents_found(text, {"presence": "all"} | filters)
    buffer = io.BytesIO()
    opensid.export_rows(rows_of(found), buffer, labelled=labelled, everything=not opensid_only)
    card = current_village()
    stored = store(
        actor=actor, content=buffer.getvalue(), name=f"penduduk-{card.subdomain}-{today():%Y%m%d}.xlsx", kind="population.export",
        accept=["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"], max_bytes=200 * 1024 * 1024,
        permission="population.export",
    )  # fmt: skip
    audit.record(actor, "population.exported", about=stored, filters=sorted(filters))
    return {"url": f"/kantor/berkas/{stored.pk}/"}
