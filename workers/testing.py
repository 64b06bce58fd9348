"""``balai test`` and ``balai lint``: the same words on a laptop and in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def find_chromium() -> str:
    """The browser's path, or ''."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return ""


def ensure_chromium() -> None:
    """Debian's Chromium, installed when we may; else one sentence that says how."""
    if find_chromium():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write("balai: installing Debian's chromium (once, for the tests in a real browser)\n")
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)  # type: ignore[call-overload]
    if not find_chromium():
        raise SystemExit("Chromium is missing and the browser tests need it. Run: sudo apt-get install chromium")


def main(arguments: list[str]) -> int:
    """Run the whole suite, or what pytest's arguments select."""
    from balai.assets import ensure

    ensure()
    chosen = [argument for argument in arguments if not argument.startswith("-")]
    if not chosen or any("e2e" in argument for argument in chosen):
        ensure_chromium()
    options = list(arguments)
    if not any(argument.startswith("-n") for argument in arguments):
        options = ["-n", str(min(4, os.cpu_count() or 2)), "--dist", "loadgroup", *options]
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, env=environment, check=False).returncode


def lint(arguments: list[str]) -> int:
    """Style, types, import rules, and our own bans."""
    worst = 0
    for command in (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy", "platform/balai", "tenants", "modules", "workers"],
        ["lint-imports"],
    ):
        sys.stderr.write(f"-- {' '.join(command)}\n")
        program = Path(sys.executable).parent / command[0]
        worst = max(worst, subprocess.run([str(program), *command[1:]], cwd=ROOT, check=False).returncode)
    for place, line, text in banned():
        sys.stderr.write(
            f"{place}:{line}: 'with tenant:' keeps its stack across threads; use village_context ({text})\n"
        )
        worst = max(worst, 1)
    return worst


def banned() -> list[tuple[str, int, str]]:
    """Places that enter a tenant object itself, whose stack all threads share (tenancy guide)."""
    import re

    pattern = re.compile(r"^\s*with\s+(self\.)?(request\.)?(tenant|village|other_village)\s*(:|,|as\b)")
    found = []
    for wing in ("platform", "tenants", "modules", "workers", "tests"):
        for path in sorted((ROOT / wing).rglob("*.py")):
            for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if pattern.match(text):
                    found.append((str(path.relative_to(ROOT)), number, text.strip()))
    return found
