"""A village that never was, plausible to those who know one."""

from __future__ import annotations

import csv
import statistics
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from modules.population import codes
from modules.population.opensid import check, export_rows, read
from modules.population.rows import ResidentRow
from modules.population.synthetic import generate
from modules.population.synthetic.numbers import BLOCK, FIRST_SERIAL, Numbers

TODAY = date(2026, 1, 1)
CODE = "3315052010"
REGIONS = Path(__file__).resolve().parents[4] / "tenants" / "regions" / "33.15.csv"


def _village(residents: int = 5000, seed: int = 1, code: str = CODE, **words: bool) -> list[ResidentRow]:
    return generate(seed=seed, residents=residents, village_code=code, village_name="Geyer", today=TODAY, **words)


@pytest.fixture(scope="module")
def village() -> list[ResidentRow]:
    return _village()


@pytest.fixture(scope="module")
def families(village: list[ResidentRow]) -> dict[str, list[ResidentRow]]:
    found: dict[str, list[ResidentRow]] = defaultdict(list)
    for row in village:
        found[row.no_kk].append(row)
    return found


def _age(row: ResidentRow) -> int:
    assert row.birth_date is not None
    return TODAY.year - row.birth_date.year - ((row.birth_date.month, row.birth_date.day) > (1, 1))


@pytest.mark.parametrize("residents", [1, 2, 3, 7, 50, 799, 2000])
def test_there_are_exactly_as_many_as_were_asked_for(residents: int) -> None:
    rows = _village(residents)
    assert len(rows) == residents
    assert [row.row for row in rows] == list(range(2, residents + 2))


def test_the_same_seed_gives_the_same_people_another_gives_others() -> None:
    assert _village(400) == _village(400)
    assert _village(400) != _village(400, seed=2)


def test_the_generator_refuses_what_it_cannot_make() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        _village(0)
    with pytest.raises(ValueError, match="ten digits"):
        _village(1, code="331505")


def test_a_nik_says_district_birthday_and_sex_and_belongs_to_one(village: list[ResidentRow]) -> None:
    for row in village:
        assert row.birth_date is not None
        day = row.birth_date.day + (40 if row.sex == codes.Sex.FEMALE else 0)
        assert row.nik[:12] == f"331505{day:02d}{row.birth_date:%m%y}"
        assert int(row.nik[12:]) >= FIRST_SERIAL
        assert row.no_kk[:6] == "331505"
        assert int(row.no_kk[12:]) >= FIRST_SERIAL
    assert len({row.nik for row in village}) == len(village)


def test_no_two_villages_of_the_regency_share_a_nik() -> None:
    with REGIONS.open() as lines:
        villages = [line["code"].replace(".", "") for line in csv.DictReader(lines) if line["level"] == "village"]
    assert len(villages) == 280
    born = date(1980, 1, 31)
    first = {}
    for code in villages:
        from random import Random

        numbers = Numbers(Random(1), code, TODAY)
        mine = {numbers.nik(born, 1) for _each in range(BLOCK)}
        assert None not in mine
        assert numbers.nik(born, 1) is None
        assert not mine & first.keys()
        first |= dict.fromkeys(mine, code)


