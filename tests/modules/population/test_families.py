"""Families, act by act: what the ledger says afterwards, who may not, what comes too late, and two officers at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from balai.db import today
from balai.errors import BalaiError, Conflict, NotAllowed
from modules.population import selectors, services
from modules.population.errors import (
    CannotUndo,
    FamilyGone,
    FamilyHasHead,
    FamilyInUse,
    FamilyNumberTaken,
    HeadLeaves,
    NotHere,
    PopulationError,
)
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident, Territory
from modules.population.selectors import families as found_in
from modules.population.sight import EVERYTHING
from tenants.context import village_context
from tests.modules.population.conftest import staff

ON = {"event_date": today(), "report_date": today()}
DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}


@pytest.fixture(autouse=True)
def _ledger_and_register_agree(request: pytest.FixtureRequest) -> Any:
    """The property of every act: afterwards the ledger rebuilds the register."""
    if "real_db" in request.fixturenames:
        yield
    else:
        request.getfixturevalue("village")
        yield
        assert services.verify_ledger() == []


def again(person: Resident) -> Resident:
    """As the database has it now."""
    return Resident.objects.select_related("family").get(pk=person.pk)


def last(person: Resident) -> PopulationEvent:
    """The newest line of somebody."""
    return person.events.order_by("-id")[0]


def audited(action: str, about: Any) -> int:
    """How often the audit tells of it."""
    from balai.audit.models import Entry

    return Entry.objects.filter(action=action, about_id=str(about.pk)).count()


# -- made --------------------------------------------------------------------------------------------------------------


def test_a_lone_resident_gets_a_card_of_their_own(make: Callable[..., Any], actor: Any, village: Any) -> None:
    person = make("SENDIRI")
    card = services.create_family(actor=actor, head=person, address="JALAN SATU")
    assert card.number_temporary
    assert card.number.startswith(f"0{village.code}")
    now = again(person)
    assert (now.family_id, now.shdk, card.rt_id) == (card.pk, 1, person.rt_id)
    line = last(person)
    assert (line.kind, line.details["act"]) == (EventKind.CORRECTION_FAMILY, "new_family")
    assert audited("population.family_created", card) == 1
    with pytest.raises(PopulationError, match="sudah mempunyai KK"):
        services.create_family(actor=actor, head=person)
    with pytest.raises(FamilyNumberTaken):
        services.create_family(actor=actor, head=make("LAIN"), no_kk=card.number)


def test_a_guest_gets_no_card(actor: Any, rt: Any, family: Any) -> None:
    guest = services.register_move_in(
        actor=actor, name="TAMU", sex=1, birth_date=date(1990, 1, 1), rt=rt, residency=2, previous_address="Kudus", purpose="Kerja", **ON
    )  # fmt: skip
    with pytest.raises(PopulationError, match="penduduk tidak tetap"):
        services.create_family(actor=actor, head=guest)
    with pytest.raises(PopulationError, match="penduduk tidak tetap"):
        services.join_family(actor=actor, family=family[0].family, resident=guest, shdk=11)
    with pytest.raises(PopulationError, match="penduduk tidak tetap"):
        services.split_family(actor=actor, head=guest)


# -- members -----------------------------------------------------------------------------------------------------------


def test_a_lone_resident_joins_and_lives_where_the_family_lives(
    make: Callable[..., Any], family: Any, actor: Any
) -> None:
    elsewhere = services.add_territory(actor=actor, kind="rt", name="098", parent=family[0].rt.parent)
    person = make("MENANTU", rt=elsewhere)
    services.join_family(actor=actor, family=family[0].family, resident=person, shdk=5)
    now = again(person)
    assert (now.family_id, now.shdk, now.rt_id) == (family[0].family_id, 5, family[0].rt_id)
    assert last(person).kind == EventKind.CORRECTION_FAMILY
    with pytest.raises(PopulationError, match="sudah menjadi anggota"):
        services.join_family(actor=actor, family=family[0].family, resident=person, shdk=5)
    with pytest.raises(FamilyHasHead):
        services.join_family(actor=actor, family=family[0].family, resident=make("LAIN"), shdk=1)


def test_somebody_comes_from_another_family_but_no_head_leaves_theirs_behind(
    make: Callable[..., Any], family: Any, actor: Any
) -> None:
    other = "3315050101209888"
    head = make("KEPALA LAIN", no_kk=other, shdk=1)
    daughter = make("ANAK LAIN", no_kk=other, shdk=4, sex=2)
    with pytest.raises(HeadLeaves):
        services.join_family(actor=actor, family=family[0].family, resident=head, shdk=9)
    services.join_family(actor=actor, family=family[0].family, resident=daughter, shdk=5)
    assert last(daughter).details["from_family"] == other
    services.join_family(actor=actor, family=family[0].family, resident=head, shdk=9)
    assert not selectors.living().filter(family__number=other).exists()


def test_a_member_leaves_and_stays_without_a_card(family: Any, actor: Any) -> None:
    head, wife, child = family
    with pytest.raises(HeadLeaves):
        services.leave_family(actor=actor, resident=head)
    services.leave_family(actor=actor, resident=child, note="Salah KK")
    now = again(child)
    assert (now.family_id, now.shdk, now.rt_id) == (None, None, child.rt_id)
    assert last(child).note == "Salah KK"
    services.leave_family(actor=actor, resident=wife)
    services.leave_family(actor=actor, resident=head)
    with pytest.raises(PopulationError):
        services.leave_family(actor=actor, resident=head)


def test_a_family_is_arranged_in_one_go(family: Any, actor: Any) -> None:
    head, wife, child = family
    version = selectors.family_version(head.family)
    changed = services.arrange_family(
        actor=actor, family=head.family, positions={wife.pk: 1, child.pk: 4}, version=version
    )
    assert {each.pk for each in changed} == {head.pk, wife.pk}
    assert [again(each).shdk for each in family] == [11, 1, 4]
    assert last(head).kind == last(wife).kind == EventKind.CORRECTION_SHDK
    assert child.events.count() == 1
    with pytest.raises(Conflict):
        services.arrange_family(actor=actor, family=head.family, positions={head.pk: 1}, version=version)
    with pytest.raises(PopulationError, match="satu kepala"):
        services.arrange_family(actor=actor, family=head.family, positions={head.pk: 1, child.pk: 1})
    with pytest.raises(PopulationError, match="Pilih siapa"):
        services.arrange_family(actor=actor, family=head.family, positions={wife.pk: 9})


def test_old_head_and_new_head_may_be_given_their_places_at_once(family: Any, actor: Any) -> None:
    head, wife, _child = family
    services.arrange_family(actor=actor, family=head.family, positions={wife.pk: 1, head.pk: 2})
    assert (again(head).shdk, again(wife).shdk) == (2, 1)
    services.arrange_family(actor=actor, family=head.family, positions={wife.pk: 3, head.pk: 1})
    assert (again(head).shdk, again(wife).shdk) == (1, 3)


def test_nobody_of_another_family_is_arranged(make: Callable[..., Any], family: Any, actor: Any) -> None:
    with pytest.raises(PopulationError, match="bukan anggota"):
        services.arrange_family(actor=actor, family=family[0].family, positions={make("LAIN").pk: 4})


def test_the_only_head_does_not_become_something_else(family: Any, actor: Any) -> None:
    with pytest.raises(PopulationError, match="Tetapkan kepala"):
        services.change_shdk(actor=actor, resident=family[0], shdk=4)
    services.change_head(actor=actor, family=family[0].family, resident=family[2])
    assert [again(each).shdk for each in family] == [11, 3, 1]


def test_members_astray_come_home(make: Callable[..., Any], family: Any, actor: Any, rt: Any) -> None:
    other = services.add_territory(actor=actor, kind="rt", name="097", parent=rt.parent)
    services.move_to_rt(actor=actor, resident=family[0], rt=other)
    card = FamilyCard.objects.get(pk=family[0].family_id)
    lost = services.leave_family(actor=actor, resident=family[2])
    services.move_to_rt(actor=actor, resident=lost, rt=rt)
    Resident.objects.filter(pk=lost.pk)  # stands alone in the old RT
    assert services.align_members(actor=actor, family=card) == []
    services.undo_event(actor=actor, event=last(lost), reason="Uji")
    services.undo_event(
        actor=actor, event=lost.events.exclude(kind="undo").filter(undone_by=None).order_by("-id")[0], reason="Uji"
    )
    services.undo_event(
        actor=actor, event=lost.events.exclude(kind="undo").filter(undone_by=None).order_by("-id")[0], reason="Uji"
    )
    assert again(lost).rt_id == rt.pk
    assert list(selectors.families_to_mend("elsewhere")) == [card]
    assert services.align_members(actor=actor, family=card) == [lost]
    assert again(lost).rt_id == other.pk
    assert last(lost).kind == EventKind.CORRECTION_RT
    assert not selectors.families_to_mend("elsewhere").exists()


# -- split -------------------------------------------------------------------------------------------------------------


def test_a_head_does_not_split_from_who_stays(family: Any, actor: Any) -> None:
    head, wife, child = family
    with pytest.raises(HeadLeaves) as refused:
        services.split_family(actor=actor, head=wife, members=[(head, 2)])
    assert refused.value.message().startswith("SLAMET WIDODO kepala keluarga")
    card = services.split_family(actor=actor, head=wife, members=[(head, 2), (child, 4)])
    assert {again(each).family_id for each in family} == {card.pk}
    with pytest.raises(PopulationError, match="satu kepala"):
        services.split_family(actor=actor, head=head, members=[(wife, 1)])


def test_all_split_off_when_the_head_is_gone(family: Any, actor: Any) -> None:
    head, wife, child = family
    with pytest.raises(FamilyHasHead):
        services.split_all(actor=actor, family=head.family, head=wife)
    services.register_death(actor=actor, resident=head, **DEATH, **ON)
    assert selectors.families_to_mend().get() == head.family
    version = selectors.family_version(head.family)
    with pytest.raises(PopulationError, match="Pilih kepala"):
        services.split_all(actor=actor, family=head.family, head=head)
    card = services.split_all(
        actor=actor, family=head.family, head=wife, no_kk="3315050101209444", version=version, note="Suami meninggal"
    )
    assert (card.number, card.number_temporary, card.rt_id) == ("3315050101209444", False, head.rt_id)
    assert [again(each).shdk for each in (wife, child)] == [1, 4]
    assert {last(each).kind for each in (wife, child)} == {EventKind.SPLIT}
    assert again(head).family_id == head.family_id
    assert not selectors.families_to_mend().exists()
    with pytest.raises(Conflict):
        services.split_all(actor=actor, family=head.family, head=wife, version=version)


# -- number, class, deleting -------------------------------------------------------------------------------------------


def test_a_former_number_finds_the_family_still(family: Any, actor: Any) -> None:
    card = family[0].family
    former = card.number
    services.update_family(actor=actor, family=card, number="3315050101209555")
    assert selectors.families_found(former).get() == card
    assert selectors.families_found("3315050101209555").get() == card
    assert selectors.former_numbers_of(card) == [former]
    services.update_family(actor=actor, family=card, number=former)
    services.update_family(actor=actor, family=card, number="3315050101209555")
    assert selectors.former_numbers_of(card) == [former, "3315050101209555"]


def test_several_families_get_their_class(family: Any, make: Callable[..., Any], actor: Any) -> None:
    other = services.create_family(actor=actor, head=make("LAIN"))
    assert services.set_welfare_class(actor=actor, families=[family[0].family, other.pk], welfare_class=2) == 2
    assert services.set_welfare_class(actor=actor, families=[family[0].family, other.pk], welfare_class=2) == 0
    assert set(FamilyCard.objects.filter(pk__in=[family[0].family_id, other.pk]).values_list("welfare_class")) == {(2,)}
    assert services.set_welfare_class(actor=actor, families=[other], welfare_class=None) == 1


def test_a_card_is_deleted_when_nothing_depends_on_it(family: Any, actor: Any) -> None:
    card = family[0].family
    with pytest.raises(FamilyInUse) as refused:
        services.void_family(actor=actor, family=card)
    assert "3 anggota yang tinggal di desa" in refused.value.message()
    services.split_family(actor=actor, head=family[1], members=[(family[0], 2), (family[2], 4)])
    assert list(selectors.families_to_mend("unused")) == [card]
    services.void_family(actor=actor, family=card)
    assert not selectors.families_found("", {"state": "all"}).filter(pk=card.pk).exists()
    with pytest.raises(FamilyGone):
        services.void_family(actor=actor, family=card)
    with pytest.raises(FamilyGone):
        services.arrange_family(actor=actor, family=card, positions={})
    services.restore_family(actor=actor, family=card)
    assert FamilyCard.objects.get(pk=card.pk).void_at is None
    services.void_family(actor=actor, family=card)
    services.update_family(actor=actor, family=again(family[0]).family, number=card.number)
    with pytest.raises(FamilyNumberTaken):
        services.restore_family(actor=actor, family=card)


def test_who_died_in_a_deleted_family_comes_back_without_a_card(make: Callable[..., Any], actor: Any) -> None:
    person = make("SENDIRI")
    card = services.create_family(actor=actor, head=person)
    services.register_death(actor=actor, resident=person, **DEATH, **ON)
    services.void_family(actor=actor, family=card)
    services.undo_event(actor=actor, event=last(person), reason="Keliru")
    now = again(person)
    assert (now.is_here, now.family_id, now.shdk) == (True, None, None)


def test_another_modules_rows_keep_a_family(family: Any, actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What depends is found through the models: here a row of this module's own stands in for any module's."""
    card = family[0].family
    services.split_family(actor=actor, head=family[1], members=[(family[0], 2), (family[2], 4)])
    services.update_family(actor=actor, family=card, number="3315050101209555")
    monkeypatch.setattr(found_in, "OWN", (Resident,))
    with pytest.raises(FamilyInUse) as refused:
        services.void_family(actor=actor, family=card)
    assert "1 nomor KK terdahulu" in refused.value.message()


