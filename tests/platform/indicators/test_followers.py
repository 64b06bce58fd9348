"""Many numbers of one source: one row in the outbox, one computation, and each mistake its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from balai import indicators
from balai.indicators import Indicator, compute_touched, rebuild, revision, services, touch
from balai.indicators.models import Computation, Definition, Fact, Outbox
from balai.indicators.periods import month_of
from balai.jobs import sending

CALLS: list[tuple[str, ...]] = []


@pytest.fixture(autouse=True)
def _nothing_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "send", lambda *args, **options: True)


@pytest.fixture()
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """A leader and three that follow it; two of them share a function. A negative number breaks its formula."""
    numbers = {"test.people": 9, "test.faith": 4, "test.work": 5, "test.blood": 6}
    CALLS.clear()

    def one(code: str) -> Any:
        def rows(on: date) -> list[dict[str, Any]]:
            if numbers[code] < 0:
                raise RuntimeError("a broken formula")
            return [{"sex": "1", "value": numbers[code]}]

        return rows

    def together(codes: Sequence[str], on: date) -> dict[str, Any]:
        CALLS.append(tuple(codes))
        return {code: one(code)(on) for code in codes}

    def declare(code: str, **more: Any) -> Indicator:
        return Indicator(code, code, "orang", "Semua orang", ["sex"], one(code), **more)

    found = [
        declare("test.people", heads={"sex": "Jenis kelamin"}, labels={"sex": {"2": "P", "10": "?", "1": "L"}}),
        declare("test.faith", touched_by="test.people", together=together),
        declare("test.work", touched_by="test.people", together=together),
        declare("test.blood", touched_by="test.people"),
    ]
    monkeypatch.setattr(services, "declared", lambda: {each.code: each for each in found})
    yield numbers


def facts(village: Any) -> dict[str, int]:
    from balai.db import today

    rows = Fact.objects.filter(village=village.schema_name, period=month_of(today()))
    return dict(rows.values_list("indicator", "value"))


def test_a_save_writes_one_row_a_month_for_all_that_follow(village: Any, source: dict[str, int]) -> None:
    touch("test.work", "test.people", "test.blood")
    assert set(Outbox.objects.values_list("indicator", flat=True)) == {"test.people"}
    assert Outbox.objects.count() == 2
    assert compute_touched(village.schema_name) == 2
    assert facts(village) == source
    assert CALLS == [("test.faith", "test.work")] * 2, "one call a month for those that share a function"
    assert Computation.objects.count() == 8 and not Outbox.objects.exists()


def test_one_broken_formula_holds_up_no_other(village: Any, source: dict[str, int]) -> None:
    source["test.faith"] = -1
    touch("test.people")
    compute_touched(village.schema_name)
    assert facts(village) == {key: value for key, value in source.items() if key != "test.faith"}
    assert set(Outbox.objects.values_list("indicator", flat=True)) == {"test.faith"}
    source["test.faith"] = 3
    from django.utils import timezone

    Outbox.objects.update(next_try=timezone.now())
    compute_touched(village.schema_name)
    assert facts(village)["test.faith"] == 3 and not Outbox.objects.exists()


def test_reconciliation_knows_which_of_them_drifted(village: Any, source: dict[str, int]) -> None:
    assert rebuild([village.schema_name]) == []
    Fact.objects.filter(indicator="test.work").update(value=77)
    assert {(drift["indicator"], drift["before"], drift["after"]) for drift in rebuild([village.schema_name])} == {
        ("test.work", 77, 5)
    }
    source["test.blood"] = 60
    touch("test.people")
    assert rebuild([village.schema_name]) == [], "late is not wrong"
    assert facts(village)["test.blood"] == 60


def test_what_is_closed_holds_all_that_follow(village: Any, actor: Any, source: dict[str, int]) -> None:
    from balai.db import today
    from balai.indicators.periods import previous

    touch("test.people")
    indicators.close_period(actor=actor, period=previous(month_of(today())))
    last = Fact.objects.filter(period=previous(month_of(today())))
    assert dict(last.values_list("indicator", "value")) == source
    assert set(Outbox.objects.values_list("period", flat=True)) == {month_of(today())}


def test_the_revision_changes_with_every_change_and_every_computation(village: Any, source: dict[str, int]) -> None:
    seen = {revision("test.work")}
    assert revision("test.people") in seen, "one source, one revision"
    for _round in range(3):
        touch("test.people")
        seen.add(revision("test.work"))
        compute_touched(village.schema_name)
        seen.add(revision("test.work"))
    assert len(seen) == 7
    assert revision("test.work") == revision("test.work")


def test_nothing_may_be_kept_while_the_running_month_is_closed(
    village: Any, actor: Any, source: dict[str, int]
) -> None:
    from balai.db import today

    indicators.close_period(actor=actor, period=today())
    assert revision("test.people") is None


def test_the_words_of_codes_stand_in_public_in_the_order_of_reading(village: Any, source: dict[str, int]) -> None:
    from django.db import connection

    connection.set_schema_to_public()
    indicators.sync_definitions()
    people = Definition.objects.get(code="test.people")
    assert people.heads == {"sex": "Jenis kelamin"}
    assert people.labels == {"sex": [["2", "P"], ["10", "?"], ["1", "L"]]}


def test_words_for_what_is_no_dimension_are_refused() -> None:
    with pytest.raises(ValueError, match="no dimension"):
        Indicator("test.x", "n", "u", "w", ["sex"], labels={"age": {"1": "a"}})
