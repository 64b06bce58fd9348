"""The table "How ours decides", as far as the file alone can tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modules.population.opensid import Checked, KnownNumbers, apply_patches, check, read
from tests.factories.opensid import card, nik, person, workbook, workbook_with_errors

TODAY = date(2026, 1, 1)
WIFE = {"nik": "3315057101809001", "sex": 2, "kk_level": 3, "nama": "SITI AMINAH"}


@pytest.fixture()
def checked(tmp_path: Path) -> Any:
    def look(rows: list[dict[str, Any]], known: KnownNumbers | None = None, **words: Any) -> Checked:
        book = read(workbook(tmp_path / "a.xlsx", rows, **words))
        return check(book, village_code="3315052010", today=TODAY, known=known)

    return look


def _codes(done: Checked) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.level, issue.code) for issue in done.issues]


def test_all_problems_of_a_file_at_once_each_at_its_cell(tmp_path: Path) -> None:
    places = workbook_with_errors(tmp_path / "a.xlsx")
    done = check(read(tmp_path / "a.xlsx"), village_code="3315052010", today=TODAY)
    found = {(issue.row, issue.column): issue for issue in done.issues if issue.level == "error"}
    for code, place in places.items():
        assert found[place].code == code.removesuffix("_label"), code
        assert found[place].message.endswith("."), code
        assert len(found[place].message) > 20
    assert done.refused == {row for row, _column in places.values()}
    assert [row.row for row in done.rows] == [2]
    assert done.total == len(places) + 1
    assert done.issues == sorted(done.issues, key=lambda issue: issue.row)


def test_a_row_with_two_errors_is_told_both(checked: Any) -> None:
    done = checked([person(sex="X", tanggallahir="31-02-1980", nik="1")])
    assert {issue.column for issue in done.issues} == {"sex", "tanggallahir", "nik"}
    assert done.refused == {2}


def test_the_later_of_two_rows_with_one_nik_is_refused(checked: Any) -> None:
    done = checked([person(), person(nama="LAIN"), person(nama="LAIN LAGI")])
    assert done.refused == {3, 4}
    assert "baris 2" in done.issues[0].message
    assert [row.name for row in done.rows] == ["SLAMET WIDODO"]


def test_two_without_nik_are_no_doubles(checked: Any) -> None:
    done = checked([person(nik="0"), person(nik="", no_kk="", nama="LAIN")])
    assert not done.refused


def test_nik_against_date_sex_and_region_only_warns(checked: Any) -> None:
    done = checked([person(nik="3315057101819001"), person(nik="3174053101809001", no_kk="")])
    assert _codes(done) == [
        (2, "warning", "nik_sex"), (2, "warning", "nik_date"), (3, "warning", "lone"), (3, "warning", "nik_region"),
    ]  # fmt: skip
    assert "31-01-81" in done.issues[1].message
    assert "31-01-1980" in done.issues[1].message
    assert len(done.rows) == 2
    assert done.warnings == 4


def test_a_nik_of_a_neighbouring_district_of_the_regency_is_no_matter(checked: Any) -> None:
    assert checked([person(nik="3315043101809001")]).issues == []


def test_odd_ages_warn(checked: Any) -> None:
    old = checked([person(tanggallahir="31-01-1899", nik="3315053101999001")])
    assert _codes(old) == [(2, "warning", "odd_age")]
    assert "126 tahun" in old.issues[0].message
    child = checked([person(tanggallahir="31-01-2019", nik="3315053101199001")])
    assert _codes(child) == [(2, "warning", "odd_age")]
    head = checked([person(tanggallahir="31-01-2019", nik="3315053101199001", status_kawin=1)])
    assert _codes(head) == [(2, "warning", "odd_age")]
    dead = checked([person(tanggallahir="31-01-1899", nik="3315053101999001", status_dasar=2)])
    assert dead.issues == []


def test_a_family_without_a_head_or_with_two_is_taken_and_told(checked: Any) -> None:
    without = checked([person(kk_level=4), person(**WIFE)])
    assert _codes(without) == [(2, "warning", "no_head")]
    assert len(without.rows) == 2
    two = checked([person(), person(**WIFE | {"kk_level": 1})])
    assert _codes(two) == [(3, "warning", "two_heads")]
    assert [row.shdk for row in two.rows] == [1, 11]


def test_a_head_who_died_is_history_not_a_second_head(checked: Any) -> None:
    done = checked([person(status_dasar=2), person(**WIFE | {"kk_level": 1})])
    assert done.issues == []
    assert [(row.presence, row.shdk) for row in done.rows] == [(2, 1), (1, 1)]


@pytest.mark.parametrize("state", [2, 3, 4, 6, 9])
def test_a_new_person_who_is_gone_is_taken_as_history(checked: Any, state: int) -> None:
    done = checked([person(status_dasar=state, kk_level=4)])
    assert (done.rows[0].presence, done.issues) == (state, [])


def test_one_card_in_two_rt_lives_where_its_head_lives(checked: Any) -> None:
    done = checked([person(), person(**WIFE | {"rt": "002"})])
    assert _codes(done) == [(3, "warning", "moved_to_head")]
    assert [row.rt for row in done.rows] == ["001", "001"]


def test_one_card_in_two_rt_without_a_head_is_refused(checked: Any) -> None:
    done = checked([person(kk_level=4), person(**WIFE | {"rt": "002"})])
    assert _codes(done) == [(2, "error", "two_places"), (3, "error", "two_places")]
    assert (done.rows, done.refused) == ([], {2, 3})


def test_one_card_in_two_rt_names_the_heads_row_when_that_was_refused(checked: Any) -> None:
    rows = [person(agama_id=99), person(**WIFE), person(nik=nik(3), kk_level=4, rt="002", status_kawin=1)]
    done = checked(rows)
    assert done.refused == {2, 3, 4}
    assert "baris kepalanya (2)" in done.issues[-1].message


def test_known_people_need_not_say_everything_again(checked: Any) -> None:
    row = {"nik": nik(0), "no_kk": card(0), "nama": "SLAMET", "suku": "Jawa"}
    new = checked([row])
    assert {issue.code for issue in new.issues if issue.level == "error"} == {"no_sex", "no_shdk", "no_place"}
    assert len([issue for issue in new.issues if issue.code == "no_place"]) == 2
    known = KnownNumbers(niks={nik(0)}, headed_families={card(0)})
    done = checked([row], known)
    assert (done.issues, done.refused) == ([], set())
    assert (done.rows[0].sex, done.rows[0].ethnicity) == (None, "Jawa")


def test_a_known_family_with_a_head_in_the_register_needs_none_in_the_file(checked: Any) -> None:
    known = KnownNumbers(headed_families={person()["no_kk"]})
    assert checked([person(kk_level=4), person(**WIFE)], known).issues == []


def test_a_date_of_birth_that_is_missing_is_told(checked: Any) -> None:
    assert _codes(checked([person(tanggallahir="")])) == [(2, "warning", "no_birth_date")]


def _labels(**cells: Any) -> dict[str, Any]:
    """A row as OpenSID's export of labels writes it."""
    return {
        "dusun": "KRAJAN", "rw": "001", "rt": "001", "nama": "SLAMET", "no_kk": card(0), "nik": nik(0), "sex": "LAKI-LAKI",
        "tanggallahir": "31-01-1980", "agama_id": "ISLAM", "kk_level": "KEPALA KELUARGA", "status_kawin": "KAWIN",
        "hamil": "TIDAK", "status_dasar": "TETAP",
    } | cells  # fmt: skip


