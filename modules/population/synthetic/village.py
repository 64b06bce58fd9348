"""The generator: families by their stage of life, until the village has exactly so many people.

NIK carry the district's code, the birth date and the sex as real ones do, and serials from 9000 on, which the registry
office does not give out in sequence for a village: a synthetic NIK does not meet a real person's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from modules.population.codes import (
    BloodType,
    Citizenship,
    Education,
    HealthInsurance,
    KtpEl,
    KtpRecord,
    MaritalStatus,
    Presence,
    Religion,
    Residency,
    Sex,
    Shdk,
)
from modules.population.rows import ResidentRow
from modules.population.synthetic import words

MALE, FEMALE = int(Sex.MALE), int(Sex.FEMALE)
#: First serial of a synthetic NIK.
FIRST_SERIAL = 9000


class _Maker:
    def __init__(self, seed: int, village_code: str, village_name: str, today: date) -> None:
        self.random = Random(f"balai:{seed}:{village_code}")  # noqa: S311 - the same village every time
        self.code = village_code
        self.today = today
        self.birth_place = "GROBOGAN"
        self.village = village_name.upper()
        self.serials: dict[str, int] = {}
        self.kk = 0
        self.places: list[tuple[str, str, str]] = []
        self.place = 0

    # -- places -------------------------------------------------------------------------------------------------------

    def make_places(self, residents: int) -> None:
        """Hamlets, RW and RT: about 95 people an RT, three RT an RW, five to seven hamlets."""
        count = max(2, round(residents / 95))
        hamlets = self.random.sample(words.HAMLETS, min(max(2, round(count / 6)), 7))
        rw = 0
        for index in range(count):
            hamlet = hamlets[index * len(hamlets) // count]
            first = index == 0 or hamlet != hamlets[(index - 1) * len(hamlets) // count]
            if first or index % 3 == 0:
                rw += 1
            self.places.append((hamlet, f"{rw:03d}", f"{index % 3 + 1:03d}" if not first else "001"))
        # The same RT number stands once in an RW.
        seen: set[tuple[str, str, str]] = set()
        for index, (hamlet, in_rw, rt) in enumerate(self.places):
            number = int(rt)
            while (hamlet, in_rw, f"{number:03d}") in seen:
                number += 1
            self.places[index] = (hamlet, in_rw, f"{number:03d}")
            seen.add(self.places[index])

    # -- numbers ------------------------------------------------------------------------------------------------------

    def nik(self, born: date, sex: int) -> str:
        """A NIK: district, birth date (women: day + 40), serial."""
        head = f"{self.code[:6]}{born.day + (40 if sex == FEMALE else 0):02d}{born:%m%y}"
        serial = self.serials.get(head, FIRST_SERIAL)
        self.serials[head] = serial + 1
        return f"{head}{serial:04d}"

    def family_number(self) -> str:
        """A family card's number, by the day it was made out."""
        self.kk += 1
        made = date(2012, 1, 1) + timedelta(days=self.random.randrange(4800))
        return f"{self.code[:6]}{made:%d%m%y}{(FIRST_SERIAL + self.kk) % 10_000:04d}"

    # -- people -------------------------------------------------------------------------------------------------------

    def born(self, age: int) -> date:
        """A birthday for somebody of so many full years today."""
        latest = _years_before(self.today, age)
        return latest - timedelta(days=self.random.randrange(0, 364))

    def name(self, sex: int, born: date) -> str:
        """A name of its generation."""
        choose = self.random.choice
        if born.year < 1965:
            first = choose(words.OLD_MALE if sex == MALE else words.OLD_FEMALE)
            last = choose(words.OLD_LAST) if sex == MALE else ""
        elif born.year < 1996:
            first = choose(words.MID_MALE if sex == MALE else words.MID_FEMALE)
            last = choose(words.MID_LAST_MALE if sex == MALE else words.MID_LAST_FEMALE)
        else:
            first = choose(words.NEW_MALE if sex == MALE else words.NEW_FEMALE)
            last = choose(words.NEW_LAST_MALE if sex == MALE else words.NEW_LAST_FEMALE)
            if self.random.random() < 0.35:
                middle = choose(words.NEW_MALE if sex == MALE else words.NEW_FEMALE)
                first = f"{first} {middle}" if middle != first else first
        return f"{first} {last}".strip().upper()

    def person(self, sex: int, age: int, shdk: int, status: int, *, religion: int) -> ResidentRow:
        """Somebody of an age, with what such a person has."""
        born = self.born(max(0, age))
        chance = self.random.random
        row = ResidentRow(
            nik=self.nik(born, sex), name=self.name(sex, born), sex=sex, birth_date=born, shdk=shdk, religion=religion,
            birth_place=self.birth_place if chance() < 0.86 else self.random.choice(words.TOWNS),
            marital_status=status, citizenship=int(Citizenship.WNI), presence=int(Presence.PRESENT),
            residency=int(Residency.PERMANENT), ethnicity="Jawa",
        )  # fmt: skip
        self._school_and_work(row, age)
        self._papers(row, age, status)
        return row

    def _school_and_work(self, row: ResidentRow, age: int) -> None:
        chance, choose = self.random.random, self.random.choices
        if age < 7:
            row.education = int(Education.TIDAK_BELUM_SEKOLAH)
            row.education_current = 1 if age < 4 else 2
        elif age < 13:
            row.education, row.education_current = int(Education.BELUM_TAMAT_SD_SEDERAJAT), 4
        elif age < 16:
            row.education, row.education_current = int(Education.TAMAT_SD_SEDERAJAT), 6
        elif age < 19:
            row.education = int(Education.SLTP_SEDERAJAT)
            row.education_current = 7 if chance() < 0.86 else 18
        else:
            weights = {
                True: [14, 12, 48, 16, 8, 0, 1, 1, 0, 0],
                False: [1, 2, 24, 32, 34, 1, 2, 4, 0, 0],
            }[age >= 50] if age >= 35 else [0, 1, 6, 27, 52, 1, 4, 9, 0, 0]  # fmt: skip
            row.education = choose(range(1, 11), weights)[0]
            row.education_current = 11 if age < 24 and row.education == 5 and chance() < 0.18 else 18
        female = row.sex == FEMALE
        if age < 6:
            row.occupation = 1
        elif (age < 19 and row.education_current != 18) or row.education_current == 11:
            row.occupation = 3
        elif age < 19:
            row.occupation = choose([1, 19, 15], [5, 3, 2])[0]
        elif age >= 72:
            row.occupation = choose([1, 9, 2 if female else 9, 4], [40, 30, 25, 5])[0]
        elif row.education >= 8:
            row.occupation = choose([65, 5, 15, 88, 85, 73 if female else 18], [30, 22, 22, 14, 6, 6])[0]
        elif female:
            row.occupation = choose([2, 9, 20, 15, 84, 88, 30], [46, 22, 9, 9, 7, 5, 2])[0]
        else:
            row.occupation = choose([9, 20, 19, 15, 88, 26, 27, 81, 84, 10], [34, 13, 13, 14, 11, 4, 3, 4, 2, 2])[0]

    def _papers(self, row: ResidentRow, age: int, status: int) -> None:
        chance = self.random.random
        adult = age >= 17 or status != MaritalStatus.UNMARRIED
        row.ktp_el = int(
            KtpEl.KTP_EL if adult and chance() < 0.97 else KtpEl.KIA if not adult and chance() < 0.55 else KtpEl.NONE
        )
        row.ktp_record = int(KtpRecord(8) if row.ktp_el == KtpEl.KTP_EL else KtpRecord(2) if adult else KtpRecord(1))
        if (age < 20 and chance() < 0.92) or (age < 45 and chance() < 0.5):
            row.birth_certificate = (
                f"{self.code[:4]}-LT-{self.random.randrange(10**8):08d}-{self.random.randrange(10**4):04d}"
            )
        row.blood_type = self.random.choices([13, 1, 2, 3, 4], [62, 9, 10, 3, 16])[0]
        row.disability = self.random.choices([7, 1, 2, 3, 4], [985, 6, 3, 3, 3])[0]
        row.health_insurance = self.random.choices(
            [int(HealthInsurance(2)), int(HealthInsurance(3)), int(HealthInsurance(1)), 99], [58, 19, 21, 2]
        )[0]
        if status == MaritalStatus.MARRIED and row.sex == FEMALE and 17 <= age <= 46:
            row.family_planning = self.random.choices([3, 1, 2, 6, None], [34, 12, 8, 4, 42])[0]
            if age < 42 and chance() < 0.04:
                row.pregnancy = 1
        if age >= 17 and chance() < 0.55:
            row.phone = f"0800{self.random.randrange(10**7):07d}"

    # -- families -----------------------------------------------------------------------------------------------------

    def families(self) -> Iterator[list[ResidentRow]]:
        """Families without end, as a village has them."""
        chance, randint = self.random.random, self.random.randint
        while True:
            kind = self.random.choices(
                ["children", "young", "elderly", "widow", "three", "single_mother", "alone"], [52, 9, 13, 8, 10, 4, 4]
            )[0]
            religion = int(self.random.choices([Religion.ISLAM, Religion.KRISTEN, Religion.KATHOLIK], [982, 12, 6])[0])
            married, unmarried, widowed, divorced = 2, 1, 4, 3

            def one(sex: int, age: int, shdk: int, status: int, religion: int = religion) -> ResidentRow:
                return self.person(sex, age, shdk, status, religion=religion)

            if kind == "young":
                age = randint(20, 31)
                family = [
                    one(MALE, age, Shdk.HEAD, married),
                    one(FEMALE, max(18, age - randint(0, 5)), Shdk.WIFE, married),
                ]
                if chance() < 0.45:
                    family.append(one(self._sex(), randint(0, 3), Shdk.CHILD, unmarried))
            elif kind == "elderly":
                age = randint(60, 84)
                family = [
                    one(MALE, age, Shdk.HEAD, married),
                    one(FEMALE, max(52, age - randint(1, 8)), Shdk.WIFE, married),
                ]
                if chance() < 0.4:
                    family.append(one(self._sex(), randint(20, min(45, age - 22)), Shdk.CHILD, unmarried))
            elif kind == "widow":
                sex = FEMALE if chance() < 0.8 else MALE
                age = randint(50, 88)
                family = [one(sex, age, Shdk.HEAD, widowed)]
                if chance() < 0.5:
                    family.append(one(self._sex(), randint(18, min(48, age - 20)), Shdk.CHILD, unmarried))
                if chance() < 0.2:
                    family.append(one(self._sex(), randint(4, 16), Shdk.GRANDCHILD, unmarried))
            elif kind == "alone":
                age = randint(28, 80)
                family = [
                    one(self._sex(), age, Shdk.HEAD, unmarried if age < 45 else widowed if chance() < 0.6 else divorced)
                ]
            elif kind == "single_mother":
                age = randint(26, 48)
                family = [one(FEMALE, age, Shdk.HEAD, divorced if chance() < 0.6 else widowed)]
                family += self._children(one, age, randint(1, 2))
            else:
                age = randint(28, 58)
                mother = max(22, age - randint(0, 6))
                family = [one(MALE, age, Shdk.HEAD, married), one(FEMALE, mother, Shdk.WIFE, married)]
                family += self._children(one, mother, self.random.choices([1, 2, 3, 4], [28, 46, 20, 6])[0])
                if kind == "three":
                    grand = FEMALE if chance() < 0.7 else MALE
                    family.append(
                        one(
                            grand,
                            min(92, age + randint(20, 30)),
                            self.random.choice([Shdk.PARENT, Shdk.PARENT_IN_LAW]),
                            widowed,
                        )
                    )
            yield self._bind(family)

    def _sex(self) -> int:
        return MALE if self.random.random() < 0.505 else FEMALE

    def _children(self, one, mother: int, count: int) -> list[ResidentRow]:  # type: ignore[no-untyped-def]
        found, age = [], mother - self.random.randint(20, 26)
        for _child in range(count):
            if age < 0:
                break
            if age <= 27:
                found.append(one(self._sex(), age, Shdk.CHILD, 1))
            age -= self.random.randint(2, 7)
        return found

    def _bind(self, family: list[ResidentRow]) -> list[ResidentRow]:
        number = self.family_number()
        dusun, rw, rt = self.places[self.place % len(self.places)]
        self.place += 1
        head = family[0]
        wife = next((row for row in family if row.shdk == Shdk.WIFE), None)
        address = f"DUSUN {dusun} RT {rt} RW {rw}"
        for row in family:
            row.no_kk, row.dusun, row.rw, row.rt, row.address = number, dusun, rw, rt, address
            if row.shdk == Shdk.CHILD:
                father, mother = (head, wife) if head.sex == MALE else (None, head)
                row.father_name = father.name if father else self.name(MALE, self.born(60))
                row.mother_name = mother.name if mother else self.name(FEMALE, self.born(60))
                row.father_nik = father.nik if father else None
                row.mother_nik = mother.nik if mother else None
            else:
                older = date((row.birth_date or self.today).year - 27, 1, 1)
                row.father_name, row.mother_name = self.name(MALE, older), self.name(FEMALE, older)
            if row.marital_status == MaritalStatus.MARRIED and row.birth_date:
                wed = _years_before(row.birth_date, -self.random.randint(19, 27))
                if wed < self.today:
                    row.marriage_date = wed
        if wife is not None:
            wife.marriage_date = head.marriage_date
            if head.marriage_date and self.random.random() < 0.9:
                number = (
                    f"{self.random.randrange(1000):04d}/{self.random.randrange(12) + 1:02d}/{head.marriage_date.year}"
                )
                head.marriage_certificate = wife.marriage_certificate = number
        return family


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def generate(
    *, seed: int, residents: int, village_code: str, village_name: str = "", today: date | None = None
) -> list[ResidentRow]:
    """Exactly ``residents`` people of a village, the same for the same seed, code and day.

    ``village_code`` has ten digits. ``today`` is the day on which ages are counted (default: a fixed day, so that the
    demo's people do not change from one day to the next).
    """
    if residents < 1:
        raise ValueError("residents must be at least 1")
    maker = _Maker(seed, village_code, village_name, today or date(2026, 1, 1))
    maker.make_places(residents)
    found: list[ResidentRow] = []
    for family in maker.families():
        room = residents - len(found)
        if room <= 0:
            break
        # The last family is cut from its end: its head stays.
        found += [replace(row) for row in family[:room]]
    for number, row in enumerate(found, 2):
        row.row = number
        # A blood group of nobody's business is unknown, not missing.
        row.blood_type = row.blood_type or int(BloodType.UNKNOWN)
    return found
