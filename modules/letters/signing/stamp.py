"""The visible signature: the box, and where on the letter it stands."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from balai.documents import LetterTemplate, render_letter
from balai.documents.reading import pdf_png, pdf_spots
from balai.ui.formats import moment
from modules.letters.signing.interface import Place

TEMPLATE = LetterTemplate(Path(__file__).resolve().parents[1] / "templates_typst", "stamp.typ")
#: Size of the box in points (60 mm x 19 mm, as the template draws it), and the least height that is still read.
WIDTH, HEIGHT, LEAST_HEIGHT = 170.1, 53.9, 40.0
#: How far the middle of the name may lie from the middle of the line above the signature.
_SAME_COLUMN = 70.0
_MOST_GAP = 110.0
_AIR = 2.0
_STAMP_DPI = 220


def place_of(content: bytes, *, position: str, name: str) -> Place | None:
    """Where the signer's block leaves room: between the line of the position and the name under it. None where the
    letter has no such block: its signature is invisible then."""
    if not position or not name:
        return None
    names = pdf_spots(content, name)
    for above in pdf_spots(content, f"{position},"):
        for below in names:
            gap = above.bottom - below.top
            if below.page != above.page or not LEAST_HEIGHT <= gap <= _MOST_GAP:
                continue
            if abs(above.middle - below.middle) > _SAME_COLUMN:
                continue
            height = min(HEIGHT, gap - 2 * _AIR)
            width = WIDTH * height / HEIGHT
            return Place(below.page, max(0.0, below.middle - width / 2), below.top + (gap - height) / 2, width, height)
    return None


def stamp_of(merged: dict[str, Any], *, name: str, position: str, at: datetime) -> bytes:
    """The box as a PDF of one page."""
    data: Any = {
        **merged,
        "letterhead": {**merged["letterhead"], "crest_png": None},
        "content": {"type": "doc", "content": []},
        "attachments": [],
        "stamp": {"name": name, "position": position, "when": moment(at)},
    }
    return render_letter(data, TEMPLATE)


def stamp_png(stamp: bytes) -> bytes:
    """The box as a picture, for a service that draws it itself."""
    return pdf_png(stamp, dpi=_STAMP_DPI)
