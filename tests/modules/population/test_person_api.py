"""A person through the API, and the list of those who stay for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from balai.api.services import issue_token
from balai.db import today
from modules.population import services
from modules.population.models import Resident
from modules.population.selectors import people
from modules.population.services import papers
from tests.modules.population.test_pages import text_of
from tests.papers import small_pdf

PDF = small_pdf()


def bearer(actor: Any, *rights: str) -> dict[str, str]:
    _token, secret = issue_token(actor=actor, name="sistem", rights=list(rights))
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def test_the_api_gives_every_field_and_masks_without_the_right(
    make: Any, actor: Any, village: Any, client_of: Any, inside: Any
) -> None:
    person = make(
        "SITI", sex=2, nik="3315057101809555", father_nik="3315053101509001", birth_weight=3100, email="a@contoh.id"
    )
    papers.add_paper(actor=actor, resident=person, kind="ktp", content=PDF, name="ktp.pdf", title="KTP")
    plain = bearer(actor, "population.view")
    whole = bearer(actor, "population.view", "population.view_nik", "population.papers", "population.change")
    client = client_of(village)
    url = f"/api/v1/residents/{person.pk}"
    seen = client.get(url, **plain).json()
    assert (seen["birth_weight"], seen["email"]) == (3100, "a@contoh.id")
    assert "*" in seen["nik"] and "*" in seen["father_nik"]
    answer = client.get(url, **whole)
    assert answer.json()["father_nik"] == "3315053101509001"
    assert client.get(f"{url}/papers", **plain).status_code == 403
    (paper,) = client.get(f"{url}/papers", **whole).json()
    assert (paper["title"], paper["kind"]) == ("KTP", "ktp") and "file_id" not in paper
    headers = whole | {"HTTP_IF_MATCH": answer["ETag"]}
    doubtful = client.patch(url, {"nik": "3315053101809555"}, content_type="application/json", **headers)
    assert (doubtful.status_code, doubtful.json()["code"]) == (422, "nik_doubtful")
    bad = client.patch(url, {"name": "SITI 2"}, content_type="application/json", **headers)
    assert (bad.status_code, bad.json()["field"]) == (422, "name")
    taken = {"nik": "3315053101809555", "nik_reason": "Sesuai KTP"}
    assert client.patch(url, taken, content_type="application/json", **headers).status_code == 200
    with inside(village):
        assert Resident.objects.get(pk=person.pk).accepted_warnings == {"sex": "Sesuai KTP"}


def test_who_stays_longer_than_a_year_is_told(office_client: Any, actor: Any, rt: Any) -> None:
    for name, days in (("TAMU BARU", 10), ("TAMU LAMA", people.STAY_DAYS + 1)):
        day = today() - timedelta(days=days)
        services.register_move_in(
            actor=actor, name=name, sex=1, rt=rt, birth_date=day.replace(year=1990, day=1), residency=2, previous_address="Kudus",
            purpose="Proyek jalan", host_name="BU LASMI", host_address="RT 01", event_date=day, report_date=day,
        )  # fmt: skip
    client = office_client("operator")
    answer = client.get("/kantor/penduduk/sementara/")
    page = text_of(answer)
    assert answer.context["overdue"] == 1
    assert page.index("TAMU LAMA") < page.index("TAMU BARU"), "the longest stay first"
    assert "BU LASMI, RT 01" in page and "Lebih dari setahun" in page
    old = Resident.objects.get(name="TAMU LAMA")
    assert page.count("Jadikan penduduk tetap</a>") == 1 and f"/kantor/penduduk/{old.pk}/tetap/" in page
    assert "Catat pergi" not in text_of(office_client("viewer").get("/kantor/penduduk/sementara/"))
    services.become_permanent(actor=actor, resident=old, event_date=today(), report_date=today())
    assert "TAMU LAMA" not in text_of(client.get("/kantor/penduduk/sementara/"))
