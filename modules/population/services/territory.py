"""Dusun, RW and RT."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.actor import Actor, require
from balai.db import atomic, translate_unique
from modules.population.errors import PopulationError
from modules.population.models import Resident, Territory, TerritoryKind


@atomic()
def add_territory(*, actor: Actor, kind: str, name: str, parent: Territory | None = None) -> Territory:
    """Make a dusun, RW or RT.

    Raises:
        PopulationError: the name is taken there, or the parent's level does not fit.
    """
    require(actor, "population.change")
    fits = {TerritoryKind.DUSUN: {None}, TerritoryKind.RW: {"dusun"}, TerritoryKind.RT: {"dusun", "rw"}}
    above = parent.kind if parent else None
    if above not in fits[TerritoryKind(kind)]:  # type: ignore[operator]
        raise PopulationError(_("Tingkat wilayah ini tidak dapat berada di sana."), field="parent")
    error = PopulationError(_("Wilayah dengan nama ini sudah ada."), field="name")
    with translate_unique({"territory_once": error}):
        made = Territory.objects.create(kind=kind, name=name.strip().upper(), parent=parent)
    audit.record(actor, "population.territory_added", about=made, kind=kind)
    return made


@atomic()
def change_territory(
    *, actor: Actor, territory: Territory, name: str, head: Resident | None, order: int = 0
) -> Territory:
    """Rename a node, set its head (Kadus, Ketua RW, Ketua RT) and its place in the order."""
    require(actor, "population.change")
    error = PopulationError(_("Wilayah dengan nama ini sudah ada."), field="name")
    territory.name, territory.head, territory.order = name.strip().upper(), head, order
    with translate_unique({"territory_once": error}):
        territory.save(update_fields=["name", "head", "order"])
    audit.record(actor, "population.territory_changed", about=territory)
    return territory


@atomic()
def remove_territory(*, actor: Actor, territory: Territory) -> None:
    """Remove an empty node. Its row stays (the ledger names it), out of every list.

    Raises:
        PopulationError: something still lies in it.
    """
    require(actor, "population.change")
    inside = (
        territory.residents.filter(void_at=None, presence=1).exists()
        or territory.families.filter(void_at=None).exists()
    )
    if inside or territory.children.filter(void_at=None).exists():
        raise PopulationError(_("Wilayah ini masih berisi; pindahkan dahulu penduduk dan keluarganya."))
    audit.record(actor, "population.territory_removed", about=territory, name=territory.name)
    territory.void_at, territory.head = timezone.now(), None
    territory.save(update_fields=["void_at", "head"])
