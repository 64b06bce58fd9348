"""The text of a letter, written in a browser: typed, a field picked, the preview seen to follow, kept, and taken back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.acting import sign_in
from tests.e2e.conftest import Live
from tests.e2e.test_pages import DEVICES, OFFICE
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
URL = "/kantor/surat/templat/usaha/isi/"
TEXT = ".sheet-text"


def opened(visitor: Callable[..., Visitor], width: int = OFFICE, url: str = URL, **more: Any) -> Visitor:
    """A secretary before the editor, the first preview drawn."""
    secretary = visitor(width, **more)
    sign_in(secretary, "sekretaris")
    secretary.open(url)
    if secretary.script:
        secretary.page.wait_for_selector("[data-page][src^='data:image']")
    return secretary


def placed(page: Page, where: str) -> None:
    """Click into the text, and wait until the editor knows: the browser tells of a new selection a moment after the click,
    sooner than a hand goes on but not than this one."""
    page.click(where)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 80)))")


def drawn(secretary: Visitor, act: Callable[[], None]) -> float:
    """Do something that changes the text; seconds until the preview has followed."""
    before = secretary.page.get_attribute("[data-page]", "src")
    act()
    start = time.perf_counter()
    secretary.page.wait_for_function(
        "before => document.querySelector('[data-page]').getAttribute('src') !== before", arg=before
    )
    return time.perf_counter() - start


@DEVICES
def test_the_editor_at_its_edges(live: Live, visitor: Callable[..., Visitor], width: int, dark: bool) -> None:
    secretary = opened(visitor, width, dark=dark)
    secretary.look("naskah")
    secretary.page.click(f"{TEXT} [data-node=field] >> nth=0")
    secretary.page.wait_for_selector("[data-props] select")
    secretary.look("naskah-isian")
    secretary.open("/kantor/surat/templat/pindah/isi/")
    secretary.page.wait_for_selector("[data-page][src^='data:image']")
    secretary.look("naskah-pindah")
    secretary.open(f"{URL}riwayat/")
    secretary.look("naskah-riwayat")


def test_a_text_is_written_with_its_print_beside_it(live: Live, visitor: Callable[..., Visitor]) -> None:
    secretary = opened(visitor)
    page = secretary.page
    placed(page, f"{TEXT} > p >> nth=0")
    page.keyboard.press("End")
    waited = drawn(secretary, lambda: page.keyboard.type(" Uji coba naskah."))
    print(f"preview {waited * 1000:.0f} ms after the last key")
    # Another example: the preview is about whom one picks.
    other = live.sql(
        "SELECT name FROM population_resident WHERE presence = 1 AND void_at IS NULL ORDER BY nik DESC LIMIT 1"
    )
    page.fill("#id_example_text", other[0][0])
    page.wait_for_selector("#id_example_list [role=option]")
    page.press("#id_example_text", "ArrowDown")
    drawn(secretary, lambda: page.press("#id_example_text", "Enter"))
    assert other[0][0] in page.inner_text("[data-sample]")
    page.wait_for_selector("#id_example_list", state="hidden")
    placed(page, f"{TEXT} > p >> nth=0")
    page.keyboard.press("End")
    # A brace opens the picker; the keyboard alone finds the field and puts it in.
    page.keyboard.type("{")
    page.wait_for_selector("dialog.pick [role=option]")
    page.keyboard.type("golongan")
    secretary.look("naskah-pilih-isian")
    drawn(secretary, lambda: page.keyboard.press("Enter"))
    assert "Golongan darah" in page.inner_text(TEXT)
    placed(page, f"{TEXT} [data-node=field]:has-text('Golongan darah')")
    page.select_option("[data-props] select >> nth=0", label="HURUF BESAR")
    # A new line of an identity table takes its label where it stands; an empty one leads out of the table.
    placed(page, f"{TEXT} [data-node=identityRow]:has-text('Pekerjaan') .value")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    labels = f"{TEXT} [data-node=identityRow] input.label"
    page.wait_for_function("(path) => [...document.querySelectorAll(path)].some((each) => !each.value)", arg=labels)
    label = page.locator(labels)
    empty = next(each for each in label.all() if not each.input_value())
    empty.fill("Keterangan lain")
    empty.press("Enter")
    page.wait_for_function("(path) => document.activeElement === document.querySelector(path)", arg=TEXT)
    assert "Keterangan lain" in [each.input_value() for each in label.all()]
    drawn(secretary, lambda: page.keyboard.type("tidak ada"))
    # What is wrong stands in the list, and leads to its place.
    page.click("summary:has-text('Sisipkan')")
    page.click("[data-do=condition]")
    page.wait_for_selector("[data-problems] li")
    secretary.look("naskah-masalah")
    page.click("[data-save]")
    page.wait_for_selector("[data-status]:has-text('Belum disimpan')")
    secretary.complaints.clear()  # the browser reports the refusal's status
    page.click("[data-props] .chain button >> nth=0")
    page.click("[data-props] button:has-text('Lepas syarat')")
    page.wait_for_selector("[data-problems] li", state="detached")
    page.keyboard.press("Control+s")
    page.wait_for_selector("[data-status]:has-text('Naskah disimpan')")
    value = live.sql("SELECT value FROM letters_typeoverride WHERE type_key = 'usaha' AND aspect = 'body'")[0][0]
    assert '"case": "upper"' in str(value).replace("'", '"') and "Uji coba" in str(value)
    assert "Keterangan lain" in str(value) and "tidak ada" in str(value)
    # Undo in the editor, then everything back to what is shipped.
    secretary.open(f"{URL}riwayat/")
    assert "Ditambah:" in page.inner_text("main") and "[Golongan darah]" in page.inner_text("main")
    secretary.open(URL)
    secretary.click(secretary.button("Pakai naskah bawaan"))
    assert "Naskah dikembalikan" in page.inner_text("body")
    assert live.sql("SELECT count(*) FROM letters_typeoverride WHERE type_key = 'usaha'")[0][0] == 0


def test_what_was_not_saved_is_still_there(live: Live, visitor: Callable[..., Visitor]) -> None:
    secretary = opened(visitor, url="/kantor/surat/templat/skck/isi/")
    page = secretary.page
    page.on("dialog", lambda dialog: dialog.accept())
    secretary.context.set_offline(True)
    page.click(f"{TEXT} > p >> nth=0")
    page.keyboard.press("End")
    page.keyboard.type(" Kalimat tanpa sambungan.")
    page.click("[data-save]")
    page.wait_for_selector("[data-status]:has-text('sambungan terputus')")
    secretary.context.set_offline(False)
    secretary.complaints.clear()
    secretary.open("/kantor/surat/templat/skck/isi/")
    page.click("button:has-text('Pulihkan perubahan saya')")
    page.wait_for_selector(".sheet-text:has-text('tanpa sambungan')")
    page.click("[data-do=undo]")
    assert "tanpa sambungan" not in page.inner_text(TEXT)
    page.click("[data-do=redo]")
    # Meanwhile somebody else saves: the difference is shown, nothing is overwritten unasked.
    colleague = opened(visitor, url="/kantor/surat/templat/skck/isi/")
    colleague.page.click(f"{TEXT} > p >> nth=0")
    colleague.page.keyboard.press("End")
    colleague.page.keyboard.type(" Kalimat rekan.")
    colleague.page.keyboard.press("Control+s")
    colleague.page.wait_for_selector("[data-status]:has-text('Naskah disimpan')")
    page.click("[data-save]")
    page.wait_for_selector("[data-notice] .difference .out")
    secretary.complaints.clear()
    secretary.look("naskah-berbeda")
    page.click("button:has-text('Tetap simpan naskah saya')")
    page.wait_for_selector("[data-status]:has-text('Naskah disimpan')")


def test_without_javascript_the_text_is_read(live: Live, visitor: Callable[..., Visitor]) -> None:
    secretary = opened(visitor, script=False)
    words = secretary.page.inner_text("main")
    assert "memerlukan JavaScript" in words and "[Nama]" in words
    secretary.look("naskah-tanpa-js")
