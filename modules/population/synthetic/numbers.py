"""Places of a synthetic village and numbers of its people.

A NIK is district (6), birth date (6, women: day + 40), serial (4). The registry office counts serials from 0001 among
those of one sex born on one day and first registered in one district: 9000 is never reached, no district has so many
births a day. Synthetic serials run from 9000 to 9999, a block of them for each village of a district, so that neither a
real person nor the people of the village next door are met. Family cards are numbered likewise, by their day of issue.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from modules.population.codes import Sex
from modules.population.synthetic import words

#: First serial of a synthetic NIK or family card.
FIRST_SERIAL = 9000
#: Serials of a village for one day and sex; 29 villages a district get a block of their own (28 is the most here).
BLOCK = 34
_BLOCKS = 29
_FIRST_CARD = date(2009, 1, 1)
_PEOPLE_AN_RT, _PEOPLE_A_HAMLET = 105, 620


class Numbers:
    """Gives out NIK and family numbers, each once."""

    def __init__(self, random: Random, village_code: str, today: date) -> None:
        self._random, self._district, self._today = random, village_code[:6], today
        self._first = FIRST_SERIAL + int(village_code[8:10]) % _BLOCKS * BLOCK
        self._given: dict[str, int] = {}

    def nik(self, born: date, sex: int) -> str | None:
        """The next NIK of a birthday; None when the village's block of that day is used up."""
        day = born.day + (40 if sex == Sex.FEMALE else 0)
        return self._next(f"{self._district}{day:02d}{born.month:02d}{born.year % 100:02d}", "nik")

    def family(self, not_before: date) -> str:
        """The number of a family card, made out on some day from ``not_before`` on."""
        first = max(not_before, _FIRST_CARD)
        while True:
            made = first + timedelta(days=self._random.randrange(max(1, (self._today - first).days)))
            found = self._next(f"{self._district}{made.day:02d}{made.month:02d}{made.year % 100:02d}", "kk")
            if found is not None:
                return found
            first = _FIRST_CARD

    def _next(self, head: str, kind: str) -> str | None:
        given = self._given.get(kind + head, 0)
        if given >= BLOCK:
            return None
        self._given[kind + head] = given + 1
        return f"{head}{self._first + given:04d}"


def make_places(random: Random, residents: int, *, but: str = "") -> list[tuple[str, str, str]]:
    """Hamlet, RW and RT of each RT: about 33 families an RT, two to four RT an RW, four to seven hamlets in a village.

    RW are numbered through the village, RT within their RW. A handful of people gets fewer hamlets.
    No hamlet is called ``but``.
    """
    rt_count = max(1, round(residents / _PEOPLE_AN_RT))
    hamlets = min(7, max(4 if residents >= 800 else 1, round(residents / _PEOPLE_A_HAMLET)), rt_count)
    names = random.sample([name for name in words.HAMLETS if name != but], hamlets)
    shares = [rt_count // hamlets + (index < rt_count % hamlets) for index in range(hamlets)]
    places, rw = [], 0
    for name, share in zip(names, shares, strict=True):
        left = share
        while left:
            rw += 1
            # No RW of a single RT where it can be helped.
            size = left if left <= 4 else random.choice([2, 3]) if left != 5 else 3
            places += [(name, f"{rw:03d}", f"{rt:03d}") for rt in range(1, size + 1)]
            left -= size
    return places
