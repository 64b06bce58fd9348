"""The front-end build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from balai import assets


def test_nothing_is_built_twice() -> None:
    assets.ensure()
    assert assets.ensure() is False


def test_fonts_are_truetype_and_named_as_templates_name_them() -> None:
    assets.ensure()
    for name in assets.FONTS:
        font = TTFont(assets.TARGET / "fonts" / name)
        assert font.flavor is None
        assert font["name"].getDebugName(1).split()[0] == name.split("-")[0]
        assert {ord(letter) for letter in "AZaz09éñ’“–"} <= set(font.getBestCmap())


def test_the_sprite_has_every_listed_icon_once() -> None:
    assets.ensure()
    names = assets.ICONS.read_text().split()
    sprite = (assets.TARGET / "icons.svg").read_text()
    assert len(names) == len(set(names)) >= 50
    assert all(sprite.count(f'<symbol id="{name}"') == 1 for name in names)
    assert sprite.count("<symbol") == len(names)


def test_each_source_is_one_smaller_bundle() -> None:
    assets.ensure()
    sources = sorted([*assets.SOURCES.glob("*.css"), *assets.SOURCES.glob("*.js")])
    assert sources
    assert {path.name for path in (assets.TARGET / "balai").iterdir()} == {path.name for path in sources}
    assert all((assets.TARGET / "balai" / path.name).stat().st_size > 0 for path in sources)


def test_the_lock_holds_digests_and_no_addresses() -> None:
    lock = json.loads((assets.ROOT / "package-lock.json").read_text())
    packages = {name: value for name, value in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in value and value["integrity"].startswith("sha512-") for value in packages.values())


def test_each_package_has_its_reason_written_down() -> None:
    named = json.loads((assets.ROOT / "package.json").read_text())["dependencies"]
    told = (Path(assets.__file__).parent / "documents" / "README.md").read_text()
    assert all(f"| {name} |" in told for name in named)


def test_a_lost_font_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "TARGET", tmp_path / "assets")
    monkeypatch.setattr(assets, "MARK", tmp_path / "assets" / ".made-from")
    assert assets.ensure() is True
    assert assets.ensure() is False
    (tmp_path / "assets" / "fonts" / "Arimo-Bold.ttf").unlink()
    assert assets.ensure() is True
    assert (tmp_path / "assets" / "fonts" / "Arimo-Bold.ttf").is_file()


def test_an_unknown_icon_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = tmp_path / "icons.txt"
    names.write_text("home\nno-such-icon-at-all\n")
    monkeypatch.setattr(assets, "TARGET", tmp_path / "assets")
    monkeypatch.setattr(assets, "MARK", tmp_path / "assets" / ".made-from")
    monkeypatch.setattr(assets, "ICONS", names)
    with pytest.raises(assets.AssetsError) as caught:
        assets.ensure()
    assert "no-such-icon-at-all" in str(caught.value) and "\n" not in str(caught.value)
    assert not assets.MARK.exists()


@pytest.mark.parametrize(("told", "why"), [("ECONNREFUSED", "is there a network?"), ("ENOSPC", "the disk is full")])
def test_packages_that_cannot_be_fetched_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, why: str
) -> None:
    npm = tmp_path / "npm"
    npm.write_text(
        f"#!/bin/sh\nprintf 'npm warn old\\nnpm error code {told}\\nnpm error syscall x\\nnpm error it went wrong\\n' >&2\nexit 1\n"
    )
    npm.chmod(0o755)
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "TARGET", tmp_path / "assets")
    monkeypatch.setattr(assets, "MARK", tmp_path / "assets" / ".made-from")
    monkeypatch.setattr(assets, "_node", lambda: ("node", [str(npm)]))
    with pytest.raises(assets.AssetsError) as caught:
        assets.ensure()
    assert str(caught.value) == f"The front-end packages could not be fetched, {why} (npm: it went wrong)"
