"""The two scripts in a real browser: a file compared where it lies, and letters signed one after another. The browser's
requests are answered by Django's own client, so that a page under its real policy costs no server."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from balai.files import StoredFile
from modules.letters.models import Letter, Signature, State
from modules.letters.signing.doing import sign_letter
from modules.letters.signing.papers import bytes_of
from tests.modules.letters.conftest import staff
from tests.modules.letters.signing.conftest import SECRET
from tests.modules.letters.signing.keys import PASSPHRASE
from workers.testing import find_chromium

pytestmark = pytest.mark.e2e
#: Where pictures of the pages go, for who wants to look at them.
PICTURES = os.environ.get("BALAI_PICTURES", "")


class Browser:
    """A browser in a thread of its own; its requests are answered here, in the test's thread and transaction."""

    def __init__(self, village: Any) -> None:
        self.village, self.asked = village, queue.Queue()  # type: ignore[var-annotated]
        self.driver: Any = None

    def run(self, walk: Callable[[Browser], None]) -> None:
        """Walk through pages; what the walk asserts fails the test."""

        def alone() -> None:
            from playwright.sync_api import sync_playwright

            with sync_playwright() as driver:
                self.driver = driver.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
                try:
                    walk(self)
                finally:
                    self.driver.close()

        with ThreadPoolExecutor(1) as pool:
            walked = pool.submit(alone)
            while not walked.done():
                try:
                    client, method, path, body, headers, answer = self.asked.get(timeout=0.05)
                except queue.Empty:
                    continue
                answer.put(self.answer(client, method, path, body, headers))
            walked.result()

    def answer(self, client: Any, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        """What Django says, as the browser takes it."""
        accept = {"Accept": headers.get("accept", "*/*")}
        if method == "POST":
            found = client.generic("POST", path, body, content_type=headers["content-type"], headers=accept)
        else:
            found = client.get(path, headers=accept)
        connection.set_tenant(self.village)
        content = b"".join(found.streaming_content) if found.streaming else found.content
        said = {name: value for name, value in found.items() if name.lower() != "content-length"}
        return {"status": found.status_code, "headers": said, "body": content}

    def open(self, client: Any, path: str, *, width: int = 360, script: bool = True) -> Any:
        """A page of somebody."""
        context = self.driver.new_context(viewport={"width": width, "height": 740}, java_script_enabled=script)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))

        def hand_on(route: Any) -> None:
            asked, answer = route.request, queue.Queue()  # type: ignore[var-annotated]
            parts = urlsplit(asked.url)
            where = parts.path + (f"?{parts.query}" if parts.query else "")
            self.asked.put((client, asked.method, where, asked.post_data_buffer or b"", asked.headers, answer))
            route.fulfill(**answer.get(timeout=60))

        page.route("**/*", hand_on)
        page.goto(f"http://{self.village.subdomain}.grobogan.localhost{path}")
        return page


def picture(page: Any, name: str) -> None:
    """Keep a picture where somebody asked for them."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def fits(page: Any) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_file_is_compared_in_the_browser_and_sent_nowhere(
    pades: Callable[..., Letter], client_of: Any, village: Any, tmp_path: Path
) -> None:
    letter = sign_letter(actor=staff("kepala_desa"), letter=pades(), passphrase=SECRET)
    content = bytes_of(StoredFile.objects.get(pk=letter.pdf_file_id))
    same, other = tmp_path / "surat.pdf", tmp_path / "lain.pdf"
    same.write_bytes(content)
    other.write_bytes(content[:-1] + b"?")
    path, client, posted = f"/v/{village.key}-{letter.token}/", client_of(village), []

    def walk(browser: Browser) -> None:
        page = browser.open(client, path)
        page.on("request", lambda asked: posted.append(asked.method))
        assert fits(page)
        picture(page, "periksa-360")
        page.set_input_files("#verify-file", str(same))
        page.wait_for_selector("[data-verify-case=same]:visible")
        picture(page, "periksa-sama-360")
        page.set_input_files("#verify-file", str(other))
        page.wait_for_selector("[data-verify-case=other]:visible")
        assert not page.is_visible("[data-verify-case=same]")
        assert page.problems == []
        picture(browser.open(client, path, width=1280), "periksa-1280")
        plain = browser.open(client, path, script=False)
        assert not plain.is_visible("#verify-file")
        assert plain.is_visible("[data-verify-hash]")

    Browser(village).run(walk)
    assert posted == []


def test_letters_are_signed_one_after_another_and_the_passphrase_is_gone(
    pades: Callable[..., Letter], office_client: Any, village: Any
) -> None:
    letters = [pades(number) for number in range(3)]
    head = office_client("kepala_desa")
    clients = {role: office_client(role) for role in ("operator", "sekretaris")} if PICTURES else {}

    def walk(browser: Browser) -> None:
        page = browser.open(head, "/kantor/surat/tte/")
        assert fits(page)
        picture(page, "tte-360")
        page.check(f"#letter-{letters[0].pk}")
        page.check(f"#letter-{letters[1].pk}")
        page.fill("#passphrase", "salah")
        page.click("[data-start]")
        page.wait_for_selector("[data-problem]:visible")
        # A wrong passphrase stops the series, and is not kept in the box.
        assert page.locator("[data-problem]:visible").count() == 1
        assert page.input_value("#passphrase") == ""
        page.fill("#passphrase", PASSPHRASE)
        page.click("[data-start]")
        page.locator("[data-done]:visible").nth(1).wait_for()
        page.locator("[data-stop]").wait_for(state="hidden")
        assert "2 dari 2 surat ditandatangani." in page.inner_text("[data-words]")
        assert page.input_value("#passphrase") == ""
        assert PASSPHRASE not in page.content()
        picture(page, "tte-selesai-360")
        # Only the refusal that was asked for stands in the browser's console.
        assert [each for each in page.problems if "422" not in each] == []
        for name, path, client in (
            ("surat-tte", f"/kantor/surat/{letters[2].pk}/", head),
            ("surat-ditandatangani", f"/kantor/surat/{letters[0].pk}/", clients.get("operator")),
            ("tte-daftar", "/kantor/surat/tte/", head),
            ("tte-pengaturan", "/kantor/surat/tte/pengaturan/", clients.get("sekretaris")),
            ("tte-sertifikat", "/kantor/surat/tte/sertifikat/", clients.get("sekretaris")),
        ):
            for width in (1280, 360) if PICTURES else ():
                shown = browser.open(client, path, width=width)
                picture(shown, f"{name}-{width}")
                assert fits(shown), (name, width)

    Browser(village).run(walk)
    states = dict(Letter.objects.filter(pk__in=[each.pk for each in letters]).values_list("pk", "state"))
    assert [states[each.pk] for each in letters] == [State.READY, State.READY, State.SEALING]
    assert Signature.objects.filter(state="signed").count() == 2
