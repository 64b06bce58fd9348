"""A PDF that somebody sent, written anew: its pages as they look, and nothing that acts.

Scripts, actions, embedded files, forms and whatever stood before or behind the PDF in the file stay behind: officers open what
citizens send. PDFium draws the pages into a new file (what a form shows becomes part of the page); then every object of that
file is looked through for what a page can still carry. A signature does not outlive this: what is sent here is a paper to be
looked at, not one to be verified.
"""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from balai.documents.reading import pdfium_lock

#: More is no paper of a request.
MOST_PAGES = 300
#: All that a page and the catalogue may say (ISO 32000-1, 7.7.3.3): where there is no other key, there is no action.
_PAGE = {
    "/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate",
    "/Group", "/UserUnit",
}  # fmt: skip
_CATALOGUE = {"/Type", "/Pages", "/Version"}
#: Kinds of action (12.6.4): a dictionary that is one is emptied, wherever it stands.
_ACTIONS = {
    "/GoTo", "/GoToR", "/GoToE", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm",
    "/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/RichMediaExecute",
}  # fmt: skip
#: What a picture or a form drawn on a page may bring along besides (8.10.4, 14.3, 14.5).
_BESIDES = {"/Ref", "/OPI", "/AF", "/PieceInfo", "/Metadata"}
#: Deeper than any page that a program wrote.
_DEPTH = 60


class PdfRefused(Exception):
    """No PDF that can be kept; ``reason`` is ``locked``, ``broken`` or ``too_long``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def cleaned_pdf(content: bytes) -> bytes:
    """The same pages in a new file.

    Raises:
        PdfRefused: a password is needed, it cannot be read, or it has more than :data:`MOST_PAGES` pages.
    """
    try:
        # Twice: what nothing leads to any more after the first pass is not copied by the second.
        return _copied(_copied(_drawn(content)))
    except (PdfError, RecursionError, ValueError, KeyError, TypeError, IndexError) as error:
        raise PdfRefused("broken") from error


def _copied(content: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(content)))
    for found in list(writer.objects.values()):
        _strip(found, 0)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _drawn(content: bytes) -> bytes:
    with pdfium_lock:
        try:
            with pypdfium2.PdfDocument(content) as source, pypdfium2.PdfDocument.new() as target:
                count = len(source)
                if count > MOST_PAGES:
                    raise PdfRefused("too_long")
                if count == 0:
                    raise PdfRefused("broken")
                for number in range(count):
                    # What fields and stamps show becomes the page's own.
                    page = source[number]
                    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
                    page.close()
                target.import_pages(source)
                out = io.BytesIO()
                target.save(out)
                return out.getvalue()
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
            raise PdfRefused("locked" if locked else "broken") from error


def _strip(found: Any, depth: int) -> None:
    if depth > _DEPTH:
        raise PdfRefused("broken")
    if isinstance(found, generic.DictionaryObject):
        for key in _unwanted(found):
            del found[key]
        for each in dict.values(found):
            _strip(each, depth + 1)
    elif isinstance(found, generic.ArrayObject):
        for each in list.__iter__(found):
            _strip(each, depth + 1)


def _unwanted(found: generic.DictionaryObject) -> list[Any]:
    kind = dict.get(found, "/Type")
    if kind == "/Page":
        return [key for key in found if key not in _PAGE]
    if kind == "/Catalog":
        return [key for key in found if key not in _CATALOGUE]
    if dict.get(found, "/S") in _ACTIONS or "/JS" in found or "/EF" in found or kind == "/Filespec":
        return list(found)
    # Resources have names of their own choice: a picture called "Ref" is a picture.
    return [key for key in found if key in _BESIDES] if "/Subtype" in found else []
