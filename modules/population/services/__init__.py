"""Every write to the register. The same steps in each: may they, does the field allow it, one change, ledger, audit, numbers."""

from modules.population.services.bulk import (
    apply_rows,
    populate,
    preview_rows,
    refuse_touched,
    touched_since,
    undo_import,
)
from modules.population.services.closing import close_month
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
from modules.population.services.families import change_shdk, move_to_rt, split_family, update_family
from modules.population.services.ledger import EVENTS, PEOPLE, place_of, resident_or_404, verify_ledger
from modules.population.services.people import EDITABLE, create_resident, update_resident
from modules.population.services.territory import add_territory, change_territory, remove_territory
from modules.population.services.undoing import Undone, repair_status, undo_event, undo_events

__all__ = [
    "EDITABLE", "EVENTS", "PEOPLE", "Undone", "add_territory", "apply_rows", "become_permanent", "change_shdk",
    "change_territory", "close_month", "create_resident", "declare_complete", "move_to_rt", "place_of", "populate",
    "preview_rows", "readmit", "refuse_touched", "register_birth", "register_death", "register_leave",
    "register_missing", "register_move_in", "register_move_out", "remove_territory", "repair_status", "resident_or_404",
    "split_family", "touched_since", "undo_event", "undo_events", "undo_import", "update_family", "update_resident",
    "verify_ledger",
]  # fmt: skip
