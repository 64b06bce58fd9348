"""Printing letters, approving many, and the way to the district and back."""

from __future__ import annotations

from typing import Any

from balai.jobs import Job, handler
from modules.letters.convert import read_stored
from modules.letters.services import render
from modules.letters.services.district import SEND, catch_up, offer_letter
from modules.letters.services.many import JOB as APPROVE_MANY
from modules.letters.services.many import approve_for
from tenants.exchange.district import CATCH_UP, villages_due
from workers.fanout import fan_out, villages_at_work
from workers.task import task


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


@handler(APPROVE_MANY, queue="fast")
def approve_many_letters(job: Job, **asked: Any) -> dict[str, Any]:
    """Approve the letters that somebody ticked, one by one; killed half-way it goes on where it stood."""
    return approve_for(job, **asked)


@handler(SEND, queue="fast")
def send_letter_to_district(job: Job, *, letter: str) -> dict[str, Any]:
    """Draw a letter as the village has signed it and offer it to the district; a second run finds it offered."""
    made = offer_letter(letter)
    return {"handover": str(made) if made else ""}


@task(CATCH_UP)
def catch_up_district() -> int:
    """What the district's answers left to this village."""
    return catch_up()


@task("letters.dispatch_district", side="public")
def dispatch_district() -> int:
    """Every two minutes: one query finds what a lost message left behind."""
    at_work = set(villages_at_work())
    return fan_out(CATCH_UP, [name for name in villages_due() if name in at_work], seconds=10)
