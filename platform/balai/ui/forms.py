"""Forms that speak Indonesian: dates typed as people write them, NIK counted, versions carried, people picked by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui import formats

REQUIRED = gettext_lazy("Belum diisi.")
_DATE = re.compile(r"^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\s*$", re.ASCII)
_PACKED = re.compile(r"^\s*(\d{2})(\d{2})(\d{4})\s*$", re.ASCII)
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$", re.ASCII)
#: Sentences for what Django's own fields refuse.
_MESSAGES: dict[str, Any] = {
    "max_length": gettext_lazy("Paling banyak %(limit_value)d huruf. Yang tertulis %(show_value)d."),
    "min_length": gettext_lazy("Paling sedikit %(limit_value)d huruf. Yang tertulis %(show_value)d."),
    "max_value": gettext_lazy("Paling besar %(limit_value)s."),
    "min_value": gettext_lazy("Paling kecil %(limit_value)s."),
    "max_digits": gettext_lazy("Paling banyak %(max)s angka."),
    "max_decimal_places": gettext_lazy("Paling banyak %(max)s angka di belakang koma."),
    "invalid_choice": gettext_lazy("Pilihan ini tidak ada. Pilih satu dari daftar."),
    "invalid_list": gettext_lazy("Pilih dari daftar."),
}
#: Codes that come from a validator: the field itself lists no sentence for them.
_FROM_VALIDATORS = {"max_length", "min_length", "max_value", "min_value", "invalid"}
_INVALID: dict[type[forms.Field], Any] = {
    forms.EmailField: gettext_lazy("Alamat surel tidak lengkap. Tulis seperti nama@contoh.id."),
    forms.URLField: gettext_lazy("Alamat situs tidak lengkap. Tulis seperti https://contoh.desa.id."),
    forms.IntegerField: gettext_lazy("Tulis angka saja, tanpa titik dan tanpa huruf."),
    forms.DecimalField: gettext_lazy("Tulis angka saja."),
}


class Form(forms.Form):
    """Base of every form: errors in our words, required is the rule, a box as wide as what belongs in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)

    def add(self, name: str, field: forms.Field, *, first: bool = False) -> None:
        """A field that only this form has (one a family member, say), dressed like the declared ones."""
        _dress(field)
        self.fields = {name: field, **self.fields} if first else {**self.fields, name: field}


def _dress(field: forms.Field) -> None:
    # A sentence that the form's author wrote stays.
    own = next((cls for cls in type(field).__mro__ if cls in _INVALID), None)
    ours: dict[str, Any] = {"required": REQUIRED, **_MESSAGES}
    if own is not None:
        ours["invalid"] = _INVALID[own]
    spoken = _written_by_author(field)
    for code, sentence in ours.items():
        if code == "required" and isinstance(field, PersonField):
            continue
        if code in field.error_messages or code in _FROM_VALIDATORS:
            field.error_messages[code] = spoken.get(code, sentence)
    widget = field.widget
    attrs = widget.attrs
    attrs.setdefault("autocomplete", "off")
    if isinstance(field, forms.EmailField):
        attrs.setdefault("inputmode", "email")
        attrs["autocomplete"] = "email" if attrs["autocomplete"] == "off" else attrs["autocomplete"]
    elif isinstance(widget, forms.Textarea):
        # Django's ten rows push the button off a phone.
        attrs["rows"] = "4" if str(attrs.get("rows")) == "10" else attrs.get("rows", "4")
    elif isinstance(field, forms.IntegerField):
        attrs.setdefault("inputmode", "numeric")
        attrs.setdefault("class", "w-short")
    elif isinstance(field, forms.CharField) and field.max_length and isinstance(widget, forms.TextInput):
        width = next(
            (name for most, name in ((12, "w-short"), (24, "w-20"), (40, "w-40")) if field.max_length <= most), ""
        )
        if width:
            attrs.setdefault("class", width)


def _written_by_author(field: forms.Field) -> dict[str, Any]:
    """The sentences that were given to the field itself: those that are neither Django's defaults nor ours."""
    defaults: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        defaults.update(getattr(cls, "default_error_messages", {}))
    return {code: text for code, text in field.error_messages.items() if str(text) != str(defaults.get(code, ""))}


