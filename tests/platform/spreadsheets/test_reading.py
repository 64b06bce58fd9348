"""Files that people bring, most of them no workbooks."""

from __future__ import annotations

import os
import random
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from balai.spreadsheets import SheetOut, SpreadsheetRefused, check_size, read_sheets, write_workbook
from tests.factories import opensid as factory


@pytest.fixture()
def good(tmp_path: Path) -> Path:
    return factory.workbook(tmp_path / "good.xlsx", [factory.person(), factory.person(nik=factory.nik(1))])


def _said(path: Path, **limits: int) -> str:
    with pytest.raises(SpreadsheetRefused) as caught:
        read_sheets(path, **limits)
    sentence = caught.value.message()
    assert sentence.endswith("."), sentence
    return sentence


def test_values_come_as_python_values(tmp_path: Path) -> None:
    path = tmp_path / "values.xlsx"
    write_workbook(path, [SheetOut("Satu", ["teks", "angka", "hari"], [["001", 7, date(1980, 1, 31)]])])
    sheet = read_sheets(path)[0]
    assert sheet.name == "Satu"
    assert sheet.rows == [["teks", "angka", "hari"], ["001", 7.0, date(1980, 1, 31)]]


def test_a_macro_workbook_is_read_too(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "good.xlsm"
    path.write_bytes(good.read_bytes())
    assert len(read_sheets(path)[0].rows) == 3


def test_rows_keep_their_numbers_where_the_first_rows_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "late.xlsx"
    write_workbook(path, [SheetOut("Satu", [], [[], [], ["x"]])])
    assert read_sheets(path)[0].rows[3] == ["x"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"nik;nama\n331505;SLAMET\n", "teks"),
        (b"\xef\xbb\xbf<html><table></table></html>", "halaman web"),
        (b"<?xml version='1.0'?><Workbook/>", "halaman web atau XML"),
        (b"%PDF-1.7\x00\x01\x02", "bukan buku kerja"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "bukan buku kerja"),
        (b"PK\x03\x04 and nothing more", "rusak"),
    ],
)
def test_what_is_no_workbook_is_called_by_its_name(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "penduduk.xlsx"
    path.write_bytes(content)
    assert words in _said(path)


def test_other_archives_and_documents(tmp_path: Path) -> None:
    assert "zip berisi hal lain" in _said(factory.zip_of_something_else(tmp_path / "a.xlsx"))
    assert "halaman web" in _said(factory.web_page(tmp_path / "b.xls"))
    assert "sandi" in _said(factory.protected(tmp_path / "c.xlsx"))
    ole = tmp_path / "d.xls"
    ole.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "WordDocument".encode("utf-16-le"))
    assert "bukan buku kerja Excel" in _said(ole)
    ole.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "Workbook".encode("utf-16-le"))
    assert "rusak" in _said(ole)
    with zipfile.ZipFile(tmp_path / "e.ods", "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert "LibreOffice" in _said(tmp_path / "e.ods")
    assert "tidak ditemukan" in _said(tmp_path / "nothing.xlsx")


def test_200_megabytes_are_answered_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as handle:
        handle.write(b"PK\x03\x04")
        handle.truncate(200 * 2**20)
    sentence = _said(path)
    assert "200 MB" in sentence
    assert "50 MB" in sentence
    with pytest.raises(SpreadsheetRefused):
        check_size(50 * 2**20 + 1)


def test_a_zip_bomb_is_refused_by_what_it_says_it_holds(good: Path, tmp_path: Path) -> None:
    path = factory.bomb(good, tmp_path / "bomb.xlsx", 220 * 2**20)
    assert path.stat().st_size < 2**20
    assert "terlalu besar setelah dibuka" in _said(path)


def test_a_zip_whose_directory_lies_is_refused_before_the_reader_opens_it(good: Path, tmp_path: Path) -> None:
    path = factory.lying_zip(good, tmp_path / "liar.xlsx")
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/sharedStrings.xml").file_size == 100
    assert "rusak" in _said(path)


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r = "900000"><c r = "xfd900000"><v>1</v></c></row>',
        b'<row r="3">' + b"<c/>" * 200_000 + b"<c><v>1</v></c></row>" + b"<row><c><v>1</v></c></row>" * 100,
    ],
)
def test_one_cell_at_the_end_of_the_world_does_not_ask_for_all_memory(good: Path, tmp_path: Path, row: bytes) -> None:
    with zipfile.ZipFile(good) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    changed = sheet.replace(b"</sheetData>", row + b"</sheetData>")
    path = factory.rebuilt(good, tmp_path / "far.xlsx", {"xl/worksheets/sheet1.xml": changed})
    assert "membentang" in _said(path)


