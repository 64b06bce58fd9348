"""The list of families, taken along."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.reports import Report
from balai.reports.listing import listed
from modules.population import codes
from modules.population.selectors import families as found_in
from modules.population.selectors.territory import node_or_none
from modules.population.sight import Sight
from modules.population.tables_families import FamilyTable, family_columns, prepared

#: What stands in a file where nobody chose (the command line, a link made before).
STANDARD = (
    "head", "number", "head_nik", "size", "men", "women", "dusun", "rw", "rt", "address", "welfare", "registered", "printed", "temporary",
)  # fmt: skip


def build(
    *, actor: Actor, text: str, filters: dict[str, str], columns: Sequence[str] = STANDARD, sort: str = "place"
) -> Report:  # fmt: skip
    """The families found with the columns and in the order of the list; numbers masked for who may not see them."""
    sight = Sight.of(actor)
    found = found_in.with_head(found_in.families_found(text, filters, sight=sight))
    table = type("Families", (FamilyTable,), {"columns": family_columns(sight)})
    return Report(
        title=_("Keluarga"),
        **listed(table, prepared(found, columns, sort), columns=columns, sort=sort),
        lines=_words(text, filters),
        sheet=_("Keluarga"),
        name=_("keluarga"),
        audit={"filters": sorted(filters), "searched": bool(text), "columns": list(columns)},
    )


def _words(text: str, filters: dict[str, str]) -> list[str]:
    said = []
    if text:
        said.append(_("Pencarian tertentu"))
    if filters.get("state"):
        said.append(str(found_in.STATES[filters["state"]]))
    if filters.get("mend"):
        said.append(str(found_in.MENDS[filters["mend"]]))
    if filters.get("welfare"):
        code = filters["welfare"]
        said.append(_("Belum digolongkan") if code == "none" else str(codes.WelfareClass(int(code)).label))
    if filters.get("temporary"):
        said.append(_("Nomor sementara") if filters["temporary"] == "1" else _("Nomor tetap"))
    if node := node_or_none(filters["territory"]) if filters.get("territory") else None:
        said.append(str(node))
    if filters.get("size_from"):
        said.append(_("Paling sedikit {n} anggota").format(n=filters["size_from"]))
    if filters.get("size_to"):
        said.append(_("Paling banyak {n} anggota").format(n=filters["size_to"]))
    return said
