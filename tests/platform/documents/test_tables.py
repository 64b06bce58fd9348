"""Long tables: what stands on the pages, where they break, what a workbook holds."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from balai.documents.reading import pdf_pages, pdf_png, pdf_size_mm, pdf_text
from balai.documents.tables import (
    Column,
    HeadCell,
    Kop,
    Signature,
    Table,
    TableDocument,
    Total,
    head_of,
    render_table,
    write_table_workbook,
)
from tests.golden import same_picture
from tests.platform.documents.sample import crest

GOLDEN = Path(__file__).with_name("golden")
COLUMNS = [
    Column(12, "right", grouped=False), Column(50), Column(12, "center"), Column(35), Column(22, "center"),
    Column(30, "right", zero="-"), Column(60),
]  # fmt: skip
HEAD = head_of(
    "NOMOR URUT",
    "NAMA LENGKAP / PANGGILAN",
    "L/P",
    ("TEMPAT & TANGGAL LAHIR", ["TEMPAT LAHIR", "TGL"]),
    "JUMLAH",
    "KET",
)
KOP = ("PEMERINTAH KABUPATEN GROBOGAN", "KECAMATAN GEYER", "DESA GEYER")
SIGNATURES = (
    Signature(["MENGETAHUI", "KEPALA DESA GEYER"], "CONTOH KEPALA", "NIPD 1234"),
    Signature(["GEYER, 31 OKTOBER 2026", "SEKRETARIS DESA GEYER"], "CONTOH SEKRETARIS", "NIP 198001012005012001"),
)


def people(count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, count + 1):
        yield (
            number,
            f"WARGA KE {number}",
            "LP"[number % 2],
            "GROBOGAN",
            date(1980, 1, 1 + number % 28),
            number * 1000,
            "",
        )


def document(rows: Any, **changes: Any) -> TableDocument:
    table = Table(COLUMNS, HEAD, rows, totals=changes.pop("totals", ()))
    values: dict[str, Any] = {
        "title": ["B.9 BUKU CONTOH", "BUKU CONTOH BULAN OKTOBER TAHUN 2026"],
        "kop": Kop(KOP, base64.b64decode(crest())),
        "signatures": SIGNATURES,
        "footer": "B.9 Buku Contoh · Desa Geyer",
    }
    return TableDocument("Buku Contoh", [table], **(values | changes))


def pages_of(pdf: bytes) -> list[str]:
    return pdf_text(pdf).split("\f")


def test_a_book_repeats_head_and_numbers_counts_its_pages_and_is_signed_once() -> None:
    pdf = render_table(document(people(120)))
    pages = pages_of(pdf)
    assert len(pages) > 3
    assert pdf_size_mm(pdf) == (330.0, 215.0)
    for number, page in enumerate(pages, 1):
        assert "NAMA LENGKAP /" in page or "NAMA LENGKAP / PANGGILAN" in page
        assert "1 2 3 4 5 6 7" in page
        assert f"Halaman {number} dari {len(pages)}" in page
        assert ("MENGETAHUI" in page) == (number == len(pages))
        assert ("PEMERINTAH KABUPATEN GROBOGAN" in page) == (number == 1)
        assert ("BUKU CONTOH BULAN OKTOBER TAHUN 2026" in page) == (number == 1)
    numbers = [int(found) for found in re.findall(r"WARGA KE (\d+)", "".join(pages))]
    assert numbers == list(range(1, 121))


def test_text_and_numbers_are_printed_as_offices_write_them() -> None:
    rows = [
        (1, "SITI (AMINAH) \\ BINTI", "P", "GROBOGAN", date(1980, 1, 31), 1234567, None),
        (1234, "BUDI", "L", "", None, 0, "Ket\nbaris dua"),
    ]
    found = pages_of(render_table(document(rows)))[0]
    assert "SITI (AMINAH) \\ BINTI P GROBOGAN 31-01-1980 1.234.567" in found
    assert "1234 BUDI L - Ket\nbaris dua" in found


def test_every_character_can_be_copied_known_to_the_font_or_not() -> None:
    strange = "Đặng Čapková Ωmega Жанна ᬩᬮᬶ 🏠 a\u00a0b"
    found = pages_of(render_table(document([(1, "X", "L", "", None, 1, strange)])))[0]
    for word in strange.replace("\u00a0", " ").split():
        assert word in found.replace("\n", ""), word


def test_a_word_longer_than_its_cell_is_broken_by_its_parts_then_by_letters() -> None:
    word = "SUMBERJATIPOHONKUSUMANINGTYASPUSPITASARINURHALIMAHWIDYANINGR"
    rows = [(1, word, "L", "PELAJAR/MAHASISWA/PENSIUNAN/PEKERJA", None, 1, "x" * 200)]
    found = pages_of(render_table(document(rows)))[0]
    assert word in found.replace("\n", "")
    assert "PELAJAR/MAHASISWA/PENSIUNAN/\nPEKERJA" in found
    assert "x" * 200 in found.replace("\n", "")


def test_what_belongs_together_stays_on_a_line_and_is_copied_as_a_space() -> None:
    text = "JL. RAYA PURWODADI-SOLO KM 12 NOMOR 145, RT\u00a0014/RW\u00a0003"
    columns = [Column(40), Column(60)]
    for width in range(30, 90, 5):
        columns = [Column(width), Column(300 - width)]
        paper = TableDocument("X", [Table(columns, head_of("A", "B"), [(text, "")])])
        found = pdf_text(render_table(paper))
        assert "RT 014/" in found and "RW 003" in found


def test_a_broken_word_leaves_no_single_letter() -> None:
    for width in range(20, 60):
        paper = TableDocument(
            "X", [Table([Column(width), Column(310 - width)], head_of("A", "B"), [("KUSUMANINGTYASPUSPITASARI", "")])]
        )
        last = [
            line for line in pdf_text(render_table(paper)).split("\n") if line and line in "KUSUMANINGTYASPUSPITASARI"
        ][-1]
        assert len(last) >= 3


def test_a_row_higher_than_a_page_goes_on_on_the_next() -> None:
    text = " ".join(f"kata{number}" for number in range(3000))
    pages = pages_of(render_table(document([(1, "A", "L", "", None, 1, text)])))
    assert len(pages) >= 3
    words = re.findall(r"kata\d+", " ".join(pages))
    assert words == text.split()


@pytest.mark.parametrize("count", range(14, 62))
def test_signatures_never_stand_without_two_rows(count: int) -> None:
    pages = pages_of(render_table(document(people(count))))
    last = pages[-1]
    assert "MENGETAHUI" in last and "CONTOH SEKRETARIS" in last
    assert len(re.findall(r"WARGA KE \d+", last)) >= 2
    assert all(re.search(r"WARGA KE \d+", page) for page in pages)
    numbers = [int(found) for found in re.findall(r"WARGA KE (\d+)", "".join(pages))]
    assert numbers == list(range(1, count + 1))


@pytest.mark.parametrize("count", [1, 2, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34])
def test_totals_stand_below_rows(count: int) -> None:
    totals = [[Total("JUMLAH", 5, "center"), Total(count * 1000), Total("")]]
    last = pages_of(render_table(document(people(count), totals=totals, signatures=())))[-1]
    assert f"JUMLAH {count}.000" in last
    assert len(re.findall(r"WARGA KE \d+", last)) >= min(2, count)


def test_an_empty_book_says_so() -> None:
    found = pages_of(render_table(document([])))
    assert len(found) == 1 and "NIHIL" in found[0] and "MENGETAHUI" in found[0]


def test_the_same_book_gives_the_same_bytes_and_another_day_none() -> None:
    first = render_table(document(people(60), watermark="DATA LATIHAN"))
    assert first == render_table(document(people(60), watermark="DATA LATIHAN"))
    assert first != render_table(document(people(60), watermark="DATA LATIHAN", created=date(2026, 11, 1)))


def test_training_data_are_marked_on_each_page() -> None:
    assert all(
        "DATA LATIHAN" in page for page in pages_of(render_table(document(people(60), watermark="DATA LATIHAN")))
    )


def test_several_tables_share_a_paper_and_several_papers_a_file() -> None:
    second = Table(
        [Column(10), Column(5, "right")], head_of("TUJUAN", "ORANG"), [("Desa", 2)], caption="PERINCIAN PINDAH"
    )
    first = TableDocument("Laporan", [Table(COLUMNS, HEAD, people(3)), second], facts=[("Desa", "Geyer")])
    other = TableDocument("Lain", [Table(COLUMNS, HEAD, people(60))])
    pages = pages_of(render_table(first, other))
    assert "PERINCIAN PINDAH" in pages[0] and "Desa : Geyer" in pages[0] and "Halaman 1 dari 1" in pages[0]
    assert f"Halaman 1 dari {len(pages) - 1}" in pages[1]


def test_rows_are_read_once_and_progress_is_told() -> None:
    told: list[int] = []
    render_table(document(people(100)), progress=told.append)
    assert told == sorted(told) and told[-1] == 100 and len(told) > 2


def test_a_head_with_a_hole_is_refused() -> None:
    with pytest.raises(ValueError, match="head"):
        render_table(TableDocument("X", [Table(COLUMNS, [HeadCell("A", 0, 0)], [])]))
    with pytest.raises(ValueError, match="totals"):
        render_table(document([], totals=[[Total("A")]]))


def test_a_nested_head_reaches_down() -> None:
    assert head_of("A", ("B", ["C", ("D", ["E", "F"])])) == [
        HeadCell("A", 0, 0, 3), HeadCell("B", 0, 1, 1, 3), HeadCell("C", 1, 1, 2), HeadCell("D", 1, 2, 1, 2),
        HeadCell("E", 2, 2), HeadCell("F", 2, 3),
    ]  # fmt: skip


def test_the_file_is_small_and_quick_to_make() -> None:
    assert len(render_table(document(people(2000)))) < 200_000


def test_the_workbook_has_the_same_head_and_true_values(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    rows = [(1, "3315050000000001", "L", "=1+1", date(1980, 1, 31), 0, None), (2, "B", "P", "", None, 5, "x")]
    totals = [[Total("JUMLAH", 5, "center"), Total(5), Total("")]]
    write_table_workbook(document(rows, totals=totals, watermark="DATA LATIHAN"), path)
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    found = sheet.to_python(skip_empty_area=False)
    texts = [row[0] for row in found]
    top = texts.index("NOMOR URUT")
    assert texts[:top] == ["DATA LATIHAN", *KOP, "B.9 BUKU CONTOH", "BUKU CONTOH BULAN OKTOBER TAHUN 2026", ""]
    assert found[top][3] == "TEMPAT & TANGGAL LAHIR" and found[top + 1][3:5] == ["TEMPAT LAHIR", "TGL"]
    assert found[top + 2] == [1, 2, 3, 4, 5, 6, 7]
    assert found[top + 3] == [1, "3315050000000001", "L", "=1+1", date(1980, 1, 31), 0, ""]
    assert found[top + 4] == [2, "B", "P", "", "", 5, "x"]
    assert found[top + 5][0] == "JUMLAH" and found[top + 5][5] == 5
    assert {"MENGETAHUI", "CONTOH KEPALA"} <= set(texts)
    merged = set(sheet.merged_cell_ranges)
    assert ((top, 0), (top + 1, 0)) in merged and ((top, 3), (top, 4)) in merged


def test_an_empty_workbook_says_so() -> None:
    target = io.BytesIO()
    write_table_workbook(document([]), target)
    target.seek(0)
    found = CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()
    assert any(row[0] == "NIHIL" for row in found)


def test_a_first_page_a_break_and_a_last_page_look_as_they_did() -> None:
    rows = [
        (n, name, "LP"[n % 2], "GROBOGAN", date(1990, 1, 1 + n % 28), n * 1111, note)
        for n, (name, note) in enumerate(
            [("SITI AMINAH", ""), ("SUMBERJATIPOHONKUSUMANINGTYASPUSPITASARINURHALIMAH", "PELAJAR/MAHASISWA"),
             ("BUDI", "Pindah datang dari Desa Contoh, Kecamatan Contoh, Kabupaten Contoh, Provinsi Contoh")] * 30, 1
        )
    ]  # fmt: skip
    totals = [[Total("JUMLAH", 5, "center"), Total(sum(row[5] for row in rows)), Total("")]]
    pdf = render_table(document(rows, totals=totals, watermark="DATA LATIHAN"))
    for page, name in ((0, "first"), (1, "break"), (pdf_pages(pdf) - 1, "last")):
        same_picture(pdf_png(pdf, page, 60), GOLDEN / f"table_{name}.png")
