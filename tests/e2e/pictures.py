"""The pictures of the Panduan, taken anew from a throw-away demo: ``python -m tests.e2e.pictures``.

Nobody in them ever lived: the demo's villages are synthetic. Run it when pages have changed, and look at what it made.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from balai.embedded.services import free_port
from tests.e2e.acting import OWN_PIN, newcomer, photo_of_a_card, sign_in
from tests.e2e.conftest import Live
from tests.e2e.visitor import Visitor
from tests.e2e.workbooks import register_with_errors
from tests.modules.letters.signing.keys import PASSPHRASE
from tests.modules.letters.signing.keys import made as certificate
from workers.demo.command import Demo
from workers.testing import find_chromium

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "panduan" / "gambar"
PHONE, OFFICE = 360, 1280
#: No picture above this: people read the Panduan over prepaid data, too.
MOST_BYTES = 120 * 1024


def keep(who: Visitor, name: str, *, height: int = 0) -> None:
    """The visible part of the page (or ``height`` pixels of it) as a small PNG."""
    who.has_no_complaint(name)
    page = who.page
    page.evaluate("document.activeElement && document.activeElement.blur()")
    tall = height or (700 if who.width == PHONE else 760)
    page.set_viewport_size({"width": who.width, "height": tall})
    raw = page.screenshot(animations="disabled")
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    for colours in (64, 32, 16):
        buffer = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
        if buffer.tell() <= MOST_BYTES:
            break
    (FOLDER / f"{name}.png").write_bytes(buffer.getvalue())
    sys.stderr.write(f"  {name}.png {buffer.tell() // 1024} KB\n")


def until(check: Callable[[], Any], seconds: float = 30) -> None:
    """Wait for what workers do."""
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            raise SystemExit("the workers took too long")
        time.sleep(0.2)


class Album:
    """All pictures, in the order in which a village's day brings them."""

    def __init__(self, live: Live, browser: Browser, folder: Path) -> None:
        self.live = live
        self.folder = folder
        self.browser = browser
        self.operator = self.visitor(OFFICE)
        sign_in(self.operator, "operator")
        self.secretary = self.visitor(OFFICE)
        sign_in(self.secretary, "sekretaris")

    def visitor(self, width: int, at: str = "") -> Visitor:
        """Somebody with a browser of their own."""
        return Visitor(self.browser, at or self.live.village, width)

    def shot(self, who: Visitor, path: str, name: str, **more: Any) -> None:
        """Open a page and keep it."""
        who.open(path)
        keep(who, name, **more)

    def citizen(self) -> None:
        """PIN, first sign-in, a request."""
        self.letters = []
        self.citizens = []
        for place in range(4):
            key, nik, _name = newcomer(self.live, place)
            self.operator.open(f"/kantor/layanan-mandiri/?q={nik}")
            self.operator.click(f"form[action*='{key}/pin'] button")
            if not place:
                keep(self.operator, "pin-slip", height=460)
            pin = "".join(each for each in self.operator.page.inner_text("main .pin") if each.isdigit())
            who = self.visitor(PHONE)
            who.open("/layanan/masuk/")
            if not place:
                keep(who, "warga-masuk")
            who.fill("[name=nik]", nik)
            who.fill("[name=pin]", pin)
            who.click(who.button("Masuk"))
            if not place:
                keep(who, "warga-pin")
            for field, text in (("old", pin), ("new", OWN_PIN), ("again", OWN_PIN)):
                who.fill(f"[name={field}]", text)
            who.click(who.button("Simpan PIN"))
            who.open("/layanan/minta/domisili/")
            who.fill(
                "[name=keperluan]",
                ("Mendaftar sekolah anak", "Membuka rekening bank", "Melamar pekerjaan", "Bantuan")[place],
            )
            if not place:
                keep(who, "warga-minta")
            who.click(who.button("Lanjut"))
            who.click(who.button("Kirim permohonan"))
            self.letters.append(who.path().rstrip("/").rpartition("/")[2])
            self.citizens.append(who)
            if not place:
                keep(who, "warga-surat")
                self.shot(who, "/layanan/", "warga-beranda")
        self.shot(self.operator, "/kantor/layanan-mandiri/", "pin-warga")

    def letter(self) -> None:
        """Made at the counter, checked, approved, archived, verified."""
        _key, nik, name = newcomer(self.live, 6)
        who = self.operator
        self.shot(who, "/kantor/", "beranda-kantor", height=460)
        self.shot(who, f"/kantor/surat/{self.letters[0]}/", "surat-periksa", height=860)
        for letter in self.letters[:3]:
            who.open(f"/kantor/surat/{letter}/")
            who.click(who.button("Sudah benar, teruskan"))
        who.open(f"/kantor/surat/baru/?q={nik}")
        who.click(who.button(name))
        keep(who, "surat-jenis")
        who.click("a[href*='type=domisili']")
        who.fill("[name=keperluan]", "Mengurus pernikahan anak")
        who.page.wait_for_selector("[data-preview-page][src^='data:image/']")
        who.page.wait_for_timeout(600)
        keep(who, "surat-buat")
        self.shot(who, "/kantor/surat/", "surat-daftar", height=560)
        head = self.visitor(PHONE)
        sign_in(head, "kades")
        self.shot(head, "/kantor/surat/setujui/", "surat-setujui")
        head.tick("[data-all]")
        head.click(head.button("Setujui yang dipilih"))
        head.click(head.button("Setujui"))
        until(lambda: self.live.sql("SELECT count(pdf_file_id) FROM letters_letter") == [(3,)])
        self.shot(who, "/kantor/surat/arsip/", "surat-arsip")
        self.shot(self.secretary, "/kantor/surat/pengaturan/", "surat-pengaturan", height=620)
        self.secretary.open("/kantor/surat/templat/usaha/isi/")
        self.secretary.page.wait_for_selector("[data-page][src^='data:image']")
        keep(self.secretary, "surat-isi")
        self.secretary.open("/kantor/surat/kop/")
        self.secretary.page.wait_for_selector("[data-preview-page][src^='data:image']")
        keep(self.secretary, "surat-kop")
        token, village = self.live.sql(
            "SELECT token, (SELECT key FROM tenants_village WHERE code = '3315052010') FROM letters_letter "
            "WHERE token IS NOT NULL AND token <> '' LIMIT 1"
        )[0]
        stranger = self.visitor(PHONE, self.live.regency)
        self.shot(stranger, f"/v/{village}-{token}", "periksa-keaslian", height=780)

    def desk(self) -> None:
        """What else the letters' desk has: kinds, many at once, the books, an electronic signature, the camat."""
        who = self.secretary
        self.shot(who, "/kantor/surat/templat/", "surat-templat", height=700)
        self.shot(who, "/kantor/surat/templat/impor/", "surat-templat-impor", height=520)
        who.open("/kantor/surat/massal/baru/")
        who.page.locator("[name=type]").select_option("usaha")
        who.fill("[name=title]", "Keterangan usaha kelompok tani")
        who.page.locator("[name=territory]").select_option(index=4)
        who.click(who.button("Lihat daftar orang"))
        keep(who, "surat-massal")
        self.shot(who, "/kantor/surat/register/", "surat-register", height=760)
        self.shot(who, "/kantor/surat/statistik/", "surat-statistik", height=860)
        self.camat()
        self.signature()

    def camat(self) -> None:
        """A letter that the district's user reads on a phone."""
        who, head = self.secretary, self.visitor(OFFICE)
        who.open("/kantor/surat/pengaturan/alur/penduduk/")
        who.tick("[name=district][value=yes]")
        who.click(who.button("Simpan"))
        key, _nik, name = newcomer(self.live, 8)
        who.open(f"/kantor/surat/baru/?resident={key}&type=penduduk")
        who.fill("[name=keperluan]", "Pengajuan kredit")
        who.click(who.button("Buat surat"))
        letter = who.path().rstrip("/").rpartition("/")[2]
        sign_in(head, "kades")
        head.open(f"/kantor/surat/{letter}/")
        head.click(head.button("Setujui"))
        until(lambda: self.live.sql("SELECT handover FROM letters_letter WHERE id = %s", letter)[0][0])
        camat = self.visitor(PHONE, self.live.regency)
        sign_in(camat, "camat.geyer", at="/masuk/")
        camat.open("/kecamatan/surat/")
        camat.click(camat.page.locator("main tr", has_text=name).get_by_role("link").first)
        # The browser's own viewer draws the letter when it likes.
        camat.page.wait_for_timeout(2500)
        keep(camat, "surat-camat", height=900)

    def signature(self) -> None:
        """The head signs with a certificate of the village."""
        who, head = self.secretary, self.visitor(PHONE)
        sign_in(head, "kades")
        signer = self.live.sql("SELECT signer->>'name' FROM letters_letter WHERE number <> '' LIMIT 1")[0][0]
        who.open("/kantor/surat/tte/sertifikat/")
        who.page.locator("[name=official]").select_option(label=signer)
        who.page.locator("[name=file]").set_input_files(
            {"name": "kades.p12", "mimeType": "application/x-pkcs12", "buffer": certificate(signer).pkcs12}
        )
        who.fill("[name=passphrase]", PASSPHRASE)
        who.click(who.button("Periksa dan simpan"))
        who.open("/kantor/surat/tte/pengaturan/")
        who.tick("[name=driver][value=pades]")
        who.click(who.button("Simpan"))
        self.shot(who, "/kantor/surat/tte/pengaturan/", "surat-tte-pengaturan", height=760)
        self.operator.open(f"/kantor/surat/{self.letters[3]}/")
        self.operator.click(self.operator.button("Sudah benar, teruskan"))
        head.open(f"/kantor/surat/{self.letters[3]}/")
        head.click(head.button("Setujui"))
        unsigned = "SELECT unsigned_file_id FROM letters_signature WHERE letter_id = %s"
        until(lambda: (found := self.live.sql(unsigned, self.letters[3])) and found[0][0])
        # The letter's page follows its job and loads itself anew: not while another is opened.
        head.page.locator("main progress").wait_for(state="detached", timeout=30_000)
        head.page.wait_for_load_state()
        head.open("/kantor/surat/tte/")
        head.tick("[data-all]")
        head.fill("[name=passphrase]", PASSPHRASE)
        keep(head, "surat-tte", height=780)

    def messages(self) -> None:
        """What citizens and the office write to each other; what leaves the house."""
        citizen, officer = self.citizens[0], self.operator
        citizen.open("/layanan/pesan/baru/")
        citizen.fill("[name=subject]", "Pengantar RT untuk surat usaha")
        citizen.fill("[name=body]", "Selamat pagi. Apakah pengantar RT tahun lalu masih berlaku?")
        citizen.click(citizen.button("Kirim pesan"))
        thread = citizen.path().rstrip("/").rpartition("/")[2]
        self.shot(officer, "/kantor/pesan/", "pesan", height=620)
        officer.open(f"/kantor/pesan/{thread}/")
        officer.fill("[name=body]", "Selamat pagi. Pengantar RT harus yang baru, cukup satu lembar.")
        officer.click(officer.button("Kirim jawaban"))
        self.shot(officer, f"/kantor/pesan/{thread}/", "pesan-jawab")
        self.shot(citizen, f"/layanan/pesan/{thread}/", "warga-pesan")
        self.shot(citizen, "/layanan/pemberitahuan/", "warga-pemberitahuan")
        self.shot(citizen, "/layanan/pemberitahuan/saluran/", "warga-saluran")
        self.shot(self.secretary, "/kantor/pesan/saluran/", "pemberitahuan-saluran", height=540)

    def door(self) -> None:
        """Registering, a correction, the hall's screen and its queue."""
        self.shot(self.visitor(PHONE), "/layanan/daftar/", "warga-daftar")
        citizen, officer = self.citizens[0], self.operator
        citizen.open("/layanan/usulan/baru/")
        citizen.click(citizen.button("Tempat lahir"))
        citizen.fill("[name=value]", "Purwodadi")
        citizen.page.locator("[name=file]").set_input_files(
            {"name": "akta.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_card()}
        )
        citizen.click(citizen.button("Kirim usulan"))
        officer.open("/kantor/layanan-mandiri/usulan/")
        officer.click("main table a")
        keep(officer, "usulan-perbaikan", height=700)
        officer.open("/kantor/layanan-mandiri/antrean/layanan/")
        officer.fill("[name=name]", "Surat keterangan")
        officer.fill("[name=letter]", "A")
        officer.click(officer.button("Tambah"))
        officer.open("/kantor/layanan-mandiri/anjungan/")
        officer.fill("[name=name]", "Ruang tunggu")
        officer.click(officer.button("Tambah dan buat kode"))
        hall = self.visitor(OFFICE)
        hall.open("/layanan/anjungan/")
        hall.fill("[name=code]", officer.page.inner_text("main .pin"))
        hall.click(hall.button("Daftarkan perangkat"))
        keep(hall, "anjungan")
        for _each in range(3):
            hall.open("/layanan/anjungan/")
            hall.click(hall.button("Ambil nomor antrean"))
            hall.click(hall.button("Surat keterangan"))
        officer.open("/kantor/layanan-mandiri/antrean/")
        officer.click(officer.button("A: Surat keterangan"))
        keep(officer, "antrean", height=640)

    def register(self) -> None:
        """People, families, events, territory, numbers, imports."""
        key, family = self.live.sql(
            "SELECT id, family_id FROM population_resident WHERE shdk = 1 AND marital_status = 2 AND presence = 1 "
            "ORDER BY nik OFFSET 3 LIMIT 1"
        )[0]
        who = self.operator
        self.shot(who, "/kantor/penduduk/", "penduduk")
        self.shot(who, f"/kantor/penduduk/{key}/", "penduduk-orang")
        self.shot(who, f"/kantor/keluarga/{family}/", "keluarga", height=620)
        self.shot(who, f"/kantor/keluarga/{family}/lahir/", "peristiwa", height=860)
        self.shot(who, "/kantor/wilayah/", "wilayah")
        self.shot(who, "/kantor/statistik/", "statistik", height=860)
        self.shot(who, "/kantor/statistik/education/", "statistik-tabel", height=860)
        self.shot(who, "/kantor/buku/", "buku", height=780)
        self.shot(who, "/kantor/buku/b3/", "buku-rekapitulasi", height=700)
        self.shot(who, "/kantor/buku/b1/cetak/", "buku-cetak", height=700)
        self.shot(who, "/kantor/laporan/bulanan/", "laporan-bulanan", height=860)
        who.open(f"/kantor/penduduk/{key}/rt/")
        who.page.locator("main form select").first.select_option(index=2)
        who.click(who.page.locator("main form button.primary"))
        self.shot(who, "/kantor/peristiwa/", "log-penduduk", height=620)
        self.shot(who, "/kantor/penduduk/saring/?r=1.sex.is.2&r=1.marital_status.is.2", "mencari-saringan", height=620)
        # The name as a neighbour would write it.
        spelt = self.live.sql("SELECT name FROM population_resident WHERE name ~ '^SU.*JO' AND presence = 1 LIMIT 1")
        old = spelt[0][0].replace("SU", "SOE").replace("J", "DJ") if spelt else "SOELASTRI"
        self.shot(who, f"/kantor/penduduk/?q={old.lower().replace(' ', '+')}", "mencari-penduduk", height=560)
        self.shot(who, "/kantor/mutu/", "mutu-data", height=860)
        here = {nik for (nik,) in self.live.sql("SELECT nik FROM population_resident WHERE presence = 1")}
        book = register_with_errors(self.folder / "penduduk-geyer.xlsx", tribe="Jawa Tengah", here=here)
        who.open("/kantor/impor/baru/")
        who.page.locator("input[type=file]").set_input_files(book.path)
        who.click(who.button("Periksa berkas"))
        who.page.locator(".stats").wait_for()
        who.page.locator("main progress").wait_for(state="detached", timeout=30_000)
        keep(who, "impor")

    def rooms(self) -> None:
        """Households, groups, lists, voters."""
        who = self.operator
        found = {
            name: self.live.sql(f"SELECT id FROM {table} ORDER BY {order} LIMIT 1")[0][0]
            for name, table, order in (
                ("household", "households_household", "number"), ("group", "groups_group", "code"),
                ("supplement", "supplements_supplement", "name"), ("election", "voters_election", "day"),
            )
        }  # fmt: skip
        self.shot(who, f"/kantor/rumah-tangga/{found['household']}/", "rumah-tangga", height=700)
        kind = self.live.sql("SELECT kind FROM groups_group WHERE id = %s", str(found["group"]))[0][0]
        self.shot(who, f"/kantor/{kind}/{found['group']}/", "kelompok", height=760)
        self.shot(who, f"/kantor/data-suplemen/{found['supplement']}/", "suplemen", height=620)
        self.shot(who, f"/kantor/pemilih/{found['election']}/jumlah/", "pemilih", height=760)

    def office(self) -> None:
        """Sign-in, account, officials, users, rights, audit, tokens."""
        self.shot(self.visitor(PHONE), "/kantor/masuk/", "masuk")
        self.shot(self.secretary, "/kantor/akun/", "akun", height=560)
        self.shot(self.secretary, "/kantor/pemerintahan/", "pemerintahan", height=860)
        self.shot(self.secretary, "/kantor/pengguna/", "pengguna", height=560)
        self.shot(self.secretary, "/kantor/hak/", "hak")
        self.shot(self.secretary, "/kantor/audit/", "catatan-pemeriksaan")
        self.shot(self.secretary, "/kantor/token/baru/", "token-api")

    def regency(self) -> None:
        """The dashboard."""
        until(lambda: self.live.sql("SELECT count(*) FROM indicators_outbox") == [(0,)], 60)
        analyst = self.visitor(OFFICE, self.live.regency)
        sign_in(analyst, "dispermasdes", at="/masuk/")
        self.shot(analyst, "/dasbor/", "dasbor", height=860)
        self.shot(analyst, "/dasbor/adopsi/", "dasbor-adopsi")
        analyst.open("/kelola/templat/usaha/requirements/")
        analyst.page.get_by_label("Surat pengantar RT/RW").check()
        analyst.click(analyst.button("Terbitkan bagi semua desa"))
        analyst.fill("[name=note]", "Seragam bagi semua desa mulai Januari 2027.")
        analyst.click(analyst.button("Simpan ketentuan"))
        self.shot(analyst, "/kelola/templat/", "templat-kabupaten", height=640)


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="balai-pictures-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        demo = Demo(folder / "data", port=free_port(), quick=True)
        with demo.started(quietly=True), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(),
                args=[
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
                ],
            )
            album = Album(Live(demo), browser, folder)
            for part in (
                album.citizen, album.letter, album.desk, album.messages, album.door, album.register, album.rooms,
                album.office, album.regency,
            ):  # fmt: skip
                part()
            browser.close()
    total = sum(each.stat().st_size for each in FOLDER.glob("*.png"))
    sys.stderr.write(f"  {len(list(FOLDER.glob('*.png')))} pictures, {total // 1024} KB\n")


if __name__ == "__main__":
    main()
