"""Forms of imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.spreadsheets.reading import MAX_BYTES
from balai.ui.forms import Form, UploadField
from modules.population.importing import layout_titles


class UploadForm(Form):
    """A workbook, and what it is where its officer knows better than looking does."""

    file = UploadField(
        label=_("Berkas Excel"),
        accept=(".xlsx", ".xlsm", ".xls"),
        max_bytes=MAX_BYTES,
        help_text=_("Ekspor OpenSID, daftar SIAK, Buku Induk Penduduk, atau daftar lain dengan satu orang per baris; paling besar 50 MB."),
    )  # fmt: skip
    layout = forms.ChoiceField(label=_("Bentuk berkas"), required=False, help_text=_("Biasanya dikenali sendiri."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = [("", _("Kenali sendiri")), *layout_titles().items()]  # type: ignore[attr-defined]


class RunUndoForm(Form):
    """Take an import back."""

    skip_touched = forms.BooleanField(label=_("Lewati orang yang sudah diubah sesudah impor"), required=False)
