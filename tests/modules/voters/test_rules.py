"""Who votes, case by case, in both kinds of election; the list and the explanation never differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from balai.db import today
from modules.population import services as register
from modules.population.codes import MaritalStatus, Occupation
from modules.population.models import Resident
from modules.voters.models import Election
from modules.voters.rules import birthday_of, here_since, judged, months_before
from modules.voters.selectors import eligible_on, judgements, voters, why
from tests.modules.households.test_services import die

DAY = today() + timedelta(days=30)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier."""
    return months_before(day, years * 12)


def verdict(election: Election, person: Resident) -> tuple[bool, str]:
    """(in the list, the sentence); list and explanation are asked apart and must agree."""
    (found,) = judgements(election, Resident.objects.filter(pk=person.pk))
    assert voters(election).filter(pk=person.pk).exists() == found.listed
    return found.listed, found.words


#: name, data, in the general list, in the village head's list, words of the refusal.
PEOPLE: list[tuple[str, dict[str, Any], bool, bool, str]] = [
    ("seventeen on the day", {"birth_date": years_before(DAY, 17)}, True, True, ""),
    ("seventeen the day after", {"birth_date": years_before(DAY, 17) + timedelta(days=1)}, False, False, "baru 17 tahun pada"),
    ("widowed at sixteen", {"birth_date": years_before(DAY, 16), "marital_status": MaritalStatus.WIDOWED}, True, True, ""),
    ("married at sixteen", {"birth_date": years_before(DAY, 16), "marital_status": MaritalStatus.MARRIED}, True, True, ""),
    ("divorced at sixteen", {"birth_date": years_before(DAY, 16), "marital_status": MaritalStatus.DIVORCED}, True, True, ""),
    ("unmarried at sixteen", {"birth_date": years_before(DAY, 16), "marital_status": MaritalStatus.UNMARRIED}, False, False, "baru 17"),
    ("no birth date, married", {"birth_date": None, "marital_status": MaritalStatus.MARRIED}, True, True, ""),
    ("no birth date", {"birth_date": None}, False, False, "tanggal lahir belum diisi"),
    ("a soldier", {"occupation": Occupation.TENTARA_NASIONAL_INDONESIA_TNI}, False, True, "TENTARA"),
    ("a police officer", {"occupation": Occupation.KEPOLISIAN_RI_POLRI}, False, True, "POLRI"),
    ("a farmer", {"occupation": Occupation.PETANI_PEKEBUN}, True, True, ""),
    ("a foreigner", {"citizenship": 2}, False, False, "WNA"),
    ("of two nations", {"citizenship": 3}, False, False, "DUA KEWARGANEGARAAN"),
    ("disturbed by a code of the register", {"disability": 4}, True, True, ""),
]  # fmt: skip


@pytest.mark.parametrize(("case", "data", "general_vote", "village_vote", "words"), PEOPLE)
def test_the_rule_of_each_kind(
    case: str, data: dict[str, Any], general_vote: bool, village_vote: bool, words: str, make: Callable[..., Any],
    general: Election, pilkades: Election,
) -> None:  # fmt: skip
    person = make("SUWARNO", **data)
    for election, expected in ((general, general_vote), (pilkades, village_vote)):
        listed, said = verdict(election, person)
        assert listed == expected, (case, election.kind, said)
        if not expected:
            assert words in said


def arrive(actor: Any, rt: Any, day: date, **data: Any) -> Resident:
    """Somebody who moved in on a day, reported then (or today, where that month is long over)."""
    return register.register_move_in(
        actor=actor, name="PENDATANG BARU", sex=1, rt=rt, birth_date=date(1990, 1, 1), birth_place="PATI",
        previous_address="Pati", event_date=day, report_date=today(), **data,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("months", "days", "expected"), [(5, 0, False), (6, 0, True), (6, -1, False), (6, 1, True), (12, 0, True)]
)
def test_six_months_in_the_village_before_the_dps(
    months: int, days: int, expected: bool, actor: Any, rt: Any, general: Election, pilkades: Election
) -> None:
    person = arrive(actor, rt, months_before(today(), months) - timedelta(days=days))
    listed, words = verdict(pilkades, person)
    assert listed == expected, words
    if not expected:
        assert "datang sesudah" in words
    assert verdict(general, person)[0]


def test_an_arrival_that_was_undone_and_one_who_came_back(
    actor: Any, rt: Any, pilkades: Election, make: Callable[..., Any]
) -> None:
    person = arrive(actor, rt, months_before(today(), 24))
    assert verdict(pilkades, person)[0]
    on = {"event_date": today(), "report_date": today()}
    register.register_move_out(actor=actor, resident=person, kind=1, destination="Pati", **on)
    assert "PINDAH" in verdict(pilkades, person)[1]
    person.refresh_from_db()
    # Back after a day: the six months begin anew. (A return is refused in the month of leaving, so the ledger is asked.)
    from modules.population.models import EventKind, PopulationEvent
    from modules.population.services.ledger import record

    before = {column: str(value) if column.endswith("_id") and value else value for column, value in (
        (name, getattr(person, name)) for name in ("presence", "residency", "family_id", "shdk", "rt_id", "sex", "citizenship")
    )}  # fmt: skip
    Resident.objects.filter(pk=person.pk).update(presence=1)
    person.refresh_from_db()
    record(actor, EventKind.READMITTED, person, before, event_date=today(), report_date=today())
    assert PopulationEvent.objects.filter(resident=person, kind="readmitted").exists()
    listed, words = verdict(pilkades, person)
    assert not listed and "datang sesudah" in words


