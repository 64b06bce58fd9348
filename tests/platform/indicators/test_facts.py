"""From a touch to a fact, and back when something goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from balai import indicators
from balai.indicators import Indicator, compute_touched, rebuild, services, touch
from balai.indicators.declaration import declared
from balai.indicators.models import ClosedPeriod, Computation, Definition, Fact, Outbox
from balai.indicators.periods import counted_on, month_of, previous
from balai.jobs import sending

Numbers = dict[tuple[str, ...], int]


@pytest.fixture()
def numbers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Numbers]:
    """The only source of truth of the indicator ``test.people``; a negative number breaks it."""
    source: Numbers = {("1", "0-4"): 3, ("2", "0-4"): 4}

    def rows(on: date) -> list[dict[str, Any]]:
        if any(value < 0 for value in source.values()):
            raise RuntimeError("a broken formula")
        return [{"sex": key[0], "age": key[1], "value": value} for key, value in source.items()]

    people = Indicator("test.people", "Orang", "orang", "Semua orang", ["sex", "age"], rows)
    share = Indicator(
        "test.share", "Bagian", "%", "Orang per seratus", [], lambda on: [{"numerator": 1, "denominator": 3}]
    )
    monkeypatch.setattr(services, "declared", lambda: {each.code: each for each in (people, share)})
    yield source


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []

    def send(name: str, args: list[Any], **options: Any) -> bool:
        found.append((name, options))
        return True

    monkeypatch.setattr(sending, "send", send)
    return found


def now() -> date:
    from balai.db import today

    return month_of(today())


def facts(village: Any, code: str = "test.people", period: date | None = None) -> Numbers:
    found = Fact.objects.filter(village=village.schema_name, indicator=code, period=period or now())
    return {(fact.d1, fact.d2): fact.value for fact in found}


def test_a_touch_becomes_facts_of_the_open_months(village: Any, numbers: Numbers) -> None:
    touch("test.people", "test.share")
    assert Outbox.objects.count() == 4
    assert compute_touched(village.schema_name) == 4
    assert facts(village) == facts(village, period=previous(now())) == numbers
    share = Fact.objects.get(indicator="test.share", period=now())
    assert (share.value, share.numerator, share.denominator) == (1, 1, 3)
    assert not Outbox.objects.exists()
    assert compute_touched(village.schema_name) == 0


def test_only_what_changed_is_written(village: Any, numbers: Numbers) -> None:
    touch("test.people")
    compute_touched(village.schema_name)
    before = dict(Fact.objects.filter(period=now()).values_list("d1", "computed_at"))
    numbers[("1", "0-4")] = 9
    del numbers[("2", "0-4")]
    numbers[("", "80+")] = 1
    touch("test.people")
    compute_touched(village.schema_name)
    assert facts(village) == {("1", "0-4"): 9, ("", "80+"): 1}
    stood = Computation.objects.get(indicator="test.people", period=now())
    touch("test.people")
    compute_touched(village.schema_name)
    after = dict(Fact.objects.filter(period=now()).values_list("d1", "computed_at"))
    assert after["1"] > before["1"] and after["1"] < Computation.objects.get(pk=stood.pk).computed_at
    assert Computation.objects.get(pk=stood.pk).source_changed_at == stood.source_changed_at


def test_touching_twice_in_a_transaction_is_one_row(village: Any, numbers: Numbers) -> None:
    touch("test.people")
    touch("test.people", "test.people")
    assert Outbox.objects.filter(period=now()).count() == 1


def test_a_change_that_is_rolled_back_touches_nothing(village: Any, numbers: Numbers) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        touch("test.people")
        raise RuntimeError
    assert not Outbox.objects.exists()


def test_an_unknown_code_and_the_regencys_side_are_mistakes(village: Any, numbers: Numbers) -> None:
    with pytest.raises(KeyError, match=r"test\.nothing"):
        touch("test.nothing")
    connection.set_schema_to_public()
    with pytest.raises(services.OnRegencySide):
        touch("test.people")
    with pytest.raises(services.OnRegencySide):
        compute_touched("public")


def test_a_broken_formula_waits_longer_each_time_and_holds_up_nobody(village: Any, numbers: Numbers) -> None:
    numbers[("x", "x")] = -1
    touch("test.people", "test.share")
    assert compute_touched(village.schema_name) == 2
    waiting = Outbox.objects.filter(indicator="test.people", period=now())
    assert waiting.get().attempts == 1
    pauses = []
    for _round in range(3):
        waiting.update(next_try=timezone.now())
        compute_touched(village.schema_name)
        row = waiting.get()
        pauses.append(round((row.next_try - timezone.now()).total_seconds()))
    assert pauses == [2, 4, 8] and row.attempts == 4
    waiting.update(attempts=60)
    waiting.update(next_try=timezone.now())
    compute_touched(village.schema_name)
    assert waiting.get().next_try <= timezone.now() + timedelta(hours=1, seconds=5)
    del numbers[("x", "x")]
    Outbox.objects.update(next_try=timezone.now())
    assert compute_touched(village.schema_name) == 2
    assert facts(village) == numbers


def test_a_burst_sends_one_message_to_its_own_village(
    village: Any, numbers: Numbers, sent: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(5):
            touch("test.people")
        assert sent == []
    assert [(name, options["schema"], options["countdown"]) for name, options in sent] == [
        ("balai.compute_facts", village.schema_name, services.DEBOUNCE)
    ]
    assert services.HELD_BACK < services.DEBOUNCE, "who is held back must have committed before the message is due"


def test_a_closed_month_is_frozen_and_the_open_one_moves_on(village: Any, actor: Any, numbers: Numbers) -> None:
    last = previous(now())
    touch("test.people")
    indicators.close_period(actor=actor, period=last)
    indicators.close_period(actor=actor, period=last + timedelta(days=9))
    assert ClosedPeriod.objects.count() == 1
    before = facts(village, period=last)
    assert before == numbers, "what was touched before the closing is counted in it"
    numbers[("1", "0-4")] = 50
    touch("test.people")
    compute_touched(village.schema_name)
    rebuild([village.schema_name])
    assert facts(village, period=last) == before and facts(village)[("1", "0-4")] == 50
    indicators.reopen_period(period=last)
    compute_touched(village.schema_name)
    assert facts(village, period=last)[("1", "0-4")] == 50


def test_reconciliation_mends_and_reports_drift_only(village: Any, numbers: Numbers) -> None:
    assert rebuild([village.schema_name]) == [], "never computed is no drift"
    assert facts(village) == numbers
    assert rebuild([village.schema_name]) == []
    Fact.objects.filter(period=now(), d1="1").update(value=7)
    assert rebuild([village.schema_name]) == [
        {
            "village": village.schema_name,
            "indicator": "test.people",
            "period": now().isoformat(),
            "before": 11,
            "after": 7,
            "cells": 1,
        }
    ]
    Fact.objects.filter(period=now()).delete()
    assert [drift["before"] for drift in rebuild([village.schema_name])] == [0, 0]
    numbers[("1", "0-4")] = 8
    touch("test.people")
    assert rebuild([village.schema_name]) == [], "late is not wrong"
    assert facts(village) == numbers and not Outbox.objects.exists()


def test_the_regency_sees_how_fresh_each_village_is(
    village: Any, other_village: Any, inside: Any, numbers: Numbers
) -> None:
    touch("test.people")
    compute_touched(village.schema_name)
    with inside(other_village):
        touch("test.people", "test.share")
        assert list(indicators.freshness()) == [other_village.schema_name]
    connection.set_schema_to_public()
    found = indicators.freshness()
    assert found[village.schema_name].waiting == 0 and found[village.schema_name].last_computed_at
    other = found[other_village.schema_name]
    assert other.waiting == 2 and other.oldest_touched_at and other.last_computed_at is None
    assert services.villages_due() == [other_village.schema_name]
    rows = indicators.facts_status([other_village.schema_name])
    assert [row["village"] for row in rows] == [other_village.schema_name] and "T" in rows[0]["oldest_touched_at"]


def test_a_village_can_neither_see_nor_write_anothers_numbers(
    village: Any, other_village: Any, inside: Any, numbers: Numbers
) -> None:
    touch("test.people")
    compute_touched(village.schema_name)
    with inside(other_village):
        assert not Fact.objects.exists() and not Computation.objects.exists()
        assert Fact.objects.filter(village=village.schema_name).delete()[0] == 0
        for model, more in ((Fact, {"value": 1}), (Outbox, {}), (ClosedPeriod, {})):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.create(
                    village=village.schema_name,
                    period=now(),
                    **({} if model is ClosedPeriod else {"indicator": "test.people"}),
                    **more,
                )
    assert facts(village) == numbers


def test_definitions_follow_the_declarations(village: Any, numbers: Numbers, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.set_schema_to_public()
    assert indicators.sync_definitions() == 2
    people = Definition.objects.get(code="test.people")
    assert (people.dimensions, people.module, people.retired_at) == (["sex", "age"], "test", None)
    monkeypatch.setattr(services, "declared", dict)
    indicators.sync_definitions()
    people.refresh_from_db()
    assert people.retired_at is not None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"code": "people"}, "<module>"),
        ({"dimensions": ["a", "b", "c"]}, "at most two"),
        ({"dimensions": ["rt"]}, "may not leave"),
        ({"direction": "sideways"}, "direction"),
        ({"min_cell": 0}, "at least 1"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(options: dict[str, Any], words: str) -> None:
    base: dict[str, Any] = {"code": "test.people", "name": "n", "unit": "u", "words": "w"}
    with pytest.raises(ValueError, match=words):
        Indicator(**(base | options))


def test_rows_are_matched_by_name_or_in_order_and_added_up() -> None:
    def cells(*rows: dict[str, Any]) -> dict[tuple[str, str], int]:
        declared_one = Indicator("t.x", "n", "u", "w", ["program", "sex"], lambda on: rows)
        return {place: cell.value for place, cell in declared_one.cells(date(2026, 11, 1)).items()}

    assert cells({"sex": 1, "program": "BLT", "value": 2}) == {("BLT", "1"): 2}
    assert cells({"program__code": "BLT", "resident__sex": 1, "value": 2}) == {("BLT", "1"): 2}
    assert cells({"program": "A", "sex": None, "value": 1}, {"program": "A", "sex": "", "value": 2}) == {("A", ""): 3}
    with pytest.raises(ValueError, match="expected"):
        cells({"program": "A", "sex": 1, "rt": "3", "value": 1})
    with pytest.raises(ValueError, match="without value"):
        cells({"program": "A", "sex": 1})


def test_a_month_is_counted_on_its_last_day_and_the_running_one_today() -> None:
    from balai.db import today

    assert counted_on(date(2024, 2, 1)) == date(2024, 2, 29)
    assert counted_on(date(2025, 12, 1)) == date(2025, 12, 31)
    assert counted_on(now()) == today()


def test_the_installed_modules_declare_what_can_be_computed(village: Any) -> None:
    for code, indicator in declared().items():
        assert indicator.words and indicator.unit, code
        for cell in indicator.cells(counted_on(now())).values():
            assert cell.value >= 0 or indicator.direction is None, code
