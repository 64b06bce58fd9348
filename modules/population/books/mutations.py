"""B.2 Buku Mutasi Penduduk Desa: who came and went in the month, the oldest report first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.documents.tables import Column, head_of
from modules.population.books import words
from modules.population.books.declaration import Book, Printing, Row, part
from modules.population.models import Resident
from modules.population.selectors.balance import lines_of
from modules.population.selectors.mutations import ADDING, Effect, Mutation, why_words
from modules.population.selectors.past import people_at_sql

_Known = dict[UUID, tuple[str, str, date | None]]


def mutations_of(printing: Printing) -> list[tuple[Mutation, Effect]]:
    """Lines of the month that changed who counts. A move between two dusun changes no village; a correction of sex or
    citizenship goes out and comes in, so that the book's columns are B.3's."""
    lines = sorted(lines_of(printing.month, printing.on), key=lambda line: (line.report_date, line.number))
    return [
        (line, effect)
        for line in lines
        for effect in line.effects
        if not effect.internal and (printing.births or effect.row != "births")
    ]


def _known(people: Sequence[UUID], on: date) -> _Known:
    """Name, place and date of birth as at the month's end; today's of who is void by then."""
    relation, params = people_at_sql(on)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, name, birth_place, birth_date FROM {relation} p WHERE id = ANY(%s)",  # noqa: S608
            [*params, list(people)],
        )
        found: _Known = {key: (name, place, day) for key, name, place, day in cursor.fetchall()}
    missing = [key for key in people if key not in found]
    if missing:
        rows = Resident.objects.filter(pk__in=missing).values_list("pk", "name", "birth_place", "birth_date")
        found |= {key: (name, place, day) for key, name, place, day in rows}
    return found


def _rows(printing: Printing, offset: int, limit: int | None) -> list[Row]:
    wanted = part(mutations_of(printing), offset, limit)
    known = _known([line.resident_id for line, _effect in wanted], printing.on)
    return [
        _row(number, line, effect, known[line.resident_id]) for number, (line, effect) in enumerate(wanted, offset + 1)
    ]


def _row(number: int, line: Mutation, effect: Effect, person: tuple[str, str, date | None]) -> Row:
    name, birth_place, birth_date = person
    came_from: Any = "-"
    came_on: Any = "-"
    went_to: Any = "-"
    went_on: Any = "-"
    died_at: Any = "-"
    died_on: Any = "-"
    if effect.row in ADDING:
        came_on = line.event_date
        if effect.row == "births":
            came_from = f"LAHIR DI {birth_place}" if birth_place else "LAHIR"
        else:
            came_from = words.or_nothing(line.details.get("previous_address"))
    elif effect.row == "deaths":
        died_at, died_on = words.or_nothing(line.details.get("place")), line.event_date
    else:
        went_on = line.event_date
        went_to = words.or_nothing(line.details.get("destination"))
    return (
        number, name, birth_place or "-", birth_date or "-", words.SEX[effect.cell.sex],
        "WNA" if effect.cell.wna else "WNI", came_from, came_on, went_to, went_on, died_at, died_on,
        words.notes(why_words(line.why, line.target_kind), line.note, _("susulan") if line.late else ""),
    )  # fmt: skip


def _count(printing: Printing) -> int:
    return len(mutations_of(printing))


MUTATIONS = Book(
    code="B2", number="B.2", title="BUKU MUTASI PENDUDUK DESA", name=gettext_lazy("Buku Mutasi Penduduk"),
    what=gettext_lazy("Siapa yang datang, lahir, pindah, hilang, dan meninggal, menurut tanggal lapor."),
    columns=[
        Column(12, "right", grouped=False), Column(46), Column(25), Column(19, "center"), Column(15, "center"),
        Column(20, "center"), Column(41), Column(19, "center"), Column(41), Column(19, "center"), Column(30),
        Column(19, "center"), Column(36),
    ],
    head=head_of(
        "NOMOR URUT", "NAMA LENGKAP / PANGGILAN", ("TEMPAT & TANGGAL LAHIR", ["TEMPAT LAHIR", "TANGGAL"]), "JENIS KELAMIN",
        "KEWARGA\u00adNEGARAAN", ("PENAMBAHAN", ["DATANG DARI", "TANGGAL"]),
        ("PENGURANGAN", ["PINDAH KE", "TANGGAL", "MENINGGAL", "TANGGAL"]), "KET",
    ),
    rows=_rows, count=_count, size=7.5, head_size=7.0,
)  # fmt: skip
