"""Each layout of the field: known by its first rows, read into the same people, families, heads and hamlets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balai.spreadsheets import Sheet, SpreadsheetRefused, read_sheets
from modules.population.layouts import LAYOUTS, SURE, looks
from modules.population.opensid import Checked, Workbook, check
from tests.factories import layouts as factory
from tests.factories.opensid import card, nik, person, workbook
from tests.factories.xls import write_xls

TODAY = date(2026, 1, 1)
Read = Callable[..., tuple[Workbook, Checked]]


@pytest.fixture(params=["xlsx", "xls"])
def ending(request: pytest.FixtureRequest) -> str:
    """Both kinds of file: the registry writes the old one, people save it as the new one."""
    return str(request.param)


@pytest.fixture()
def sheets(tmp_path: Path, ending: str) -> Callable[..., list[Sheet]]:
    """``sheets(rows)``: written to a file and read back."""

    def write(*many: list[list[Any]]) -> list[Sheet]:
        named = [(f"Lembar{number}", rows) for number, rows in enumerate(many, 1)]
        path = tmp_path / f"berkas.{ending}"
        return read_sheets(factory.xlsx(path, named) if ending == "xlsx" else write_xls(path, dict(named)))

    return write


@pytest.fixture()
def read(sheets: Callable[..., list[Sheet]]) -> Read:
    """``read("siak", rows)``: the workbook and what checking says of it."""

    def go(layout: str, *many: list[list[Any]]) -> tuple[Workbook, Checked]:
        book = LAYOUTS[layout].read(sheets(*many))
        return book, check(book, village_code="3315052010", today=TODAY)

    return go


def codes(checked: Checked) -> set[str]:
    """Kinds of issues but those that the factory's NIKs always give."""
    return {issue.code for issue in checked.issues} - {"nik_date", "nik_sex"}


@pytest.mark.parametrize("name", factory.ROWS)
def test_a_layout_is_known_by_looking(sheets: Any, name: str) -> None:
    (first, look), (_second, next_look), *_rest = looks(sheets(factory.ROWS[name](factory.houses())))
    assert first.name == name
    assert look.why
    assert look.confidence >= SURE or name == "bip2012"  # nothing tells that one for sure
    assert look.confidence > next_look.confidence


@pytest.mark.parametrize("name", factory.ROWS)
def test_every_layout_gives_the_same_families(read: Read, name: str) -> None:
    book, done = read(name, factory.ROWS[name](factory.houses()))
    assert done.refused == set()
    people = [(row.nik, row.no_kk, row.name, row.sex, row.shdk, row.dusun, row.rw, row.rt) for row in done.rows]
    assert people == [
        (nik(1), card(1), "SLAMET WIDODO", 1, 1, "KRAJAN", "002", "001"),
        (nik(2), card(1), "SITI AMINAH", 2, 3, "KRAJAN", "002", "001"),
        (nik(3), card(1), "BUDI SLAMET", 1, 4, "KRAJAN", "002", "001"),
        (nik(4), card(2), "PARTINAH", 2, 1, "SENDANG", "002", "003"),
        (nik(5), card(2), "JOKO", 1, 4, "SENDANG", "002", "003"),
    ]
    first = done.rows[0]
    assert (first.birth_date, first.birth_place, first.religion, first.education, first.occupation) == (
        date(1980, 1, 31), "GROBOGAN", 1, 5, 9,
    )  # fmt: skip
    assert [row.occupation for row in done.rows] == [9, 2, 3, 5, 1]
    assert [row.education for row in done.rows] == [5, 5, 1, 9, 5]
    assert (first.mother_name, first.father_name) == ("PAINEM", "PAIMAN")
    assert book.kind == "labelled" and not book.quirky
    # What was derived is said once, for the whole column, with an example.
    (derived,) = [issue for issue in done.issues if issue.code == "derived"]
    assert (derived.row, derived.column, derived.level) == (1, "dusun", "warning")
    assert "5 baris" in derived.message and "KRAJAN" in derived.message
    assert codes(done) <= {"derived", "not_in_layout"}


