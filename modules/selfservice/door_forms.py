"""Forms of the door itself: registering, deciding about it, contacts, devices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.db import today
from balai.ui.forms import DateField, DigitsField, Form, NikField, UploadField
from modules.selfservice.forms import pin_field


class RegistrationForm(Form):
    """What the officer compares with the register, and the PIN that is wished."""

    nik = NikField()
    kk_number = DigitsField(
        label=_("Nomor KK"), what="Nomor KK", help_text=_("16 angka di bagian atas kartu keluarga.")
    )
    name = forms.CharField(label=_("Nama lengkap"), max_length=100, help_text=_("Seperti tertulis di KTP."))
    birth_date = DateField(label=_("Tanggal lahir"), latest=today)
    phone = forms.CharField(
        label=_("Nomor HP"), max_length=20,
        help_text=_("Petugas mencocokkannya. Bila Anda setuju di bawah ini, nomornya disimpan sebagai kontak yang belum diperiksa."),
    )  # fmt: skip
    wants_news = forms.BooleanField(
        label=_("Kabari hasilnya lewat nomor ini, dan simpan nomornya pada data saya"), required=False
    )
    photo = UploadField(
        label=_("Foto KTP"), accept=(".jpg", ".jpeg", ".png", ".webp"), max_bytes=8 * 1024 * 1024,
        help_text=_("Seluruh kartu terlihat dan terbaca. Hanya petugas yang melihatnya, lalu dihapus."),
    )  # fmt: skip
    pin = pin_field(_("PIN yang Anda inginkan"), "new-password")
    again = pin_field(_("PIN itu, sekali lagi"), "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("name", "name"), ("phone", "tel"), ("birth_date", "bday")):
            self.fields[name].widget.attrs["autocomplete"] = words
        self.fields["phone"].widget.attrs["inputmode"] = "tel"
        self.fields["photo"].widget.attrs["accept"] = "image/*"
        self.fields["pin"].help_text = _("6 angka. Jangan pakai tanggal lahir atau angka berurutan.")


class CodeForm(Form):
    """The code of a registration."""

    code = forms.CharField(label=_("Kode pendaftaran"), max_length=20, widget=forms.TextInput(attrs={"class": "w-20"}))


class RefusalForm(Form):
    """Why a registration is refused."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, help_text=_("Warga membaca kalimat ini."))


class AcceptanceForm(Form):
    """That the officer has looked."""

    checked = forms.BooleanField(label=_("Foto KTP sudah saya cocokkan dengan data penduduk."), required=False)


class OneTimeCodeForm(Form):
    """The code that was sent."""

    code = DigitsField(label=_("Kode 6 angka"), length=6, what="Kode")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autocomplete"] = "one-time-code"


class ForgottenForm(Form):
    """Whose PIN is forgotten."""

    nik = NikField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nik"].widget.attrs["autocomplete"] = "username"


class ResetForm(OneTimeCodeForm):
    """The code, and the new PIN."""

    new = pin_field(_("PIN baru"), "new-password")
    again = pin_field(_("PIN baru, sekali lagi"), "new-password")


class KioskCodeForm(Form):
    """What makes a device the kiosk."""

    code = forms.CharField(label=_("Kode anjungan"), max_length=20, widget=forms.TextInput(attrs={"class": "w-20"}))


class KioskForm(Form):
    """A device of the hall."""

    name = forms.CharField(label=_("Nama"), max_length=60, help_text=_("Misalnya Ruang tunggu."))
    idle_seconds = forms.IntegerField(
        label=_("Sesi berakhir sesudah (detik)"), initial=60, help_text=_("20 sampai 300 detik tanpa sentuhan.")
    )


def tag_field(label: Any) -> forms.CharField:
    """What a card reader types: it ends with Enter."""
    attrs = {"class": "w-20", "autofocus": True, "data-tag": "1", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=60, widget=forms.TextInput(attrs=attrs))


class TagForm(Form):
    """A card, and the PIN."""

    tag = tag_field(_("Tempelkan kartu pada alat"))
    pin = pin_field(_("PIN"), "off")


class ReaderForm(Form):
    """A card that is bound."""

    tag = tag_field(_("Nomor kartu"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].help_text = _("Tempelkan kartu pada alat pembaca; nomornya tertulis sendiri.")


class QueueServiceForm(Form):
    """Something that people queue for."""

    name = forms.CharField(label=_("Layanan"), max_length=60, help_text=_("Misalnya Surat keterangan."))
    letter = forms.CharField(label=_("Huruf nomor"), max_length=2, help_text=_("Huruf A memberi nomor A-001."))
