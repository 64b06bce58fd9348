"""Forms of the citizen's door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import DigitsField, Form, UploadField, VersionedForm
from modules.population.codes import PaperKind
from modules.selfservice.correcting import Subject, field_of


def pin_field(label: Any, autocomplete: str) -> forms.CharField:
    """Six digits, hidden, with a phone's number pad."""
    attrs = {"inputmode": "numeric", "maxlength": "6", "class": "pin", "autocomplete": autocomplete}
    return forms.CharField(label=label, max_length=6, widget=forms.PasswordInput(attrs=attrs))


class SignInForm(Form):
    """NIK and PIN."""

    nik = DigitsField(label=_("NIK"))
    pin = pin_field(_("PIN"), "current-password")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nik"].widget.attrs["autocomplete"] = "username"


class PinForm(Form):
    """Old and new PIN."""

    old = pin_field(_("PIN lama"), "current-password")
    new = pin_field(_("PIN baru"), "new-password")
    again = pin_field(_("PIN baru, sekali lagi"), "new-password")


class RatingForm(Form):
    """How the service was."""

    stars = forms.TypedChoiceField(
        label=_("Bagaimana pelayanannya?"), coerce=int, widget=forms.RadioSelect,
        choices=[
            (5, _("5 - sangat baik")), (4, _("4 - baik")), (3, _("3 - cukup")), (2, _("2 - kurang")),
            (1, _("1 - sangat kurang")),
        ],
    )  # fmt: skip
    words = forms.CharField(
        label=_("Apa yang perlu diperbaiki?"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca petugas; nama Anda tidak ditampilkan."),
    )  # fmt: skip


_UPLOAD: dict[str, Any] = {"accept": (".jpg", ".jpeg", ".png", ".pdf"), "max_bytes": 8 * 1024 * 1024}


class DocumentForm(Form):
    """A paper to keep here."""

    kind = forms.ChoiceField(label=_("Dokumen apa?"), choices=[("", _("Pilih")), *PaperKind.choices])
    file = UploadField(label=_("Foto atau PDF"), help_text=_("Ambil foto yang terang dan tidak miring. Paling besar 8 MB."), **_UPLOAD)  # fmt: skip
    title = forms.CharField(
        label=_("Nama dokumen"), required=False, max_length=100, help_text=_("Misalnya: KTP ibu. Boleh dikosongkan.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "image/*" is what makes a phone offer its camera.
        self.fields["file"].widget.attrs["accept"] = "image/*,application/pdf"


class CorrectionForm(Form):
    """What is right, why, and the proof. ``value`` is the subject's own input; ``kept`` papers may be taken as proof."""

    reason = forms.CharField(
        label=_("Penjelasan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = UploadField(label=_("Foto atau PDF bukti"), required=False, help_text=_("Kosongkan bila bukti dibawa ke kantor desa."), **_UPLOAD)  # fmt: skip

    def __init__(self, *args: Any, subject: Subject, kept: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add("value", field_of(subject), first=True)
        self.fields["file"].widget.attrs["accept"] = "image/*,application/pdf"
        if kept:
            own = forms.ChoiceField(
                label=_("Atau pakai dokumen yang tersimpan"), required=False, choices=[("", _("Tidak")), *kept]
            )
            self.add("own", own)


class AcceptForm(VersionedForm):
    """The officer agrees."""

    answer = forms.CharField(
        label=_("Pesan untuk warga"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, asks_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_reason:
            hint = _("Hanya bila NIK tidak cocok dengan tanggal lahir atau jenis kelamin, dan memang demikian di KTP.")
            self.add("nik_reason", forms.CharField(label=_("Alasan NIK berbeda"), required=False, max_length=200, help_text=hint))  # fmt: skip


class RejectForm(VersionedForm):
    """The officer says no, and why."""

    answer = forms.CharField(label=_("Alasan, dibaca warga"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PurposeForm(Form):
    """What a copy is for."""

    purpose = forms.CharField(
        label=_("Untuk apa salinan ini?"), max_length=60,
        help_text=_("Misalnya: mendaftar sekolah. Ditulis melintang di atas salinan, bersama tanggal hari ini."),
    )  # fmt: skip


class QuestionForm(Form):
    """Why was my record opened?"""

    body = forms.CharField(label=_("Pesan Anda"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))
