"""A written document as a tree of blocks and marks: checked, filled with values, printed; it can execute nothing.

The tree has the shape of a rich-text editor's JSON (``{"type", "attrs", "content", "marks"}``), so that what is edited is
what is kept. :func:`check` says what is wrong and where; :func:`resolve` puts values into merge fields, decides
conditions, repeats rows, and leaves a tree of plain text that a template only has to draw.
"""

from balai.documents.blocks.building import (
    box_row,
    cell,
    choice_row,
    condition,
    date_row,
    doc,
    field,
    heading,
    identity,
    items,
    page_break,
    paragraph,
    parse,
    repeat,
    row,
    rule,
    signature,
    space,
    table,
)
from balai.documents.blocks.casing import CASES, FORMATS, cased
from balai.documents.blocks.errors import BlocksRefused, Problem
from balai.documents.blocks.resolving import Values, resolve
from balai.documents.blocks.schema import LIMITS, check, fields_of, refuse

__all__ = [
    "CASES", "FORMATS", "LIMITS", "BlocksRefused", "Problem", "Values", "box_row", "cased", "cell", "check", "choice_row", "condition",
    "date_row", "doc", "field", "fields_of", "heading", "identity", "items", "page_break", "paragraph", "parse", "refuse", "repeat",
    "resolve", "row", "rule", "signature", "space", "table",
]  # fmt: skip
