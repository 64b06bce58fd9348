"""What of letters is printed or taken along as a table: the register of outgoing letters, and the statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from balai.documents.tables import Column, Table, TableDocument, head_of
from balai.reports import Report, ReportColumn
from balai.reports.asking import report_frame
from balai.reports.papers import LYING, kop, signature
from balai.reports.writing import cell
from balai.ui.formats import MONTHS
from modules.letters.models import Letter, State
from modules.letters.selectors.archive import archive
from modules.letters.selectors.statistics import Statistics, statistics
from modules.letters.types import letter_types

#: Register of outgoing letters (Buku Agenda, surat keluar; Permendagri 47/2016): the head's columns, millimetres, ReportColumn.
REGISTER = [
    (ReportColumn("NOMOR URUT", 7, "number"), 15.0), (ReportColumn("TANGGAL PENGIRIMAN", 12, "date"), 27.0),
    (ReportColumn("NOMOR", 32), 60.0), (ReportColumn("TANGGAL", 12, "date"), 24.0),
    (ReportColumn("DITUJUKAN KEPADA", 32), 60.0), (ReportColumn("ISI SINGKAT", 40), 75.0), (ReportColumn("KET.", 24), 40.0),
]  # fmt: skip
_HEAD = head_of(
    "NOMOR URUT", "TANGGAL PENGIRIMAN", ("SURAT KELUAR", ["NOMOR", "TANGGAL", "DITUJUKAN KEPADA", "ISI SINGKAT"]), "KET.",
)  # fmt: skip


def register_rows(letters: Iterable[Letter]) -> Iterator[list[Any]]:
    """The register's rows: who withdrew a letter did not take its number out of the row."""
    for number, each in enumerate(letters, 1):
        purpose = str(each.answers.get("keperluan") or "").strip()
        ended = each.state in (State.WITHDRAWN, State.REPLACED)
        place = "/".join(part for part in (each.cabinet, each.shelf, each.box) if part)
        yield [
            number, timezone.localdate(each.handed_at) if each.handed_at else None, each.number, each.letter_date,
            each.applicant_name, f"{each.title}: {purpose}" if purpose else each.title,
            " ".join(part for part in (str(each.get_state_display()) if ended else "", place) if part),
        ]  # fmt: skip


def register_letters(year: int, month: int = 0, kind: str = "") -> Any:
    """The letters of a period, in the order of their dates and numbers."""
    found = archive({"year": year, "month": month, "type": kind})
    return found.order_by("letter_date", "serial", "id")


def period_words(year: int, month: int = 0) -> str:
    """ "November 2026", "Tahun 2026"."""
    return f"{MONTHS[month - 1]} {year}" if month else _("Tahun {year}").format(year=year)


def register(*, actor: Actor, year: int, month: int = 0, kind: str = "") -> Report:
    """The register book of a year or a month."""
    found = register_letters(year, month, kind)
    when = period_words(year, month)
    names = {each.key: str(each.name) for each in letter_types(all_kinds=True)}
    lines = [when, *([names.get(kind, kind)] if kind else [])]

    def paper(rows: Iterable[Sequence[Any]]) -> TableDocument:
        on, frame = today(), report_frame()
        table = Table(
            [Column(width, "right" if each.kind == "number" else "left") for each, width in REGISTER], _HEAD,
            ([cell(value) for value in row] for row in rows), numbering=True,
        )  # fmt: skip
        signed = [
            signature("kades", on, dated=False, above=["Mengetahui"]),
            signature("sekdes", on),
        ]
        return TableDocument(
            _("Register surat keluar"), [table], title=["BUKU AGENDA", "SURAT KELUAR", when.upper()], kop=kop(),
            facts=[(_("Jenis surat"), names.get(kind, kind))] if kind else [], watermark=frame.watermark,
            signatures=[each for each in signed if each], footer=f"{_('Register surat keluar')} · {frame.place}",
            paper=LYING, created=on,
        )  # fmt: skip

    return Report(
        _("Register surat keluar"), [each for each, _width in REGISTER], register_rows(found.iterator(chunk_size=500)),
        found.count(), lines=lines, name=f"register-surat-{year}{f'-{month:02d}' if month else ''}", paper=paper,
        audit={"year": year, "month": month, "type": kind},
    )  # fmt: skip


STATISTICS = [
    ReportColumn(_("Jenis surat"), 44), ReportColumn(_("Diajukan"), 10, "number"), ReportColumn(_("Terbit"), 10, "number"),
    ReportColumn(_("Diserahkan"), 10, "number"), ReportColumn(_("Ditolak atau batal"), 12, "number"),
    ReportColumn(_("Sampai siap, separuhnya (jam)"), 14), ReportColumn(_("Sampai siap, 9 dari 10 (jam)"), 14),
    ReportColumn(_("Sampai diserahkan, separuhnya (jam)"), 14), ReportColumn(_("Sampai diserahkan, 9 dari 10 (jam)"), 14),
]  # fmt: skip


def statistics_rows(found: Statistics) -> list[list[Any]]:
    """A row a kind, then all."""
    return [
        [
            each.name, each.asked, each.issued, each.handed, each.refused, hours(each.ready.half), hours(each.ready.most),
            hours(each.taken.half), hours(each.taken.most),
        ]
        for each in [*found.kinds, found.all]
    ]  # fmt: skip


def hours(value: float | None) -> str:
    """ "3,5"; "-" where there is nothing to measure."""
    return "-" if value is None else f"{value:.1f}".replace(".", ",")


def statistics_report(*, actor: Actor, year: int, month: int = 0) -> Report:
    """The statistics' table of a year or a month."""
    found = statistics(year, month)
    return Report(
        _("Statistik surat"), STATISTICS, statistics_rows(found), len(found.kinds) + 1, lines=[period_words(year, month)],
        name=f"statistik-surat-{year}{f'-{month:02d}' if month else ''}", audit={"year": year, "month": month},
    )  # fmt: skip
