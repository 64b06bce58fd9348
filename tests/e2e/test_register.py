"""The register's journeys in a real browser: a family splits, a head dies and is replaced, people move to another village,
an act is taken back, a book is printed, a month's report is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from balai.documents.reading import pdf_text
from tests.e2e.acting import sign_in
from tests.e2e.conftest import Live
from tests.e2e.test_journey import OFFICE, PHONE, until
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e


def family_with_head(live: Live, place: int) -> tuple[str, list[tuple[str, str]]]:
    """A family of at least four, all of them here: its key, and its members (key, name), head first."""
    card = live.sql(
        "SELECT family_id FROM population_resident WHERE presence = 1 AND void_at IS NULL AND family_id IS NOT NULL "
        "GROUP BY family_id HAVING count(*) >= 4 AND count(*) FILTER (WHERE shdk = 1) = 1 "
        "AND count(*) FILTER (WHERE shdk = 3) = 1 ORDER BY family_id OFFSET %s LIMIT 1",
        place,
    )[0][0]
    people = live.sql(
        "SELECT id, name FROM population_resident WHERE family_id = %s AND presence = 1 AND void_at IS NULL "
        "ORDER BY shdk, birth_date",
        card,
    )
    return str(card), [(str(key), name) for key, name in people]


def lines_of(live: Live, resident: str, of: int = 0) -> list[str]:
    """Kinds of a person's ledger lines, oldest first."""
    found = live.sql("SELECT kind FROM population_populationevent WHERE resident_id = %s ORDER BY id", resident, of=of)
    return [kind for (kind,) in found]


def test_a_family_splits_and_the_split_is_taken_back(live: Live, visitor: Callable[..., Visitor]) -> None:
    family, people = family_with_head(live, 3)
    child, name = people[-1]
    officer = visitor(OFFICE)
    sign_in(officer, "operator")
    officer.open(f"/kantor/keluarga/{family}/")
    officer.look("keluarga")
    officer.open(f"/kantor/keluarga/{family}/pecah/")
    officer.look("keluarga-pecah")
    officer.page.locator("[name=head]").select_option(child)
    officer.page.locator("main form button.primary").click()
    officer.page.wait_for_load_state()
    officer.look("keluarga-terpecah")
    card, shdk = live.sql("SELECT family_id, shdk FROM population_resident WHERE id = %s", child)[0]
    assert (str(card) != family, shdk) == (True, 1)
    assert name in officer.page.inner_text("main")
    assert lines_of(live, child)[-1] == "split"

    officer.open(f"/kantor/penduduk/{child}/")
    officer.look("orang-terpecah")
    officer.click("main a[href$='/batalkan/']")
    officer.fill("[name=reason]", "Keliru orang")
    officer.click(officer.page.locator("main form button.danger, main form button.primary").first)
    assert lines_of(live, child)[-1] == "undo"
    assert str(live.sql("SELECT family_id FROM population_resident WHERE id = %s", child)[0][0]) == family


def test_a_head_dies_and_the_family_asks_for_a_new_one(live: Live, visitor: Callable[..., Visitor]) -> None:
    family, people = family_with_head(live, 5)
    (head, _name), (wife, _wife) = people[0], people[1]
    officer = visitor(PHONE)
    sign_in(officer, "operator")
    officer.open(f"/kantor/penduduk/{head}/meninggal/")
    officer.look("meninggal")
    for field, text in (("event_date", "01-11-2026"), ("time", "04.30"), ("place", "Rumah"), ("child_number", "2")):
        officer.fill(f"[name={field}]", text)
    officer.page.locator("[name=cause]").select_option("1")
    officer.page.locator("[name=witness]").select_option("2")
    officer.page.locator("main form button.primary").click()
    officer.page.wait_for_load_state()
    officer.look("sesudah-meninggal")
    assert live.sql("SELECT presence FROM population_resident WHERE id = %s", head) == [(2,)]
    officer.open("/kantor/keluarga/perbaiki/")
    officer.look("keluarga-perbaiki")
    assert family in officer.page.inner_html("main")
    form = officer.page.locator(f"form[action*='{family}/kepala/']").first
    form.locator("select[name=resident]").select_option(wife)
    form.locator("button").click()
    officer.page.wait_for_load_state()
    officer.look("kepala-baru")
    assert live.sql("SELECT shdk FROM population_resident WHERE id = %s", wife) == [(1,)]
    assert live.sql(
        "SELECT count(*) FROM population_resident WHERE family_id = %s AND shdk = 1 AND presence = 1", family
    ) == [(1,)]  # fmt: skip


