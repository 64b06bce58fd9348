"""Contrast of the tokens (WCAG formula), and what the bundles weigh."""

from __future__ import annotations

import gzip
import re

import pytest

from balai import assets

PARTS = assets.SOURCES / "parts"
#: (what stands, on what, at least)
PAIRS = [
    ("ink", "paper", 7), ("ink", "ground", 7), ("muted", "paper", 4.5), ("muted", "ground", 4.5), ("primary", "paper", 4.5),
    ("primary", "ground", 4.5), ("on-primary", "primary", 4.5), ("on-primary", "pressed", 4.5), ("pressed", "tint", 4.5), ("muted", "tint", 4.5),
    ("primary", "tint", 4.5), ("ink", "tint", 7), ("on-danger", "danger", 4.5), ("on-danger", "danger-ink", 4.5), ("danger-ink", "paper", 4.5),
    ("danger-ink", "danger-tint", 4.5), ("warn-ink", "warn-tint", 4.5), ("good-ink", "good-tint", 4.5), ("info-ink", "info-tint", 4.5),
    ("field", "paper", 3), ("danger", "paper", 3), ("focus", "paper", 3), ("focus", "ground", 3),
    *((f"c{n}", "paper", 3) for n in range(1, 7)),
]  # fmt: skip


def tokens(dark: bool) -> dict[str, str]:
    light, _, night = (PARTS / "tokens.css").read_text().partition("@media")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", night)) if dark else found


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_pair_can_be_read(dark: bool) -> None:
    found = tokens(dark)
    weak = {
        (a, b): round(contrast(found[a], found[b]), 2) for a, b, least in PAIRS if contrast(found[a], found[b]) < least
    }
    assert not weak


def test_only_the_sizes_of_the_guide_are_used() -> None:
    text = "".join(path.read_text() for path in sorted(assets.SOURCES.rglob("*.css")))
    screen = text.replace((PARTS / "print.css").read_text(), "")
    sizes = {int(size) for size in re.findall(r"font(?:-size)?: ?(\d+)px", screen)}
    assert sizes <= {13, 15, 16, 20, 26, 34}


def test_the_bundles_keep_their_budgets() -> None:
    assets.ensure()

    def weight(name: str) -> int:
        return len(gzip.compress((assets.TARGET / "balai" / name).read_bytes()))

    assert weight("citizen.css") <= 20 * 1024
    assert weight("citizen.js") <= 4 * 1024
    assert weight("office.css") + weight("office.js") <= 40 * 1024
    # The editor of letters stands on its own pages only.
    assert weight("editor.js") <= 121 * 1024
    assert weight("editor.css") <= 4 * 1024


def test_no_bundle_asks_another_host_or_evaluates_text() -> None:
    assets.ensure()
    for path in (assets.TARGET / "balai").iterdir():
        text = path.read_text()
        # The editor's library sets single properties of an element's style, which the policy allows, and measures with them.
        ours = "" if path.name == "editor.js" else r"|\.style\b|innerHTML"
        assert not re.search(rf"url\(['\"]?https?:|@import|\beval\(|new Function{ours}", text), path.name
