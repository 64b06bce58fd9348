"""The citizen's door in a real browser: registering from home, a line that is lost, the kiosk that is left alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image

from tests.e2e.acting import OWN_PIN, newcomer, sign_in
from tests.e2e.conftest import Live
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
PHONE, OFFICE = 360, 1280
_READY = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
    || new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true })))
    .then(() => true)"""


def test_registering_from_home_and_a_line_that_is_lost(live: Live, visitor: Callable[..., Visitor]) -> None:
    key, nik, name = newcomer(live, 20)
    kk, born = live.sql(
        "SELECT f.number, to_char(r.birth_date, 'DD-MM-YYYY') FROM population_resident r "
        "JOIN population_familycard f ON f.id = r.family_id WHERE r.id = %s",
        key,
    )[0]
    photo = io.BytesIO()
    Image.new("RGB", (856, 540), "#9cc4dd").save(photo, "JPEG")

    citizen = visitor(PHONE)
    citizen.open("/layanan/masuk/")
    citizen.click(citizen.button("Daftar"))
    citizen.look("layanan-daftar")
    for field, value in (
        ("nik", nik), ("kk_number", kk), ("name", name.title()), ("birth_date", born), ("phone", "0812 3456 7890"),
        ("pin", OWN_PIN), ("again", OWN_PIN),
    ):  # fmt: skip
        citizen.fill(f"[name={field}]", value)
    citizen.page.locator("[name=photo]").set_input_files(
        {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    citizen.click(citizen.button("Kirim pendaftaran"))
    citizen.look("layanan-daftar-terkirim")
    citizen.click(citizen.button("Lihat status"))
    citizen.click(citizen.button("Lihat status"))
    citizen.look("layanan-daftar-status")
    assert "Menunggu petugas" in citizen.page.inner_text("main")

    officer = visitor(PHONE)
    sign_in(officer, "operator")
    officer.click("main a[href*='pendaftaran/']")
    officer.look("pendaftaran-warga")
    assert officer.page.locator("main .badge", has_text="Sama").count() >= 4
    officer.tick("[name=checked]")
    officer.click(officer.button("Terima dan buka akun"))
    assert name in officer.page.inner_text("main")

    citizen.open("/layanan/masuk/")
    citizen.fill("[name=nik]", nik)
    citizen.fill("[name=pin]", OWN_PIN)
    citizen.click(citizen.button("Masuk"))
    assert citizen.path() == "/layanan/", citizen.page.inner_text("main")
    citizen.open("/layanan/keamanan/")
    citizen.look("layanan-keamanan")

    citizen.open("/layanan/minta/domisili/")
    assert citizen.page.evaluate(_READY)
    citizen.fill("[name=keperluan]", "Mendaftar sekolah anak")
    citizen.context.set_offline(True)
    citizen.button("Lanjut").click()
    citizen.page.get_by_text("tersimpan di HP ini").wait_for()
    citizen.page.goto(citizen.origin + "/layanan/")
    assert "Tidak ada sambungan" in citizen.page.inner_text("h1")
    citizen.page.screenshot(path="var/e2e/layanan-luring-360.png")
    citizen.context.set_offline(False)
    # What the browser says of a lost line is no complaint.
    citizen.complaints.clear()
    citizen.open("/layanan/minta/domisili/")
    assert citizen.page.locator("[name=keperluan]").input_value() == "Mendaftar sekolah anak"
    citizen.click("header form button")
    assert citizen.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
    kept = citizen.page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))"
        ".then((all) => all.flat().map((request) => new URL(request.url).pathname))"
    )
    assert kept and all(path.startswith("/static/") or path == "/layanan/luring/" for path in kept)


def test_a_kiosk_that_is_left_alone(live: Live, visitor: Callable[..., Visitor]) -> None:
    from tests.e2e.acting import first_sign_in, hand_out_pin

    key, nik, name = newcomer(live, 21)
    officer = visitor(OFFICE)
    sign_in(officer, "operator")
    first_sign_in(visitor(PHONE), nik, hand_out_pin(officer, key, nik))
    officer.open("/kantor/layanan-mandiri/antrean/layanan/")
    officer.fill("[name=name]", "Surat keterangan")
    officer.fill("[name=letter]", "A")
    officer.click(officer.button("Tambah"))
    officer.open("/kantor/layanan-mandiri/anjungan/")
    officer.fill("[name=name]", "Ruang tunggu")
    officer.fill("[name=idle_seconds]", "60")
    officer.click(officer.button("Tambah dan buat kode"))
    officer.look("anjungan-kode")
    code = officer.page.inner_text("main .pin")

    hall = visitor(1920)
    hall.page.clock.install()
    hall.open("/layanan/anjungan/")
    hall.fill("[name=code]", code)
    hall.click(hall.button("Daftarkan perangkat"))
    hall.look("anjungan-awal")
    hall.click(hall.button("Ambil nomor antrean"))
    hall.look("anjungan-antrean")
    hall.click(hall.button("Surat keterangan"))
    hall.look("anjungan-nomor")
    assert hall.page.inner_text("main .huge") == "A-001"
    hall.click(hall.button("Selesai"))
    officer.open("/kantor/layanan-mandiri/antrean/")
    officer.click(officer.button("A: Surat keterangan"))
    officer.look("antrean")
    hall.page.clock.run_for(11_000)
    hall.page.locator("[data-board]").get_by_text("A-001").wait_for()
    hall.page.clock.run_for(61_000)
    hall.page.get_by_text("Sentuh layar untuk mulai").wait_for()
    hall.look("anjungan-istirahat")
    hall.page.locator("[data-saver]").click()
    hall.page.locator("[data-saver]").wait_for(state="hidden")

    hall.click(hall.button("Masuk dengan NIK dan PIN"))
    hall.fill("[name=nik]", nik)
    hall.fill("[name=pin]", OWN_PIN)
    hall.click(hall.button("Masuk"))
    hall.page.clock.run_for(46_000)
    hall.page.get_by_text("Masih di sini").wait_for()
    hall.look("anjungan-hitung-mundur")
    hall.page.locator("[data-stay]").click()
    hall.page.locator("[data-idle]").wait_for(state="hidden")
    hall.page.clock.run_for(46_000)
    with hall.page.expect_navigation(url=re.compile("/layanan/anjungan/")):
        hall.page.clock.run_for(14_500)
    assert name not in hall.page.content()
    hall.page.goto(hall.origin + "/layanan/data-saya/")
    assert "/layanan/masuk/" in hall.path()
