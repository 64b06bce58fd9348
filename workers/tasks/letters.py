"""Printing letters."""

from __future__ import annotations

from typing import Any

from balai.jobs import Job, handler
from modules.letters.services import render


@handler("letters.render", queue="fast")
def render_letter(job: Job, *, letter: str) -> dict[str, Any]:
    """Print one letter; a second run finds the first PDF."""
    stored = render(letter)
    return {"file": str(stored.pk)}
