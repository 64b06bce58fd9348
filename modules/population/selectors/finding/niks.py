"""A pasted list of NIK: who each is, under today's number or a former one, and who is nobody here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from modules.population.models import FormerNik, Resident
from modules.population.selectors.finding.selection import remember_list
from modules.population.selectors.finding.text import Among

MOST_LINES = 5000
#: Digits of a number; people write them in groups, and Excel puts a mark before them.
_NUMBER = re.compile(r"\d(?:[ .\-]?\d){3,}")


@dataclass
class PastedList:
    """What became of a list. ``former``: (number that was pasted, the person, today's number); ``wrong``: what has not
    sixteen digits; ``gone``: found, but not here any more; ``twice``: lines that repeat an earlier one."""

    lines: int
    people: list[Resident] = field(default_factory=list)
    former: list[tuple[str, Resident]] = field(default_factory=list)
    gone: list[Resident] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    twice: int = 0

    def remember(self) -> str:
        """Keep who was found as a list of its own; returns its name in the URL."""
        return remember_list([person.pk for person in self.people])


def numbers_in(text: str) -> list[str]:
    """The numbers of a text: the longest of each line (or of each part between commas and semicolons), digits alone."""
    found = []
    for line in re.split(r"[\n\r,;\t]+", text):
        numbers = [re.sub(r"\D", "", number) for number in _NUMBER.findall(line)]
        if numbers:
            found.append(max(numbers, key=len))
    return found


def look_up(numbers: Sequence[str]) -> PastedList:
    """Who these numbers are: two queries, however many."""
    distinct = list(dict.fromkeys(numbers))
    found = PastedList(lines=len(numbers), twice=len(numbers) - len(distinct))
    whole = [number for number in distinct if len(number) == 16]
    found.wrong = [number for number in distinct if len(number) != 16]
    people = Resident.objects.filter(void_at=None).select_related("rt__parent__parent")
    today = {person.nik: person for person in people.filter(Among("nik", whole))}
    rest = [number for number in whole if number not in today]
    once: dict[str, Resident] = {}
    if rest:
        rows = FormerNik.objects.filter(Among("nik", rest), resident__void_at=None)
        for row in rows.select_related("resident__rt__parent__parent"):
            once.setdefault(row.nik, row.resident)
    seen: set[object] = set()
    for number in whole:
        person = today.get(number) or once.get(number)
        if person is None:
            found.missing.append(number)
            continue
        if number not in today:
            found.former.append((number, person))
        if person.pk in seen:
            found.twice += 1
            continue
        seen.add(person.pk)
        found.people.append(person)
        if not person.is_here:
            found.gone.append(person)
    return found
