"""Forms of families."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from balai.ui.forms import CodeField, DateField, DigitsField, Form, VersionedForm
from modules.population import codes
from modules.population.forms.fields import RtField, fill_rt, text


class FamilyForm(VersionedForm):
    """A family card's own data."""

    number = DigitsField(
        label=_("Nomor KK"), what="Nomor KK", required=False, help_text=_("Kosongkan bila KK belum terbit.")
    )
    address = text(_("Alamat"), 200)
    welfare_class = CodeField(label=_("Kelas sosial"), codes=codes.WelfareClass, required=False)
    registered_on = DateField(label=_("Tanggal terdaftar"), required=False)
    printed_on = DateField(label=_("Tanggal cetak KK"), required=False)


class CompleteForm(Form):
    """Nothing to fill in."""


class SplitForm(Form):
    """Who leaves for a family card of their own."""

    no_kk = DigitsField(
        label=_("Nomor KK baru"),
        what="Nomor KK",
        required=False,
        help_text=_("Kosongkan bila belum terbit: diberi nomor sementara."),
    )
    rt = RtField(label=_("RT"), required=False, help_text=_("Kosongkan bila tetap di RT yang sama."))
    address = text(_("Alamat"), 200)
    note = text(_("Catatan"), 300)

    def __init__(self, *args: Any, members: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_rt(self)
        self.members = members
        for each in members:
            self.fields[f"member_{each.pk}"] = CodeField(
                label=_("{name} ikut sebagai").format(name=each.name),
                codes=codes.Shdk,
                required=False,
                empty=str(_("Tidak ikut")),
            )

    def chosen(self) -> list[tuple[Any, int]]:
        """(resident, new position) of those who go along."""
        found = [(each, self.cleaned_data.get(f"member_{each.pk}")) for each in self.members]
        return [(each, shdk) for each, shdk in found if shdk]


class MoveRtForm(Form):
    """Another RT inside the village."""

    rt = RtField(label=_("RT baru"))
    note = text(_("Catatan"), 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_rt(self)


class ShdkForm(Form):
    """Another position in the family."""

    shdk = CodeField(label=_("Hubungan dalam keluarga"), codes=codes.Shdk, required=True)
