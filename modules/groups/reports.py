"""Groups to take along: a workbook that imports again unchanged, and lists on signed paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.reports import Report, ReportColumn
from balai.reports.papers import signed_paper
from balai.ui.formats import long_date, mask, short_date, years
from modules.groups import selectors, services
from modules.groups.columns import HEADINGS, MEMBER_DAYS, SHEET
from modules.groups.models import Kind, Member
from modules.population.codes import Sex
from modules.population.picking import on_paper
from modules.population.selectors import place_words
from modules.population.sight import Sight

_WIDTHS = {"name": 28, "category": 20, "nik": 18, "person": 28, "position": 18, "description": 24, "note": 24}
_DAYS = {"decree_date", *(each.key for each in MEMBER_DAYS)}
_TEXT = {"code", "nik", "number", "decree_number", "appointed_number", "dismissed_number", "period"}
COLUMNS = [
    ReportColumn(
        each.title, _WIDTHS.get(each.key, 14), "date" if each.key in _DAYS else "text" if each.key in _TEXT else ""
    )
    for each in HEADINGS
]


def members(
    *, actor: Actor, kind: str, text: str = "", filters: dict[str, Any] | None = None, group: str = ""
) -> Report:
    """Everybody of the groups that the page lists (or of one), present and past: the workbook that imports again."""
    shown = actor.may("population.view_nik")
    found = selectors.groups_found(kind, text, filters or {}, sight=Sight.of(actor)).order_by().values("pk")
    rows = Member.objects.filter(group_id=UUID(group)) if group else Member.objects.filter(group__in=found)
    rows = rows.select_related("group__category", "resident").order_by(
        "group__name",
        "group__code",
        F("until").desc(nulls_first=True),
        Coalesce(F("position"), 50),
        "position_title",
        "pk",
    )

    def lines() -> Iterator[list[Any]]:
        for each in rows.iterator(chunk_size=2000):
            own, person = each.group, each.resident
            yield [
                str(Kind(own.kind).label).upper(), own.code, own.name, own.category.name, own.decree_number, own.decree_date,
                own.description, person.nik if shown else mask(person.nik), person.name, each.position_words, each.number,
                each.appointed_number, each.appointed_on, each.period, each.since, each.until,
                str(each.get_end_reason_display() or ""), each.dismissed_number, each.dismissed_on, each.note,
            ]  # fmt: skip

    return Report(
        _("Anggota {kind}").format(kind=Kind(kind).label.lower()), COLUMNS, lines(), rows.count(), sheet=SHEET,
        name=f"anggota-{kind}", audit={"kind": kind},
    )  # fmt: skip


def printed_members(*, actor: Actor, group: str, kind: str) -> Report:
    """One group's present members on signed paper."""
    found = services.group_or_404(group, kind)
    shown = actor.may("population.view_nik")
    rows = list(selectors.members_of(found))
    columns = [
        ReportColumn(_("No."), 6, "number"), ReportColumn(_("Nama"), 30), ReportColumn(_("Jabatan"), 20),
        ReportColumn(_("No. anggota"), 10, "text"), ReportColumn("NIK", 19, "text"), ReportColumn("L/P", 5),
        ReportColumn(_("Umur"), 7, "number"), ReportColumn(_("RT/RW, dusun"), 30), ReportColumn(_("Nomor dan tanggal SK"), 26),
        ReportColumn(_("Masa jabatan"), 14),
    ]  # fmt: skip
    on = today()

    def lines() -> Iterator[list[Any]]:
        for number, each in enumerate(rows, 1):
            person = each.resident
            decree = ", ".join(
                part for part in (each.appointed_number, short_date(each.appointed_on)) if part and part != "-"
            )
            yield [
                number, person.name, each.position_words, each.number, on_paper(person.nik, shown),
                "L" if person.sex == Sex.MALE else "P", years(person.birth_date, on) if person.birth_date else None,
                place_words(person.rt), decree, each.period,
            ]  # fmt: skip

    title = _("Daftar anggota {name}").format(name=found.name)
    facts = [
        (_("Kategori"), found.category.name), (_("Kode"), found.code), (_("Nomor SK"), found.decree_number or "-"),
        (_("Tanggal SK"), long_date(found.decree_date)), (_("Keadaan"), long_date(on)),
    ]  # fmt: skip
    return Report(
        title, columns, lines(), len(rows), name=f"anggota-{found.code}",
        paper=signed_paper(title, columns, title=["DAFTAR ANGGOTA", found.name.upper()], facts=facts), audit={"group": str(found.pk)},
    )  # fmt: skip


def printed(*, actor: Actor, kind: str, text: str, filters: dict[str, Any]) -> Report:
    """The groups of a kind, one a row, on signed paper."""
    found: Any = selectors.groups_found(kind, text, filters, sight=Sight.of(actor)).order_by("category__name", "name")
    columns = [
        ReportColumn(_("No."), 6, "number"), ReportColumn(_("Kode"), 12, "text"), ReportColumn(_("Nama"), 34),
        ReportColumn(_("Kategori"), 24), ReportColumn(_("Ketua"), 28), ReportColumn(_("Anggota"), 9, "number"),
        ReportColumn(_("Nomor SK"), 20, "text"), ReportColumn(_("Tanggal SK"), 12, "date"), ReportColumn(_("Keterangan"), 26),
    ]  # fmt: skip

    def lines() -> Iterator[list[Any]]:
        for number, each in enumerate(found, 1):
            yield [
                number, each.code, each.name, each.category.name, each.chair_name or "-", each.people, each.decree_number,
                each.decree_date, each.description if each.is_open else _("Dibubarkan"),
            ]  # fmt: skip

    title = _("Daftar {kind}").format(kind=Kind(kind).label.lower())
    return Report(
        title, columns, lines(), found.count(), name=f"daftar-{kind}",
        paper=signed_paper(
            title, columns, title=[f"DAFTAR {Kind(kind).label.upper()}"], facts=[(_("Keadaan"), long_date(today()))]
        ),
        audit={"kind": kind},
    )  # fmt: skip
