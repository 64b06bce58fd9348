"""Forms of closing a month and of a status put right."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import CodeField, Form
from modules.population import codes


class CloseForm(Form):
    """Which month is closed: the one that was read."""

    month = forms.CharField(widget=forms.HiddenInput)

    def clean_month(self) -> date:
        """Its first day."""
        try:
            return date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            raise forms.ValidationError(_("Bulan ini tidak ada.")) from None


class RepairForm(Form):
    """A status that was written wrong when the person came in."""

    presence = CodeField(label=_("Status dasar"), codes=codes.Presence, required=True)
    residency = CodeField(label=_("Status penduduk"), codes=codes.Residency, required=True)
    reason = forms.CharField(label=_("Alasan"), max_length=300)