def test_the_export_of_labels_means_alive_and_dead(checked: Any) -> None:
    dead = _labels(nik=nik(1), kk_level="ANAK", status_dasar="TIDAK TETAP")
    pregnant = _labels(nik="3315057101809001", sex="PEREMPUAN", kk_level="ISTRI", hamil="YA")
    done = checked([_labels(), dead, pregnant])
    assert [row.presence for row in done.rows] == [1, 2, 1]
    assert [row.pregnancy for row in done.rows] == [None, None, 1]
    assert [row.citizenship for row in done.rows] == [None, None, None]
    assert _codes(done) == [(1, "warning", "labelled_export"), (3, "warning", "labelled_dead")]


def test_the_export_of_labels_never_makes_the_silent_alive(checked: Any) -> None:
    done = checked([_labels(), _labels(nik=nik(1), kk_level="ANAK", status_dasar="")])
    assert (3, "error", "no_state") in _codes(done)
    assert done.refused == {3}
    known = checked([_labels(), _labels(nik=nik(1), kk_level="ANAK", status_dasar="")], KnownNumbers(niks={nik(1)}))
    assert known.rows[1].presence is None


def test_a_mended_cell_is_checked_anew_and_leaves_the_kind_of_file_as_it_was(tmp_path: Path) -> None:
    rows = [_labels(), _labels(nik=nik(1), kk_level="ANAK", status_dasar="")]
    book = read(workbook(tmp_path / "a.xlsx", rows))
    apply_patches(book, {(3, "status_dasar"): "3"})
    done = check(book, village_code="3315052010", today=TODAY)
    assert [row.presence for row in done.rows] == [1, 3]


def test_rows_of_a_second_sheet_say_where_they_stand(tmp_path: Path) -> None:
    second = [["nik", "no_kk", "nama"], ["123", "0", "SITI"]]
    book = read(workbook(tmp_path / "a.xlsx", [person()], more={"RW 2": second}))
    done = check(book, village_code="3315052010", today=TODAY)
    assert done.refused == {100_002}
    assert done.issues[0].message.startswith("Baris 2 (lembar RW 2): ")


def test_formulas_below_the_end_are_of_no_matter(checked: Any) -> None:
    done = checked([person(), {"dusun": "###"}, person()], formulas={(4, "nama"): ("=A1", "")})
    assert done.issues == []
    assert done.total == 1
