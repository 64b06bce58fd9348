"""Forms of identity and officials."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.accounts.models import User
from balai.ui.forms import DateField, VersionedForm
from modules.government.models import Post


class IdentityForm(VersionedForm):
    """What the kop prints."""

    address = forms.CharField(label=_("Alamat kantor"), max_length=200)
    postal_code = forms.RegexField(
        r"^\d{5}$", label=_("Kode pos"), required=False, error_messages={"invalid": _("Kode pos terdiri dari 5 angka.")}
    )
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=30)
    email = forms.EmailField(
        label=_("Surel"), required=False, error_messages={"invalid": _("Alamat surel ini tidak lengkap.")}
    )
    website = forms.CharField(label=_("Situs"), required=False, max_length=100)
    head_title = forms.CharField(
        label=_("Sebutan kepala"), required=False, max_length=60, help_text=_("Kosong: Kepala Desa, atau Lurah.")
    )
    number_label = forms.CharField(label=_("Sebutan nomor perangkat"), max_length=20)
    hamlet_word = forms.CharField(
        label=_("Sebutan dusun"),
        required=False,
        max_length=30,
        help_text=_("Kosong: Dusun. Misalnya Lingkungan, Jorong."),
    )
    district_word = forms.CharField(
        label=_("Sebutan kecamatan"), required=False, max_length=30, help_text=_("Kosong: Kecamatan. Misalnya Distrik.")
    )
    district_head_title = forms.CharField(
        label=_("Sebutan camat"), required=False, max_length=60, help_text=_("Kosong: Camat. Misalnya Kepala Distrik.")
    )
    district_head_name = forms.CharField(
        label=_("Nama camat"), required=False, max_length=120,
        help_text=_("Tercetak di bawah Mengetahui bila camat menandatangani di atas kertas."),
    )  # fmt: skip
    district_head_number = forms.CharField(label=_("NIP camat"), required=False, max_length=30)
    crest = forms.FileField(label=_("Lambang"), required=False, help_text=_("PNG atau JPEG, paling besar 2 MB."))


class OfficialForm(VersionedForm):
    """An official and the term."""

    name = forms.CharField(label=_("Nama dengan gelar"), max_length=120)
    post = forms.ChoiceField(label=_("Jabatan pokok"), choices=Post.choices)
    position = forms.CharField(
        label=_("Nama jabatan"), max_length=100, help_text=_("Seperti tercetak di surat, misalnya Kasi Pelayanan.")
    )
    nip = forms.CharField(label=_("NIP"), required=False, max_length=30)
    nipd = forms.CharField(label=_("NIPD"), required=False, max_length=30)
    since = DateField(label=_("Sejak"))
    until = DateField(label=_("Sampai"), required=False)
    signs_an = forms.BooleanField(label=_("Boleh menandatangani a.n. (Sekretaris Desa)"), required=False)
    signs_ub = forms.BooleanField(label=_("Boleh menandatangani u.b. (perangkat lain)"), required=False)
    user = forms.ModelChoiceField(
        label=_("Akun"), required=False, queryset=User.objects.none(), empty_label=_("Belum dihubungkan"),
        help_text=_("Akun pejabat ini. Dengan itu ia menyetujui surat selama Kepala Desa berhalangan."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(is_active=True).order_by("name", "pk")
