"""Every page at its edges: narrow and wide, light and dark, long names, fingers; and whether our looking notices faults."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from tests.e2e.acting import first_sign_in, hand_out_pin, newcomer, sign_in
from tests.e2e.conftest import Live
from tests.e2e.visitor import Visitor
from workers.demo.villages import VILLAGES

pytestmark = pytest.mark.e2e
PHONE, OFFICE = 360, 1280
#: A phone in daylight, an office screen in the dark: each page is examined in both colours and both widths.
#: Light on a phone, dark on a desk: what is wide and what is pale do not depend on each other.
DEVICES = pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (OFFICE, True)])
LONG_NAME = "RADEN MAS SURYAKUSUMANINGRATWIDJAJADIRJASASTRANEGARASUMBERJATI"

OPERATOR = {
    "penduduk": "/kantor/penduduk/",
    "penduduk-cari": "/kantor/penduduk/?q=siti&sex=2",
    "penduduk-kosong": "/kantor/penduduk/?q=zzzz",
    "penduduk-baru": "/kantor/penduduk/baru/",
    "pindah-masuk": "/kantor/penduduk/masuk/",
    "keluarga": "/kantor/keluarga/",
    "wilayah": "/kantor/wilayah/",
    "wilayah-baru": "/kantor/wilayah/baru/",
    "statistik": "/kantor/statistik/",
    "statistik-tabel": "/kantor/statistik/religion/?banding=1",
    "statistik-umur": "/kantor/statistik/age_band/",
    "statistik-tren": "/kantor/statistik/ktp/tren/",
    "statistik-rentang": "/kantor/statistik/rentang-umur/",
    "buku": "/kantor/buku/",
    "buku-induk": "/kantor/buku/b1/",
    "buku-rekapitulasi": "/kantor/buku/b3/",
    "buku-kosong": "/kantor/buku/b4/",
    "buku-cetak": "/kantor/buku/b1/cetak/",
    "impor-kosong": "/kantor/impor/",
    "surat": "/kantor/surat/",
    "arsip": "/kantor/surat/arsip/",
    "pin-warga": "/kantor/layanan-mandiri/",
    "cari": "/kantor/cari/?q=siti",
    "akun": "/kantor/akun/",
    "sandi": "/kantor/akun/sandi/",
    "faktor-kedua": "/kantor/akun/faktor-kedua/",
    "pekerjaan": "/kantor/pekerjaan/",
}
SECRETARY = {
    "pemerintahan": "/kantor/pemerintahan/",
    "identitas": "/kantor/pemerintahan/identitas/",
    "pejabat-baru": "/kantor/pemerintahan/pejabat/baru/",
    "surat-pengaturan": "/kantor/surat/pengaturan/",
    "surat-kop": "/kantor/surat/kop/",
    "surat-kop-riwayat": "/kantor/surat/kop/riwayat/",
    "surat-jenis": "/kantor/surat/templat/",
    "surat-jenis-satu": "/kantor/surat/templat/usaha/",
    "surat-jenis-bagian": "/kantor/surat/templat/usaha/bagian/page/",
    "surat-jenis-penanda": "/kantor/surat/templat/domisili/penanda-tangan/",
    "surat-jenis-penanda-blok": "/kantor/surat/templat/kelahiran/penanda-tangan/?blok=2",
    "surat-jenis-baru": "/kantor/surat/templat/baru/",
    "surat-register": "/kantor/surat/register/",
    "surat-statistik": "/kantor/surat/statistik/",
    "surat-massal": "/kantor/surat/massal/",
    "surat-massal-baru": "/kantor/surat/massal/baru/",
    "surat-tte-pengaturan": "/kantor/surat/tte/pengaturan/",
    "pesan": "/kantor/pesan/",
    "pesan-baru": "/kantor/pesan/baru/",
    "pesan-pengaturan": "/kantor/pesan/pengaturan/",
    "pesan-pengiriman": "/kantor/pesan/pengiriman/",
    "pesan-saluran": "/kantor/pesan/saluran/",
    "pesan-saluran-sms": "/kantor/pesan/saluran/sms/",
    "surat-templat-impor": "/kantor/surat/templat/impor/",
    "surat-templat-ekspor": "/kantor/surat/templat/ekspor/",
    "surat-alias": "/kantor/surat/templat/alias/",
    "pengguna": "/kantor/pengguna/",
    "undang": "/kantor/pengguna/undang/",
    "hak": "/kantor/hak/",
    "catatan": "/kantor/audit/",
    "token": "/kantor/token/",
}
REGENCY = {
    "dasbor-kecamatan": "/dasbor/kecamatan/331505/",
    "dasbor-desa": "/dasbor/desa/3315052010/",
    "adopsi": "/dasbor/adopsi/",
    "arti-angka": "/dasbor/indikator/",
    "aturan-kabupaten": "/kelola/aturan/",
    "desa-kelurahan": "/kelola/desa/",
    "kabupaten-pengguna": "/pengguna/",
    "templat-kabupaten": "/kelola/templat/",
    "templat-kabupaten-berkas": "/kelola/templat/berkas/",
    "templat-kabupaten-satu": "/kelola/templat/usaha/",
    "templat-kabupaten-bagian": "/kelola/templat/usaha/requirements/",
}


def walk(who: Visitor, pages: dict[str, str]) -> None:
    for name, path in pages.items():
        who.open(path)
        who.look(name)


@DEVICES
def test_every_page_of_the_office(live: Live, visitor: Callable[..., Visitor], width: int, dark: bool) -> None:
    officer = visitor(width, dark=dark)
    sign_in(officer, "operator")
    walk(officer, OPERATOR)
    secretary = visitor(width, dark=dark)
    sign_in(secretary, "sekretaris")
    walk(secretary, SECRETARY)
    secretary.open("/kantor/pesan/?tab=all")
    secretary.click("main table a")
    secretary.look("pesan-utas")
    assert officer.counts.screens > len(OPERATOR) and secretary.counts.screens > len(SECRETARY)


@DEVICES
def test_a_person_and_a_family_with_a_name_of_sixty_letters(
    live: Live, visitor: Callable[..., Visitor], width: int, dark: bool
) -> None:
    key, _nik, _name = newcomer(live, 8)
    family = live.sql("SELECT family_id FROM population_resident WHERE id = %s", key)[0][0]
    with psycopg.connect(live.demo.environment["BALAI_OWNER_URL"]) as connection:
        schema = connection.execute(
            "SELECT schema_name FROM tenants_village WHERE code = %s", [VILLAGES[0].code]
        ).fetchone()
        assert schema is not None
        connection.execute(f'SET search_path = "{schema[0]}", public')
        connection.execute("UPDATE population_resident SET name = %s WHERE id = %s", [LONG_NAME, key])
    officer = visitor(width, dark=dark)
    sign_in(officer, "operator")
    pages = {
        "orang": f"/kantor/penduduk/{key}/",
        "orang-ubah": f"/kantor/penduduk/{key}/ubah/",
        "orang-meninggal": f"/kantor/penduduk/{key}/meninggal/",
        "orang-pindah": f"/kantor/penduduk/{key}/pindah/",
        "kartu-keluarga": f"/kantor/keluarga/{family}/",
        "lahir": f"/kantor/keluarga/{family}/lahir/",
        "surat-jenis": f"/kantor/surat/baru/?resident={key}",
        "surat-isian-panjang": f"/kantor/surat/baru/?resident={key}&type=domisili",
        "surat-isian-pihak": f"/kantor/surat/baru/?resident={key}&type=jual_beli",
    }
    walk(officer, pages)
    officer.open(pages["orang"])
    assert LONG_NAME in officer.page.inner_text("h1")


@DEVICES
def test_every_page_of_the_regency_and_the_public(
    live: Live, visitor: Callable[..., Visitor], width: int, dark: bool
) -> None:
    stranger = visitor(width, dark=dark)
    walk(stranger, {"desa": "/", "kantor-masuk": "/kantor/masuk/", "kabupaten": live.regency + "/"})
    assert "Grobogan" in stranger.page.inner_text("h1")
    analyst = visitor(width, at=live.regency, dark=dark)
    sign_in(analyst, "dispermasdes", at="/masuk/")
    walk(analyst, REGENCY)


@DEVICES
def test_every_page_of_the_citizen_is_made_for_fingers(
    live: Live, visitor: Callable[..., Visitor], width: int, dark: bool
) -> None:
    key, nik, _name = newcomer(live, 10 if width == PHONE else 11)
    officer = visitor(OFFICE)
    sign_in(officer, "operator")
    pin = hand_out_pin(officer, key, nik)
    citizen = visitor(width, dark=dark)
    first_sign_in(citizen, nik, pin)
    pages = {
        "warga-beranda": "/layanan/",
        "warga-data": "/layanan/data-saya/",
        "warga-keluarga": "/layanan/keluarga/",
        "warga-pembaca": "/layanan/siapa-membuka/",
        "warga-pin": "/layanan/ganti-pin/",
        "warga-pesan": "/layanan/pesan/",
        "warga-pesan-baru": "/layanan/pesan/baru/",
        "warga-pemberitahuan": "/layanan/pemberitahuan/",
        "warga-saluran": "/layanan/pemberitahuan/saluran/",
        "warga-domisili": "/layanan/minta/domisili/",
        "warga-usaha": "/layanan/minta/usaha/",
        "warga-skck": "/layanan/minta/skck/",
    }
    for name, path in pages.items():
        citizen.open(path)
        citizen.look(name)
        small = citizen.targets_below(44)
        assert not small, f"{name}: {small}"


def test_our_looking_notices_what_is_wrong(visitor: Callable[..., Visitor]) -> None:
    """A check that cannot fail is none: faults are put into a good page and must be found."""
    stranger = visitor(PHONE)
    stranger.open("/layanan/masuk/")
    stranger.look("baik")
    stranger.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<div id=w>x</div>')")
    stranger.page.evaluate("document.getElementById('w').style.cssText = 'width: 900px'")
    with pytest.raises(AssertionError, match="px wide"):
        stranger.look("terlalu-lebar")
    stranger.open("/layanan/masuk/")
    stranger.page.evaluate("document.querySelector('label').remove()")
    with pytest.raises(AssertionError, match="label"):
        stranger.look("tanpa-label")
    stranger.open("/layanan/masuk/")
    stranger.page.evaluate(
        "document.querySelector('main button').style.cssText = 'min-height: 20px; padding: 0; height: 20px'"
    )
    assert stranger.targets_below(44)
    stranger.page.evaluate(
        "const s = document.createElement('script'); s.src = 'https://example.org/x.js'; document.head.append(s)"
    )
    stranger.page.wait_for_timeout(300)
    with pytest.raises(AssertionError, match=r"[Cc]ontent.[Ss]ecurity"):
        stranger.has_no_complaint("aturan isi")
    stranger.complaints.clear()
