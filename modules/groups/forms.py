"""Forms of groups and institutions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.ui.forms import CodeField, DateField, Form, VersionedForm
from modules.groups.models import Category, EndReason, Position
from modules.groups.selectors import categories_of
from modules.population.picking import ResidentField

#: Reasons that an officer may choose; the others are consequences of other acts.
CHOSEN = [EndReason.DISMISSED, EndReason.RESIGNED, EndReason.TERM, EndReason.DIED, EndReason.MOVED]


def _text(label: Any, length: int, *, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint)


class CategoryForm(VersionedForm):
    """A category."""

    name = _text(gettext_lazy("Nama kategori"), 100, required=True)
    description = _text(gettext_lazy("Keterangan"), 300)


class GroupForm(VersionedForm):
    """A group's own data."""

    name = _text(gettext_lazy("Nama"), 100, required=True)
    category = forms.ModelChoiceField(label=gettext_lazy("Kategori"), queryset=Category.objects.none())
    code = _text(
        gettext_lazy("Kode"), 16, required=True, hint=gettext_lazy("Tidak boleh sama dengan yang lain di desa ini.")
    )
    decree_number = _text(gettext_lazy("Nomor SK"), 60)
    decree_date = DateField(label=gettext_lazy("Tanggal SK"), required=False)
    description = forms.CharField(
        label=gettext_lazy("Keterangan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, forms.ModelChoiceField)
        category.queryset = categories_of(kind)
        category.empty_label = _("Pilih")


class CreateForm(GroupForm):
    """A new group, with its chair."""

    def __init__(self, *args: Any, shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"] = ResidentField(label=_("Ketua"), shown=shown, search_url=search_url)
        self.order_fields(["name", "category", "code", "chair"])


class MemberForm(VersionedForm):
    """What a membership says."""

    position = CodeField(
        label=gettext_lazy("Jabatan"), codes=Position, required=False, empty=str(gettext_lazy("Anggota"))
    )
    position_title = _text(
        gettext_lazy("Jabatan lain"),
        100,
        hint=gettext_lazy("Isi bila jabatannya tidak ada di daftar, misalnya Seksi Humas."),
    )
    number = _text(gettext_lazy("Nomor anggota"), 20)
    appointed_number = _text(gettext_lazy("Nomor SK pengangkatan"), 60)
    appointed_on = DateField(label=gettext_lazy("Tanggal SK pengangkatan"), required=False)
    period = _text(gettext_lazy("Masa jabatan"), 50, hint=gettext_lazy("Misalnya 2024-2029."))
    since = DateField(
        label=gettext_lazy("Sejak"), required=False, latest=today,
        help_text=gettext_lazy("Kosongkan untuk memakai tanggal SK, atau hari ini."),
    )  # fmt: skip
    note = _text(gettext_lazy("Keterangan"), 300)

    def __init__(self, *args: Any, chair: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        position = self.fields["position"]
        assert isinstance(position, CodeField)
        if chair:
            # A chair is made and unmade by changing chairs only.
            del self.fields["position"], self.fields["position_title"]
        else:
            position.choices = [(code, label) for code, label in Position.choices if code != Position.CHAIR]
            position.initial = Position.MEMBER


class AddForm(MemberForm):
    """A new member."""

    def __init__(self, *args: Any, shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = ResidentField(label=_("Orang"), shown=shown, search_url=search_url)
        self.fields["number"].help_text = _("Kosongkan untuk memakai nomor berikutnya.")
        self.order_fields(["person"])


class EndForm(Form):
    """Why and when somebody leaves."""

    until = DateField(label=gettext_lazy("Tanggal berhenti"), latest=today)
    reason = forms.ChoiceField(label=gettext_lazy("Alasan"), choices=[(each.value, each.label) for each in CHOSEN])
    dismissed_number = _text(gettext_lazy("Nomor SK pemberhentian"), 60)
    dismissed_on = DateField(label=gettext_lazy("Tanggal SK pemberhentian"), required=False)


class ChairForm(Form):
    """Another chair."""

    on = DateField(label=gettext_lazy("Mulai tanggal"), latest=today)
    keep_old = forms.BooleanField(
        label=gettext_lazy("Ketua yang lama tetap menjadi anggota"), required=False, initial=True
    )  # fmt: skip
    appointed_number = _text(gettext_lazy("Nomor SK pengangkatan"), 60)
    appointed_on = DateField(label=gettext_lazy("Tanggal SK pengangkatan"), required=False)
    period = _text(gettext_lazy("Masa jabatan"), 50, hint=gettext_lazy("Misalnya 2024-2029."))

    def __init__(self, *args: Any, shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = ResidentField(label=_("Ketua baru"), shown=shown, search_url=search_url)
        self.order_fields(["person"])
        self.initial.setdefault("on", today())


class DissolveForm(Form):
    """When and why a group ends."""

    on = DateField(label=gettext_lazy("Tanggal bubar"), latest=today)
    reason = _text(gettext_lazy("Alasan"), 300)


class ConfirmForm(Form):
    """Nothing to fill in."""
