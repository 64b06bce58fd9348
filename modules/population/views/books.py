"""Pages of the books: choose one and a month, read it on the screen, have it made as PDF or workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.documents.tables import HeadCell, TotalRow
from balai.documents.tables.pen import words_of
from balai.errors import NotFound
from balai.jobs.models import Job
from balai.ui.formats import month_words
from balai.web.views import OfficeTemplateView, ServiceFormView, page_of
from modules.population.books import BOOKS, Book, asking
from modules.population.books.declaration import Row
from modules.population.errors import PopulationError
from modules.population.forms.books import PrintBookForm


class _Month:
    """The month of the URL, the running one where none or no month is written."""

    request: Any

    def month(self) -> date:
        """Its first day."""
        try:
            return asking.month_of(self.request.GET.get("month", ""))
        except PopulationError:
            raise NotFound() from None


class BooksView(_Month, OfficeTemplateView):
    """``buku/``: the five books of a month."""

    permission = "population.books"
    template_name = "population/books.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"books": BOOKS.values(), "month": self.month(), "months": asking.months()}


class BookView(_Month, OfficeTemplateView):
    """``buku/<book>/``: the book as it stands, a page at a time."""

    permission = "population.books"
    template_name = "population/book.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        book, month = asking.book_of(kwargs["book"]), self.month()
        rows, printing = asking.preview(actor=self.actor, book=book, month=month)
        page = page_of(self.request, rows)
        last = not page.has_next()
        return {
            "book": book, "month": month, "months": asking.months(), "page": page,
            "head": _head(book.head), "numbering": range(1, len(book.columns) + 1),
            "lines": [_cells(book, row) for row in page.object_list],
            "totals": [_totals(book, row) for row in book.totals(printing)] if book.totals and last else [],
            "printing_url": f"{reverse('population:book_print', args=[book.code.lower()])}?month={month:%Y-%m}",
        }  # fmt: skip


def _head(head: Any) -> list[list[HeadCell]]:
    rows: list[list[HeadCell]] = [[] for _row in range(max(cell.row for cell in head) + 1)]
    for cell in sorted(head, key=lambda each: (each.row, each.column)):
        rows[cell.row].append(cell)
    return rows


def _cells(book: Book, row: Row) -> list[tuple[str, str, str]]:
    """Text, how it stands, and its label on a telephone."""
    return [
        (words_of(value, column), column.align, label)
        for value, column, label in zip(row, book.columns, book.labels, strict=True)
    ]


def _totals(book: Book, row: TotalRow) -> list[tuple[str, int, str, str]]:
    """Text, columns, how it stands, label."""
    found: list[tuple[str, int, str, str]] = []
    place = 0
    labels = book.labels
    for cell in row:
        column = book.columns[place]
        found.append((words_of(cell.value, column), cell.columns, cell.align or column.align, labels[place]))
        place += cell.columns
    return found


class PrintBookView(_Month, ServiceFormView):
    """``buku/<book>/cetak/``: the print dialog; then the job with its bar."""

    permission = "population.books"
    form_class = PrintBookForm
    button = gettext_lazy("Buat berkas")

    def book(self) -> Book:
        """The book of the URL."""
        return asking.book_of(self.kwargs["book"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"book": self.book(), "whole": self.actor.may("population.view_nik")}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        book = self.book()
        return {
            "heading": _("Cetak {number} {name}").format(number=book.number, name=book.name),
            "lead": month_words(self.month()),
        }

    def call_service(self, form: Any) -> Job:
        chosen = {"masked": False} | form.cleaned_data
        return asking.ask_for_book(actor=self.actor, book=self.book(), month=self.month(), **chosen)

    def get_success_url(self, result: Job) -> str:
        return reverse("jobs:detail", args=[result.pk])

    def get_cancel_url(self) -> str:
        return f"{reverse('population:book', args=[self.book().code.lower()])}?month={self.month():%Y-%m}"
