"""Every text that a kind of letter had in this village, and going back to one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from balai.actor import Actor, require
from balai.errors import NotFound
from modules.letters.layers.changing import change_aspect
from modules.letters.models.templates import Aspect, TypeChange
from modules.letters.types import LetterType


def body_changes(key: str) -> QuerySet[TypeChange]:
    """Changes of a kind's text, newest first."""
    return TypeChange.objects.filter(type_key=key, aspect=Aspect.BODY)


def restore_body(*, actor: Actor, key: str, change: Any, before: bool = False, version: str = "") -> LetterType:
    """Make a text of the past the present one: what ``change`` made, or with ``before`` what it found. It is a change
    like every other, and checked like it: a field that is gone since is refused.

    Raises:
        NotAllowed: the actor lacks ``letters.templates``.
        NotFound: there is no such change of this kind.
        BlocksRefused, LetterError, Conflict: as :func:`change_aspect` says.
    """
    require(actor, "letters.templates")
    text = str(change)
    row = (
        body_changes(key).filter(pk=int(text)).first() if text.isascii() and text.isdigit() and len(text) < 19 else None
    )
    if row is None:
        raise NotFound()
    value = row.before if before else row.after
    return change_aspect(actor=actor, key=key, aspect=Aspect.BODY, value=value, version=version)
