"""Forms of a month's report that is signed and sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.ui.forms import DateField, Form, UploadField
from modules.population.services.papers import MAX_PAPER, PAPER_ENDINGS


class SignedForm(Form):
    """The scan of the signed report."""

    file = UploadField(label=_("Pindaian laporan bertanda tangan"), accept=PAPER_ENDINGS, max_bytes=MAX_PAPER)


class SentForm(Form):
    """When it was given to the kabupaten, and how."""

    on = DateField(label=_("Tanggal dikirim"), latest=today)
    note = forms.CharField(
        label=_("Keterangan"),
        max_length=200,
        required=False,
        help_text=_("Misalnya: diantar, surel, atau nomor agendanya."),
    )
