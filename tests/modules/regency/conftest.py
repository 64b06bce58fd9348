"""Numbers of two villages, written by each village's own role as its worker would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from balai.db import today
from balai.indicators.models import Fact, Outbox
from balai.indicators.services import sync_definitions
from tenants.exchange.models import Activity


def month() -> date:
    """The running month."""
    return today().replace(day=1)


@pytest.fixture(autouse=True)
def _at_rest(request: pytest.FixtureRequest) -> None:
    """Definitions are there; nothing waits to be counted and nobody was at work yet, whatever making the villages left.

    Not with ``real_db``: a transaction that is still open in a database which is copied afresh leaves the pool without
    a connection, and the next test pays for it.
    """
    if "real_db" in request.fixturenames:
        return
    for each in (request.getfixturevalue("village"), request.getfixturevalue("other_village")):
        connection.set_tenant(each)
        Outbox.objects.all().delete()
        Activity.objects.update(last_sign_in=None, last_change=None)
    connection.set_schema_to_public()
    sync_definitions()


@pytest.fixture()
def give(village: Any) -> Callable[..., None]:
    """``give(village, "population.religion", {("1", "2"): 40}, period)``."""

    def write(to: Any, code: str, cells: dict[tuple[str, str], int], period: date | None = None) -> None:
        connection.set_tenant(to)
        for (d1, d2), value in cells.items():
            Fact.objects.create(
                village=to.schema_name, indicator=code, period=period or month(), d1=d1, d2=d2, value=value
            )
        connection.set_schema_to_public()

    return write


@pytest.fixture()
def numbers(give: Callable[..., None], village: Any, other_village: Any) -> None:
    """Geyer 300 residents and 3 letters, Boloh 100 residents and none."""
    give(
        village, "population.residents", {("1", "00-04"): 100, ("2", "00-04"): 120, ("1", "75+"): 50, ("2", "75+"): 30}
    )
    give(other_village, "population.residents", {("1", "00-04"): 60, ("2", "00-04"): 40})
    give(village, "population.religion", {("1", "1"): 148, ("1", "2"): 149, ("5", "1"): 2, ("5", "2"): 1})
    give(other_village, "population.religion", {("1", "1"): 60, ("1", "2"): 33, ("2", "2"): 7})
    give(village, "population.families", {("1", ""): 70, ("2", ""): 12})
    give(other_village, "population.families", {("1", ""): 25, ("2", ""): 5})
    give(village, "letters.by_type", {("usaha", "submitted"): 1, ("usaha", "ready"): 2})
