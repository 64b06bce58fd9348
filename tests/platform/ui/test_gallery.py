"""Every component in every state; and what the policy forbids stands in no template."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from balai import assets
from tests.platform.ui.rendering import gallery, request_for

TEMPLATES = sorted(
    path for wing in ("platform", "modules", "tenants") for path in (assets.ROOT / wing).glob("**/templates/**/*.html")
)
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Page(HTMLParser):
    """Collects what the tests ask about, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "form" and "form" in self.open:
            # A browser drops the inner one, and its end tag closes the outer.
            self.wrong.append(f"form in a form at {self.getpos()}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{tag} at {self.getpos()}")


@pytest.fixture(scope="module", params=["ui/gallery.html", "ui/gallery_citizen.html"])
def drawn(request: pytest.FixtureRequest) -> Page:
    return Page(gallery(request.param))


def test_elements_are_closed_in_order(drawn: Page) -> None:
    assert not drawn.wrong
    assert not drawn.open


def test_nothing_that_the_policy_forbids(drawn: Page) -> None:
    for tag, attributes in drawn.elements:
        assert "style" not in attributes
        assert tag != "style"
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or attributes.get("src")


def test_every_input_has_a_name_that_can_be_read_aloud(drawn: Page) -> None:
    labels = {attributes.get("for") for tag, attributes in drawn.elements if tag == "label"}
    wrapped = 0
    for tag, attributes in drawn.elements:
        if tag not in {"input", "select", "textarea"} or attributes.get("type") == "hidden":
            continue
        if attributes.get("id") in labels or attributes.get("aria-label"):
            continue
        assert attributes.get("type") in {"checkbox", "radio"}, attributes
        wrapped += 1
    assert wrapped >= 1


def test_errors_are_tied_to_their_fields(drawn: Page) -> None:
    ids = {attributes["id"] for _tag, attributes in drawn.elements if attributes.get("id")}
    for _tag, attributes in drawn.elements:
        for reference in (attributes.get("aria-describedby") or "").split():
            assert reference in ids
    invalid = [attributes for _tag, attributes in drawn.elements if attributes.get("aria-invalid")]
    assert len(invalid) >= 5


def test_summary_links_lead_to_fields(drawn: Page) -> None:
    ids = {attributes["id"] for _tag, attributes in drawn.elements if attributes.get("id")}
    links = [
        attributes["href"] or ""
        for tag, attributes in drawn.elements
        if tag == "a" and (attributes.get("href") or "").startswith("#id_")
    ]
    assert len(links) >= 8
    assert all(link[1:] in ids for link in links)


def test_every_icon_is_in_the_sprite(drawn: Page) -> None:
    names = set(assets.ICONS.read_text().split())
    used = {(attributes["href"] or "").partition("#")[2] for tag, attributes in drawn.elements if tag == "use"}
    assert used
    assert used <= names


def test_every_class_is_styled_or_spoken_to(drawn: Page) -> None:
    text = "".join(path.read_text() for path in sorted(assets.SOURCES.rglob("*.*s")))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", text))
    used = {name for _tag, attributes in drawn.elements for name in (attributes.get("class") or "").split()}
    assert used <= known


def test_the_office_says_whose_data_this_is_and_who_i_am() -> None:
    text = gallery()
    assert "<title>Gaya · Desa Sumberjatipohon</title>" in text
    assert "Data latihan" in text
    assert "Sri Wahyuni" in text
    assert "Data latihan" not in gallery(site={"name": "Desa Geyer", "data": "real", "jobs_url": "/", "home": "/"})


def test_an_undo_is_a_form_and_leads_nowhere_else() -> None:
    text = gallery()
    assert re.search(r'data-toast>.*?<form method="post" action="/kantor/gaya/">.*?Urungkan', text, re.S)

    class Evil:
        level_tag, extra_tags = "success", "undo://evil.example/"

    assert "evil.example" not in gallery(messages=[Evil()])


def test_a_job_without_scripts_reloads_itself() -> None:
    assert '<noscript><meta http-equiv="refresh" content="4">' in gallery()
    assert 'data-job="/kantor/pekerjaan/1/status.json"' in gallery()


def test_the_gallerys_table_pages() -> None:
    assert "6-10 dari 3.412" in gallery(request=request_for(page=2))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(assets.ROOT)))
def test_no_template_holds_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    assert all("src=" in found for found in re.findall(r"<script\b[^>]*>", text))
    names = set(assets.ICONS.read_text().split())
    assert set(re.findall(r'{% icon "([\w-]+)" %}', text)) <= names
