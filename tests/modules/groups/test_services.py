"""Groups: a chair always, a person once in each, and every membership kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balai.db import today
from balai.errors import Conflict, NotAllowed, NotFound
from modules.groups import services
from modules.groups.errors import (
    CategoryInUse,
    CategoryTaken,
    ChairStays,
    CodeTaken,
    Dissolved,
    GroupError,
    MemberAlready,
    NotPresent,
    NumberTaken,
)
from modules.groups.models import Category, EndReason, Group, Kind, Member, Position
from modules.groups.selectors import groups_found, members_of, memberships_of
from tests.modules.households.test_services import die, settle
from tests.modules.population.conftest import staff


@pytest.fixture()
def category(village: Any, actor: Any) -> Category:
    """Kelompok Tani."""
    return services.add_category(actor=actor, kind=Kind.GROUP, name="Kelompok Tani")


@pytest.fixture()
def group(actor: Any, category: Category, family: Any) -> Group:
    """Tani Makmur, chaired by the head of the family, with his wife in it."""
    made = services.create_group(
        actor=actor, kind=Kind.GROUP, category=category, code="KT-01", name="Tani Makmur", chair=family[0],
        decree_number="141/7/2020", decree_date=date(2020, 2, 3),
    )  # fmt: skip
    services.add_member(
        actor=actor, group=made, resident=family[1], position=Position.TREASURER, since=date(2020, 2, 3)
    )
    return made


def people(group: Group, *, former: bool = False) -> list[tuple[str, str, str]]:
    """(name, position, number)."""
    return [(each.resident.name, each.position_words, each.number) for each in members_of(group, former=former)]


def test_a_group_begins_with_its_chair(group: Group) -> None:
    assert people(group) == [("SLAMET WIDODO", "Ketua", "1"), ("SITI AMINAH", "Bendahara", "2")]
    chair = members_of(group)[0]
    assert (chair.since, chair.appointed_number) == (date(2020, 2, 3), "141/7/2020")
    (found,) = groups_found(Kind.GROUP, "siti aminah")
    assert (found.chair_name, found.people, found.gone) == ("SLAMET WIDODO", 2, 0)
    assert not groups_found(Kind.INSTITUTION).exists()
    settle()


def test_a_code_is_used_once_in_the_village_whatever_the_kind(actor: Any, group: Group, family: Any) -> None:
    other = services.add_category(actor=actor, kind=Kind.INSTITUTION, name="BPD")
    with pytest.raises(CodeTaken) as refused:
        services.create_group(
            actor=actor, kind=Kind.INSTITUTION, category=other, code="KT-01", name="BPD", chair=family[1]
        )
    assert "KT-01" in refused.value.message()
    with pytest.raises(GroupError):
        services.create_group(actor=actor, kind=Kind.GROUP, category=other, code="KT-02", name="Tani", chair=family[1])
    made = services.create_group(
        actor=actor, kind=Kind.INSTITUTION, category=other, code="BPD", name="BPD", chair=family[1]
    )
    with pytest.raises(CodeTaken):
        services.update_group(actor=actor, group=made, category=other, code="KT-01", name="BPD")


def test_somebody_is_in_several_groups_and_once_in_each(
    actor: Any, group: Group, family: Any, category: Category
) -> None:
    with pytest.raises(MemberAlready):
        services.add_member(actor=actor, group=group, resident=family[1])
    services.create_group(
        actor=actor, kind=Kind.GROUP, category=category, code="KT-02", name="Tani Jaya", chair=family[1]
    )
    assert [each.group.name for each in memberships_of(family[1])] == ["Tani Jaya", "Tani Makmur"]


def test_positions_are_of_the_list_or_written_out(actor: Any, group: Group, family: Any, make: Any) -> None:
    services.add_member(actor=actor, group=group, resident=family[2], position_title="Seksi Humas", number="HM-1")
    services.add_member(actor=actor, group=group, resident=make("PARTO"))
    assert people(group)[2:] == [("BUDI SLAMET", "Seksi Humas", "HM-1"), ("PARTO", "Anggota", "3")]
    with pytest.raises(NumberTaken):
        services.add_member(actor=actor, group=group, resident=make("JOKO"), number="HM-1")
    with pytest.raises(GroupError):
        services.add_member(actor=actor, group=group, resident=make("BAGUS"), position=Position.CHAIR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(resident=family[2]).update(position=Position.MEMBER)


def test_exactly_one_chair_whatever_is_written(actor: Any, group: Group, family: Any) -> None:
    with pytest.raises(IntegrityError, match="without one chair"), transaction.atomic():
        Member.objects.filter(position=Position.CHAIR).update(position=Position.MEMBER)
        settle()
    with pytest.raises(IntegrityError, match="group_one_chair"), transaction.atomic():
        Member.objects.filter(group=group).update(position=Position.CHAIR)
    with pytest.raises(IntegrityError, match="without one chair"), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(closed_on=today())
        settle()
    chair = members_of(group)[0]
    with pytest.raises(ChairStays):
        services.end_membership(actor=actor, member=chair, until=today(), reason=EndReason.RESIGNED)
    with pytest.raises(ChairStays):
        services.change_member(actor=actor, member=chair, position=Position.MEMBER)
    with pytest.raises(GroupError):
        services.change_member(actor=actor, member=members_of(group)[1], position=Position.CHAIR)


def test_another_chair_and_both_keep_their_past(actor: Any, group: Group, family: Any) -> None:
    on = today() - timedelta(days=10)
    with pytest.raises(GroupError):
        services.change_chair(actor=actor, group=group, resident=family[0], on=on)
    with pytest.raises(GroupError):
        services.change_chair(actor=actor, group=group, resident=family[1], on=today() + timedelta(days=1))
    made = services.change_chair(
        actor=actor, group=group, resident=family[1], on=on, appointed_number="SK 9", period="2026-2031"
    )
    settle()
    assert (made.number, made.since, made.appointed_number) == ("2", on, "SK 9")
    assert people(group) == [("SITI AMINAH", "Ketua", "2"), ("SLAMET WIDODO", "Anggota", "1")]
    assert sorted(people(group, former=True)) == [("SITI AMINAH", "Bendahara", "2"), ("SLAMET WIDODO", "Ketua", "1")]
    assert {each.end_reason for each in members_of(group, former=True)} == {EndReason.POSITION}


def test_a_dead_chair_stays_until_another_is_chosen(actor: Any, group: Group, family: Any) -> None:
    die(actor, family[0])
    assert people(group)[0][0] == "SLAMET WIDODO"
    assert [each.pk for each in groups_found(Kind.GROUP, "", {"mend": "1"})] == [group.pk]
    services.change_chair(actor=actor, group=group, resident=family[1], on=today())
    assert [each[0] for each in people(group)] == ["SITI AMINAH"]
    past = members_of(group, former=True).get(resident=family[0])
    assert past.end_reason == EndReason.DIED
    with pytest.raises(NotPresent):
        services.reopen_membership(actor=actor, member=past)
    settle()


def test_a_membership_ends_with_a_decree_and_may_come_again(actor: Any, group: Group, family: Any) -> None:
    wife = members_of(group)[1]
    for until in (today() + timedelta(days=1), date(2019, 1, 1)):
        with pytest.raises(GroupError):
            services.end_membership(actor=actor, member=wife, until=until, reason=EndReason.TERM)
    ended = services.end_membership(
        actor=actor,
        member=wife,
        until=today(),
        reason=EndReason.DISMISSED,
        dismissed_number="SK 3",
        dismissed_on=today(),
    )
    with pytest.raises(GroupError):
        services.end_membership(actor=actor, member=wife, until=today(), reason=EndReason.TERM)
    services.reopen_membership(actor=actor, member=ended)
    with pytest.raises(GroupError):
        services.reopen_membership(actor=actor, member=ended)
    assert len(people(group)) == 2
    services.end_membership(actor=actor, member=wife, until=today(), reason=EndReason.RESIGNED)
    again = services.add_member(actor=actor, group=group, resident=family[1])
    assert again.number == "3"
    with pytest.raises(MemberAlready):
        services.reopen_membership(actor=actor, member=ended)


def test_dissolving_ends_all_and_restoring_brings_them_back(actor: Any, group: Group, family: Any) -> None:
    with pytest.raises(GroupError):
        services.dissolve_group(actor=actor, group=group, on=date(2019, 1, 1))
    services.dissolve_group(actor=actor, group=group, on=today(), reason="Tidak aktif")
    settle()
    assert people(group) == [] and len(people(group, former=True)) == 2
    with pytest.raises(Dissolved):
        services.dissolve_group(actor=actor, group=group, on=today())
    with pytest.raises(Dissolved):
        services.add_member(actor=actor, group=group, resident=family[2])
    with pytest.raises(GroupError):
        services.delete_group(actor=actor, group=group)
    services.restore_group(actor=actor, group=group)
    settle()
    assert len(people(group)) == 2
    with pytest.raises(GroupError):
        services.restore_group(actor=actor, group=group)


def test_only_a_mistake_is_deleted(actor: Any, category: Category, make: Callable[..., Any], group: Group) -> None:
    made = services.create_group(
        actor=actor, kind=Kind.GROUP, category=category, code="X", name="Salah", chair=make("PARTO")
    )
    services.delete_group(actor=actor, group=made)
    settle()
    with pytest.raises(NotFound):
        services.delete_group(actor=actor, group=made)
    with pytest.raises(CategoryInUse):
        services.remove_category(actor=actor, category=category)
    with pytest.raises(CategoryTaken):
        services.add_category(actor=actor, kind=Kind.GROUP, name="Kelompok Tani")
    empty = services.add_category(actor=actor, kind=Kind.GROUP, name="PKK")
    services.remove_category(actor=actor, category=empty)


def test_the_later_of_two_writers_is_told(actor: Any, group: Group, category: Category) -> None:
    read = group.version
    group.refresh_from_db()
    assert group.version != read  # a member came in
    with pytest.raises(Conflict):
        services.update_group(actor=actor, group=group, category=category, code="KT-01", name="Lain", version=read)
    member = members_of(group)[1]
    old = member.version
    services.change_member(actor=actor, member=member, position=Position.TREASURER, number="2", version=old, note="a")
    with pytest.raises(Conflict):
        services.change_member(
            actor=actor, member=member, position=Position.TREASURER, number="2", version=old, note="b"
        )


def test_who_may_only_look_changes_nothing(group: Group, family: Any, category: Category) -> None:
    viewer, member = staff("viewer"), members_of(group)[1]
    acts: list[Callable[[], Any]] = [
        lambda: services.add_category(actor=viewer, kind=Kind.GROUP, name="X"),
        lambda: services.change_category(actor=viewer, category=category, name="X"),
        lambda: services.remove_category(actor=viewer, category=category),
        lambda: services.create_group(
            actor=viewer, kind=Kind.GROUP, category=category, code="X", name="X", chair=family[2]
        ),
        lambda: services.update_group(actor=viewer, group=group, category=category, code="X", name="X"),
        lambda: services.dissolve_group(actor=viewer, group=group, on=today()),
        lambda: services.restore_group(actor=viewer, group=group),
        lambda: services.delete_group(actor=viewer, group=group),
        lambda: services.add_member(actor=viewer, group=group, resident=family[2]),
        lambda: services.change_member(actor=viewer, member=member),
        lambda: services.end_membership(actor=viewer, member=member, until=today(), reason="term"),
        lambda: services.reopen_membership(actor=viewer, member=member),
        lambda: services.change_chair(actor=viewer, group=group, resident=family[1], on=today()),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
