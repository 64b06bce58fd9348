"""The hook by which a module takes workbooks of its own."""

from __future__ import annotations

from typing import Any

import pytest

from balai import registry
from balai.registry import Importer, Module, Scope


def sniff(headings: list[str]) -> float:
    """Surely ours where NIK stands first."""
    return 1.0 if headings[:1] == ["NIK"] else 0.0


def load(path: Any, *, actor: Any, dry_run: bool, skip_refused: bool) -> dict[str, Any]:
    """What it was called with."""
    return {"path": path, "actor": actor, "dry_run": dry_run, "skip_refused": skip_refused}


def _importer(layout: str) -> Importer:
    return Importer(layout, "Contoh", sniff=f"{__name__}.sniff", load=f"{__name__}.load")


def test_an_importer_is_called_by_its_dotted_paths() -> None:
    importer = _importer("example")
    assert (importer.sniff_headings(["NIK"]), importer.sniff_headings(["nama"])) == (1.0, 0.0)
    called = importer.load_file("x.xlsx", actor="somebody", dry_run=True, skip_refused=False)
    assert called == {"path": "x.xlsx", "actor": "somebody", "dry_run": True, "skip_refused": False}


def test_two_modules_cannot_take_one_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    two = tuple(Module(name, name, Scope.VILLAGE, importers=[_importer("example")]) for name in ("one", "two"))
    monkeypatch.setattr(registry, "modules", lambda: two)
    registry.permissions.cache_clear()
    assert set(registry.importers()) == {"example"}
    assert "balai.E010" in [problem.id for problem in registry.check_modules()]
    registry.permissions.cache_clear()
