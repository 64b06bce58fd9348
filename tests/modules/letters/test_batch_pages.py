"""The pages of surat massal as people walk them."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.actor import Actor
from balai.jobs.running import run_waiting
from modules.letters import selectors
from modules.letters.models import BatchState, LetterBatch
from modules.letters.selectors.batch import whom
from modules.population.codes import Shdk
from modules.population.models import Resident, Territory, TerritoryKind
from modules.population.selectors import Selection, living
from modules.population.services import save_filter
from tests.modules.letters.conftest import head, staff
from workers.tasks import letters_batches as task_file

NEW = "/kantor/surat/massal/baru/"
assert task_file  # declares the job


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_an_officer_makes_and_the_head_approves_in_a_few_steps(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    assert "Belum ada surat massal" in client.get("/kantor/surat/massal/").content.decode()
    assert "Kepala keluarga" in client.get(NEW).content.decode()
    numbers = "\n".join([*living().order_by("nik").values_list("nik", flat=True)[:3], "3315000101010001"])
    answer = client.post(
        NEW, {"type": "usaha", "title": "Undangan", "source": "numbers", "numbers": numbers}, follow=True
    )
    page = answer.content.decode()
    batch = LetterBatch.objects.get()
    assert "1 NIK tidak ditemukan" in page and "untuk 3 orang" in page and "Buat 3 surat" in page
    assert 'data-preview="/kantor/surat/pratinjau/?resident=' in page
    where = f"/kantor/surat/massal/{batch.pk}/"
    page = client.post(
        f"{where}orang/",
        {"version": value(page, "version"), "shown": batch.chosen, "kept": batch.chosen[:2]},
        follow=True,
    ).content.decode()
    assert "untuk 2 orang; 1 dikecualikan" in page
    wrong = client.post(f"{where}buat/", {"version": value(page, "version"), "keperluan": "Kredit"})
    assert wrong.status_code == 422 and "Belum diisi." in wrong.content.decode()
    answers = {"nama_usaha": "Warung", "keperluan": "Kredit"}
    page = client.post(f"{where}buat/", {"version": value(page, "version"), **answers}, follow=True).content.decode()
    assert 'data-job="/kantor/pekerjaan/' in page
    connection.set_tenant(village)
    run_waiting()
    # One thing for the head: on the start page's queue, on the page of signatures, not eight hundred.
    chief_actor = staff("kepala_desa")
    assert [(each.title, each.mine) for each in selectors.queue_for(chief_actor)] == [("Undangan: 2 surat", True)]
    assert not selectors.waiting().exists() and selectors.open_counts() == {}
    chief = office_client("kepala_desa")
    page = chief.get("/kantor/surat/setujui/").content.decode()
    assert "Undangan" in page and "2 surat" in page and "Tidak ada surat" not in page
    page = chief.get(where).content.decode()
    assert "Setujui 2 surat" in page and head().name in page
    data = {"official": head().official_id, "version": value(page, "version")}
    assert chief.post(f"{where}setujui/", data).status_code == 302
    connection.set_tenant(village)
    run_waiting()
    page = chief.get(where).content.decode()
    assert "Unduh semua (satu PDF)" in page and "Siap diambil" in page
    batch.refresh_from_db()
    served = chief.get(f"/kantor/berkas/{batch.pdf_file_id}/")
    assert b"".join(served.streaming_content).startswith(b"%PDF-")
    page = chief.post(f"{where}setujui/", data, follow=True).content.decode()
    assert "sekarang berstatus Terbit" in page
    assert chief.post(f"{where}lain/").status_code == 404


def test_stopped_work_is_said_and_goes_on(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    heads = list(living().filter(shdk=Shdk.HEAD).order_by("nik")[:2])
    data = {"type": "usaha", "source": "numbers", "numbers": "\n".join(each.nik for each in heads)}
    client.post(NEW, data)
    batch = LetterBatch.objects.get()
    where = f"/kantor/surat/massal/{batch.pk}/"
    LetterBatch.objects.update(state=BatchState.MAKING, answers={"nama_usaha": "A", "keperluan": "B"})
    page = client.get(where).content.decode()
    assert "Pekerjaan terhenti" in page
    client.post(f"{where}lanjutkan/")
    connection.set_tenant(village)
    run_waiting()
    batch.refresh_from_db()
    assert batch.state == BatchState.WAITING and batch.letters.count() == 2
    page = client.get(f"{where}tolak/").content.decode()
    client.post(f"{where}tolak/", {"reason": "Keliru", "version": value(page, "version")})
    connection.set_tenant(village)
    run_waiting()
    assert "Dibatalkan" in client.get(where).content.decode()


def test_who_is_meant(village: Any) -> None:
    operator = staff("operator")
    heads = whom(kind="usaha", source="heads")
    assert set(heads.keys) == set(living().filter(shdk=Shdk.HEAD).values_list("pk", flat=True)) and heads.keys
    rt = Territory.objects.filter(kind=TerritoryKind.RT, void_at=None).first()
    assert rt is not None
    of_rt = whom(kind="usaha", source="residents", territory=str(rt.pk))
    assert set(of_rt.keys) == set(living().filter(rt=rt).values_list("pk", flat=True)) and "RT" in of_rt.words
    women = Selection(filters={"sex": 2})
    saved = save_filter(actor=Actor.operator("test"), name="Perempuan", selection=women)
    found = whom(kind="usaha", source="saved", saved=str(saved.pk))
    assert set(found.keys) == set(living().filter(sex=2).values_list("pk", flat=True)) and "Perempuan" in found.words
    gone = living().order_by("nik")[0]
    Resident.objects.filter(pk=gone.pk).update(presence=2)
    dead = Selection(filters={"presence": "all"})
    saved = save_filter(actor=Actor.operator("test"), name="Semua", selection=dead)
    found = whom(kind="usaha", source="saved", saved=str(saved.pk))
    assert gone.pk not in found.keys and found.unfit >= 1
    assert operator.may("letters.check")


def test_the_choice_that_is_missing_stands_beside_its_field(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    page = client.post(NEW, {"type": "usaha", "source": "numbers"}).content.decode()
    assert "Tempel NIK" in page
    page = client.post(NEW, {"type": "usaha", "source": "saved"}).content.decode()
    assert "Pilih saringan" in page
    assert client.post(NEW, {"type": "jual_beli", "source": "heads"}).status_code == 422
    assert office_client("viewer").get(NEW).status_code == 403


def test_a_long_draft_takes_few_queries(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    client.post(NEW, {"type": "usaha", "source": "residents"})
    batch = LetterBatch.objects.get()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(f"/kantor/surat/massal/{batch.pk}/").status_code == 200
    assert len(seen) <= 25, len(seen)
