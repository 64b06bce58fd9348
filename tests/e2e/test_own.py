"""A parent at the phone: a letter with a photo for a child, a correction; the officer accepts it, the parent sees it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.acting import first_sign_in, hand_out_pin, sign_in
from tests.e2e.conftest import Live
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.e2e
PHONE = 360


def parent_of_a_child(live: Live) -> tuple[str, str, str, str]:
    """Key and NIK of a head of family without a PIN who has a child under seventeen; key and name of the child."""
    found = live.sql(
        "SELECT h.id, h.nik, c.id, c.name FROM population_resident h JOIN population_resident c ON c.family_id = h.family_id "
        "WHERE h.shdk = 1 AND h.presence = 1 AND h.void_at IS NULL AND NOT h.nik_temporary AND c.shdk = 4 "
        "AND c.presence = 1 AND c.void_at IS NULL AND c.birth_date > now() - interval '12 years' "
        "AND NOT EXISTS (SELECT 1 FROM selfservice_citizenaccount a WHERE a.resident_id = h.id) ORDER BY h.nik LIMIT 1"
    )
    parent, nik, child, name = found[0]
    return str(parent), nik, str(child), name


def test_a_letter_for_a_child_and_a_correction_on_a_phone(
    live: Live, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    key, nik, child, name = parent_of_a_child(live)
    out = BytesIO()
    Image.new("RGB", (1200, 900), "white").save(out, "JPEG")
    picture = tmp_path / "kk.jpg"
    picture.write_bytes(out.getvalue())

    officer = visitor(PHONE)
    sign_in(officer, "operator")
    pin = hand_out_pin(officer, key, nik)
    citizen = visitor(PHONE)
    first_sign_in(citizen, nik, pin)

    citizen.click(citizen.button("Surat lain, atau untuk keluarga"))
    citizen.look("layanan-saya-mau")
    assert not citizen.targets_below(44)
    citizen.click(f"main a[href='/layanan/minta/untuk/{child}/']")
    citizen.fill("[name=cari]", "sekolah")
    citizen.click(citizen.button("Cari"))
    citizen.click(citizen.button("Keterangan Domisili"))
    citizen.fill("[name=keperluan]", "Mendaftar sekolah")
    citizen.page.set_input_files("[name=file_kk]", str(picture))
    citizen.look("layanan-minta-anak")
    citizen.click(citizen.button("Lanjut"))
    assert "kk.jpg" in citizen.page.inner_text("main")
    citizen.click(citizen.button("Kirim permohonan"))
    citizen.look("layanan-surat-anak")
    assert "untuk pemohon" in citizen.page.inner_text("main")
    letter = live.sql("SELECT id, state FROM letters_letter WHERE resident_id = %s", child)
    assert [state for _key, state in letter] == [("submitted")]

    citizen.open("/layanan/usulan/baru/")
    citizen.look("layanan-apa-yang-salah")
    citizen.click(citizen.button("Tempat lahir"))
    citizen.fill("[name=value]", "Purwodadi")
    citizen.page.set_input_files("[name=file]", str(picture))
    citizen.look("layanan-usulan-baru")
    citizen.click(citizen.button("Kirim usulan"))
    citizen.look("layanan-usulan")

    officer.open("/kantor/layanan-mandiri/usulan/")
    officer.look("kantor-usulan")
    officer.click("main table a")
    officer.look("kantor-usulan-satu")
    officer.click(officer.button("Terima dan ubah data"))
    officer.look("kantor-usulan-selesai")
    assert live.sql("SELECT birth_place FROM population_resident WHERE id = %s", key) == [("PURWODADI",)]

    citizen.open("/layanan/usulan/")
    assert "Diterima" in citizen.page.inner_text("main")
    for path, page in (
        ("/layanan/keluarga/", "layanan-keluarga"),
        (f"/layanan/data-saya/{child}/", "layanan-data-anak"),
        ("/layanan/keluarga/salinan/", "layanan-salinan"),
        ("/layanan/dokumen/tambah/", "layanan-dokumen-tambah"),
        ("/layanan/siapa-membuka/", "layanan-siapa-membuka"),
    ):
        citizen.open(path)
        citizen.look(page)
        assert not citizen.targets_below(44), page
    assert "Menerima usulan perbaikan data Anda" in citizen.page.inner_text("main")
    assert name.title().split()[0] not in citizen.page.inner_text("main")