@pytest.mark.parametrize(
    ("name", "marital", "blood"),
    [
        ("siak", [2, 2, 1, 4, 1], [4, None, 4, 4, 4]),
        ("bip2016lt", [2, 2, 1, 4, 1], [4, None, 4, 4, 4]),
        ("bip-ektp", [2, 2, 1, 4, 1], [4, None, 4, 4, 4]),
        ("bip2012", [2, 2, 1, 4, 1], [None] * 5),
        ("bip2016", [None] * 5, [None] * 5),
    ],
)
def test_what_a_layout_lacks_is_left_alone_and_said(
    read: Read, name: str, marital: list[Any], blood: list[Any]
) -> None:
    _book, done = read(name, factory.ROWS[name](factory.houses()))
    assert [row.marital_status for row in done.rows] == marital
    assert [row.blood_type for row in done.rows] == blood
    assert ("not_in_layout" in codes(done)) == (name in {"bip2012", "bip2016"})


# -- SIAK --------------------------------------------------------------------------------------------------------------


def siak(*rows: list[Any]) -> list[list[Any]]:
    """A listing of these rows."""
    return [factory.siak_rows([])[0], *rows]


def one(**cells: Any) -> list[Any]:
    """The first person of the first family with some cells changed, by SIAK's headings."""
    house = factory.houses()[0]
    return factory.siak_row(house, house.people[0], **cells)


@pytest.mark.parametrize(
    ("said", "code"),
    [("Hidup", 1), ("Mati", 2), ("Pindah Dalam Negeri", 3), ("PINDAH LUAR NEGERI", 3), ("Tidak Valid", 9), ("Hilang", 4), ("-", None)],
)  # fmt: skip
def test_statuses_of_siak(read: Read, said: str, code: int | None) -> None:
    _book, done = read("siak", siak(one(Status=said)))
    assert done.rows[0].presence == code


@pytest.mark.parametrize(
    "written",
    [date(1980, 1, 31), 29251, "31-01-1980", "31/01/1980", "1980-01-31", "31-01-1980 00:00:00", f"31-01-1980{factory.NBSP}"],
)  # fmt: skip
def test_dates_of_siak_come_back_as_they_were(read: Read, written: Any) -> None:
    _book, done = read(
        "siak", siak(one(**{"Tanggal Lahir": written, "Tanggal Kwn": written, "Tgl Cerai": "0000-00-00"}))
    )
    row = done.rows[0]
    assert (row.birth_date, row.marriage_date, row.divorce_date) == (date(1980, 1, 31), date(1980, 1, 31), None)


@pytest.mark.parametrize("day", [date(1900, 3, 1), date(1904, 12, 31), date(1945, 8, 17), date(2000, 2, 29), date(2025, 12, 31)])  # fmt: skip
def test_days_of_a_hundred_years_survive_the_file(read: Read, day: date) -> None:
    _book, done = read("siak", siak(one(**{"Tanggal Lahir": day})))
    assert done.rows[0].birth_date == day


@pytest.mark.parametrize(
    ("address", "hamlet", "street", "said"),
    [
        ("DSN LIWET", "LIWET", None, "derived"),
        ("Dusun Krajan Wetan", "KRAJAN WETAN", None, "derived"),
        ("DS. SENDANG", "SENDANG", None, "derived"),
        ("JL. MERDEKA NO 3 DSN. KRAJAN RT 02 RW 01", "KRAJAN", "JL. MERDEKA NO 3", "derived"),
        (f"DSN{factory.NBSP}LIWET", "LIWET", None, "derived"),
        ("KARANGANYAR", "KARANGANYAR", "KARANGANYAR", "hamlet_guessed"),
    ],
)  # fmt: skip
def test_the_hamlet_is_cut_out_of_the_address(read: Read, address: str, hamlet: str, street: Any, said: str) -> None:
    _book, done = read("siak", siak(one(Alamat=address)))
    row = done.rows[0]
    assert (row.dusun, row.address, row.rt, row.rw) == (hamlet, street, "001", "002")
    assert codes(done) == {said}


