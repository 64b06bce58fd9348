"""Households: one head exactly, one household a person, nobody lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from balai.db import today
from balai.errors import Conflict, NotAllowed, NotFound
from modules.households import services
from modules.households.errors import (
    BdtTaken,
    HeadStays,
    HouseholdError,
    InAnother,
    NotEmpty,
    NotPresent,
    NumberTaken,
)
from modules.households.models import Household, HouseholdMember, Level
from modules.households.selectors import household_of, households_found
from modules.population.models import Resident
from modules.population.services import register_death
from tests.modules.population.conftest import staff


def levels(household: Household) -> dict[str, int]:
    """Name -> level."""
    rows = HouseholdMember.objects.filter(household=household).select_related("resident")
    return {each.resident.name: each.level for each in rows}


def settle() -> None:
    """What the end of the transaction would check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def die(actor: Any, person: Resident) -> None:
    """A death, reported today."""
    register_death(
        actor=actor, resident=person, event_date=today(), report_date=today(), place="RUMAH", cause=1, witness=2,
        time="14.30", child_number=1,
    )  # fmt: skip


@pytest.fixture()
def household(actor: Any, family: Any) -> Household:
    """The family's household."""
    return services.create_household(actor=actor, head=family[0], members=family)


def test_a_household_is_made_from_a_family_and_gets_the_next_number(
    actor: Any, family: Any, make: Callable[..., Any], village: Any
) -> None:
    made = services.create_household(actor=actor, head=family[0], members=family[1:])
    assert made.number == f"{village.code}00001"
    assert levels(made) == {"SLAMET WIDODO": Level.HEAD, "SITI AMINAH": Level.MEMBER, "BUDI SLAMET": Level.MEMBER}
    second = services.create_household(actor=actor, head=make("PARTO"))
    assert second.number == f"{village.code}00002"
    assert second.registered_on == today()
    settle()


def test_a_number_of_ones_own_is_kept_and_taken_once(actor: Any, family: Any, make: Callable[..., Any]) -> None:
    services.create_household(actor=actor, head=family[0], number="RTM-7", bdt_id="3315001")
    with pytest.raises(NumberTaken):
        services.create_household(actor=actor, head=family[1], number="RTM-7")
    with pytest.raises(BdtTaken):
        services.create_household(actor=actor, head=family[1], bdt_id="3315001")
    assert household_of(family[1]) is None


def test_somebody_is_in_one_household_at_most(actor: Any, household: Household, family: Any, make: Any) -> None:
    with pytest.raises(InAnother) as refused:
        services.create_household(actor=actor, head=family[2])
    assert household.number in refused.value.message()
    other = services.create_household(actor=actor, head=make("PARTO"))
    with pytest.raises(InAnother):
        services.add_members(actor=actor, household=other, people=[family[1]])
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdMember.objects.create(household=other, resident=family[1], level=2)


def test_two_families_run_one_household(actor: Any, household: Household, make: Callable[..., Any]) -> None:
    son = make("BAMBANG", no_kk="3315050101209000", shdk=1)
    services.add_members(actor=actor, household=household, people=[son])
    (found,) = households_found("BAMBANG")
    assert (found.pk, found.people, found.families, found.head_name) == (household.pk, 4, 2, "SLAMET WIDODO")


def test_exactly_one_head_whatever_is_written(household: Household, family: Any) -> None:
    with pytest.raises(IntegrityError, match="household_one_head"), transaction.atomic():
        HouseholdMember.objects.filter(household=household).update(level=Level.HEAD)
    with pytest.raises(IntegrityError, match="members and no head"), transaction.atomic():
        HouseholdMember.objects.filter(household=household, level=Level.HEAD).delete()
        settle()
    with pytest.raises(IntegrityError, match="members and no head"), transaction.atomic():
        HouseholdMember.objects.filter(household=household).update(level=Level.MEMBER)
        settle()


