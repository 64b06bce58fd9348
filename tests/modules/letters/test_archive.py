"""The archive: found again, taken along, placed; handed over with a receipt; replaced; the register; the statistics."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from balai.audit.models import Entry
from balai.db import today
from balai.documents.reading import pdf_size_mm, pdf_text
from balai.errors import NotAllowed, NotFound
from balai.files import open_file
from balai.files.models import StoredFile
from balai.jobs.models import Job
from balai.jobs.running import run_waiting
from modules.letters import selectors, services
from modules.letters.errors import ArchiveRefused, ReceiptRefused, ReplacementRefused, WrongState
from modules.letters.models import Letter, LetterEvent, State
from modules.letters.reports import register_letters, register_rows
from modules.letters.selectors.statistics import statistics
from tests.modules.letters.acting import issued, letter_in, requested
from tests.modules.letters.conftest import person, staff
from workers.tasks import letters_archive, reports

assert letters_archive and reports  # they declare the jobs


def content_of(job: Job) -> bytes:
    job.refresh_from_db()
    assert job.state == "done", job.failure
    key = str((job.result or {})["url"]).rstrip("/").rpartition("/")[2]
    with open_file(StoredFile.objects.get(pk=key)) as handle:
        return handle.read()


def test_the_filters_find_what_they_name(village: Any) -> None:
    letters = [issued(0), issued(1, "usaha"), issued(2)]
    services.withdraw_letter(actor=staff("sekretaris"), letter=letters[2], reason="Keliru")
    services.place_letters(actor=staff("operator"), letters=[letters[1].pk], cabinet="A", shelf="2", box="2026-1")
    found = {
        "all": {}, "kind": {"type": "usaha"}, "state": {"state": "withdrawn"}, "signer": {"signer": letters[0].signer["name"]},
        "nobody": {"signer": "TIDAK ADA"}, "place": {"place": "2026-1"}, "resident": {"resident": person(0).pk},
        "year": {"year": today().year}, "before": {"year": today().year - 1}, "number": {"text": letters[1].number},
    }  # fmt: skip
    counts = {name: selectors.archive(filters).count() for name, filters in found.items()}
    assert counts == {
        "all": 3, "kind": 1, "state": 1, "signer": 3, "nobody": 0, "place": 1, "resident": 1, "year": 3, "before": 0, "number": 1,
    }  # fmt: skip
    assert selectors.issued_signers() == [letters[0].signer["name"]]


def test_many_are_one_zip_and_each_reading_is_known(village: Any, office_client: Any) -> None:
    letters = [issued(0), issued(1), issued(2)]
    for each in letters[:2]:
        services.render(each.pk)
    client = office_client("viewer")
    answer = client.post("/kantor/surat/arsip/zip/?type=domisili", {"all": "1"})
    job = Job.objects.get(kind="letters.archive_zip")
    assert answer["Location"] == f"/kantor/pekerjaan/{job.pk}/"
    Job.objects.exclude(pk=job.pk).delete()
    run_waiting()
    with zipfile.ZipFile(io.BytesIO(content_of(job))) as packed:
        names = packed.namelist()
        assert len(names) == 2 and packed.read(names[0]).startswith(b"%PDF-") and packed.testzip() is None
        assert all(name.startswith(f"{today():%Y-%m}/") and "/" not in name[8:] for name in names)
    assert job.result and job.result["missing"] == 1
    read = Entry.objects.filter(action="letters.letter_read", about_type="population.resident")
    assert {each.about_id for each in read} == {str(each.resident_id) for each in letters[:2]}
    page = client.post("/kantor/surat/arsip/zip/", {}, follow=True).content.decode()
    assert "Tidak ada surat yang dipilih" in page
    with pytest.raises(ArchiveRefused):
        services.ask_for_zip(actor=staff("viewer"), letters=[str(number) for number in range(2001)])


def test_papers_are_placed_singly_and_together(village: Any, office_client: Any) -> None:
    letters = [issued(0), issued(1)]
    client = office_client("operator")
    keys = [str(each.pk) for each in letters]
    page = client.post("/kantor/surat/arsip/letak/", {"letter": keys}).content.decode()
    assert "Letak 2 surat" in page and letters[0].number in page
    page = client.post(
        "/kantor/surat/arsip/letak/",
        {"letter": keys, "confirmed": "1", "cabinet": "B", "shelf": "3", "box": ""},
        follow=True,
    ).content.decode()
    assert "Letak 2 surat disimpan" in page and "B/3/-" in page
    assert Entry.objects.filter(action="letters.placed").count() == 2
    where = f"/kantor/surat/{keys[0]}/"
    assert 'value="B"' in client.get(f"{where}letak/").content.decode()
    page = client.post(f"{where}letak/", {"cabinet": "C", "remark": "Lampiran hilang"}, follow=True).content.decode()
    assert "Lemari C" in page and "Lampiran hilang" in page
    with pytest.raises(NotAllowed):
        services.place_letters(actor=staff("viewer"), letters=keys, cabinet="X")
    assert services.place_letters(actor=staff("operator"), letters=[requested(3).pk], cabinet="X") == 0
    assert (
        "Belum ada surat" in client.post("/kantor/surat/arsip/letak/", {"letter": ["x"]}, follow=True).content.decode()
    )


def test_handed_to_somebody_else_with_a_receipt(village: Any, office_client: Any) -> None:
    letter = issued(0)
    client = office_client("operator")
    where = f"/kantor/surat/{letter.pk}/"
    assert "Orang lain" in client.get(f"{where}serahkan/").content.decode()
    answer = client.post(f"{where}serahkan/", {"who": "other", "name": "Budi"})
    assert answer.status_code == 422 and "Hubungan dengan pemohon belum diisi" in answer.content.decode()
    page = client.post(
        f"{where}serahkan/", {"who": "other", "name": " Budi  Santoso", "relation": "anak"}, follow=True
    ).content.decode()
    assert "Diterima oleh Budi Santoso (anak)." in page and "Tanda terima" in page
    served = client.get(f"{where}tanda-terima/")
    assert served["Content-Type"] == "application/pdf"
    text = pdf_text(served.content)
    assert "TANDA TERIMA SURAT" in text and "Budi Santoso" in text and letter.number in text
    connection.set_tenant(village)
    letter.refresh_from_db()
    assert letter.receipt["relation"] == "anak" and letter.handed_at is not None
    assert Entry.objects.filter(action="letters.receipt_printed").exists()
    with pytest.raises(WrongState):
        services.hand_over(actor=staff("operator"), letter=letter)
    # Nobody changes afterwards who took it.
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(receipt={"name": "Orang lain"})
    other = issued(1)
    with pytest.raises(NotFound):
        services.receipt_pdf(actor=staff("operator"), letter=other, shown=False)
    with pytest.raises(ReceiptRefused):
        services.hand_over(actor=staff("operator"), letter=other, who="other", relation="anak")
    handed = services.hand_over(actor=staff("operator"), letter=other)
    assert handed.receipt["name"] == other.applicant_name
    shown = pdf_text(services.receipt_pdf(actor=staff("operator"), letter=handed, shown=False))
    assert other.applicant["nik"] not in shown.replace(" ", "") and "pemohon sendiri" in shown


def test_replaced_by_another_that_counts(village: Any, office_client: Any) -> None:
    old, new, gone = issued(0), issued(0, "usaha"), letter_in(State.WITHDRAWN, 1)
    secretary = staff("sekretaris")
    for wrong in (old.number, gone.number, "tidak ada"):
        with pytest.raises(ReplacementRefused):
            services.withdraw_letter(actor=secretary, letter=old, reason="Keliru", replaced_by=wrong)
    client = office_client("sekretaris")
    answer = client.post(f"/kantor/surat/{old.pk}/cabut/", {"reason": "Alamat keliru.", "replaced_by": "tidak ada"})
    assert answer.status_code == 422 and "Tidak ada surat lain yang berlaku" in answer.content.decode()
    page = client.post(
        f"/kantor/surat/{old.pk}/cabut/", {"reason": "Alamat keliru.", "replaced_by": new.number}, follow=True
    ).content.decode()
    connection.set_tenant(village)
    old.refresh_from_db()
    assert old.state == State.REPLACED and old.replaced_by == new and new.number in page
    assert old.events.last().kind == "replaced"
    found = selectors.verification_of(old.token)
    assert found is not None and found.state == "replaced"
    with pytest.raises(WrongState):
        services.withdraw_letter(actor=secretary, letter=old, reason="Lagi")
    with pytest.raises(Error), transaction.atomic():
        Letter.objects.filter(pk=new.pk).update(replaced_by=old)


def test_the_register_is_a_book(village: Any, office_client: Any) -> None:
    letters = [issued(0), issued(1)]
    services.hand_over(actor=staff("operator"), letter=letters[0])
    services.withdraw_letter(actor=staff("sekretaris"), letter=letters[1], reason="Keliru")
    rows = list(register_rows(register_letters(today().year, today().month)))
    assert [row[0] for row in rows] == [1, 2] and rows[0][1] == today() and rows[1][1] is None
    assert rows[0][4] == letters[0].applicant_name and "Dicabut" in rows[1][6]
    client = office_client("viewer")
    page = client.get("/kantor/surat/register/", {"year": today().year, "month": today().month}).content.decode()
    assert letters[0].number in page and "Cetak (PDF F4)" in page
    assert (
        "Belum ada surat bernomor"
        in client.get("/kantor/surat/register/?type=skck&year=" + str(today().year)).content.decode()
    )
    Job.objects.all().delete()
    for fmt in ("pdf", "xlsx"):
        client.post("/kantor/surat/register/unduh/", {"year": today().year, "fmt": fmt})
    connection.set_tenant(village)
    run_waiting()
    pdf, workbook = (content_of(job) for job in Job.objects.order_by("created_at"))
    assert pdf_size_mm(pdf) == (330.0, 215.0)
    text = pdf_text(pdf)
    assert "SURAT KELUAR" in text and "DITUJUKAN KEPADA" in text and letters[0].number in text and "Mengetahui" in text
    assert workbook.startswith(b"PK")


def test_statistics_count_and_measure(village: Any, office_client: Any) -> None:
    for number, hours in enumerate((1, 3, 20)):
        letter = requested(number)
        Letter.objects.filter(pk=letter.pk).update(created_at=timezone.now() - timedelta(hours=hours))
        letter.refresh_from_db()
        from tests.modules.letters.conftest import head

        services.approve_letter(actor=staff("kepala_desa"), letter=letter, official_id=head().official_id)
        if number == 0:
            services.hand_over(actor=staff("operator"), letter=letter)
    services.cancel_letter(actor=staff("sekretaris"), letter=requested(3))
    year = today().year
    found = statistics(year)
    kind = found.kinds[0]
    assert (kind.issued, kind.handed, kind.refused) == (3, 1, 1)
    assert kind.ready.half == 3.0 and kind.ready.most == pytest.approx(16.6, abs=0.1) and kind.ready.letters == 3
    assert kind.taken.half == 1.0 and found.all.issued == 3 and sum(issued for _m, _a, issued in found.months) == 3
    officers = {each.name: each for each in found.officers}
    assert (
        officers["operator"].asked == 4 and officers["operator"].handed == 1 and officers["kepala_desa"].approved == 3
    )
    assert statistics(year - 2).all.asked == 0
    client = office_client("viewer")
    page = client.get("/kantor/surat/statistik/").content.decode()
    assert "3,0" in page and "Menurut petugas" in page and "<svg" in page
    assert "Belum ada surat dalam masa ini" not in page
    client.post("/kantor/surat/statistik/unduh/", {"year": year, "fmt": "xlsx"})
    connection.set_tenant(village)
    job = Job.objects.get(kind="reports.export")
    Job.objects.exclude(pk=job.pk).delete()
    run_waiting()
    assert content_of(job).startswith(b"PK")
    assert LetterEvent.objects.filter(kind="approved").count() == 3


def test_an_empty_archive_says_so(village: Any, office_client: Any) -> None:
    client = office_client("viewer")
    assert "Belum ada surat yang bernomor" in client.get("/kantor/surat/arsip/").content.decode()
    assert "Belum ada surat dalam masa ini" in client.get("/kantor/surat/statistik/").content.decode()
    assert "Belum ada surat bernomor" in client.get("/kantor/surat/register/").content.decode()
