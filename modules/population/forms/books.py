"""The print dialog of a book."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.ui.forms import DateField, Form
from modules.population.books import Book

FORMATS = [("pdf", _("PDF, siap cetak")), ("xlsx", _("Excel"))]


class PrintBookForm(Form):
    """Which day stands above the signature, whether numbers are masked, and as what."""

    signed_on = DateField(
        label=_("Tanggal cetak"),
        help_text=_(
            "Tertulis di atas tanda tangan. Yang menandatangani adalah pejabat pada hari itu. Contoh: 24-11-2026."
        ),
    )
    masked = forms.BooleanField(
        label=_("Samarkan NIK dan nomor KK"),
        required=False,
        help_text=_("Hanya empat angka depan dan belakang yang tercetak."),
    )
    fmt = forms.ChoiceField(label=_("Bentuk berkas"), choices=FORMATS, widget=forms.RadioSelect, initial="pdf")

    def __init__(self, *args: Any, book: Book, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = today()
        if not book.has_numbers or not whole:
            # Nothing to mask, or the reader sees them masked anyway.
            del self.fields["masked"]
