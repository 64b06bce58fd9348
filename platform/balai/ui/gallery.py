"""Every component in every state on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import IntegerChoices

from balai.ui.forms import CodeField, DateField, DigitsField, Form
from balai.ui.templatetags.balai import STATES
from balai.web.views import PublicView


class _Colours(IntegerChoices):
    """For the gallery's choice."""

    ONE = 1, "Satu"
    TWO = 2, "Dua"


class GalleryForm(Form):
    """A form with each kind of field."""

    name = forms.CharField(label="Nama lengkap", max_length=60, help_text="Tanpa gelar.")
    nik = DigitsField(label="NIK")
    born = DateField(label="Tanggal lahir")
    choice = CodeField(label="Pilihan", codes=_Colours, required=False)
    note = forms.CharField(label="Catatan", widget=forms.Textarea, required=False)


class GalleryView(PublicView):
    """``/kantor/gaya/``."""

    template_name = "ui/gallery.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        wrong = GalleryForm({"name": "A" * 70, "nik": "331505", "born": "31-02-1980"})
        wrong.is_valid()
        return {
            "states": list(STATES),
            "form": GalleryForm(),
            "wrong": wrong,
            "bars": [("Islam", 1200, 1180), ("Kristen", 20, 24)],
            "pyramid": [("0-4", 120, 110), ("5-9", 100, 104), ("10-14", 90, 85)],
        }
