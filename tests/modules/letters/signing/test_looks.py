"""Every page of the room at its edges: a phone in daylight and a desk in the dark, looked at by axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.db import connection

from modules.letters.models import SigningCertificate
from modules.letters.signing.doing import sign_letter
from modules.letters.signing.errors import PassphraseWrong
from modules.letters.signing.settings import add_certificate, change_signing
from modules.selfservice.models import PinAlarm
from tests.modules.letters.conftest import head, staff
from tests.modules.letters.signing.conftest import SECRET, WRONG, waiting
from tests.modules.letters.signing.issuer import Issuer, issuing
from tests.modules.letters.signing.test_browser import Browser, fits, picture

pytestmark = pytest.mark.e2e
TTE, TEMPLATES = "/kantor/surat/tte/", "/kantor/surat/templat/"


@pytest.fixture()
def issuer(village: Any) -> Iterator[Issuer]:
    """Running."""
    with issuing() as running:
        yield running


def looked(browser: Browser, client: Any, path: str, name: str) -> None:
    """Two looks at a page; nothing runs over the edge, nothing serious is found, the browser complains of nothing."""
    for width, dark in ((360, False), (1280, True)):
        page = browser.open(client, path, width=width)
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        picture(page, f"{name}-{width}")
        assert fits(page), (name, width)
        found = Axe().run(page).response["violations"]
        bad = [
            (each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in {"serious", "critical"}
        ]
        assert not bad, (name, width, bad)
        # The browser's own reader of PDFs asks for its styles at addresses of its own.
        said = [each for each in page.problems if "chrome" not in each and "404" not in each]
        assert said == [], (name, width)
        page.context.close()


def test_every_page_of_the_room(village: Any, issuer: Issuer, office_client: Any, client_of: Any) -> None:
    secretary, kades, public = office_client("sekretaris"), office_client("kepala_desa"), client_of(village)
    officer = office_client("operator")
    connection.set_tenant(village)

    def before(browser: Browser) -> None:
        looked(browser, kades, TTE, "tte-mati")
        looked(browser, secretary, f"{TTE}pengaturan/", "tte-pengaturan-kosong")
        looked(browser, secretary, f"{TTE}sertifikat/", "tte-sertifikat")

    Browser(village).run(before)
    change_signing(actor=staff("sekretaris"), driver="pades", visible=True, timestamp_url=f"{issuer.url}/tsa")
    add_certificate(
        actor=staff("sekretaris"), official_id=str(head().official_id), passphrase=SECRET,
        content=issuer.pkcs12(issuer.person("TANPA SUMBER", quick=False, lists="")),
    )  # fmt: skip
    letters = [waiting(number) for number in range(4)]
    without = sign_letter(actor=staff("kepala_desa"), letter=letters[0], passphrase=SECRET)
    add_certificate(
        actor=staff("sekretaris"), official_id=str(head().official_id), passphrase=SECRET,
        content=issuer.pkcs12(issuer.person()),
    )  # fmt: skip
    whole = sign_letter(actor=staff("kepala_desa"), letter=letters[1], passphrase=SECRET)
    with pytest.raises(PassphraseWrong):
        sign_letter(actor=staff("kepala_desa"), letter=letters[2], passphrase=WRONG)
    cache.clear()
    PinAlarm.objects.create(people=24, tries=31, addresses=7)

    def after(browser: Browser) -> None:
        looked(browser, kades, TTE, "tte-daftar")
        looked(browser, kades, f"/kantor/surat/{letters[3].pk}/", "tte-surat-menunggu")
        looked(browser, officer, f"/kantor/surat/{without.pk}/", "tte-surat-tanpa-data")
        looked(browser, officer, f"/kantor/surat/{whole.pk}/", "tte-surat-lengkap")
        looked(browser, secretary, f"{TTE}pengaturan/", "tte-pengaturan")
        looked(browser, secretary, f"{TTE}sertifikat/{kept}/hapus/", "tte-sertifikat-hapus")
        looked(browser, public, f"/v/{village.key}-{whole.token}/", "tte-periksa")
        looked(browser, secretary, f"{TEMPLATES}kelahiran/penanda-tangan/?blok=2", "penanda-blok")
        looked(browser, secretary, f"{TEMPLATES}domisili/penanda-tangan/", "penanda")
        looked(browser, secretary, f"{TEMPLATES}kelahiran/", "jenis-kelahiran")
        looked(browser, officer, "/kantor/layanan-mandiri/", "pin-peringatan")
        looked(browser, officer, "/kantor/", "beranda-peringatan")

    kept = SigningCertificate.objects.get(removed_at=None).pk
    Browser(village).run(after)
