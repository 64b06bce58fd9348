"""B.1 Buku Induk Penduduk: who counted at the month's end, by family card within RT, RW and dusun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from balai.documents.tables import Column, head_of
from modules.population.books import words
from modules.population.books.declaration import Book, Printing, Row
from modules.population.books.reading import streamed
from modules.population.selectors.balance import counts_at
from modules.population.selectors.frozen import places_at_sql
from modules.population.selectors.past import counted_at_sql, families_at_sql

# The missing are not in B.1: they left the balance in the month of the report (one rule with B.3). Order by the family
# card: the ministerial instruction, by way of the field.
_QUERY = """
SELECT p.name, p.sex, p.marital_status, p.birth_place, p.birth_date, p.religion, p.education, p.occupation, p.reading,
    p.citizenship, f.address, p.address_current, place.rt, place.rw, place.dusun, p.shdk, p.nik, p.nik_temporary, f.number,
    f.number_temporary, p.note
FROM {people} p LEFT JOIN {families} f ON f.id = p.family_id LEFT JOIN {places} place ON place.id = p.rt_id
ORDER BY place.rank, f.number, p.shdk, p.birth_date, p.id
"""


def _rows(printing: Printing, offset: int, limit: int | None) -> Iterator[Row]:
    people, params = counted_at_sql(printing.on)
    families, more = families_at_sql(printing.on)
    places, last = places_at_sql(printing.on)
    query = _QUERY.format(people=people, families=families, places=places)
    where: dict[Any, str] = {}
    for number, row in enumerate(streamed(query, [*params, *more, *last], offset, limit), offset + 1):
        (name, sex, marital, birth_place, birth_date, religion, education, occupation, reading, citizenship, street,
         current, rt, rw, dusun, shdk, nik, nik_temporary, kk, kk_temporary, note) = row  # fmt: skip
        place = where.get((rt, rw, dusun))
        if place is None:
            place = where[rt, rw, dusun] = words.place(rt, rw, dusun)
        yield (
            number, name, words.SEX[sex], words.marital_short(marital, sex), birth_place or "-", birth_date or "-",
            words.RELIGION.get(religion, "-"), words.EDUCATION.get(education, "-"), words.OCCUPATION.get(occupation, "-"),
            words.READING.get(reading, "-"), words.citizenship(citizenship), words.address(street, current, place),
            words.SHDK.get(shdk, "-"), words.number(nik, nik_temporary, printing.numbers),
            words.number(kk, kk_temporary, printing.numbers), note,
        )  # fmt: skip


def _count(printing: Printing) -> int:
    return counts_at(printing.on).people


RESIDENTS = Book(
    code="B1", number="B.1", title="BUKU INDUK PENDUDUK", name=_("Buku Induk Penduduk"),
    what=_("Setiap penduduk tetap yang ada pada akhir bulan, menurut kartu keluarga."),
    columns=[
        Column(12, "right", grouped=False), Column(43), Column(12, "center"), Column(16, "center"), Column(23),
        Column(18, "center"), Column(17), Column(25), Column(27), Column(14, "center"), Column(18, "center"), Column(43),
        Column(19), Column(27.5), Column(27.5), Column(16),
    ],
    head=head_of(
        "NOMOR URUT", "NAMA LENGKAP / PANGGILAN", "JENIS KELA\u00adMIN", "STATUS PERKA\u00adWINAN",
        ("TEMPAT & TANGGAL LAHIR", ["TEMPAT LAHIR", "TGL"]), "AGAMA", "PENDIDIKAN TERAKHIR", "PEKERJAAN",
        "DAPAT MEMBACA HURUF", "KEWARGA\u00adNEGARAAN", "ALAMAT LENGKAP", "KEDUDUKAN DLM KELUARGA", "NIK", "NOMOR KK", "KET",
    ),
    rows=_rows, count=_count, has_numbers=True,
)  # fmt: skip
