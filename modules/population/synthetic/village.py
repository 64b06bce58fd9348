"""The generator: families by their stage of life, until the village has exactly so many people."""

from __future__ import annotations

from datetime import date
from random import Random

from modules.population.codes import Sex, Shdk
from modules.population.rows import ResidentRow
from modules.population.synthetic.families import Families, since_when
from modules.population.synthetic.numbers import Numbers, make_places
from modules.population.synthetic.people import People, years_before

#: The day on which ages are counted unless another is named: the demo's people do not change overnight.
DEMO_DAY = date(2026, 1, 1)
#: With flaws, one of each kind for so many residents, and at least one.
_RESIDENTS_A_FLAW = 400


def generate(
    *,
    seed: int,
    residents: int,
    village_code: str,
    village_name: str = "",
    today: date | None = None,
    flaws: bool = False,
) -> list[ResidentRow]:
    """Exactly ``residents`` people of a village who never lived, the same for the same arguments.

    ``village_code`` has ten digits; ``today`` is the day on which ages are counted. ``village_name`` keeps hamlets from
    bearing the village's own name. ``flaws`` adds what real registers have: a NIK that disagrees with the date or the
    sex, a NIK twice, none, a placeholder date, a family without a head or in two RT.

    Raises:
        ValueError: ``residents`` is below 1 or ``village_code`` has not ten digits.
    """
    if residents < 1:
        raise ValueError("residents must be at least 1")
    if len(village_code) != 10 or not village_code.isdigit():
        raise ValueError("village_code must have ten digits")
    today = today or DEMO_DAY
    random = Random(f"balai:{seed}:{village_code}")  # noqa: S311 - the same village every time
    numbers = Numbers(random, village_code, today)
    families = Families(random, People(random, numbers, village_code, today))
    places = make_places(random, residents, but=village_name.upper())
    crowded = [random.uniform(0.85, 1.15) for _place in places]
    found: list[ResidentRow] = []
    while len(found) < residents:
        family = families.next()
        if len(found) + len(family) > residents:
            family = families.single()
        number = numbers.family(since_when(family, today))
        dusun, rw, rt = random.choices(places, crowded)[0]
        address = f"DUSUN {dusun} RT {rt} RW {rw}"
        for row in family:
            row.no_kk, row.dusun, row.rw, row.rt, row.address = number, dusun, rw, rt, address
        found += family
    for index, row in enumerate(found, 2):
        row.row = index
    if flaws:
        _add_flaws(random, found, places)
    return found


def _add_flaws(random: Random, rows: list[ResidentRow], places: list[tuple[str, str, str]]) -> None:
    """Spoil some rows, each in one way: which ones, the seed decides."""
    kinds = (_year_off, _other_sex, _no_nik, _placeholder_date, _same_nik, _no_head, _two_places)
    each = max(1, len(rows) // _RESIDENTS_A_FLAW)
    chosen = random.sample(range(1, len(rows)), min(each * len(kinds), len(rows) - 1))
    for position, index in enumerate(chosen):
        kinds[position % len(kinds)](rows, index, places)


def _year_off(rows: list[ResidentRow], index: int, _places: list[tuple[str, str, str]]) -> None:
    row = rows[index]
    if row.birth_date:
        row.birth_date = years_before(row.birth_date, 1)


def _other_sex(rows: list[ResidentRow], index: int, _places: list[tuple[str, str, str]]) -> None:
    row = rows[index]
    row.sex = int(Sex.FEMALE if row.sex == Sex.MALE else Sex.MALE)
    row.pregnancy = None


def _no_nik(rows: list[ResidentRow], index: int, _places: list[tuple[str, str, str]]) -> None:
    rows[index].nik = "0"


def _placeholder_date(rows: list[ResidentRow], index: int, _places: list[tuple[str, str, str]]) -> None:
    row = rows[index]
    if row.birth_date:
        row.birth_date = date(row.birth_date.year - 1, 12, 31)


def _same_nik(rows: list[ResidentRow], index: int, _places: list[tuple[str, str, str]]) -> None:
    rows[index].nik = rows[index - 1].nik


def _no_head(rows: list[ResidentRow], index: int, _places: list[tuple[str, str, str]]) -> None:
    number = rows[index].no_kk
    for row in rows:
        if row.no_kk == number and row.shdk == Shdk.HEAD:
            row.shdk = int(Shdk.OTHER)


def _two_places(rows: list[ResidentRow], index: int, places: list[tuple[str, str, str]]) -> None:
    row = rows[index]
    if (row.dusun, row.rw, row.rt) != places[0]:
        row.dusun, row.rw, row.rt = places[0]
    elif len(places) > 1:
        row.dusun, row.rw, row.rt = places[1]
