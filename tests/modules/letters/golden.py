"""Pictures and words of every shipped letter, looked at by eye once and kept: ``python -m tests.modules.letters.keep``.

A letter must look as it did tile by tile, and say what it said word for word. A mean over the page would let a whole line go
missing; the tiles overlap by half, so that nothing hides on an edge between two. Drawing by another build of the rasteriser
makes edges a little lighter or darker, which no tile's limit notices; a field that is gone, or a cross, one of the two does.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageChops

from balai.documents import render_letter
from balai.documents.reading import pdf_pages, pdf_png, pdf_text
from modules.letters.types import LetterType, shipped_types
from modules.letters.types.attachments import ATTACHMENTS
from tests.modules.letters.paper import filled
from tests.platform.documents.sample import template

FOLDER = Path(__file__).resolve().parent / "golden"
DPI = 50
GREYS = 16
#: A tile is sixteen points wide: 8 mm, a word of two syllables.
TILE = 16
#: Mean difference of a tile's points (of 255) that another build's drawing may make.
LIMIT = 14.0


def pages_of(pdf: bytes, first: int = 0) -> list[Image.Image]:
    """Pages from ``first`` on, in as many greys as are kept."""
    found = []
    for page in range(first, pdf_pages(pdf)):
        picture = Image.open(io.BytesIO(pdf_png(pdf, page, DPI))).convert("L")
        found.append(picture.quantize(GREYS).convert("L"))
    return found


def words_of(pdf: bytes, first: int = 0) -> str:
    """What those pages say: a page's words on one line."""
    return "\n".join(" ".join(page.split()) for page in pdf_text(pdf).split("\f")[first:]) + "\n"


def letter_pdf(kind: LetterType) -> bytes:
    """A kind's letter."""
    return render_letter(filled(kind), template())


def form_pdf(code: str, kind: LetterType | None = None) -> bytes:
    """A form behind a kind of letter, the first that has it; its pages begin with the second."""
    behind = kind or next(each for each in shipped_types() if code in each.attachments)
    return render_letter(filled(behind, code), template())


#: A form that more than one kind of letter fills, each in its own way: the further kinds.
ALSO_BEHIND = {"F-2.01": ("kematian", "lahir_mati", "nikah_non_muslim", "akta_lahir")}


def name_of(kind: LetterType) -> str:
    """What a kind's pictures are called."""
    return f"{kind.number:02d}-{kind.key}"


def name_of_form(code: str, kind: LetterType | None = None) -> str:
    """What a form's pictures are called."""
    return f"form-{code.lower()}" + (f"-{kind.key}" if kind else "")


def picture_path(name: str, page: int) -> Path:
    """Where a page's picture is kept."""
    return FOLDER / f"{name}-{page + 1}.png"


def words_path(name: str) -> Path:
    """Where the words are kept."""
    return FOLDER / f"{name}.txt"


def worst_tile(one: Image.Image, other: Image.Image) -> float:
    """The largest mean difference of any tile; 255 where the sizes differ."""
    if one.size != other.size:
        return 255.0
    apart = ImageChops.difference(one, other)
    if apart.getbbox() is None:
        return 0.0
    width, height = apart.size
    step, worst = TILE // 2, 0.0
    whole = Image.new("L", ((width // TILE + 2) * TILE, (height // TILE + 2) * TILE))
    whole.paste(apart, (0, 0))
    for left in (0, step):
        for top in (0, step):
            part = whole.crop((left, top, whole.width - TILE + left, whole.height - TILE + top))
            worst = max(worst, part.reduce(TILE).getextrema()[1])  # type: ignore[arg-type]
    return worst


def differences(pdf: bytes, name: str, first: int = 0) -> list[str]:
    """What is not as it was kept: nothing where all is."""
    found = []
    pages = pages_of(pdf, first)
    if picture_path(name, len(pages)).exists():
        found.append(f"{name}: a page is missing")
    for page, picture in enumerate(pages):
        kept = picture_path(name, page)
        if not kept.exists():
            found.append(f"{name}: page {page + 1} is new")
        elif (worst := worst_tile(picture, Image.open(kept).convert("L"))) > LIMIT:
            found.append(f"{kept.name} looks different: a tile differs by {worst:.0f}")
    if words_of(pdf, first) != words_path(name).read_text(encoding="utf-8"):
        found.append(f"{name} says something else")
    return found


def everything() -> list[tuple[str, bytes, int]]:
    """Name, document and first page of all that is kept."""
    kinds = {each.key: each for each in shipped_types()}
    made = [(name_of(kind), letter_pdf(kind), 0) for kind in kinds.values()]
    for code in ATTACHMENTS:
        made.append((name_of_form(code), form_pdf(code), 1))
        made += [(name_of_form(code, kinds[key]), form_pdf(code, kinds[key]), 1) for key in ALSO_BEHIND.get(code, ())]
    return made


def keep() -> None:
    """Take all pictures and words anew."""
    for old in (*FOLDER.glob("*.png"), *FOLDER.glob("*.txt")):
        old.unlink()
    for name, pdf, first in everything():
        for page, picture in enumerate(pages_of(pdf, first)):
            picture.quantize(GREYS).save(picture_path(name, page), optimize=True)
        words_path(name).write_text(words_of(pdf, first), encoding="utf-8")
        sys.stderr.write(f"{name}\n")
