"""Which categories there are: the register's own, and those that other modules declare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from balai import registry
from balai.errors import NotFound
from modules.population.statistics import bands
from modules.population.statistics.declaration import Category, Group


def categories() -> dict[str, Category]:
    """Every declared category by its code, in the order of the modules."""
    return {each.code: each for module in registry.modules() for each in module.statistics}


def category_of(code: str) -> Category:
    """One category, with the village's own bands of age where it has them.

    Raises:
        NotFound: nobody declares it.
    """
    found = categories().get(code)
    if found is None:
        raise NotFound()
    return resolved([found])[0]


def resolved(found: Iterable[Category]) -> list[Category]:
    """Categories with the village's own bands of age put in: one query, where one of them asks for it."""
    return [with_bands(each) if each.code == "age_band" else each for each in found]


def with_bands(category: Category) -> Category:
    """The category of age bands as this village counts."""
    mine = bands.own() or bands.standard()
    return replace(category, cell=bands.band_sql(mine), labels={band.code: band.label for band in mine})


def grouped() -> list[tuple[Group, list[Category]]]:
    """All categories under their headings; a heading without any is left out."""
    found: dict[Group, list[Category]] = {group: [] for group in Group}
    for each in categories().values():
        found[each.group].append(each)
    return [(group, members) for group, members in found.items() if members]
