"""Residents as files: a workbook that imports again unchanged, or the columns that somebody chose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai import reports
from balai.actor import Actor, require
from balai.jobs.models import Job
from balai.reports import Report, ReportColumn
from modules.population import opensid
from modules.population.fields import FIELDS, visible
from modules.population.models import Resident, TerritoryKind
from modules.population.rows import ROW_FIELDS, ResidentRow
from modules.population.selectors.finding import Selection
from modules.population.sight import HEALTH, NUMBERS, Sight
from modules.population.tables import only_shown

_DIRECT = tuple(
    name for name in ROW_FIELDS if name not in {"nik", "no_kk", "dusun", "rw", "rt", "address"}
)  # what a row and a resident call by the same name


@dataclass(frozen=True)
class Way:
    """A form that the list is taken along in: the export's kind and format, and what its builder is told."""

    key: str
    words: Any
    hint: Any
    kind: str
    fmt: str
    more: tuple[tuple[str, Any], ...] = ()


WORKBOOK, LIST = "population.residents", "population.resident_list"
WAYS = (
    Way("columns", gettext_lazy("Excel, kolom yang tampil"), gettext_lazy("Untuk dibaca dan diolah."), LIST, "xlsx"),
    Way("pdf", gettext_lazy("PDF, kolom yang tampil"), gettext_lazy("Untuk dicetak dan dikirim."), LIST, "pdf"),
    Way("csv", gettext_lazy("CSV, kolom yang tampil"), gettext_lazy("Untuk aplikasi lain."), LIST, "csv"),
    Way(
        "codes", gettext_lazy("Excel berkode, semua isian"), gettext_lazy("Dapat diimpor lagi tanpa perubahan."), WORKBOOK,
        "xlsx", (("labelled", False),),
    ),
    Way(
        "labels", gettext_lazy("Excel bertulisan, semua isian"), gettext_lazy("Kode diganti tulisan; dapat diimpor lagi."),
        WORKBOOK, "xlsx", (("labelled", True),),
    ),
    Way(
        "opensid", gettext_lazy("Excel untuk OpenSID"), gettext_lazy("Hanya 43 kolom yang dikenal OpenSID, berkode."),
        WORKBOOK, "xlsx", (("labelled", False), ("opensid_only", True)),
    ),
)  # fmt: skip


def ask_for_export(
    *, actor: Actor, selection: Selection, how: Way, columns: Sequence[str] = (), sort: str = ""
) -> Job:  # fmt: skip
    """Ask for what is selected in one of the :data:`WAYS`; a job, since a whole village takes seconds.

    Raises:
        NotAllowed: the actor lacks ``population.export``.
    """
    args = selection.to_args() | dict(how.more)
    if how.kind == LIST:
        args |= {"columns": list(columns), "sort": sort}
    return reports.ask_for_export(how.kind, actor=actor, fmt=how.fmt, args=args)


def workbook(
    *, actor: Actor, labelled: bool = False, opensid_only: bool = False, **selected: Any
) -> Report:  # fmt: skip
    """The residents selected as the workbook that imports again unchanged (coded or labelled); a masked number could not.

    Raises:
        NotAllowed: the asker may not see numbers whole, or what is known of health.
    """
    require(actor, NUMBERS)
    require(actor, HEALTH)
    selection = Selection.from_args(selected, Sight.of(actor))
    found = selection.found().people
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
        audit=selection.audited() | {"labelled": labelled},
    )


def chosen_columns(*, actor: Actor, columns: Sequence[str], sort: str = "", **selected: Any) -> Report:
    """The residents selected with the columns that somebody chose, in words, as far as they may see them."""
    sight = Sight.of(actor)
    selection = Selection.from_args(selected, sight)
    fields = [FIELDS[name] for name in columns if name in FIELDS and visible(name, sight)] or [FIELDS["name"]]
    found = selection.found(sort=sort).people
    people = only_shown(found, [field.name for field in fields])
    kinds = {"digits": "text", "number": "number", "date": "date"}
    return Report(
        title=_("Daftar penduduk"),
        columns=[ReportColumn(field.title, field.width, kinds.get(field.kind, "")) for field in fields],  # type: ignore[arg-type]
        rows=([field.exported(each, sight=sight) for field in fields] for each in people.iterator(chunk_size=2000)),
        total=found.count(),
        lines=selection.lines() or [_("Semua penduduk yang tinggal di sini")],
        name=_("daftar-penduduk"),
        audit=selection.audited() | {"columns": [field.name for field in fields]},
    )


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
