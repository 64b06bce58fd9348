"""Pages of the register: who sees what, what a form says, how many queries a page costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.db import today
from modules.population import importing, services
from modules.population.models import EventKind, FamilyCard, ImportRun, RegisterState, Resident, Territory
from modules.population.selectors import living
from tests.factories.opensid import card, nik, person, workbook
from tests.modules.population.conftest import FILLED

#: Session, account, rights, the village's card and what the frame shows: what every page of the office costs.
FRAME = 12

LISTS = [
    "/kantor/penduduk/",
    "/kantor/penduduk/?q=sl&sex=1&religion=1&age_from=10&age_to=80&sort=-birth",
    "/kantor/penduduk/?presence=all&sort=kk",
    "/kantor/keluarga/",
    "/kantor/keluarga/?q=siti&state=active&welfare=none&temporary=0&size_from=1&sort=place",
    "/kantor/wilayah/",
    "/kantor/statistik/",
    "/kantor/impor/",
]


def text_of(answer: Any) -> str:
    """The page as text."""
    return answer.content.decode()


def digits_of(answer: Any) -> str:
    """The page's words without tags and spaces: numbers stand in groups of four, parted by tags."""
    return re.sub(r"<[^>]*>|\s+", "", text_of(answer))


def today_text() -> str:
    """Today as forms want it."""
    return today().strftime("%d-%m-%Y")


@pytest.mark.parametrize("url", LISTS)
def test_a_list_costs_the_same_however_many_people(url: str, office_client: Any, village: Any, actor: Any) -> None:
    client = office_client("operator")
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    services.populate(actor=actor, residents=400, seed=77)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(url)
    assert answer.status_code == 200
    assert len(many) <= len(few) + 1
    assert len(many) <= FRAME + 12


@pytest.mark.parametrize("url", ["/kantor/penduduk/{r}/", "/kantor/keluarga/{f}/"])
def test_a_persons_page_costs_the_same_however_many_events(
    url: str, office_client: Any, family: Any, actor: Any
) -> None:
    client = office_client("operator")
    address = url.format(r=family[0].pk, f=family[0].family_id)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for _round in range(4):
        services.change_shdk(actor=actor, resident=family[2], shdk=9)
        services.change_shdk(actor=actor, resident=family[2], shdk=4)
        services.update_resident(actor=actor, resident=family[0], phone=f"08{_round}")
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) <= len(few) + 1


def test_search_finds_by_fragment_nik_and_old_spelling(office_client: Any, make: Callable[..., Any]) -> None:
    make("MOCHAMMAD SOLIKHIN", nik="3315053101809555")
    client = office_client("operator")
    for text in ("muhamad soli", "3315053101809555", "3315 0531 0180 9555"):
        assert "MOCHAMMAD SOLIKHIN" in text_of(client.get("/kantor/penduduk/", {"q": text}))
    assert "Tidak ada yang cocok" in text_of(client.get("/kantor/penduduk/", {"q": "ZZZZQ"}))


def test_filters_show_as_chips_and_stay_in_the_links(office_client: Any, rt: Any) -> None:
    page = text_of(office_client("operator").get("/kantor/penduduk/", {"sex": "2", "territory": str(rt.pk)}))
    assert "Jenis kelamin: PEREMPUAN" in page
    assert f"RT {rt.name}" in page
    assert "territory=" in page


def test_nonsense_in_the_address_is_no_error(office_client: Any, village: Any) -> None:
    client = office_client("operator")
    for query in ("sex=x", "sort=nope", "page=zero", "territory=" + "z" * 36, "age_from=999999", "sex=9", "page=-1"):
        assert client.get(f"/kantor/penduduk/?{query}").status_code in {200, 302}, query


