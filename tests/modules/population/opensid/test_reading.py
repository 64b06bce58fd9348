"""Workbooks by their headings: what is read, what ends a sheet, what is refused as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from balai.spreadsheets import SpreadsheetRefused
from modules.population.opensid import HEADINGS, apply_patches, read
from tests.factories.opensid import nik, person, workbook


def _refused(path: Path) -> str:
    with pytest.raises(SpreadsheetRefused) as caught:
        read(path)
    return caught.value.message()


def test_the_forty_three_columns() -> None:
    assert len(HEADINGS) == len(set(HEADINGS)) == 43
    assert (HEADINGS[1], HEADINGS[6], HEADINGS[42]) == ("dusun", "nik", "lng")


def test_rows_by_heading_with_the_number_the_sheet_shows(tmp_path: Path) -> None:
    rows = [person(), {}, person(nik=nik(1), nama="SITI")]
    book = read(workbook(tmp_path / "a.xlsx", rows))
    assert book.numbers == [2, 4]
    assert dict(book.rows)[4]["nama"] == "SITI"


def test_headings_in_any_order_and_case(tmp_path: Path) -> None:
    headings = ["NIK", " Nama ", "no_kk", "sex"]
    path = workbook(tmp_path / "a.xlsx", [{"NIK": nik(0), " Nama ": "SITI", "no_kk": "0", "sex": 2}], headings=headings)
    book = read(path)
    assert book.headings == ("nik", "nama", "no_kk", "sex")
    assert next(iter(book.rows)) == (2, {"nik": nik(0), "nama": "SITI", "no_kk": "0", "sex": 2.0})


@pytest.mark.parametrize("column", ["dusun", "alamat"])
def test_three_hashes_end_a_sheet(tmp_path: Path, column: str) -> None:
    rows = [person(), {column: " ### "}, {"alamat": "Petunjuk: jangan mengubah baris di bawah garis hijau"}]
    assert read(workbook(tmp_path / "a.xlsx", rows)).numbers == [2]


def test_kode_data_and_empty_sheets_are_skipped(tmp_path: Path) -> None:
    more = {"Kode Data": [["AGAMA", "Kode"], ["ISLAM", 1]], "Sheet2": []}
    book = read(workbook(tmp_path / "a.xlsm", [person()], more=more))
    assert book.sheets == ["Data Penduduk"]


def test_every_other_sheet_is_read_and_rows_stay_apart(tmp_path: Path) -> None:
    second = [["nik", "no_kk", "nama", "suku"], [nik(1), "0", "SITI", "Jawa"]]
    book = read(workbook(tmp_path / "a.xlsx", [person()], more={"RW 2": second}))
    assert book.numbers == [2, 100_002]
    assert book.columns["suku"] == ["Jawa", "Jawa"]
    assert book.columns["alamat"][1] == ""
    assert (book.place(2), book.place(100_002)) == ("2", "2 (lembar RW 2)")


def test_unknown_headings_are_all_named_with_the_nearest_known(tmp_path: Path) -> None:
    headings = [
        {"tanggallahir": "tanggal_lahir", "agama_id": "agama", "suku": "xyzzy"}.get(name, name) for name in HEADINGS
    ]
    said = _refused(workbook(tmp_path / "a.xlsx", [person()], headings=headings))
    assert "tanggal_lahir (mungkin tanggallahir)" in said
    assert "agama (mungkin agama_id)" in said
    assert "xyzzy" in said


def test_needed_and_doubled_headings(tmp_path: Path) -> None:
    assert "nik" in _refused(workbook(tmp_path / "a.xlsx", [person()], headings=["nama", "no_kk"]))
    assert "dua kali" in _refused(workbook(tmp_path / "b.xlsx", [person()], headings=["nama", "no_kk", "nik", "Nama"]))
    assert "Baris pertama" in _refused(workbook(tmp_path / "c.xlsx", [person()], headings=["DAFTAR PENDUDUK"]))
    wrong = {"Rekap": [["Dusun mana", "Jumlah"], ["KRAJAN", 9]]}
    assert "Rekap" in _refused(workbook(tmp_path / "d.xlsx", [person()], more=wrong))
    only_codes = workbook(tmp_path / "e.xlsx", [person()], sheet="Kode Data")
    assert "judul kolom" in _refused(only_codes)


def test_a_column_without_heading_matters_only_when_something_stands_in_it(tmp_path: Path) -> None:
    headings = [*HEADINGS, "", "lat2"]
    assert "lat2" in _refused(workbook(tmp_path / "a.xlsx", [person()], headings=headings))
    book = read(workbook(tmp_path / "b.xlsx", [person()], headings=[*HEADINGS[:2], "", *HEADINGS[2:]]))
    assert book.headings == HEADINGS
    assert "(kosong)" in _refused(workbook(tmp_path / "c.xlsx", [person() | {"": "catatan"}], headings=["", *HEADINGS]))


@pytest.mark.parametrize(
    ("cells", "kind", "quirky"),
    [
        ({}, "coded", False),
        ({"agama_id": "ISLAM"}, "mixed", False),
        ({"agama_id": "ISLAM", "status_dasar": "TETAP"}, "mixed", False),
    ],
)
def test_kinds_of_cells(tmp_path: Path, cells: dict[str, object], kind: str, quirky: bool) -> None:
    book = read(workbook(tmp_path / "a.xlsx", [person(**cells)]))
    assert (book.kind, book.quirky) == (kind, quirky)


@pytest.mark.parametrize(
    ("states", "pregnancies", "quirky"),
    [
        (["TETAP", ""], ["", ""], True),
        (["TETAP", "TIDAK TETAP"], ["TIDAK", "YA"], True),
        (["", ""], ["TIDAK", "TIDAK"], True),
        (["HIDUP", "MATI"], ["TIDAK", ""], False),
        (["TETAP", "HIDUP"], ["", ""], False),
        (["", ""], ["", ""], False),
    ],
)
def test_the_export_of_labels_is_known_by_its_wrong_list(
    tmp_path: Path, states: list[str], pregnancies: list[str], quirky: bool
) -> None:
    rows = [
        {"nik": nik(i), "no_kk": "0", "nama": "SITI", "sex": "PEREMPUAN", "status_dasar": state, "hamil": pregnant}
        for i, (state, pregnant) in enumerate(zip(states, pregnancies, strict=True))
    ]
    book = read(workbook(tmp_path / "a.xlsx", rows))
    assert (book.kind, book.quirky) == ("labelled", quirky)


def test_patches_mend_cells_and_keep_what_stood_there(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [person()], formulas={(2, "nama"): ("=A1", "")}, headings=HEADINGS[:10])
    before = path.read_bytes()
    book = read(path)
    assert book.formulas == {(2, "nama")}
    apply_patches(book, {"2:nama": "SITI", "2:suku": "Jawa", "99:nama": "X", "2:nothing": "X", "x:nik": "1"})
    apply_patches(book, {(2, "sex"): "2"})
    assert book.formulas == set()
    cells = dict(book.rows)[2]
    assert (cells["nama"], cells["suku"], cells["sex"]) == ("SITI", "Jawa", "2")
    assert book.originals == {(2, "nama"): "", (2, "suku"): "", (2, "sex"): 1.0}
    assert path.read_bytes() == before
