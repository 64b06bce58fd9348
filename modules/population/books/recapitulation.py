"""B.3 Buku Rekapitulasi Jumlah Penduduk: the balance of the month, a row a dusun. Nothing is counted here."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.documents.tables import Column, HeadCell, Total, TotalRow
from modules.population.books.declaration import Book, Printing, Row, part
from modules.population.books.words import notes
from modules.population.selectors.balance import Balance, Count, balance
from modules.population.selectors.tallies import Note


def _head() -> list[HeadCell]:
    """Four rows: the annex's own spans (AWAL, the four mutations and AKHIR are each cut another way)."""
    cells = [
        HeadCell("NOMOR URUT", 0, 0, 4), HeadCell("NAMA DUSUN / LINGKUNGAN", 0, 1, 4),
        HeadCell("JUMLAH PENDUDUK AWAL BULAN", 0, 2, 1, 7), HeadCell("WNA", 1, 2, 1, 2), HeadCell("WNI", 1, 4, 1, 2),
        HeadCell("JML KK", 1, 6, 3), HeadCell("JML ANGGOTA KELUARGA", 1, 7, 3), HeadCell("JML JIWA (7+8)", 1, 8, 3),
        HeadCell("TAMBAHAN BULAN INI", 0, 9, 1, 8), HeadCell("PENGURANGAN BULAN INI", 0, 17, 1, 8),
        HeadCell("JML PENDUDUK AKHIR BULAN", 0, 25, 2, 7), HeadCell("WNA", 2, 25, 1, 2), HeadCell("WNI", 2, 27, 1, 2),
        HeadCell("JML KK", 2, 29, 2), HeadCell("JML ANGGOTA KELUARGA", 2, 30, 2), HeadCell("JML JIWA (30+31)", 2, 31, 2),
        HeadCell("KET", 0, 32, 4),
    ]  # fmt: skip
    for place, sex in enumerate("LPLP"):
        cells += [HeadCell(sex, 2, 2 + place, 2), HeadCell(sex, 3, 25 + place)]
    for start, name in ((9, "LAHIR"), (13, "DATANG"), (17, "MENINGGAL"), (21, "PINDAH")):
        cells.append(HeadCell(name, 1, start, 1, 4))
        cells += [HeadCell("WNA", 2, start, 1, 2), HeadCell("WNI", 2, start + 2, 1, 2)]
        cells += [HeadCell(sex, 3, start + place) for place, sex in enumerate("LPLP")]
    return cells


def _people(count: Count) -> list[int]:
    return [count.wna_l, count.wna_p, count.wni_l, count.wni_p]


def _numbers(rows: dict[str, Count]) -> list[int]:
    """Columns 3 to 32."""
    moves = Count()
    # The missing stand under PINDAH: else the next month would not begin where this one ended.
    moves.add(rows["moves"])
    moves.add(rows["missing"])
    opening, closing = rows["opening"], rows["closing"]
    return [
        *_people(opening), opening.families, opening.members, opening.people,
        *_people(rows["births"]), *_people(rows["arrivals"]), *_people(rows["deaths"]), *_people(moves),
        *_people(closing), closing.families, closing.members, closing.people,
    ]  # fmt: skip


def _note(found: Sequence[Note]) -> str:
    """KET. Who goes out of one column and comes into another for the same reason is said once."""
    by_words: dict[str, int] = {}
    for note in found:
        by_words[note.words] = max(by_words.get(note.words, 0), note.people)
    return notes(*(f"{words} {people}" for words, people in by_words.items() if people))


def recapitulated(found: Balance) -> tuple[list[Row], list[int], str]:
    """The rows, the sums of columns 3 to 32, and the note of the row of sums.

    A move between two dusun stands in both rows, so it stands in the sums of DATANG and PINDAH, too, and the note says
    how many: Laporan Bulanan, which knows no dusun, has them not.
    """
    rows: list[Row] = []
    sums = [0] * 30
    inside = 0
    for number, area in enumerate(found.areas, 1):
        numbers = _numbers(area.rows)
        sums = [left + right for left, right in zip(sums, numbers, strict=True)]
        inside += area.moved_in.people
        rows.append((number, area.name, *numbers, _note(area.notes)))
    words = _("termasuk pindah antardusun {people}").format(people=inside) if inside else ""
    return rows, sums, notes(words)


def _found(printing: Printing) -> tuple[list[Row], list[int], str]:
    return recapitulated(balance(printing.month, printing.on))


def _rows(printing: Printing, offset: int, limit: int | None) -> Sequence[Row]:
    return part(_found(printing)[0], offset, limit)


def _count(printing: Printing) -> int:
    return len(_found(printing)[0])


def _totals(printing: Printing) -> Sequence[TotalRow]:
    rows, sums, words = _found(printing)
    if not rows:
        return []
    return [[Total("TOTAL", 2, "center"), *(Total(number) for number in sums), Total(words)]]


_PEOPLE, _FAMILIES = Column(8.4, "right", zero="-"), Column(13.5, "right", zero="-")
RECAPITULATION = Book(
    code="B3", number="B.3", title="BUKU REKAPITULASI JUMLAH PENDUDUK", name=gettext_lazy("Buku Rekapitulasi Jumlah Penduduk"),
    what=gettext_lazy("Jumlah awal bulan, tambahan, pengurangan, dan akhir bulan setiap dusun."),
    columns=[
        Column(11, "right", grouped=False), Column(29), *[_PEOPLE] * 4, *[_FAMILIES] * 3, *[_PEOPLE] * 16, *[_PEOPLE] * 4,
        *[_FAMILIES] * 3, Column(38),
    ],
    head=_head(), rows=_rows, count=_count, totals=_totals, paper=(400, 200), size=7.0, head_size=6.5,
)  # fmt: skip
