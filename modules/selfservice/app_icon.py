"""The door's icon: the village's crest on paper; where there is none, a hall with its roof, white on green."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from balai.registry import letterhead

GREEN, PAPER = (11, 107, 91), (255, 255, 255)
#: What a phone may cut off round a maskable icon: the crest stays inside the middle 72 per cent.
SAFE = 0.72


def app_icon(size: int) -> bytes:
    """A PNG of ``size`` pixels, square and full to the edge (phones round it themselves)."""
    found = letterhead()
    picture = _crest(found.crest, size) if found is not None and found.crest else None
    out = io.BytesIO()
    (picture or _hall(size)).save(out, "PNG", optimize=True)
    return out.getvalue()


def _crest(content: bytes, size: int) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as source:
            crest = source.convert("RGBA")
    except (OSError, ValueError):
        return None
    crest.thumbnail((round(size * SAFE), round(size * SAFE)), Image.Resampling.LANCZOS)
    icon = Image.new("RGB", (size, size), PAPER)
    icon.paste(crest, ((size - crest.width) // 2, (size - crest.height) // 2), crest)
    return icon


def _hall(size: int) -> Image.Image:
    # Drawn four times as large: Pillow's edges are hard.
    big = size * 4
    icon = Image.new("RGB", (big, big), GREEN)
    draw = ImageDraw.Draw(icon)

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * big, y * big) for x, y in points]

    draw.polygon(at((0.18, 0.46), (0.5, 0.22), (0.82, 0.46), (0.82, 0.5), (0.18, 0.5)), fill=PAPER)
    for left in (0.25, 0.405, 0.535, 0.69):
        draw.rectangle(at((left, 0.53), (left + 0.06, 0.7)), fill=PAPER)
    draw.rectangle(at((0.2, 0.73), (0.8, 0.78)), fill=PAPER)
    return icon.resize((size, size), Image.Resampling.LANCZOS)
