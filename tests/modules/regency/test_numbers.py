"""Any indicator as a page: in words, by place, with what is sensitive held back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.indicators.declaration import declared
from balai.indicators.models import Definition

GEYER = "3315052010"


def page(client: Any, code: str, **query: str) -> Any:
    return client.get(f"/dasbor/angka/{code}/", query)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_every_declared_number_has_a_page_in_words(
    give: Callable[..., None], village: Any, other_village: Any, regency_client: Callable[..., Any]
) -> None:
    for code, indicator in declared().items():
        cells = {}
        for number, sex in enumerate(("1", "2")):
            first = [str(next(iter(indicator.labels.get(name, {"x": ""})))) for name in indicator.dimensions]
            place = [sex if name == "sex" else each for name, each in zip(indicator.dimensions, first, strict=True)]
            cells[tuple([*place, "", ""][:2])] = 40 + number
        if code != "letters.median_hours":
            give(village, code, cells)
            give(other_village, code, cells)
    connection.set_schema_to_public()
    client = regency_client()
    listed = words(client.get("/dasbor/angka/"))
    for code, indicator in declared().items():
        answer = page(client, code)
        assert answer.status_code == 200, code
        text = words(answer)
        assert str(indicator.name) in text and str(indicator.name) in listed, code
        for name, labels in indicator.labels.items():
            if name != "sex" and answer.context["table"].rows:
                assert str(next(iter(labels.values()))) in text, code
        for fmt in ("csv", "xlsx"):
            assert client.get(f"/dasbor/angka/{code}/unduh.{fmt}").status_code == 200


def test_places_lead_down_and_add_up(numbers: None, regency_client: Callable[..., Any], village: Any) -> None:
    client = regency_client()
    answer = page(client, "population.religion")
    places = answer.context["places"]
    assert sum(number or 0 for _key, _name, number in places) == 400
    assert answer.context["table"].totals == [210, 190, 400]
    assert {key: number for key, _name, number in places}[village.district.code] >= 300
    below = page(client, "population.religion", kecamatan=village.district.code)
    assert {name: number for _key, name, number in below.context["places"]}["Desa Geyer"] == 300
    one = page(client, "population.religion", desa=GEYER)
    assert one.context["table"].totals[-1] == 300 and one.context["places"] == []


def test_what_is_sensitive_hides_small_numbers_and_single_villages(
    give: Callable[..., None], village: Any, regency_client: Callable[..., Any], client_of: Callable[..., Any]
) -> None:
    give(village, "population.chronic_illness", {("14", "1"): 140, ("14", "2"): 150, ("12", "1"): 2, ("1", "2"): 9})
    client = regency_client()
    answer = page(client, "population.chronic_illness")
    rows = {row[0]: row for row in answer.context["table"].rows}
    assert "TBC" not in rows and "peka" in words(answer)
    assert all(number is None or number == 0 or number >= 5 for row in rows.values() for number in row[1:])
    alone = page(client, "population.chronic_illness", desa=GEYER)
    assert alone.context["table"].rows == [] and "hanya ada di desa itu" in words(alone)
    csv = client.get(f"/dasbor/angka/population.chronic_illness/unduh.csv?desa={GEYER}").content.decode()
    assert "TBC" not in csv and "140" not in csv


def test_a_rate_is_derived_from_its_sums(village: Any, other_village: Any, regency_client: Callable[..., Any]) -> None:
    from balai.indicators.models import Fact
    from tests.modules.regency.conftest import month

    for each, top, below in ((village, 30, 10), (other_village, 10, 10)):
        connection.set_tenant(each)
        Fact.objects.create(
            village=each.schema_name, indicator="letters.median_hours", period=month(), value=top, numerator=top,
            denominator=below,
        )  # fmt: skip
    connection.set_schema_to_public()
    answer = page(regency_client(), "letters.median_hours")
    assert answer.context["table"].rows[0][1:] == [40, 20, 2.0]


def test_the_band_of_the_middle_letter_is_named_as_a_band(
    give: Callable[..., None], village: Any, other_village: Any, regency_client: Callable[..., Any]
) -> None:
    give(village, "letters.hours", {("1", ""): 3, ("8", ""): 5, ("lama", ""): 1})
    give(other_village, "letters.hours", {("48", ""): 7, ("4", ""): 2})
    connection.set_schema_to_public()
    client = regency_client()
    # In order: 3 within 1 hour, 2 within 4, 5 within 8, 7 within 48, 1 longer. The ninth of eighteen: 4 to 8 hours.
    middle = page(client, "letters.hours").context["middle"]
    assert (middle.words, middle.within, middle.total) == ("4 sampai 8 jam", 10, 18)
    text = words(page(client, "letters.hours"))
    assert "Surat tengah: <b>4 sampai 8 jam</b>. 10 dari 18 surat siap" in text and "bukan jam tepatnya" in text
    one = page(client, "letters.hours", desa=GEYER).context["middle"]
    assert (one.words, one.within, one.total) == ("4 sampai 8 jam", 8, 9)
    assert page(client, "letters.median_hours").context["middle"] == middle
    assert page(client, "population.religion").context["middle"] is None


def test_of_two_in_the_middle_the_lower_and_of_none_nothing(
    give: Callable[..., None], village: Any, regency_client: Callable[..., Any]
) -> None:
    client = regency_client()
    assert page(client, "letters.hours").context["middle"] is None
    give(village, "letters.hours", {("1", ""): 2, ("168", ""): 2})
    connection.set_schema_to_public()
    middle = page(client, "letters.hours").context["middle"]
    assert (middle.words, middle.within, middle.total) == ("sampai 1 jam", 2, 4)


def test_a_district_sees_its_own(numbers: None, regency_client: Callable[..., Any], village: Any) -> None:
    client = regency_client("geyer.camat")
    assert page(client, "population.religion").context["scope"].district.code == village.district.code
    assert page(client, "population.religion", kecamatan="331501").status_code == 404
    assert client.get("/dasbor/angka/").status_code == 200


def test_unknown_and_retired_numbers_are_not_there(numbers: None, regency_client: Callable[..., Any]) -> None:
    client = regency_client()
    assert page(client, "population.nothing").status_code == 404
    Definition.objects.filter(code="population.blood_type").update(retired_at="2026-01-01T00:00:00Z")
    assert page(client, "population.blood_type").status_code == 404
    assert client.get("/dasbor/angka/population.religion/unduh.pdf").status_code == 404


@pytest.mark.parametrize("path", ["/dasbor/angka/", "/dasbor/angka/population.religion/"])
def test_pages_of_numbers_cost_a_handful_of_queries(
    path: str, numbers: None, regency_client: Callable[..., Any]
) -> None:
    client = regency_client()
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) <= 16


def test_sensitive_facts_are_not_among_those_for_other_systems(
    give: Callable[..., None], village: Any, client_of: Callable[..., Any], actor: Any
) -> None:
    from balai.api.services import issue_token

    give(village, "population.disability", {("1", "1"): 2})
    give(village, "population.religion", {("1", "1"): 20})
    connection.set_schema_to_public()
    _token, secret = issue_token(actor=actor, name="pusat data", rights=["regency.view"])
    answer = client_of(None).get("/api/v1/facts", HTTP_AUTHORIZATION=f"Bearer {secret}")
    codes = {row["indicator"] for row in answer.json()["results"]}
    assert "population.religion" in codes and "population.disability" not in codes