# -- moves -------------------------------------------------------------------------------------------------------------


def test_several_families_move_together_and_back(make: Callable[..., Any], family: Any, actor: Any, rt: Any) -> None:
    other = services.create_family(actor=actor, head=make("LAIN"))
    target = services.add_territory(actor=actor, kind="rt", name="096", parent=rt.parent)
    done = services.move_families(
        actor=actor, families=[family[0].family, other.pk], rt=target, note="Pemekaran RT"
    )  # fmt: skip
    assert (done.families, done.people) == (2, 4)
    assert {again(each).rt_id for each in family} == {target.pk}
    assert set(FamilyCard.objects.filter(rt=target).values_list("pk", flat=True)) == {family[0].family_id, other.pk}
    line = last(family[0])
    assert (line.kind, line.note, line.head_name, line.family_number) == (
        EventKind.CORRECTION_RT, "Pemekaran RT", family[0].name, family[0].family.number,
    )  # fmt: skip
    assert services.undo_move(actor=actor, key=done.key) == 4
    assert {again(each).rt_id for each in family} == {rt.pk}
    assert FamilyCard.objects.get(pk=other.pk).rt_id == rt.pk
    assert last(family[0]).target_id == line.pk
    with pytest.raises(CannotUndo):
        services.undo_move(actor=actor, key=done.key)


