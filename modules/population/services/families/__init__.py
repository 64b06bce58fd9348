"""Families: who stands in which, as what, under which number, and where they live.

Whatever changes a family's people locks its card first (:mod:`.locking`), then the people: two officers who appoint two
heads at once are one after the other, and the later one is told.
"""

from modules.population.services.families.cards import (
    create_family,
    restore_family,
    set_welfare_class,
    update_family,
    void_families,
    void_family,
)
from modules.population.services.families.members import (
    align_members,
    arrange_family,
    change_head,
    change_shdk,
    join_family,
    leave_family,
)
from modules.population.services.families.moving import MovedFamilies, move_families, move_to_rt, undo_move
from modules.population.services.families.splitting import split_all, split_family

__all__ = [
    "MovedFamilies", "align_members", "arrange_family", "change_head", "change_shdk", "create_family", "join_family",
    "leave_family", "move_families", "move_to_rt", "restore_family", "set_welfare_class", "split_all", "split_family",
    "undo_move", "update_family", "void_families", "void_family",
]  # fmt: skip
