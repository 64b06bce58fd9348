"""Households to take along: a workbook that imports again unchanged, and the card on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.documents.tables import Column, Signature, Table, TableDocument, head_of
from balai.reports import Report, ReportColumn
from balai.reports.asking import report_frame
from balai.reports.papers import LYING, kop, signature, signed_paper
from balai.ui.formats import long_date, mask, short_date, years
from modules.households import selectors
from modules.households.imports import HEADINGS, SHEET
from modules.households.models import Household, HouseholdMember, Level
from modules.population.codes import Sex
from modules.population.picking import on_paper, territory_choices
from modules.population.selectors import place_words
from modules.population.sight import Sight

_WIDTHS = {
    "nik": 18,
    "number": 18,
    "level": 12,
    "name": 26,
    "family": 18,
    "place": 26,
    "address": 24,
    "welfare_class": 20,
}
_TEXT = {"nik", "number", "family", "bdt_id"}
COLUMNS = [
    ReportColumn(each.title, _WIDTHS.get(each.key, 12), "text" if each.key in _TEXT else "date" if each.key == "registered_on" else "")
    for each in HEADINGS
]  # fmt: skip


def _number(value: str, shown: bool) -> str:
    return value if shown or not value else mask(value)


def members(*, actor: Actor, text: str, filters: dict[str, Any]) -> Report:
    """Everybody in the households of the page's search and filters, one person a row, head first."""
    shown = actor.may("population.view_nik")
    found = selectors.households_found(text, filters, sight=Sight.of(actor)).order_by().values("pk")
    rows = (
        HouseholdMember.objects.filter(household__in=found)
        .select_related("household", "resident__family", "resident__rt__parent__parent")
        .order_by("household__number", "level", F("resident__shdk").asc(nulls_last=True), "resident__birth_date", "pk")
    )

    def lines() -> Iterator[list[Any]]:
        for each in rows.iterator(chunk_size=2000):
            home, person = each.household, each.resident
            head = each.level == Level.HEAD
            yield [
                _number(person.nik, shown), home.number, int(each.level), home.registered_on if head else None,
                str(home.get_welfare_class_display() or "") if head else "", home.bdt_id if head else "",
                (_("YA") if home.in_dtks else _("TIDAK")) if head else "", home.address if head else "", person.name,
                _number(person.family.number if person.family else "", shown), place_words(person.rt),
            ]  # fmt: skip

    said = filter_words(text, filters)
    title = _("Daftar rumah tangga")
    return Report(
        title, COLUMNS, lines(), rows.count(), lines=said, sheet=SHEET, name="rumah-tangga",
        audit={"filters": sorted(filters)},
    )  # fmt: skip


def printed(*, actor: Actor, text: str, filters: dict[str, Any]) -> Report:
    """The households themselves, one a row, on signed paper."""
    found: Any = selectors.households_found(text, filters, sight=Sight.of(actor))
    found = found.order_by("head_name", "number")
    heads = selectors.heads_with_places(list(found.values_list("pk", flat=True)))
    columns = [
        ReportColumn(_("No."), 6, "number"), ReportColumn(_("Nomor rumah tangga"), 20, "text"),
        ReportColumn(_("Kepala rumah tangga"), 32), ReportColumn(_("RT/RW, dusun"), 30),
        ReportColumn(_("Anggota"), 9, "number"), ReportColumn(_("KK"), 6, "number"), ReportColumn(_("Kelas sosial"), 24),
        ReportColumn(_("DTKS"), 8), ReportColumn(_("ID BDT"), 18, "text"),
    ]  # fmt: skip

    def lines() -> Iterator[list[Any]]:
        for number, each in enumerate(found.iterator(chunk_size=2000), 1):
            head = heads.get(each.pk)
            yield [
                number, each.number, each.head_name or _("Kosong"), place_words(head.rt) if head else "-", each.people,
                each.families, str(each.get_welfare_class_display() or ""), _("Ya") if each.in_dtks else "", each.bdt_id,
            ]  # fmt: skip

    said = filter_words(text, filters)
    title = _("Daftar rumah tangga")
    return Report(
        title, columns, lines(), len(heads), lines=said, name="daftar-rumah-tangga",
        paper=signed_paper(
            title, columns, title=["DAFTAR RUMAH TANGGA"],
            facts=[(_("Keadaan"), long_date(today())), *((_("Saringan"), words) for words in said)],
        ),
        audit={"filters": sorted(filters)},
    )  # fmt: skip


