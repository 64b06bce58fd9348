"""Columns that OpenSID's workbook does not have and ours does: what stands in their cells."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from modules.population.opensid import ALL_HEADINGS, EXTRA, HEADINGS, check, read
from modules.population.opensid.columns import ATTRIBUTE
from modules.population.opensid.parsing import parsers
from modules.population.rows import ROW_FIELDS, ResidentRow
from tests.factories.opensid import person, workbook

TODAY = date(2026, 1, 1)


def parse(heading: str, value: Any) -> Any:
    """The value, or the problem's code and what is kept."""
    found = parsers(today=TODAY, quirky=False)[heading](value)
    return (found.level, found.code) if hasattr(found, "code") else found


def test_every_column_of_a_row_has_one_heading() -> None:
    assert ALL_HEADINGS == HEADINGS + EXTRA
    assert sorted(ATTRIBUTE[heading] for heading in ALL_HEADINGS) == sorted(ROW_FIELDS)
    assert len(ROW_FIELDS) == len(fields(ResidentRow)) - 1


@pytest.mark.parametrize(
    ("heading", "value", "expected"),
    [
        ("status", "TIDAK TETAP", 2),
        ("status", "pendatang", 2),
        ("sakit_menahun_id", "TIDAK ADA/TIDAK SAKIT", 14),
        ("bahasa_id", "Arab dan Latin", 4),
        ("jenis_kelahiran", "kembar 2", 2),
        ("telepon", 81234567890.0, "081234567890"),
        ("telepon", "0812 3456 7890", "0812 3456 7890"),
        ("telepon", "", None),
        ("email", "siti@example.id", "siti@example.id"),
        ("email", "siti(at)example", ("warning", "bad_email")),
        ("waktu_lahir", "7.30", "07:30"),
        ("waktu_lahir", time(7, 30), "07:30"),
        ("waktu_lahir", 0.3125, "07:30"),
        ("waktu_lahir", "25:10", ("warning", "bad_time")),
        ("waktu_lahir", "pagi", ("warning", "bad_time")),
        ("waktu_lahir", "-", None),
        ("berat_lahir", 3200.0, 3200),
        ("berat_lahir", 0, None),
        ("berat_lahir", "3,2 kg", ("warning", "bad_number")),
        ("kelahiran_anak_ke", "2", 2),
        ("panjang_lahir", 500, ("warning", "bad_number")),
        ("tanggal_cetak_ktp", "01-02-2012", date(2012, 2, 1)),
        ("tanggal_cetak_ktp", "01-02-2032", ("error", "future_date")),
        ("ket", "x" * 301, ("warning", "shortened")),
    ],
)
def test_cells(heading: str, value: Any, expected: Any) -> None:
    assert parse(heading, value) == expected


def test_they_are_read_beside_opensids_own(tmp_path: Path) -> None:
    row = person(telepon="081234567890", ket="Ahli waris", status="TIDAK TETAP")
    done = check(
        read(workbook(tmp_path / "a.xlsx", [row], headings=ALL_HEADINGS)), village_code="3315052010", today=TODAY
    )
    assert (done.rows[0].phone, done.rows[0].note, done.rows[0].residency) == ("081234567890", "Ahli waris", 2)
