"""Households, groups, supplements, voters, the camat: each page at its edges, and what an officer does on them with a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.acting import newcomer, sign_in
from tests.e2e.conftest import Live
from tests.e2e.test_journey import until
from tests.e2e.test_pages import DEVICES, OFFICE, PHONE
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e


def keys(live: Live) -> dict[str, str]:
    """A row of each kind, as the demo has made them."""
    asked = {
        "household": "SELECT id FROM households_household ORDER BY number LIMIT 1",
        "group": "SELECT id FROM groups_group WHERE kind = 'kelompok' ORDER BY code LIMIT 1",
        "member": "SELECT m.id FROM groups_member m JOIN groups_group g ON g.id = m.group_id WHERE g.kind = 'kelompok'"
        " AND m.position = 90 ORDER BY g.code LIMIT 1",
        "supplement": "SELECT id FROM supplements_supplement LIMIT 1",
        "entry": "SELECT id FROM supplements_entry ORDER BY id LIMIT 1",
        "column": "SELECT id FROM supplements_supplementcolumn ORDER BY id LIMIT 1",
        "election": "SELECT id FROM voters_election LIMIT 1",
        "station": "SELECT id FROM voters_pollingstation ORDER BY number LIMIT 1",
        "resident": "SELECT id FROM population_resident WHERE presence = 1 AND birth_date > '2015-01-01' LIMIT 1",
    }
    found = {name: str(live.sql(query)[0][0]) for name, query in asked.items()}
    # The member belongs to the first group of its kind.
    found["group"] = str(live.sql("SELECT group_id FROM groups_member WHERE id = %s", found["member"])[0][0])
    return found


def pages(row: dict[str, str]) -> dict[str, str]:
    """Every page of the four rooms."""
    household, group = f"/kantor/rumah-tangga/{row['household']}/", f"/kantor/kelompok/{row['group']}/"
    supplement, election = f"/kantor/data-suplemen/{row['supplement']}/", f"/kantor/pemilih/{row['election']}/"
    return {
        "rtm": "/kantor/rumah-tangga/", "rtm-kosong": "/kantor/rumah-tangga/?q=zzzz", "rtm-baru": "/kantor/rumah-tangga/baru/",
        "rtm-satu": household, "rtm-ubah": f"{household}ubah/", "rtm-tambah": f"{household}tambah/", "rtm-pecah": f"{household}pecah/",
        "kelompok": "/kantor/kelompok/", "lembaga": "/kantor/lembaga/", "kelompok-baru": "/kantor/kelompok/baru/",
        "kelompok-kategori": "/kantor/kelompok/kategori/", "kelompok-satu": group, "kelompok-riwayat": f"{group}?riwayat=1",
        "kelompok-anggota": f"{group}anggota/baru/", "kelompok-anggota-ubah": f"{group}anggota/{row['member']}/ubah/",
        "kelompok-berhenti": f"{group}anggota/{row['member']}/berhenti/", "kelompok-ketua": f"{group}ketua/",
        "kelompok-bubar": f"{group}bubarkan/",
        "suplemen": "/kantor/data-suplemen/", "suplemen-baru": "/kantor/data-suplemen/baru/", "suplemen-satu": supplement,
        "suplemen-kolom": f"{supplement}kolom/", "suplemen-kolom-baru": f"{supplement}kolom/baru/",
        "suplemen-tambah": f"{supplement}isi/baru/", "suplemen-isi": f"{supplement}isi/{row['entry']}/",
        "suplemen-impor": f"{supplement}impor/", "suplemen-kosongkan": f"{supplement}kosongkan/",
        "pemilihan": "/kantor/pemilih/", "pemilihan-baru": "/kantor/pemilih/baru/", "pemilih": election,
        "pemilih-jumlah": f"{election}jumlah/", "pemilih-mengapa": f"{election}mengapa/?q=siti",
        "pemilih-orang": f"{election}orang/{row['resident']}/",
        "pemilih-pengecualian": f"{election}orang/{row['resident']}/pengecualian/", "pemilih-pengecualian-daftar": f"{election}pengecualian/",
        "tps": f"{election}tps/", "tps-ubah": f"{election}tps/{row['station']}/ubah/", "pemilih-beku": f"{election}beku/",
        "pemilih-bekukan": f"{election}beku/baru/", "suplemen-publik": "/data-suplemen/",
    }  # fmt: skip


@DEVICES
def test_every_page_of_the_rooms(live: Live, visitor: Callable[..., Visitor], width: int, dark: bool) -> None:
    officer = visitor(width, dark=dark)
    sign_in(officer, "sekretaris")
    walked = pages(keys(live))
    for name, path in walked.items():
        officer.open(path)
        officer.look(name)
    assert officer.counts.screens > len(walked)


def test_an_officer_freezes_the_dps_and_reads_it(live: Live, visitor: Callable[..., Visitor]) -> None:
    secretary = visitor(OFFICE)
    sign_in(secretary, "sekretaris")
    election = keys(live)["election"]
    secretary.open(f"/kantor/pemilih/{election}/beku/baru/")
    secretary.click(secretary.button("Bekukan daftar"))
    secretary.page.wait_for_selector("a:has-text('Lihat hasilnya')", timeout=30_000)
    secretary.click(secretary.button("Lihat hasilnya"))
    assert "/beku/" in secretary.path() and "DPS" in secretary.page.inner_text("h1")
    secretary.look("dps")
    kept = live.sql("SELECT male + female FROM voters_voterlist WHERE election_id = %s", election)[0][0]
    assert kept == live.sql("SELECT count(*) FROM voters_voterrow")[0][0]
    phone = visitor(PHONE)
    sign_in(phone, "kades")
    phone.open(secretary.path())
    phone.look("dps")


def test_a_household_is_made_by_picking_its_head(live: Live, visitor: Callable[..., Visitor]) -> None:
    officer = visitor(OFFICE)
    sign_in(officer, "operator")
    key, name = live.sql(
        "SELECT r.id, r.name FROM population_resident r WHERE r.shdk = 1 AND r.presence = 1 AND r.void_at IS NULL AND NOT EXISTS"
        " (SELECT FROM households_householdmember m WHERE m.resident_id = r.id) ORDER BY r.nik DESC LIMIT 1"
    )[0]
    officer.open("/kantor/rumah-tangga/baru/")
    officer.fill("#id_person_text", name)
    officer.page.wait_for_selector("#id_person_list [role=option]")
    officer.page.keyboard.press("ArrowDown")
    officer.page.keyboard.press("Enter")
    officer.look("rtm-memilih")
    officer.click(officer.button("Buat rumah tangga"))
    assert "Rumah tangga" in officer.page.inner_text("h1"), officer.page.inner_text("main")
    assert live.sql("SELECT count(*) FROM households_householdmember WHERE level = 1")[0][0] > 20 and key


def test_the_camat_reads_refuses_and_approves_on_a_phone(live: Live, visitor: Callable[..., Visitor]) -> None:
    secretary, head, camat = visitor(PHONE), visitor(PHONE), visitor(PHONE, at=live.regency)
    sign_in(secretary, "sekretaris")
    secretary.open("/kantor/surat/pengaturan/alur/penduduk/")
    secretary.look("surat-alur-satu")
    secretary.tick("[name=district][value=yes]")
    secretary.click(secretary.button("Simpan"))
    key, _nik, name = newcomer(live, 30)
    secretary.open(f"/kantor/surat/baru/?resident={key}&type=penduduk")
    secretary.fill("[name=keperluan]", "Pengajuan kredit")
    secretary.click(secretary.button("Buat surat"))
    letter = secretary.path().rstrip("/").rpartition("/")[2]
    sign_in(head, "kades")
    head.open(f"/kantor/surat/{letter}/")
    head.click(head.button("Setujui"))
    until(
        lambda: live.sql("SELECT handover FROM letters_letter WHERE id = %s", letter)[0][0], 20, "the way to the camat"
    )
    # The page follows its job by itself.
    head.page.locator("main progress").wait_for(state="detached", timeout=30_000)
    head.page.wait_for_load_state()
    head.look("surat-menunggu-camat")

    sign_in(camat, "camat.geyer", at="/masuk/")
    camat.open("/kecamatan/surat/")
    camat.look("camat-surat")
    camat.click(camat.page.locator("main tr", has_text=name).get_by_role("link").first)
    assert name in camat.page.inner_text("main")
    camat.look("camat-surat-satu")
    camat.click(camat.button("Tolak dengan alasan"))
    camat.look("camat-tolak")
    camat.click(camat.button("Batal"))
    camat.fill("[name=name]", "Drs. CONTOH, M.Si")
    camat.fill("[name=position]", "Camat Geyer")
    camat.click(camat.button("Setujui surat"))
    camat.look("camat-surat-dijawab")
    assert name not in camat.page.inner_text("main")
    until(lambda: live.sql("SELECT pdf_file_id FROM letters_letter WHERE id = %s", letter)[0][0], 30, "the PDF")
