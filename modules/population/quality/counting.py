"""What the checks find, and the score made of it.

The score is the weighted mean of what is right: for each check that concerns anybody, the share of those it concerns with
whom nothing is wrong, times its weight; their sum divided by the weights. 100 is a register without any finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from modules.population.quality.checks import BY_CODE, CHECKS
from modules.population.quality.declaration import AnyCheck, Check, FamilyCheck, Where
from modules.population.selectors.families import families_found
from modules.population.selectors.register import counted

#: Hours.
WORKING_DAY = 7


@dataclass(frozen=True)
class Line:
    """What one check found: how many of how many."""

    check: AnyCheck
    found: int
    base: int

    @property
    def right(self) -> float:
        """The share that is right, 0 to 1."""
        return 1 - min(self.found, self.base) / self.base if self.base else 1.0

    @property
    def minutes(self) -> int:
        """How long the repairs take: number times effort."""
        return self.found * self.check.effort

    @property
    def words(self) -> str:
        """The same in words: "40 menit", "3 jam", "5 hari kerja"."""
        if self.minutes < 60:
            return _("{n} menit").format(n=self.minutes)
        hours = -(-self.minutes // 60)
        if hours < WORKING_DAY:
            return _("{n} jam").format(n=hours)
        return _("{n} hari kerja").format(n=-(-hours // WORKING_DAY))


@dataclass(frozen=True)
class Board:
    """All lines, and the score of a day."""

    on: date
    people: int
    lines: tuple[Line, ...]

    @property
    def weights(self) -> int:
        """Sum of the weights of the checks that concern anybody."""
        return sum(line.check.weight for line in self.lines if line.base)

    @property
    def score(self) -> float:
        """0 to 100; 100 where there is nobody to be wrong about."""
        if not self.weights:
            return 100.0
        return 100 * sum(line.check.weight * line.right for line in self.lines if line.base) / self.weights

    def gain(self, line: Line) -> float:
        """By how much the score rises once a check finds nothing."""
        return 100 * line.check.weight * (1 - line.right) / self.weights if self.weights else 0.0

    @property
    def cheapest(self) -> list[Line]:
        """The lines with findings, the quickest to mend first; of two equally quick ones the one that gains more."""
        return sorted((line for line in self.lines if line.found), key=lambda line: (line.minutes, -self.gain(line)))

    def counts(self) -> dict[str, int]:
        """Findings by check, as the history keeps them."""
        return {line.check.code: line.found for line in self.lines}


def check_of(code: str) -> AnyCheck | None:
    """A check by its code."""
    return BY_CODE.get(code)


def people_of(check: Check, on: date) -> Any:
    """With whom a check finds something wrong."""
    return counted().filter(check.of(on), check.wrong(on))


def families_of(check: FamilyCheck, on: date) -> Any:
    """The families that a check finds."""
    return check.wrong(on)


def board(on: date, only: str = "") -> Board:
    """Ask all checks (or one): one pass over the people for those that read a person's own columns, a query for each other."""
    checks = [check for check in CHECKS if not only or check.code == only]
    people = [check for check in checks if isinstance(check, Check)]
    bases: dict[Where, str] = {}
    wanted: dict[str, Any] = {"everybody": Count("pk")}
    for place, check in enumerate(people):
        if check.of not in bases:
            bases[check.of] = f"of_{len(bases)}"
            wanted[bases[check.of]] = Count("pk", filter=_some(check.of(on)))
        if check.plain:
            wanted[f"wrong_{place}"] = Count("pk", filter=_some(check.of(on) & check.wrong(on)))
    found = counted().order_by().aggregate(**wanted)
    lines = []
    for place, check in enumerate(people):
        number = found[f"wrong_{place}"] if check.plain else people_of(check, on).order_by().count()
        lines.append(Line(check, number, found[bases[check.of]]))
    others = [check for check in checks if isinstance(check, FamilyCheck)]
    if others:
        cards = families_found().order_by().count()
        lines += [Line(check, families_of(check, on).order_by().count(), cards) for check in others]
    return Board(on, found["everybody"], tuple(lines))


def _some(condition: Q) -> Q:
    # An empty condition is no filter: everybody.
    return condition if condition else Q(pk__isnull=False)
