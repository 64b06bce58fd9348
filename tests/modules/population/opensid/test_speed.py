"""A village of 5,000 is read and checked while the page waits (processor time: the machine has other work); the bound is loose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from modules.population.opensid import check, export_rows, read
from modules.population.synthetic import generate


def test_five_thousand_rows_are_read_and_checked(tmp_path: Path) -> None:
    today = date(2026, 1, 1)
    rows = generate(seed=1, residents=5000, village_code="3315052010", village_name="Geyer", today=today)
    export_rows(rows, tmp_path / "a.xlsx")
    done = check(read(tmp_path / "a.xlsx"), village_code="3315052010", today=today)
    assert len(done.rows) == 5000


def test_a_file_of_rubbish_is_refused_row_by_row(tmp_path: Path) -> None:
    from tests.factories.opensid import card, nik, person, workbook

    rows = [
        person(
            nik=nik(number), no_kk=card(number), pekerjaan_id=f"PEKERJAAN {number}", tanggallahir=f"{number}-{number}"
        )
        for number in range(800)
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    done = check(read(path), village_code="3315052010", today=date(2026, 1, 1))
    assert (len(done.refused), len(done.issues)) == (800, 1600)
