"""A person's biodata as a paper that they print at the citizen's door, for one purpose."""

from __future__ import annotations

from balai import audit
from balai.actor import Actor
from balai.db import today
from balai.documents.tables import Column, HeadCell, Table, TableDocument, render_table
from balai.errors import NotFound
from balai.reports.papers import kop
from modules.population import presenting
from modules.population.kk_sheet import own_copy
from modules.population.models import Resident
from modules.population.selectors.acting import may_act_for
from modules.population.sight import EVERYTHING
from tenants.context import current_village

#: F4 upright.
_PAPER = (215.0, 330.0)


def biodata_copy(*, actor: Actor, resident: Resident, purpose: str) -> bytes:
    """The sheet of a citizen's own data, or of somebody they act for; the purpose and the day lie across it.

    Raises:
        NotFound: somebody else's.
        PopulationError: no purpose.
    """
    if actor.kind != "citizen" or not may_act_for(actor.id, resident.pk):
        raise NotFound()
    tables = [
        Table(
            (Column(60), Column(130, empty="-")), [HeadCell(str(title).upper(), 0, 0, columns=2)], [list(row) for row in rows], numbering=False
        )
        for title, rows in presenting.biodata_of(resident, sight=EVERYTHING)
    ]  # fmt: skip
    document = TableDocument(
        name=f"Biodata {resident.name}", tables=tables, title=("BIODATA PENDUDUK", "SALINAN"), kop=kop(), paper=_PAPER,
        margins=(15, 20, 12, 20), size=9.0, head_size=9.0, lone_page=False, created=today(),
        watermark="DATA LATIHAN" if current_village().data == "synthetic" else "",
    )  # fmt: skip
    own_copy(document, actor.name, purpose)
    audit.record_read(actor, "population.biodata_read", about=resident, printed=True)
    return render_table(document)
