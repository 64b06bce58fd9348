"""Forms that speak Indonesian: dates typed as people write them, NIK counted, versions carried."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REQUIRED = gettext_lazy("Belum diisi.")
_DATE = re.compile(r"^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\s*$")
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")


class Form(forms.Form):
    """Base of every form: errors in our words, required is the rule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED
            field.error_messages.setdefault("invalid_choice", gettext_lazy("Pilihan ini tidak ada."))
            field.widget.attrs.setdefault("autocomplete", "off")
            if isinstance(field, forms.CharField) and field.max_length:
                field.error_messages["max_length"] = gettext_lazy(
                    "Paling banyak %(limit_value)d huruf. Yang tertulis %(show_value)d."
                )


class DateField(forms.Field):
    """A date typed as 24-11-2026 (also 24/11/2026 and 2026-11-24)."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Tulis seperti 24-11-2026."))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"class": "w-date", "inputmode": "numeric", "placeholder": "hh-bb-tttt"}

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d-%m-%Y") if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """The date, or None for nothing."""
        if value in (None, ""):
            return None
        if isinstance(value, date):
            return value
        found = _DATE.match(str(value))
        parts = found.groups()[::-1] if found else None
        if parts is None and (iso := _ISO.match(str(value))):
            parts = iso.groups()
        if parts is None:
            raise forms.ValidationError(_("Tulis tanggal seperti 24-11-2026."))
        try:
            return date(int(parts[0]), int(parts[1]), int(parts[2]))
        except ValueError:
            raise forms.ValidationError(
                _('"{value}" bukan tanggal yang ada.').format(value=str(value).strip())
            ) from None


class DigitsField(forms.CharField):
    """Exactly so many digits (NIK, KK); spaces and dots are taken out."""

    def __init__(self, *, length: int = 16, what: str = "NIK", **kwargs: Any) -> None:
        self.digits, self.what = length, what
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"class": "w-nik", "inputmode": "numeric", "maxlength": "24"}

    def to_python(self, value: Any) -> str:
        """The digits alone."""
        text = re.sub(r"[\s.\-]", "", super().to_python(value) or "")
        if not text:
            return ""
        if not text.isascii() or not text.isdigit():
            raise forms.ValidationError(_("{what} hanya berisi angka.").format(what=self.what))
        if len(text) != self.digits:
            raise forms.ValidationError(
                _("{what} harus {digits} angka. Yang tertulis {count} angka.").format(
                    what=self.what, digits=self.digits, count=len(text)
                )
            )
        return text


class CodeField(forms.TypedChoiceField):
    """A code of a list: an integer, or None."""

    def __init__(self, *, codes: Any, empty: Any = "Pilih", **kwargs: Any) -> None:
        super().__init__(choices=[("", empty), *codes.choices], coerce=int, empty_value=None, **kwargs)


class VersionedForm(Form):
    """Carries the version that was read, so that the later of two writers is told."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
