"""The pages of jobs."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from balai.jobs import enqueue, sending
from balai.jobs.models import Job, State


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "send", lambda *args, **options: True)


def test_the_list_the_job_and_its_poll(village: Any, actor: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    assert "Belum ada pekerjaan" in client.get("/kantor/pekerjaan/").content.decode()
    job = enqueue("test.work", actor=actor, title="Impor penduduk <b>uji</b>")
    page = client.get("/kantor/pekerjaan/").content.decode()
    assert "Impor penduduk &lt;b&gt;uji" in page
    assert "Batalkan" in client.get(f"/kantor/pekerjaan/{job.pk}/").content.decode()
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, done=1, total=4, words="1 dari 4")
    answer = client.get(f"/kantor/pekerjaan/{job.pk}/status.json")
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() | {"title": "", "url": ""} == {
        "id": str(job.pk),
        "title": "",
        "state": "running",
        "label": "Dikerjakan",
        "finished": False,
        "done": 1,
        "total": 4,
        "percent": 25,
        "words": "1 dari 4",
        "failure": "",
        "support_code": "",
        "result": None,
        "url": "",
    }


def test_a_failed_job_shows_its_sentence_and_code(village: Any, actor: Any, office_client: Any) -> None:
    job = enqueue("test.work", actor=actor, title="Cetak buku")
    Job.objects.filter(pk=job.pk).update(state=State.FAILED, failure="Ruang disk penuh.", support_code="7K2M")
    page = office_client("sekretaris").get(f"/kantor/pekerjaan/{job.pk}/").content.decode()
    assert "Ruang disk penuh." in page and "7K2M" in page and "Batalkan" not in page
    assert "data-job" not in page, "an ended job that is polled would load its page again and again"


def test_somebody_elses_job_is_not_there(village: Any, actor: Any, office_client: Any) -> None:
    job = enqueue("test.work", actor=actor, title="Rahasia")
    client = office_client("operator")
    assert "Rahasia" not in client.get("/kantor/pekerjaan/").content.decode()
    for path in ("", "status.json"):
        assert client.get(f"/kantor/pekerjaan/{job.pk}/{path}").status_code == 404
    assert client.post(f"/kantor/pekerjaan/{job.pk}/batal/").status_code == 404
    assert client.get(f"/kantor/pekerjaan/{uuid.uuid4()}/").status_code == 404


def test_a_waiting_job_is_taken_back_on_its_page(village: Any, actor: Any, office_client: Any) -> None:
    job = enqueue("test.work", actor=actor, title="Cetak buku")
    client = office_client("sekretaris")
    assert client.post(f"/kantor/pekerjaan/{job.pk}/batal/").status_code == 302
    job.refresh_from_db()
    assert job.state == State.FAILED and "Dibatalkan" in job.failure


def test_nobody_signed_in_sees_nothing(village: Any, actor: Any, client_of: Any) -> None:
    job = enqueue("test.work", actor=actor, title="Rahasia")
    answer = client_of(village).get(f"/kantor/pekerjaan/{job.pk}/status.json")
    assert answer.status_code in (302, 401, 403) and b"Rahasia" not in answer.content
