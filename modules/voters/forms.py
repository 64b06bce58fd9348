"""Forms of elections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from balai.ui.forms import DateField, Form, VersionedForm
from modules.population.models import Territory
from modules.population.selectors import place_words
from modules.voters.models import Election, ElectionKind, Ground, Outcome, PollingStation, Stage
from modules.voters.selectors import free_areas


class ElectionForm(VersionedForm):
    """An election."""

    name = forms.CharField(label=gettext_lazy("Nama pemilihan"), max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"), choices=ElectionKind.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("Menentukan syarat pemilih."),
    )  # fmt: skip
    day = DateField(label=gettext_lazy("Hari pemungutan suara"))
    dps_on = DateField(
        label=gettext_lazy("Pengesahan DPS"), required=False,
        help_text=gettext_lazy("Wajib bagi pemilihan kepala desa: enam bulan tinggal di desa dihitung darinya. Tulis seperti 24-11-2026."),
    )  # fmt: skip


class AreasField(forms.ModelMultipleChoiceField):
    """RTs by their place in words."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """ "RT 001/RW 002 Dusun KRAJAN"."""
        return place_words(obj)


class StationForm(VersionedForm):
    """A polling station."""

    number = forms.IntegerField(label=gettext_lazy("Nomor TPS"), min_value=1, max_value=999)
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=150, required=False)
    areas = AreasField(
        label=gettext_lazy("RT yang memilih di sini"), queryset=Territory.objects.none(), required=False,
        help_text=gettext_lazy("Yang sudah masuk TPS lain tidak ditampilkan."),
    )  # fmt: skip

    def __init__(self, *args: Any, election: Election, station: PollingStation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = self.fields["areas"]
        assert isinstance(areas, forms.ModelMultipleChoiceField)
        areas.queryset = free_areas(election, station)


class ExceptionForm(VersionedForm):
    """Somebody in or out, with a reason."""

    outcome = forms.ChoiceField(label=gettext_lazy("Orang ini"), choices=Outcome.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=gettext_lazy("Dasar"), choices=Ground.choices)
    reason = forms.CharField(
        label=gettext_lazy("Penjelasan"), max_length=300, help_text=gettext_lazy("Misalnya nomor dan tanggal suratnya.")
    )


class FreezeForm(Form):
    """Which list is frozen."""

    stage = forms.ChoiceField(label=gettext_lazy("Bekukan sebagai"), choices=Stage.choices, widget=forms.RadioSelect)


class ConfirmForm(Form):
    """Nothing to fill in."""
