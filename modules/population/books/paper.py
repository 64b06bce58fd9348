"""A book on paper: kop, title with the chosen month, the table, Kepala Desa left and Sekretaris Desa right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from balai.documents.tables import Kop, Signature, Table, TableDocument
from balai.registry import Letterhead, Signatory, letterhead, signatories
from balai.ui.formats import long_date, month_words
from modules.population.books.declaration import Book, Printing, Row
from tenants.context import current_village

#: Narrower at the right, so that a file's holes at the left take nothing away.
_MARGINS = (9, 8, 9, 12)


def document(book: Book, printing: Printing, rows: Iterable[Row], *, signed_on: date) -> TableDocument:
    """The book's description round its rows; signed by who holds the two posts on the day of signing."""
    card = current_village()
    head = letterhead() or Letterhead(
        (f"PEMERINTAH {card.regency_name}".upper(), f"KECAMATAN {card.district_name}".upper(), card.title.upper()),
        card.name.upper(),
    )
    signers = signatories(signed_on)
    month = month_words(printing.month)
    table = Table(
        book.columns, book.head, rows, totals=book.totals(printing) if book.totals else (),
    )  # fmt: skip
    return TableDocument(
        f"{book.number} {book.name}, {month}",
        [table],
        title=book.heading(printing),
        kop=Kop(head.lines, head.crest),
        signatures=(
            _signature(("MENGETAHUI",), signers.get("kades") or Signatory(f"KEPALA {card.title}".upper())),
            _signature(
                (f"{head.place}, {long_date(signed_on).upper()}",),
                signers.get("sekdes") or Signatory(f"SEKRETARIS {card.title}".upper()),
            ),
        ),
        watermark="DATA LATIHAN" if card.data == "synthetic" else "",
        footer=f"{book.number} {book.name} · {card.title} · {month}",
        paper=book.paper,
        margins=_MARGINS,
        size=book.size,
        head_size=book.head_size,
    )


def _signature(above: tuple[str, ...], signer: Signatory) -> Signature:
    return Signature((*above, signer.title), signer.name, signer.number)