class VersionedForm(Form):
    """Carries the version that was read, so that the later of two writers is told."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)


class DateField(forms.Field):
    """A date typed as 24-11-2026 (also 24/11/2026, 24112026 and 2026-11-24).

    ``earliest`` and ``latest`` are days, or callables that give one (``balai.db.today`` for "not in the future").
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ) -> None:
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("help_text", gettext_lazy("Tulis seperti 24-11-2026."))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A narrow box with a phone's number pad."""
        return {"class": "w-date", "inputmode": "numeric", "placeholder": "hh-bb-tttt", "maxlength": "10"}

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return formats.short_date(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """The date, or None for nothing."""
        if value in (None, ""):
            return None
        if isinstance(value, date):
            return value
        found = _DATE.match(str(value)) or _PACKED.match(str(value))
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

    def validate(self, value: Any) -> None:
        """Given, and between the ends."""
        super().validate(value)
        if value is None:
            return
        first = self.earliest() if callable(self.earliest) else self.earliest
        last = self.latest() if callable(self.latest) else self.latest
        if first and value < first:
            raise forms.ValidationError(_("Paling awal {day}.").format(day=formats.long_date(first)))
        if last and value > last:
            raise forms.ValidationError(_("Paling akhir {day}.").format(day=formats.long_date(last)))


class DigitsField(forms.CharField):
    """Exactly so many digits (NIK, KK); spaces and dots are taken out."""

    def __init__(self, *, length: int = 16, what: str = "NIK", **kwargs: Any) -> None:
        self.digits, self.what = length, what
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Counted while typing; room for the spaces of a number that is pasted."""
        attrs = super().widget_attrs(widget)
        return attrs | {
            "class": "w-nik" if self.digits > 8 else "w-short",
            "inputmode": "numeric",
            "maxlength": str(self.digits + 8),
            "data-digits": str(self.digits),
        }

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


class NikField(DigitsField):
    """A NIK: sixteen digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "NIK")
        super().__init__(length=16, what="NIK", **kwargs)


