"""Files: what nobody refers to is removed at night."""

from __future__ import annotations

import logging

from balai.files.sweeping import sweep_orphans
from balai.reports import discard_old_exports
from workers.fanout import fan_out, villages_at_work
from workers.task import task

logger = logging.getLogger("balai.files")


@task("balai.dispatch_cleaning", side="public")
def dispatch_cleaning() -> int:
    """Every night: orphaned files and old jobs, the regency's and each village's, within an hour."""
    schemas = ["public", *villages_at_work()]
    fan_out("balai.prune_jobs", schemas, seconds=3600, queue="slow")
    return fan_out("balai.sweep_files", schemas, seconds=3600, queue="slow")


@task("balai.sweep_files", side="both")
def sweep_files() -> int:
    """Orphaned files of one schema, and exports that are a week old."""
    discard_old_exports()
    swept = sweep_orphans()
    if swept.missing:
        logger.error("%s files of this schema are named by rows but missing on the disk", swept.missing)
    return swept.removed