def test_the_ages_are_central_javas(village: list[ResidentRow]) -> None:
    # BPS, Jawa Tengah 2023, shares of ten-year bands in per cent, rounded; a village strays by a few points.
    expected = {0: 14.3, 10: 14.8, 20: 14.8, 30: 14.4, 40: 14.0, 50: 12.5, 60: 9.0, 70: 6.2}
    ages = Counter(min(70, _age(row) // 10 * 10) for row in village)
    for since, share in expected.items():
        assert abs(100 * ages[since] / len(village) - share) < 3.0, (since, ages)
    men = sum(row.sex == codes.Sex.MALE for row in village)
    assert 0.47 < men / len(village) < 0.53


def test_hamlets_rw_and_rt_of_a_usual_size(village: list[ResidentRow], families: dict[str, list[ResidentRow]]) -> None:
    assert 4 <= len({row.dusun for row in village}) <= 7
    hamlet_of: dict[str | None, set[str | None]] = defaultdict(set)
    for row in village:
        hamlet_of[row.rw].add(row.dusun)
    assert all(len(hamlets) == 1 for hamlets in hamlet_of.values())
    sizes = Counter((members[0].dusun, members[0].rw, members[0].rt) for members in families.values())
    assert 25 <= statistics.mean(sizes.values()) <= 45
    assert min(sizes.values()) >= 12
    assert "GEYER" not in {row.dusun for row in village}


def test_every_family_has_one_head_one_place_and_a_usual_size(families: dict[str, list[ResidentRow]]) -> None:
    for members in families.values():
        assert [row.shdk for row in members].count(codes.Shdk.HEAD) == 1
        assert members[0].shdk == codes.Shdk.HEAD
        assert len({(row.dusun, row.rw, row.rt, row.address) for row in members}) == 1
        assert len({row.religion for row in members}) == 1
    assert 2.8 < statistics.mean(map(len, families.values())) < 3.9
    kinds = Counter(row.shdk for members in families.values() for row in members)
    assert set(kinds) >= {1, 3, 4, 5, 6, 7, 8}
    assert kinds[9] + kinds[11] > 0
    mothers = [m for m in families.values() if m[0].sex == 2 and any(row.shdk == 4 for row in m)]
    assert len(mothers) > 20


def test_parents_are_older_than_their_children_and_called_by_their_names(
    families: dict[str, list[ResidentRow]],
) -> None:
    for members in families.values():
        head = members[0]
        wife = next((row for row in members if row.shdk == codes.Shdk.WIFE), None)
        by_nik = {row.nik: row for row in members}
        for row in members:
            assert row.father_name
            assert row.mother_name
            for parent_nik, name in ((row.father_nik, row.father_name), (row.mother_nik, row.mother_name)):
                if parent_nik is not None:
                    assert by_nik[parent_nik].name == name
                    assert _age(by_nik[parent_nik]) - _age(row) >= 16
            if row.shdk == codes.Shdk.CHILD:
                assert head.name in (row.father_name, row.mother_name)
                assert wife is None or row.mother_nik == wife.nik
        children = [row for row in members if row.shdk == codes.Shdk.CHILD]
        assert len({(row.father_name, row.mother_name) for row in children}) <= 1


def test_weddings_come_before_children_and_after_childhood(families: dict[str, list[ResidentRow]]) -> None:
    for members in families.values():
        wed = members[0].marriage_date
        for row in members:
            assert (row.marriage_date is None) == (row.marital_status != codes.MaritalStatus.MARRIED)
            if row.marital_status == codes.MaritalStatus.MARRIED:
                assert row.marriage_date is not None
                assert row.birth_date is not None
                assert row.marriage_date < TODAY
                assert (row.marriage_date - row.birth_date).days > 15.5 * 365.25
            if row.shdk == codes.Shdk.CHILD and wed is not None:
                assert row.birth_date is not None
                assert row.birth_date > wed


def test_school_work_and_papers_fit_the_age(village: list[ResidentRow]) -> None:
    for row in village:
        age = _age(row)
        if age < 6:
            assert (row.occupation, row.education) == (1, 1)
        if age < 17 and row.marital_status == 1:
            assert row.ktp_el != codes.KtpEl.KTP_EL
        if age < 22:
            assert (row.education or 0) <= codes.Education.SLTA_SEDERAJAT
        if row.sex == codes.Sex.MALE:
            assert row.pregnancy is None
            assert row.family_planning is None
        assert row.ktp_el != codes.KtpEl.KIA or age < 17
    adults = [row for row in village if _age(row) >= 17]
    assert sum(row.ktp_el == 2 for row in adults) / len(adults) > 0.94
    old = [row.education or 0 for row in village if _age(row) >= 65]
    young = [row.education or 0 for row in village if 25 <= _age(row) < 35]
    assert statistics.mean(old) + 1 < statistics.mean(young)
    work = Counter(row.occupation for row in village)
    assert work[9] > work[65] > 0
    assert 0.005 < sum(row.address_current is not None for row in village) / len(village) < 0.06
    assert 0.96 < sum(row.religion == 1 for row in village) / len(village) < 0.995
    assert len({row.name for row in village}) > 2500


def test_our_own_check_finds_nothing_to_say(tmp_path: Path, village: list[ResidentRow]) -> None:
    export_rows(village, tmp_path / "a.xlsx")
    done = check(read(tmp_path / "a.xlsx"), village_code=CODE, today=TODAY)
    assert done.issues == []


def test_flaws_are_a_few_and_of_every_kind(tmp_path: Path) -> None:
    rows = _village(2000, flaws=True)
    assert len(rows) == 2000
    assert rows == _village(2000, flaws=True)
    export_rows(rows, tmp_path / "a.xlsx")
    done = check(read(tmp_path / "a.xlsx"), village_code=CODE, today=TODAY)
    told = Counter(issue.code for issue in done.issues)
    assert set(told) >= {"nik_date", "nik_sex", "nik_twice", "temporary_nik", "no_head", "moved_to_head"}
    assert 20 <= sum(told.values()) <= 200
    assert len(done.rows) > 1950
