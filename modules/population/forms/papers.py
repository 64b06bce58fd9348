"""Forms of a person's photo and papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import Form, UploadField
from modules.population import codes
from modules.population.forms.fields import text
from modules.population.services.papers import MAX_PAPER, MAX_PHOTO, PAPER_ENDINGS, PHOTO_ENDINGS


class _Upload(Form):
    """One file, chosen or taken with the phone's camera: whichever of the two is given."""

    file = UploadField(label=_("Berkas"), accept=PAPER_ENDINGS, max_bytes=MAX_PAPER, required=False)
    camera = UploadField(label=_("Ambil dengan kamera"), accept=PHOTO_ENDINGS, max_bytes=MAX_PHOTO, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["camera"].widget.attrs |= {"accept": "image/*", "capture": "environment"}
        self.fields["camera"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        chosen = data.pop("camera", None) or data.pop("file", None)
        data.pop("file", None)
        if not chosen and not {"file", "camera"} & self.errors.keys():
            self.add_error("file", _now("Belum ada berkas yang dipilih."))
        return data | {"file": chosen}


class PhotoForm(_Upload):
    """A person's photo."""

    file = UploadField(label=_("Foto"), accept=PHOTO_ENDINGS, max_bytes=MAX_PHOTO, required=False)


class _About(Form):
    kind = forms.ChoiceField(label=_("Jenis berkas"), choices=[("", _("Pilih")), *codes.PaperKind.choices])
    title = text(_("Judul"), 150, hint=_("Kosongkan bila cukup nama jenisnya."))
    for_family = forms.BooleanField(
        label=_("Berlaku bagi seluruh keluarga"), required=False, help_text=_("Misalnya Kartu Keluarga.")
    )
    citizen_visible = forms.BooleanField(
        label=_("Terlihat warga di Layanan Mandiri"), required=False,
        help_text=_("Oleh orangnya sendiri; bila berlaku bagi keluarga, juga oleh anggota keluarganya."),
    )  # fmt: skip


class PaperForm(_About, _Upload):
    """A scanned paper."""

    field_order = ["kind", "title", "file", "camera", "for_family", "citizen_visible"]


class PaperChangeForm(_About):
    """What a paper is and who may see it."""


class PaperReplaceForm(_Upload):
    """A newer scan."""