def test_an_address_without_a_hamlet_is_asked_for_with_what_stands_there(read: Read) -> None:
    _book, done = read("siak", siak(one(Alamat="JL. MERDEKA NO 3")))
    (asked,) = [issue for issue in done.issues if issue.level == "error"]
    assert (asked.column, asked.code, asked.value) == ("dusun", "no_place", "JL. MERDEKA NO 3")


def test_signs_that_nobody_sees_are_no_part_of_a_number(read: Read) -> None:
    hidden = "".join(f"{digit}\u200b" for digit in nik(1))
    _book, done = read("siak", siak(one(NIK=f"{hidden}\ufeff", **{"Nomor KK": f"'{card(1)}{factory.NBSP}"})))
    assert (done.rows[0].nik, done.rows[0].no_kk) == (nik(1), card(1))


def test_headings_in_another_order_and_fewer_of_them(read: Read, sheets: Any) -> None:
    whole = siak(one())
    order = [1, 0, 2, *range(20, 2, -1)]
    rows = [["DAFTAR PENDUDUK DESA GEYER"], [], *([row[place] for place in order] for row in whole)]
    (first, look), *_rest = looks(sheets(rows))
    assert first.name == "siak" and look.confidence < 1
    _book, done = read("siak", rows)
    assert (done.rows[0].nik, done.rows[0].name, done.rows[0].row) == (nik(1), "SLAMET WIDODO", 4)


def test_villages_that_the_listing_names_are_counted(read: Read) -> None:
    book, _done = read("siak", siak(one(), one(NIK=nik(9), **{"Desa/Kel": "Monggot"})))
    assert book.villages == {"GEYER": 1, "MONGGOT": 1}


def test_a_listing_on_two_sheets(read: Read) -> None:
    book, done = read("siak", siak(one()), [["Rekap"], ["Jumlah", 2]], siak(one(NIK=nik(9), **{"Nomor KK": card(9)})))
    assert book.numbers == [2, 100_002]
    assert book.place(100_002) == "2 (lembar Lembar3)"
    assert len(done.rows) == 2


# -- books of families -------------------------------------------------------------------------------------------------

BOOKS = ["bip2016", "bip2016lt", "bip-ektp", "bip2012"]


@pytest.mark.parametrize("name", BOOKS)
def test_a_family_number_that_is_wrong_refuses_its_members_and_nobody_slips_into_the_family_above(
    read: Read, name: str
) -> None:
    first, second = factory.houses()
    for wrong in ("331505020220910", ""):
        _book, done = read(name, factory.ROWS[name]([first, factory.without(second, number=wrong)]))
        assert {row.no_kk for row in done.rows} == {card(1)}
        assert {(issue.column, issue.code) for issue in done.issues if issue.level == "error"} == {
            ("no_kk", "no_kk_length")
        }
        assert len(done.refused) == 2


@pytest.mark.parametrize("name", BOOKS)
def test_members_above_every_family_are_told(read: Read, name: str) -> None:
    rows = factory.ROWS[name](factory.houses())
    at = next(place for place, row in enumerate(rows) if card(1) in str(row)) - (name == "bip2012")
    heads = {"bip2016lt": 4, "bip2012": 2}.get(name, 1)
    _book, done = read(name, rows[:at] + rows[at + heads :])
    told = [issue for issue in done.issues if issue.code == "no_family_above"]
    assert len(told) == 3 and {issue.level for issue in told} == {"error"}
    assert [row.no_kk for row in done.rows] == [card(2)] * 2


@pytest.mark.parametrize("name", ["bip2016", "bip2012", "bip2016lt"])
def test_no_rt_in_the_book_is_an_error_that_shows_the_address(read: Read, name: str) -> None:
    _book, done = read(name, factory.ROWS[name]([factory.without(factory.houses()[0], rt="-", rw="-")]))
    asked = [issue for issue in done.issues if issue.level == "error"]
    assert {(issue.column, issue.code) for issue in asked} == {("rt", "no_place")}
    assert len(asked) == 3 and "KRAJAN" in asked[0].value


