"""Do it, and offer "Urungkan" for ten seconds, rather than ask first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

from balai.ui.templatetags.balai import UNDO


def say_done(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """Say on the next page what was done. ``undo`` is a path of this site that takes it back by POST; without scripts the
    button stays until the page is left. Whether it can still be undone is for that view's service to say.

    Raises:
        ValueError: ``undo`` is no path of this site.
    """
    if undo and (not undo.startswith("/") or undo.startswith("//")):
        raise ValueError(f"Undo must be a path of this site, not {undo!r}.")
    messages.success(request, sentence, extra_tags=f"{UNDO}{undo}" if undo else "")
