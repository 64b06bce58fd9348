"""Forms of letters that have their number: the archive's filters, handing over, withdrawing, where the paper lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.ui.formats import MONTHS
from balai.ui.forms import DateField, Form, VersionedForm
from modules.letters.models import ISSUED, State
from modules.letters.services.issued import APPLICANT, OTHER
from modules.letters.services.steps import MESSAGE_LENGTH
from modules.letters.types import letter_types


class _Taker(Form):
    """Who took it: name and relation are asked of another person alone, and then they are not optional."""

    #: A box that is hidden must not hold the form back; the service says what is missing.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "relation"):
            self.fields[name].widget.attrs["data-shown-when"] = f"who={OTHER}"
            self.fields[name].required = True

    def full_clean(self) -> None:
        """Without them it is the service that says what is missing."""
        for name in ("name", "relation"):
            self.fields[name].required = False
        super().full_clean()
        for name in ("name", "relation"):
            self.fields[name].required = True


class HandOverForm(_Taker, VersionedForm):
    """Who took it."""

    who = forms.ChoiceField(
        label=_("Diambil oleh"), widget=forms.RadioSelect, initial=APPLICANT,
        choices=[(APPLICANT, _("Pemohon sendiri")), (OTHER, _("Orang lain"))],
    )  # fmt: skip
    name = forms.CharField(label=_("Nama yang mengambil"), max_length=100, required=False)
    relation = forms.CharField(
        label=_("Hubungan dengan pemohon"), max_length=60, required=False, help_text=_("Misalnya: anak, ketua RT.")
    )


class HandOverManyForm(_Taker):
    """Who took many letters of a batch, and on which day."""

    who = forms.ChoiceField(
        label=_("Diambil oleh"), widget=forms.RadioSelect, initial=OTHER,
        choices=[(OTHER, _("Satu orang untuk semuanya")), (APPLICANT, _("Masing-masing pemohon"))],
    )  # fmt: skip
    name = forms.CharField(label=_("Nama yang mengambil"), max_length=100, required=False)
    relation = forms.CharField(
        label=_("Sebagai apa"), max_length=60, required=False, help_text=_("Misalnya: ketua RT 01, kepala dusun.")
    )
    on = DateField(label=_("Tanggal penyerahan"), latest=today, help_text=_("Hari surat benar-benar diserahkan."))


class WithdrawForm(VersionedForm):
    """Why a letter no longer counts, and what stands in its place."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=MESSAGE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat pada riwayat surat."),
    )  # fmt: skip
    replaced_by = forms.CharField(
        label=_("Nomor surat penggantinya"), max_length=100, required=False,
        help_text=_("Isi bila surat ini diganti surat lain yang sudah terbit. Kosongkan bila hanya dicabut."),
    )  # fmt: skip


class PlaceForm(Form):
    """Where the paper lies, and the archive's remark."""

    cabinet = forms.CharField(label=_("Lemari"), max_length=30, required=False)
    shelf = forms.CharField(label=_("Rak"), max_length=30, required=False)
    box = forms.CharField(label=_("Boks"), max_length=30, required=False)
    remark = forms.CharField(label=_("Keterangan"), max_length=300, required=False)


class PlaceManyForm(Form):
    """Where the papers of many lie; their remarks stay as they are."""

    cabinet = forms.CharField(label=_("Lemari"), max_length=30, required=False)
    shelf = forms.CharField(label=_("Rak"), max_length=30, required=False)
    box = forms.CharField(label=_("Boks"), max_length=30, required=False)


class ArchiveForm(Form):
    """Filters of the archive."""

    text = forms.CharField(label=_("Nomor surat atau nama"), required=False, max_length=100)
    type = forms.ChoiceField(label=_("Jenis surat"), required=False)
    state = forms.ChoiceField(label=_("Status"), required=False)
    signer = forms.ChoiceField(label=_("Penanda tangan"), required=False)
    year = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int, empty_value=None)
    month = forms.TypedChoiceField(label=_("Bulan"), required=False, coerce=int, empty_value=None)
    place = forms.CharField(label=_("Lemari, rak, atau boks"), required=False, max_length=30)
    resident = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: Sequence[int], signers: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "type": [(each.key, each.name) for each in letter_types(all_kinds=True)],
            "state": [(state.value, state.label) for state in map(State, ISSUED)],
            "signer": [(name, name) for name in signers],
            "year": [(year, str(year)) for year in years],
            "month": list(enumerate(MONTHS, 1)),
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Semua")), *found]


class PeriodForm(Form):
    """Of which year or month, and of which kind."""

    year = forms.TypedChoiceField(label=_("Tahun"), coerce=int)
    month = forms.TypedChoiceField(label=_("Bulan"), required=False, coerce=int, empty_value=None)
    type = forms.ChoiceField(label=_("Jenis surat"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "year": [(year, str(year)) for year in years],
            "month": [("", _("Setahun")), *enumerate(MONTHS, 1)],
            "type": [("", _("Semua")), *((each.key, each.name) for each in letter_types(all_kinds=True))],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found