def test_the_head_changes_and_leaves_last(actor: Any, household: Household, family: Any) -> None:
    head, wife, child = family
    with pytest.raises(HeadStays):
        services.remove_member(actor=actor, household=household, resident=head)
    services.change_head(actor=actor, household=household, resident=wife)
    assert levels(household) == {"SLAMET WIDODO": 2, "SITI AMINAH": 1, "BUDI SLAMET": 2}
    services.remove_member(actor=actor, household=household, resident=head)
    with pytest.raises(NotFound):
        services.remove_member(actor=actor, household=household, resident=head)
    services.remove_member(actor=actor, household=household, resident=child)
    with pytest.raises(NotEmpty):
        services.delete_household(actor=actor, household=household)
    services.remove_member(actor=actor, household=household, resident=wife)
    settle()
    services.delete_household(actor=actor, household=household)
    with pytest.raises(NotFound):
        services.delete_household(actor=actor, household=household)
    assert Resident.objects.filter(pk__in=[each.pk for each in family]).count() == 3


def test_who_died_stays_until_taken_out_and_the_head_is_chosen_anew(
    actor: Any, household: Household, family: Any
) -> None:
    head, wife, _child = family
    die(actor, head)
    assert "SLAMET WIDODO" in levels(household)
    assert [each.pk for each in households_found("", {"mend": "1"})] == [household.pk]
    with pytest.raises(HeadStays):
        services.remove_gone(actor=actor, household=household)
    with pytest.raises(NotPresent):
        services.change_head(actor=actor, household=household, resident=head)
    services.change_head(actor=actor, household=household, resident=wife)
    assert services.remove_gone(actor=actor, household=household) == 1
    assert services.remove_gone(actor=actor, household=household) == 0
    assert levels(household) == {"SITI AMINAH": 1, "BUDI SLAMET": 2}
    assert not households_found("", {"mend": "1"}).exists()
    settle()


def test_who_is_gone_is_not_added(actor: Any, household: Household, make: Callable[..., Any]) -> None:
    person = make("PARTO")
    die(actor, person)
    person.refresh_from_db()
    with pytest.raises(NotPresent) as refused:
        services.add_members(actor=actor, household=household, people=[person])
    assert "PARTO berstatus MATI" in refused.value.message()


def test_a_household_splits(actor: Any, household: Household, family: Any, make: Callable[..., Any]) -> None:
    head, wife, child = family
    stranger = make("PARTO")
    with pytest.raises(HeadStays):
        services.split_household(actor=actor, household=household, head=head)
    with pytest.raises(HouseholdError):
        services.split_household(actor=actor, household=household, head=stranger)
    with pytest.raises(HouseholdError):
        services.split_household(actor=actor, household=household, head=wife, members=[head, child])
    made = services.split_household(actor=actor, household=household, head=wife, members=[child])
    settle()
    assert levels(made) == {"SITI AMINAH": 1, "BUDI SLAMET": 2}
    assert levels(household) == {"SLAMET WIDODO": 1}


def test_the_later_of_two_writers_is_told(actor: Any, household: Household) -> None:
    read = household.version
    services.update_household(
        actor=actor, household=household, version=read, in_dtks=True, registered_on=date(2020, 1, 1)
    )
    with pytest.raises(Conflict):
        services.update_household(actor=actor, household=household, version=read, bdt_id="1")


def test_who_may_only_look_changes_nothing(household: Household, family: Any, make: Callable[..., Any]) -> None:
    viewer = staff("viewer")
    acts: list[Callable[[], Any]] = [
        lambda: services.create_household(actor=viewer, head=family[0]),
        lambda: services.update_household(actor=viewer, household=household),
        lambda: services.add_members(actor=viewer, household=household, people=[]),
        lambda: services.remove_member(actor=viewer, household=household, resident=family[1]),
        lambda: services.remove_gone(actor=viewer, household=household),
        lambda: services.change_head(actor=viewer, household=household, resident=family[1]),
        lambda: services.split_household(actor=viewer, household=household, head=family[1]),
        lambda: services.delete_household(actor=viewer, household=household),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_two_officers_at_once_put_one_person_in_one_household(real_db: None, village: Any, actor: Any) -> None:
    people = list(Resident.objects.filter(presence=1, void_at=None).order_by("pk")[:3])
    homes = [services.create_household(actor=actor, head=each) for each in people[:2]]
    barrier, outcomes = Barrier(2), []

    def put(home: Household) -> None:
        connection.set_tenant(village)
        barrier.wait()
        try:
            services.add_members(actor=actor, household=home, people=[people[2]])
            outcomes.append("in")
        except InAnother:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=put, args=(home,)) for home in homes]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["in", "refused"]
    assert HouseholdMember.objects.filter(resident=people[2]).count() == 1
