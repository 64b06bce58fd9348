"""What we write opens as it was meant, in Excel as in our own reader."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from balai.spreadsheets import SheetOut, read_sheets, write_workbook


def _xml(path: Path, part: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


@pytest.mark.parametrize(
    "text", ["=1+1", "+62811", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "https://x.example", "0012"]
)
@pytest.mark.parametrize("constant_memory", [True, False])
def test_text_stays_text(tmp_path: Path, text: str, constant_memory: bool) -> None:
    path = tmp_path / "text.xlsx"
    write_workbook(path, [SheetOut("Satu", ["a"], [[text]])], constant_memory=constant_memory)
    assert "<f>" not in _xml(path)
    assert "hyperlink" not in _xml(path)
    assert read_sheets(path)[0].rows[1] == [text]


def test_a_nik_keeps_its_sixteen_digits_even_as_a_number(tmp_path: Path) -> None:
    path = tmp_path / "nik.xlsx"
    rows = [["3315053101809001", 3315053101809001, 3315053101809001.0]]
    write_workbook(path, [SheetOut("Satu", ["a", "b", "c"], rows, text={0})])
    assert read_sheets(path)[0].rows[1] == ["3315053101809001"] * 3
    styles = _xml(path, "xl/styles.xml")
    assert 'numFmtId="49"' in styles or 'formatCode="@"' in styles


def test_head_is_frozen_and_columns_are_as_wide_as_said(tmp_path: Path) -> None:
    path = tmp_path / "head.xlsx"
    write_workbook(path, [SheetOut("Satu", ["a", "b"], [["x", 1]], widths={1: 33.0}, title="Daftar")])
    xml = _xml(path)
    assert 'ySplit="3"' in xml
    assert 'state="frozen"' in xml
    assert 'width="33.7109375"' in xml
    assert read_sheets(path)[0].rows == [["Daftar", ""], ["", ""], ["a", "b"], ["x", 1.0]]


def test_days_numbers_and_words(tmp_path: Path) -> None:
    path = tmp_path / "values.xlsx"
    row = [
        date(1980, 1, 31),
        datetime(2026, 1, 2, 3, 4),
        date(1890, 5, 6),
        True,
        Decimal("1.5"),
        float("nan"),
        None,
        "",
    ]
    write_workbook(path, [SheetOut("Satu", list("abcdefgh"), [row])])
    assert read_sheets(path)[0].rows[1] == [
        date(1980, 1, 31), date(2026, 1, 2), "1890-05-06", "Ya", 1.5, "nan", "", "",
    ]  # fmt: skip


def test_a_cell_is_never_longer_than_excel_holds(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    write_workbook(path, [SheetOut("Satu", ["a"], [["x" * 40_000]])])
    assert len(read_sheets(path)[0].rows[1][0]) == 32_767


def test_sheet_names_that_excel_refuses(tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    long = "Rekapitulasi penduduk menurut dusun 2026"
    write_workbook(path, [SheetOut(name, ["a"], [["x"]]) for name in (long, long, "RT 1/RW 2", "[]")])
    names = [sheet.name for sheet in read_sheets(path)]
    assert names == [long[:31], f"{long[:27]} 2", "RT 1 RW 2", "Lembar"]


def test_marked_cells_are_coloured(tmp_path: Path) -> None:
    path = tmp_path / "marks.xlsx"
    marks = {(0, 0): "error", (0, 1): "warning"}
    write_workbook(path, [SheetOut("Satu", ["a", "b"], [["x", ""]], marks=marks)])
    styles = _xml(path, "xl/styles.xml")
    assert "F8D0CE" in styles
    assert "FCEBB6" in styles
    assert '<c r="B2" s="' in _xml(path)


def test_to_a_buffer(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    write_workbook(buffer, [SheetOut("Satu", ["a"], [["x"]])])
    path = tmp_path / "buffer.xlsx"
    path.write_bytes(buffer.getvalue())
    assert read_sheets(path)[0].rows == [["a"], ["x"]]
