"""Looking into a PDF: tests, golden pictures, previews."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

import pypdfium2

#: PDFium is not made for two threads.
pdfium_lock = threading.Lock()
_POINTS_PER_INCH = 72
_MM_PER_INCH = 25.4


def pdf_pages(content: bytes) -> int:
    """How many pages."""
    with pdfium_lock, pypdfium2.PdfDocument(content) as document:
        return len(document)


def pdf_text(content: bytes) -> str:
    """All text, pages parted by a form feed, lines by a newline."""
    with pdfium_lock, pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "\f".join(pages).replace("\r\n", "\n").replace("\ufffe", "")


def pdf_size_mm(content: bytes, page: int = 0) -> tuple[float, float]:
    """Width and height of a page in millimetres."""
    with pdfium_lock, pypdfium2.PdfDocument(content) as document:
        width, height = document[page].get_size()
    return round(width / _POINTS_PER_INCH * _MM_PER_INCH, 1), round(height / _POINTS_PER_INCH * _MM_PER_INCH, 1)


def pdf_png(content: bytes, page: int = 0, dpi: int = 96) -> bytes:
    """A page as PNG."""
    target = io.BytesIO()
    with pdfium_lock, pypdfium2.PdfDocument(content) as document:
        # The box of a visible signature is a form's field: PDFium draws it only where forms are loaded.
        document.init_forms()
        document[page].render(scale=dpi / _POINTS_PER_INCH).to_pil().save(target, format="PNG")
    return target.getvalue()


def pdf_jpeg(content: bytes, page: int = 0, dpi: int = 96) -> bytes:
    """A page as JPEG: made in a tenth of the time of a PNG and half its size, for a preview at every key."""
    target = io.BytesIO()
    with pdfium_lock, pypdfium2.PdfDocument(content) as document:
        picture = document[page].render(scale=dpi / _POINTS_PER_INCH).to_pil()
    picture.convert("RGB").save(target, format="JPEG", quality=82)
    return target.getvalue()


def pdf_as_pictures(content: bytes, *, max_side: int, quality: int, most: int) -> bytes:
    """The same pages, each drawn as one picture of at most ``max_side`` pixels, in the same sizes on paper: scans that are
    larger than they need to be. Text that could be selected is a picture then.

    Raises:
        ValueError: no PDF that can be read, or more than ``most`` pages.
    """
    pages, scale = [], 1.0
    try:
        with pdfium_lock, pypdfium2.PdfDocument(content) as document:
            if len(document) > most:
                raise ValueError(f"{len(document)} pages")
            scale = max_side / max((max(page.get_size()) for page in document), default=max_side)
            pages = [page.render(scale=scale).to_pil().convert("RGB") for page in document]
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    if not pages:
        raise ValueError("no pages")
    target = io.BytesIO()
    dpi = scale * _POINTS_PER_INCH
    pages[0].save(target, format="PDF", save_all=True, append_images=pages[1:], quality=quality, resolution=dpi)
    return target.getvalue()


@dataclass(frozen=True)
class Spot:
    """Where a text stands: the page from nought, and its edges in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Half-way from left to right."""
        return (self.left + self.right) / 2


def pdf_spots(content: bytes, text: str) -> list[Spot]:
    """Every place of a text that stands on one line, in reading order."""
    found = []
    with pdfium_lock, pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document):
            texts = page.get_textpage()
            search = texts.search(text, match_case=True)
            while (hit := search.get_next()) is not None:
                index, count = hit
                boxes = [texts.get_rect(each) for each in range(texts.count_rects(index, count))]
                if boxes:
                    found.append(
                        Spot(
                            number, min(box[0] for box in boxes), min(box[1] for box in boxes),
                            max(box[2] for box in boxes), max(box[3] for box in boxes),
                        )
                    )  # fmt: skip
    return found
