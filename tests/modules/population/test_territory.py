"""Dusun, RW and RT: their order, their moves, and that a past month's balance of a dusun stays what it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Count

from balai.db import today
from balai.errors import NotAllowed
from modules.population import selectors, services
from modules.population.errors import BeingMoved, CannotUndo, PopulationError, TerritoryNameTaken
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident, Territory
from modules.population.selectors import counted, living
from modules.population.selectors.balance import balance, counts_at, month_end
from modules.population.selectors.territory import residents_of, rts_in_order, sibling_key
from modules.population.services.territory import came_from
from tests.modules.population.conftest import month, staff

ON = {"event_date": today(), "report_date": today()}
DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}


@pytest.fixture(autouse=True)
def _ledger_and_register_agree(village: Any) -> Any:
    """The property of every act: afterwards the ledger rebuilds the register."""
    yield
    assert services.verify_ledger() == []


@pytest.fixture()
def tree(village: Any, actor: Any) -> dict[str, Territory]:
    """Two dusun: A with RW 001 (RT 001, RT 002), B with RW 001 (RT 001) and RT 005 right below it."""

    def add(kind: str, name: str, parent: Territory | None = None) -> Territory:
        return services.add_territory(actor=actor, kind=kind, name=name, parent=parent)

    a, b = add("dusun", "UJI A"), add("dusun", "UJI B")
    rw_a, rw_b = add("rw", "001", a), add("rw", "001", b)
    return {
        "a": a, "b": b, "rw_a": rw_a, "rw_b": rw_b, "a1": add("rt", "001", rw_a), "a2": add("rt", "002", rw_a),
        "b1": add("rt", "001", rw_b), "b5": add("rt", "005", b),
    }  # fmt: skip


@pytest.fixture()
def inhabited(tree: dict[str, Territory], make: Callable[..., Any], actor: Any) -> tuple[Any, ...]:
    """A couple under one card, somebody without a card, and a dead person, in RT 002 of dusun A."""
    number = "3315050101208123"
    head = make("PAK UJI", no_kk=number, shdk=1, rt=tree["a2"], nik="3315053101808123")
    wife = make("BU UJI", no_kk=number, shdk=3, sex=2, rt=tree["a2"])
    lone = make("LEPAS UJI", rt=tree["a2"])
    dead = make("MATI UJI", rt=tree["a2"])
    services.register_death(actor=actor, resident=dead, **DEATH, **ON)
    return head, wife, lone, dead


def again(person: Resident) -> Resident:
    """As the database has it now."""
    return Resident.objects.select_related("rt__parent__parent").get(pk=person.pk)


# -- the tree ----------------------------------------------------------------------------------------------------------


def test_the_trees_numbers_are_the_balances(village: Any, make: Callable[..., Any], actor: Any, family: Any) -> None:
    make("TANPA RT", rt=None)
    services.register_death(actor=actor, resident=family[0], **DEATH, **ON)
    total = selectors.counts()
    roots = selectors.territory_tree()
    outside = counted().filter(rt=None)
    balanced = counts_at(today())
    assert (balanced.people, balanced.families) == (total["total"], total["families"])
    assert sum(each.total for each in roots) + outside.count() == total["total"]
    assert sum(each.male for each in roots) + outside.filter(sex=1).count() == total["male"]
    assert sum(each.families for each in roots) + outside.exclude(family=None).count() == total["families"]
    for root in roots:
        assert root.total == sum(child.total for child in root.children)


def test_nodes_stand_by_number_until_somebody_puts_them_in_order(tree: dict[str, Territory], actor: Any) -> None:
    for name in ("10", "9", "2B", "2A"):
        services.add_territory(actor=actor, kind="rt", name=name, parent=tree["rw_b"])

    def names() -> list[str]:
        return [
            each.name for each in sorted(Territory.objects.filter(parent=tree["rw_b"], void_at=None), key=sibling_key)
        ]

    assert names() == ["001", "2A", "2B", "9", "10"]
    nine = Territory.objects.get(parent=tree["rw_b"], name="9")
    services.reorder_territory(actor=actor, territory=nine, way="up")
    assert names() == ["001", "2A", "9", "2B", "10"]
    services.reorder_territory(actor=actor, territory=nine, way="down")
    services.reorder_territory(actor=actor, territory=Territory.objects.get(parent=tree["rw_b"], name="001"), way="up")
    assert names() == ["001", "2A", "2B", "9", "10"]
    services.add_territory(actor=actor, kind="rt", name="000", parent=tree["rw_b"])
    assert names()[-1] == "000"


def test_the_order_is_that_of_every_list(tree: dict[str, Territory], actor: Any, make: Callable[..., Any]) -> None:
    first = make("DI B", rt=tree["b1"])
    second = make("DI A", rt=tree["a2"])

    def listed() -> list[Any]:
        return list(living().filter(pk__in=[first.pk, second.pk]).order_by(selectors.by_place(), "name"))

    assert listed() == [second, first]
    while services.reorder_territory(actor=actor, territory=tree["b"], way="up").order != 1:
        pass
    assert listed() == [first, second]
    keys = [str(each.pk) for each in rts_in_order()]
    assert keys == [key for key, _words in selectors.rt_choices()]
    assert keys.index(str(tree["b1"].pk)) < keys.index(str(tree["a1"].pk))
    rows = [row.node.territory.pk for row in selectors.territory_rows(selectors.territory_tree())]
    assert rows.index(tree["b"].pk) < rows.index(tree["rw_b"].pk) < rows.index(tree["b1"].pk) < rows.index(tree["a"].pk)


# -- moves -------------------------------------------------------------------------------------------------------------


def test_an_rt_moves_with_its_people_and_the_past_stays(
    tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any
) -> None:
    head, wife, lone, dead = inhabited
    services.change_territory(actor=actor, territory=tree["a2"], name="002", head=head)
    before = PopulationEvent.objects.count()
    done = services.move_territory(actor=actor, territory=tree["a2"], parent=tree["rw_b"])
    assert (done.families, done.people) == (1, 3)
    old, new = Territory.objects.get(pk=tree["a2"].pk), Territory.objects.get(pk=done.node.pk)
    assert (new.name, new.parent_id, new.head_id) == ("002", tree["rw_b"].pk, head.pk)
    assert (old.parent_id, old.succeeded_by_id, old.head_id) == (tree["rw_a"].pk, new.pk, None)
    assert old.void_at is not None
    assert {again(each).rt_id for each in (head, wife, lone)} == {new.pk}
    assert again(dead).rt_id == old.pk
    assert FamilyCard.objects.get(pk=head.family_id).rt_id == new.pk
    lines = PopulationEvent.objects.order_by("id")[before:]
    assert {(line.kind, line.before["rt_id"], line.after["rt_id"]) for line in lines} == {
        (EventKind.CORRECTION_RT, str(old.pk), str(new.pk))
    }
    assert str(old.pk) not in {key for key, _words in selectors.rt_choices()}
    # Whoever comes back to the old RT comes to what it is today.
    services.undo_event(actor=actor, event=dead.events.order_by("-id")[0], reason="Keliru")
    assert again(dead).rt_id == new.pk
    with pytest.raises(CannotUndo):
        services.undo_event(actor=actor, event=head.events.order_by("-id")[0], reason="Keliru")


def test_a_move_is_taken_back_by_moving_back(
    tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any
) -> None:
    done = services.move_territory(actor=actor, territory=tree["a2"], parent=tree["b"], name="012")
    assert (done.node.name, done.node.parent_id) == ("012", tree["b"].pk)
    assert came_from(done.node) == tree["a2"]
    back = services.move_back(actor=actor, territory=done.node)
    assert (back.node.name, back.node.parent_id, back.people) == ("002", tree["rw_a"].pk, 3)
    assert again(inhabited[0]).rt_id == back.node.pk
    assert selectors.successors()[tree["a2"].pk] == back.node.pk
    with pytest.raises(PopulationError, match="tidak berasal"):
        services.move_back(actor=actor, territory=tree["b5"])


def test_an_rw_moves_with_its_rts(tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any) -> None:
    with pytest.raises(TerritoryNameTaken) as refused:
        services.move_territory(actor=actor, territory=tree["rw_a"], parent=tree["b"])
    assert refused.value.message().startswith("RW 001 sudah ada di sana")
    services.reorder_territory(actor=actor, territory=tree["a2"], way="up")
    done = services.move_territory(actor=actor, territory=tree["rw_a"], parent=tree["b"], name="002")
    assert (done.families, done.people) == (1, 3)
    person = again(inhabited[0])
    assert person.rt is not None and person.rt.parent is not None
    assert (person.rt.name, person.rt.parent.name, person.rt.parent.parent_id) == ("002", "002", tree["b"].pk)
    children = sorted(Territory.objects.filter(parent=done.node, void_at=None), key=sibling_key)
    assert [each.name for each in children] == ["002", "001"]
    assert not Territory.objects.filter(parent=tree["a"], void_at=None).exists()
    services.move_back(actor=actor, territory=done.node)
    assert again(inhabited[0]).rt.parent.parent_id == tree["a"].pk  # type: ignore[union-attr]


def test_two_rts_become_one(tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any) -> None:
    with pytest.raises(PopulationError, match="RT lain"):
        services.merge_territory(actor=actor, territory=tree["a2"], into=tree["rw_b"])
    with pytest.raises(PopulationError, match="RT lain"):
        services.merge_territory(actor=actor, territory=tree["a2"], into=tree["a2"])
    done = services.merge_territory(actor=actor, territory=tree["a2"], into=tree["b1"])
    assert (done.families, done.people) == (1, 3)
    assert {again(each).rt_id for each in inhabited[:3]} == {tree["b1"].pk}
    assert selectors.successors()[tree["a2"].pk] == tree["b1"].pk
    with pytest.raises(PopulationError, match="sudah dipindahkan"):
        services.merge_territory(actor=actor, territory=tree["a2"], into=tree["b1"])
    with pytest.raises(PopulationError, match="sudah dipindahkan"):
        services.change_territory(actor=actor, territory=tree["a2"], name="X", head=None)


def test_levels_are_kept(tree: dict[str, Territory], actor: Any) -> None:
    for node, parent in (("a", "b"), ("rw_a", "rw_b"), ("a1", "b1"), ("a1", "rw_a")):
        with pytest.raises(PopulationError) as refused:
            services.move_territory(actor=actor, territory=tree[node], parent=tree[parent])
        assert refused.value.data["field"] == "parent"


def test_a_released_person_holds_the_rt(
    tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any, other_village: Any
) -> None:
    from modules.population.crossing import releasing

    releasing.release(actor=actor, residents=[inhabited[2]], destination=other_village.schema_name, event_date=today())
    with pytest.raises(BeingMoved):
        services.move_territory(actor=actor, territory=tree["a2"], parent=tree["rw_b"])
    assert Territory.objects.get(pk=tree["a2"].pk).void_at is None


def test_who_comes_again_lives_in_what_the_rt_became(
    tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any
) -> None:
    lone = inhabited[2]
    services.register_move_out(
        actor=actor, resident=lone, kind=1, destination="Kudus", event_date=month(2), report_date=month(2)
    )
    services.merge_territory(actor=actor, territory=tree["a2"], into=tree["b1"])
    services.readmit(actor=actor, resident=lone, **ON)
    assert again(lone).rt_id == tree["b1"].pk


def test_eight_hundred_people_move_there_and_back(tree: dict[str, Territory], actor: Any, village: Any) -> None:
    services.populate(actor=actor, residents=900, seed=41)
    crowd = list(living().order_by("pk").values_list("family_id", flat=True))
    services.move_families(actor=actor, families={each for each in crowd if each}, rt=tree["a1"])
    before = residents_of(tree["a1"]).count()
    assert before >= 800
    node = tree["a1"]
    for number in range(3):
        done = services.move_territory(
            actor=actor, territory=node, parent=tree["rw_b" if number % 2 == 0 else "rw_a"], name="077"
        )
        assert done.people == before
        node = done.node
    assert residents_of(node).count() == before


def test_a_move_costs_the_same_queries_however_many_people(
    tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any, django_assert_max_num_queries: Any
) -> None:
    services.populate(actor=actor, residents=60, seed=42)
    cards = FamilyCard.objects.filter(void_at=None, members__presence=1).distinct()
    with django_assert_max_num_queries(45):
        services.move_families(actor=actor, families=cards, rt=tree["a2"])
    with django_assert_max_num_queries(45):
        services.move_territory(actor=actor, territory=tree["a2"], parent=tree["rw_b"])


# -- what a move takes along, and who may --------------------------------------------------------------------------------


def test_what_a_move_takes_along_is_told_before(
    tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any, django_assert_max_num_queries: Any
) -> None:
    services.register_move_in(
        actor=actor, name="TAMU", sex=2, birth_date=date(1990, 1, 1), rt=tree["a2"], residency=2, previous_address="Kudus", purpose="Kerja", **ON
    )  # fmt: skip
    with django_assert_max_num_queries(4):
        inside = selectors.contents_of(tree["a"])
    assert (inside.rts, inside.families, inside.people, inside.male, inside.female, inside.not_counted) == (
        2, 1, 4, 2, 1, 1,
    )  # fmt: skip


def test_a_nodes_families_are_the_same_wherever_they_are_counted(
    tree: dict[str, Territory], actor: Any, make: Callable[..., Any]
) -> None:
    """Where the lead lives: in the tree, in the list that its link opens, before and after a move; a card that nobody
    stands under any more is no family, and a lead who lives elsewhere than the card says counts where they live."""
    here, there = tree["a1"], tree["b5"]
    stays = make("TETAP", no_kk="0", shdk=1, rt=here)
    make("ANAK TETAP", no_kk=stays.family.number, shdk=4, rt=here)
    strayed = make("SESAT", no_kk="0", shdk=1, rt=there)
    FamilyCard.objects.filter(pk=strayed.family_id).update(rt=here)
    died = make("MATI SEMUA", no_kk="0", shdk=1, rt=here)
    services.register_death(actor=actor, resident=died, **ON, **DEATH)

    def told() -> dict[str, int]:
        found = {}
        for row in selectors.territory_rows(selectors.territory_tree()):
            node = row.node.territory
            listed = selectors.families_found("", {"territory": str(node.pk)})
            assert row.node.families == listed.count() == selectors.contents_of(node).families, node
            found[str(node.pk)] = row.node.families
        return found

    before = told()
    assert (before[str(here.pk)], before[str(there.pk)]) == (1, 1)
    assert {each.pk for each in selectors.families_found("", {"territory": str(here.pk)})} == {stays.family_id}
    every = selectors.families_found("", {"territory": str(here.pk), "state": "all"})
    assert {each.pk for each in every} == {stays.family_id, died.family_id}
    assert selectors.contents_of(here).cards == 3, "what must be gone before the RT can be removed"
    done = services.move_territory(actor=actor, territory=here, parent=tree["b"])
    assert (done.families, done.people) == (1, 2)
    assert told()[str(done.node.pk)] == 1


def test_an_empty_node_is_removed_and_a_full_one_not(
    tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any
) -> None:
    for node in ("a2", "rw_a", "a"):
        with pytest.raises(PopulationError, match="masih berisi"):
            services.remove_territory(actor=actor, territory=tree[node])
    services.remove_territory(actor=actor, territory=tree["a1"])
    assert Territory.objects.get(pk=tree["a1"].pk).void_at is not None


def test_a_head_lives_in_the_village(tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any) -> None:
    with pytest.raises(PopulationError) as refused:
        services.change_territory(actor=actor, territory=tree["a1"], name="001", head=again(inhabited[3]))
    assert refused.value.data["field"] == "head"
    services.change_territory(actor=actor, territory=tree["a1"], name="001", head=inhabited[0])
    services.register_death(actor=actor, resident=inhabited[0], **DEATH, **ON)
    # Renaming goes on working; the page says that the head is gone.
    services.change_territory(actor=actor, territory=tree["a1"], name="009", head=again(inhabited[0]))


def test_who_may_only_look_leaves_the_tree_alone(tree: dict[str, Territory]) -> None:
    viewer = staff("viewer")
    for act in (
        lambda: services.reorder_territory(actor=viewer, territory=tree["a1"], way="up"),
        lambda: services.move_territory(actor=viewer, territory=tree["a1"], parent=tree["rw_b"]),
        lambda: services.move_back(actor=viewer, territory=tree["a1"]),
        lambda: services.merge_territory(actor=viewer, territory=tree["a1"], into=tree["b1"]),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_dusun_closes_with_who_lived_there_then(
    tree: dict[str, Territory], inhabited: tuple[Any, ...], actor: Any
) -> None:
    """Dusun A opens with four: one dies, three go to B by a move inside the village. Its opening stays what it was."""
    services.declare_complete(actor=actor)
    services.move_territory(actor=actor, territory=tree["a2"], parent=tree["rw_b"])
    moved = PopulationEvent.objects.filter(kind=EventKind.CORRECTION_RT, details__has_key="from_rt")
    assert set(moved.values_list("counted_on", flat=True)) == {today()}
    assert moved.aggregate(n=Count("resident", distinct=True)) == {"n": 3}
    books = balance(month(0), month_end(today()))
    a, b = (next(area for area in books.areas if area.dusun == tree[key].pk) for key in ("a", "b"))
    assert [(area.rows["opening"].people, area.rows["closing"].people) for area in (a, b)] == [(4, 0), (0, 3)]
    assert [(area.rows["opening"].families, area.rows["closing"].families) for area in (a, b)] == [(1, 0), (0, 1)]
    assert (a.moved_out.people, b.moved_in.people) == (3, 3)
    assert books.adds_up
    nodes = {node.territory.pk: node for node in selectors.territory_tree()}
    for area in books.areas:
        if area.dusun in nodes:
            assert (nodes[area.dusun].total, nodes[area.dusun].families) == (
                area.rows["closing"].people, area.rows["closing"].families,
            )  # fmt: skip
