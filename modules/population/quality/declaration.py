"""What a check of the register is: declared, never computed here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from modules.population.models import FamilyCard, Resident

Where = Callable[[date], Q]


def everybody(on: date) -> Q:
    """All who count."""
    return Q()


@dataclass(frozen=True)
class Check:
    """One thing that can be wrong with a person.

    ``weight`` (1 to 5) is how much it matters for the score, ``effort`` how many minutes one repair takes. ``of`` is whom
    it can be wrong with at all, ``wrong`` with whom it is. ``plain`` conditions read the person's own columns: all of
    them are counted in one pass over the register; others are asked one by one. ``mend`` names the fields of
    ``modules.population.fields`` (or ``nik_reason``) that are filled in place; without any, the person's page is opened.
    """

    code: str
    title: Any
    how: Any
    weight: int
    effort: int
    wrong: Where
    of: Where = everybody
    mend: Sequence[str] = ()
    plain: bool = True
    shows: Sequence[str] = ()


@dataclass(frozen=True)
class FamilyCheck:
    """One thing that can be wrong with a family. ``wrong`` gives the families; ``url_name`` is the page that mends one;
    ``column`` is the field of the card that is filled in place, where one is."""

    code: str
    title: Any
    how: Any
    weight: int
    effort: int
    wrong: Callable[[date], QuerySet[FamilyCard]]
    url_name: str = "population:family"
    mend: Sequence[str] = field(default=())


AnyCheck = Check | FamilyCheck
People = QuerySet[Resident]
