"""What we export imports again unchanged; the result sheet shows what came and what was made of it."""

from __future__ import annotations

import io
import string
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balai.spreadsheets import read_sheets
from modules.population import codes
from modules.population.opensid import HEADINGS, apply_patches, check, export_rows, read, write_result
from modules.population.rows import ResidentRow
from modules.population.synthetic import generate
from tests.factories.opensid import card, nik, person, workbook

TODAY = date(2026, 1, 1)


def _back(path: Path) -> list[ResidentRow]:
    done = check(read(path), village_code="3315052010", today=TODAY)
    assert not done.refused, [issue for issue in done.issues if issue.level == "error"][:3]
    return done.rows


def _words(alphabet: str, longest: int) -> st.SearchStrategy[str]:
    return (
        st.text(alphabet, min_size=1, max_size=longest)
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: text not in {"", "-"})
    )


_NAMES = _words(string.ascii_uppercase + " .,'-", 40).filter(
    lambda text: any(map(str.isalpha, text)) and text[0] != "'"
)
_FREE = _words(string.ascii_letters + string.digits + " .,'\"=+-@/#é", 24)
_DAYS = st.dates(date(1900, 1, 1), TODAY)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _code(choices: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from([each.value for each in choices])


def _fill_ours(draw: st.DrawFn, row: ResidentRow) -> None:
    """What OpenSID's columns have no place for."""
    row.residency, row.chronic_illness = draw(_code(codes.Residency)), draw(_code(codes.ChronicIllness))
    row.phone, row.email = draw(_maybe(st.just("081234567890"))), draw(_maybe(st.just("siti@example.id")))
    row.telegram, row.contact_by = draw(_maybe(st.just("@siti"))), draw(_maybe(st.just("Telegram")))
    row.address_previous, row.note = draw(_maybe(_FREE)), draw(_maybe(_FREE))
    row.family_number_previous, row.employment_insurance_number = draw(_maybe(st.just(card(9)))), draw(_maybe(_FREE))
    row.id_card_place, row.id_card_date = draw(_maybe(_FREE)), draw(_maybe(_DAYS))
    row.birth_time = draw(_maybe(st.times().map(lambda each: f"{each.hour:02d}:{each.minute:02d}")))
    row.birth_place_kind, row.birth_kind = draw(_code(codes.BirthPlaceKind)), draw(_code(codes.BirthKind))
    row.birth_helper, row.reading = draw(_code(codes.BirthHelper)), draw(_code(codes.Reading))
    row.birth_order, row.birth_length = draw(_maybe(st.integers(1, 40))), draw(_maybe(st.integers(10, 99)))
    row.birth_weight, row.origin_country = draw(_maybe(st.integers(200, 9999))), draw(_maybe(_FREE))


@st.composite
def _rows(draw: st.DrawFn, everything: bool = False) -> list[ResidentRow]:
    rows = []
    for number in range(draw(st.integers(1, 4))):
        row = ResidentRow(
            row=number + 2, nik=nik(number), no_kk=card(number), name=draw(_NAMES), sex=draw(st.sampled_from([1, 2])),
            shdk=1, dusun=draw(_words(string.ascii_uppercase + " ", 20).filter(lambda t: not t.startswith("DUSUN"))),
            rw=draw(_maybe(_words(string.digits, 3))), rt=draw(_words(string.digits, 3)),
            birth_place=draw(_maybe(_NAMES)), birth_date=draw(_DAYS), religion=draw(_code(codes.Religion)),
            education=draw(_code(codes.Education)), education_current=draw(_code(codes.EducationCurrent)),
            occupation=draw(_code(codes.Occupation)), marital_status=2, citizenship=draw(_code(codes.Citizenship)),
            address=draw(_maybe(_FREE)), presence=draw(_code(codes.Presence)), father_name=draw(_maybe(_NAMES)),
            father_nik=draw(_maybe(st.just(nik(77)))), mother_name=draw(_maybe(_NAMES)), blood_type=draw(_code(codes.BloodType)),
            birth_certificate=draw(_maybe(_FREE)), passport_number=draw(_maybe(_FREE)),
            passport_expires=draw(_maybe(st.dates(date(1900, 1, 1), date(2099, 1, 1)))), kitas_number=draw(_maybe(_FREE)),
            marriage_certificate=draw(_maybe(_FREE)), marriage_date=draw(_maybe(_DAYS)),
            divorce_certificate=draw(_maybe(_FREE)), divorce_date=draw(_maybe(_DAYS)), disability=draw(_code(codes.Disability)),
            family_planning=draw(_code(codes.FamilyPlanning)), ktp_el=draw(_code(codes.KtpEl)),
            ktp_record=draw(_code(codes.KtpRecord)), address_current=draw(_maybe(_FREE)), ethnicity=draw(_maybe(_FREE)),
            tag_id_card=draw(_maybe(st.text(string.digits, min_size=10, max_size=17))),
            health_insurance=draw(_code(codes.HealthInsurance)), health_insurance_number=draw(_maybe(_FREE)),
            lat=draw(_maybe(st.just("-7.123456"))), lng=draw(_maybe(st.just("110.9"))),
        )  # fmt: skip
        row.pregnancy = draw(_code(codes.Pregnancy)) if row.sex == 2 else None
        if everything:
            _fill_ours(draw, row)
        rows.append(row)
    return rows


@pytest.mark.parametrize("labelled", [False, True])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_rows(everything=True))
def test_what_is_exported_imports_again_unchanged(tmp_path: Path, labelled: bool, rows: list[ResidentRow]) -> None:
    path = tmp_path / "export.xlsx"
    export_rows(rows, path, labelled=labelled, everything=True)
    assert _back(path) == rows


