"""A book on paper: kop, title with the chosen month, the table, Kepala Desa left and Sekretaris Desa right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from balai.documents.tables import Table, TableDocument
from balai.reports.papers import kop, signature
from balai.ui.formats import month_words
from modules.population.books.declaration import Book, Printing, Row
from tenants.context import current_village

#: Wider at the left, where a file's holes go.
_MARGINS = (9, 8, 9, 12)


def document(book: Book, printing: Printing, rows: Iterable[Row], *, signed_on: date) -> TableDocument:
    """The book's description round its rows; signed by who holds the two posts on the day of signing."""
    card = current_village()
    month = month_words(printing.month)
    signers = (
        signature("kades", signed_on, dated=False, above=["MENGETAHUI"]),
        signature("sekdes", signed_on),
    )
    return TableDocument(
        f"{book.number} {book.name}, {month}",
        [Table(book.columns, book.head, rows, totals=book.totals(printing) if book.totals else ())],
        title=book.heading(printing),
        kop=kop(),
        signatures=[each for each in signers if each],
        watermark="DATA LATIHAN" if card.data == "synthetic" else "",
        footer=f"{book.number} {book.name} · {card.title} · {month}",
        paper=book.paper,
        margins=_MARGINS,
        size=book.size,
        head_size=book.head_size,
    )
