"""Forms of supplements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.spreadsheets.reading import MAX_BYTES
from balai.ui.forms import DateField, Form, UploadField, VersionedForm
from modules.population.picking import FamilyField, NumbersField, ResidentField
from modules.supplements.errors import BadValue
from modules.supplements.models import ColumnKind, Supplement, SupplementColumn, Target
from modules.supplements.values import LONGEST, clean_value, shown


def _text(label: Any, length: int, *, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint)


class SupplementForm(VersionedForm):
    """A list's own data."""

    name = _text(gettext_lazy("Nama"), 100, required=True)
    source = _text(gettext_lazy("Sumber data"), 150, hint=gettext_lazy("Misalnya Musdes 2026, Dinas Sosial."))
    description = forms.CharField(
        label=gettext_lazy("Keterangan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    published = forms.BooleanField(
        label=gettext_lazy("Tampilkan di situs publik"), required=False,
        help_text=gettext_lazy("Yang tampil hanya nama daftar, keterangan, sumber, dan jumlahnya. Nama orang tidak pernah tampil."),
    )  # fmt: skip


class CreateForm(SupplementForm):
    """A new list."""

    target = forms.TypedChoiceField(
        label=gettext_lazy("Sasaran"), coerce=int, choices=Target.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("Tidak dapat diganti sesudah daftar dibuat."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "target"])


class ColumnForm(VersionedForm):
    """A column of a list's own."""

    name = _text(gettext_lazy("Nama kolom"), 50, required=True)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis isian"), choices=ColumnKind.choices)
    choices = forms.CharField(
        label=gettext_lazy("Pilihan"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Hanya bagi jenis Pilihan: satu pilihan sebaris."),
    )  # fmt: skip
    required = forms.BooleanField(label=gettext_lazy("Wajib diisi"), required=False)

    def clean_choices(self) -> list[str]:
        """One a line."""
        return [each.strip() for each in self.cleaned_data["choices"].splitlines() if each.strip()]


def _field_of(column: SupplementColumn) -> forms.Field:
    """An input for a column; what it holds is checked by the column's own rule."""
    common: dict[str, Any] = {"label": column.name, "required": column.required}
    if column.kind == ColumnKind.DATE:
        return DateField(**common)
    if column.kind == ColumnKind.CHOICE:
        return forms.ChoiceField(choices=[("", _("Pilih")), *((each, each) for each in column.choices)], **common)
    field = forms.CharField(max_length=LONGEST, **common)
    if column.kind == ColumnKind.NUMBER:
        field.widget.attrs.update({"inputmode": "decimal", "class": "w-short"})
        field.help_text = _("Angka, misalnya 1.250 atau 3,5.")
    return field


class EntryForm(VersionedForm):
    """An entry's note and the list's own columns."""

    note = _text(gettext_lazy("Keterangan"), 300)

    def __init__(self, *args: Any, columns: list[SupplementColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[f"c_{column.key}"] = _field_of(column)
        # The fields came after the form was dressed: dress them, too.
        for field in self.fields.values():
            field.error_messages.setdefault("required", _("Belum diisi."))

    def values(self) -> dict[str, Any]:
        """By the column's key."""
        return {column.key: self.cleaned_data.get(f"c_{column.key}") for column in self.columns}

    def clean(self) -> dict[str, Any]:
        """Each value by its column's rule, so that every mistake is shown at once."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for column in self.columns:
            name = f"c_{column.key}"
            if name in data:
                try:
                    clean_value(column, data[name])
                except BadValue as error:
                    self.add_error(name, error.message())
        return data

    @staticmethod
    def initial_of(columns: list[SupplementColumn], values: dict[str, Any]) -> dict[str, Any]:
        """What stands in the inputs at first."""
        return {f"c_{column.key}": shown(column, values.get(column.key)) for column in columns}


class AddForm(EntryForm):
    """New entries: one by the picker, or many by a pasted list of numbers."""

    def __init__(self, *args: Any, supplement: Supplement, is_shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supplement = supplement
        picker = FamilyField if supplement.of_families else ResidentField
        label = _("Keluarga") if supplement.of_families else _("Orang")
        what = _("Nomor KK") if supplement.of_families else _("NIK")
        self.fields["person"] = picker(label=label, shown=is_shown, search_url=search_url, required=False)
        self.fields["numbers"] = NumbersField(
            label=_("Atau tempel daftar {what}").format(what=what),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        del self.fields["version"]
        self.order_fields(["person", "numbers", "note"])

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean()
        if not data.get("person") and not data.get("numbers") and not {"person", "numbers"} & set(self.errors):
            self.add_error("person", _("Pilih satu, atau tempel daftar nomornya."))
        return data


class ImportForm(Form):
    """A workbook for one list."""

    file = UploadField(label=gettext_lazy("Berkas Excel"), accept=(".xlsx", ".xlsm", ".xls"), max_bytes=MAX_BYTES)


class ConfirmForm(Form):
    """Nothing to fill in."""
