"""What people do again and again: sign in, hand out a PIN, ask for a letter."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import FilePayload

from tests.e2e.conftest import Live
from tests.e2e.visitor import Visitor
from workers.demo.villages import PASSWORD

OWN_PIN = "740295"


def sign_in(who: Visitor, username: str, *, at: str = "/kantor/masuk/") -> None:
    """Staff at the office's or the regency's door."""
    who.open(at)
    who.fill("[name=username]", username)
    who.fill("[name=password]", PASSWORD)
    who.click(who.button("Masuk"))
    assert "masuk" not in who.path(), who.page.inner_text("main")


def photo_of_a_card() -> bytes:
    """What a phone's camera gives: a JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 900), "#dfe7e2").save(out, "JPEG")
    return out.getvalue()


def newcomer(live: Live, place: int) -> tuple[str, str, str]:
    """Somebody grown up who never had a PIN: key, NIK, name. ``place`` chooses another one."""
    key, nik, name = live.sql(
        "SELECT id, nik, name FROM population_resident WHERE presence = 1 AND void_at IS NULL AND NOT nik_temporary "
        "AND birth_date < '1990-01-01' AND birth_date > '1960-01-01' AND marital_status = 2 "
        "ORDER BY nik DESC OFFSET %s LIMIT 1",
        place,
    )[0]
    return str(key), nik, name


def hand_out_pin(officer: Visitor, key: str, nik: str) -> str:
    """The officer prints a slip; returns the PIN on it."""
    officer.open(f"/kantor/layanan-mandiri/?q={nik}")
    officer.click(f"form[action*='{key}/pin'] button")
    officer.look("slip-pin")
    found = re.sub(r"\D", "", officer.page.inner_text("main .pin"))
    assert re.fullmatch(r"\d{6}", found), found
    return found


def first_sign_in(citizen: Visitor, nik: str, pin: str) -> None:
    """NIK and the slip's PIN, then a PIN of one's own."""
    citizen.open("/layanan/")
    citizen.look("layanan-masuk")
    citizen.fill("[name=nik]", nik)
    citizen.fill("[name=pin]", pin)
    citizen.click(citizen.button("Masuk"))
    assert citizen.path() == "/layanan/ganti-pin/", citizen.page.inner_text("main")
    citizen.look("layanan-ganti-pin")
    fields = citizen.page.locator("main input[type=password], main input[inputmode=numeric]")
    for number in range(fields.count()):
        name = fields.nth(number).get_attribute("name")
        citizen.fill(f"[name={name}]", pin if name == "old" else OWN_PIN)
    citizen.click(citizen.button("Simpan PIN"))
    assert citizen.path() == "/layanan/", citizen.page.inner_text("main")


def ask_for_domicile(citizen: Visitor, purpose: str, photo: bytes = b"") -> str:
    """From the citizen's first page to the letter's own page, with a ``photo`` of the family card; returns its key."""
    citizen.look("layanan-beranda")
    citizen.click(citizen.button("Keterangan Domisili"))
    citizen.look("layanan-minta")
    citizen.fill("[name=keperluan]", purpose)
    if photo:
        taken: FilePayload = {"name": "kk.jpg", "mimeType": "image/jpeg", "buffer": photo}
        citizen.page.set_input_files("[name=file_kk]", taken)
        citizen.counts.fields += 1
    citizen.click(citizen.button("Lanjut"))
    assert "Periksa sebelum dikirim" in citizen.page.inner_text("h1")
    citizen.look("layanan-periksa")
    citizen.click(citizen.button("Kirim permohonan"))
    found = re.fullmatch(r"/layanan/surat/([0-9a-f-]{36})/", citizen.path())
    assert found, citizen.page.inner_text("main")
    citizen.look("layanan-surat")
    return found.group(1)
