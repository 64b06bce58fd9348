"""The list of families, on the page and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balai.actor import Actor
from balai.ui.tables import Bulk, Column, Table
from balai.ui.templatetags.balai import nik
from modules.population.fields import on_paper
from modules.population.models import FamilyCard, TerritoryKind
from modules.population.selectors import place_words
from modules.population.selectors.families import with_men
from modules.population.selectors.territory import by_place
from modules.population.sight import Sight


def _level(kind: str) -> Any:
    def value(row: FamilyCard) -> str:
        node = row.rt
        while node is not None and node.kind != kind:
            node = node.parent
        return node.name if node is not None else ""

    return value


def family_columns(sight: Sight) -> tuple[Column, ...]:
    """Every column for who has this sight."""
    whole = sight.numbers
    return (
        Column(
            "head", gettext_lazy("Kepala keluarga"), value=lambda row: row.head_name or _("Belum ada kepala"), sort="head_name",
            link=True, file=lambda row: row.head_name or "", width=30,
        ),
        Column(
            "number", gettext_lazy("Nomor KK"), value=lambda row: nik(row.number, whole), sort="number" if whole else "",
            file=lambda row: on_paper(row.number, whole), width=19, kind="text",
        ),
        Column(
            "head_nik", gettext_lazy("NIK kepala"), value=lambda row: nik(row.head_nik, whole) if row.head_nik else "", hidden=True,
            file=lambda row: on_paper(row.head_nik or "", whole), width=19, kind="text",
        ),
        Column("size", gettext_lazy("Anggota"), sort="size", number=True, width=9),
        Column("men", gettext_lazy("L"), number=True, hidden=True, width=6),
        Column("women", gettext_lazy("P"), value=lambda row: row.size - row.men, number=True, hidden=True, width=6),
        Column("place", gettext_lazy("RT/RW, dusun"), value=lambda row: place_words(row.rt), sort="place", width=28),
        Column("dusun", gettext_lazy("Dusun"), value=_level(TerritoryKind.DUSUN), hidden=True, width=18),
        Column("rw", gettext_lazy("RW"), value=_level(TerritoryKind.RW), hidden=True, width=6, kind="text"),
        Column("rt", gettext_lazy("RT"), value=_level(TerritoryKind.RT), hidden=True, width=6, kind="text"),
        Column("address", gettext_lazy("Alamat"), width=32),
        Column(
            "welfare", gettext_lazy("Kelas sosial"), value=lambda row: row.get_welfare_class_display(), sort="welfare_class", width=26
        ),
        Column("registered", gettext_lazy("Terdaftar"), value="registered_on", sort="registered_on", hidden=True, kind="date", width=12),
        Column("printed", gettext_lazy("KK dicetak"), value="printed_on", sort="printed_on", hidden=True, kind="date", width=12),
        Column(
            "temporary", gettext_lazy("Nomor sementara"), value=lambda row: _("ya") if row.number_temporary else "", hidden=True,
            quiet=True, width=10,
        ),
    )  # fmt: skip


def prepared(rows: Any, names: Sequence[str], sort: str) -> Any:
    """Families (:func:`with_head`) with what these columns and this order need."""
    if {"men", "women"} & set(names):
        rows = with_men(rows)
    if sort.removeprefix("-") == "place":
        rows = rows.annotate(place=by_place())
    return rows.select_related("rt__parent__parent")


class FamilyTable(Table):
    """Families with their heads."""

    name: ClassVar[str] = "families"
    default_sort: ClassVar[str] = "head"
    tick: ClassVar[str] = "family"
    columns: ClassVar[Sequence[Column]] = family_columns(Sight())
    empty = gettext_lazy("Belum ada keluarga. Keluarga terbentuk dari impor, atau buat satu per satu.")
    empty_icon = "home-plus"
    no_match = gettext_lazy("Tidak ada keluarga yang cocok. Hapus satu saringan, atau cari dengan sebagian nama.")

    def __init__(self, request: HttpRequest, rows: Any, *, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        self.columns = family_columns(Sight.of(actor))  # type: ignore[misc]
        if not self.bulk():
            self.tick = ""  # type: ignore[misc]
        super().__init__(request, rows, **kwargs)

    def _ordered(self, rows: Any) -> Any:
        return super()._ordered(prepared(rows, [column.name for column in self.shown], self.sort))

    def row_url(self, row: FamilyCard) -> str:
        return reverse("population:family", args=[row.pk])

    def row_words(self, row: Any) -> str:
        return str(row.head_name or _("keluarga tanpa kepala"))

    def bulk(self) -> Sequence[Bulk]:
        acts = []
        if self.actor.may("population.view_nik"):
            acts.append(Bulk(_("Cetak salinan KK"), reverse("population:print_families"), "printer"))
        if self.actor.may("population.change"):
            acts.append(Bulk(_("Pindah RT"), reverse("population:move_families"), "map-pin"))
            acts.append(Bulk(_("Kelas sosial"), reverse("population:welfare"), "list"))
        return acts
