"""The history of templates, and the kind as it is at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from balai import audit
from balai.actor import Actor
from modules.letters.errors import UnknownType
from modules.letters.layers.effective import KIND, OWN, effective_types, forget
from modules.letters.models.templates import Aspect, TypeChange, TypeOverride
from modules.letters.types.declaration import LetterType
from tenants.exchange.services import mark_adoption


def kind_now(key: str) -> LetterType:
    """A kind, read anew.

    Raises:
        UnknownType: there is none of this key.
    """
    found = effective_types(fresh=True).get(key)
    if found is None:
        raise UnknownType(key=key)
    return found


def changed(actor: Actor, key: str, aspect: str, before: Any, after: Any) -> None:
    """Write a change down; everybody reads anew."""
    TypeChange.objects.create(type_key=key, aspect=aspect, before=before, after=after, by=actor.name[:150])
    audit.record(actor, "letters.template_changed", type=key, aspect=aspect)
    if aspect in Aspect.values:
        tell_regency([key])
    forget_now()


def tell_regency(keys: Iterable[str]) -> None:
    """Which parts of these kinds the village has otherwise: the regency counts villages, and sees no content."""
    mine: dict[str, list[str]] = {key: [] for key in keys if not key.startswith(OWN)}
    for row in TypeOverride.objects.filter(type_key__in=list(mine)):
        mine[row.type_key].append(row.aspect)
    for key, aspects in mine.items():
        mark_adoption(kind=KIND, key=key, differs=aspects)


def forget_now() -> None:
    """Read anew, in this transaction and after it."""
    schema = str(connection.schema_name)  # type: ignore[attr-defined]
    forget(schema)
    transaction.on_commit(lambda: forget(schema), robust=True)
