"""Households among the statistics: declared here, counted like everything else, of today alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from balai.db import today
from modules.households import services
from modules.population.selectors import Selection
from modules.population.statistics.counting import Scope
from modules.population.statistics.keeping import kept_counts
from modules.population.statistics.known import categories, category_of
from tests.modules.population.test_pages import text_of

PAGE = "/kantor/statistik/household_bdt/"


def test_households_are_counted_as_they_are_now(
    village: Any, actor: Any, make: Callable[..., Any], office_client: Any
) -> None:
    bdt = [category_of("household_bdt")]
    assert kept_counts(bdt, Scope(today()))["household_bdt"] == {}
    head = make("WARNI", sex=2)
    household = services.create_household(actor=actor, head=head)
    assert kept_counts(bdt, Scope(today()))["household_bdt"] == {"no": (0, 1)}
    services.update_household(actor=actor, household=household, bdt_id="BDT01")
    assert kept_counts(bdt, Scope(today()))["household_bdt"] == {"yes": (0, 1)}, "nothing old is kept"
    assert {"household_bdt", "household_dtks", "household_class"} <= set(categories())
    client = office_client("operator")
    page = text_of(client.get(PAGE, {"pada": "2026-01", "banding": "1"}))
    assert "100,0% dari 1 rumah tangga memiliki ID BDT" in page
    assert "Setahun lalu" not in page and "Tren" not in page
    for path in ("tren/", "tren.csv"):
        assert client.get(PAGE + path).status_code == 404
    assert client.get(PAGE + "unduh.csv", {"banding": "1"}).status_code == 200
    assert text_of(client.get("/kantor/statistik/", {"pada": "2026-01"})).count("ID BDT")
    found = Selection(filters={"statistik": "household_bdt~tetap~~~=yes"}).found().people
    assert list(found) == [head]
