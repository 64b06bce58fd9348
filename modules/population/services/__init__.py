"""Every write to the register. The same steps in each: may they, does the field allow it, one change, ledger, audit, numbers."""

from modules.population.services.bulk import (
    apply_rows,
    populate,
    preview_rows,
    refuse_touched,
    touched_since,
    undo_import,
)
from modules.population.services.closing import ask_for_archive, close_month
from modules.population.services.departures import (
    register_death,
    register_leave,
    register_missing,
    register_move_out,
)
from modules.population.services.events import (
    become_permanent,
    declare_complete,
    readmit,
    register_birth,
    register_move_in,
)
from modules.population.services.families import (
    MovedFamilies,
    align_members,
    arrange_family,
    change_head,
    change_shdk,
    create_family,
    join_family,
    leave_family,
    move_families,
    move_to_rt,
    restore_family,
    set_welfare_class,
    split_all,
    split_family,
    undo_move,
    update_family,
    void_families,
    void_family,
)
from modules.population.services.filters import change_filter, delete_filter, restore_filter, save_filter
from modules.population.services.ledger import EVENTS, PEOPLE, place_of, resident_or_404, verify_ledger
from modules.population.services.people import EDITABLE, create_resident, update_resident
from modules.population.services.quality import keep_score, mend_family, mend_resident
from modules.population.services.statistics import publish_statistics, reset_age_bands, set_age_bands
from modules.population.services.territory import (
    MovedTerritory,
    add_territory,
    change_territory,
    merge_territory,
    move_back,
    move_territory,
    remove_territory,
    reorder_territory,
)
from modules.population.services.undoing import Undone, repair_status, undo_event, undo_events

__all__ = [
    "EDITABLE", "EVENTS", "PEOPLE", "MovedFamilies", "MovedTerritory", "Undone", "add_territory", "align_members", "apply_rows",
    "arrange_family", "ask_for_archive", "become_permanent", "change_filter", "change_head", "change_shdk", "change_territory", "close_month", "create_family", "create_resident",
    "declare_complete", "delete_filter", "join_family", "keep_score", "leave_family", "mend_family", "mend_resident", "merge_territory", "move_back", "move_families",
    "move_territory", "move_to_rt", "place_of", "populate", "preview_rows", "publish_statistics", "readmit", "refuse_touched",
    "register_birth", "register_death", "register_leave", "register_missing", "register_move_in", "register_move_out",
    "remove_territory", "reorder_territory", "repair_status", "reset_age_bands", "resident_or_404", "restore_family", "restore_filter", "save_filter", "set_age_bands", "set_welfare_class", "split_all",
    "split_family", "touched_since", "undo_event", "undo_events", "undo_import", "undo_move", "update_family", "update_resident",
    "verify_ledger", "void_families", "void_family",
]  # fmt: skip
