"""A person at a real browser: counts what the hand does, and looks at every page as our rules look at it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

PICTURES = Path(__file__).resolve().parents[2] / "var" / "e2e"
_AXE = Axe()
#: Pages seen in this run by (name, width, dark): axe looks at each once.
_examined: set[tuple[str, int, bool]] = set()


@dataclass
class Counts:
    """What the hand did: pointer actions, and fields typed into or chosen in."""

    clicks: int = 0
    fields: int = 0
    screens: int = 0

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.fields} fields, {self.screens} screens"


@dataclass
class Visitor:
    """One person, one device. ``script=False``: JavaScript is off."""

    browser: Browser
    origin: str
    width: int
    script: bool = True
    dark: bool = False
    #: Whether pages may keep a service worker: what passes through it is not weighed.
    app: bool = True
    counts: Counts = field(default_factory=Counts)
    complaints: list[str] = field(default_factory=list)
    transferred: int = 0
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        height = 780 if self.width < 800 else 900
        self.context = self.browser.new_context(
            viewport={"width": self.width, "height": height},
            java_script_enabled=self.script,
            service_workers="allow" if self.app else "block",
            has_touch=self.width < 800,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            accept_downloads=True,
            reduced_motion="reduce",
            color_scheme="dark" if self.dark else "light",
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._answered)
        self._weigh()

    def _heard(self, message: Any) -> None:
        # Violations of the content policy come this way, too.
        if message.type == "error":
            self.complaints.append(f"console: {message.text} at {self.page.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")

    def _weigh(self) -> None:
        session = self.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on(
            "Network.requestWillBeSent",
            lambda event: self._add(int(event.get("redirectResponse", {}).get("encodedDataLength", 0))),
        )
        session.on("Network.loadingFinished", lambda event: self._add(int(event["encodedDataLength"])))

    def _add(self, size: int) -> None:
        self.transferred += size

    # -- what a person does -------------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Type an address, or follow a link from elsewhere: not counted."""
        answer = self.page.goto(path if "://" in path else self.origin + path)
        assert answer is not None and answer.status < 400, f"{path} answers {answer and answer.status}"
        self.counts.screens += 1

    def click(self, what: str | Locator) -> None:
        """One pointer action that leads to a page."""
        self._locator(what).click()
        self.page.wait_for_load_state()
        self.counts.clicks += 1
        self.counts.screens += 1

    def tick(self, what: str) -> None:
        """One pointer action on this page."""
        self._locator(what).check()
        self.counts.clicks += 1

    def fill(self, what: str, text: str) -> None:
        """One field typed into."""
        self._locator(what).fill(text)
        self.counts.fields += 1

    def enter(self, what: str | Locator) -> None:
        """The Enter key in a field: it ends typing, so it belongs to the field."""
        self._locator(what).press("Enter")
        self.page.wait_for_load_state()

    def button(self, words: str) -> Locator:
        """The button or link of these words in the page's own part."""
        name = re.compile(re.escape(words))
        main = self.page.locator("main")
        return main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first

    def _locator(self, what: str | Locator) -> Locator:
        return self.page.locator(what).first if isinstance(what, str) else what

    # -- what we look at ----------------------------------------------------------------------------------------------

    def look(self, name: str) -> None:
        """Keep a picture; nothing runs over the edge, axe finds nothing serious, the browser complains of nothing."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(
            # JPEG: a third of the time of a PNG, several hundred times a run.
            path=PICTURES / f"{name}-{self.width}{'-gelap' if self.dark else ''}.jpg",
            type="jpeg",
            quality=75,
            full_page=True,
            animations="disabled",
        )
        if self.script:
            wide = self.page.evaluate("document.scrollingElement.scrollWidth")
            assert wide <= self.width, f"{name} is {wide} px wide on a screen of {self.width}: {self._widest()}"
            self._examine(name)
        self.has_no_complaint(name)

    def _widest(self) -> str:
        return str(
            self.page.evaluate(
                """() => [...document.querySelectorAll("body *")]
                .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
                .slice(0, 5).map(each => each.outerHTML.slice(0, 120)).join(" | ")"""
            )
        )

    def _examine(self, name: str) -> None:
        if (name, self.width, self.dark) in _examined:
            return
        _examined.add((name, self.width, self.dark))
        found = _AXE.run(self.page).response["violations"]
        bad = [
            f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:240]}"
            for each in found
            if each["impact"] in {"serious", "critical"}
            for node in each["nodes"][:3]
        ]
        assert not bad, f"{name} at {self.width} px: " + "\n".join(bad)

    def targets_below(self, pixels: int) -> list[str]:
        """What a finger must hit and is lower than so many pixels; links inside sentences are not meant."""
        return [
            str(each)
            for each in self.page.evaluate(
                """least => [...document.querySelectorAll(
                    "main .button, main button, main .tile, main .parcel, main .back, main select, main textarea, " +
                    "main input:not([type=hidden], [type=checkbox], [type=radio]), header .button")]
                .filter(each => each.getClientRects().length && each.getBoundingClientRect().height < least)
                .map(each => each.outerHTML.slice(0, 120))""",
                pixels,
            )
        ]

    def has_no_complaint(self, name: str) -> None:
        """Neither console errors, nor violations of the content policy, nor answers of 400 and above."""
        assert not self.complaints, f"{name}: {self.complaints}"

    def path(self) -> str:
        """Where this person is."""
        return urlsplit(self.page.url).path

    def leave(self) -> None:
        """Close the browser's window: nothing may have been complained of until the end."""
        self.has_no_complaint("at the end")
        self.context.close()
