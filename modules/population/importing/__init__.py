"""An import's way: stored file -> layout found -> checked -> preview -> (mended) -> applied -> undone.

Pages, jobs and the command line share it. ``looking`` finds and reads, ``runs`` goes the way, ``mending`` is what an
officer puts right on it, ``results`` what comes after, ``loading`` the command line's short cut.
"""

from modules.population.importing.loading import load
from modules.population.importing.looking import Found, find, layout_title, layout_titles
from modules.population.importing.mending import (
    AT_ONCE,
    choose_layout,
    columns_of,
    match_columns,
    mend_alike,
    mend_cell,
    mend_cells,
)
from modules.population.importing.reporting import Report
from modules.population.importing.results import (
    Touched,
    ask_to_undo,
    can_be_undone,
    skips_by_itself,
    touched,
    undo_run,
    write_result_sheet,
)
from modules.population.importing.runs import apply_run, ask_to_apply, check_run, start_import

__all__ = [
    "AT_ONCE",
    "Found",
    "Report",
    "Touched",
    "apply_run",
    "ask_to_apply",
    "ask_to_undo",
    "can_be_undone",
    "check_run",
    "choose_layout",
    "columns_of",
    "find",
    "layout_title",
    "layout_titles",
    "load",
    "match_columns",
    "mend_alike",
    "mend_cell",
    "mend_cells",
    "skips_by_itself",
    "start_import",
    "touched",
    "undo_run",
    "write_result_sheet",
]
