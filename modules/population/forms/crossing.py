"""Forms of people between villages."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.db import today
from balai.ui.formats import mask
from balai.ui.forms import Candidate, CodeField, DateField, DigitsField, Form, PersonField
from modules.population import codes
from modules.population.crossing.receiving import CARRIED, EXISTING, NEW, may_carry, suggested_positions
from modules.population.forms.fields import RtField, fill_rt
from modules.population.models import Resident
from modules.population.selectors import place_words, residents_found
from modules.population.selectors.crossing import destinations
from modules.population.sight import Sight


def candidate(person: Resident, shown: bool) -> Candidate:
    """A resident as the picker shows them."""
    return Candidate(
        str(person.pk), person.name, f"{person.nik if shown else mask(person.nik)} · {place_words(person.rt)}"
    )


def find_people(text: str, shown: bool) -> list[Candidate]:
    """Who is here and fits a fragment."""
    found = residents_found(text, sight=Sight(numbers=shown)).select_related("rt__parent__parent")[:20]
    return [candidate(each, shown) for each in found]


class WhoForm(Form):
    """Who moves: the first step where nobody was chosen on a page before."""

    def __init__(self, *args: Any, shown: bool = False, search_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        def get(key: str) -> Candidate | None:
            try:
                person = Resident.objects.select_related("rt__parent__parent").filter(pk=key, void_at=None).first()
            except forms.ValidationError:
                return None
            return candidate(person, shown) if person else None

        self.fields["person"] = PersonField(
            label=_("Siapa yang pindah"), find=lambda text: find_people(text, shown), get=get, search_url=search_url
        )


class ReleaseForm(Form):
    """Who goes along, where to, since when."""

    destination = forms.ChoiceField(label=gettext_lazy("Desa tujuan"), choices=[])
    event_date = DateField(label=gettext_lazy("Tanggal pindah"))
    reason = forms.CharField(label=gettext_lazy("Alasan pindah"), max_length=300, required=False)

    def __init__(self, *args: Any, members: list[Resident], person: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(members) > 1:
            self.fields["people"] = forms.MultipleChoiceField(
                label=_("Yang pindah"),
                choices=[(str(each.pk), f"{each.name}, {each.get_shdk_display()}") for each in members],
                initial=[str(each.pk) for each in members],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Pilih siapa yang pindah.")},
            )
            self.order_fields(["people", "destination", "event_date", "reason"])
        self.members, self.person = members, person
        if not self.is_bound:
            self.initial.setdefault("event_date", today())
        found = groupby(destinations(), key=lambda each: each.district)
        choices: list[Any] = [("", _("Pilih desa"))]
        choices += [
            (_("Kecamatan {name}").format(name=name), [(each.schema_name, each.title) for each in group])
            for name, group in found
        ]
        destination = self.fields["destination"]
        assert isinstance(destination, forms.ChoiceField)
        destination.choices = choices

    def chosen(self) -> list[Resident]:
        """The residents who go."""
        keys = set(self.cleaned_data.get("people") or [str(self.person.pk)])
        return [each for each in self.members or [self.person] if str(each.pk) in keys]


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


class AcceptForm(Form):
    """Where the arriving people live, and under which card. Everything else came with them."""

    rt = RtField(label=gettext_lazy("RT tempat tinggal"), required=False)
    card = forms.ChoiceField(label=gettext_lazy("Kartu keluarga"), choices=[], widget=forms.RadioSelect)
    no_kk = DigitsField(
        label=gettext_lazy("Nomor KK"), what="Nomor KK", required=False,
        help_text=gettext_lazy("Untuk KK baru boleh dikosongkan: diberi nomor sementara. Untuk ikut keluarga di sini wajib."),
    )  # fmt: skip
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=200, required=False)

    def __init__(self, *args: Any, data_of: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_rt(self)
        card = self.fields["card"]
        assert isinstance(card, forms.ChoiceField)
        carried = [(CARRIED, _("Nomor KK yang dibawa"))] if may_carry(data_of) else []
        card.choices = [*carried, (NEW, _("KK baru")), (EXISTING, _("Ikut keluarga yang sudah ada di desa ini"))]
        self.initial.setdefault("card", CARRIED if carried else NEW)
        self.people = len(data_of["people"])
        for place, (person, shdk) in enumerate(zip(data_of["people"], suggested_positions(data_of), strict=True)):
            self.fields[f"shdk_{place}"] = CodeField(
                label=_("Hubungan {name} dalam keluarga").format(name=person["columns"]["name"]), codes=codes.Shdk,
                required=True, initial=shdk,
            )  # fmt: skip

    def positions(self) -> dict[int, int]:
        """Position by place in the hand-over."""
        return {place: int(self.cleaned_data[f"shdk_{place}"]) for place in range(self.people)}


class MovedForm(Form):
    """Since when somebody lives in the other village."""

    event_date = DateField(label=gettext_lazy("Tanggal pindah"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("event_date", today())


class NothingForm(Form):
    """A button alone."""


def parse_day(value: Any) -> date | None:
    """A date as it stands in a payload, or already one."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None
