"""Forms of households."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui.forms import CodeField, DateField, Form, VersionedForm
from modules.households.models import HouseholdMember
from modules.population.codes import WelfareClass
from modules.population.picking import ResidentField


class HouseholdForm(VersionedForm):
    """A household's own data."""

    number = forms.CharField(
        label=gettext_lazy("Nomor rumah tangga"), max_length=30, required=False,
        help_text=gettext_lazy("Kosongkan untuk memakai nomor dari Balai."),
    )  # fmt: skip
    registered_on = DateField(label=gettext_lazy("Tanggal terdaftar"), required=False)
    welfare_class = CodeField(label=gettext_lazy("Kelas sosial"), codes=WelfareClass, required=False)
    bdt_id = forms.RegexField(
        r"^[0-9A-Za-z]*$", label=gettext_lazy("ID BDT"), max_length=16, required=False,
        help_text=gettext_lazy("Paling banyak 16 huruf atau angka."),
        error_messages={"invalid": gettext_lazy("ID BDT hanya berisi huruf dan angka.")},
    )  # fmt: skip
    in_dtks = forms.BooleanField(label=gettext_lazy("Terdaftar di DTKS"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Alamat"), max_length=200, required=False,
        help_text=gettext_lazy("Kosongkan bila sama dengan alamat KK kepala rumah tangga."),
    )  # fmt: skip


class WithPerson(Form):
    """Starts with a person of the register, and whether the family comes along."""

    person_label: Any = gettext_lazy("Orang")
    family_label: Any = gettext_lazy("Sertakan anggota keluarganya (KK yang sama)")

    def __init__(self, *args: Any, shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = ResidentField(label=self.person_label, shown=shown, search_url=search_url)
        self.fields["with_family"] = forms.BooleanField(label=self.family_label, required=False, initial=True)
        self.order_fields(["person", "with_family"])


class CreateForm(WithPerson, HouseholdForm):
    """A new household."""

    person_label = gettext_lazy("Kepala rumah tangga")


class AddForm(WithPerson):
    """Further members."""

    family_label = gettext_lazy("Sertakan anggota keluarganya yang belum mempunyai rumah tangga")


class SplitForm(Form):
    """Who leaves for a household of their own."""

    head = forms.ChoiceField(label=gettext_lazy("Kepala rumah tangga baru"), choices=[])
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Anggota yang ikut"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    number = forms.CharField(
        label=gettext_lazy("Nomor rumah tangga baru"), max_length=30, required=False,
        help_text=gettext_lazy("Kosongkan untuk memakai nomor dari Balai."),
    )  # fmt: skip

    def __init__(self, *args: Any, members: list[HouseholdMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(each.resident_id): each.resident for each in members if each.level != 1}
        choices = [(key, each.name) for key, each in self.by_key.items()]
        head, others = self.fields["head"], self.fields["members"]
        assert isinstance(head, forms.ChoiceField) and isinstance(others, forms.MultipleChoiceField)
        head.choices = [("", _("Pilih")), *((key, name) for key, name in choices if self.by_key[key].is_here)]
        others.choices = choices


class ConfirmForm(Form):
    """Nothing to fill in."""
