"""A temporary NIK or KK is a number of ours: pages say so, paper and files never carry it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

import workers.tasks.reports  # noqa: F401  (its handler makes the files)
from balai.actor import Actor
from balai.documents.reading import pdf_text
from balai.files.services import path_of
from balai.reports import ask_for_export
from balai.spreadsheets import read_sheets
from modules.population import services
from modules.population.fields import FIELDS
from modules.population.models import Resident
from modules.population.selectors import Selection
from modules.population.sight import Sight
from tests.modules.population.conftest import staff
from tests.modules.population.test_finding_pages import taken
from tests.modules.population.test_pages import digits_of, text_of

LIST = "/kantor/penduduk/"


@pytest.fixture()
def nameless(make: Any) -> Any:
    """A head without NIK and KK, and a child whose mother has a temporary NIK, too."""
    person = make("ZSEMENTARA", nik="", no_kk="0", shdk=1)
    child = make(
        "ZANAK", nik="3315050505109111", birth_date=date(2010, 5, 5), mother_nik=person.nik, mother_name="ZSEMENTARA"
    )
    assert person.nik_temporary and person.family.number_temporary and person.nik[0] == person.family.number[0] == "0"
    return person, child


def _text(job: Any) -> str:
    stored = taken(job)
    path = path_of(stored)
    if stored.name.endswith(".pdf"):
        return str(pdf_text(path.read_bytes()))
    if stored.name.endswith(".csv"):
        return path.read_text("utf-8-sig")
    return "\n".join(" ".join(str(cell) for cell in row) for sheet in read_sheets(path) for row in sheet.rows)


@pytest.mark.parametrize("fmt", ["pdf", "csv", "xlsx"])
def test_no_file_carries_it(nameless: Any, fmt: str) -> None:
    person, _child = nameless
    asker = staff("operator")
    asked = Selection(text="ZSEMENTARA").to_args()
    columns = ["name", "nik", "family_number", "mother_nik"]
    jobs = [
        ask_for_export("population.resident_list", actor=asker, fmt=fmt, args=asked | {"columns": columns}),
        ask_for_export("population.families", actor=asker, fmt=fmt, args={"text": "ZSEMENTARA", "filters": {}}),
        ask_for_export("population.lines", actor=asker, fmt=fmt, args={"filters": {"q": "ZSEMENTARA", "jenis": "all"}}),
    ]
    for job in jobs:
        said = _text(job)
        assert "ZSEMENTARA" in said
        for number in (person.nik, person.family.number):
            assert number not in said and number[-8:] not in said


def test_a_parents_temporary_number_neither(nameless: Any, office_client: Any) -> None:
    person, child = nameless
    assert FIELDS["mother_nik"].exported(child, sight=Sight(numbers=True)) == "0"
    assert FIELDS["mother_nik"].shown(child, sight=Sight(numbers=True)) == "sementara"
    biodata = digits_of(office_client("operator").get(f"{LIST}{child.pk}/biodata/"))
    assert person.nik not in biodata


def test_pages_show_it_to_who_may_see_numbers_and_hide_it_from_the_printer(nameless: Any, office_client: Any) -> None:
    person, _child = nameless
    client = office_client("operator")
    for url in (
        f"{LIST}?q=zsementara",
        f"{LIST}{person.pk}/",
        f"/kantor/keluarga/{person.family_id}/",
        f"{LIST}cetak/?q=zsementara",
    ):
        answer = client.get(url)
        page = answer.content.decode()
        assert "sementara</span>" in page, url
        spans = re.findall(r'<span class="(nik[^"]*)"><span>0000', page)
        # Wherever it stands, the style for paper takes it off.
        assert set(spans) <= {"nik noprint"}, url
        assert f">{person.nik}<" not in page, url


def test_who_may_not_see_numbers_reads_only_that_it_is_temporary(nameless: Any, office_client: Any) -> None:
    person, _child = nameless
    page = office_client("viewer").get(f"{LIST}?q=zsementara")
    assert "sementara" in text_of(page)
    assert person.nik[-4:] not in digits_of(page)


def test_the_workbook_still_imports_unchanged(nameless: Any, actor: Actor, office_client: Any, tmp_path: Any) -> None:
    from modules.population.importing import load
    from tests.modules.population.test_finding_pages import asked_for

    services.populate(actor=actor, residents=30, seed=3)
    job = asked_for(office_client("operator"), f"{LIST}ekspor/?presence=all", how="codes")
    target = tmp_path / "codes.xlsx"
    target.write_bytes(path_of(taken(job)).read_bytes())
    report = load(target, actor=actor)
    assert (report["new"], report["changed"], report["refused"]) == (0, 0, 0)
    assert report["rows"] == Resident.objects.count()
