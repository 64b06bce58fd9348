"""The dashboard's numbers: sums that agree everywhere, and who may see which."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from balai.actor import Actor
from balai.errors import NotAllowed, NotFound
from balai.indicators.services import sync_definitions
from modules.regency import labels, selectors
from tests.building.villages import PASSWORD
from tests.modules.regency.conftest import month
from tests.modules.regency.filling import fill_regency

GEYER, BOLOH = "3315052010", "3315042015"


def rows_of(client: Any, path: str) -> list[list[str]]:
    """A downloaded CSV."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.content[:500]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def staff(scope: str = "", role: str = "regency") -> Actor:
    return Actor(kind="staff", id="t", name="t", role=role, rights=frozenset({"regency.view"}), scope=scope)


def test_every_page_adds_up_to_the_same(numbers: None, regency_client: Callable[..., Any]) -> None:
    client = regency_client("kabupaten")
    pages = {
        path: client.get(path).context
        for path in ("/dasbor/", "/dasbor/kecamatan/331505/", f"/dasbor/desa/{GEYER}/", f"/dasbor/desa/{BOLOH}/")
    }
    cards = {path: context["cards"] for path, context in pages.items()}
    assert [cards[path]["residents"] for path in pages] == [400, 300, 300, 100]
    assert [cards[path]["families"] for path in pages] == [112, 82, 82, 30]
    assert [cards[path]["letters"] for path in pages] == [3, 3, 3, 0]
    assert cards["/dasbor/"]["villages"] == 280
    whole = pages["/dasbor/"]
    assert whole["ages"].totals == [210, 190, 400]
    assert sum(line.residents for line in whole["lines"]) == 400
    assert len(whole["lines"]) == 19
    assert whole["families"].totals == [112]
    downloaded = rows_of(client, "/dasbor/unduh/residents.csv")
    assert sum(int(row[3]) for row in downloaded[1:]) == 400
    assert sum(int(row[4]) for row in rows_of(client, "/dasbor/unduh/villages.csv")[1:]) == 400
    assert sum(int(row[7]) for row in rows_of(client, "/dasbor/unduh/districts.csv")[1:]) == 400


def test_a_village_page_names_no_person_and_leads_no_deeper(numbers: None, regency_client: Callable[..., Any]) -> None:
    page = regency_client("kabupaten").get(f"/dasbor/desa/{GEYER}/").content.decode()
    assert "300" in page
    assert "/kantor/" not in page
    assert "/dasbor/desa/" not in page.split("<main")[1]