def test_a_temporary_resident(actor: Any, rt: Any, general: Election, pilkades: Election) -> None:
    guest = arrive(actor, rt, months_before(today(), 8), residency=2, purpose="Bekerja")
    listed, words = verdict(general, guest)
    assert not listed and "penduduk tidak tetap" in words
    assert verdict(pilkades, guest)[0]
    (found,) = judgements(pilkades, Resident.objects.filter(pk=guest.pk))
    assert any("domisili perlu bukti" in each for each in found.checks)
    assert voters(pilkades, "", {"check": "1"}).filter(pk=guest.pk).exists()


def test_who_died_is_not_in_and_the_search_says_why(actor: Any, make: Callable[..., Any], general: Election) -> None:
    person = make("SUWARNO")
    assert verdict(general, person)[0]
    die(actor, person)
    listed, words = verdict(general, person)
    assert not listed and "berstatus MATI" in words
    (found,) = [each for each in why(general, "SUWARNO") if each.person.pk == person.pk]
    assert not found.listed
    assert why(general, "S") == []


def test_days_of_the_calendar() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2024, 8, 31), 6) == date(2024, 2, 29)
    assert months_before(date(2026, 3, 15), 6) == date(2025, 9, 15)
    assert birthday_of(date(2008, 2, 29), 17) == date(2025, 3, 1)
    assert birthday_of(date(2009, 5, 5), 17) == date(2026, 5, 5)
    assert here_since(Election(kind="pilkades", day=date(2027, 1, 1), dps_on=date(2026, 12, 1))) == date(2026, 6, 1)


def test_born_on_the_29th_of_february(make: Callable[..., Any]) -> None:
    person = make("SUWARNO", birth_date=date(2008, 2, 29))

    def young(day: date) -> int:
        return sum(number for _sex, born, number in eligible_on(day) if born == person.birth_date)

    assert young(date(2025, 3, 1)) - young(date(2025, 2, 28)) == 1


def test_the_past_months_rule_is_todays_over_the_register_as_it_was(
    make: Callable[..., Any], actor: Any, travel: Callable[[date], None]
) -> None:
    """The text for past days and the clauses say the same of everybody; a past month knows who was here, how, and as what."""
    travel(date(2026, 2, 20))
    people = {case: make("SUWARNO " + chr(65 + n), **data) for n, (case, data, *_more) in enumerate(PEOPLE)}

    def by_clauses(day: date) -> dict[Any, int]:
        who = judged(Election(kind="general", day=day), Resident.objects.all()).filter(by_rule=True)
        return Counter(who.values_list("sex", "birth_date"))

    def told(day: date) -> dict[Any, int]:
        return {(sex, born): number for sex, born, number in eligible_on(day)}

    assert told(DAY) == by_clauses(DAY)
    register.declare_complete(actor=actor)
    travel(date(2026, 3, 9))
    february = date(2026, 2, 28)
    before = told(february)
    assert before == by_clauses(february)
    on = {"event_date": date(2026, 3, 2), "report_date": date(2026, 3, 3)}
    register.register_move_out(actor=actor, resident=people["a farmer"], kind=1, destination="Pati", **on)
    register.update_resident(actor=actor, resident=people["a soldier"], occupation=Occupation.PETANI_PEKEBUN)
    register.update_resident(actor=actor, resident=people["married at sixteen"], marital_status=MaritalStatus.UNMARRIED)
    register.update_resident(actor=actor, resident=people["of two nations"], citizenship=1)
    register.register_move_in(
        actor=actor, name="PENDATANG", sex=1, birth_date=date(1990, 1, 1), birth_place="PATI", previous_address="Pati", **on
    )  # fmt: skip
    assert told(february) == before
    assert told(date(2026, 3, 31)) == by_clauses(date(2026, 3, 31)) != before


def test_who_lives_here_since_a_told_day_meets_the_six_months_or_not(
    make: Callable[..., Any], pilkades: Election
) -> None:
    """Initial data count from the day that was told, else they are held to have lived here long enough."""
    long, short, unknown = (
        make("LAMA", since=months_before(today(), 12)), make("BARU", since=months_before(today(), 2)), make("ENTAH")
    )  # fmt: skip
    assert [verdict(pilkades, each)[0] for each in (long, short, unknown)] == [True, False, True]
    assert "datang sesudah" in verdict(pilkades, short)[1]


def test_the_regency_counts_by_sex_and_age(make: Callable[..., Any], village: Any) -> None:
    from modules.voters.indicators import band_of, eligible

    on = today()
    before = {key: cell.value for key, cell in eligible.cells(on).items()}
    assert sum(before.values()) == sum(number for _sex, _born, number in eligible_on(on)) > 0
    make("MUDA", sex=2, birth_date=years_before(on, 18))
    make("TUA", sex=2, birth_date=years_before(on, 70))
    make("KAWIN MUDA", sex=2, birth_date=years_before(on, 16), marital_status=2)
    after = {key: cell.value for key, cell in eligible.cells(on).items()}
    for band in ("17-20", "61+", "<17"):
        assert after["2", band] == before.get(("2", band), 0) + 1
    assert band_of(None, on) == "?"
    assert set(eligible.labels["age"]) == {"<17", "17-20", "21-30", "31-40", "41-50", "51-60", "61+", "?"}