def test_numbers_are_masked_for_who_may_not_see_them(office_client: Any, family: Any) -> None:
    number = family[0].nik
    url = f"/kantor/penduduk/{family[0].pk}/"
    pages = (url, f"/kantor/keluarga/{family[0].family_id}/", f"/kantor/penduduk/?q={family[0].name}")
    for page in pages:
        shown = digits_of(office_client("operator").get(page))
        assert number in shown
        assert family[0].family.number in shown
    for page in pages:
        shown = digits_of(office_client("viewer").get(page))
        assert "****" in shown
        assert number not in shown
        assert family[0].family.number not in shown


def test_reading_somebody_is_audited(office_client: Any, family: Any) -> None:
    from balai.audit import readings_of

    before = readings_of(family[0]).count()
    office_client("viewer").get(f"/kantor/penduduk/{family[0].pk}/")
    assert readings_of(family[0]).count() == before + 1


def test_who_may_only_look_gets_no_forms(office_client: Any, family: Any) -> None:
    client = office_client("viewer")
    key, card_key = family[0].pk, family[0].family_id
    assert client.get(f"/kantor/penduduk/{key}/").status_code == 200
    for path in (
        "penduduk/baru/", "penduduk/masuk/", f"penduduk/{key}/ubah/", f"penduduk/{key}/meninggal/", f"penduduk/{key}/pindah/",
        f"penduduk/{key}/hilang/", f"penduduk/{key}/pecah/", f"keluarga/{card_key}/ubah/", f"keluarga/{card_key}/lahir/",
        "wilayah/baru/", "impor/", "impor/baru/", "impor/lengkap/",
    ):  # fmt: skip
        assert client.get(f"/kantor/{path}").status_code == 403, path
    assert client.post("/kantor/penduduk/ekspor/", {"how": "codes"}).status_code == 403


def test_a_taken_nik_is_said_beside_its_field(office_client: Any, family: Any, rt: Any) -> None:
    answer = office_client("operator").post(
        "/kantor/penduduk/baru/",
        FILLED | {"name": "ORANG LAIN", "nik": family[1].nik, "rt": str(rt.pk)},
    )
    assert answer.status_code in {200, 409, 422}
    assert "NIK ini sudah dipakai SITI AMINAH" in text_of(answer)
    assert not Resident.objects.filter(name="ORANG LAIN").exists()


def test_creating_changing_and_the_later_writer(office_client: Any, rt: Any) -> None:
    client = office_client("operator")
    made = FILLED | {"name": "Warga Baru", "sex": "2", "birth_place": "DEMAK", "rt": str(rt.pk)}
    assert client.post("/kantor/penduduk/baru/", made).status_code == 302
    resident = Resident.objects.get(name="WARGA BARU")
    url = f"/kantor/penduduk/{resident.pk}/ubah/"
    page = text_of(client.get(url))
    assert "01-02-1990" in page
    form = {"name": "WARGA BARU", "sex": "2", "birth_date": "01-02-1990", "birth_place": "DEMAK", "phone": "0811"}
    assert client.post(url, form | {"version": resident.version}).status_code == 302
    assert Resident.objects.get(pk=resident.pk).phone == "0811"
    late = client.post(url, form | {"phone": "0822", "version": resident.version})
    assert late.status_code in {200, 409}
    assert Resident.objects.get(pk=resident.pk).phone == "0811"


