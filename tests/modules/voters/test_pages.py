"""Pages of elections and voters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import workers.tasks.reports  # noqa: F401  (its handler makes the files)
from balai.db import today
from balai.documents.reading import pdf_text
from balai.files.services import path_of
from balai.jobs.models import Job
from balai.reports import export_of, write_report
from balai.reports.asking import report_frame
from balai.spreadsheets import read_sheets
from modules.population import services as register
from modules.voters import services
from modules.voters.models import Election, VoterException, VoterList
from tests.modules.households.test_services import die
from tests.modules.population.conftest import staff
from tests.modules.population.test_finding_pages import taken
from tests.modules.population.test_pages import FRAME, digits_of, text_of


def pages_of(election: Election) -> list[str]:
    """Every page of an election that lists something."""
    base = f"/kantor/pemilih/{election.pk}/"
    return [
        "/kantor/pemilih/",
        *(base + each for each in ("", "jumlah/", "mengapa/?q=a", "pengecualian/", "tps/", "beku/")),
    ]


def test_pages_cost_the_same_however_many(office_client: Any, pilkades: Election, actor: Any, rt: Any) -> None:
    client = office_client("sekretaris")
    services.add_station(actor=actor, election=pilkades, number=1, areas=[rt])
    few = []
    for url in pages_of(pilkades):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200, url
        few.append(len(asked))
    register.populate(actor=actor, residents=300, seed=7)
    for url, before in zip(pages_of(pilkades), few, strict=True):
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        assert len(asked) <= before + 1, url
        assert len(asked) <= FRAME + 18, (url, len(asked))


def test_an_officer_announces_an_election(office_client: Any, village: Any) -> None:
    client = office_client("operator")
    assert "Belum ada pemilihan" in text_of(client.get("/kantor/pemilih/"))
    day = (today() + timedelta(days=60)).strftime("%d-%m-%Y")
    refused = client.post("/kantor/pemilih/baru/", {"name": "Pilkades", "kind": "pilkades", "day": day})
    assert refused.status_code == 422 and "Isi tanggal pengesahan DPS" in text_of(refused)
    dps = today().strftime("%d-%m-%Y")
    answer = client.post("/kantor/pemilih/baru/", {"name": "Pilkades", "kind": "pilkades", "day": day, "dps_on": dps})
    election = Election.objects.get()
    assert answer["Location"] == f"/kantor/pemilih/{election.pk}/"
    page = text_of(client.get(answer["Location"]))
    assert "pemilih menurut data hari ini" in page and "Cari tahu sebabnya" in page
    assert "Bekukan daftar" not in page


def test_the_search_explains_and_an_exception_changes_the_list(
    office_client: Any, general: Election, family: Any, actor: Any
) -> None:
    client = office_client("operator")
    base = f"/kantor/pemilih/{general.pk}/"
    page = text_of(client.get(f"{base}mengapa/", {"q": "BUDI SLAMET"}))
    assert "Tidak masuk" in page and "baru 17 tahun pada 5 Mei 2027" in page
    person = f"{base}orang/{family[2].pk}/"
    assert "Catat pengecualian" in text_of(client.get(person))
    refused = client.post(f"{person}pengecualian/", {"outcome": "in", "ground": "mental", "reason": "x"})
    assert refused.status_code == 422 and "tidak cocok" in text_of(refused)
    client.post(f"{person}pengecualian/", {"outcome": "in", "ground": "married", "reason": "Akta nikah 7/2026"})
    assert "Akta nikah 7/2026" in text_of(client.get(person))
    assert "BUDI SLAMET" in text_of(client.get(base, {"q": "BUDI SLAMET", "exception": "1"}))
    assert "Akta nikah 7/2026" in text_of(client.get(f"{base}pengecualian/"))
    assert client.post(f"{base}pengecualian/?sort=name", {"fmt": "csv"}).status_code == 302
    said = path_of(taken(Job.objects.filter(kind="reports.export").latest("created_at"))).read_text("utf-8-sig")
    assert said.splitlines()[1].startswith("BUDI SLAMET;") and "Dimasukkan;" in said and "Akta nikah 7/2026" in said
    client.post(f"{person}pengecualian/hapus/")
    assert not VoterException.objects.exists()
    die(actor, family[0])
    assert "berstatus MATI" in text_of(client.get(f"{base}mengapa/", {"q": "SLAMET WIDODO"}))


def test_filters_and_nonsense(office_client: Any, general: Election, rt: Any) -> None:
    client = office_client("viewer")
    base = f"/kantor/pemilih/{general.pk}/"
    for query in (
        f"territory={rt.pk}", "territory=x", "station=1", "station=none", "station=9999", "sex=1", "sex=7", "age_from=40&age_to=20",
        "age_from=x", "check=1", "exception=1", "sort=-age", "sort=station", "sort=x", "page=x", "q=zzzz",
    ):  # fmt: skip
        assert client.get(f"{base}?{query}").status_code == 200, query


def test_stations_from_the_pages(
    office_client: Any, general: Election, rt: Any, actor: Any, make: Callable[..., Any]
) -> None:
    client = office_client("operator")
    other = register.add_territory(actor=actor, kind="rt", name="091", parent=rt.parent)
    make("PARTO DI TEMPAT LAIN", rt=other)
    base = f"/kantor/pemilih/{general.pk}/tps/"
    client.post(f"{base}baru/", {"number": "1", "place": "Balai desa", "areas": [str(rt.pk)]})
    station = general.stations.get()
    page = text_of(client.get(base))
    assert "TPS 001" in page and "Balai desa" in page and "belum mempunyai TPS" in page
    form = text_of(client.get(f"{base}{station.pk}/ubah/"))
    assert "checked" in form
    again = client.post(f"{base}baru/", {"number": "1"})
    assert again.status_code == 422 and "TPS 1 sudah ada" in text_of(again)
    client.post(f"{base}{station.pk}/ubah/", {"version": station.version, "number": "2", "areas": []})
    client.post(f"{base}{station.pk}/hapus/")
    assert not general.stations.exists()


def test_freezing_is_asked_by_the_secretary_and_read_by_all(
    office_client: Any, general: Election, actor: Any, family: Any
) -> None:
    assert office_client("operator").get(f"/kantor/pemilih/{general.pk}/beku/baru/").status_code == 403
    client = office_client("sekretaris")
    base = f"/kantor/pemilih/{general.pk}/beku/"
    assert "Belum ada daftar yang dibekukan" in text_of(client.get(base))
    assert "pemilih disimpan seperti keadaannya hari ini" in text_of(client.get(f"{base}baru/"))
    refused = client.post(f"{base}baru/", {"stage": "dpt"})
    assert refused.status_code == 422 and "Bekukan DPS dahulu" in text_of(refused)
    answer = client.post(f"{base}baru/", {"stage": "dps"})
    assert answer["Location"].startswith("/kantor/pekerjaan/")
    kept = services.freeze_list(actor=actor, election=general, stage="dps")
    die(actor, family[0])
    page = text_of(client.get(base))
    assert "Berlaku" in page
    url = f"{base}{kept.pk}/"
    assert "SLAMET WIDODO" in text_of(client.get(url, {"q": "SLAMET WIDODO", "sex": "1"}))
    assert "MATI" in text_of(client.get(f"{url}perubahan/"))
    assert family[0].nik in digits_of(client.get(url, {"q": "SLAMET WIDODO"}))
    assert family[0].nik not in digits_of(office_client("viewer").get(url, {"q": "SLAMET WIDODO"}))
    late = client.post(
        f"/kantor/pemilih/{general.pk}/ubah/", {"name": "X", "kind": "general", "day": today().strftime("%d-%m-%Y")}
    )
    assert late.status_code == 422 and "jenis dan tanggalnya tetap" in text_of(late)


def test_lists_are_taken_along(office_client: Any, general: Election, actor: Any, family: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    assert client.post(f"/kantor/pemilih/{general.pk}/?sex=1", {"fmt": "pdf"})["Location"].startswith(
        "/kantor/pekerjaan/"
    )
    assert client.post(f"/kantor/pemilih/{general.pk}/?sex=1", {"fmt": "exe"}).status_code == 422
    assert office_client("viewer").post(f"/kantor/pemilih/{general.pk}/", {"fmt": "pdf"}).status_code == 403
    args = {"election": str(general.pk), "text": "", "filters": {"sex": "1"}}
    export = export_of("voters.list")
    frame = report_frame()
    rows = write_report(export.report(staff("operator"), args), "xlsx", tmp_path / "a.xlsx", frame=frame)
    sheet = read_sheets(tmp_path / "a.xlsx")[0]
    assert any(family[0].nik in row for row in sheet.rows)
    assert rows == len([row for row in sheet.rows if "SLAMET WIDODO" in row or "L" in row])
    write_report(export.report(staff("operator"), args), "pdf", tmp_path / "a.pdf", frame=frame)
    text = pdf_text((tmp_path / "a.pdf").read_bytes())
    assert "DAFTAR CALON PEMILIH" in text and "KEPALA DESA GEYER" in text and "SLAMET WIDODO" in text
    kept = services.freeze_list(actor=actor, election=general, stage="dps")
    report = export_of("voters.frozen").report(staff("viewer"), {"kept": str(kept.pk), "filters": {}})
    write_report(report, "pdf", tmp_path / "b.pdf", frame=frame)
    text = pdf_text((tmp_path / "b.pdf").read_bytes())
    assert "DAFTAR PEMILIH SEMENTARA" in text and family[0].nik not in text
    assert client.post(f"/kantor/pemilih/{general.pk}/beku/{kept.pk}/", {"fmt": "xlsx"}).status_code == 302


def test_who_may_only_look_gets_no_forms(office_client: Any, general: Election, family: Any) -> None:
    client = office_client("viewer")
    base = f"/kantor/pemilih/{general.pk}/"
    for path in ("ubah/", "hapus/", "tps/baru/", "beku/baru/", f"orang/{family[0].pk}/pengecualian/"):
        assert client.get(base + path).status_code == 403, path
    assert client.post(f"{base}orang/{family[0].pk}/pengecualian/hapus/").status_code == 403
    assert client.get(f"{base}orang/{family[0].pk}/").status_code == 200
    assert not VoterList.objects.exists()


@pytest.mark.parametrize("page", ["", "jumlah/", "beku/"])
def test_reading_the_list_is_audited(page: str, office_client: Any, general: Election) -> None:
    from balai.audit import readings_of

    office_client("viewer").get(f"/kantor/pemilih/{general.pk}/{page}")
    assert readings_of(general).filter(action="voters.list_read").count() == (1 if page == "" else 0)
