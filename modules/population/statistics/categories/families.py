"""Families: one row each, by the sex of their head. A family counts while one of its members does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.population import codes
from modules.population.statistics.categories.words import labels_of
from modules.population.statistics.declaration import Category, Group

_WHO = _("Keluarga yang anggotanya penduduk tetap; L dan P menurut kepala keluarga")
#: So many members and more stand in one row.
LARGE = 8

families = Category(
    code="families", title=_("Kepala keluarga"), head=_("Kepala keluarga"), group=Group.FAMILIES, source="families",
    who_words=_WHO, cell="p.sex", labels={"1": _("Laki-laki"), "2": _("Perempuan")}, unit=_("keluarga"),
    finding=_("{share} dari {total} keluarga dikepalai perempuan"), about="2",
)  # fmt: skip
family_size = Category(
    code="family_size", title=_("Jumlah anggota keluarga"), head=_("Anggota"), group=Group.FAMILIES, source="families",
    who_words=_WHO, unit=_("keluarga"),
    joins="JOIN (SELECT family_id, count(*) AS members FROM p WHERE presence = 1 AND residency = 1 GROUP BY family_id) size "
    "ON size.family_id = p.family_id",
    cell=f"least(size.members, {LARGE})",
    labels={str(n): f"{n} orang" for n in range(1, LARGE)} | {str(LARGE): f"{LARGE} orang atau lebih"},
    finding=_("Paling banyak keluarga beranggota {label}: {share} dari {total} keluarga"), dimension="size",
)  # fmt: skip
welfare_class = Category(
    code="welfare_class", title=_("Kelas sosial keluarga"), head=_("Kelas sosial"), group=Group.FAMILIES,
    source="families", who_words=_WHO, unit=_("keluarga"), joins="LEFT JOIN cards ON cards.id = p.family_id",
    cell="cards.welfare_class", labels=labels_of(codes.WelfareClass), dimension="class",
)  # fmt: skip

ALL = (families, family_size, welfare_class)