def test_a_district_sees_its_own_villages_alone(numbers: None, regency_client: Callable[..., Any]) -> None:
    client = regency_client("geyer.camat")
    assert client.get("/dasbor/").context["cards"]["residents"] == 300
    assert client.get("/dasbor/kecamatan/331505/").status_code == 200
    assert client.get("/dasbor/adopsi/").context["cards"]["residents"] == 300
    for path in (
        "/dasbor/kecamatan/331504/", f"/dasbor/desa/{BOLOH}/", "/dasbor/adopsi/?kecamatan=331504",
        f"/dasbor/unduh/religion.csv?desa={BOLOH}", "/dasbor/unduh/villages.csv?kecamatan=331504",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert {row[0][:6] for row in rows_of(client, "/dasbor/unduh/villages.csv")[1:]} == {"331505"}
    assert {row[0] for row in rows_of(client, "/dasbor/unduh/districts.csv")[1:]} == {"331505"}
    listed = client.get("/kelola/desa/").content.decode()
    assert "Boloh" not in listed
    assert "Desa Geyer" in listed


def test_an_account_of_a_district_without_its_code_sees_nothing(numbers: None) -> None:
    with pytest.raises(NotAllowed):
        selectors.scope_of(staff(role="district"))
    with pytest.raises(NotAllowed):
        selectors.scope_of(staff(role="district"), village=GEYER)
    with pytest.raises(NotFound):
        selectors.scope_of(staff(scope="331504", role="district"), village=GEYER)


def test_nobody_comes_in_without_signing_in(client_of: Callable[..., Any], village: Any) -> None:
    client = client_of(None)
    for path in (
        "/dasbor/", "/dasbor/adopsi/", "/dasbor/indikator/", "/kelola/desa/", "/dasbor/kecamatan/331505/",
        f"/dasbor/desa/{GEYER}/", "/dasbor/unduh/villages.csv",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/masuk/")


def test_an_unknown_place_table_or_format_is_not_found(numbers: None, regency_client: Callable[..., Any]) -> None:
    client = regency_client("kabupaten")
    for path in (
        "/dasbor/kecamatan/999999/", "/dasbor/desa/9999999999/", "/dasbor/unduh/people.csv", "/dasbor/unduh/religion.pdf"
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_a_past_month_stays_as_it_was_and_the_url_holds_it(
    numbers: None, give: Callable[..., None], village: Any, regency_client: Callable[..., Any]
) -> None:
    past = (month() - timedelta(days=1)).replace(day=1)
    give(village, "population.residents", {("1", "00-04"): 7, ("2", "00-04"): 8}, past)
    client = regency_client("kabupaten")
    page = client.get(f"/dasbor/?periode={past:%Y-%m}")
    assert page.context["cards"]["residents"] == 15
    assert page.context["periods"] == [month(), past]
    rows = rows_of(client, f"/dasbor/unduh/residents.csv?periode={past:%Y-%m}")
    assert sum(int(row[3]) for row in rows[1:]) == 15
    for nonsense in ("", "2026-99", "kemarin", "1999-01"):
        assert client.get(f"/dasbor/?periode={nonsense}").context["cards"]["residents"] == 400


def test_which_villages_have_no_letter_this_month_in_one_click(
    numbers: None, regency_client: Callable[..., Any]
) -> None:
    client = regency_client("kabupaten")
    page = client.get("/dasbor/adopsi/?saring=tanpa-surat")
    assert [line.key for line in page.context["page"]] == [BOLOH]
    assert sum(line.without_letters for line in page.context["districts"]) == 1
    assert [row[0] for row in rows_of(client, "/dasbor/unduh/villages.csv?saring=tanpa-surat")[1:]] == [BOLOH]
    assert client.get("/dasbor/adopsi/?saring=tanpa-surat&kecamatan=331505").context["page"].paginator.count == 0
    assert client.get("/dasbor/adopsi/?saring=apa").context["page"].paginator.count == 280


def test_who_was_at_work_counts_and_who_was_not_is_found(
    numbers: None, village: Any, regency_client: Callable[..., Any]
) -> None:
    from tenants.exchange.services import mark_activity

    connection.set_tenant(village)
    mark_activity("sign_in")
    connection.set_schema_to_public()
    client = regency_client("kabupaten")
    page = client.get("/dasbor/adopsi/?saring=diam-7")
    assert page.context["active"] == 1
    assert [line.key for line in page.context["page"]] == [BOLOH]
    assert [line.key for line in client.get("/dasbor/adopsi/?saring=belum-masuk").context["page"]] == [BOLOH]
    listed = "".join(client.get(f"/kelola/desa/?page={number}").content.decode() for number in range(1, 7))
    assert listed.count("Sudah masuk") == 1
    assert listed.count("Belum pernah masuk") == 1


def test_what_waits_to_be_counted_is_said(
    numbers: None, village: Any, regency_client: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from balai import indicators
    from balai.jobs import sending

    monkeypatch.setattr(sending, "send", lambda *args, **options: True)
    client = regency_client("kabupaten")
    assert "Semua perubahan sudah dihitung" in client.get(f"/dasbor/desa/{BOLOH}/").content.decode()
    connection.set_tenant(village)
    indicators.touch("population.residents")
    connection.set_schema_to_public()
    page = client.get("/dasbor/")
    assert page.context["waiting_since"] is not None
    assert "belum dihitung" in page.content.decode()
    assert [line.key for line in client.get("/dasbor/adopsi/?saring=menunggu").context["page"]] == [GEYER]


def test_the_workbook_holds_what_the_page_shows(numbers: None, regency_client: Callable[..., Any]) -> None:
    from python_calamine import CalamineWorkbook

    answer = regency_client("kabupaten").get("/dasbor/unduh/letters.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert ["Keterangan Usaha", 1.0, 2.0, 3.0] in rows


def test_every_number_is_explained(numbers: None, regency_client: Callable[..., Any]) -> None:
    page = regency_client("kabupaten").get("/dasbor/indikator/").content.decode()
    from balai.indicators.declaration import declared

    assert len(declared()) >= 8
    assert [code for code in declared() if code not in page] == []


def test_the_words_for_codes_are_the_fields_own(village: Any) -> None:
    from modules.letters.models import State
    from modules.letters.types import letter_types
    from modules.population import codes
    from modules.population.indicators import events

    for code, choices in (
        ("population.religion", codes.Religion), ("population.education", codes.Education),
        ("population.occupation", codes.Occupation),
    ):  # fmt: skip
        known = {str(value): str(label) for value, label in choices.choices}
        assert {key: words.casefold() for key, words in labels.of(code).items()} == {
            key: words.casefold() for key, words in known.items()
        }, code
    assert {value: str(label) for value, label in State.choices} == labels.LETTER_STATES
    assert {kind.key: labels.letter(kind.key) for kind in letter_types()} == {
        kind.key: str(kind.name) for kind in letter_types()
    }
    assert set(labels.EVENTS) == {"birth", "death", "move_in", "move_out", "missing"}
    assert events.code in selectors.ALL


def test_facts_for_other_systems(numbers: None, client_of: Callable[..., Any], actor: Any) -> None:
    from balai.api.services import issue_token

    connection.set_schema_to_public()
    _token, secret = issue_token(actor=actor, name="Bappeda", rights=["regency.view"])
    client = client_of(None)
    head = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    path = f"/api/v1/facts?indicator=population.religion&village={GEYER}"
    assert client.get(path).status_code == 401
    found = client.get(path, **head).json()
    assert found["count"] == 4
    assert {row["code"] for row in found["results"]} == {GEYER}
    assert sum(row["value"] for row in found["results"]) == 300
    answer = client.get(path + "&format=csv", **head)
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert sum(int(row["value"]) for row in rows) == 300
    assert client.get("/api/v1/facts?period=kemarin", **head).status_code == 400
    assert client.get("/api/v1/facts?period=kemarin&format=csv", **head).status_code == 400


def test_a_page_of_280_villages_stays_within_its_budget(real_db: None, client_of: Callable[..., Any]) -> None:
    facts = fill_regency(month(), months=12)
    assert facts > 50_000
    sync_definitions()
    client = client_of(None)
    assert client.post("/masuk/", {"username": "kabupaten", "password": PASSWORD}).status_code == 302
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    found = {}
    for path in (
        "/dasbor/",
        "/dasbor/kecamatan/331505/",
        f"/dasbor/desa/{GEYER}/",
        "/dasbor/adopsi/",
        "/kelola/desa/",
        "/",
    ):
        client.get(path)
        asked.clear()
        with connection.execute_wrapper(count):
            answer = client.get(path)
        assert answer.status_code == 200
        found[path] = (len(asked), len(answer.content) // 1024)
    assert {path: figures for path, figures in found.items() if not 0 < figures[0] <= 8} == {}
