"""One set of fonts a process: reading them takes longer than a letter."""

from __future__ import annotations

import functools

import typst

from balai import assets

#: Arimo is metric-compatible with Arial, the fonts' default of village letters; Tinos with Times New Roman.
FAMILIES = ("Arimo", "Tinos")


@functools.cache
def fonts() -> typst.Fonts:
    """The built fonts and no others: a machine's own would make the same letter look different elsewhere."""
    folder = assets.TARGET / "fonts"
    if not any(folder.glob("*.ttf")):
        assets.ensure()
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
