"""What is published, and how many villages have it otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from modules.letters.layers.effective import KIND, kind_of, laid_over
from modules.letters.models.templates import Aspect
from modules.letters.types import LetterType, shipped_types
from tenants.exchange.models import Adoption, Publication


@dataclass
class Published:
    """A kind as the regency hands it down."""

    kind: LetterType
    row: Publication | None
    #: Villages by aspect that have it otherwise.
    differing: dict[str, int] = field(default_factory=dict)
    #: Villages that have any of the published parts otherwise.
    villages: int = 0

    @property
    def aspects(self) -> list[str]:
        """Which parts are published; every part of a kind that is the regency's own."""
        if self.row is None:
            return []
        found = Aspect.values if "definition" in self.row.payload else list(self.row.payload)
        return [each for each in Aspect.values if each in found]

    @property
    def whole(self) -> bool:
        """Whether the kind itself is the regency's."""
        return self.row is not None and "definition" in self.row.payload


def newest(key: str = "", *, withdrawn: bool = False) -> dict[str, Publication]:
    """The newest publication of each kind; ``withdrawn``: also where that was taken back."""
    rows = Publication.objects.filter(kind=KIND)
    if key:
        rows = rows.filter(key=key)
    found: dict[str, Publication] = {}
    for row in rows.order_by("-id"):
        if row.key not in found and (withdrawn or row.withdrawn_at is None):
            found[row.key] = row
    return found


def _laid(row: Publication | None, kind: LetterType | None) -> LetterType | None:
    if row is None or row.withdrawn_at is not None:
        return kind
    if "definition" in row.payload:
        return kind_of(row.key, row.payload["definition"])
    return laid_over(kind, row.payload, "regency") if kind is not None else None


def kinds() -> list[Published]:
    """Every kind, the published ones first: two queries whatever the number of villages."""
    rows = newest()
    shipped = {kind.key: kind for kind in shipped_types()}
    adoptions: dict[str, list[list[str]]] = {}
    for key, differs in Adoption.objects.filter(kind=KIND, key__in=list(rows)).values_list("key", "differs"):
        adoptions.setdefault(key, []).append(differs)
    found = []
    for key in [*rows, *(key for key in shipped if key not in rows)]:
        kind = _laid(rows.get(key), shipped.get(key))
        if kind is not None:
            found.append(_counted(Published(kind, rows.get(key)), adoptions.get(key, [])))
    return found


def _counted(each: Published, adoptions: list[list[str]]) -> Published:
    parts = set(each.aspects)
    for differs in adoptions:
        touched = parts & set(differs)
        each.villages += bool(touched)
        for aspect in touched:
            each.differing[aspect] = each.differing.get(aspect, 0) + 1
    return each


def published(key: str) -> Published | None:
    """One kind; None where there is none of this key."""
    for each in kinds():
        if each.kind.key == key:
            return each
    return None


def last_withdrawn(key: str) -> Publication | None:
    """The publication that was taken back last, where nothing has been published since."""
    row = newest(key, withdrawn=True).get(key)
    return row if row is not None and row.withdrawn_at is not None else None


def shipped_value(key: str, aspect: str) -> Any:
    """What an aspect is without the regency, None for the regency's own kinds."""
    from modules.letters.layers.effective import value_of

    kind = next((each for each in shipped_types() if each.key == key), None)
    return value_of(kind, aspect) if kind is not None else None
