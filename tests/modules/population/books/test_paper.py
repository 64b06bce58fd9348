"""How the books look: head, break and last page of each, looked at once and kept as pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balai.documents.reading import pdf_pages, pdf_png, pdf_size_mm, pdf_text
from balai.documents.tables import render_table, write_table_workbook
from balai.registry import Letterhead, Signatory
from balai.spreadsheets import read_sheets
from modules.population.books import BOOKS, Printing
from modules.population.books.paper import document
from tests.golden import same_picture
from tests.modules.population.books import sample

GOLDEN = Path(__file__).with_name("golden")
#: Columns and printing numbers of the annex.
WIDTHS = {"B1": 16, "B2": 13, "B3": 33, "B4": 15, "B5": 19}


@pytest.fixture()
def pdf(village: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``pdf("B1")``: the book of March 2026 with the sample's rows, signed on a fixed day."""
    import base64

    from tests.platform.documents.sample import crest

    head = Letterhead(
        ("PEMERINTAH KABUPATEN GROBOGAN", "KECAMATAN GEYER", "DESA GEYER"), "GEYER", base64.b64decode(crest())
    )
    signers = {
        "kades": Signatory("KEPALA DESA GEYER", "H. CONTOH KEPALA, S.Sos.", "NIPD 2010001"),
        "sekdes": Signatory("SEKRETARIS DESA GEYER", "CONTOH SEKRETARIS", "NIP 198001012005012001"),
    }
    monkeypatch.setattr("balai.registry.letterhead", lambda: head)
    monkeypatch.setattr("balai.registry.signatories", lambda on: signers)

    def make(code: str) -> bytes:
        book = replace(BOOKS[code], totals=lambda printing: sample.totals(code))
        made = document(book, Printing(date(2026, 3, 1)), sample.rows(code), signed_on=date(2026, 4, 1))
        made.watermark = ""
        return render_table(made)

    return make


@pytest.mark.parametrize("code", list(BOOKS))
def test_each_book_looks_as_it_did(code: str, pdf: Any) -> None:
    made = pdf(code)
    pages = pdf_pages(made)
    same_picture(pdf_png(made, 0, 62), GOLDEN / f"{code.lower()}_first.png")
    if pages > 1:
        same_picture(pdf_png(made, pages - 1, 62), GOLDEN / f"{code.lower()}_last.png")


@pytest.mark.parametrize("code", list(BOOKS))
def test_each_book_has_its_printed_columns_title_and_signers(code: str, pdf: Any) -> None:
    made = pdf(code)
    text = pdf_text(made)
    numbering = " ".join(str(number) for number in range(1, WIDTHS[code] + 1))
    assert text.count(numbering) == pdf_pages(made)
    assert BOOKS[code].number in text and f"{BOOKS[code].title} BULAN MARET TAHUN 2026" in text
    assert text.count("MENGETAHUI") == 1 and "Geyer, 1 April 2026" in text
    assert "H. CONTOH KEPALA, S.Sos." in text and "NIP 198001012005012001" in text
    assert pdf_size_mm(made) == ((400.0, 200.0) if code == "B3" else (330.0, 215.0))
    last = text.split("\f")[-1]
    assert "MENGETAHUI" in last


@pytest.mark.parametrize("code", list(BOOKS))
def test_each_workbook_has_the_same_head_numbering_and_values(code: str, village: Any, tmp_path: Path) -> None:
    book = replace(BOOKS[code], totals=lambda printing: sample.totals(code))
    target = tmp_path / f"{code}.xlsx"
    wanted = sample.rows(code)
    write_table_workbook(document(book, Printing(date(2026, 3, 1)), wanted, signed_on=date(2026, 4, 1)), target)
    (sheet,) = read_sheets(target)
    numbering = sheet.rows.index(list(range(1, WIDTHS[code] + 1)))
    height = max(cell.row + cell.rows for cell in book.head)
    for cell in book.head:
        assert sheet.rows[numbering - height + cell.row][cell.column] == cell.text.replace("\u00ad", "")
    for row, given in zip(sheet.rows[numbering + 1 :], wanted, strict=False):
        assert [value.replace("\u00a0", " ") if isinstance(value, str) else value for value in given] == list(row)
    assert any("MENGETAHUI" in row for row in sheet.rows)


def test_a_number_of_sixteen_digits_stands_on_one_line(pdf: Any) -> None:
    for code in ("B1", "B4", "B5"):
        assert "3315050101000001" in pdf_text(pdf(code)).replace("\ufffe", "")