def filter_words(text: str, filters: dict[str, Any]) -> list[str]:
    """The page's search and filters in words."""
    from modules.population.codes import WelfareClass

    said = [_('Memuat "{text}"').format(text=text)] if text else []
    if filters.get("territory"):
        said.append(dict(territory_choices()).get(filters["territory"], _("Wilayah lain")))
    if filters.get("welfare_class"):
        said.append(str(WelfareClass(int(filters["welfare_class"])).label))
    if filters.get("in_dtks"):
        said.append(_("Terdaftar di DTKS") if filters["in_dtks"] == "1" else _("Tidak di DTKS"))
    if filters.get("mend"):
        said.append(_("Perlu diperiksa"))
    return said


def card(household: Household, *, shown: bool) -> TableDocument:
    """The household's card (kartu rumah tangga): its data, its members, signed by its head and the village's."""
    members_here = selectors.members_of(household)
    head = next((each.resident for each in members_here if each.level == Level.HEAD), None)
    on = today()
    rows = [
        [
            number, each.resident.name, on_paper(each.resident.nik, shown),
            on_paper(each.resident.family.number if each.resident.family else "", shown), str(each.get_level_display()),
            str(each.resident.get_shdk_display() or "").title(), "L" if each.resident.sex == Sex.MALE else "P",
            f"{each.resident.birth_place.title()}, {short_date(each.resident.birth_date)}",
            years(each.resident.birth_date, on) if each.resident.birth_date else None,
            str(each.resident.get_occupation_display() or "").title(),
            "" if each.resident.is_here else str(each.resident.get_presence_display()).title(),
        ]
        for number, each in enumerate(members_here, 1)
    ]  # fmt: skip
    columns = [
        Column(9, "right"), Column(48), Column(34), Column(34), Column(30), Column(24), Column(9, "center"), Column(46),
        Column(12, "right"), Column(40), Column(20),
    ]  # fmt: skip
    titles = (
        "NO", "NAMA", "NIK", "NOMOR KK", "HUBUNGAN DALAM RUMAH TANGGA", "HUBUNGAN DALAM KK", "L/P", "TEMPAT, TANGGAL LAHIR",
        "UMUR", "PEKERJAAN", "KETERANGAN",
    )  # fmt: skip
    address = household.address or (head.family.address if head and head.family else "")
    facts = [
        ("Nomor rumah tangga", household.number),
        ("Kepala rumah tangga", head.name if head else "-"),
        ("Alamat", f"{address}, {place_words(head.rt)}".strip(", ") if head else address or "-"),
        ("Jumlah anggota", f"{len(members_here)} orang, {len({row[3] for row in rows if row[3]})} KK"),
        ("Kelas sosial", str(household.get_welfare_class_display() or "-")),
        ("DTKS / ID BDT", f"{'Terdaftar' if household.in_dtks else 'Tidak terdaftar'} / {household.bdt_id or '-'}"),
    ]
    signers = [Signature([_("Kepala rumah tangga")], head.name if head else ""), signature("kades", on)]
    frame = report_frame()
    return TableDocument(
        _("Kartu rumah tangga {number}").format(number=household.number), [Table(columns, head_of(*titles), rows, empty="-")],
        title=["KARTU RUMAH TANGGA"], kop=kop(), facts=facts, signatures=[each for each in signers if each],
        watermark=frame.watermark, footer=f"{household.number} · {frame.place}", paper=LYING, created=on, size=8.5, head_size=7.5,
    )  # fmt: skip
