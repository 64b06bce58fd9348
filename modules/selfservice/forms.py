"""Forms of the citizen's door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import DigitsField, Form


def pin_field(label: Any, autocomplete: str) -> forms.CharField:
    """Six digits, hidden, with a phone's number pad."""
    attrs = {"inputmode": "numeric", "maxlength": "6", "class": "pin", "autocomplete": autocomplete}
    return forms.CharField(label=label, max_length=6, widget=forms.PasswordInput(attrs=attrs))


class SignInForm(Form):
    """NIK and PIN."""

    nik = DigitsField(label=_("NIK"))
    pin = pin_field(_("PIN"), "current-password")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nik"].widget.attrs["autocomplete"] = "username"


class PinForm(Form):
    """Old and new PIN."""

    old = pin_field(_("PIN lama"), "current-password")
    new = pin_field(_("PIN baru"), "new-password")
    again = pin_field(_("PIN baru, sekali lagi"), "new-password")


class RatingForm(Form):
    """How the service was."""

    stars = forms.TypedChoiceField(
        label=_("Bagaimana pelayanannya?"), coerce=int, widget=forms.RadioSelect,
        choices=[
            (5, _("5 - sangat baik")), (4, _("4 - baik")), (3, _("3 - cukup")), (2, _("2 - kurang")),
            (1, _("1 - sangat kurang")),
        ],
    )  # fmt: skip
    words = forms.CharField(
        label=_("Apa yang perlu diperbaiki?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca petugas tanpa nama Anda."),
    )  # fmt: skip