def test_a_village_without_hamlets_gives_its_own_name(read: Read) -> None:
    rows = factory.ROWS["bip-ektp"]([factory.without(factory.houses()[0], hamlet="-", rw="000")])
    _book, done = read("bip-ektp", rows)
    assert {(row.dusun, row.rw, row.rt) for row in done.rows} == {("GEYER", None, "001")}


def test_recording_states_over_a_line_and_over_a_pages_end(read: Read) -> None:
    _book, done = read("bip-ektp", factory.ROWS["bip-ektp"](factory.houses()))
    assert [row.ktp_record for row in done.rows] == [7, 6, 1, 5, 6]
    assert {row.ktp_el for row in done.rows} == {2}
    assert done.rows[0].birth_certificate == "6767/TAMB/2002"


def test_the_legend_at_a_books_end_is_nobody(read: Read) -> None:
    _book, done = read("bip2016", factory.ROWS["bip2016"](factory.houses()))
    assert "3315053101809999" not in {row.nik for row in done.rows}


def test_the_phone_of_the_box_belongs_to_the_head(read: Read) -> None:
    rows = factory.ROWS["bip2016lt"](factory.houses())
    rows[4][-1] = "JL. ANGGREK, DSN. KRAJAN,Kodepos :58172,Telp :0812-3456,-"
    _book, done = read("bip2016lt", rows)
    assert [row.phone for row in done.rows[:3]] == ["0812-3456", None, None]
    assert done.rows[0].address == "JL. ANGGREK"


@pytest.mark.parametrize("name", BOOKS)
def test_a_lost_serial_loses_nobody(read: Read, name: str) -> None:
    rows = factory.ROWS[name](factory.houses())
    for row in rows:
        if nik(3) in str(row):
            row[0 if name in {"bip2016", "bip-ektp"} else 1] = ""
    _book, done = read(name, rows)
    assert nik(3) in {row.nik for row in done.rows}


@pytest.mark.parametrize("name", BOOKS)
def test_cells_that_are_missing_at_a_rows_end_are_empty(name: str) -> None:
    rows = [row[: len(row) - 3] if nik(5) in str(row) else list(row) for row in factory.ROWS[name](factory.houses())]
    book = LAYOUTS[name].read([Sheet("Lembar1", rows)])
    done = check(book, village_code="3315052010", today=TODAY)
    assert nik(5) in {row.nik for row in done.rows}


# -- none of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", factory.ROWS)
def test_a_layout_that_does_not_fit_says_what_was_looked_for(tmp_path: Path, name: str) -> None:
    sheets = read_sheets(workbook(tmp_path / "a.xlsx", [person()]))
    with pytest.raises(SpreadsheetRefused) as refused:
        LAYOUTS[name].read(sheets)
    assert refused.value.message().endswith(".")


def test_opensids_workbook_is_opensids(tmp_path: Path) -> None:
    (first, look), *_rest = looks(read_sheets(workbook(tmp_path / "a.xlsx", [person()])))
    assert (first.name, look.confidence) == ("opensid", 1.0)


def test_an_old_workbook_of_opensid_is_read_too(tmp_path: Path) -> None:
    from modules.population.opensid import HEADINGS

    row = person()
    path = write_xls(tmp_path / "a.xls", {"Sheet1": [list(HEADINGS), [row.get(name, "") for name in HEADINGS]]})
    book = LAYOUTS["opensid"].read(read_sheets(path))
    done = check(book, village_code="3315052010", today=TODAY)
    assert (done.issues, done.rows[0].nik) == ([], row["nik"])


def test_macros_are_never_run_and_results_of_formulas_are_read(tmp_path: Path) -> None:
    rows = factory.siak_rows(factory.houses())
    path = write_xls(tmp_path / "makro.xls", {"Lembar1": rows}, macros=True, formulas=True)
    done = check(LAYOUTS["siak"].read(read_sheets(path)), village_code="3315052010", today=TODAY)
    assert len(done.rows) == 5 and done.rows[0].birth_date == date(1980, 1, 31)
