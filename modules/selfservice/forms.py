"""Forms of the citizen's door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import DigitsField, Form


def _pin(label: Any, autocomplete: str) -> forms.CharField:
    attrs = {"inputmode": "numeric", "maxlength": "6", "class": "pin", "autocomplete": autocomplete}
    return forms.CharField(label=label, max_length=6, widget=forms.PasswordInput(attrs=attrs))


class SignInForm(Form):
    """NIK and PIN."""

    nik = DigitsField(label=_("NIK"))
    pin = _pin(_("PIN"), "current-password")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nik"].widget.attrs["autocomplete"] = "username"


class PinForm(Form):
    """Old and new PIN."""

    old = _pin(_("PIN lama"), "current-password")
    new = _pin(_("PIN baru"), "new-password")
    again = _pin(_("PIN baru, sekali lagi"), "new-password")
