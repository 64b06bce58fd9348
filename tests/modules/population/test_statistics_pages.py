"""Pages of statistics: what they say, what they cost, who may see them, and what they lead to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.documents.reading import pdf_text
from modules.population import services
from modules.population.errors import BadBands, CannotPublish
from modules.population.models import AgeBand, PublishedStatistic, Resident, Territory
from modules.population.statistics import bands
from modules.population.statistics.bands import Band
from modules.population.statistics.categories import ALL
from modules.population.statistics.trends import count_months
from tests.modules.population.conftest import staff
from tests.modules.population.test_pages import FRAME, text_of

DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}
PAGE = "/kantor/statistik/{}/"


@pytest.mark.parametrize("category", ALL, ids=lambda category: category.code)
def test_every_category_has_its_page(category: Any, office_client: Any) -> None:
    client = office_client("viewer")
    page = text_of(client.get(PAGE.format(category.code), {"banding": "1"}))
    assert str(category.title) in page
    assert "{" not in re.sub(r"<[^>]*>", "", page)
    assert "Belum mengisi" in page or "Tidak ada yang dihitung" in page
    for fmt in ("csv", "svg"):
        assert client.get(f"{PAGE.format(category.code)}unduh.{fmt}").status_code == 200


def test_a_page_costs_a_handful_of_queries_and_fewer_the_second_time(
    office_client: Any, village: Any, actor: Any
) -> None:
    client = office_client("operator")
    rt = Territory.objects.filter(kind="rt").first()
    services.populate(actor=actor, residents=300, seed=77)
    counted = {}
    for name, query in (("plain", {}), ("place", {"wilayah": str(rt.pk)})):
        for turn in ("cold", "warm"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(PAGE.format("religion"), query).status_code == 200
            counted[name, turn] = len(queries)
    # Revision, nodes, months; the RTs of a place; the count itself.
    assert counted["plain", "warm"] <= FRAME + 3
    assert counted["plain", "cold"] <= counted["plain", "warm"] + 1
    assert counted["place", "warm"] <= FRAME + 4
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/kantor/statistik/").status_code == 200
    assert len(queries) <= FRAME + 6


def test_a_number_leads_to_its_people(office_client: Any, make: Callable[..., Any]) -> None:
    person = make("KHOIRUL LURUS", religion=6)
    client = office_client("operator")
    page = text_of(client.get(PAGE.format("religion")))
    url = re.search(r'href="(/kantor/penduduk/\?statistik=[^"&]*%3D6)"', page)
    assert url is not None
    listed = text_of(client.get(url[1]))
    assert person.name in listed and "Agama: KHONGHUCU" in listed
    none = text_of(client.get(url[1] + "&sex=2"))
    assert person.name not in none


@pytest.mark.parametrize("token", ["x", "religion~tetap~~~", "nope~tetap~~~=1", "religion~x~~~=1", "religion~tetap~1~~=1",
                                   "religion~tetap~~zz~=1", "religion~tetap~20261399~~=1"])  # fmt: skip
def test_a_number_that_is_none_is_left_out_of_the_list(token: str, office_client: Any, village: Any) -> None:
    assert office_client("operator").get("/kantor/penduduk/", {"statistik": token}).status_code == 200


def test_who_may_not_see_people_sees_no_statistics(client_of: Any, village: Any) -> None:
    for path in ("/kantor/statistik/", PAGE.format("religion"), PAGE.format("religion") + "unduh.csv"):
        assert client_of(village).get(path).status_code == 302


def test_unknown_tables_and_formats_are_not_there(office_client: Any) -> None:
    client = office_client("operator")
    for path in ("tidak_ada/", "religion/unduh.exe", "tidak_ada/tren/", "religion/tren.exe"):
        assert client.get(f"/kantor/statistik/{path}").status_code == 404


def test_what_is_taken_along_says_the_same_as_the_page(office_client: Any, village: Any) -> None:
    client = office_client("operator")
    page = client.get(PAGE.format("religion"))
    table = page.context["table"]
    csv = client.get(PAGE.format("religion") + "unduh.csv").content.decode("utf-8-sig").splitlines()
    assert csv[0] == "Agama;L;P;Jumlah;%"
    assert csv[1].split(";")[1:4] == [str(n) for n in (table.rows[0].male, table.rows[0].female, table.rows[0].total)]
    assert csv[-1].split(";")[:4] == [
        "JUMLAH",
        *(str(n) for n in (table.sums.male, table.sums.female, table.sums.total)),
    ]
    pdf = client.get(PAGE.format("religion") + "unduh.pdf")
    assert pdf["Content-Type"] == "application/pdf" and "ISLAM" in pdf_text(pdf.content)
    assert client.get(PAGE.format("religion") + "unduh.xlsx").content[:2] == b"PK"
    svg = client.get(PAGE.format("religion") + "unduh.svg").content.decode()
    assert table.finding.split(":")[0] in svg and village.name in svg


def test_a_past_month_can_be_looked_at(
    office_client: Any, family: Any, actor: Any, travel: Callable[[date], None]
) -> None:
    travel(date(2026, 3, 9))
    services.register_death(
        actor=actor, resident=family[1], event_date=date(2026, 3, 2), report_date=date(2026, 3, 5), **DEATH
    )
    travel(date(2026, 5, 20))
    client = office_client("operator")
    totals = {
        month: client.get(PAGE.format("sex"), {"pada": month}).context["table"].sums.total
        for month in ("2026-02", "2026-03", "2020-01")
    }
    assert totals["2026-02"] == totals["2026-03"] + 1
    assert totals["2020-01"] == totals["2026-03"], "a month before all data is today"
    assert "31 Maret 2026" in text_of(client.get(PAGE.format("sex"), {"pada": "2026-03"}))


def test_a_trend_tells_month_by_month_and_counts_the_rest_when_asked(
    office_client: Any, family: Any, actor: Any, travel: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    travel(date(2026, 1, 9))
    services.register_death(
        actor=actor, resident=family[1], event_date=date(2026, 1, 2), report_date=date(2026, 1, 5), **DEATH
    )
    travel(date(2026, 5, 20))
    client = office_client("operator")
    page = client.get(PAGE.format("sex") + "tren/")
    trend = page.context["trend"]
    assert [day.month for day in trend.days][-3:] == [3, 4, 5]
    assert trend.missing == 0 and all(value is not None for value in trend.totals)
    for fmt in ("csv", "svg", "xlsx", "pdf"):
        assert client.get(PAGE.format("sex") + f"tren.{fmt}").status_code == 200
    monkeypatch.setattr("modules.population.statistics.keeping._read", lambda keys: {})
    monkeypatch.setattr("modules.population.statistics.trends.trend_of.__kwdefaults__", {"patience": -1})
    page = client.get(PAGE.format("religion") + "tren/")
    assert page.context["trend"].missing >= 1 and "belum dihitung" in text_of(page)
    answer = client.post(PAGE.format("religion") + "tren/?bulan=12")
    assert answer.status_code == 302 and "/pekerjaan/" in answer["Location"]


def test_the_job_of_a_trend_ends_with_everything_counted(
    village: Any, family: Any, travel: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    travel(date(2026, 9, 20))
    monkeypatch.setattr("modules.population.statistics.trends.trend_of.__kwdefaults__", {"patience": -1})
    told: list[str] = []

    class Told:
        def progress(self, done: int, total: int, words: str) -> None:
            told.append(words)

    done = count_months(Told(), category="religion", status="tetap", node="", months=12)  # type: ignore[arg-type]
    assert done["url"] == PAGE.format("religion") + "tren/?bulan=12"


# -- bands of age ------------------------------------------------------------------------------------------------------


def test_a_village_writes_its_own_bands_and_takes_them_back(office_client: Any) -> None:
    client = office_client("operator")
    page = "/kantor/statistik/rentang-umur/"
    assert "75+" in text_of(client.get(page))
    answer = client.post(page, {"bands": "0-4 Balita\n5 - 17: Anak\n18 s/d 59\n60+ Lansia"})
    assert answer.status_code == 302
    assert [(each.low, each.high, each.label) for each in AgeBand.objects.all()] == [
        (0, 4, "Balita"), (5, 17, "Anak"), (18, 59, "18-59 tahun"), (60, None, "Lansia"),
    ]  # fmt: skip
    shown = text_of(client.get(PAGE.format("age_band")))
    assert "Balita" in shown and "75 tahun ke atas" not in shown
    assert client.post(page + "baku/").status_code == 302
    assert not AgeBand.objects.exists()
    assert client.get(page + "baku/").status_code == 405


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1-4\n5+", "mulai dari 0"),
        ("0-4\n6+", "Umur 5 sampai 5 tahun tidak masuk"),
        ("0-4\n4+", "Umur 4 tahun masuk dua"),
        ("0-4\n5-9", "tulis 5+"),
        ("0+\n5+", "harus menjadi yang terakhir"),
        ("0-4\n9-5\n10+", "tidak masuk rentang"),
        ("anak\n5+", "Baris 1"),
        ("", "belum diisi"),
    ],
)
def test_bands_with_holes_are_refused_with_a_sentence(text: str, words: str, office_client: Any) -> None:
    answer = office_client("operator").post("/kantor/statistik/rentang-umur/", {"bands": text})
    assert answer.status_code == 422 and words in text_of(answer).replace("&quot;", '"')
    assert not AgeBand.objects.exists()


def test_the_standard_bands_are_kept_as_such_and_rights_are_asked(village: Any, actor: Any) -> None:
    from balai.errors import NotAllowed

    assert services.set_age_bands(actor=actor, bands=bands.standard()) == []
    with pytest.raises(NotAllowed):
        services.set_age_bands(actor=staff("viewer"), bands=bands.standard())
    with pytest.raises(BadBands):
        services.set_age_bands(actor=actor, bands=[])
    with pytest.raises(BadBands):
        services.set_age_bands(actor=actor, bands=[Band(0, 199, "x"), Band(200, None, "y")])


# -- everybody's -------------------------------------------------------------------------------------------------------


def test_the_village_chooses_its_tables_and_their_order(office_client: Any, client_of: Any, village: Any) -> None:
    client = office_client("sekretaris")
    page = "/kantor/statistik/terbit/"
    assert "Sakit menahun" not in text_of(client.get(page)), "what is sensitive is not offered"
    answer = client.post(page, {"table": ["religion", "residents"], "order_religion": "2", "order_residents": "1"})
    assert answer.status_code == 302
    assert list(PublishedStatistic.objects.values_list("category", flat=True)) == ["residents", "religion"]
    public = client_of(village)
    front = text_of(public.get("/statistik/"))
    assert front.index("Umur lima tahunan") < front.index("Agama")
    assert "2 tabel statistik" in text_of(public.get("/"))
    assert public.get("/statistik/religion/").status_code == 200
    assert public.get("/statistik/occupation/").status_code == 404
    assert public.get("/statistik/occupation.json").status_code == 404


def test_two_tables_that_give_each_other_away_are_refused(office_client: Any, actor: Any, village: Any) -> None:
    answer = office_client("sekretaris").post("/kantor/statistik/terbit/", {"table": ["ktp", "ktp_record"]})
    assert answer.status_code == 422 and "Pilih salah satu" in text_of(answer)
    assert not PublishedStatistic.objects.exists()
    for codes in (["chronic_illness"], ["nope"], ["marital_status", "marriage_book"]):
        with pytest.raises(CannotPublish):
            services.publish_statistics(actor=actor, codes=codes)


def test_only_who_may_publishes(office_client: Any, village: Any) -> None:
    from balai.errors import NotAllowed

    assert office_client("operator").get("/kantor/statistik/terbit/").status_code == 403
    with pytest.raises(NotAllowed):
        services.publish_statistics(actor=staff("operator"), codes=["religion"])
    services.publish_statistics(actor=staff("kepala_desa"), codes=["religion"])


def test_the_public_sees_no_small_number_and_cannot_work_one_out(
    client_of: Any, village: Any, actor: Any, make: Callable[..., Any]
) -> None:
    Resident.objects.update(religion=1)
    for number in range(3):
        make(f"ORANG {'ABC'[number]}", religion=5, birth_date=date(1980, 2, 1 + number))
    for number in range(9):
        make(f"WARGA {'ABCDEFGHI'[number]}", religion=2, birth_date=date(1981, 2, 1 + number))
    services.publish_statistics(actor=actor, codes=["religion"])
    client = client_of(village)
    data = json.loads(client.get("/statistik/religion.json").content)
    shown = {row["label"]: row for row in data["rows"]}
    assert "BUDHA" not in shown, "three people are nobody's business"
    assert shown["Lainnya (digabung)"]["total"] == 12, "nor is the sum less the rest"
    for row in data["rows"]:
        assert all(row[sex] is None or row[sex] == 0 or row[sex] >= 5 for sex in ("male", "female"))
        assert (row["male"] is None) == (row["female"] is None)
    assert sum(row["total"] for row in data["rows"]) == data["total"]
    assert round(sum(row["percent"] for row in data["rows"]), 6) == 100
    page = text_of(client.get("/statistik/religion/"))
    assert "BUDHA" not in page and "Lainnya (digabung)" in page


def test_a_table_that_is_small_as_a_whole_is_not_shown(client_of: Any, village: Any, actor: Any) -> None:
    Resident.objects.exclude(pk__in=Resident.objects.order_by("pk").values("pk")[:2]).update(residency=2)
    services.publish_statistics(actor=actor, codes=["religion", "residency"])
    page = text_of(client_of(village).get("/statistik/religion/"))
    assert "terlalu kecil" in page and "ISLAM" not in page
    assert json.loads(client_of(village).get("/statistik/residency.json").content)["rows"] == []


def test_no_place_below_the_village_and_no_script_is_needed(client_of: Any, village: Any, actor: Any) -> None:
    services.publish_statistics(actor=actor, codes=["residents", "religion"])
    rt = Territory.objects.filter(kind="rt").first()
    client = client_of(village)
    plain = client.get("/statistik/residents/")
    asked = client.get("/statistik/residents/", {"wilayah": str(rt.pk), "status": "semua", "pada": "2020-01"})
    assert plain.content == asked.content, "the address changes nothing"
    assert len(plain.content) < 30_000
    assert "RT " not in text_of(plain)
    with CaptureQueriesContext(connection) as queries:
        client.get("/statistik/residents/")
    assert len(queries) <= 6


@pytest.mark.usefixtures("real_db")
def test_the_command_line_prints_what_the_page_prints(village: Any) -> None:
    from modules.population.selectors import counted
    from tests.tenants.test_onboarding import balai

    people = counted().count()
    connection.set_schema_to_public()
    code, found, _errors = balai("population", "statistics", "--village", "geyer", "--category", "religion")
    (table,) = found["categories"]
    assert (code, table["code"], table["total"]) == (0, "religion", people)
    assert sum(row["total"] for row in table["rows"]) == people
    code, found, _errors = balai("population", "statistics", "--village", "geyer", "--on", "2026-01-31")
    assert code == 0 and len(found["categories"]) >= 25
    for words in (("--category", "nope"), ("--on", "kemarin"), ("--on", "2999-01-01")):
        code, found, _errors = balai("population", "statistics", "--village", "geyer", *words)
        assert code == 2 and found["message"]
