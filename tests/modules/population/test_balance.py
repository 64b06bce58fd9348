"""Whatever happens in whatever order: opening + births + arrivals - deaths - moves - missing = closing, and the ledger
rebuilds the register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balai.db import today
from modules.population import services
from modules.population.errors import PopulationError
from modules.population.models import EventKind, PopulationEvent, Resident, Territory
from modules.population.selectors import counted
from tests.modules.population.conftest import letters

ACTS = ("birth", "move_in", "guest", "death", "move_out", "missing", "leave", "back", "split", "shdk", "undo", "sex")
#: Lines that add to the balance (+1) or take from it (-1), of permanent residents.
SIGN = {
    EventKind.INITIAL: 1, EventKind.BIRTH: 1, EventKind.MOVE_IN: 1, EventKind.READMITTED: 1, EventKind.DEATH: -1,
    EventKind.MOVE_OUT: -1, EventKind.MISSING: -1,
}  # fmt: skip


def act(kind: str, number: int, actor: Any) -> None:
    """One act on the person of this number; the register may refuse it."""
    people = Resident.objects.order_by("created_at", "pk")
    person = people[number % people.count()]
    rt = Territory.objects.filter(kind="rt").first()
    on = {"event_date": today(), "report_date": today()}
    if kind == "birth":
        family = person.family
        services.register_birth(
            actor=actor, family=family, rt=rt, name=f"BAYI {letters(people.count())}", sex=1 + number % 2, birth_date=today(), report_date=today()
        )  # fmt: skip
    elif kind in {"move_in", "guest"}:
        services.register_move_in(
            actor=actor, name=f"PENDATANG {letters(people.count())}", sex=1 + number % 2, rt=rt, birth_date=date(1990, 1, 1),
            previous_address="Semarang", purpose="Bekerja", residency=2 if kind == "guest" else 1, **on,
        )  # fmt: skip
    elif kind == "death":
        services.register_death(
            actor=actor, resident=person, place="Rumah", cause=1, witness=1, time="14.30", child_number=1, **on
        )
    elif kind == "move_out":
        services.register_move_out(
            actor=actor, resident=person, kind=1, destination="Kudus", whole_family=bool(number % 2), **on
        )
    elif kind == "missing":
        services.register_missing(actor=actor, resident=person, report_number="LP/1", reported_on=today(), **on)
    elif kind == "leave":
        services.register_leave(actor=actor, resident=person, **on)
    elif kind == "back":
        services.readmit(actor=actor, resident=person, **on)
    elif kind == "split":
        services.split_family(actor=actor, head=person)
    elif kind == "shdk":
        services.change_shdk(actor=actor, resident=person, shdk=1 + number % 11)
    elif kind == "sex":
        services.update_resident(actor=actor, resident=person, sex=1 + number % 2, nik_reason="Uji")
    else:
        event = person.events.exclude(kind=EventKind.UNDO).filter(undone_by=None).order_by("-id").first()
        if event is not None:
            services.undo_event(actor=actor, event=event, reason="Uji")


def balance() -> int:
    """Permanent people by the ledger's lines alone."""
    standing = PopulationEvent.objects.filter(undone_by=None, kind__in=list(SIGN), after__residency=1)
    return sum(SIGN[EventKind(kind)] for kind in standing.values_list("kind", flat=True))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 400)), min_size=5, max_size=30))
def test_the_balance_holds_whatever_happens(village: Any, actor: Any, acts: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        for kind, number in acts:
            try:
                with transaction.atomic():
                    act(kind, number, actor)
            except PopulationError:
                pass  # refused: nothing may have happened, which is what is asserted below
        assert counted().count() == balance()
        assert services.verify_ledger() == []
        heads = Resident.objects.filter(shdk=1, presence=1, void_at=None).values_list("family_id", flat=True)
        assert len(heads) == len(set(heads))
        transaction.set_rollback(True)


def test_a_month_balances_by_kind(village: Any, actor: Any) -> None:
    opening = counted().count()
    for kind, number in [("birth", 1), ("birth", 2), ("move_in", 3), ("guest", 4), ("death", 5), ("missing", 7)]:
        act(kind, number, actor)
    since = PopulationEvent.objects.filter(report_date__gte=today() - timedelta(days=1)).exclude(kind=EventKind.INITIAL)
    by_kind = {kind: since.filter(kind=kind, after__residency=1).count() for kind in SIGN}
    assert by_kind[EventKind.BIRTH] == 2
    assert by_kind[EventKind.MOVE_IN] == 1
    assert counted().count() == opening + 2 + 1 - 1 - 1
