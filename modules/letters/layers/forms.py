"""A small form for each aspect."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import Form
from modules.letters.layers.definitions import PAPERS
from modules.letters.layers.words import attachment_words
from modules.letters.merging.catalogue import signers_of
from modules.letters.models.templates import Aspect
from modules.letters.types import REQUIREMENTS, LetterType
from modules.letters.types.attachments import ATTACHMENTS
from modules.letters.types.classification import WRITTEN, classification
from modules.letters.types.loading import slug


class AspectForm(Form):
    """Turns an aspect's value into inputs and back. ``seen`` is the digest of what was read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def shown(cls, value: Any) -> dict[str, Any]:
        """Initial values of the inputs."""
        return {"value": value}

    def value(self) -> Any:
        """The aspect's value."""
        return self.cleaned_data["value"]


def line_form(label: Any, *, hint: Any = "", required: bool = True, rows: int = 0) -> type[AspectForm]:
    """A form of one line (or ``rows`` of it)."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()

    class Made(AspectForm):
        text = forms.CharField(label=label, max_length=200, help_text=hint, required=required, widget=widget)

        @classmethod
        def shown(cls, value: Any) -> dict[str, Any]:
            return {"text": value}

        def value(self) -> Any:
            return self.cleaned_data["text"]

    return Made


class _Classification(forms.TextInput):
    """Free text with the list of Permendagri 83/2022 to choose from while typing: by code or by subject."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The box and its list."""
        key = f"{(attrs or {}).get('id', f'id_{name}')}_list"
        box = super().render(name, value, {**(attrs or {}), "list": key, "autocomplete": "off"}, renderer)
        options = format_html_join(
            "",
            '<option value="{}" label="{} {}"></option>',
            ((code, code, words) for code, words in classification().items()),
        )
        return format_html('{}<datalist id="{}">{}</datalist>', box, key, options)


class CodeForm(AspectForm):
    """The classification code: picked from the list, or another that the village keeps."""

    text = forms.RegexField(
        WRITTEN, label=_("Kode klasifikasi"), widget=_Classification(),
        help_text=_(
            "Ketik kode atau kata, misalnya “kelahiran”, lalu pilih dari daftar Permendagri 83 Tahun 2022. Kode lain boleh ditulis "
            "sendiri."
        ),
        error_messages={"invalid": _("Tulis kode seperti 400.12.2.1: huruf, angka, titik, garis miring, atau tanda hubung.")},
    )  # fmt: skip

    @classmethod
    def shown(cls, value: Any) -> dict[str, Any]:
        return {"text": value}

    def value(self) -> Any:
        return self.cleaned_data["text"]


def flag_form(label: Any, *, hint: Any = "") -> type[AspectForm]:
    """A form of one box to tick."""

    class Made(AspectForm):
        on = forms.BooleanField(label=label, required=False, help_text=hint)

        @classmethod
        def shown(cls, value: Any) -> dict[str, Any]:
            return {"on": value}

        def value(self) -> Any:
            return self.cleaned_data["on"]

    return Made


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := " ".join(each.split()))]


class ValidityForm(AspectForm):
    """How long a letter is good for."""

    count = forms.IntegerField(
        label=_("Berlaku selama"), min_value=1, max_value=999, required=False, help_text=_("Kosongkan bila tidak dibatasi.")
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Satuan"), choices=[("day", _("hari")), ("week", _("minggu")), ("month", _("bulan")), ("year", _("tahun"))],
    )  # fmt: skip
    printed = forms.BooleanField(label=_("Cetak masa berlaku di surat"), required=False)

    @classmethod
    def shown(cls, value: Any) -> dict[str, Any]:
        return dict(value) if value else {"unit": "month"}

    def value(self) -> Any:
        data = self.cleaned_data
        if not data.get("count"):
            return None
        return {"count": data["count"], "unit": data["unit"], "printed": data["printed"]}


