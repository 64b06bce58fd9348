"""Long tables on paper and as workbooks, from one description: books, lists, reports, family cards.

``render_table(document)`` gives a PDF, ``write_table_workbook(document, target)`` an XLSX with the same head. Rows are an
iterable that is consumed once, so one description serves one of the two.
"""

from balai.documents.tables.heads import head_of
from balai.documents.tables.pages import render_table
from balai.documents.tables.shape import (
    Cell,
    Column,
    HeadCell,
    Kop,
    Signature,
    Table,
    TableDocument,
    Total,
    TotalRow,
)
from balai.documents.tables.workbook import write_table_workbook

__all__ = [
    "Cell",
    "Column",
    "HeadCell",
    "Kop",
    "Signature",
    "Table",
    "TableDocument",
    "Total",
    "TotalRow",
    "head_of",
    "render_table",
    "write_table_workbook",
]
