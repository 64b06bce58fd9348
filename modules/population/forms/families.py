"""Forms of families: made, joined, arranged, split, moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui.formats import age
from balai.ui.forms import CodeField, DigitsField, Form, VersionedForm
from modules.population import codes
from modules.population.forms.territory import PlaceField
from modules.population.models import Resident
from modules.population.picking import ResidentField


def _number(hint: Any = "") -> DigitsField:
    return DigitsField(
        label=gettext_lazy("Nomor KK"), what="Nomor KK", required=False,
        help_text=hint or gettext_lazy("Kosongkan bila belum terbit: diberi nomor sementara."),
    )  # fmt: skip


def _note() -> forms.CharField:
    return forms.CharField(label=gettext_lazy("Catatan"), max_length=300, required=False)


class NewFamilyForm(Form):
    """A card for somebody who lives in the village without one."""

    no_kk = _number()
    rt = PlaceField(label=gettext_lazy("RT"), required=False, help_text=gettext_lazy("Kosongkan bila tetap di RT-nya."))
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=200, required=False)
    welfare_class = CodeField(label=gettext_lazy("Kelas sosial"), codes=codes.WelfareClass, required=False)
    note = _note()

    def __init__(self, *args: Any, shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        head = ResidentField(
            shown=shown, search_url=search_url, label=_("Kepala keluarga"),
            help_text=_("Penduduk tanpa KK. Ketik sebagian nama atau NIK, lalu pilih."),
        )  # fmt: skip
        self.add("head", head, first=True)


class JoinForm(VersionedForm):
    """Somebody of the village comes under this card."""

    shdk = CodeField(label=gettext_lazy("Hubungan dalam keluarga"), codes=codes.Shdk, required=True)
    note = _note()

    def __init__(self, *args: Any, shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = ResidentField(
            shown=shown, search_url=search_url, label=_("Penduduk"),
            help_text=_("Tanpa KK, atau anggota keluarga lain. Ketik sebagian nama atau NIK, lalu pilih."),
        )  # fmt: skip
        self.add("resident", person, first=True)


class _Members(VersionedForm):
    """One choice of a position a member, under ``member_<key>``."""

    empty: Any = gettext_lazy("Tidak ikut")

    def __init__(self, *args: Any, members: Sequence[Resident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        for each in self.members:
            self.add(self.name_of(each), self.field_of(each))

    @staticmethod
    def name_of(person: Resident) -> str:
        """The field of somebody."""
        return f"member_{person.pk}"

    def field_of(self, person: Resident) -> forms.Field:
        """The choice of somebody's position."""
        label = f"{person.name} ({age(person.birth_date)})"
        return CodeField(label=label, codes=codes.Shdk, required=False, empty=str(self.empty))

    def positions(self) -> dict[UUID, int]:
        """What was chosen for whom."""
        found = {each.pk: self.cleaned_data.get(self.name_of(each)) for each in self.members}
        return {key: shdk for key, shdk in found.items() if shdk}


class ArrangeForm(_Members):
    """What everybody is in a family."""

    def field_of(self, person: Resident) -> forms.Field:
        """Everybody is something."""
        label = f"{person.name} ({age(person.birth_date)})"
        return CodeField(label=label, codes=codes.Shdk, required=True, initial=person.shdk)

    def clean(self) -> dict[str, Any]:
        """Two heads mean: the new one takes the old one's place (the service makes the old one LAINNYA); three are a slip."""
        data = super().clean() or self.cleaned_data
        heads = [each for each in self.members if data.get(self.name_of(each)) == codes.Shdk.HEAD]
        was = [each for each in heads if each.shdk == codes.Shdk.HEAD]
        if len(heads) - len(was) > 1:
            raise forms.ValidationError(_("Satu keluarga hanya mempunyai satu kepala."))
        return data


class _NewCard(_Members):
    """A new card: its number, where it stands, and who leads it."""

    def __init__(self, *args: Any, members: Sequence[Resident], **kwargs: Any) -> None:
        super().__init__(*args, members=members, **kwargs)
        head = forms.ChoiceField(
            label=_("Kepala keluarga baru"),
            choices=[("", _("Pilih kepala keluarga")), *((str(each.pk), each.name) for each in self.members)],
        )
        self.add("head", head, first=True)
        self.add("no_kk", _number())
        self.add("rt", PlaceField(label=_("RT"), required=False, help_text=_("Kosongkan bila tetap di RT yang sama.")))
        self.add("address", forms.CharField(label=_("Alamat"), max_length=200, required=False))
        self.add("note", _note())

    def chosen_head(self) -> Resident:
        """Who leads the new card."""
        return next(each for each in self.members if str(each.pk) == self.cleaned_data["head"])


class SplitSeveralForm(_NewCard):
    """Some members leave for a card of their own."""

    def others(self) -> list[tuple[Resident, int]]:
        """Who goes along with the new head, and as what."""
        head, found = self.chosen_head().pk, self.positions()
        return [(each, found[each.pk]) for each in self.members if each.pk in found and each.pk != head]


class SplitAllForm(_NewCard):
    """Everybody who is left gets a new card because the head is gone."""

    def field_of(self, person: Resident) -> forms.Field:
        """Everybody goes along, by default as what they are."""
        label = f"{person.name} ({age(person.birth_date)})"
        return CodeField(label=label, codes=codes.Shdk, required=False, initial=person.shdk, empty=str(_("Tetap")))


class LeaveForm(Form):
    """Somebody leaves a family for no other."""

    note = _note()


class MoveFamiliesForm(Form):
    """Where chosen families go."""

    rt = PlaceField(label=gettext_lazy("RT tujuan"))
    address = forms.CharField(
        label=gettext_lazy("Alamat baru"), max_length=200, required=False,
        help_text=gettext_lazy("Kosongkan bila alamat tiap keluarga tetap."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Dasar atau alasan"), max_length=300, required=False)


class WelfareForm(Form):
    """The class of welfare of chosen families."""

    welfare_class = CodeField(
        label=gettext_lazy("Kelas sosial"), codes=codes.WelfareClass, required=False, empty=str(gettext_lazy("Belum digolongkan"))
    )  # fmt: skip
