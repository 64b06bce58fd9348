"""The shape of the checkout that Python itself depends on."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_platform_is_a_source_root_and_never_a_package() -> None:
    """An ``__init__.py`` in ``platform/`` would shadow Python's own module of that name everywhere."""
    assert (ROOT / "platform" / "balai").is_dir()
    assert not (ROOT / "platform" / "__init__.py").exists()