def test_a_move_that_somebody_built_upon_is_not_taken_back(family: Any, actor: Any, rt: Any) -> None:
    target = services.add_territory(actor=actor, kind="rt", name="096", parent=rt.parent)
    done = services.move_families(actor=actor, families=[family[0].family], rt=target)
    services.register_death(actor=actor, resident=family[1], **DEATH, **ON)
    with pytest.raises(CannotUndo, match="SITI AMINAH"):
        services.undo_move(actor=actor, key=done.key)
    services.remove_territory(
        actor=actor, territory=services.add_territory(actor=actor, kind="rt", name="095", parent=rt.parent)
    )
    gone = Territory.objects.get(name="095")
    with pytest.raises(PopulationError, match="sudah tidak ada"):
        services.move_families(actor=actor, families=[family[0].family], rt=gone)


def test_who_is_on_the_way_to_another_village_stays_as_they_are(
    family: Any, actor: Any, rt: Any, other_village: Any
) -> None:
    from modules.population.crossing import releasing
    from modules.population.errors import BeingMoved

    services.change_shdk(actor=actor, resident=family[2], shdk=9)
    releasing.release(
        actor=actor, residents=[again(family[2])], destination=other_village.schema_name, event_date=today()
    )
    target = services.add_territory(actor=actor, kind="rt", name="096", parent=rt.parent)
    for attempt in (
        lambda: services.move_families(actor=actor, families=[family[0].family], rt=target),
        lambda: services.move_to_rt(actor=actor, resident=family[0], rt=target),
        lambda: services.leave_family(actor=actor, resident=family[2]),
        lambda: services.arrange_family(actor=actor, family=family[0].family, positions={family[2].pk: 4}),
        lambda: services.split_family(actor=actor, head=family[1], members=[(family[2], 4)]),
    ):
        with pytest.raises(BeingMoved):
            attempt()


