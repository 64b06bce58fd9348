"""Every column of a resident: imported, exported, imported again."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modules.population import services
from modules.population.exporting import rows_of
from modules.population.importing import load as load_file
from modules.population.models import EventKind, Resident
from modules.population.opensid import ALL_HEADINGS, export_rows
from modules.population.rows import ROW_FIELDS, ResidentRow
from tests.factories.opensid import card, nik, person, workbook

#: A woman of 31 January 1980 of whom everything is known; she leads her family.
WHOLE = ResidentRow(
    row=2, nik="3315057101809301", no_kk=card(31), name="SITI AMINAH", sex=2, birth_place="GROBOGAN",
    birth_date=date(1980, 1, 31), religion=1, education=5, education_current=18, occupation=9, marital_status=2, shdk=1,
    citizenship=2, dusun="KRAJAN", rw="001", rt="001", address="Jalan Raya 1", presence=1, residency=1, father_nik=nik(71),
    father_name="PAIMAN", mother_nik=nik(72), mother_name="PAINEM", blood_type=1, birth_certificate="AL-1",
    passport_number="C1", passport_expires=date(2030, 1, 1), kitas_number="K1", marriage_certificate="AP-1",
    marriage_date=date(2001, 2, 3), divorce_certificate="AC-1", divorce_date=date(2010, 2, 3), disability=1,
    chronic_illness=2, family_planning=1, pregnancy=2, ktp_el=2, ktp_record=8, ethnicity="Jawa", tag_id_card="12345678901",
    health_insurance=2, health_insurance_number="0001", address_current="Jalan Lain 2", phone="081234567890",
    email="siti@example.id", telegram="@siti", contact_by="Telegram", address_previous="Jalan Lama 3",
    family_number_previous=card(32), id_card_place="Grobogan", id_card_date=date(2012, 3, 4), birth_time="07:30",
    birth_place_kind=4, birth_kind=2, birth_order=3, birth_helper=2, birth_weight=3100, birth_length=49,
    origin_country="Malaysia", employment_insurance_number="99", reading=4, note="Ahli waris", lat="-7.1", lng="110.9",
)  # fmt: skip
Load = Callable[..., dict[str, Any]]


@pytest.fixture()
def load_rows(village: Any, actor: Any, tmp_path: Path) -> Load:
    """``load_rows([ResidentRow])``: exported with every column, then imported as ``village load`` does."""

    def run(rows: list[ResidentRow], *, labelled: bool = False, **options: Any) -> dict[str, Any]:
        buffer = io.BytesIO()
        export_rows(rows, buffer, labelled, everything=True)
        (tmp_path / "semua.xlsx").write_bytes(buffer.getvalue())
        return load_file(tmp_path / "semua.xlsx", actor=actor, **options)

    return run


def _of(nik: str) -> ResidentRow:
    return next(iter(rows_of(Resident.objects.filter(nik=nik, void_at=None))))


@pytest.mark.parametrize("labelled", [False, True])
def test_every_column_makes_the_round_trip(load_rows: Load, labelled: bool) -> None:
    assert all(getattr(WHOLE, name) is not None for name in ROW_FIELDS)
    first = load_rows([WHOLE], labelled=labelled)
    assert (first["new"], first["refused"]) == (1, 0)
    assert _of(WHOLE.nik) == WHOLE
    again = load_rows([_of(WHOLE.nik)], labelled=labelled)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)


def test_a_known_person_gets_every_column(load: Load, load_rows: Load) -> None:
    load([person(nik=WHOLE.nik, no_kk=card(31), nama="SITI", sex=2)])
    report = load_rows([WHOLE])
    assert (report["changed"], report["refused"]) == (1, 0)
    assert _of(WHOLE.nik) == WHOLE
    assert services.verify_ledger() == []
    assert load_rows([ResidentRow(nik=WHOLE.nik, no_kk=card(31), name=WHOLE.name)])["unchanged"] == 1
    assert _of(WHOLE.nik) == WHOLE


def test_tetap_put_right_is_a_line_of_the_ledger_until_the_data_are_complete(load_rows: Load, actor: Any) -> None:
    load_rows([WHOLE])
    assert load_rows([replace(WHOLE, residency=2)])["changed"] == 1
    line = Resident.objects.get(nik=WHOLE.nik).events.latest("pk")
    assert (line.kind, line.before["residency"], line.after["residency"]) == (EventKind.REPAIRED, 1, 2)
    assert services.verify_ledger() == []
    services.declare_complete(actor=actor)
    report = load_rows([WHOLE])
    assert [(issue["column"], issue["code"]) for issue in report["issues"] if issue["level"] == "error"] == [
        ("status", "needs_event")
    ]


def test_our_columns_may_stand_in_any_order(load: Load, village: Any, actor: Any, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [person(telepon="0811", ket="X")], headings=ALL_HEADINGS[::-1])
    assert load_file(path, actor=actor)["new"] == 1
    assert Resident.objects.get(nik=person()["nik"]).phone == "0811"
