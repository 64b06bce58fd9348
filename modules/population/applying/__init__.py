"""Rows of a file (or of the generator) into the register, in the caller's transaction.

``register`` reads what the rows may touch, ``deciding`` decides what each row means, ``writing`` writes it by COPY. What
is new, changed, refused follows the table "How ours decides": an empty cell never clears; another RT, family or SHDK is a
typed correction while the data are not declared complete, afterwards it needs an event; another status always does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from balai.actor import Actor
from balai.db import today
from modules.population.applying.deciding import PLAIN, Decider
from modules.population.applying.outcome import SHOWN, Applied
from modules.population.applying.register import Register, next_temporary
from modules.population.applying.streaming import PORTION, Stream
from modules.population.applying.writing import COLUMNS, Line, snapshot, write, write_lines, write_residents
from modules.population.models import ImportRun, RegisterState
from modules.population.rows import ResidentRow
from tenants.context import current_village

Progress = Callable[[int, int, str], None]


def apply_rows(
    *, actor: Actor, rows: Sequence[ResidentRow], run: ImportRun | None = None, dry_run: bool = False,
    progress: Progress | None = None, on: date | None = None,
) -> Applied:  # fmt: skip
    """Bring rows into the register, in the caller's transaction; see the package's text for what is decided how.

    ``run`` is the import: what an undo needs is kept with it. With ``dry_run`` nothing is written, only decided.
    """
    on, stamp = on or today(), timezone.now()
    state = RegisterState.objects.first()
    complete = state is not None and state.complete_on is not None
    key: uuid.UUID | None = run.pk if run else None
    register = Register(rows)
    decider = Decider(register, village_code=current_village().code, stamp=stamp, complete=complete, run=key)
    if dry_run:
        decider.decide(rows)
        return decider.result
    if register.knows_nobody and len(rows) > PORTION:
        # Everybody is new: nobody has to step down for them, so they may go in while the others are decided.
        with Stream("population_resident", COLUMNS) as stream:
            decider.decide(rows, stream)
    else:
        decider.decide(rows)
    if progress:
        progress(len(rows), len(rows), _("{n} baris diputuskan, sedang disimpan").format(n=len(rows)))
    plan = decider.plan
    write(plan, actor=actor, on=on, stamp=stamp, run=key, heads=decider.register.head_names)
    if run is not None:
        run.families = {"new": [str(card.pk) for card in plan.new_families], "changed": plan.families_before}
        run.outcome = decider.result.rows_by_outcome()
        run.save(update_fields=["families", "outcome"])
    return decider.result


__all__ = [
    "PLAIN",
    "SHOWN",
    "Applied",
    "Line",
    "Progress",
    "apply_rows",
    "next_temporary",
    "snapshot",
    "write_lines",
    "write_residents",
]
