"""What a base class leaves to its heirs, every heir that is used answers."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"balai": ROOT / "platform" / "balai", "tenants": ROOT / "tenants", "modules": ROOT / "modules"}


def _left_open() -> list[tuple[str, str, str]]:
    """(module, class, method) whose body raises NotImplementedError."""
    found = []
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            if "NotImplementedError" not in (text := path.read_text()):
                continue
            name = ".".join([package, *path.relative_to(folder).with_suffix("").parts])
            for kind in ast.walk(ast.parse(text)):
                if isinstance(kind, ast.ClassDef):
                    found += [
                        (name, kind.name, act.name)
                        for act in kind.body
                        if isinstance(act, ast.FunctionDef)
                        for line in ast.walk(act)
                        if isinstance(line, ast.Raise) and "NotImplementedError" in ast.dump(line)
                    ]
    return found


def _import_all(package: ModuleType) -> None:
    for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        # Settings are chosen by the environment, one of them.
        if not {"migrations", "settings", "__main__"} & set(each.name.split(".")):
            importlib.import_module(each.name)


def _heirs(kind: type[object]) -> set[type[object]]:
    found: set[type[object]] = set()
    each: type[object]
    for each in type.__subclasses__(kind):
        found |= {each, *_heirs(each)}
    return found


@pytest.fixture(scope="module")
def everything() -> None:
    """Every module of ours is imported, so that every heir is known."""
    for name in PACKAGES:
        _import_all(importlib.import_module(name))


OPEN = _left_open()


def test_there_is_something_to_look_at() -> None:
    assert len(OPEN) >= 5


@pytest.mark.parametrize(("module", "kind", "method"), OPEN, ids=[f"{kind}.{method}" for _, kind, method in OPEN])
def test_every_last_heir_answers_the_hook(everything: None, module: str, kind: str, method: str) -> None:
    base = getattr(importlib.import_module(module), kind)
    heirs = _heirs(base)
    assert heirs, f"nobody inherits {kind}"
    silent = [
        heir.__qualname__
        for heir in heirs
        if not _heirs(heir) and getattr(heir, method) is getattr(base, method) and not heir.__dict__.get("abstract")
    ]
    assert not silent, f"{silent} leave {kind}.{method} open"
