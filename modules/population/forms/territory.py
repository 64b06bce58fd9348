"""Forms of dusun, RW and RT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.ui.forms import Form, UploadField
from modules.population.models import Territory, TerritoryKind
from modules.population.picking import ResidentField
from modules.population.selectors import place_words, rt_choices
from modules.population.selectors.territory import nodes_in_order
from modules.population.services.places import MAX_BYTES
from modules.population.services.territory import FITS


class PlaceField(forms.ChoiceField):
    """A node of the tree; cleans to the :class:`Territory`. The choices are read when the form is made."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", lambda: [("", _("Pilih RT")), *rt_choices()])
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Territory | None:  # type: ignore[override]
        """The node, or None where nothing was chosen."""
        key = super().clean(value)
        return Territory.objects.select_related("parent__parent").filter(pk=key, void_at=None).first() if key else None


def node_words(node: Territory) -> str:
    """A node with what it lies in: "RW 002 Dusun KRAJAN"."""
    if node.kind == TerritoryKind.RT:
        return place_words(node)
    return f"{node} {node.parent}" if node.parent else str(node)


def places(kinds: Sequence[str], *, but: Sequence[Any] = ()) -> list[tuple[str, str]]:
    """Nodes of some levels as choices, in the tree's order."""
    return [(str(each.pk), node_words(each)) for each in nodes_in_order() if each.kind in kinds and each.pk not in but]


class TerritoryForm(Form):
    """A dusun, RW or RT."""

    kind = forms.ChoiceField(label=gettext_lazy("Tingkat"), choices=TerritoryKind.choices)
    name = forms.CharField(label=gettext_lazy("Nama atau nomor"), max_length=50)
    parent = PlaceField(
        label=gettext_lazy("Di dalam"),
        required=False,
        choices=lambda: [("", "-"), *places([TerritoryKind.DUSUN, TerritoryKind.RW])],
        help_text=gettext_lazy(
            "Dusun tidak berada di dalam apa pun. RT berada di dalam RW, atau langsung di dalam dusun."
        ),
    )


class TerritoryEditForm(Form):
    """A node's name and head."""

    name = forms.CharField(label=gettext_lazy("Nama atau nomor"), max_length=50)

    def __init__(self, *args: Any, kind: str, shown: bool, search_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {"dusun": _("Kepala dusun"), "rw": _("Ketua RW"), "rt": _("Ketua RT")}
        head = ResidentField(
            shown=shown, search_url=search_url, label=titles[kind], required=False,
            help_text=_("Penduduk yang tinggal di desa. Ketik sebagian nama atau NIK, lalu pilih."),
        )  # fmt: skip
        self.add("head", head)


class PlaceForm(Form):
    """Where a node lies on the map."""

    lat = forms.CharField(
        label=gettext_lazy("Lintang"), max_length=20, required=False, help_text=gettext_lazy("Seperti -7.0812.")
    )
    lng = forms.CharField(
        label=gettext_lazy("Bujur"), max_length=20, required=False, help_text=gettext_lazy("Seperti 110.9134.")
    )
    outline = UploadField(
        label=gettext_lazy("Batas wilayah (GeoJSON)"), accept=(".geojson", ".json"), max_bytes=MAX_BYTES, required=False
    )
    clear = forms.BooleanField(label=gettext_lazy("Hapus batas yang tersimpan"), required=False)


class MoveTerritoryForm(Form):
    """Where a node goes, and what it is called there."""

    parent = PlaceField(label=gettext_lazy("Pindah ke"), choices=[])
    name = forms.CharField(
        label=gettext_lazy("Nama atau nomor di tempat baru"),
        max_length=50,
        required=False,
        help_text=gettext_lazy("Kosongkan bila tetap."),
    )
    note = forms.CharField(label=gettext_lazy("Dasar atau alasan"), max_length=300, required=False)

    def __init__(self, *args: Any, node: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in FITS[TerritoryKind(node.kind)] if kind]
        found = places(kinds, but=[node.parent_id])
        self.fields["parent"].choices = [("", _("Pilih tempatnya")), *found]  # type: ignore[attr-defined]


class MergeTerritoryForm(Form):
    """Which RT an RT becomes part of."""

    into = PlaceField(label=gettext_lazy("Gabungkan ke"), choices=[])
    note = forms.CharField(label=gettext_lazy("Dasar atau alasan"), max_length=300, required=False)

    def __init__(self, *args: Any, node: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = places([TerritoryKind.RT], but=[node.pk])
        self.fields["into"].choices = [("", _("Pilih RT")), *found]  # type: ignore[attr-defined]