class PageForm(AspectForm):
    """Paper, margins, letters."""

    paper = forms.ChoiceField(label=_("Kertas"), choices=[(each, each) for each in PAPERS])
    orientation = forms.ChoiceField(label=_("Arah"), choices=[("portrait", _("Tegak")), ("landscape", _("Mendatar"))])
    left = forms.FloatField(label=_("Tepi kiri (mm)"), min_value=5, max_value=80)
    right = forms.FloatField(label=_("Tepi kanan (mm)"), min_value=5, max_value=80)
    top = forms.FloatField(label=_("Tepi atas (mm)"), min_value=5, max_value=80)
    bottom = forms.FloatField(label=_("Tepi bawah (mm)"), min_value=5, max_value=80)
    font = forms.ChoiceField(label=_("Huruf"), choices=[("Arimo", "Arial"), ("Tinos", "Times New Roman")])
    size = forms.FloatField(label=_("Ukuran huruf"), min_value=8, max_value=16)
    header = forms.BooleanField(label=_("Cetak kop surat"), required=False)
    heading = forms.BooleanField(label=_("Cetak judul dan nomor"), required=False)
    footer = forms.BooleanField(label=_("Cetak kaki surat"), required=False)

    @classmethod
    def shown(cls, value: Any) -> dict[str, Any]:
        return {**value, **value["margin"]}

    def value(self) -> Any:
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        margin = {side: data.pop(side) for side in ("left", "right", "top", "bottom")}
        return {**data, "margin": margin}


class RequirementsForm(AspectForm):
    """Papers from the list, and others in words."""

    known = forms.MultipleChoiceField(
        label=_("Persyaratan"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(each.key, each.title) for each in REQUIREMENTS.values()],
        help_text=_(
            "Anak yang belum wajib KTP-el tidak diminta KTP-el: yang diminta KIA atau akta kelahiran, dan KTP-el orang tua "
            "atau wali."
        ),
    )  # fmt: skip
    others = forms.CharField(
        label=_("Persyaratan lain"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu persyaratan satu baris."),
    )  # fmt: skip

    @classmethod
    def shown(cls, value: Any) -> dict[str, Any]:
        keys = {each.key for each in REQUIREMENTS.values()}
        return {
            "known": [each["key"] for each in value if each["key"] in keys],
            "others": "\n".join(each["title"] for each in value if each["key"] not in keys),
        }

    def value(self) -> Any:
        titles = {each.key: str(each.title) for each in REQUIREMENTS.values()}
        rows = [{"key": key, "title": titles[key]} for key in self.cleaned_data["known"]]
        return rows + [
            {"key": f"lain_{slug(line)}"[:40], "title": line[:120]} for line in _lines(self.cleaned_data["others"])
        ]


class AttachmentsForm(AspectForm):
    """Forms behind the letter."""

    codes = forms.MultipleChoiceField(
        label=_("Lampiran"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, attachment_words(code)) for code in ATTACHMENTS],
        help_text=_("Formulir yang sudah diganti peraturan baru hanya dicetak bila dipilih saat surat dibuat."),
    )  # fmt: skip

    @classmethod
    def shown(cls, value: Any) -> dict[str, Any]:
        return {"codes": value}

    def value(self) -> Any:
        return self.cleaned_data["codes"]