# -- found -------------------------------------------------------------------------------------------------------------


def test_families_are_found_by_state(make: Callable[..., Any], family: Any, actor: Any) -> None:
    def keys(**filters: Any) -> set[Any]:
        mine = {family[0].family_id, empty.pk, orphans.pk}
        return set(selectors.families_found("", filters).values_list("pk", flat=True)) & mine

    empty = services.create_family(actor=actor, head=make("PERGI"))
    services.leave_family(actor=actor, resident=Resident.objects.get(name="PERGI"))
    orphan_head = make("BAPAK")
    orphans = services.create_family(actor=actor, head=orphan_head)
    child = make("ANAK YATIM", birth_date=date(today().year - 8, 1, 1), marital_status=1)
    services.join_family(actor=actor, family=orphans, resident=child, shdk=4)
    services.register_death(actor=actor, resident=orphan_head, **DEATH, **ON)
    assert keys() == {family[0].family_id, orphans.pk}
    assert keys(state="active") == {family[0].family_id}
    assert keys(state="gone") == {orphans.pk}
    assert keys(state="empty") == {empty.pk}
    assert keys(state="mend") == {empty.pk, orphans.pk}
    assert keys(state="all") == {family[0].family_id, empty.pk, orphans.pk}
    assert keys(mend="children") == keys(mend="no_head") == {orphans.pk}
    assert keys(mend="unused") == {empty.pk}
    assert keys(size_from="2") == {family[0].family_id}
    assert keys(size_to="1") == {orphans.pk}
    assert keys(temporary="1") == {orphans.pk}
    assert keys(territory=family[0].rt.parent_id) == {family[0].family_id, orphans.pk}
    assert keys(welfare="none") == {family[0].family_id, orphans.pk}
    assert {"no_head": 1, "children": 1, "unused": 1}.items() <= selectors.mend_counts().items()
    rows = {each.pk: each for each in selectors.with_head(selectors.families_found("", {"state": "all"}))}
    assert (rows[family[0].family_id].head_name, rows[family[0].family_id].size) == ("SLAMET WIDODO", 3)
    assert (rows[orphans.pk].head_name, rows[orphans.pk].size) == (None, 1)


