"""Printing letters."""

from __future__ import annotations

from typing import Any

from balai.jobs import Job, handler
from modules.letters.convert import read_stored
from modules.letters.services import render


@handler("letters.render", queue="fast")
def render_letter(job: Job, *, letter: str) -> dict[str, Any]:
    """Print one letter; a second run finds the first PDF."""
    stored = render(letter)
    return {"file": str(stored.pk)}


@handler("letters.read_templates", queue="slow", max_attempts=2)
def read_templates(job: Job, *, run_id: str) -> dict[str, Any]:
    """Convert an uploaded file of templates; its preview waits on its page."""
    run = read_stored(run_id, progress=job.progress)
    return {"url": f"/kantor/surat/templat/impor/{run_id}/", "templates": len(run.items)}
