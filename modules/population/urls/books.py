"""``buku/`` below ``/kantor/``."""

from django.urls import path

from modules.population.views import books

patterns = [
    path("buku/", books.BooksView.as_view(), name="books"),
    path("buku/<slug:book>/", books.BookView.as_view(), name="book"),
    path("buku/<slug:book>/cetak/", books.PrintBookView.as_view(), name="book_print"),
]
