"""Each cell's value: codes and labels, dates, numbers, texts, as the field's two tables say."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from modules.population import codes
from modules.population.opensid import Checked, check, read
from modules.population.opensid.columns import CODED, official_labels
from tests.factories.opensid import card, nik, person, workbook

TODAY = date(2026, 1, 1)


@pytest.fixture()
def checked(tmp_path: Path) -> Any:
    def look(rows: list[dict[str, Any]], **words: Any) -> Checked:
        return check(read(workbook(tmp_path / "a.xlsx", rows, **words)), village_code="3315052010", today=TODAY)

    return look


@pytest.fixture()
def value(checked: Any) -> Any:
    """``value("sex", "Pr")``: what the register gets from one cell of a good row."""

    def get(heading: str, cell: Any, attribute: str) -> Any:
        done = checked([person(**{heading: cell})])
        assert not done.refused, [issue.message for issue in done.issues]
        return getattr(done.rows[0], attribute)

    return get


@pytest.fixture()
def problem(checked: Any) -> Any:
    """``problem("sex", "X")``: level, code and sentence of the one issue."""

    def get(heading: str, cell: Any) -> tuple[str, str, str]:
        done = checked([person(**{heading: cell})])
        issues = [issue for issue in done.issues if issue.column == heading]
        assert len(issues) == 1, done.issues
        return issues[0].level, issues[0].code, issues[0].message

    return get


def test_a_good_row_is_taken_whole_and_without_a_word(checked: Any) -> None:
    done = checked([person()])
    assert done.issues == []
    row = done.rows[0]
    assert (row.row, row.nik, row.no_kk, row.name) == (2, "3315053101809001", "3315050101209001", "SLAMET WIDODO")
    assert (row.birth_date, row.sex, row.shdk, row.rt) == (date(1980, 1, 31), 1, 1, "001")
    assert (row.father_nik, row.passport_number, row.lat, row.phone) == (None, None, None, None)


@pytest.mark.parametrize("heading", sorted(CODED))
def test_every_code_and_every_label_of_every_list(checked: Any, heading: str) -> None:
    attribute = CODED[heading][0]
    # One workbook of a row for each way to write it: a workbook a cell would be hundreds of them.
    expected: list[tuple[int, Any]] = []
    for code, label in official_labels()[heading].items():
        for cell in (code, float(code), str(code), label, label.lower(), label.replace(" ", "  "), f" {label}\u00a0"):
            expected.append((code, cell))
    people = []
    for serial, (_code, cell) in enumerate(expected):
        number = nik(serial)
        woman = {"sex": 2, "status_kawin": 2, "nik": f"{number[:6]}{int(number[6:8]) + 40}{number[8:]}"}
        one = woman if heading != "sex" else {"nik": number}
        people.append(person(no_kk=card(serial)) | one | {heading: cell})
    found = checked(people).rows
    assert len(found) == len(expected)
    for row, (code, cell) in zip(found, expected, strict=True):
        assert getattr(row, attribute) == code, (heading, cell)


@pytest.mark.parametrize(
    ("heading", "cell", "attribute", "code"),
    [
        ("sex", "L", "sex", 1), ("sex", "LK", "sex", 1), ("sex", "P", "sex", 2), ("sex", "Pr", "sex", 2),
        ("status_kawin", "BK", "marital_status", 1), ("status_kawin", "CM", "marital_status", 4),
        ("pendidikan_kk_id", "Tidak/Blm Sekolah", "education", 1),
        ("pendidikan_kk_id", "Tidak Tamat SD/Sederajat", "education", 2),
        ("pendidikan_kk_id", "Akademi/Diploma III/Sarjana Muda", "education", 7),
        ("pendidikan_kk_id", "Strata-II", "education", 9),
        ("golongan_darah_id", "Tdk Th", "blood_type", 13),
        ("status_dasar", "PINDAH DALAM NEGERI", "presence", 3), ("status_dasar", "Pindah Luar Negeri", "presence", 3),
        ("ktp_el", 3, "ktp_el", 3), ("ktp_el", "KIA", "ktp_el", 3), ("ktp_el", "ktp-el", "ktp_el", 2),
        ("status_rekam", "SENT FOR\nCARD PRINTING", "ktp_record", 7),
        ("agama_id", "-", "religion", None), ("agama_id", " ", "religion", None), ("agama_id", "01", "religion", 1),
        ("id_asuransi", 4, "health_insurance", 4),
    ],
)  # fmt: skip
def test_what_else_is_written_for_a_code(value: Any, heading: str, cell: Any, attribute: str, code: int | None) -> None:
    assert value(heading, cell, attribute) == code


@pytest.mark.parametrize(("cell", "stored"), [("YA", 1), ("HAMIL", 1), ("TIDAK HAMIL", 2), ("TIDAK", None), (1, 1)])
def test_pregnancy_of_women_and_never_of_men(checked: Any, cell: Any, stored: int | None) -> None:
    assert checked([person(hamil=cell, sex=2, nik="3315057101809001")]).rows[0].pregnancy == stored
    assert checked([person(hamil=cell)]).rows[0].pregnancy is None


def test_other_family_planning_of_opensid(checked: Any) -> None:
    for cell in (8, "100"):
        done = checked([person(cara_kb_id=cell)])
        assert done.rows[0].family_planning == codes.FamilyPlanning(99)
        assert [issue.code for issue in done.issues] == ["other_family_planning"]
    assert checked([person(cara_kb_id=3, status_kawin=1)]).rows[0].family_planning is None


@pytest.mark.parametrize(
    ("heading", "cell", "words"),
    [
        ("agama_id", 8, '"8" tidak ada dalam daftar kode'),
        ("pekerjaan_id", "PETANI/PEKEBUM", 'Mungkin maksudnya "PETANI/PEKEBUN"'),
        ("status_dasar", "TETAP", "tidak ada dalam daftar"),
        ("id_asuransi", 5, "tidak ada dalam daftar"),
        ("sex", True, "TRUE"),
        ("sex", 1.5, '"1.5"'),
        ("kk_level", 0, '"0"'),
    ],
)
def test_unknown_codes_and_labels_are_errors(problem: Any, heading: str, cell: Any, words: str) -> None:
    level, code, message = problem(heading, cell)
    assert (level, code) == ("error", "unknown_code")
    assert words in message


@pytest.mark.parametrize(
    "cell",
    [
        "1980-01-31", "31-01-1980", "31/01/1980", "31.01.1980", "31-1-1980", " 31-01-1980 ", "1980-01-31 00:00:00",
        date(1980, 1, 31), datetime(1980, 1, 31, 7, 30), 29251, "'31-01-1980", '"31-01-1980"',
    ],
)  # fmt: skip
def test_dates_as_villages_write_them(value: Any, cell: Any) -> None:
    assert value("tanggallahir", cell, "birth_date") == date(1980, 1, 31)


def test_a_slash_is_read_as_day_and_month(value: Any) -> None:
    assert value("tanggalperkawinan", "02/03/2001", "marriage_date") == date(2001, 3, 2)


@pytest.mark.parametrize(
    "cell",
    [
        "31-02-1980",
        "30/02/1999",
        "01-13-1980",
        "31-01-80",
        "lahir 1980",
        "1980",
        1980,
        -5,
        9_999_999,
        "1-1-1200",
        "²-1-1980",
    ],
)
def test_dates_that_do_not_exist(problem: Any, cell: Any) -> None:
    level, code, message = problem("tanggallahir", cell)
    assert (level, code) == ("error", "bad_date")
    assert "24-11-1980" in message


def test_dates_that_lie_ahead(problem: Any, value: Any) -> None:
    assert problem("tanggallahir", "02-01-2026")[:2] == ("error", "future_date")
    assert value("tanggallahir", "01-01-2026", "birth_date") == TODAY
    assert value("tanggal_akhir_paspor", "02-01-2031", "passport_expires") == date(2031, 1, 2)
    for empty in ("0000-00-00", "-", "00-00-0000"):
        assert value("tanggalperkawinan", empty, "marriage_date") is None


@pytest.mark.parametrize(
    "cell", ["3315053101809001", " 3315 0531 0180 9001", "'3315053101809001", "3315.053101.809001\u00a0"]
)
def test_a_nik_is_its_sixteen_digits(value: Any, cell: str) -> None:
    assert value("nik", cell, "nik") == "3315053101809001"


@pytest.mark.parametrize(("cell", "words"), [("331505310180900", "15 angka"), ("33150531018090011", "17 angka"), ("ABC", "0 angka"), ("3,31505E+15", "disingkat")])  # fmt: skip
def test_a_nik_of_another_length(problem: Any, cell: str, words: str) -> None:
    level, code, message = problem("nik", cell)
    assert (level, code) == ("error", "nik_length")
    assert words in message


@pytest.mark.parametrize("cell", ["", 0, "0", "-", "0000000000000000"])
def test_no_nik_asks_for_a_temporary_one(checked: Any, cell: Any) -> None:
    done = checked([person(nik=cell)])
    assert done.rows[0].nik == "0"
    assert [(issue.level, issue.code) for issue in done.issues] == [("warning", "temporary_nik")]


def test_a_temporary_number_of_opensid_is_kept(checked: Any) -> None:
    done = checked([person(nik="0331505201000001", no_kk="0331505201000002")])
    assert (done.rows[0].nik, done.rows[0].no_kk, done.issues) == ("0331505201000001", "0331505201000002", [])


def test_a_nik_that_excel_rounded_is_refused_and_one_that_a_program_wrote_is_not(checked: Any) -> None:
    rounded = checked([person(nik=3315053101809000), person(nik=3315053101809010, no_kk="0")])
    assert [(issue.row, issue.code) for issue in rounded.issues if issue.level == "error"] == [
        (2, "rounded"), (3, "rounded"),
    ]  # fmt: skip
    exact = checked([person(nik=3315053101809001), person(nik=3315053101809010, no_kk="0")])
    assert not exact.refused
    assert exact.rows[0].nik == "3315053101809001"


def test_no_family_card_or_a_temporary_one(checked: Any) -> None:
    lone = checked([person(no_kk="", dusun="-", rw="-", rt="-", kk_level=4)])
    assert (lone.rows[0].no_kk, lone.rows[0].shdk, lone.rows[0].rt) == ("", None, None)
    assert [issue.code for issue in lone.issues] == ["lone"]
    temporary = checked([person(no_kk="0")])
    assert temporary.rows[0].no_kk == "0"
    assert [issue.code for issue in temporary.issues] == ["temporary_no_kk"]
    assert [issue.code for issue in checked([person(no_kk="123")]).issues] == ["no_kk_length"]


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("Dusun Krajan", "KRAJAN"), ("DUSUN_KRAJAN", "KRAJAN"), ("'krajan wetan", "KRAJAN WETAN"),
        ("krajan_  lor", "KRAJAN LOR"), ("DUSUNAN", "DUSUNAN"),
    ],
)  # fmt: skip
def test_hamlets(value: Any, cell: str, stored: str) -> None:
    assert value("dusun", cell, "dusun") == stored


def test_a_hamlet_without_a_name_is_none(problem: Any) -> None:
    assert problem("dusun", "Dusun ")[:2] == ("error", "no_place")


def test_a_village_without_rw(value: Any) -> None:
    assert value("rw", "-", "rw") is None
    assert value("rt", 1, "rt") == "1"


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("siti nur-aini", "SITI NUR-AINI"), ("M. Ali, S.Pd", "M. ALI, S.PD"), ("  SITI\n AMINAH ", "SITI AMINAH"),
        ("NUR’AINI", "NUR'AINI"), ("SITI/AMINAH*", "SITI AMINAH"), ('"SITI ""NUR"" AMINAH"', "SITI NUR AMINAH"),
        ("JOSÉ", "JOSÉ"),
    ],
)  # fmt: skip
def test_names(value: Any, cell: str, stored: str) -> None:
    assert value("nama", cell, "name") == stored


def test_texts_are_unwrapped_and_cut_with_a_word(checked: Any) -> None:
    done = checked([person(alamat_sekarang='"JL. ""MAWAR"" 5"', akta_lahir="X" * 50, nama_ibu="painem", suku="-")])
    row = done.rows[0]
    assert (row.address_current, row.birth_certificate, row.mother_name) == ('JL. "MAWAR" 5', "X" * 40, "PAINEM")
    assert row.ethnicity is None
    assert [(issue.column, issue.code) for issue in done.issues] == [("akta_lahir", "shortened")]


def test_parents_and_cards_that_cannot_be_kept_are_left_out(checked: Any) -> None:
    done = checked([person(ayah_nik="123", ibu_nik="3315054101559001", tag_id_card="12345")])
    row = done.rows[0]
    assert (row.father_nik, row.mother_nik, row.tag_id_card) == (None, "3315054101559001", None)
    assert {(issue.column, issue.level) for issue in done.issues} == {
        ("ayah_nik", "warning"),
        ("tag_id_card", "warning"),
    }
    assert checked([person(tag_id_card="1234567890")]).rows[0].tag_id_card == "1234567890"


def test_labels_are_read_whatever_language_the_office_has_chosen(checked: Any) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert checked([person(agama_id="ISLAM", pekerjaan_id="PETANI/PEKEBUN")]).rows[0].occupation == 9
