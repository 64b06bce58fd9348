"""The register as it stood on a past day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection

from modules.population import services
from modules.population.models import RegisterState, Resident
from modules.population.selectors.past import families_at, people_at, people_at_sql

DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}


def at(on: date, person: Any) -> Any:
    """The person as on that day, or None."""
    return next((each for each in people_at(on) if each.pk == person.pk), None)


def close(last: date) -> None:
    """Close the books (what the service does with the numbers is its own test)."""
    RegisterState.objects.update_or_create(only=True, defaults={"closed_through": last})


def test_initial_data_were_there_since_ever(make: Callable[..., Any], travel: Callable[[date], None]) -> None:
    travel(date(2026, 3, 9))
    person = make()
    assert at(date(2020, 1, 1), person).presence == 1
    assert at(date(2026, 3, 9), person).rt_id == person.rt_id


def test_initial_data_after_a_closing_are_there_since_the_open_day(
    make: Callable[..., Any], travel: Callable[[date], None]
) -> None:
    travel(date(2026, 3, 9))
    close(date(2026, 2, 28))
    person = make()
    assert at(date(2026, 2, 28), person) is None
    assert at(date(2026, 3, 1), person) is not None


def test_what_the_ledger_owns_is_what_the_last_line_left(
    family: Any, actor: Any, travel: Callable[[date], None]
) -> None:
    travel(date(2026, 3, 9))
    _head, wife, _child = family
    on = date(2026, 3, 5)
    services.register_death(actor=actor, resident=wife, event_date=date(2026, 3, 2), report_date=on, **DEATH)
    assert at(date(2026, 3, 4), wife).presence == 1
    assert at(date(2026, 3, 5), wife).presence == 2
    services.undo_event(actor=actor, event=wife.events.order_by("-id")[0], reason="Salah")
    assert at(date(2026, 3, 6), wife).presence == 1


def test_a_closed_month_stays_as_it_was_whatever_is_undone_later(
    family: Any, actor: Any, travel: Callable[[date], None]
) -> None:
    travel(date(2026, 2, 9))
    head, wife, _child = family
    on = {"event_date": date(2026, 2, 2), "report_date": date(2026, 2, 5)}
    services.register_death(actor=actor, resident=wife, **on, **DEATH)
    baby = services.register_birth(
        actor=actor, family=head.family, name="BAYI", sex=2, birth_date=on["event_date"], report_date=on["report_date"]
    )
    travel(date(2026, 3, 9))
    close(date(2026, 2, 28))
    for person in (wife, baby):
        services.undo_event(actor=actor, event=person.events.order_by("-id")[0], reason="Salah")
    assert at(date(2026, 2, 28), wife).presence == 2
    assert at(date(2026, 3, 1), wife).presence == 1
    assert at(date(2026, 2, 4), baby) is None
    assert at(date(2026, 2, 28), baby).name == "BAYI"
    assert at(date(2026, 3, 1), baby) is None


def test_other_columns_come_from_the_history(family: Any, actor: Any) -> None:
    head = family[0]
    services.update_resident(actor=actor, resident=head, religion=1, name="SLAMET BARU")
    services.update_resident(actor=actor, resident=head, religion=2)
    services.update_family(actor=actor, family=head.family, address="JALAN BARU")
    then = at(date(2026, 1, 1), head)
    assert (then.name, then.religion) == ("SLAMET WIDODO", None)
    now = at(date(9000, 1, 1), head)
    assert (now.name, now.religion) == ("SLAMET BARU", 2)
    (card,) = [each for each in families_at(date(2026, 1, 1)) if each.pk == head.family_id]
    assert card.address == ""
    (card,) = [each for each in families_at(date(9000, 1, 1)) if each.pk == head.family_id]
    assert card.address == "JALAN BARU"


def test_every_column_is_there_on_any_day(family: Any) -> None:
    wanted = {str(each.column) for each in Resident._meta.concrete_fields} | {"dusun_id"}
    for on in (date(2026, 1, 1), date(9000, 1, 1)):
        text, params = people_at_sql(on)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {text} p LIMIT 1", params)
            assert {each.name for each in cursor.description} == wanted
