"""Forms of the office's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import DateField, Form, VersionedForm
from modules.government.selectors import Signer
from modules.letters.models import Scheme
from modules.letters.services.steps import MESSAGE_LENGTH
from modules.letters.types import letter_types
from modules.population.models import SavedFilter
from modules.population.picking import NumbersField, territory_choices


class MessageForm(VersionedForm):
    """What the applicant will read."""

    message = forms.CharField(
        label=_("Pesan untuk pemohon"), max_length=MESSAGE_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(VersionedForm):
    """Why a letter is withdrawn."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat pada riwayat surat."),
    )


class SignerForm(VersionedForm):
    """Who signs."""

    official = forms.ChoiceField(label=_("Penanda tangan"))

    def __init__(self, *args: Any, signers: Sequence[Signer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["official"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.official_id), signer_words(each)) for each in signers]


def signer_words(signer: Signer) -> str:
    """ "BUDI (a.n., Sekretaris Desa)"."""
    style = f"{signer.line_style}, " if signer.line_style else ""
    return f"{signer.name} ({style}{signer.position.title()})"


class SettingsForm(VersionedForm):
    """Numbering and checking."""

    number_format = forms.CharField(
        label=_("Format nomor surat"),
        max_length=100,
        help_text=_("Kode: [kode_surat], [nomor_surat] atau [nomor_surat, 3], [kode_desa], [bulan_romawi], [tahun]."),
    )
    scheme = forms.ChoiceField(
        label=_("Urutan nomor"),
        choices=Scheme.choices,
        widget=forms.RadioSelect,
        help_text=_("Bila tahun ini sudah ada surat bernomor, urutan yang baru berlaku mulai 1 Januari."),
    )
    secretary_checks = forms.BooleanField(
        label=_("Sekretaris memeriksa setiap surat sebelum ditandatangani"), required=False
    )
    head_approves = forms.BooleanField(
        label=_("Kepala Desa menyetujui setiap surat"),
        required=False,
        help_text=_("Bila tidak, surat terbit pada pemeriksaan terakhir dan ditandatangani di kertas."),
    )
    district_signs = forms.BooleanField(
        label=_("Surat yang memerlukan camat dikirim ke kecamatan melalui Balai"),
        required=False,
        help_text=_("Bila tidak, kolom camat dicetak kosong dan ditandatangani di kertas."),
    )


class BatchForm(Form):
    """Which kind, and for whom."""

    type = forms.ChoiceField(label=_("Jenis surat"))
    title = forms.CharField(
        label=_("Nama"), max_length=150, required=False, help_text=_("Misalnya: Undangan musyawarah desa 12 Desember.")
    )
    source = forms.ChoiceField(
        label=_("Untuk siapa"), widget=forms.RadioSelect, initial="heads",
        choices=[
            ("heads", _("Kepala keluarga")), ("residents", _("Semua penduduk")),
            ("saved", _("Penduduk menurut saringan tersimpan")), ("numbers", _("NIK yang ditempel")),
        ],
    )  # fmt: skip
    territory = forms.ChoiceField(label=_("Wilayah"), required=False)
    saved = forms.ChoiceField(label=_("Saringan tersimpan"), required=False)
    numbers = NumbersField(label=_("NIK"), required=False)

    def __init__(self, *args: Any, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from modules.letters.services.batch import batch_kinds

        filters = [each for each in SavedFilter.objects.filter(void_at=None) if each.shared or each.owner == owner]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "type": [("", gettext("Pilih")), *((each.key, each.name) for each in batch_kinds())],
            "territory": [("", gettext("Seluruh desa")), *territory_choices()],
            "saved": [("", gettext("Pilih")), *((str(each.pk), each.name) for each in filters)],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found
        # The page hides what the choice does not ask for; without JavaScript it stands there.
        for name, value in (("territory", "heads|residents"), ("saved", "saved"), ("numbers", "numbers")):
            self.fields[name].widget.attrs["data-shown-when"] = f"source={value}"

    def clean(self) -> dict[str, Any]:
        """What the choice needs must be there."""
        data = super().clean() or self.cleaned_data
        if data.get("source") == "saved" and not data.get("saved"):
            self.add_error("saved", gettext("Pilih saringan, atau simpan dahulu satu di daftar penduduk."))
        if data.get("source") == "numbers" and not data.get("numbers") and "numbers" not in self.errors:
            self.add_error("numbers", gettext("Tempel NIK, satu nomor sebaris."))
        return data


_AS_VILLAGE = [("same", _("Ikuti pengaturan desa")), ("yes", _("Ya")), ("no", _("Tidak"))]


class ChainForm(VersionedForm):
    """The steps of one kind of letter."""

    secretary = forms.ChoiceField(label=_("Diperiksa sekretaris"), choices=_AS_VILLAGE, widget=forms.RadioSelect)
    head = forms.ChoiceField(label=_("Disetujui kepala desa"), choices=_AS_VILLAGE, widget=forms.RadioSelect)
    district = forms.ChoiceField(
        label=_("Dikirim kepada camat melalui Balai"), choices=_AS_VILLAGE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, with_district: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_district:
            del self.fields["district"]

    def chosen(self, step: str) -> bool | None:
        """Yes, no, or as the village does."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get(step, ""))


class ReserveForm(Form):
    """A number for a letter that is still to come."""

    kind = forms.ChoiceField(label=_("Jenis surat"))
    on = DateField(
        label=_("Tanggal surat"),
        help_text=_("Hari ini: nomor berikutnya. Tanggal lampau: nomor sisipan, misalnya 012.a."),
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tercatat bersama nomornya."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        kinds = sorted(letter_types(), key=lambda each: str(each.name).casefold())
        field.choices = [("", _("Pilih")), *((each.key, each.name) for each in kinds)]


class VoidNumberForm(Form):
    """Why a kept number is given up."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DatingForm(VersionedForm):
    """A letter's date in the past."""

    on = DateField(label=_("Tanggal surat"))
    reason = forms.CharField(
        label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tercatat pada riwayat surat."),
    )  # fmt: skip


class AbsenceForm(Form):
    """From when until when the head is away, why, and who acts."""

    since = DateField(label=_("Mulai"))
    until = DateField(label=_("Sampai"))
    reason = forms.CharField(label=_("Alasan"), max_length=300, help_text=_("Misalnya cuti, sakit, dinas luar."))
    delegate = forms.ChoiceField(label=_("Yang bertindak"))

    def __init__(self, *args: Any, signers: Sequence[Signer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["delegate"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.official_id), signer_words(each)) for each in signers]
