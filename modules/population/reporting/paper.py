"""The frame of a report on paper, and Laporan Bulanan in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from balai.documents.tables import Column, Kop, Signature, Table, TableDocument, head_of
from balai.registry import Letterhead, Signatory, letterhead, signatories
from balai.ui.formats import long_date
from modules.population.reporting.monthly import Span, cells_of, destination_rows, titles
from modules.population.selectors.balance import ROWS, Balance
from modules.population.selectors.mutations import View
from tenants.context import current_village

#: F4 upright, in millimetres: twelve narrow columns.
UPRIGHT = (215.0, 330.0)


def framed(
    name: str, tables: Sequence[Table], *, title: Sequence[str], signed_on: date, paper: tuple[float, float] = UPRIGHT
) -> TableDocument:
    """Tables under the village's letterhead, signed by the head of the village at the right."""
    card = current_village()
    head = letterhead() or Letterhead(
        (f"PEMERINTAH {card.regency_name}".upper(), f"KECAMATAN {card.district_name}".upper(), card.title.upper()),
        card.name.upper(),
    )
    signer = signatories(signed_on).get("kades") or Signatory(f"KEPALA {card.title}".upper())
    return TableDocument(
        name,
        tables,
        title=title,
        kop=Kop(head.lines, head.crest),
        signatures=(
            Signature((f"{head.place}, {long_date(signed_on).upper()}", signer.title), signer.name, signer.number),
        ),
        watermark=_("DATA LATIHAN") if card.data == "synthetic" else "",
        footer=f"{name} · {card.title}",
        paper=paper,
        margins=(10, 10, 10, 12),
        size=8.5,
        head_size=8.0,
    )


def _number(width: float = 11.0) -> Column:
    return Column(width, "right", zero="-")


def heading(about: Span, by: View) -> list[str]:
    """The title's lines."""
    kind = {
        "month": _("LAPORAN BULANAN PENDUDUK"), "semester": _("LAPORAN SEMESTER PENDUDUK"),
        "year": _("LAPORAN TAHUNAN PENDUDUK"),
    }[about.kind]  # fmt: skip
    when = {
        "month": _("BULAN {words}"), "semester": "{words}", "year": "{words}",
    }[about.kind].format(words=about.words).upper()  # fmt: skip
    return [kind, when, *([_("MENURUT TANGGAL PERISTIWA")] if by == "event" else [])]


def balance_rows(found: Balance, about: Span) -> list[list[Any]]:
    """The seven rows as printed: number, words, ten numbers."""
    words = titles(about.kind)
    return [
        [str(number), words[row], *cells_of(found.rows[row]).values()] for number, row in enumerate(ROWS, 1)
    ]  # fmt: skip


def monthly_paper(found: Balance, about: Span, rows: Iterable[Sequence[Any]], *, signed_on: date) -> TableDocument:
    """Laporan Bulanan with its second table, PERINCIAN PINDAH, and notes where there are any."""
    first = Table(
        [Column(8, "center"), Column(62), *(_number() for _each in range(10))],
        head_of(
            "NO", "PERINCIAN", ("WNI", ["L", "P"]), ("WNA", ["L", "P"]), ("JUMLAH", ["L", "P", "L+P"]),
            ("KEPALA KELUARGA", ["L", "P", "L+P"]),
        ),
        rows,
    )  # fmt: skip
    second = Table(
        [Column(8, "center"), Column(62), *(_number(18) for _each in range(6))],
        head_of("NO", "PERINCIAN PINDAH", ("JIWA", ["L", "P", "L+P"]), ("KEPALA KELUARGA", ["L", "P", "L+P"])),
        [
            [str(number), title, count.male, count.female, count.people, count.kk_l, count.kk_p, count.families]
            for number, (_kind, title, count) in enumerate(destination_rows(found), 1)
        ],
        numbering=False,
        caption=_("PERINCIAN PINDAH"),
    )
    tables = [first, second]
    if found.notes:
        words = titles(about.kind)
        tables.append(
            Table(
                [Column(70), Column(90), _number(18), _number(18)],
                head_of("BARIS", "KETERANGAN", "JIWA", "KK"),
                [[words[note.row], note.words, note.people, note.families] for note in found.notes],
                numbering=False,
                caption=_("KETERANGAN"),
            )
        )
    title = heading(about, found.by)
    return framed(f"{title[0].capitalize()}, {about.words}", tables, title=title, signed_on=signed_on)