def test_events_by_their_forms(office_client: Any, family: Any, actor: Any, rt: Any) -> None:
    client = office_client("operator")
    head, wife, child = family
    on = {"event_date": today_text(), "report_date": today_text()}
    born = (today() - timedelta(days=2)).strftime("%d-%m-%Y")
    answer = client.post(
        f"/kantor/keluarga/{head.family_id}/lahir/",
        {"name": "BAYI", "sex": "1", "birth_place": "GROBOGAN", "birth_date": born, "report_date": today_text(),
         "mother_name": "SITI AMINAH", "father_name": "SLAMET WIDODO", "birth_weight": "3100", "birth_time": "7.30"},
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    assert Resident.objects.get(name="BAYI").events.get().kind == EventKind.BIRTH
    missing = client.post(f"/kantor/penduduk/{wife.pk}/meninggal/", on)
    assert missing.status_code in {200, 422}
    assert wife.events.count() == 1
    died = client.post(
        f"/kantor/penduduk/{wife.pk}/meninggal/",
        on | {"place": "Rumah", "cause": "1", "witness": "1", "time": "14.30", "child_number_unknown": "on"},
    )
    assert died.status_code == 302, text_of(died)
    event = wife.events.get(kind=EventKind.DEATH)
    assert client.get(f"/kantor/penduduk/{wife.pk}/").status_code == 200
    undone = client.post(f"/kantor/penduduk/{wife.pk}/peristiwa/{event.pk}/batalkan/", {"reason": "Salah orang"})
    assert undone.status_code == 302
    assert Resident.objects.get(pk=wife.pk).is_here
    lost = on | {"report_number": "LP/1", "reported_on": today_text()}
    assert client.post(f"/kantor/penduduk/{child.pk}/hilang/", lost).status_code == 302
    assert client.get(f"/kantor/penduduk/{child.pk}/datang-lagi/").status_code == 200
    split = client.post(f"/kantor/penduduk/{wife.pk}/pecah/", {"no_kk": ""})
    assert split.status_code == 302
    assert Resident.objects.get(pk=wife.pk).family_id != head.family_id
    moved = client.post(
        f"/kantor/penduduk/{head.pk}/pindah/",
        on | {"kind": "2", "destination": "Jalan Raya 1", "to_district": "Toroh", "whole_family": "on"},
    )
    assert moved.status_code == 302
    assert not living().filter(family=head.family_id).exists()
    came = client.post(
        "/kantor/penduduk/masuk/",
        on | FILLED | {"name": "PENDATANG", "previous_address": "Kudus", "from_regency": "Kudus", "rt": str(rt.pk)},
    )
    assert came.status_code == 302, text_of(came)
    assert Resident.objects.get(name="PENDATANG").events.get().kind == EventKind.MOVE_IN
    assert services.verify_ledger() == []


def test_family_and_territory_by_their_forms(office_client: Any, family: Any, rt: Any) -> None:
    client = office_client("operator")
    url = f"/kantor/keluarga/{family[0].family_id}/ubah/"
    version = FamilyCard.objects.get(pk=family[0].family_id).version
    assert client.post(url, {"version": version, "address": "JALAN RAYA 1", "welfare_class": "2"}).status_code == 302
    changed = FamilyCard.objects.get(pk=family[0].family_id)
    assert (changed.address, changed.welfare_class, changed.number) == ("JALAN RAYA 1", 2, family[0].family.number)
    url = f"/kantor/wilayah/{rt.pk}/ubah/"
    assert client.post(url, {"name": rt.name, "head": "", "head_text": "3315053101800000"}).status_code == 422
    assert client.post(url, {"name": rt.name, "head": str(family[0].pk)}).status_code == 302
    assert Territory.objects.get(pk=rt.pk).head_id == family[0].pk
    assert family[0].name in text_of(client.get("/kantor/wilayah/"))


def test_declaring_complete_tells_what_follows(office_client: Any, village: Any) -> None:
    client = office_client("operator")
    assert "hanya lewat peristiwa" in text_of(client.get("/kantor/impor/lengkap/"))
    assert client.post("/kantor/impor/lengkap/").status_code == 302
    assert RegisterState.objects.get().complete_on == today()
    assert "Data lengkap sejak" in text_of(client.get("/kantor/impor/"))


def test_an_import_by_its_pages(office_client: Any, actor: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    rows = [person(nik=nik(1), no_kk=card(1)), person(nik=nik(2), no_kk=card(2), tanggallahir="31-02-1980")]
    with workbook(tmp_path / "unggah.xlsx", rows).open("rb") as file:
        answer = client.post("/kantor/impor/baru/", {"file": file})
    assert answer.status_code == 302, text_of(answer)
    run = ImportRun.objects.get()
    url = f"/kantor/impor/{run.pk}/"
    assert answer["Location"] == url
    assert client.get(url).status_code == 200
    importing.check_run(run.pk, actor=actor)
    _end_jobs()
    page = text_of(client.get(url))
    assert "Ditolak" in page
    assert "31-02-1980" in page
    mended = client.post(f"{url}perbaiki/", {"row": "3", "column": "tanggallahir", "text": "28-02-1980"})
    assert mended.status_code == 302
    assert ImportRun.objects.get().patches == {"3:tanggallahir": "28-02-1980"}
    assert "Simpan 2 baru" in text_of(client.get(url))
    assert client.post(f"{url}terapkan/").status_code == 302
    importing.apply_run(run.pk, actor=actor)
    importing.write_result_sheet(run.pk, actor=actor)
    _end_jobs()
    page = text_of(client.get(url))
    assert "Unduh lembar hasil" in page
    result = client.get(f"/kantor/berkas/{ImportRun.objects.get().result_file_id}/")
    assert result.status_code == 200
    services.update_resident(actor=actor, resident=Resident.objects.get(nik=nik(1)), phone="08")
    refused = client.post(f"{url}batalkan/", {})
    assert "sudah diubah sesudah impor ini" in text_of(refused)
    assert client.post(f"{url}batalkan/", {"skip_touched": "on"}).status_code == 302
    assert importing.undo_run(run.pk, actor=actor, skip_touched=True) == {"reverted": 1, "skipped": 1}
    assert importing.undo_run(run.pk, actor=actor, skip_touched=True) == {"reverted": 0, "skipped": 0}
    assert "Dibatalkan" in text_of(client.get(url))


def _end_jobs() -> None:
    """As when a worker has carried out what was asked."""
    from balai.jobs.models import Job

    Job.objects.exclude(state="done").update(state="done")


def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(office_client: Any, tmp_path: Path) -> None:
    path = tmp_path / "penduduk.xlsx"
    path.write_bytes(b"<html>bukan buku kerja</html>")
    with path.open("rb") as file:
        answer = office_client("operator").post("/kantor/impor/baru/", {"file": file})
    assert answer.status_code in {200, 422}
    assert ImportRun.objects.count() == 0


def test_an_export_asks_for_a_job_and_writes_what_was_listed(office_client: Any, family: Any, actor: Any) -> None:
    from balai.files.models import StoredFile
    from balai.files.services import path_of
    from balai.jobs.models import Job
    from balai.reports import run_export
    from balai.spreadsheets import read_sheets

    answer = office_client("operator").post("/kantor/penduduk/ekspor/?q=siti%20aminah&sex=2", {"how": "codes"})
    assert answer.status_code == 302
    job = Job.objects.get(kind="reports.export")
    assert "siti" not in str(job.args).lower()
    done = run_export(job, **job.args)
    stored = StoredFile.objects.get(pk=done["url"].rstrip("/").rsplit("/", 1)[1])
    sheet = next(iter(read_sheets(path_of(stored))))
    names = [row[4] for row in sheet.rows[1:]]
    assert "SITI AMINAH" in names
    assert (
        len(names)
        == Resident.objects.filter(name_key__contains="SITI", sex=2).filter(name_key__contains="AMINAH").count()
    )


def test_statistics_tell_their_findings(office_client: Any, village: Any) -> None:
    page = text_of(office_client("kepala_desa").get("/kantor/statistik/"))
    assert "Kelompok umur terbesar" in page
    assert "ISLAM" in page


def test_the_office_search_box_finds_people(family: Any, actor: Any) -> None:
    from modules.population.selectors import search_results
    from tests.modules.population.conftest import staff

    (hit, *_others) = search_results(actor, family[1].nik, 5)
    assert (hit.title, hit.url) == ("SITI AMINAH", f"/kantor/penduduk/{family[1].pk}/")
    assert family[1].nik in hit.detail
    (masked, *_others) = search_results(staff("viewer"), family[1].nik, 5)
    assert family[1].nik not in masked.detail
    from balai.actor import Actor

    assert search_results(Actor(kind="staff", id="x", name="x", role="none"), "SITI", 5) == []
