"""The list of families, taken along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from balai.actor import Actor
from balai.reports import Report, ReportColumn
from modules.population import codes
from modules.population.fields import on_paper
from modules.population.models import TerritoryKind
from modules.population.selectors import families as found_in
from modules.population.selectors import living
from modules.population.selectors.territory import by_place, node_or_none
from modules.population.sight import Sight

COLUMNS = (
    ReportColumn(lazy("Nomor KK"), 19, "text"), ReportColumn(lazy("Nomor sementara"), 10), ReportColumn(lazy("Kepala keluarga"), 30),
    ReportColumn(lazy("NIK kepala"), 19, "text"), ReportColumn("L", 6, "number"), ReportColumn("P", 6, "number"),
    ReportColumn(lazy("Anggota"), 9, "number"), ReportColumn(lazy("Dusun"), 18), ReportColumn("RW", 6, "text"),
    ReportColumn("RT", 6, "text"), ReportColumn(lazy("Alamat"), 32), ReportColumn(lazy("Kelas sosial"), 26),
    ReportColumn(lazy("Terdaftar"), 12, "date"), ReportColumn(lazy("KK dicetak"), 12, "date"),
)  # fmt: skip


def build(*, actor: Actor, text: str, filters: dict[str, str]) -> Report:
    """The families found, as they are listed; numbers masked for who may not see them."""
    found = found_in.with_head(found_in.families_found(text, filters, sight=Sight.of(actor)))
    ordered = found.select_related("rt__parent__parent").order_by(by_place(), "head_name", "pk")
    return Report(
        title=_("Keluarga"),
        columns=COLUMNS,
        rows=_rows(ordered, shown=actor.may("population.view_nik")),
        total=found.count(),
        lines=_words(text, filters),
        sheet=_("Keluarga"),
        name=_("keluarga"),
        audit={"filters": sorted(filters), "searched": bool(text)},
    )


def _rows(found: Any, *, shown: bool) -> Iterator[list[Any]]:
    sexes = living().filter(family__isnull=False).order_by().values_list("family_id").annotate(
        male=Count("pk", filter=Q(sex=codes.Sex.MALE)), all=Count("pk")
    )  # fmt: skip
    sizes = {key: (male, everybody) for key, male, everybody in sexes}
    for each in found.iterator(chunk_size=2000):
        male, everybody = sizes.get(each.pk, (0, 0))
        rt = each.rt
        above = rt.parent if rt else None
        rw = above if above is not None and above.kind == TerritoryKind.RW else None
        dusun = (rw.parent if rw else above) if rt else None
        yield [
            on_paper(each.number, shown), _("ya") if each.number_temporary else "", each.head_name or "",
            on_paper(each.head_nik or "", shown), male, everybody - male, everybody,
            dusun.name if dusun else "", rw.name if rw else "", rt.name if rt else "", each.address,
            each.get_welfare_class_display() or "", each.registered_on, each.printed_on,
        ]  # fmt: skip


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
