"""Forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.accounts.rights import roles_here
from balai.ui.forms import Form


class SignInForm(Form):
    """Username or e-mail, and password."""

    username = forms.CharField(
        label=_("Nama pengguna atau surel"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Sandi"), max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class SecondStepForm(Form):
    """The code of the second factor, after the password."""

    code = forms.CharField(
        label=_("Kode autentikator"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w-short"}),
    )


def _new_password() -> forms.CharField:
    return forms.CharField(
        label=_("Sandi baru"),
        max_length=128,
        help_text=_("Paling sedikit 10 huruf atau angka, bukan kata yang mudah ditebak."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class InvitationForm(Form):
    """The account that an invitation makes."""

    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=60,
        help_text=_("Huruf kecil, angka, titik, atau garis. Dipakai untuk masuk."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = _new_password()


class PasswordForm(Form):
    """Old and new password."""

    old = forms.CharField(
        label=_("Sandi lama"), max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    password = _new_password()


class CodeForm(Form):
    """A code of the authenticator, and the password once more."""

    secret = forms.CharField(widget=forms.HiddenInput, max_length=64)
    code = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-short", "autocomplete": "one-time-code"}),
    )
    password = forms.CharField(
        label=_("Sandi Anda"), max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class InviteForm(Form):
    """Whom to invite, as what."""

    name = forms.CharField(label=_("Nama"), max_length=150)
    role = forms.ChoiceField(label=_("Peran"))
    email = forms.EmailField(
        label=_("Surel"), required=False, error_messages={"invalid": _("Alamat surel ini tidak lengkap.")}
    )
    district_code = forms.CharField(label=_("Kode kecamatan"), required=False, max_length=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(each.value, each.label) for each in roles_here()]
        if "district" not in {each.value for each in roles_here()}:
            del self.fields["district_code"]
