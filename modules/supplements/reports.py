"""A supplement to take along: a workbook that imports again unchanged, and the list on signed paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.reports import Report, ReportColumn
from balai.reports.listing import listed
from balai.reports.papers import signed_paper
from balai.spreadsheets import SheetOut
from balai.ui.formats import age, long_date, mask
from modules.population.codes import Sex
from modules.population.picking import on_paper, state_words
from modules.population.selectors import place_words
from modules.population.sight import Sight
from modules.supplements import columns as c
from modules.supplements import selectors, services
from modules.supplements.models import ColumnKind, Supplement
from modules.supplements.values import for_sheet, shown

_KINDS = {ColumnKind.NUMBER: "number", ColumnKind.DATE: "date", ColumnKind.TEXT: "text", ColumnKind.CHOICE: ""}


def _rows(supplement: Supplement, text: str, filters: dict[str, Any], actor: Actor) -> Any:
    found: Any = selectors.entries_found(supplement, text, filters, sight=Sight.of(actor))
    return found.order_by("person_name", "pk")


def entries(*, actor: Actor, supplement: str, text: str = "", filters: dict[str, Any] | None = None) -> Report:
    """What the page lists, with the list's own columns; the workbook holds what the list is, too."""
    found = services.supplement_or_404(supplement)
    own = selectors.columns_of(found)
    rows = _rows(found, text, filters or {}, actor)
    whole = actor.may("population.view_nik")
    columns = [
        ReportColumn(c.SUBJECT.title, 18, "text"), ReportColumn(c.TOLD[0].title, 28), ReportColumn(c.TOLD[1].title, 28),
        ReportColumn(c.NOTE.title, 28), *(ReportColumn(each.name, 16, _KINDS[ColumnKind(each.kind)]) for each in own),  # type: ignore[arg-type]
    ]  # fmt: skip

    def lines() -> Iterator[list[Any]]:
        for each in rows.iterator(chunk_size=2000):
            number = each.family.number if found.of_families else each.resident.nik
            rt = each.family.rt if found.of_families else each.resident.rt
            yield [
                number if whole else mask(number), each.person_name or "", place_words(rt), each.note,
                *(for_sheet(column, each.values.get(column.key)) for column in own),
            ]  # fmt: skip

    about = SheetOut(
        c.ABOUT, ["NAMA", found.name],
        [["SASARAN", str(found.get_target_display())], ["SUMBER DATA", found.source], ["KETERANGAN", found.description]],
        widths={0: 16, 1: 60},
    )  # fmt: skip
    described = SheetOut(
        c.OWN, [each.title for each in (c.OWN_NAME, c.OWN_KIND, c.OWN_CHOICES, c.OWN_REQUIRED)],
        [[each.name, str(each.get_kind_display()), "|".join(each.choices), _("YA") if each.required else _("TIDAK")] for each in own],
        widths={0: 24, 2: 40},
    )  # fmt: skip
    return Report(
        found.name, columns, lines(), rows.count(), sheet=c.SHEET, name=f"suplemen {found.name}"[:60],
        extra=[about, described] if own else [about], bare=True, audit={"supplement": str(found.pk)},
    )  # fmt: skip


def printed(*, actor: Actor, supplement: str, text: str = "", filters: dict[str, Any] | None = None) -> Report:
    """What the page lists, on signed paper."""
    found = services.supplement_or_404(supplement)
    own = selectors.columns_of(found)
    rows = _rows(found, text, filters or {}, actor)
    whole = actor.may("population.view_nik")
    who = [
        ReportColumn(_("No."), 6, "number"),
        ReportColumn(_("Kepala keluarga") if found.of_families else _("Nama"), 30),
    ]
    who.append(ReportColumn(_("Nomor KK") if found.of_families else "NIK", 19, "text"))
    if not found.of_families:
        who += [ReportColumn("L/P", 5), ReportColumn(_("Umur"), 10)]
    columns = [
        *who, ReportColumn(_("RT/RW, dusun"), 28),
        *(ReportColumn(each.name, 14, "number" if each.kind == ColumnKind.NUMBER else "") for each in own),
        ReportColumn(_("Keterangan"), 24),
    ]  # fmt: skip

    def lines() -> Iterator[list[Any]]:
        for number, each in enumerate(rows.iterator(chunk_size=2000), 1):
            person = each.resident
            code = each.family.number if found.of_families else person.nik
            line: list[Any] = [number, each.person_name or "-", on_paper(code, whole)]
            if not found.of_families:
                line += ["L" if person.sex == Sex.MALE else "P", age(person.birth_date)]
            rt = each.family.rt if found.of_families else person.rt
            gone = state_words(person) if person is not None else _("TIDAK ADA LAGI DI DESA") if each.is_gone else ""
            note = "; ".join(part for part in (each.note, gone.title()) if part)
            yield [*line, place_words(rt), *(shown(column, each.values.get(column.key)) for column in own), note]

    facts = [(_("Sasaran"), str(found.get_target_display())), (_("Sumber data"), found.source or "-")]
    facts += [(_("Keterangan"), found.description)] if found.description else []
    return Report(
        found.name, columns, lines(), rows.count(), name=f"suplemen {found.name}"[:60],
        paper=signed_paper(
            found.name, columns, title=["DATA SUPLEMEN", found.name.upper()], facts=[*facts, (_("Keadaan"), long_date(today()))]
        ),
        audit={"supplement": str(found.pk)},
    )  # fmt: skip


def index(*, actor: Actor, text: str = "", columns: Sequence[str] = (), sort: str = "") -> Report:
    """The supplements themselves, one a row, as the page lists them."""
    from modules.supplements.views.lists import SupplementTable

    return Report(
        _("Data suplemen"), **listed(SupplementTable, selectors.supplements_found(text), columns=columns, sort=sort),
        name="data-suplemen", audit={"searched": bool(text.strip())},
    )  # fmt: skip