def test_a_dimension_that_exaggerates_is_of_no_weight(good: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    changed = re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:XFD1048576"/>', sheet)
    assert changed != sheet
    path = factory.rebuilt(good, tmp_path / "proud.xlsx", {"xl/worksheets/sheet1.xml": changed})
    assert read_sheets(path)[0].rows == read_sheets(good)[0].rows


def test_too_many_rows(good: Path) -> None:
    assert "3 baris; paling banyak 2" in _said(good, max_rows=2)


def test_a_workbook_with_nothing_in_it(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    write_workbook(path, [SheetOut("Satu", [], [])])
    assert "tidak berisi apa pun" in _said(path)


def test_formulas_without_a_value_and_faults_are_pointed_at(tmp_path: Path) -> None:
    path = factory.workbook(
        tmp_path / "formulas.xlsx",
        [factory.person()] * 4,
        more={"Kode Data": [["x"]]},
        formulas={
            (2, "nama"): ('="SLAMET"', "SLAMET"),
            (3, "nama"): ("=A1", ""),
            (4, "nik"): ("=1/0", "#DIV/0!"),
            (5, "alamat"): ("=1+1", 2),
        },
    )
    sheet, other = read_sheets(path)
    assert sheet.formulas_without_value == {(3, 4), (4, 6)}
    assert sheet.rows[1][4] == "SLAMET"
    assert other.formulas_without_value == set()


def test_a_formula_that_says_nothing_on_purpose_has_a_value(good: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    row = b'<row r="9"><c r="A9" t="str"><f>""</f><v></v></c><c r="B9"><f>A1</f></c><c r="C9"><f>A1</f><v/></c></row>'
    changed = sheet.replace(b"</sheetData>", row + b"</sheetData>")
    path = factory.rebuilt(good, tmp_path / "said.xlsx", {"xl/worksheets/sheet1.xml": changed})
    assert read_sheets(path)[0].formulas_without_value == {(9, 1), (9, 2)}


def test_formulas_are_found_in_the_sheet_that_holds_them_whatever_its_order(tmp_path: Path) -> None:
    path = factory.workbook(tmp_path / "two.xlsx", [factory.person()], formulas={(2, "nama"): ("=A1", "")})
    with zipfile.ZipFile(path) as archive:
        book = archive.read("xl/workbook.xml").replace(b"Data Penduduk", b"A &amp; B")
    renamed = factory.rebuilt(path, tmp_path / "renamed.xlsx", {"xl/workbook.xml": book})
    sheet = read_sheets(renamed)[0]
    assert (sheet.name, sheet.formulas_without_value) == ("A & B", {(2, 4)})


def test_damaged_workbooks_are_refused_never_anything_else(good: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    content = good.read_bytes()
    path = tmp_path / "damaged.xlsx"
    refused = 0
    for _each in range(60):
        broken = bytearray(content)
        for _byte in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(bytes(broken[: chance.choice([len(broken), len(broken) // 2, chance.randrange(len(broken))])]))
        try:
            read_sheets(path)
        except SpreadsheetRefused:
            refused += 1
    assert refused > 30


def test_damaged_sheets_inside_a_sound_zip(good: Path, tmp_path: Path) -> None:
    chance = random.Random(8)
    with zipfile.ZipFile(good) as archive:
        parts = {
            name: archive.read(name) for name in archive.namelist() if name.startswith("xl/") and name.endswith(".xml")
        }
    outcomes = set()
    for number in range(60):
        name = chance.choice(sorted(parts))
        broken = bytearray(parts[name])
        for _byte in range(chance.randrange(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(32, 127)
        path = factory.rebuilt(good, tmp_path / f"{number}.xlsx", {name: bytes(broken)})
        try:
            outcomes.add(len(read_sheets(path)) >= 1)
        except SpreadsheetRefused as error:
            outcomes.add(error.code)
        os.unlink(path)
    assert outcomes <= {True, "spreadsheet_refused"}
