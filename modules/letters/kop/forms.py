"""The design as a form: every part an input, every line of the head a row of five."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balai.ui.forms import UploadField, VersionedForm
from modules.letters.kop.changing import LOGO_BYTES
from modules.letters.kop.design import MOST_LINES, PAPERS, Design

_SIDES = (("left", _("Tepi kiri")), ("right", _("Tepi kanan")), ("top", _("Tepi atas")), ("bottom", _("Tepi bawah")))


@dataclass
class LineRow:
    """The five inputs of one line."""

    place: int
    text: Any
    size: Any
    ticks: list[Any]


def _number(label: Any, low: float, high: float, hint: Any = "") -> forms.FloatField:
    widget = forms.NumberInput(attrs={"class": "w-short", "step": "any"})
    return forms.FloatField(label=label, min_value=low, max_value=high, help_text=hint, localize=False, widget=widget)


class KopForm(VersionedForm):
    """What :func:`checked_design` takes."""

    logo = forms.ChoiceField(
        label=_("Lambang"), choices=[("crest", _("Lambang desa")), ("own", _("Gambar sendiri")), ("none", _("Tanpa lambang"))]
    )  # fmt: skip
    picture = UploadField(
        label=_("Gambar sendiri"), required=False, accept=[".png", ".jpg", ".jpeg"], max_bytes=LOGO_BYTES,
    )  # fmt: skip
    logo_place = forms.ChoiceField(
        label=_("Letak lambang"), choices=[("left", _("Kiri")), ("right", _("Kanan")), ("above", _("Di atas tulisan"))]
    )
    logo_height = _number(_("Tinggi lambang (mm)"), 8, 40)
    rule = forms.ChoiceField(
        label=_("Garis di bawah kop"),
        choices=[("thick", _("Satu tebal")), ("double", _("Dua, tebal dan tipis")), ("thin", _("Satu tipis")), ("none", _("Tanpa garis"))],
    )  # fmt: skip
    height = _number(_("Tinggi kop (mm)"), 0, 100, _("0: setinggi isinya."))
    space_after = _number(_("Jarak sesudah kop (mm)"), 0, 40)
    foot = forms.CharField(label=_("Tulisan pada kaki halaman"), required=False, max_length=200)
    foot_codes = forms.BooleanField(label=_("Kode desa dan kode surat pada kaki halaman"), required=False)
    foot_pages = forms.BooleanField(label=_("Nomor halaman bila lebih dari satu"), required=False)
    font = forms.ChoiceField(
        label=_("Huruf"), choices=[("Arimo", "Arimo (seperti Arial)"), ("Tinos", "Tinos (seperti Times New Roman)")]
    )
    size = _number(_("Ukuran huruf (pt)"), 8, 16)
    paper = forms.ChoiceField(
        label=_("Kertas"), choices=[(each, "F4 (Folio)" if each == "F4" else each) for each in PAPERS]
    )
    orientation = forms.ChoiceField(
        label=_("Arah kertas"), choices=[("portrait", _("Tegak")), ("landscape", _("Mendatar"))]
    )
    day = forms.ChoiceField(
        label=_("Cara menulis tanggal"),
        choices=[("long_date", "24 November 2026"), ("short_date", "24-11-2026"), ("day_date", "Selasa, 24 November 2026")],
    )  # fmt: skip
    empty = forms.CharField(
        label=_("Pengganti data kosong"), required=False, max_length=30,
        help_text=_("Dicetak di tempat data yang tidak diketahui, misalnya - atau titik-titik."),
        widget=forms.TextInput(attrs={"class": "w-short"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side, label in _SIDES:
            self.fields[f"margin_{side}"] = _number(label, 5, 80)
        for number in range(MOST_LINES):
            self.fields[f"line_{number}"] = forms.CharField(
                label=_("Baris {n}").format(n=number + 1), required=False, max_length=160
            )
            self.fields[f"line_{number}_size"] = _number(_("Ukuran {n}").format(n=number + 1), 6, 28)
            for name, label in (("bold", _("Tebal")), ("italic", _("Miring")), ("upper", _("Huruf besar"))):
                self.fields[f"line_{number}_{name}"] = forms.BooleanField(label=label, required=False)

    @property
    def rows(self) -> list[LineRow]:
        """The lines' inputs, row by row."""
        return [
            LineRow(
                number + 1, self[f"line_{number}"], self[f"line_{number}_size"],
                [self[f"line_{number}_{name}"] for name in ("bold", "italic", "upper")],
            )
            for number in range(MOST_LINES)
        ]  # fmt: skip

    @property
    def margins(self) -> list[Any]:
        """The four margins."""
        return [self[f"margin_{side}"] for side, _label in _SIDES]

    def design(self) -> dict[str, Any]:
        """What was filled in, as a design."""
        data = self.cleaned_data
        margin = {side: data.get(f"margin_{side}") for side, _label in _SIDES}
        lines = [
            {"text": data.get(f"line_{n}"), "size": data.get(f"line_{n}_size"), **{name: data.get(f"line_{n}_{name}") for name in ("bold", "italic", "upper")}}
            for n in range(MOST_LINES)
        ]  # fmt: skip
        page = {name: data.get(name) for name in ("paper", "orientation", "font", "size")} | {"margin": margin}
        names = (
            "logo",
            "logo_place",
            "logo_height",
            "rule",
            "height",
            "space_after",
            "foot",
            "foot_codes",
            "foot_pages",
            "day",
            "empty",
        )
        return {name: data.get(name) for name in names} | {"lines": lines, "page": page}


def _short(value: Any) -> Any:
    """12.0 as 12: a form shows what people write."""
    return int(value) if isinstance(value, float) and value == int(value) else value


def initial_of(design: Design | Mapping[str, Any]) -> dict[str, Any]:
    """A design as the form's first values; lines beyond the last are offered empty."""
    found = {name: value for name, value in design.items() if name not in ("lines", "page")}
    page = {name: _short(value) for name, value in design["page"].items()}
    found |= {name: page[name] for name in ("paper", "orientation", "font", "size")}
    found |= {f"margin_{side}": _short(page["margin"][side]) for side, _label in _SIDES}
    for number in range(MOST_LINES):
        line: Mapping[str, Any] = design["lines"][number] if number < len(design["lines"]) else {"text": "", "size": 10}
        found[f"line_{number}"], found[f"line_{number}_size"] = line["text"], line["size"]
        found |= {f"line_{number}_{name}": line.get(name, False) for name in ("bold", "italic", "upper")}
    return found
