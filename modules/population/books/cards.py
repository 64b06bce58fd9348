"""B.5 Buku KTP dan Buku KK: who counted at the month's end with their papers, by family card."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from balai.documents.tables import Column, head_of
from modules.population.books import words
from modules.population.books.declaration import Book, Printing, Row
from modules.population.books.reading import streamed
from modules.population.selectors.balance import counts_at
from modules.population.selectors.frozen import places_at_sql
from modules.population.selectors.past import counted_at_sql, families_at_sql
from modules.population.selectors.residence import here_since_sql

_QUERY = """
SELECT f.number, f.number_temporary, p.name, p.nik, p.nik_temporary, p.sex, p.birth_place, p.birth_date, p.blood_type,
    p.religion, p.education, p.occupation, f.address, p.address_current, place.rt, place.rw, place.dusun, p.marital_status,
    p.id_card_place, p.id_card_date, p.shdk, p.citizenship, p.father_name, p.mother_name, since.since, p.note
FROM {people} p LEFT JOIN {families} f ON f.id = p.family_id LEFT JOIN {places} place ON place.id = p.rt_id
LEFT JOIN {since} since ON since.resident_id = p.id
ORDER BY f.number, p.shdk, p.birth_date, p.id
"""


def _rows(printing: Printing, offset: int, limit: int | None) -> Iterator[Row]:
    on = printing.on
    people, params = counted_at_sql(on)
    families, more = families_at_sql(on)
    places, where = places_at_sql(on)
    since_sql, arrivals = here_since_sql(on)
    query = _QUERY.format(people=people, families=families, places=places, since=since_sql)
    for number, row in enumerate(streamed(query, [*params, *more, *where, *arrivals], offset, limit), offset + 1):
        (kk, kk_temporary, name, nik, nik_temporary, sex, birth_place, birth_date, blood, religion, education, occupation,
         street, current, rt, rw, dusun, marital, card_place, card_date, shdk, citizenship, father, mother, since,
         note) = row  # fmt: skip
        yield (
            number, words.number(kk, kk_temporary, printing.numbers), name,
            words.number(nik, nik_temporary, printing.numbers), words.SEX[sex], words.born(birth_place, birth_date),
            words.BLOOD.get(blood, "-"), words.RELIGION.get(religion, "-"), words.EDUCATION.get(education, "-"),
            words.OCCUPATION.get(occupation, "-"), words.address(street, current, words.place(rt, rw, dusun)),
            words.MARITAL.get(marital, "-"), words.born(card_place, card_date), words.SHDK.get(shdk, "-"),
            words.citizenship(citizenship), father or "-", mother or "-", since or "-", note,
        )  # fmt: skip


def _count(printing: Printing) -> int:
    return counts_at(printing.on).people


CARDS = Book(
    code="B5", number="B.5", title="BUKU KARTU TANDA PENDUDUK DAN BUKU KARTU KELUARGA", name=_("Buku KTP dan KK"),
    what=_("Setiap penduduk tetap dengan kartu keluarga, KTP, dan orang tuanya, menurut nomor KK."),
    columns=[
        Column(12, "right", grouped=False), Column(28), Column(34), Column(28), Column(11, "center"), Column(27),
        Column(11, "center"), Column(15), Column(21), Column(23), Column(30), Column(18), Column(22), Column(17),
        Column(15, "center"), Column(24), Column(24), Column(17.5, "center"), Column(13),
    ],
    head=head_of(
        "NOMOR URUT", "NO. KK", "NAMA LENGKAP", "NIK", "JENIS KELA\u00adMIN", "TEMPAT / TANGGAL LAHIR", "GOL. DARAH", "AGAMA",
        "PENDIDIKAN", "PEKERJAAN", "ALAMAT", "STATUS PERKA\u00adWINAN", "TEMPAT DAN TANGGAL DIKELUARKAN", "STATUS HUB. KELUARGA",
        "KEWARGA\u00adNEGA\u00adRAAN", ("ORANG TUA", ["AYAH", "IBU"]), "TGL MULAI DI DESA", "KET",
    ),
    rows=_rows, count=_count, has_numbers=True, size=6.5, head_size=6.0,
)  # fmt: skip