def test_families_are_found_by_a_members_name_or_number(family: Any) -> None:
    for text in ("siti aminah", family[1].nik, family[0].family.number[:12], "Slamet Widodo"):
        assert family[0].family in list(selectors.families_found(text, sight=EVERYTHING))
    assert not selectors.families_found("zzzq").exists()


def test_a_familys_life_is_told_in_order(family: Any, actor: Any) -> None:
    head, wife, child = family
    services.split_family(actor=actor, head=child)
    services.register_death(actor=actor, resident=wife, **DEATH, **ON)
    told = selectors.family_timeline(head.family)
    assert [(each.kind, each.people, each.way) for each in told] == [
        ("initial", ["SLAMET WIDODO", "SITI AMINAH", "BUDI SLAMET"], ""),
        ("split", ["BUDI SLAMET"], "out"),
        ("death", ["SITI AMINAH"], ""),
    ]
    services.undo_event(actor=actor, event=last(wife), reason="Keliru")
    assert [each.undone for each in selectors.family_timeline(head.family)][2] is True
    assert [each.way for each in selectors.family_timeline(again(child).family)] == ["in"]


# -- who may, and two at once ------------------------------------------------------------------------------------------


def test_who_may_only_look_changes_no_family(family: Any, make: Callable[..., Any], rt: Any) -> None:
    viewer, card, lone = staff("viewer"), family[0].family, make("LONE")
    written = PopulationEvent.objects.count()
    acts: list[Callable[[], Any]] = [
        lambda: services.create_family(actor=viewer, head=lone),
        lambda: services.join_family(actor=viewer, family=card, resident=lone, shdk=9),
        lambda: services.leave_family(actor=viewer, resident=family[2]),
        lambda: services.arrange_family(actor=viewer, family=card, positions={}),
        lambda: services.change_head(actor=viewer, family=card, resident=family[1]),
        lambda: services.align_members(actor=viewer, family=card),
        lambda: services.split_all(actor=viewer, family=card, head=family[1]),
        lambda: services.set_welfare_class(actor=viewer, families=[card], welfare_class=1),
        lambda: services.void_family(actor=viewer, family=card),
        lambda: services.void_families(actor=viewer, families=[card]),
        lambda: services.restore_family(actor=viewer, family=card),
        lambda: services.move_families(actor=viewer, families=[card], rt=rt),
        lambda: services.undo_move(actor=viewer, key="x"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert PopulationEvent.objects.count() == written


def test_the_dead_stay_where_they_are(family: Any, actor: Any) -> None:
    head, _wife, child = family
    services.register_death(actor=actor, resident=child, **DEATH, **ON)
    for act in (
        lambda: services.leave_family(actor=actor, resident=child),
        lambda: services.change_shdk(actor=actor, resident=child, shdk=9),
        lambda: services.split_family(actor=actor, head=child),
    ):
        with pytest.raises(NotHere):
            act()
    with pytest.raises(PopulationError):
        services.change_head(actor=actor, family=head.family, resident=child)


def test_two_officers_appoint_two_heads_at_once(real_db: None, village: Any, actor: Any) -> None:
    rt = Territory.objects.filter(kind="rt").order_by("pk").first()
    number = "3315050101209777"

    def person(name: str, shdk: int) -> Any:
        return services.create_resident(
            actor=actor, name=name, sex=1, birth_date=date(1980, 1, 1), no_kk=number, shdk=shdk, rt=rt
        )

    head, second, third = person("KEPALA", 1), person("DUA", 4), person("TIGA", 4)
    card = FamilyCard.objects.get(number=number)
    version = selectors.family_version(card)
    barrier = threading.Barrier(2)

    def appoint(who: Any) -> Any:
        try:
            barrier.wait(20)
            with village_context(village.schema_name):
                return services.change_head(actor=actor, family=card, resident=who, version=version)
        except BalaiError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(appoint, [second, third]))
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "Resident"]
    assert Resident.objects.filter(family=card, shdk=1, presence=1).count() == 1
    assert again(head).shdk == 11
    assert services.verify_ledger() == []


