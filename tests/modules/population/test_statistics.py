"""Every category against a count by hand; what adds up, what a past day was, what is kept and for how long."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Sum

from balai.db import today
from balai.indicators import compute_touched
from balai.indicators.models import Fact
from balai.indicators.periods import month_of
from modules.population import codes, indicators, selectors, services
from modules.population.models import AgeBand, FamilyCard, Resident, Territory
from modules.population.selectors.balance import counts_at
from modules.population.statistics import Status, bands
from modules.population.statistics.categories import ALL
from modules.population.statistics.counting import Scope, counts, keys_in, rts_below
from modules.population.statistics.keeping import kept_counts
from modules.population.statistics.known import categories, category_of, resolved
from modules.population.statistics.tables import tables_of
from tests.modules.population import brute_force

DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}
CODES = [category.code for category in ALL]


def pairs(cells: dict[str, tuple[int, int]]) -> dict[str, list[int]]:
    return {cell: list(pair) for cell, pair in cells.items()}


def by_code(code: str) -> Any:
    return category_of(code)


@pytest.fixture()
def mixed(village: Any, actor: Any) -> None:
    """A village in which every column has every code somewhere, and none elsewhere."""
    chance = random.Random(7)
    lists = {
        "religion": codes.Religion, "education": codes.Education, "education_current": codes.EducationCurrent,
        "occupation": codes.Occupation, "blood_type": codes.BloodType, "disability": codes.Disability,
        "chronic_illness": codes.ChronicIllness, "family_planning": codes.FamilyPlanning, "ktp_el": codes.KtpEl,
        "ktp_record": codes.KtpRecord, "health_insurance": codes.HealthInsurance, "reading": codes.Reading,
        "marital_status": codes.MaritalStatus,
    }  # fmt: skip
    texts = ("birth_certificate", "marriage_certificate", "divorce_certificate", "employment_insurance_number")
    people = list(Resident.objects.filter(void_at=None).order_by("pk"))
    for person in people:
        for name, choices in lists.items():
            setattr(person, name, chance.choice([*choices.values, None]))
        for name in texts:
            setattr(person, name, chance.choice(["", "3315-LU-1"]))
        person.ethnicity = chance.choice(["Jawa", " jawa ", "SUNDA", "Suku Kami", ""])
        person.pregnancy = chance.choice([1, 2, None]) if person.sex == 2 else None
        if chance.random() < 0.05:
            person.birth_date = None
    Resident.objects.bulk_update(people, [*lists, *texts, "ethnicity", "pregnancy", "birth_date"])
    for card in FamilyCard.objects.order_by("pk"):
        FamilyCard.objects.filter(pk=card.pk).update(
            welfare_class=chance.choice([1, 2, 3, 4, 5, None]), number_temporary=chance.random() < 0.1
        )
    rt = Territory.objects.filter(kind="rt").order_by("pk").first()
    for number in range(3):
        services.register_move_in(
            actor=actor, name=("TAMU AMIN", "TAMU BUDI", "TAMU CITRA")[number], sex=1 + number % 2, residency=2, purpose="Kerja", previous_address="X", rt=rt,
            event_date=today(), report_date=today(), birth_date=date(1990, 1, 1 + number),
        )  # fmt: skip
    some = list(selectors.counted().exclude(shdk=1).order_by("pk")[:4])
    for number, person in enumerate(some):
        services.register_death(
            actor=actor, resident=person, event_date=today(), report_date=today(),
            certificate="3315-KM-1" if number % 2 else "", **DEATH,
        )  # fmt: skip
    services.undo_event(actor=actor, event=some[1].events.order_by("-id")[0], reason="Salah")


@pytest.fixture()
def by_hand(mixed: None) -> dict[str, dict[str, list[int]]]:
    everybody = list(Resident.objects.filter(void_at=None).select_related("family"))
    here = [person for person in everybody if person.presence == 1]
    tetap = [person for person in here if person.residency == 1]
    found = {
        code: brute_force.counted(code, here if code == "residency" else tetap, today()) for code in brute_force.PEOPLE
    }
    found |= {code: brute_force.families(code, tetap) for code in ("families", "family_size", "welfare_class")}
    found["death_certificate"] = brute_force.dead(
        person for person in everybody if person.presence == 2 and person.residency == 1
    )
    return found


def test_every_category_is_what_one_counts_by_hand(by_hand: dict[str, Any]) -> None:
    assert set(by_hand) >= set(CODES)
    found = counts(resolved(ALL), Scope(today()))
    for code in CODES:
        assert pairs(found[code]) == by_hand[code], code
    assert len(CODES) >= 25 and all(by_hand[code] for code in CODES)


def test_one_query_counts_one_category_or_all(mixed: None, django_assert_num_queries: Any) -> None:
    whole = resolved(ALL)
    with django_assert_num_queries(1):
        together = counts(whole, Scope(today()))
    for category in whole:
        with django_assert_num_queries(1):
            alone = counts([category], Scope(today()))
        assert alone[category.code] == together[category.code], category.code


def test_what_leaves_the_village_are_codes_and_the_same_numbers(by_hand: dict[str, Any], village: Any) -> None:
    services.update_resident(actor=_somebody(), resident=selectors.counted().first(), phone="0811")
    compute_touched(village.schema_name)
    period = month_of(today())
    for indicator in indicators.ALL:
        if indicator in (
            indicators.events, indicators.events_late, indicators.quality, indicators.reports_unsent
        ):  # fmt: skip
            continue
        code = indicator.code.removeprefix("population.")
        found: dict[str, int] = {}
        for d1, d2, value in Fact.objects.filter(indicator=indicator.code, period=period).values_list(
            "d1", "d2", "value"
        ):
            cell = d2 if code == "residents" else d1
            found["" if cell == "?" else cell] = found.get("" if cell == "?" else cell, 0) + value
        expected = {cell: sum(pair) for cell, pair in by_hand[code].items()}
        if code == "ethnicity":
            expected["LAINNYA"] = expected.pop("SUKU KAMI")
        assert found == expected, code
        known = {str(key) for key in indicator.labels[indicator.dimensions[1 if code == "residents" else 0]]}
        assert set(found) - {""} <= known, f"{code}: a code without words would leave the village"


def _somebody() -> Any:
    from balai.actor import Actor

    return Actor.operator("tests")


def test_rows_add_up_to_the_balance(mixed: None) -> None:
    count = counts_at(today())
    whole = {"people": (count.male, count.female), "families": (count.kk_l, count.kk_p)}
    for table in tables_of(resolved(ALL), Scope(today())):
        category = table.category
        assert table.sums.total == sum(row.total for row in table.rows)
        if category.source in whole and not category.who and category.status is None:
            assert (table.sums.male, table.sums.female) == whole[category.source], category.code
        if table.sums.total:
            assert round(sum(row.share for row in table.rows), 6) == 100, category.code
        assert table.rows[-1].label == "Belum mengisi"
        assert table.finding and "{" not in table.finding


def test_married_people_stand_apart_by_whether_it_is_registered(make: Callable[..., Any]) -> None:
    category = by_code("marital_status")
    before = counts([category], Scope(today()))["marital_status"]
    make("A", marital_status=2)
    make("B", marital_status=2, marriage_certificate="3315-KW-1")
    after = counts([category], Scope(today()))["marital_status"]
    for cell in ("2-belum", "2-tercatat"):
        assert after[cell][0] == before.get(cell, (0, 0))[0] + 1


def test_a_number_and_its_list_hold_the_same_people(mixed: None) -> None:
    node = Territory.objects.filter(kind="dusun", void_at=None).order_by("pk").first()
    assert node is not None
    for scope in (Scope(today()), Scope(today(), Status.ALL, rts_below(node.pk))):
        for category in resolved(ALL):
            cells = counts([category], scope)[category.code]
            for cell, pair in cells.items():
                assert _people(category, scope, cell) == sum(pair), (category.code, cell)
            assert _people(category, scope, None) == sum(map(sum, cells.values()))


def _people(category: Any, scope: Scope, cell: str | None) -> int:
    return Resident.objects.filter(pk__in=keys_in(category, scope, cell)).count()


def test_parts_of_the_village_add_up_to_it(mixed: None) -> None:
    dusun = list(Territory.objects.filter(kind="dusun", void_at=None))
    for category in (by_code("religion"), by_code("family_size")):
        whole = counts([category], Scope(today()))[category.code]
        parts: dict[str, list[int]] = {}
        for node in dusun:
            for cell, pair in counts([category], Scope(today(), rts=rts_below(node.pk)))[category.code].items():
                there = parts.setdefault(cell, [0, 0])
                there[0] += pair[0]
                there[1] += pair[1]
        nowhere = selectors.counted().filter(rt=None).count()
        assert nowhere or parts == pairs(whole)


def test_residency_chooses_who_is_counted(mixed: None) -> None:
    sex = by_code("sex")
    totals = {status: sum(map(sum, counts([sex], Scope(today(), status))["sex"].values())) for status in Status}
    assert totals[Status.TEMPORARY] >= 3
    assert totals[Status.ALL] == totals[Status.PERMANENT] + totals[Status.TEMPORARY]
    assert totals[Status.PERMANENT] == selectors.counted().count()


def test_a_past_day_stays_what_it_was_and_an_undo_takes_back(
    family: Any, actor: Any, travel: Callable[[date], None]
) -> None:
    travel(date(2026, 3, 9))
    _head, wife, child = family
    sex, religion = by_code("sex"), by_code("religion")

    def women(on: date) -> int:
        return counts([sex], Scope(on))["sex"]["2"][1]

    march, february = date(2026, 3, 31), date(2026, 2, 28)
    services.register_death(
        actor=actor, resident=wife, event_date=date(2026, 3, 2), report_date=date(2026, 3, 5), **DEATH
    )
    travel(date(2026, 4, 20))
    before = women(february)
    assert women(march) == before - 1
    faith = counts([religion], Scope(march))["religion"]
    services.update_resident(actor=actor, resident=child, religion=6)
    assert counts([religion], Scope(march))["religion"] == faith
    assert counts([religion], Scope(today()))["religion"] != faith
    services.undo_event(actor=actor, event=wife.events.order_by("-id")[0], reason="Salah")
    assert women(march) == before and women(today()) == before


def test_ages_are_those_of_the_day(make: Callable[..., Any], travel: Callable[[date], None]) -> None:
    travel(date(2026, 3, 1))
    make("BAYI", birth_date=date(2025, 3, 1))
    band = by_code("age_band")
    infants = {day: counts([band], Scope(day))["age_band"].get("00-00", (0, 0))[0] for day in _days()}
    assert infants[date(2026, 2, 28)] == infants[date(2026, 3, 1)] + 1


def _days() -> tuple[date, date]:
    return date(2026, 2, 28), date(2026, 3, 1)


def test_a_village_counts_by_its_own_bands(make: Callable[..., Any], village: Any) -> None:
    assert list(by_code("age_band").labels)[:2] == ["00-00", "01-04"]
    AgeBand.objects.create(low=0, high=17, label="Anak")
    AgeBand.objects.create(low=18, high=None, label="Dewasa")
    found = kept_counts([by_code("age_band")], Scope(today()))["age_band"]
    assert set(found) <= {"00-17", "18+", ""}
    assert sum(map(sum, found.values())) == selectors.counted().count()
    assert set(counts([categories()["residents"]], Scope(today()))["residents"]) <= {
        *(band.code for band in bands.five_years()), "",
    }  # fmt: skip


def test_what_is_kept_is_true_after_every_change(
    family: Any, actor: Any, village: Any, django_assert_num_queries: Any
) -> None:
    _head, wife, child = family
    religion = [by_code("religion")]

    def check() -> None:
        assert kept_counts(religion, Scope(today())) == counts(religion, Scope(today()))

    check()
    with django_assert_num_queries(1):
        kept_counts(religion, Scope(today()))
    services.update_resident(actor=actor, resident=child, religion=6)
    check()
    compute_touched(village.schema_name)
    check()
    services.register_death(actor=actor, resident=wife, event_date=today(), report_date=today(), **DEATH)
    check()
    services.undo_event(actor=actor, event=wife.events.order_by("-id")[0], reason="Salah")
    check()
    services.populate(actor=actor, residents=30, seed=5)
    check()


@pytest.mark.parametrize(
    ("code", "changes"), [("welfare_class", {"welfare_class": 2}), ("family_card", {"number": "3315140000000099"})]
)
def test_a_cards_own_change_moves_its_numbers(
    village: Any, make: Callable[..., Any], actor: Any, code: str, changes: dict[str, Any]
) -> None:
    """A real number for a temporary one, a class: the page's kept number and the regency's fact follow the card alone."""
    card, category = make("SLAMET", no_kk="0", shdk=1).family, by_code(code)
    compute_touched(village.schema_name)
    former = kept_counts([category], Scope(today()))
    services.update_family(actor=actor, family=card, **{"address": card.address, **changes})
    now = kept_counts([category], Scope(today()))
    assert now == counts([category], Scope(today())) != former
    compute_touched(village.schema_name)
    facts = Fact.objects.filter(
        village=village.schema_name, indicator=category.indicator, period=today().replace(day=1)
    )
    told = dict(facts.values_list("d1").annotate(n=Sum("value")))
    assert told == {cell: sum(pair) for cell, pair in now[code].items()}


def test_a_month_that_is_over_is_counted_once(
    family: Any, actor: Any, travel: Callable[[date], None], django_assert_num_queries: Any
) -> None:
    travel(date(2026, 4, 20))
    _head, wife, child = family
    march = Scope(date(2026, 3, 31))
    sex = [by_code("sex")]
    first = kept_counts(sex, march)
    services.update_resident(actor=actor, resident=child, phone="0812")
    with django_assert_num_queries(1):
        assert kept_counts(sex, march) == first
    services.register_death(
        actor=actor, resident=wife, event_date=date(2026, 3, 2), report_date=date(2026, 3, 30), **DEATH
    )
    assert kept_counts(sex, march) != first, "a line that counts in March makes it another March"


def test_another_villages_numbers_are_its_own(village: Any, other_village: Any, inside: Any) -> None:
    mine = kept_counts([by_code("sex")], Scope(today()))
    with inside(other_village):
        other = kept_counts([by_code("sex")], Scope(today()))
        assert sum(map(sum, other["sex"].values())) == selectors.counted().count()
    assert kept_counts([by_code("sex")], Scope(today())) == mine


def test_a_wrong_code_is_shown_and_counted(make: Callable[..., Any]) -> None:
    person = make()
    Resident.objects.filter(pk=person.pk).update(religion=99)
    table = tables_of([by_code("religion")], Scope(today()))[0]
    assert [row.label for row in table.rows if row.total and row.cell == "99"] == ["99"]


def test_a_year_before_stands_beside(family: Any, actor: Any, travel: Callable[[date], None]) -> None:
    travel(date(2026, 4, 20))
    _head, wife, _child = family
    services.register_death(
        actor=actor, resident=wife, event_date=date(2026, 3, 2), report_date=date(2026, 3, 30), **DEATH
    )
    table = tables_of([by_code("sex")], Scope(today()), before=today() - timedelta(days=365))[0]
    women = next(row for row in table.rows if row.cell == "2")
    assert (women.before, women.change) == (women.total + 1, -1)
    assert women.change_share is not None and women.change_share < 0
    assert table.sums.before == table.sums.total + 1