class NeedsForm(AspectForm):
    """Sentences under which a citizen finds it."""

    lines = forms.CharField(
        label=_("Kebutuhan warga"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Satu baris satu kebutuhan, sebagai lanjutan kalimat “Saya mau …”, misalnya: membuka rekening."),
    )  # fmt: skip

    @classmethod
    def shown(cls, value: Any) -> dict[str, Any]:
        return {"lines": "\n".join(value)}

    def value(self) -> Any:
        return _lines(self.cleaned_data["lines"])


#: For how many the small form has room; a block that holds more already shows them all.
PLACES = 4


def signers_form(kind: LetterType, places: int = 0) -> type[AspectForm]:
    """Who signs where, in a block of so many ``places``."""
    who = [("", _("Tidak ada")), *signers_of(kind).items()]
    sides = [("left", _("Kiri")), ("center", _("Tengah")), ("right", _("Kanan"))]
    fields: dict[str, Any] = {}
    room = max(PLACES, places)
    for number in range(1, room + 1):
        fields[f"who{number}"] = forms.ChoiceField(label=_("Siapa"), choices=who, required=False)
        fields[f"side{number}"] = forms.ChoiceField(label=_("Letak"), choices=sides, initial="right", required=False)
        fields[f"title{number}"] = forms.CharField(label=_("Keterangan di atas nama"), max_length=120, required=False)
    return type("SignersForm", (_SignersForm,), {**fields, "room": room})


class _SignersForm(AspectForm):
    room = PLACES

    @property
    def sections(self) -> list[tuple[int, list[Any]]]:
        """The inputs of each place."""
        names = ("who", "side", "title")
        return [(number, [self[f"{name}{number}"] for name in names]) for number in range(1, self.room + 1)]

    def clean(self) -> dict[str, Any]:
        """At least one: a block that nobody signs is taken out in the editor."""
        found = super().clean() or {}
        if not any(self.data.get(f"who{number}") for number in range(1, self.room + 1)):
            self.add_error(
                "who1", _("Pilih sedikitnya satu penanda tangan. Blok yang tidak dipakai dihapus di isi surat.")
            )
        return found

    @classmethod
    def shown(cls, value: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, place in enumerate(value, 1):
            found |= {
                f"who{number}": place["who"],
                f"side{number}": place["side"],
                f"title{number}": place.get("title", ""),
            }
        return found

    def value(self) -> Any:
        data = self.cleaned_data
        return [
            {"who": data[f"who{number}"], "side": data[f"side{number}"] or "right", "title": data[f"title{number}"]}
            for number in range(1, self.room + 1)
            if data[f"who{number}"]
        ]


FORMS: dict[str, type[AspectForm]] = {
    Aspect.NAME: line_form(_("Nama"), hint=_("Nama di daftar jenis surat.")),
    Aspect.TITLE: line_form(_("Judul"), hint=_("Judul yang dicetak di surat.")),
    Aspect.SUMMARY: line_form(_("Keterangan singkat"), required=False, rows=2),
    Aspect.CODE: CodeForm,
    Aspect.NUMBER_FORMAT: line_form(
        _("Format nomor"), required=False,
        hint=_("Kosongkan untuk mengikuti pengaturan surat. Kode: [kode_surat], [nomor_surat, 3], [kode_desa], [bulan_romawi], [tahun]."),
    ),
    Aspect.REQUIREMENTS: RequirementsForm,
    Aspect.VALIDITY: ValidityForm,
    Aspect.PAGE: PageForm,
    Aspect.ATTACHMENTS: AttachmentsForm,
    Aspect.NEEDS: NeedsForm,
    Aspect.QR: flag_form(_("Cetak kode QR untuk memeriksa keaslian")),
    Aspect.SELF_SERVICE: flag_form(_("Warga dapat memintanya di Layanan Mandiri")),
    Aspect.NEEDS_DISTRICT: flag_form(_("Camat ikut menandatangani")),
    Aspect.ENABLED: flag_form(_("Jenis surat ini dipakai"), hint=_("Yang tidak dipakai tidak ditawarkan; surat lama tetap ada.")),
}  # fmt: skip


class NewKindForm(Form):
    """A kind of the village's own."""

    name = forms.CharField(
        label=_("Nama surat"), max_length=120, help_text=_("Misalnya: Surat Keterangan Lapak Pasar.")
    )
    like = forms.ChoiceField(
        label=_("Mulai dari"), required=False, help_text=_("Salinannya milik desa dan tidak lagi mengikuti pembaruan jenis aslinya."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[LetterType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["like"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Surat kosong")), *((each.key, each.name) for each in kinds)]
