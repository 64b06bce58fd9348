"""Shipped, published by the regency, the village's own: three layers of a kind of letter, aspect by aspect.

What a village has not changed follows the layer below, whenever that moves on. ``effective`` lays them over one another,
``changing`` writes a village's layer, ``own`` makes kinds of the village's own.
"""

from modules.letters.layers.changing import (
    adopt,
    change_aspect,
    create_own_type,
    keep_mine,
    remove_own_type,
    set_alias,
    toggle_favourite,
)
from modules.letters.layers.definitions import checked_definition, checked_groups, definition_of, problems_of
from modules.letters.layers.effective import Difference, aliases, differences, effective_types, forget, value_of

__all__ = [
    "Difference", "adopt", "aliases", "change_aspect", "checked_definition", "checked_groups",
    "create_own_type", "definition_of", "differences", "effective_types", "forget",
    "keep_mine", "problems_of", "remove_own_type", "set_alias", "toggle_favourite", "value_of",
]  # fmt: skip
