"""Shipped, published by the regency, the village's own: three layers of a kind of letter, aspect by aspect.

What a village has not changed follows the layer below, whenever that moves on. ``effective`` lays them over one another,
``changing`` writes a village's layer, ``own`` makes kinds of the village's own, ``definitions`` says what may be kept,
``words`` tells and compares it.
"""

from modules.letters.layers.changing import (
    adopt,
    change_aspect,
    keep_mine,
    set_alias,
    toggle_favourite,
    undo_change,
)
from modules.letters.layers.definitions import checked_definition, checked_groups, definition_of, problems_of
from modules.letters.layers.effective import KIND, Difference, aliases, differences, effective_types, forget, value_of
from modules.letters.layers.own import change_groups, create_own_type, own_row, remove_own_type, restore_own_type

__all__ = [
    "KIND", "Difference", "adopt", "aliases", "change_aspect", "change_groups", "checked_definition", "checked_groups",
    "create_own_type", "definition_of", "differences", "effective_types", "forget", "keep_mine", "own_row", "problems_of",
    "remove_own_type", "restore_own_type", "set_alias", "toggle_favourite", "undo_change", "value_of",
]  # fmt: skip
