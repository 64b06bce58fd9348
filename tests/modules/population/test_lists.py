"""Lists of the room: columns and order are chosen, and what is taken along is what the page shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import workers.tasks.reports  # noqa: F401  (its handler makes the files)
from balai.db import today
from balai.files.services import path_of
from balai.jobs.models import Job
from modules.population import services
from modules.population.models import PopulationEvent
from tests.modules.population.test_finding_pages import taken
from tests.modules.population.test_pages import text_of

TEMPORARY, LOG = "/kantor/penduduk/sementara/", "/kantor/peristiwa/"


def guests(actor: Any, rt: Any) -> None:
    for name, days, purpose in (
        ("TAMU BARU", 10, "Kuliah"),
        ("TAMU LAMA", 400, "Proyek jalan"),
        ("AMAT", 90, "Berdagang"),
    ):
        day = today() - timedelta(days=days)
        services.register_move_in(
            actor=actor, name=name, sex=1, rt=rt, birth_date=day.replace(year=1990, day=1), residency=2, previous_address="Kudus",
            purpose=purpose, host_name="BU LASMI", host_address="RT 01", event_date=day, report_date=day,
        )  # fmt: skip


def test_temporary_residents_are_sorted_chosen_and_taken_along(office_client: Any, actor: Any, rt: Any) -> None:
    guests(actor, rt)
    client = office_client("operator")
    page = text_of(client.get(f"{TEMPORARY}?sort=name"))
    assert page.index("AMAT") < page.index("TAMU BARU") < page.index("TAMU LAMA")
    assert "data-print" in page and 'aria-sort="ascending"' in page
    query = "sort=-name&kolom=arrived&kolom=purpose"
    assert 'data-label="Maksud"' in text_of(client.get(f"{TEMPORARY}?{query}"))
    answer = client.post(f"{TEMPORARY}?{query}", {"fmt": "csv"})
    assert answer.status_code == 302
    said = (
        path_of(taken(Job.objects.filter(kind="reports.export").latest("created_at")))
        .read_text("utf-8-sig")
        .splitlines()
    )
    assert said[0] == "Nama;Datang;Maksud"
    assert [line.split(";")[0] for line in said[1:]] == ["TAMU LAMA", "TAMU BARU", "AMAT"]
    assert said[1].endswith("Proyek jalan")
    viewer = office_client("viewer")
    assert "Unduh" not in text_of(viewer.get(TEMPORARY))
    assert viewer.post(TEMPORARY, {"fmt": "csv"}).status_code == 403


def test_the_list_of_temporary_residents_costs_the_same_however_many(
    office_client: Any, actor: Any, rt: Any, django_assert_max_num_queries: Any
) -> None:
    guests(actor, rt)
    client = office_client("operator")
    client.get(TEMPORARY)
    with django_assert_max_num_queries(14):
        client.get(TEMPORARY)


def test_the_log_is_sorted_on_the_page_and_in_the_file(office_client: Any, family: Any) -> None:
    client = office_client("operator")
    found = client.get(f"{LOG}?jenis=all&sort=name").context["table"].page.object_list
    names = [each.resident.name for each in found]
    assert names == sorted(names)
    client.post(f"{LOG}?jenis=all&q=slamet&sort=-name", {"fmt": "csv"})
    said = (
        path_of(taken(Job.objects.filter(kind="reports.export").latest("created_at")))
        .read_text("utf-8-sig")
        .splitlines()
    )
    names = [line.split(";")[4] for line in said[1:]]
    assert len(names) >= 2 and names == sorted(names, reverse=True)
    assert PopulationEvent.objects.count() >= len(names)