def test_a_family_moves_to_another_village_in_two_browsers(live: Live, visitor: Callable[..., Visitor]) -> None:
    _family, people = family_with_head(live, 8)
    nik = live.sql("SELECT nik FROM population_resident WHERE id = %s", people[0][0])[0][0]
    leaving, taking = visitor(OFFICE), visitor(PHONE, at=live.other_village)
    sign_in(leaving, "operator")
    sign_in(taking, "operator")
    leaving.open(f"/kantor/penduduk/{people[0][0]}/pindah-desa/")
    leaving.look("pindah-desa-lepas")
    there = leaving.page.locator("[name=destination] option", has_text="Tambirejo").first.get_attribute("value")
    leaving.page.locator("[name=destination]").select_option(there)
    leaving.click(leaving.button("Kirim ke desa tujuan"))
    leaving.look("pindah-desa-dikirim")

    taking.open("/kantor/pindah-desa/")
    taking.look("pindah-desa-daftar")
    taking.click("main a[href*='/pindah-desa/0']")
    taking.look("pindah-desa-berkas")
    taking.click(taking.button("Terima"))
    taking.look("pindah-desa-terima")
    taking.page.locator("[name=rt] option").nth(1).wait_for(state="attached")
    taking.page.locator("[name=rt]").select_option(index=1)
    taking.page.locator("main form button.primary").click()
    taking.page.wait_for_load_state()
    taking.look("pindah-desa-diterima")

    key, presence = live.sql("SELECT id, presence FROM population_resident WHERE nik = %s", nik, of=1)[0]
    assert presence == 1 and lines_of(live, str(key), of=1) == ["move_in"]
    until(lambda: "move_out" in lines_of(live, people[0][0]), 60, "the departure")
    states = live.sql(
        "SELECT count(*) FROM population_resident WHERE id = ANY(%s::uuid[]) AND presence = 3",
        [key for key, _ in people],
    )
    assert states == [(len(people),)]
    assert live.sql("SELECT count(*) FROM public.exchange_handover WHERE payload IS NOT NULL") == [(0,)]


def test_the_months_report_and_a_book_say_the_same(live: Live, visitor: Callable[..., Visitor], tmp_path: Any) -> None:
    secretary = visitor(OFFICE)
    sign_in(secretary, "sekretaris")
    secretary.open("/kantor/laporan/bulanan/")
    secretary.look("laporan-bulanan")
    text = " ".join(secretary.page.inner_text("main").split())
    (counted,) = live.sql(
        "SELECT count(*) FROM population_resident WHERE presence = 1 AND residency = 1 AND void_at IS NULL"
    )[0]
    assert f"{counted:,}".replace(",", ".") in text
    secretary.open("/kantor/buku/")
    secretary.look("buku")
    secretary.click("main a[href*='/kantor/buku/b3']")
    secretary.look("buku-b3")
    total = " ".join(secretary.page.inner_text("main").split())
    assert re.search(rf"\b{counted:,}\b".replace(",", "[.]?"), total)
    secretary.open("/kantor/buku/b3/cetak/")
    secretary.look("buku-cetak")
    secretary.page.locator("main form button.primary").first.click()
    secretary.page.wait_for_load_state()
    link = secretary.page.locator("main a[href*='/kantor/berkas/']").first
    link.wait_for(timeout=60_000)
    with secretary.page.expect_download() as waiting:
        link.click()
    path = tmp_path / "b3.pdf"
    waiting.value.save_as(path)
    assert "REKAPITULASI" in pdf_text(path.read_bytes())
