"""One synthetic person of an age: name of the generation, school and work of cohort and sex, papers of the age."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from modules.population.codes import (
    BloodType,
    Citizenship,
    Disability,
    Education,
    HealthInsurance,
    KtpEl,
    KtpRecord,
    MaritalStatus,
    Occupation,
    Pregnancy,
    Presence,
    Religion,
    Residency,
    Sex,
)
from modules.population.rows import ResidentRow
from modules.population.synthetic import words
from modules.population.synthetic.numbers import Numbers

MALE, FEMALE = int(Sex.MALE), int(Sex.FEMALE)
_NONE, _HOUSE, _PUPIL, _RETIRED, _CIVIL, _FARMER, _BREEDER = 1, 2, 3, 4, 5, 9, 10
_EMPLOYEE, _DAY_LABOUR, _FARM_LABOUR, _MASON, _CARPENTER = 15, 19, 20, 26, 27
_TEACHER, _MIDWIFE, _DRIVER, _TRADER, _OFFICIAL, _OWN = 65, 73, 81, 84, 85, 88
#: Highest education (codes 1 to 10) by age: Central Java's cohorts, the countryside's schools.
_SCHOOLED = (
    (65, (24, 17, 45, 8, 5, 0, 0, 1, 0, 0)),
    (50, (5, 8, 55, 17, 11, 1, 1, 2, 0, 0)),
    (35, (1, 2, 29, 33, 28, 1, 2, 4, 0, 0)),
    (19, (0, 1, 7, 29, 51, 1, 3, 8, 0, 0)),
)
_MEN_WORK = (
    (_FARMER, _FARM_LABOUR, _DAY_LABOUR, _EMPLOYEE, _OWN, _MASON, _CARPENTER, _DRIVER, _TRADER, _BREEDER),
    (34, 13, 13, 14, 11, 4, 3, 4, 2, 2),
)
_WOMEN_WORK = ((_HOUSE, _FARMER, _FARM_LABOUR, _EMPLOYEE, _TRADER, _OWN, 30), (46, 22, 9, 9, 7, 5, 2))
_FAR_WORK = ((_EMPLOYEE, _DAY_LABOUR, 13, _DRIVER, _TRADER), (46, 22, 18, 6, 8))
_FAR_WORK_WOMEN = ((_EMPLOYEE, 23, _TRADER), (60, 28, 12))
_LEARNED = ((_TEACHER, _CIVIL, _EMPLOYEE, _OWN, _OFFICIAL, _MIDWIFE), (30, 20, 27, 15, 3, 5))


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier (29 February: 28th)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


class People:
    """Makes people; the same ones for the same random source."""

    def __init__(self, random: Random, numbers: Numbers, village_code: str, today: date) -> None:
        self.random, self.today = random, today
        self._numbers, self._code = numbers, village_code

    def born(self, age: int) -> date:
        """A birthday of somebody of so many full years."""
        return years_before(self.today, age) - timedelta(days=self.random.randrange(364))

    def name(self, sex: int, year: int, religion: int) -> str:
        """A name as those born in a year bear it."""
        choose, man = self.random.choice, sex == MALE
        if religion in (Religion.KRISTEN, Religion.KATHOLIK) and year >= 1950:
            first = choose(words.CHRISTIAN_MALE if man else words.CHRISTIAN_FEMALE)
            last = choose(words.CHRISTIAN_LAST_MALE if man else words.CHRISTIAN_LAST_FEMALE)
        elif year < 1965:
            first = choose(words.OLD_MALE if man else words.OLD_FEMALE)
            last = choose(words.OLD_LAST) if man else ""
        elif year < 1996:
            first = choose(words.MID_MALE if man else words.MID_FEMALE)
            last = choose(words.MID_LAST_MALE if man else words.MID_LAST_FEMALE)
        else:
            first = choose(words.NEW_MALE if man else words.NEW_FEMALE)
            last = choose(words.NEW_LAST_MALE if man else words.NEW_LAST_FEMALE)
            if self.random.random() < 0.35:
                middle = choose(words.NEW_MALE if man else words.NEW_FEMALE)
                first = f"{first} {middle}" if middle not in (first, last) else first
        return (first if last in ("", first) else f"{first} {last}").upper()

    def person(self, sex: int, age: int, shdk: int, status: int, religion: int) -> ResidentRow:
        """Somebody of an age, with what such a person has."""
        born = self.born(age)
        nik = self._numbers.nik(born, sex)
        while nik is None:
            born = self.born(age)
            nik = self._numbers.nik(born, sex)
        chance = self.random.random
        row = ResidentRow(
            nik=nik, name=self.name(sex, born.year, religion), sex=sex, birth_date=born, shdk=int(shdk), religion=religion,
            birth_place="GROBOGAN" if chance() < 0.88 else self.random.choice(words.TOWNS),
            marital_status=int(status), citizenship=int(Citizenship.WNI), presence=int(Presence.PRESENT),
            residency=int(Residency.PERMANENT), ethnicity="Jawa",
        )  # fmt: skip
        self._school(row, age)
        self._work(row, age)
        self._papers(row, age)
        self._health(row, age)
        return row

    def _school(self, row: ResidentRow, age: int) -> None:
        chance = self.random.random
        if age < 7:
            row.education, row.education_current = int(Education.TIDAK_BELUM_SEKOLAH), 1 if age < 4 else 2
        elif age < 13:
            row.education, row.education_current = int(Education.BELUM_TAMAT_SD_SEDERAJAT), 4
        elif age < 16:
            row.education, row.education_current = int(Education.TAMAT_SD_SEDERAJAT), 6
        elif age < 19:
            row.education, row.education_current = int(Education.SLTP_SEDERAJAT), 7 if chance() < 0.86 else 18
        else:
            weights = next(weights for since, weights in _SCHOOLED if age >= since)
            row.education = self.random.choices(range(1, 11), weights)[0]
            if row.education >= Education.DIPLOMA_I_II and age < 22:
                row.education = int(Education.SLTA_SEDERAJAT)
            studies = age < 23 and row.education == Education.SLTA_SEDERAJAT and chance() < 0.22
            row.education_current = 11 if studies else 18

    def _work(self, row: ResidentRow, age: int) -> None:
        choose, woman, education = self.random.choices, row.sex == FEMALE, row.education or 0
        if age < 6:
            work = _NONE
        elif row.education_current != 18:
            work = _PUPIL
        elif age < 19:
            work = choose([_NONE, _DAY_LABOUR, _EMPLOYEE], [5, 3, 2])[0]
        elif age >= 72:
            work = choose([_NONE, _HOUSE if woman else _FARMER, _FARMER], [40, 30, 25])[0]
        elif age >= 60 and education >= 7:
            work = _RETIRED
        elif 20 <= age < 45 and row.marital_status != MaritalStatus.WIDOWED and self.random.random() < 0.06:
            work = choose(*(_FAR_WORK_WOMEN if woman else _FAR_WORK))[0]
            row.address_current = self.random.choice(words.FAR_TOWNS)
        elif education >= 7:
            work = choose(*_LEARNED)[0]
            work = _EMPLOYEE if work == _MIDWIFE and not woman else work
        else:
            work = choose(*(_WOMEN_WORK if woman else _MEN_WORK))[0]
        row.occupation = int(Occupation(work))

    def _papers(self, row: ResidentRow, age: int) -> None:
        chance, random = self.random.random, self.random
        adult = age >= 17 or row.marital_status != MaritalStatus.UNMARRIED
        card = KtpEl.KTP_EL if adult and chance() < 0.97 else KtpEl.KIA if not adult and chance() < 0.55 else KtpEl.NONE
        row.ktp_el = int(card)
        row.ktp_record = int(KtpRecord(8) if card == KtpEl.KTP_EL else KtpRecord(2) if adult else KtpRecord(1))
        if chance() < (0.94 if age < 18 else 0.55 if age < 40 else 0.12):
            # The form of certificates registered late; the number is beyond what an office gives out in a year.
            row.birth_certificate = f"{self._code[:4]}-LT-{random.randrange(10**8):08d}-9{random.randrange(1000):03d}"
        if age >= 17 and chance() < 0.55:
            # 0800 numbers are free of charge services: nobody's mobile phone.
            row.phone = f"0800{random.randrange(10**7):07d}"

    def _health(self, row: ResidentRow, age: int) -> None:
        choose = self.random.choices
        row.blood_type = int(BloodType(choose([13, 1, 2, 3, 4], [62, 9, 10, 3, 16])[0]))
        row.disability = int(Disability(choose([7, 1, 2, 3, 4], [985, 6, 3, 3, 3])[0]))
        row.health_insurance = int(HealthInsurance(choose([2, 3, 1, 99], [58, 19, 21, 2])[0]))
        if row.marital_status == MaritalStatus.MARRIED and row.sex == FEMALE and 17 <= age <= 46:
            row.family_planning = choose([3, 1, 2, 6, None], [34, 12, 8, 4, 42])[0]
            if age < 42 and row.family_planning is None and self.random.random() < 0.08:
                row.pregnancy = int(Pregnancy(1))
