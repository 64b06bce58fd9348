"""Rules of events (population.md, section 5), and what each event keeps for the books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from balai.db import today
from balai.errors import NotAllowed
from modules.population import services
from modules.population.errors import BadDates, CannotUndo, FamilyHasHead, NotHere, PopulationError
from modules.population.models import EventKind, Resident
from modules.population.selectors import counted
from tests.modules.population.conftest import month, staff

DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}
LOST = {"report_number": "LP/12", "reported_on": today()}
ON = {"event_date": today(), "report_date": today()}


@pytest.fixture()
def guest(village: Any, actor: Any, rt: Any) -> Any:
    """A temporary resident."""
    return services.register_move_in(
        actor=actor, name="TAMU", sex=1, rt=rt, residency=2, birth_date=date(1990, 1, 1), previous_address="Semarang",
        purpose="Proyek jalan", host_name="Pak Lurah", host_address="Krajan", previous={"regency": "Semarang"}, **ON,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("left_out", "field"), [("place", "place"), ("time", "time"), ("child_number", "child_number")]
)
def test_a_death_needs_what_the_book_asks(make: Callable[..., Any], actor: Any, left_out: str, field: str) -> None:
    person = make()
    given = DEATH | {left_out: "" if left_out != "child_number" else None}
    with pytest.raises(PopulationError) as refused:
        services.register_death(actor=actor, resident=person, **given, **ON)
    assert refused.value.data["field"] == field
    assert person.events.count() == 1


def test_what_nobody_knows_of_a_death_is_said_so(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    services.register_death(
        actor=actor, resident=person, place="Rumah", cause=1, witness=2, unknown=("time", "child_number"), **ON
    )
    details = person.events.get(kind=EventKind.DEATH).details
    assert details == {"place": "Rumah", "cause": 1, "witness": 2}


@pytest.mark.parametrize("time", ["25.00", "pagi", "7"])
def test_a_time_of_death_is_a_time(make: Callable[..., Any], actor: Any, time: str) -> None:
    with pytest.raises(PopulationError) as refused:
        services.register_death(actor=actor, resident=make(), **DEATH | {"time": time}, **ON)
    assert refused.value.data["field"] == "time"


def test_the_missing_need_the_report_to_the_police(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    with pytest.raises(PopulationError) as refused:
        services.register_missing(actor=actor, resident=person, report_number=" ", reported_on=today(), **ON)
    assert refused.value.data["field"] == "report_number"
    with pytest.raises(BadDates) as late:
        services.register_missing(
            actor=actor, resident=person, report_number="LP/1", reported_on=today() - timedelta(days=1), **ON
        )
    assert late.value.data["field"] == "reported_on"
    services.register_missing(actor=actor, resident=person, **LOST, **ON)
    assert person.events.get(kind=EventKind.MISSING).details["report_number"] == "LP/12"


def test_the_missing_are_dead_by_a_court_after_five_years(make: Callable[..., Any], actor: Any, travel: Any) -> None:
    person = make()
    travel(date(2019, 5, 2))
    gone = {"event_date": date(2019, 5, 1), "report_date": date(2019, 5, 2)}
    services.register_missing(actor=actor, resident=person, report_number="LP/1", reported_on=date(2019, 5, 1), **gone)
    travel(date(2026, 3, 9))
    counted_before = counted().count()
    on = {"event_date": date(2024, 6, 1), "report_date": date(2026, 3, 9)}
    with pytest.raises(PopulationError) as refused:
        services.register_death(actor=actor, resident=person, **DEATH, **on)
    assert refused.value.data["field"] == "court_number"
    for ruled, field in ((date(2024, 4, 30), "court_date"), (None, "court_date")):
        with pytest.raises(PopulationError) as refused:
            services.register_death(
                actor=actor, resident=person, court_number="12/Pdt.P/2024", court_date=ruled, **DEATH, **on
            )
        assert refused.value.data["field"] == field
    dead = services.register_death(
        actor=actor, resident=person, court_number="12/Pdt.P/2024", court_date=date(2024, 6, 1), **DEATH, **on
    )
    assert dead.presence == 2
    assert counted().count() == counted_before
    with pytest.raises(NotHere):
        services.register_death(actor=actor, resident=person, **DEATH, **on)


def test_a_move_keeps_where_to_in_parts(family: Any, actor: Any) -> None:
    services.register_move_out(
        actor=actor, resident=family[0], kind=3, destination="Jl. Mawar 1", whole_family=True,
        to={"village": "Kradenan", "district": "Kradenan", "regency": "Blora"}, **ON,
    )  # fmt: skip
    details = family[2].events.get(kind=EventKind.MOVE_OUT).details
    assert (details["destination"], details["to_village"], details["to_regency"]) == (
        "Jl. Mawar 1",
        "KRADENAN",
        "BLORA",
    )
    assert "to_province" not in details


def test_a_birth_keeps_its_details_in_the_event_and_in_the_row(family: Any, actor: Any) -> None:
    baby = services.register_birth(
        actor=actor, family=family[0].family, name="BAYI", sex=2, birth_date=today(), report_date=today(),
        birth_place="Grobogan", weight_g=3100, length_cm=49, birth_kind=1, helper=2, child_number=2, time="06.10",
    )  # fmt: skip
    row = Resident.objects.get(pk=baby.pk)
    assert (row.birth_weight, row.birth_length, row.birth_kind, row.birth_helper, row.birth_order) == (
        3100,
        49,
        1,
        2,
        2,
    )
    assert baby.events.get().details["place"] == "Grobogan"


def test_a_guest_keeps_host_and_origin(guest: Any) -> None:
    details = guest.events.get().details
    assert (details["host_name"], details["from_regency"], details["purpose"]) == (
        "Pak Lurah", "SEMARANG", "Proyek jalan",
    )  # fmt: skip


def test_a_guest_becomes_permanent_and_counts(guest: Any, actor: Any) -> None:
    before = counted().count()
    stays = services.become_permanent(actor=actor, resident=guest, no_kk="0", shdk=1, **ON)
    assert (stays.residency, stays.shdk, stays.family.number_temporary) == (1, 1, True)
    assert counted().count() == before + 1
    assert stays.events.order_by("-id")[0].kind == EventKind.BECAME_PERMANENT
    with pytest.raises(PopulationError):
        services.become_permanent(actor=actor, resident=guest, **ON)
    with pytest.raises(PopulationError):
        services.register_leave(actor=actor, resident=guest, **ON)
    assert services.verify_ledger() == []


def test_a_guest_may_die_move_and_go_missing_without_touching_the_balance(guest: Any, actor: Any) -> None:
    before = counted().count()
    services.register_missing(actor=actor, resident=guest, **LOST, **ON)
    assert counted().count() == before


def test_who_comes_back_says_where_from(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    services.register_move_out(
        actor=actor, resident=person, kind=3, destination="Kudus", event_date=month(1), report_date=month(1)
    )
    back = services.readmit(actor=actor, resident=person, **ON)
    assert back.events.order_by("-id")[0].details == {"previous_address": "Kudus", "left": "moved"}


# -- status put right --------------------------------------------------------------------------------------------------


def test_a_status_that_an_import_got_wrong_is_repaired(load: Any, actor: Any, village: Any) -> None:
    from tests.factories.opensid import person

    load([person(status_dasar=2)])
    wrong = Resident.objects.get(presence=2, initial_data=True)
    before = counted().count()
    services.repair_status(actor=actor, resident=wrong, presence=1, reason="Salah status di OpenSID")
    assert counted().count() == before + 1
    assert wrong.events.order_by("-id")[0].kind == EventKind.REPAIRED
    assert services.verify_ledger() == []


def test_a_status_that_an_event_made_is_undone_not_repaired(make: Callable[..., Any], actor: Any) -> None:
    person = make()
    services.register_death(actor=actor, resident=person, **DEATH, **ON)
    with pytest.raises(PopulationError) as refused:
        services.repair_status(actor=actor, resident=person, presence=1, reason="Masih hidup")
    assert "Batalkan peristiwa itu" in refused.value.message()


def test_a_repair_says_why_and_changes_something(make: Callable[..., Any], actor: Any) -> None:
    person = make(no_kk="0", shdk=1)
    for given, field in (
        ({"presence": 9, "reason": ""}, "reason"), ({"presence": 1, "reason": "x"}, "presence"),
        ({"residency": 2, "reason": "x"}, "residency"),
    ):  # fmt: skip
        with pytest.raises(PopulationError) as refused:
            services.repair_status(actor=actor, resident=person, **given)
        assert refused.value.data["field"] == field
    with pytest.raises(NotAllowed):
        services.repair_status(actor=staff("viewer"), resident=person, presence=9, reason="x")


# -- many taken back ---------------------------------------------------------------------------------------------------


def test_many_events_are_taken_back_newest_first_and_what_cannot_be_says_why(family: Any, actor: Any) -> None:
    head, wife, child = family
    services.register_move_out(
        actor=actor, resident=head, kind=3, destination="Kudus", whole_family=True, **ON
    )  # fmt: skip
    moves = [each.events.get(kind=EventKind.MOVE_OUT) for each in family]
    entry = child.events.get(kind=EventKind.INITIAL)
    services.register_death(actor=actor, resident=(lone := _lone(actor)), **DEATH, **ON)
    blocked = lone.events.get(kind=EventKind.INITIAL)
    done = services.undo_events(actor=actor, events=[entry, *moves, blocked], reason="Salah keluarga")
    assert sum(each.made is not None for each in done) == 4
    (left,) = [each for each in done if each.error is not None]
    assert left.event == blocked
    assert "Ada peristiwa sesudahnya" in left.error.message()
    assert Resident.objects.get(pk=child.pk).void_at is not None
    assert Resident.objects.get(pk=wife.pk).is_here
    assert services.verify_ledger() == []
    with pytest.raises(CannotUndo):
        services.undo_events(actor=actor, events=moves, reason=" ")
    with pytest.raises(NotAllowed):
        services.undo_events(actor=staff("viewer"), events=moves, reason="x")


def _lone(actor: Any) -> Any:
    return services.create_resident(
        actor=actor, name="LONE", sex=1, birth_place="GROBOGAN", birth_date=date(1980, 1, 31)
    )


def test_an_undo_waits_for_a_family_with_another_head(family: Any, actor: Any) -> None:
    head, wife, _child = family
    services.register_missing(actor=actor, resident=head, **LOST, **ON)
    services.change_shdk(actor=actor, resident=wife, shdk=1)
    with pytest.raises(FamilyHasHead):
        services.undo_event(actor=actor, event=head.events.get(kind=EventKind.MISSING), reason="Salah")


def test_the_head_name_of_a_line_is_who_leads(family: Any, actor: Any) -> None:
    head, wife, child = family
    services.register_death(actor=actor, resident=head, **DEATH, **ON)
    assert head.events.order_by("-id")[0].head_name == head.name
    services.change_shdk(actor=actor, resident=wife, shdk=1)
    services.register_missing(actor=actor, resident=child, **LOST, **ON)
    assert child.events.order_by("-id")[0].head_name == wife.name
