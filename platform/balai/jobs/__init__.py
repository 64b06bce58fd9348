"""Work that takes long: queued on commit, watched as a progress bar, safe to run twice.

A module enqueues by name (it may not import the workers)::

    job = jobs.enqueue("population.apply_import", actor=actor, title=_("Impor penduduk"), args={"run": str(run.pk)})

and a file in ``workers/tasks/`` carries it out::

    @handler("population.apply_import")
    def apply_import(job: Job, *, run: str) -> dict | None: ...

The job's row is the truth; a message only says "look at this row". A lost, late or doubled message changes nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from balai.jobs.handlers import handler

if TYPE_CHECKING:
    from balai.jobs.models import Job
    from balai.jobs.services import cancel, enqueue

__all__ = ["Job", "cancel", "enqueue", "handler"]

# Modules declare themselves before Django's models exist: what needs models is fetched at first use.
_LATE = {"Job": "balai.jobs.models", "cancel": "balai.jobs.services", "enqueue": "balai.jobs.services"}


def __getattr__(name: str) -> Any:
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