@pytest.mark.parametrize("labelled", [False, True])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_rows())
def test_opensids_own_columns_import_again_unchanged(tmp_path: Path, labelled: bool, rows: list[ResidentRow]) -> None:
    path = tmp_path / "export.xlsx"
    export_rows(rows, path, labelled=labelled)
    assert _back(path) == rows


@pytest.mark.parametrize("labelled", [False, True])
def test_a_whole_synthetic_village_comes_back(tmp_path: Path, labelled: bool) -> None:
    rows = generate(seed=4, residents=600, village_code="3315052010", village_name="Geyer", today=TODAY)
    export_rows(iter(rows), tmp_path / "export.xlsx", labelled)
    # OpenSID's 43 columns have no place for these.
    expected = [replace(row, phone=None, residency=None, chronic_illness=None) for row in rows]
    assert _back(tmp_path / "export.xlsx") == expected
    export_rows(iter(rows), tmp_path / "whole.xlsx", labelled, everything=True)
    assert _back(tmp_path / "whole.xlsx") == rows


def test_an_export_has_the_columns_in_order_and_numbers_as_text(tmp_path: Path) -> None:
    lone = ResidentRow(nik="0", no_kk="", name="SITI", sex=2)
    export_rows([lone], tmp_path / "export.xlsx")
    sheet = read_sheets(tmp_path / "export.xlsx")[0]
    assert tuple(sheet.rows[0]) == HEADINGS
    cells = dict(zip(HEADINGS, sheet.rows[1], strict=True))
    assert (cells["nik"], cells["no_kk"], cells["dusun"], cells["rt"], cells["sex"]) == ("0", "", "-", "-", 2.0)


def test_an_export_of_labels_is_not_taken_for_opensids_own(tmp_path: Path) -> None:
    export_rows([ResidentRow(nik=nik(0), no_kk="", name="SITI", sex=2, presence=3)], tmp_path / "a.xlsx", labelled=True)
    book = read(tmp_path / "a.xlsx")
    assert (book.kind, book.quirky, book.columns["status_dasar"]) == ("labelled", False, ["PINDAH"])


def test_the_result_sheet_shows_what_came_what_was_said_and_what_was_mended(tmp_path: Path) -> None:
    rows = [person(), person(nik=3315053101809001, tanggallahir="31-02-1980"), person(nik=nik(2), no_kk="")]
    book = read(workbook(tmp_path / "a.xlsx", rows))
    patches = {"4:nama": "SITI AMINAH"}
    apply_patches(book, patches)
    done = check(book, village_code="3315052010", today=TODAY)
    buffer = io.BytesIO()
    write_result(buffer, book, {2: "new", 4: "changed"}, done.issues, patches)
    (tmp_path / "result.xlsx").write_bytes(buffer.getvalue())
    sheet = read_sheets(tmp_path / "result.xlsx")[0]
    head = sheet.rows[0]
    assert head[:4] == ["Baris", "Hasil", "Catatan", "Diperbaiki"]
    assert [row[:2] for row in sheet.rows[1:]] == [["2", "Baru"], ["3", "Ditolak"], ["4", "Diubah"]]
    refused = dict(zip(head, sheet.rows[2], strict=True))
    assert "tanggallahir: " in refused["Catatan"]
    assert (refused["tanggallahir"], refused["nik"]) == ("31-02-1980", "3315053101809001")
    mended = dict(zip(head, sheet.rows[3], strict=True))
    assert mended["Diperbaiki"] == 'nama: "SLAMET WIDODO" menjadi "SITI AMINAH"'
    assert mended["nama"] == "SITI AMINAH"
