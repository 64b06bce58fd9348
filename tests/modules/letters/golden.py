"""Pictures of every shipped letter, looked at by eye once and kept: ``python -m tests.modules.letters.golden`` takes them anew.

Forty dots an inch in sixteen greys: small enough for the repository, fine enough to notice a line that moved.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from balai.documents import render_letter
from balai.documents.reading import pdf_pages, pdf_png
from modules.letters.types import LetterType, shipped_types
from modules.letters.types.attachments import ATTACHMENTS
from tests.modules.letters.paper import filled
from tests.platform.documents.sample import template

FOLDER = Path(__file__).resolve().parent / "golden"
DPI = 40
#: Mean difference of a point (of 255) that another machine's drawing may make.
TOLERANCE = 1.5


def pictures(kind: LetterType) -> list[Image.Image]:
    """A kind's pages."""
    pdf = render_letter(filled(kind), template())
    return [Image.open(io.BytesIO(pdf_png(pdf, page, DPI))).convert("L") for page in range(pdf_pages(pdf))]


def form_pictures(code: str) -> list[Image.Image]:
    """A form's pages, behind the first kind of letter that has it."""
    kind = next((each for each in shipped_types() if code in each.attachments), letter_of_death())
    pdf = render_letter(filled(kind, code), template())
    return [Image.open(io.BytesIO(pdf_png(pdf, page, DPI))).convert("L") for page in range(1, pdf_pages(pdf))]


def letter_of_death() -> LetterType:
    """What stands before a form that no kind has by itself (F-2.30)."""
    return next(each for each in shipped_types() if each.key == "kematian")


def path_of_form(code: str, page: int) -> Path:
    """Where a form's page is kept."""
    return FOLDER / f"form-{code.lower()}-{page + 1}.png"


def path_of(kind: LetterType, page: int) -> Path:
    """Where a page's picture is kept."""
    return FOLDER / f"{kind.number:02d}-{kind.key}-{page + 1}.png"


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of a point; 255 where the sizes differ."""
    if one.size != other.size:
        return 255.0
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


def keep() -> None:
    """Take all pictures anew."""
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for kind in shipped_types():
        for page, picture in enumerate(pictures(kind)):
            picture.quantize(16).save(path_of(kind, page), optimize=True)
            sys.stderr.write(f"{path_of(kind, page).name}\n")
    for code in ATTACHMENTS:
        for page, picture in enumerate(form_pictures(code)):
            picture.quantize(16).save(path_of_form(code, page), optimize=True)


if __name__ == "__main__":
    import django

    django.setup()
    keep()
