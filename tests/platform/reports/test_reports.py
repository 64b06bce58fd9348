"""A list taken along: written in each format, asked for as a job, downloaded by who may, gone after a week."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

import workers.tasks.reports  # noqa: F401  (its handler is what is tested)
from balai.actor import Actor
from balai.audit.models import Entry
from balai.documents.reading import pdf_pages, pdf_text
from balai.documents.tables import Column, Table, TableDocument, head_of
from balai.errors import NotAllowed, NotFound
from balai.files.models import StoredFile
from balai.jobs.models import Job
from balai.jobs.running import run
from balai.reports import FORMATS, Frame, Report, ReportColumn, ask_for_export, discard_old_exports, write_report
from balai.reports.asking import KEPT, ExportRefused
from balai.spreadsheets import read_sheets
from tests.modules.population.conftest import staff

ROWS = [["3315053101809555", "SITI", date(1980, 1, 31), 12], ["0012", "=1+1", None, 3]]
FRAME = Frame("Desa Geyer, Kecamatan Geyer", "geyer", "DATA LATIHAN")
RESIDENTS = {"query": "sex=2", "labelled": False}


def sample(rows: Any = ROWS, total: int | None = 2, **more: Any) -> Report:
    """A small table with every kind of column."""
    columns = [
        ReportColumn("NIK", 19, "text"),
        ReportColumn("Nama"),
        ReportColumn("Tanggal lahir", kind="date"),
        ReportColumn("Jumlah", kind="number"),
    ]
    return Report("Daftar uji", columns, rows, total, lines=["Jenis kelamin: PEREMPUAN"], **more)


def test_a_workbook_keeps_digits_and_begins_with_its_head(tmp_path: Path) -> None:
    target = tmp_path / "uji.xlsx"
    assert write_report(sample(), "xlsx", target, frame=FRAME) == 2
    table, about = read_sheets(target)
    assert table.rows[0] == ["NIK", "Nama", "Tanggal lahir", "Jumlah"]
    assert table.rows[1] == ["3315053101809555", "SITI", date(1980, 1, 31), 12.0]
    assert table.rows[2][:2] == ["0012", "=1+1"]
    assert [row[0] for row in about.rows[1:]] == [FRAME.place, "Jenis kelamin: PEREMPUAN", "DATA LATIHAN"]


def test_a_bare_or_very_long_workbook_is_one_plain_sheet(tmp_path: Path) -> None:
    target = tmp_path / "uji.xlsx"
    # So many cells are said to come that it is written through the disk.
    write_report(sample(total=100_000, bare=True), "xlsx", target, frame=FRAME)
    (table,) = read_sheets(target)
    assert table.rows[1][0] == "3315053101809555"


def test_csv_is_what_excel_opens_and_nothing_in_it_acts(tmp_path: Path) -> None:
    target = tmp_path / "uji.csv"
    write_report(
        sample(rows=[*ROWS, ["1", "+62 812", None, 1.5], ["2", "-cmd|x", True, -3]]), "csv", target, frame=FRAME
    )
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[1] == ["3315053101809555", "SITI", "31-01-1980", "12"]
    assert rows[2] == ["0012", "'=1+1", "", "3"]
    assert rows[3:] == [["1", "+62 812", "", "1,5"], ["2", "'-cmd|x", "Ya", "-3"]]


def test_a_pdf_has_the_head_on_each_page_and_says_whose_it_is(tmp_path: Path) -> None:
    target = tmp_path / "uji.pdf"
    rows = ([str(n), f"ORANG {n}", date(1980, 1, 31), n] for n in range(200))
    write_report(sample(rows=rows, total=200), "pdf", target, frame=FRAME)
    pdf = target.read_bytes()
    text, pages = pdf_text(pdf), pdf_pages(pdf)
    assert pages > 1
    assert text.count("Tanggal lahir") == text.count("DATA LATIHAN") == pages
    assert "Desa Geyer, Kecamatan Geyer" in text
    assert "Jenis kelamin: PEREMPUAN" in text
    assert "ORANG 199" in text


def test_progress_is_told_in_words(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    report = sample(rows=([str(n), "", None, n] for n in range(250)), total=250)
    write_report(report, "csv", tmp_path / "a.csv", frame=FRAME, progress=lambda *said: told.append(said))
    assert [done for done, _total, _words in told] == [100, 200, 250]
    assert told[0][2] == "100 dari 250 baris ditulis"


def test_an_export_is_a_job_whose_row_tells_nothing_and_whose_file_has_a_name(village: Any, actor: Any) -> None:
    asker = staff("operator")
    job = ask_for_export("population.residents", actor=asker, args=RESIDENTS | {"query": "q=SITI"})
    assert "SITI" not in str(Job.objects.values().get(pk=job.pk))
    assert run(job.pk) == "done"
    job.refresh_from_db()
    stored = StoredFile.objects.get(pk=job.result["url"].rstrip("/").rsplit("/", 1)[1])
    assert stored.name.startswith("penduduk-geyer-")
    assert stored.permission == "population.export"
    line = Entry.objects.filter(action="reports.exported").latest("id")
    assert (line.actor_id, line.data["rows"], line.data["format"]) == (asker.id, job.result["rows"], "xlsx")


def test_who_may_not_is_refused_and_what_is_not_declared_is_not_there(village: Any) -> None:
    with pytest.raises(NotAllowed):
        ask_for_export("population.residents", actor=staff("viewer"), args=RESIDENTS)
    with pytest.raises(NotFound):
        ask_for_export("population.secrets", actor=staff("operator"))
    with pytest.raises(ExportRefused):
        ask_for_export("population.residents", actor=staff("operator"), fmt="exe", args=RESIDENTS)


def test_the_job_holds_no_more_rights_than_its_asker(village: Any) -> None:
    job = ask_for_export("population.residents", actor=staff("operator"), args=RESIDENTS)
    Job.objects.filter(pk=job.pk).update(args=job.args | {"rights": []})
    assert run(job.pk) == "failed"


def test_the_jobs_page_leads_to_the_file(village: Any, office_client: Any) -> None:
    from django.db import connection

    client = office_client("operator")
    connection.set_tenant(village)
    client.post("/kantor/penduduk/ekspor/", {"how": "codes"})
    connection.set_tenant(village)
    job = Job.objects.get(kind="reports.export")
    assert run(job.pk) == "done"
    job.refresh_from_db()
    page = client.get(f"/kantor/pekerjaan/{job.pk}/").content.decode()
    assert job.result["url"] in page
    assert "tujuh hari" in page
    assert client.get(job.result["url"]).status_code == 200


def test_exports_are_gone_after_a_week(village: Any) -> None:
    job = ask_for_export("population.residents", actor=staff("operator"), args=RESIDENTS)
    run(job.pk)
    assert discard_old_exports() == 0
    StoredFile.objects.filter(kind="export").update(created_at=timezone.now() - KEPT)
    assert discard_old_exports() == 1
    assert not StoredFile.objects.filter(kind="export", deleted_at=None).exists()


def test_every_format_has_words() -> None:
    assert all(form.words and form.ending.startswith(".") for form in FORMATS.values())
    assert Actor.operator().may("population.export")


def test_a_pdf_says_what_is_listed_and_marks_training_data(tmp_path: Path) -> None:
    target = tmp_path / "uji.pdf"
    assert write_report(sample(), "pdf", target, frame=FRAME) == 2
    found = pdf_text(target.read_bytes())
    assert "DAFTAR UJI" in found and "Desa Geyer, Kecamatan Geyer" in found and "Jenis kelamin: PEREMPUAN" in found
    assert "1 3315053101809555 SITI 31-01-1980 12" in found and "Halaman 1 dari 1" in found and "DATA LATIHAN" in found


def test_a_paper_of_its_own_gives_both_formats_its_head(tmp_path: Path) -> None:
    def paper(rows: Any) -> TableDocument:
        columns = [Column(27), Column(40), Column(20), Column(15, "right")]
        return TableDocument("Uji", [Table(columns, head_of("NIK", ("ORANG", ["NAMA", "LAHIR"]), "JUMLAH"), rows)])

    write_report(sample(paper=paper), "pdf", tmp_path / "uji.pdf", frame=FRAME)
    assert "ORANG" in pdf_text((tmp_path / "uji.pdf").read_bytes())
    write_report(sample(paper=paper), "xlsx", tmp_path / "uji.xlsx", frame=FRAME)
    (sheet,) = read_sheets(tmp_path / "uji.xlsx")
    assert sheet.rows[0][:2] == ["NIK", "ORANG"] and sheet.rows[2] == [1, 2, 3, 4]
    assert sheet.rows[3] == ["3315053101809555", "SITI", date(1980, 1, 31), 12.0]
