"""``balai population verify`` and ``report``: what an operator reads, and what a program does."""

from __future__ import annotations

from typing import Any

import pytest

from balai.db import today
from tests.tenants.test_onboarding import balai


@pytest.mark.usefixtures("real_db")
def test_verify_tells_of_one_village_or_all_and_fails_on_a_mismatch(village: Any) -> None:
    from django.db import connection

    from modules.population.models import PopulationEvent, Resident

    residents, events = Resident.objects.filter(void_at=None).count(), PopulationEvent.objects.count()
    one = {"subdomain": "geyer", "residents": residents, "events": events, "mismatches": []}
    connection.set_schema_to_public()
    for words in (("--village", "geyer"), ("geyer",)):
        code, found, _errors = balai("population", "verify", *words)
        assert (code, found) == (0, {"villages": [one], "mismatches": 0})
    code, found, _errors = balai("population", "verify", "--all")
    assert code == 0
    assert {each["subdomain"] for each in found["villages"]} == {"geyer", "boloh"}
    connection.set_tenant(village)
    person = Resident.objects.filter(sex=1, void_at=None).order_by("pk").first()
    assert person is not None
    Resident.objects.filter(pk=person.pk).update(sex=2)
    connection.set_schema_to_public()
    code, found, _errors = balai("population", "verify", "--all")
    assert (code, found["mismatches"]) == (1, 1)
    (wrong,) = [each for each in found["villages"] if each["mismatches"]]
    assert wrong["mismatches"] == [{"resident": str(person.pk), "column": "sex", "register": 2, "ledger": 1}]
    for wrong_words in ((), ("--all", "--village", "geyer")):
        code, found, _errors = balai("population", "verify", *wrong_words)
        assert code == 2
        assert "--all" in found["message"]


@pytest.mark.usefixtures("real_db")
def test_the_monthly_report_prints_what_the_page_prints(village: Any) -> None:
    from django.db import connection

    from modules.population.reporting.monthly import printed
    from modules.population.selectors import counted

    month = today().replace(day=1)
    people = counted().count()
    expected, _lines = printed(month)
    connection.set_schema_to_public()
    code, found, _errors = balai("population", "report", "monthly", "--village", "geyer", "--month", f"{month:%Y-%m}")
    assert code == 0
    assert found == expected
    assert [row["row"] for row in found["rows"]] == [
        "opening", "births", "deaths", "arrivals", "moves", "missing", "closing",
    ]  # fmt: skip
    assert found["rows"][-1]["jiwa"] == people
    assert len(found["destinations"]) == 4
    code, found, _errors = balai("population", "report", "monthly", "--village", "geyer", "--month", "March")
    assert code == 2