class RupiahField(forms.Field):
    """Whole rupiah, written "1.250.000", "Rp1.250.000" or "1250000"; an integer, or None."""

    widget = forms.TextInput

    def __init__(self, *, minimum: int = 0, maximum: int = 10**15, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits, tabular."""
        return {"class": "w-money", "inputmode": "numeric"}

    def prepare_value(self, value: Any) -> Any:
        """With the dots of thousands."""
        return formats.number(value) if isinstance(value, int | Decimal) else value

    def to_python(self, value: Any) -> int | None:
        """The amount."""
        if value in (None, ""):
            return None
        if isinstance(value, int):
            return value
        text = re.sub(r"^rp\.?", "", re.sub(r"\s", "", str(value)), flags=re.IGNORECASE)
        text = re.sub(r",0{1,2}$", "", text)
        if not re.fullmatch(r"-?(\d+|\d{1,3}(\.\d{3})+)", text, flags=re.ASCII):
            raise forms.ValidationError(_("Tulis jumlah rupiah tanpa sen, seperti 1.250.000."))
        return int(text.replace(".", ""))

    def validate(self, value: Any) -> None:
        """Given, and within its bounds."""
        super().validate(value)
        if value is not None and not self.minimum <= value <= self.maximum:
            low, high = formats.rupiah(self.minimum), formats.rupiah(self.maximum)
            raise forms.ValidationError(_("Harus antara {low} dan {high}.").format(low=low, high=high))


class CodeField(forms.TypedChoiceField):
    """A code of a list: an integer, or None."""

    def __init__(self, *, codes: Any, empty: str = "Pilih", **kwargs: Any) -> None:
        super().__init__(choices=[("", empty), *codes.choices], coerce=int, empty_value=None, **kwargs)


class UploadField(forms.FileField):
    """One file of named endings, at most ``max_bytes``. What is inside is looked at by :func:`balai.files.store`."""

    def __init__(self, *, accept: Sequence[str], max_bytes: int, **kwargs: Any) -> None:
        self.accept, self.max_bytes = tuple(each.lower() for each in accept), max_bytes
        kwargs.setdefault(
            "help_text", _("Berkas {kinds}, paling besar {size}.").format(kinds=self.kinds, size=self.size)
        )
        super().__init__(**kwargs)

    @property
    def kinds(self) -> str:
        """The endings in words: "xlsx atau xls"."""
        names = [each.lstrip(".") for each in self.accept]
        return (
            names[0] if len(names) == 1 else _("{some} atau {last}").format(some=", ".join(names[:-1]), last=names[-1])
        )

    @property
    def size(self) -> str:
        """The limit in words: "20 MB"."""
        if self.max_bytes >= 1024 * 1024:
            whole = self.max_bytes % (1024 * 1024) == 0
            return f"{formats.number(self.max_bytes / 1024 / 1024, 0 if whole else 1)} MB"
        return f"{formats.number(self.max_bytes / 1024)} KB"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The browser may already refuse what is too big."""
        too_big = _("Berkas ini lebih besar dari {size}. Pilih berkas lain.").format(size=self.size)
        return {"accept": ",".join(self.accept), "data-max": str(self.max_bytes), "data-too-big": too_big}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, refused by ending or size with a sentence."""
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile):
            name = (found.name or "").lower()
            if not name.endswith(self.accept):
                raise forms.ValidationError(
                    _('"{name}" bukan berkas {kinds}.').format(name=found.name, kinds=self.kinds)
                )
            if (found.size or 0) > self.max_bytes:
                raise forms.ValidationError(
                    _("Berkas ini {have}, lebih besar dari {size}.").format(
                        have=f"{formats.number((found.size or 0) / 1024 / 1024, 1)} MB", size=self.size
                    )
                )
        return found


@dataclass(frozen=True)
class Candidate:
    """A person whom a search found: enough to tell two Sitis apart, and no more."""

    key: str
    name: str
    detail: str

    @classmethod
    def of(cls, *, key: Any, name: str, nik: str = "", age: str = "", place: str = "") -> Candidate:
        """With the NIK's last four, age, RT/RW."""
        tail = _("NIK berakhir {tail}").format(tail=nik[-4:]) if nik else ""
        return cls(str(key), name, " · ".join(part for part in (tail, age, place) if part))


class PersonPicker(forms.Widget):
    """A box to type in, a list to choose from. Without scripts the form comes back with the candidates as choices."""

    input_type = "person"
    template_name = "ui/person_picker.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.search_url = ""
        self.candidates: Sequence[Candidate] = ()
        self.named: Callable[[str], Candidate | None] | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        """(key, typed text)."""
        return (data.get(name) or "", data.get(f"{name}_text") or "")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form was sent without it."""
        return name not in data and f"{name}_text" not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The box, not the hidden key."""
        return f"{id_}_text" if id_ else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The component."""
        key, typed = value if isinstance(value, tuple) else (str(value or ""), "")
        chosen = self.named(key) if key and self.named else None
        attributes = self.build_attrs(self.attrs, attrs)
        context = {
            "name": name, "id": attributes.pop("id", f"id_{name}"), "key": key if chosen else "",
            "text": chosen.name if chosen else typed, "chosen": chosen, "candidates": self.candidates,
            "search_url": str(self.search_url), "attributes": attributes,
        }  # fmt: skip
        return SafeString(render_to_string(self.template_name, context))


class PersonField(forms.Field):
    """Somebody of the register, found by a fragment of name or number; cleans to the key (text), or None.

    ``find(text)`` gives candidates, ``get(key)`` one of them or None where the key is nobody's here (so that a key made up
    by hand is refused). ``search_url`` answers ``?q=`` with JSON (:class:`balai.web.PersonSearchView`).
    """

    widget = PersonPicker

    def __init__(
        self,
        *,
        find: Callable[[str], Sequence[Candidate]],
        get: Callable[[str], Candidate | None],
        search_url: Any = "",
        **kwargs: Any,
    ) -> None:
        self.find, self.get, self.search_url = find, get, search_url
        kwargs.setdefault("help_text", gettext_lazy("Ketik sebagian nama, NIK, atau nomor KK, lalu pilih."))
        super().__init__(**kwargs)
        self.widget.search_url, self.widget.named = search_url, get

    def __deepcopy__(self, memo: dict[int, Any]) -> PersonField:
        copied: PersonField = super().__deepcopy__(memo)  # type: ignore[assignment]
        # Candidates belong to one request.
        copied.widget.candidates = ()
        return copied

    def clean(self, value: Any) -> str | None:
        """The key of the chosen; a fragment alone brings the candidates to choose from."""
        key, typed = value if isinstance(value, tuple) else (str(value or ""), "")
        typed = typed.strip()
        if key:
            if self.get(key) is None:
                raise forms.ValidationError(_("Orang ini tidak ada di daftar. Cari dan pilih lagi."))
            return str(key)
        if not typed:
            if self.required:
                raise forms.ValidationError(_("Belum ada orang yang dipilih."))
            return None
        found = list(self.find(typed))
        digits = re.sub(r"\D", "", typed)
        if len(found) == 1 and len(digits) == 16:
            return found[0].key
        self.widget.candidates = found
        if not found:
            raise forms.ValidationError(
                _('Tidak ada penduduk yang cocok dengan "{text}". Coba sebagian nama atau NIK.').format(text=typed)
            )
        raise forms.ValidationError(_("Pilih orangnya dari daftar di bawah."))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By key."""
        return str(initial or "") != str(data[0] if isinstance(data, tuple) else data or "")
