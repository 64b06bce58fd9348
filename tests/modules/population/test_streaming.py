"""New people go into the table while the rows behind them are decided: what goes wrong on either side leaves nothing."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from modules.population import services
from modules.population.applying.deciding import Decider
from modules.population.applying.streaming import PORTION, Stream
from modules.population.models import FamilyCard, PopulationEvent, Resident
from modules.population.synthetic import generate
from tenants.context import current_village


def rows(**changes: Any) -> list[Any]:
    """People whom nobody in the village is, enough for several portions; the last three with other cells."""
    card = current_village()
    known = set(Resident.objects.values_list("nik", flat=True))
    made = generate(seed=7, residents=PORTION * 2 + 100, village_code=card.code, village_name=card.name)
    found = [row for row in made if row.nik not in known]
    for row in found[-3:]:
        for name, value in changes.items():
            setattr(row, name, value)
    return found


def standing() -> tuple[int, int, int]:
    return Resident.objects.count(), FamilyCard.objects.count(), PopulationEvent.objects.count()


def test_what_was_streamed_is_what_was_decided(village: Any, actor: Any) -> None:
    people, _cards, lines = standing()
    wanted = rows()
    applied = services.apply_rows(actor=actor, rows=wanted, source="test")
    assert applied.new == len(wanted) > PORTION * 2 and not applied.refused
    assert standing()[::2] == (people + len(wanted), lines + len(wanted))
    assert not services.verify_ledger()


def test_who_gives_up_half_way_leaves_nothing(village: Any, actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = Decider._row, [0]

    def fails(self: Decider, row: Any) -> None:
        seen[0] += 1
        if seen[0] == PORTION + 50:
            raise RuntimeError("power")
        real(self, row)

    monkeypatch.setattr(Decider, "_row", fails)
    before = standing()
    with pytest.raises(RuntimeError, match="power"):
        services.apply_rows(actor=actor, rows=rows(), source="test")
    assert standing() == before


def test_what_the_database_refuses_is_raised_and_leaves_nothing(village: Any, actor: Any) -> None:
    before = standing()
    with pytest.raises(psycopg.errors.StringDataRightTruncation):
        services.apply_rows(actor=actor, rows=rows(phone="0" * 200), source="test")
    assert standing() == before
    # The connection goes on.
    wanted = rows()
    assert services.apply_rows(actor=actor, rows=wanted, source="test").new == len(wanted)


def test_the_end_is_said_once(village: Any) -> None:
    with transaction.atomic(), Stream("population_familycard", ["id"]) as stream:
        stream.end()
        stream.end()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM population_familycard")
            assert cursor.fetchone() == (FamilyCard.objects.count(),)
