"""Paper: data in, bytes out.

``render_letter(data, LetterTemplate(root, "surat.typ"))`` prints a letter by Typst; the data's shape is
:class:`LetterData`. Templates read their data from ``sys.inputs`` as JSON only: nothing a person typed is ever source.
"""

from balai.documents.codes import qr_svg
from balai.documents.errors import TemplateError
from balai.documents.rendering import LetterTemplate, lint, render_letter, render_sheet, warnings_of
from balai.documents.shape import AttachedForm, LetterData, Letterhead, Opening, Page

__all__ = [
    "AttachedForm",
    "LetterData",
    "LetterTemplate",
    "Letterhead",
    "Opening",
    "Page",
    "TemplateError",
    "lint",
    "qr_svg",
    "render_letter",
    "render_sheet",
    "warnings_of",
]
