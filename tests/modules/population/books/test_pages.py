"""The pages of the books: chosen, read, printed as a job; who may, what the audit keeps, what a telephone shows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

import workers.tasks.reports  # noqa: F401  (its handler carries out the job)
from balai.audit.models import Entry
from balai.documents.reading import pdf_pages, pdf_size_mm, pdf_text
from balai.files.models import StoredFile
from balai.files.services import path_of
from balai.jobs.models import Job
from balai.jobs.running import run
from balai.spreadsheets import read_sheets
from modules.population.books import BOOKS
from tests.modules.population.conftest import month

THIS = f"{month(0):%Y-%m}"


def test_the_five_books_are_listed_for_a_month(office_client: Callable[..., Any], family: Any) -> None:
    page = office_client("operator").get("/kantor/buku/").content.decode()
    for book in BOOKS.values():
        assert f"{book.number} {book.name}" in page
        assert f"/kantor/buku/{book.code.lower()}/?month={THIS}" in page


@pytest.mark.parametrize("code", list(BOOKS))
def test_a_book_is_shown_with_its_printed_head_and_as_cards(
    code: str, office_client: Callable[..., Any], family: Any
) -> None:
    book = BOOKS[code]
    page = office_client("operator").get(f"/kantor/buku/{code.lower()}/?month={THIS}").content.decode()
    if code in {"B1", "B3", "B5"}:
        heads = re.findall(r"<th scope=[^>]*>([^<]*)</th>", page)
        assert [text.replace("\u00ad", "") for text in heads[-len(book.columns) :]] == [
            str(n) for n in range(1, len(book.columns) + 1)
        ]
        assert len(heads) == len(book.head) + len(book.columns)
        assert len(re.findall("data-label=", page)) >= len(book.columns)
    else:
        assert "NIHIL" in page
    entry = Entry.objects.filter(action="population.book_read").latest("id")
    assert entry.data == {"book": code, "month": THIS}


def test_numbers_are_masked_for_who_may_not_see_them(
    office_client: Callable[..., Any], family: Any, actor: Any
) -> None:
    from balai.accounts.services import set_right

    client = office_client("operator")
    assert "3315053101809777" in client.get(f"/kantor/buku/b5/?month={THIS}&page=99").content.decode() + "".join(
        client.get(f"/kantor/buku/b5/?month={THIS}&page={number}").content.decode() for number in range(1, 5)
    )
    set_right(actor=actor, role="operator", permission="population.view_nik", allowed=False)
    pages = "".join(client.get(f"/kantor/buku/b5/?month={THIS}&page={n}").content.decode() for n in range(1, 5))
    assert "3315053101809777" not in pages and "3315********9777" in pages
    assert "Samarkan" not in client.get(f"/kantor/buku/b5/cetak/?month={THIS}").content.decode()


def test_who_may_not_read_books_sees_none(office_client: Callable[..., Any], family: Any) -> None:
    client = office_client("viewer")
    for path in ("/kantor/buku/", "/kantor/buku/b1/", "/kantor/buku/b1/cetak/"):
        assert client.get(path).status_code == 403
    assert "/kantor/buku/" not in client.get("/kantor/penduduk/").content.decode()


@pytest.mark.parametrize("path", ["/kantor/buku/b9/", "/kantor/buku/b1/?month=2999-01", "/kantor/buku/b1/?month=x"])
def test_a_book_or_month_that_is_not_is_not_found(path: str, office_client: Callable[..., Any], family: Any) -> None:
    assert office_client("operator").get(path).status_code == 404


def printed(client: Any, code: str, **form: Any) -> tuple[Job, Path]:
    answer = client.post(f"/kantor/buku/{code}/cetak/?month={THIS}", {"signed_on": "01-02-2026", "fmt": "pdf", **form})
    assert answer.status_code == 302, answer.content.decode()
    job = Job.objects.latest("created_at")
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.failure
    stored = StoredFile.objects.get(pk=job.result["url"].rstrip("/").rpartition("/")[2])
    return job, path_of(stored)


def test_a_book_is_made_as_pdf_by_a_job(office_client: Callable[..., Any], family: Any) -> None:
    client = office_client("operator")
    job, path = printed(client, "b1", masked="on")
    content = path.read_bytes()
    text = pdf_text(content)
    assert "B.1 BUKU INDUK PENDUDUK" in text and "Geyer, 1 Februari 2026" in text
    assert "3315********9777" in text and "3315053101809777" not in text
    assert f"Halaman {pdf_pages(content)} dari {pdf_pages(content)}" in text and "DATA LATIHAN" in text
    assert "B.1 Buku Induk Penduduk" in job.title
    assert client.get(job.result["url"]).status_code == 200
    entry = Entry.objects.filter(action="reports.exported").latest("id")
    assert entry.data["book"] == "B1" and entry.data["month"] == THIS and entry.data["masked"] is True


def test_the_recapitulation_has_its_wide_sheet_and_a_workbook_with_the_same_numbers(
    office_client: Callable[..., Any], family: Any
) -> None:
    client = office_client("sekretaris")
    _job, path = printed(client, "b3")
    assert pdf_size_mm(path.read_bytes()) == (400.0, 200.0)
    assert "TOTAL" in pdf_text(path.read_bytes())
    _job, path = printed(client, "b3", fmt="xlsx")
    (sheet,) = read_sheets(path)
    numbering = next(number for number, row in enumerate(sheet.rows) if row[:4] == [1, 2, 3, 4])
    assert sheet.rows[numbering] == list(range(1, 34))
    total = next(row for row in sheet.rows if row[0] == "TOTAL")
    assert total[8] == total[2] + total[3] + total[4] + total[5] == total[6] + total[7]


def test_the_print_dialog_asks_for_a_day(office_client: Callable[..., Any], family: Any) -> None:
    answer = office_client("operator").post(f"/kantor/buku/b2/cetak/?month={THIS}", {"fmt": "pdf"})
    assert answer.status_code == 422 and not Job.objects.exists()


def test_the_command_prints_what_the_pages_print(
    village: Any, family: Any, office_client: Callable[..., Any], tmp_path: Path
) -> None:
    from django.db import connection

    _job, path = printed(office_client("operator"), "b5")
    connection.set_tenant(village)
    target = tmp_path / "b5.pdf"
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("modules.population.books.commands.village_context", _here)
        call_command(
            "population", "book", "B5", "--village", "geyer", "--month", THIS, "-o", str(target), "--date", "2026-02-01",
            stdout=out,
        )  # fmt: skip
    assert target.read_bytes() == path.read_bytes()
    assert "rows in b5.pdf" in out.getvalue()


class _here:
    """The test's transaction is in the village already."""

    def __init__(self, schema: str) -> None:
        assert schema

    def __enter__(self) -> None: ...

    def __exit__(self, *raised: Any) -> None: ...


def test_months_begin_a_year_ago_at_least(village: Any) -> None:
    from modules.population.books.asking import months

    found = months()
    assert found[0] == month(0) and len(found) >= 12 and found == sorted(found, reverse=True)
    assert all(isinstance(each, date) and each.day == 1 for each in found)