def test_two_officers_write_the_first_members_of_a_new_card_at_once(real_db: None, village: Any, actor: Any) -> None:
    """The second waits for the first and finds the card that it made."""
    rt = Territory.objects.filter(kind="rt").order_by("pk").first()
    number = "3315050101209778"
    written, go = threading.Event(), threading.Event()

    def enter(name: str, shdk: int, *, first: bool) -> Any:
        try:
            with village_context(village.schema_name), transaction.atomic():
                if not first:
                    written.wait(20)
                made = services.create_resident(
                    actor=actor, name=name, sex=1, birth_date=date(1980, 1, 1), no_kk=number, shdk=shdk, rt=rt
                )
                if first:
                    written.set()
                    go.wait(20)
                return made
        except BalaiError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        results = [
            pool.submit(enter, "KEPALA", 1, first=True), pool.submit(enter, "ANAK", 4, first=False),
            pool.submit(enter, "KEPALA LAIN", 1, first=False),
        ]  # fmt: skip
        written.wait(20)
        time.sleep(0.3)
        go.set()
        head, child, other = (each.result(30) for each in results)
    assert isinstance(head, Resident) and isinstance(child, Resident) and isinstance(other, FamilyHasHead)
    assert FamilyCard.objects.filter(number=number).count() == 1
    assert head.family_id == child.family_id
    assert services.verify_ledger() == []


def test_two_officers_without_versions_never_leave_two_heads(real_db: None, village: Any, actor: Any) -> None:
    rt = Territory.objects.filter(kind="rt").order_by("pk").first()
    number = "3315050101209777"
    people = [
        services.create_resident(actor=actor, name=f"ORANG {'ABCDE'[n]}", sex=1, birth_date=date(1980, 1, 1), no_kk=number, shdk=1 if n == 0 else 4, rt=rt)
        for n in range(5)
    ]  # fmt: skip
    target = services.add_territory(actor=actor, kind="rt", name="093", parent=rt.parent)
    card = FamilyCard.objects.get(number=number)
    acts: list[Callable[[], Any]] = [
        lambda: services.change_shdk(actor=actor, resident=people[1], shdk=1),
        lambda: services.change_shdk(actor=actor, resident=people[2], shdk=1),
        lambda: services.split_family(actor=actor, head=people[3]),
        lambda: services.move_to_rt(actor=actor, resident=people[4], rt=target),
        lambda: services.leave_family(actor=actor, resident=people[4]),
        lambda: services.move_families(actor=actor, families=[card], rt=target),
    ]
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(20)
            with village_context(village.schema_name):
                return act()
        except BalaiError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))
    assert Resident.objects.filter(family=card, shdk=1, presence=1, void_at=None).count() == 1
    assert services.verify_ledger() == []
