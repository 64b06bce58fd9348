"""Synthetic families by their stage of life: couples, children spaced, three generations, widows, boarders."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from modules.population.codes import MaritalStatus, Religion, Sex, Shdk
from modules.population.rows import ResidentRow
from modules.population.synthetic.people import FEMALE, MALE, People, years_before

#: Heads of families by age (lower bound, share): their children's ages make the village's pyramid.
_HEADS = (
    (21, 2), (25, 7), (30, 11), (35, 13), (40, 13), (45, 12), (50, 12), (55, 11), (60, 9), (65, 7), (70, 5), (75, 4), (80, 3),
)  # fmt: skip
#: A head who has no spouse, by age.
_ALONE = ((75, 0.52), (65, 0.34), (55, 0.18), (40, 0.1), (0, 0.05))
#: An unmarried child who still lives at home, by age.
_AT_HOME = ((34, 0.05), (28, 0.14), (24, 0.36), (19, 0.68), (0, 1.0))


def _by_age(table: tuple[tuple[int, float], ...], age: int) -> float:
    return next(share for since, share in table if age >= since)


class Families:
    """Makes families, one after the other."""

    def __init__(self, random: Random, people: People) -> None:
        self._random, self._people, self._today = random, people, people.today

    def next(self) -> list[ResidentRow]:
        """A family, its head first, with parents' names, weddings and (not yet) a number and a place."""
        random = self._random
        religion = random.choices([Religion.ISLAM, Religion.KRISTEN, Religion.KATHOLIK], [982, 12, 6])[0]
        first, share = zip(*_HEADS, strict=True)
        age = random.choices(first, share)[0] + random.randrange(5)
        if random.random() < _by_age(_ALONE, age):
            return self._without_spouse(age, int(religion))
        return self._couple(age, int(religion))

    def single(self) -> list[ResidentRow]:
        """A family of one."""
        age = self._random.randint(30, 80)
        status = MaritalStatus.UNMARRIED if age < 45 else MaritalStatus.WIDOWED
        head = self._one(self._sex(), age, Shdk.HEAD, status, int(Religion.ISLAM))
        self._strangers([head])
        return [head]

    # -- kinds --------------------------------------------------------------------------------------------------------

    def _couple(self, age: int, religion: int) -> list[ResidentRow]:
        random = self._random
        mother_age = max(20, min(age + 1, age - round(random.gauss(3.5, 2.5))))
        head = self._one(MALE, age, Shdk.HEAD, MaritalStatus.MARRIED, religion)
        wife = self._one(FEMALE, mother_age, Shdk.WIFE, MaritalStatus.MARRIED, religion)
        children = self._children(mother_age, religion)
        _are_children_of(children, head.name, head.nik, wife.name, wife.nik)
        family = [head, wife, *children]
        if 48 <= age <= 72 and random.random() < 0.2:
            family += self._young_couple(head, wife, age, religion)
        elif age >= 55 and random.random() < 0.06:
            family.append(self._grandchild_left_with_them(religion))
        self._marry(head, wife, [row for row in family if row.shdk == Shdk.CHILD])
        if age <= 56 and random.random() < 0.2:
            family.append(self._grandparent(head, wife, age, religion))
        if random.random() < 0.02:
            boarder = random.choice([Shdk.RELATIVE, Shdk.OTHER])
            family.append(self._one(self._sex(), random.randint(17, 30), boarder, MaritalStatus.UNMARRIED, religion))
        self._strangers(family)
        return family

    def _without_spouse(self, age: int, religion: int) -> list[ResidentRow]:
        random = self._random
        if age < 30:
            head = self._one(self._sex(), age, Shdk.HEAD, MaritalStatus.UNMARRIED, religion)
            self._strangers([head])
            return [head]
        sex = FEMALE if random.random() < 0.72 else MALE
        widowed = random.random() < (0.35 if age < 45 else 0.7 if age < 60 else 0.93)
        head = self._one(sex, age, Shdk.HEAD, MaritalStatus.WIDOWED if widowed else MaritalStatus.DIVORCED, religion)
        children = self._children(age if sex == FEMALE else age - 3, religion)
        partner = self._people.name(MALE if sex == FEMALE else FEMALE, self._today.year - age, religion)
        if sex == FEMALE:
            _are_children_of(children, partner, None, head.name, head.nik)
        else:
            _are_children_of(children, head.name, head.nik, partner, None)
        family = [head, *children]
        if age >= 55 and random.random() < 0.15:
            family.append(self._grandchild_left_with_them(religion))
        self._strangers(family)
        return family

    # -- members ------------------------------------------------------------------------------------------------------

    def _one(self, sex: int, age: int, shdk: int, status: int, religion: int) -> ResidentRow:
        return self._people.person(sex, age, shdk, status, religion)

    def _sex(self) -> int:
        # 105 boys to 100 girls are born; grown daughters leave earlier.
        return MALE if self._random.random() < 0.535 else FEMALE

    def _children(self, mother_age: int, religion: int) -> list[ResidentRow]:
        """Those who still live at home; older women had more children, earlier."""
        random, found = self._random, []
        many = (
            (10, 28, 34, 20, 8) if mother_age >= 55 else (24, 50, 21, 5, 0) if mother_age >= 30 else (60, 35, 5, 0, 0)
        )
        at = random.randint(19, 24) if mother_age >= 50 else random.randint(20, 27)
        for _child in range(random.choices(range(1, 6), many)[0]):
            age = mother_age - at
            if age < 0 or at > 43:
                break
            if random.random() < _by_age(_AT_HOME, age):
                found.append(self._one(self._sex(), age, Shdk.CHILD, MaritalStatus.UNMARRIED, religion))
            at += random.randint(3, 7)
        return found

    def _young_couple(self, head: ResidentRow, wife: ResidentRow, age: int, religion: int) -> list[ResidentRow]:
        """A married child who stayed, with spouse and perhaps a child."""
        random = self._random
        oldest = min(34, ((wife.birth_date and _age(wife.birth_date, self._today)) or age) - 19)
        if oldest < 21:
            return []
        sex, own = self._sex(), random.randint(21, oldest)
        child = self._one(sex, own, Shdk.CHILD, MaritalStatus.MARRIED, religion)
        other = max(20, own + (random.randint(-4, 1) if sex == MALE else random.randint(-1, 4)))
        in_law = self._one(FEMALE if sex == MALE else MALE, other, Shdk.CHILD_IN_LAW, MaritalStatus.MARRIED, religion)
        _are_children_of([child], head.name, head.nik, wife.name, wife.nik)
        father, mother = (child, in_law) if sex == MALE else (in_law, child)
        grandchildren = []
        youngest_mother = own if sex == FEMALE else other
        if youngest_mother >= 21 and random.random() < 0.7:
            small = random.randint(0, min(8, youngest_mother - 20))
            grandchildren = [self._one(self._sex(), small, Shdk.GRANDCHILD, MaritalStatus.UNMARRIED, religion)]
            _are_children_of(grandchildren, father.name, father.nik, mother.name, mother.nik)
        self._marry(father, mother, grandchildren)
        return [child, in_law, *grandchildren]

    def _grandchild_left_with_them(self, religion: int) -> ResidentRow:
        """A grandchild whose parents work far away."""
        return self._one(self._sex(), self._random.randint(3, 15), Shdk.GRANDCHILD, MaritalStatus.UNMARRIED, religion)

    def _grandparent(self, head: ResidentRow, wife: ResidentRow, age: int, religion: int) -> ResidentRow:
        random = self._random
        sex = FEMALE if random.random() < 0.68 else MALE
        of_head = random.random() < 0.6
        theirs = age if of_head else _age(wife.birth_date or self._today, self._today)
        kind = Shdk.PARENT if of_head else Shdk.PARENT_IN_LAW
        old = self._one(sex, min(92, theirs + random.randint(20, 30)), kind, MaritalStatus.WIDOWED, religion)
        child = head if of_head else wife
        if sex == MALE:
            child.father_name, child.father_nik = old.name, old.nik
        else:
            child.mother_name, child.mother_nik = old.name, old.nik
        return old

    # -- ties ---------------------------------------------------------------------------------------------------------

    def _marry(self, husband: ResidentRow, wife: ResidentRow, children: list[ResidentRow]) -> None:
        random = self._random
        born = max(wife.birth_date or self._today, husband.birth_date or self._today)
        age = random.randint(17, 22) if born.year < 1975 else random.randint(19, 25)
        wed = years_before(born, -age) + timedelta(days=random.randrange(360))
        births = [child.birth_date for child in children if child.birth_date]
        if births and wed > min(births) - timedelta(days=280):
            wed = min(births) - timedelta(days=random.randint(280, 500))
        wed = min(wed, self._today - timedelta(days=random.randint(10, 200)))
        husband.marriage_date = wife.marriage_date = wed
        if random.random() < (0.92 if wed.year >= 1990 else 0.7):
            number = f"{random.randrange(1, 1000):04d}/{wed.month:02d}/{wed.year}"
            husband.marriage_certificate = wife.marriage_certificate = number

    def _strangers(self, family: list[ResidentRow]) -> None:
        """Parents' names for those whose parents do not live here; a sibling's parents are one's own."""
        for row in family:
            year = (row.birth_date or self._today).year - 27
            if row.father_name is None:
                row.father_name = self._people.name(MALE, year, row.religion or 1)
            if row.mother_name is None:
                row.mother_name = self._people.name(FEMALE, year, row.religion or 1)


def _are_children_of(
    children: list[ResidentRow], father: str, father_nik: str | None, mother: str, mother_nik: str | None
) -> None:
    for child in children:
        child.father_name, child.father_nik = father, father_nik
        child.mother_name, child.mother_nik = mother, mother_nik


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def since_when(family: list[ResidentRow], today: date) -> date:
    """The first day a family card could be of: the wedding, or the head's coming of age."""
    head = family[0]
    return head.marriage_date or years_before(head.birth_date or today, -17 if head.sex == Sex.MALE else -19)
