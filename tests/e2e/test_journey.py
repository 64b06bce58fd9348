"""The journeys in a real browser, on a phone and on an office screen; the hand's work counted against the guide."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload

from balai.documents.reading import pdf_png, pdf_text
from tests.e2e.acting import ask_for_domicile, first_sign_in, hand_out_pin, newcomer, photo_of_a_card, sign_in
from tests.e2e.conftest import Live
from tests.e2e.reading_qr import read_qr
from tests.e2e.visitor import Counts, Visitor
from tests.e2e.workbooks import register_with_errors

pytestmark = pytest.mark.e2e
PHONE, OFFICE = 360, 1280
WIDTHS = pytest.mark.parametrize("width", [PHONE, OFFICE])


def tell(task: str, width: int, counts: Counts, most: str) -> None:
    """The guide's table asks that these be printed (pytest -s shows them)."""
    print(f"\n  {task} at {width} px: {counts}; at most {most}")


def until(check: Callable[[], Any], seconds: float, what: str) -> Any:
    """Wait for what workers do."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := check():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} took longer than {seconds} s")


@WIDTHS
def test_a_letter_from_the_first_sign_in_to_the_regency(
    live: Live, visitor: Callable[..., Visitor], width: int, tmp_path: Path
) -> None:
    key, nik, name = newcomer(live, WIDTH_PLACES[width])
    officer = visitor(width)
    sign_in(officer, "operator")
    pin = hand_out_pin(officer, key, nik)

    citizen = visitor(width)
    first_sign_in(citizen, nik, pin)
    letter = ask_for_domicile(citizen, "Mendaftar sekolah anak", photo_of_a_card())
    tell("citizen: first sign-in, then a domicile letter asked", width, citizen.counts, "12 taps, 8 screens")
    assert citizen.counts.clicks + citizen.counts.fields <= 12
    assert citizen.counts.screens <= 8
    assert live.sql("SELECT state FROM letters_letter WHERE id = %s", letter) == [("submitted",)]

    officer.open("/kantor/")
    officer.look("kantor-beranda")
    officer.click(f"main a[href*='{letter}']")
    brought = officer.page.locator("main li", has_text="Kartu Keluarga").get_by_role("link", name="Lihat")
    kind = "url => fetch(url).then(answer => answer.headers.get('content-type'))"
    assert officer.page.evaluate(kind, brought.get_attribute("href")) == "image/jpeg"
    officer.look("surat-diajukan")
    officer.click(officer.button("Sudah benar, teruskan"))
    officer.look("surat-menunggu")
    assert live.sql("SELECT state FROM letters_letter WHERE id = %s", letter) == [("signing",)]

    head = visitor(width)
    sign_in(head, "kades")
    head.counts = Counts()
    head.click(f"main a[href*='{letter}']")
    head.look("surat-kades")
    head.click(head.button("Setujui"))
    tell("head: approve one letter from the notification", width, head.counts, "2 taps")
    assert head.counts.clicks + head.counts.fields <= 2
    until(lambda: live.sql("SELECT pdf_file_id FROM letters_letter WHERE id = %s", letter)[0][0], 20, "the PDF")

    citizen.open("/layanan/")
    citizen.look("layanan-beranda-surat")
    citizen.click(f"main a[href*='{letter}']")
    citizen.look("layanan-surat-siap")
    with citizen.page.expect_download() as waiting:
        citizen.button("Unduh surat").click()
    waiting.value.save_as(tmp_path / "surat.pdf")
    paper = (tmp_path / "surat.pdf").read_bytes()
    text = " ".join(pdf_text(paper).split())
    number, token = live.sql("SELECT number, token FROM letters_letter WHERE id = %s", letter)[0]
    assert name in text and number in text and "Mendaftar sekolah anak" in text

    # What a phone reads on the printed page is where a stranger goes.
    address = read_qr(pdf_png(paper, dpi=200))
    assert address.startswith(f"{live.regency}/v/") and address.endswith(f"-{token}")
    stranger = visitor(width, at=live.regency)
    stranger.open(address)
    stranger.look("verifikasi")
    shown = stranger.page.inner_text("main")
    assert number in shown and "disetujui" in stranger.page.inner_text("h1")
    assert stranger.page.inner_text("main .badge.good").strip() == "Sah"
    assert name not in shown and nik not in shown
    assert stranger.page.inner_text("[data-verify-hash]") == hashlib.sha256(paper).hexdigest()
    for content, said in ((paper, "same"), (paper + b" ", "other")):
        held: FilePayload = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": content}
        stranger.page.set_input_files("#verify-file", held)
        stranger.page.locator(f"[data-verify-case={said}]").wait_for(state="visible")

    analyst = visitor(width, at=live.regency)
    sign_in(analyst, "dispermasdes", at="/masuk/")
    until(lambda: live.sql("SELECT count(*) FROM indicators_outbox") == [(0,)], 15, "the numbers")
    analyst.open("/dasbor/")
    analyst.look("dasbor")
    letters = live.sql("SELECT count(*) FROM letters_letter")[0][0]
    stat = analyst.page.locator(".stat", has_text="surat bulan ini").locator("b")
    assert stat.inner_text() == str(letters)
    assert name not in analyst.page.content()


#: Each width has a citizen of its own.
WIDTH_PLACES = {PHONE: 0, OFFICE: 1}


@WIDTHS
def test_an_officer_makes_a_letter_while_the_citizen_waits(
    live: Live, visitor: Callable[..., Visitor], width: int
) -> None:
    _key, nik, name = newcomer(live, 2 + WIDTH_PLACES[width])
    officer = visitor(width)
    sign_in(officer, "sekretaris")
    officer.counts = Counts()
    officer.open("/kantor/surat/baru/")
    officer.look("surat-baru")
    officer.fill("#person", nik)
    officer.enter("#person")
    officer.look("surat-baru-dicari")
    officer.click(officer.button(name))
    officer.look("surat-baru-jenis")
    officer.click("a[href*='type=domisili']")
    officer.page.wait_for_selector("[data-preview-page][src^='data:image/']")
    officer.look("surat-baru-isian")
    officer.fill("[name=keperluan]", "Melamar pekerjaan")
    officer.click(officer.button("Buat surat"))
    letter = officer.path().rstrip("/").rpartition("/")[2]
    officer.look("surat-baru-dibuat")

    head = visitor(width)
    sign_in(head, "kades")
    head.counts = Counts()
    head.open("/kantor/surat/setujui/")
    head.look("tanda-tangan")
    head.tick("[data-all]")
    head.click(head.button("Setujui yang dipilih"))
    head.look("tanda-tangan-yakin")
    head.click(head.button("Setujui"))
    started = time.monotonic()
    until(lambda: live.sql("SELECT pdf_file_id FROM letters_letter WHERE id = %s", letter)[0][0], 20, "the PDF")
    waited = time.monotonic() - started
    head.look("tanda-tangan-hasil")
    tell("head: approve all that wait", width, head.counts, "4 taps")
    assert head.counts.clicks + head.counts.fields <= 4
    head.open("/kantor/surat/tte/")
    head.look("tanda-tangan-elektronik")

    officer.open(f"/kantor/surat/{letter}/")
    officer.look("surat-siap")
    with officer.page.expect_download() as waiting:
        officer.button("Unduh PDF").click()
    officer.counts.clicks += 1
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    tell("officer: letter for a present citizen", width, officer.counts, "6 clicks and the fields")
    print(f"  PDF {waited:.1f} s after the approval (at most 2)")
    assert officer.counts.clicks <= 6 and officer.counts.fields <= 2


@WIDTHS
def test_an_import_with_three_wrong_cells_is_mended(
    live: Live, visitor: Callable[..., Visitor], width: int, tmp_path: Path
) -> None:
    here = {nik for (nik,) in live.sql("SELECT nik FROM population_resident WHERE presence = 1 AND void_at IS NULL")}
    book = register_with_errors(tmp_path / "penduduk.xlsx", tribe=f"Jawa {width}", here=here)
    officer = visitor(width)
    sign_in(officer, "operator")
    officer.counts = Counts()
    officer.open("/kantor/impor/")
    officer.look("impor")
    officer.click(officer.button("Impor berkas"))
    officer.look("impor-baru")
    officer.page.locator("input[type=file]").set_input_files(book.path)
    officer.counts.clicks += 1
    officer.click(officer.button("Periksa berkas"))
    wait_for_preview(officer)
    officer.look("impor-pratinjau")
    officer.page.wait_for_load_state("networkidle")
    for row, column, right in book.mends:
        cell = officer.page.get_by_label(f"Isi baru baris {row} kolom {column}")
        cell.fill(right)
        officer.counts.fields += 1
    with officer.page.expect_navigation():
        officer.click(officer.button("Pakai perbaikan ini"))
    wait_for_preview(officer)
    run = officer.path().rstrip("/").rpartition("/")[2]
    until(
        lambda: live.sql("SELECT summary->>'refused' FROM population_importrun WHERE id = %s", run) == [("0",)],
        30,
        "the second look",
    )
    officer.page.get_by_role("button", name=re.compile("^Simpan .* baru dan")).wait_for(timeout=30_000)
    officer.look("impor-diperbaiki")
    officer.click(officer.button("Simpan"))
    until(
        lambda: live.sql("SELECT state FROM population_importrun WHERE id = %s", run) == [("applied",)],
        30,
        "the import",
    )
    # The page follows the jobs by itself: the import, then its result sheet.
    officer.page.get_by_role("link", name="Unduh lembar hasil").wait_for(timeout=30_000)
    officer.look("impor-selesai")
    tell(f"officer: {book.rows} rows imported, 3 mended", width, officer.counts, "6 clicks + 3 cells")
    assert officer.counts.clicks <= 6 and officer.counts.fields == 3
    tribes = live.sql("SELECT count(*) FROM population_resident WHERE ethnicity = %s", f"Jawa {width}")
    assert tribes == [(book.changed,)]

    officer.click(officer.button("Batalkan impor"))
    officer.look("impor-batalkan")
    officer.click(officer.page.locator("main form button.danger"))
    until(
        lambda: live.sql("SELECT state FROM population_importrun WHERE id = %s", run) == [("undone",)], 60, "the undo"
    )
    assert live.sql("SELECT count(*) FROM population_resident WHERE ethnicity = %s", f"Jawa {width}") == [(0,)]


def wait_for_preview(officer: Visitor) -> None:
    """The page follows its job by itself; the preview is there when rows are counted and nothing runs."""
    officer.page.locator(".stats").wait_for()
    officer.page.locator("main progress").wait_for(state="detached", timeout=30_000)
    officer.page.get_by_role("button", name="Simpan", exact=False).first.wait_for()


def test_the_first_visit_of_a_citizen_is_light(visitor: Callable[..., Visitor]) -> None:
    citizen = visitor(PHONE, app=False)
    citizen.open("/layanan/")
    citizen.page.wait_for_load_state("networkidle")
    first = citizen.transferred
    citizen.open("/layanan/masuk/?lagi=1")
    citizen.page.wait_for_load_state("networkidle")
    following = citizen.transferred - first
    print(
        f"\n  citizen's first visit {first / 1024:.1f} KB (at most 150), next page {following / 1024:.1f} KB (at most 30)"
    )
    assert 0 < first <= 150 * 1024
    assert 0 < following <= 30 * 1024


@pytest.mark.parametrize(
    ("door", "username", "first_most", "next_most"),
    [("office", "operator", 350, 60), ("regency", "dispermasdes", 500, 80)],
)
def test_the_first_visit_of_staff_is_within_its_budget(
    live: Live, visitor: Callable[..., Visitor], door: str, username: str, first_most: int, next_most: int
) -> None:
    at, path, pages = {
        "office": (live.village, "/kantor/masuk/", ("/kantor/", "/kantor/penduduk/")),
        "regency": (live.regency, "/masuk/", ("/dasbor/", "/dasbor/adopsi/")),
    }[door]
    staff = visitor(OFFICE, at=at)
    sign_in(staff, username, at=path)
    staff.open(pages[0])
    staff.page.wait_for_load_state("networkidle")
    first = staff.transferred
    staff.open(pages[1])
    staff.page.wait_for_load_state("networkidle")
    following = staff.transferred - first
    print(f"\n  {door}: first visit {first / 1024:.1f} KB (at most {first_most}), next {following / 1024:.1f} KB")
    assert 0 < first <= first_most * 1024
    assert 0 < following <= next_most * 1024


def test_without_javascript_a_citizen_gets_through(live: Live, visitor: Callable[..., Visitor]) -> None:
    key, nik, _name = newcomer(live, 4)
    officer = visitor(OFFICE)
    sign_in(officer, "operator")
    pin = hand_out_pin(officer, key, nik)
    citizen = visitor(PHONE, script=False)
    first_sign_in(citizen, nik, pin)
    letter = ask_for_domicile(citizen, "Mengurus bantuan")
    assert live.sql("SELECT state FROM letters_letter WHERE id = %s", letter) == [("submitted",)]
    citizen.open("/layanan/data-saya/")
    assert nik in citizen.page.inner_text("main").replace(" ", "")
    citizen.click("header form button")
    citizen.page.goto(citizen.origin + "/layanan/data-saya/")
    assert "/layanan/masuk/" in citizen.path()


def test_back_after_signing_out_shows_nobodys_data(live: Live, visitor: Callable[..., Visitor]) -> None:
    key, nik, name = newcomer(live, 5)
    officer = visitor(OFFICE)
    sign_in(officer, "operator")
    pin = hand_out_pin(officer, key, nik)
    citizen = visitor(PHONE)
    first_sign_in(citizen, nik, pin)
    citizen.open("/layanan/data-saya/")
    assert name in citizen.page.inner_text("main")
    citizen.click("header form button")
    citizen.page.go_back()
    citizen.page.wait_for_load_state()
    assert name not in citizen.page.inner_text("body")
