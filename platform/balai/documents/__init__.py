"""Paper: data in, bytes out.

``render_letter(data, LetterTemplate(root, "usaha.typ"))`` prints a letter by Typst; the data's shape is
:class:`LetterData`. Templates read their data from ``sys.inputs`` as JSON only: nothing a person typed is ever source.
"""

from balai.documents.codes import qr_svg
from balai.documents.errors import TemplateError
from balai.documents.rendering import LetterTemplate, lint, render_letter, warnings_of
from balai.documents.shape import Holder, LetterData, Letterhead, Opening, SignatureBlock, Validity

__all__ = [
    "Holder",
    "LetterData",
    "LetterTemplate",
    "Letterhead",
    "Opening",
    "SignatureBlock",
    "TemplateError",
    "Validity",
    "lint",
    "qr_svg",
    "render_letter",
    "warnings_of",
]
