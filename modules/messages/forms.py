"""Forms of messages, on either side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import Form, UploadField, VersionedForm
from modules.letters import selectors as letters
from modules.messages.drivers import Driver
from modules.messages.events import TEXT_LENGTH, TITLE_LENGTH
from modules.messages.models import BODY_LENGTH, Channel
from modules.messages.models.threads import SUBJECT_LENGTH
from modules.messages.services.templates import TITLE_LENGTH as TEMPLATE_TITLE_LENGTH
from modules.messages.services.threads import UPLOAD_BYTES
from modules.population.models import Resident
from modules.population.picking import ResidentField

_ENDINGS = (".jpg", ".jpeg", ".png", ".pdf")


def _upload() -> UploadField:
    return UploadField(
        label=_("Lampiran"), accept=_ENDINGS, max_bytes=UPLOAD_BYTES, required=False,
        help_text=_("Foto atau PDF, paling besar 8 MB."),
    )  # fmt: skip


class BodyForm(Form):
    """A message of a citizen in a conversation that has begun."""

    body = forms.CharField(
        label=_("Tulis pesan"), max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 4}), strip=False
    )
    upload = _upload()


class NewThreadForm(BodyForm):
    """A citizen begins a conversation."""

    field_order = ("subject", "letter", "body", "upload")
    subject = forms.CharField(label=_("Perihal"), max_length=SUBJECT_LENGTH)
    letter = forms.ChoiceField(label=_("Tentang permohonan surat"), required=False)

    def __init__(self, *args: Any, resident: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Isi pesan")
        mine = letters.letters_of(Resident(pk=resident))[:10]
        self.letters = {str(each.pk): each for each in mine}
        field = self.fields["letter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Bukan tentang surat")),
            *((key, f"{each.type.name} ({each.get_state_display()})") for key, each in self.letters.items()),
        ]
        if not self.letters:
            del self.fields["letter"]


class AnswerForm(VersionedForm):
    """An answer of the office."""

    body = forms.CharField(
        label=_("Jawaban"), max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 5}), strip=False
    )
    upload = _upload()
    close = forms.BooleanField(label=_("Tutup percakapan setelah dikirim"), required=False)


class WriteForm(Form):
    """The office begins a conversation."""

    subject = forms.CharField(label=_("Perihal"), max_length=SUBJECT_LENGTH)
    body = forms.CharField(
        label=_("Pesan"), max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 5}), strip=False
    )
    upload = _upload()

    def __init__(self, *args: Any, shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add("resident", ResidentField(shown=shown, search_url=search_url, label=_("Kepada")), first=True)


class TemplateForm(VersionedForm):
    """A ready answer."""

    title = forms.CharField(label=_("Judul"), max_length=TEMPLATE_TITLE_LENGTH)
    body = forms.CharField(
        label=_("Isi"), max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Kode: [nama_penduduk], [nama_petugas], [nama_desa], [judul_surat]. Diisi saat dipakai, dan dapat diubah sebelum dikirim."),
    )  # fmt: skip


class SettingsForm(VersionedForm):
    """How the village takes messages."""

    accepts = forms.BooleanField(label=_("Terima pesan warga melalui Layanan Mandiri"), required=False)
    messages_a_day = forms.IntegerField(
        label=_("Pesan seorang warga dalam sehari"), min_value=1, max_value=100, help_text=_("Selebihnya ditolak.")
    )
    answer_days = forms.IntegerField(
        label=_("Hari kerja sampai dijawab"), min_value=1, max_value=30, help_text=_("Ditulis pada halaman warga.")
    )
    kept_months = forms.IntegerField(
        label=_("Percakapan yang ditutup disimpan (bulan)"), min_value=3, max_value=120,
        help_text=_("Setelah itu dihapus beserta lampirannya."),
    )  # fmt: skip
    quiet_from = forms.TimeField(
        label=_("Jam tenang mulai"), widget=forms.TimeInput(attrs={"class": "w-short"}, format="%H:%M"), input_formats=["%H:%M", "%H.%M"],
        help_text=_("Selama jam tenang, WhatsApp, SMS, dan Telegram yang dapat menunggu dikirim paginya. Tulis seperti 20:00. Bila mulai dan selesai sama, tidak ada jam tenang."),
    )  # fmt: skip
    quiet_until = forms.TimeField(
        label=_("Jam tenang selesai"), widget=forms.TimeInput(attrs={"class": "w-short"}, format="%H:%M"), input_formats=["%H:%M", "%H.%M"],
    )  # fmt: skip


class AddressForm(Form):
    """An address that a citizen wants to be written to."""

    address = forms.CharField(max_length=120)

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mail = channel == Channel.EMAIL
        field = self.fields["address"]
        field.label = _("Alamat surel") if mail else _("Nomor HP")
        field.widget.attrs |= {
            "inputmode": "email" if mail else "tel",
            "autocomplete": "email" if mail else "tel",
        }


class CodeForm(Form):
    """The six digits that came."""

    code = forms.CharField(
        label=_("Kode 6 angka"), max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "pin"}),
    )  # fmt: skip


class GatewayForm(VersionedForm):
    """A channel: one form for the driver that was chosen; a secret is never shown, and stays when left empty."""

    active = forms.BooleanField(label=_("Saluran ini dipakai"), required=False)
    price = forms.IntegerField(label=_("Harga satu pesan (rupiah)"), min_value=0, max_value=100_000, initial=0)
    budget = forms.IntegerField(
        label=_("Anggaran sebulan (rupiah)"), min_value=0, max_value=1_000_000_000, required=False,
        help_text=_("Bila habis, pesan hanya tampil di Layanan Mandiri. Kosong: tanpa batas."),
    )  # fmt: skip

    def __init__(self, *args: Any, driver: type[Driver], has_secrets: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.driver = driver
        # A channel that is off may be half filled in.
        wanted = "active" in self.data if self.is_bound else True
        for each in driver.options:
            kept = each.secret and has_secrets
            common: dict[str, Any] = {
                "label": each.label, "help_text": each.help_text, "required": each.required and wanted and not kept and (not each.default or bool(each.choices)),
            }  # fmt: skip
            if each.choices:
                field: forms.Field = forms.ChoiceField(choices=each.choices, **common)
            elif each.secret:
                if has_secrets:
                    common["help_text"] = _("Sudah diisi. Isi hanya bila ingin mengganti.")
                field = forms.CharField(
                    max_length=2000, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), **common
                )
            else:
                widget = forms.Textarea(attrs={"rows": 3}) if each.long else forms.TextInput()
                field = forms.CharField(max_length=2000, widget=widget, **common)
            self.add(each.name, field)
        self.order_fields(["version", "active", *(each.name for each in driver.options), "price", "budget"])


class TestForm(Form):
    """Where a test goes."""

    address = forms.CharField(label=_("Alamat atau nomor Anda"), max_length=120)


class WordingForm(VersionedForm):
    """A village's own words for an event."""

    title = forms.CharField(label=_("Judul"), max_length=TITLE_LENGTH)
    text = forms.CharField(label=_("Isi"), max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 4}))
    sends = forms.BooleanField(
        label=_("Kirim juga melalui saluran yang dipilih warga"), required=False,
        help_text=_("Bila tidak, hanya tampil di Layanan Mandiri."),
    )  # fmt: skip


class ConfirmForm(Form):
    """Nothing to fill in."""
