"""Lists, trees and numbers: true, and cheap at 20,000 residents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from balai.db import today
from modules.population import indicators, selectors, services
from modules.population.documents import merge_data
from modules.population.models import PopulationEvent, Resident
from modules.population.synthetic import generate
from tests.modules.population.conftest import month


@pytest.fixture()
def big(village: Any, actor: Any) -> Iterator[None]:
    """Twenty thousand residents."""
    rows = generate(seed=900, residents=20_000, village_code=village.code, village_name=village.name)
    services.apply_rows(actor=actor, rows=rows, source="bench")
    yield


def test_lists_of_twenty_thousand_cost_few_queries(big: None, django_assert_max_num_queries: Any) -> None:
    assert Resident.objects.count() > 19_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik FROM population_resident OFFSET 10000 LIMIT 1")
        nik = cursor.fetchone()[0]
    searches: list[tuple[str, dict[str, Any], str]] = [
        ("", {}, "name"), ("", {}, "-nik"), ("siti", {}, "name"), ("muh", {"sex": 1}, "name"), (nik[:8], {}, "name"),
        (nik, {}, "name"), ("", {"age_from": 17, "age_to": 40}, "birth"), ("", {"religion": 1, "sex": 2}, "name"),
    ]  # fmt: skip
    for text, filters, sort in searches:
        # How long they take stands in the bench (rows "search" and "residents_filtered").
        with django_assert_max_num_queries(3):
            rows = list(selectors.for_list(selectors.residents_found(text, filters, sort=sort))[:25])
        assert rows or text


def test_the_tree_counts_everybody_once(village: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        roots = selectors.territory_tree()
    total = selectors.counts()
    with_place = selectors.counted().exclude(rt=None)
    assert sum(node.total for node in roots) == with_place.count()
    assert sum(node.families for node in roots) <= total["families"] + selectors.families_to_mend().count()
    for root in roots:
        assert root.total == sum(child.total for child in root.children)


def test_filters_by_age_cut_at_birthdays(make: Callable[..., Any]) -> None:
    on = today()
    seventeen = make("TEPAT TUJUH BELAS", birth_date=selectors.birthday(on, 17))
    younger = make("BELUM TUJUH BELAS", birth_date=selectors.birthday(on, 16))
    found = selectors.residents_found("", {"age_from": 17, "age_to": 17})
    assert found.filter(pk=seventeen.pk).exists()
    assert not found.filter(pk=younger.pk).exists()


def test_the_void_are_in_no_list(make: Callable[..., Any], actor: Any) -> None:
    person = make("SALAH CATAT")
    services.undo_event(actor=actor, event=person.events.get(), reason="Ganda")
    assert not selectors.residents_found("SALAH CATAT", {"presence": "all"}).exists()
    assert selectors.resident_by_nik(person.nik) is None


def test_numbers_count_permanent_people_who_are_here(village: Any, actor: Any, make: Callable[..., Any]) -> None:
    def total(indicator: Any) -> int:
        return sum(row["value"] for row in indicator.rows(today()))

    before = total(indicators.residents)
    assert before == selectors.counted().count()
    person = make()
    services.register_move_in(
        actor=actor, name="TAMU", sex=1, residency=2, purpose="Kerja", previous_address="X", event_date=today(), report_date=today()
    )  # fmt: skip
    assert total(indicators.residents) == before + 1
    for each in (indicators.religion, indicators.education, indicators.occupation):
        assert total(each) == before + 1
    services.register_missing(
        actor=actor, resident=person, event_date=today(), report_date=today(), report_number="LP/1", reported_on=today()
    )
    assert total(indicators.residents) == before
    assert total(indicators.families) == selectors.counts()["families"]


def test_events_count_by_the_month_of_the_report(make: Callable[..., Any], actor: Any) -> None:
    def deaths() -> int:
        return sum(row["value"] for row in indicators.events.rows(today()) if row["kind"] == "death")

    person, before = make(), deaths()
    services.register_death(
        actor=actor,
        resident=person,
        event_date=month(2),
        report_date=today(),
        place="Rumah",
        cause=1,
        witness=1,
        time="14.30",
        child_number=1,
    )
    assert deaths() == before + 1
    event = PopulationEvent.objects.get(resident=person, kind="death")
    services.undo_event(actor=actor, event=event, reason="Salah")
    assert deaths() == before


def test_cells_have_the_declared_dimensions(village: Any, actor: Any) -> None:
    from modules.population.services.quality import keep_score

    keep_score(actor=actor)
    for indicator in indicators.ALL:
        cells = indicator.cells(today())
        if indicator.code not in {
            "population.events",
            "population.events_late",
            "population.death_certificate",
            "population.divorce_certificate",
            "population.reports_unsent",
        }:
            assert cells, indicator.code
        assert not set(indicator.dimensions) & {"dusun", "rw", "rt"}


def test_papers_never_print_a_temporary_number(make: Callable[..., Any]) -> None:
    person = make("TANPA NOMOR", no_kk="0", shdk=1)
    data = merge_data(person, today())
    assert (data["nik"], data["no_kk"]) == ("", "")
    assert data["head_name"] == "TANPA NOMOR"
    assert data["birth_words"] == "Grobogan, 31 Januari 1980"
    assert data["age"].endswith(" tahun")
