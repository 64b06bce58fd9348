"""Details of an event put right or added later: a record of its own, read by pages, books and numbers, closed books apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from balai.audit.models import Entry
from balai.db import today
from balai.errors import Conflict, NotAllowed
from balai.indicators import compute_touched
from balai.indicators.models import Fact
from modules.population import services
from modules.population.books import BOOKS, Printing
from modules.population.errors import BadDates, PopulationError
from modules.population.models import EventAmendment, PopulationEvent
from modules.population.statistics.counting import Scope, counts
from modules.population.statistics.keeping import kept_counts
from modules.population.statistics.known import category_of
from tests.modules.population.conftest import staff

DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}
FEB, MAR = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture()
def dead(family: Any, actor: Any, travel: Callable[[date], None]) -> Any:
    """The wife died in February 2026, without a certificate yet; the data are complete, nothing is closed; today is 9 March."""
    travel(date(2026, 2, 10))
    services.declare_complete(actor=actor)
    travel(date(2026, 3, 9))
    on = {"event_date": date(2026, 2, 11), "report_date": date(2026, 2, 12)}
    services.register_death(actor=actor, resident=family[1], **on, **DEATH)
    return family[1].events.order_by("-id").first()


def certificates(on: date) -> dict[str, int]:
    category = category_of("death_certificate")
    found = kept_counts([category], Scope(on))
    assert found == counts([category], Scope(on))
    return {cell: sum(pair) for cell, pair in found[category.code].items()}


def b2(month: date) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in BOOKS["B2"].rows(Printing.of(month, numbers=True), 0, None)]


def test_a_certificate_is_added_later_and_counted(dead: PopulationEvent, actor: Any, village: Any) -> None:
    assert certificates(today()) == {"no": 1}
    compute_touched(village.schema_name)
    line = services.amend_event(
        actor=actor, event=dead, certificate=" AKM/12/2026 ", place="RSUD", note="Akta menyusul"
    )
    assert line.told["certificate"] == "AKM/12/2026" and line.told["cause"] == 1 and line.remark == "Akta menyusul"
    assert PopulationEvent.objects.get(pk=dead.pk).details == dead.details, "the line stays as it was written"
    kept = EventAmendment.objects.get()
    assert kept.before == {"details": dead.details, "note": ""}
    assert (kept.author_name, kept.counted_on) == (actor.name, dead.counted_on)
    assert certificates(today()) == {"yes": 1}
    assert certificates(date(2026, 2, 28)) == {"yes": 1}, "February is open: the amendment counts there"
    compute_touched(village.schema_name)
    facts = Fact.objects.filter(village=village.schema_name, indicator=category_of("death_certificate").indicator)
    for period in (FEB, MAR):
        assert dict(facts.filter(period=period, value__gt=0).values_list("d1", "value")) == {"yes": 1}, period
    assert (b2(FEB)[0][10], b2(FEB)[0][12]) == ("RSUD", "Akta menyusul")
    entry = Entry.objects.get(action="population.event_amended")
    assert entry.data["columns"] == ["certificate", "place"]
    assert services.verify_ledger() == []


def test_a_closed_months_book_keeps_what_stood_there(
    dead: PopulationEvent, actor: Any, travel: Callable[[date], None]
) -> None:
    services.close_month(actor=actor, month=FEB)
    former = [
        repr([tuple(row) for row in book.rows(Printing.of(FEB, numbers=True), 0, None)]) for book in BOOKS.values()
    ]
    services.amend_event(actor=actor, event=dead, place="RSUD", certificate="AKM/12/2026", reason="Akta menyusul")
    assert EventAmendment.objects.get().counted_on == date(2026, 3, 9)
    assert former == [
        repr([tuple(row) for row in book.rows(Printing.of(FEB, numbers=True), 0, None)]) for book in BOOKS.values()
    ]
    assert certificates(date(2026, 2, 28)) == {"no": 1}
    assert certificates(date(2026, 3, 31)) == {"yes": 1}


def test_the_pages_show_it_in_three_clicks(dead: PopulationEvent, actor: Any, office_client: Any) -> None:
    services.close_month(actor=actor, month=FEB)
    client = office_client()
    person = client.get(reverse("population:resident", args=[dead.resident_id])).content.decode()
    url = reverse("population:amend_line", args=[dead.pk])
    assert url in person
    page = client.get(reverse("population:line", args=[dead.pk])).content.decode()
    assert url in page and "Perbaikan rincian" not in page
    form = client.get(url).content.decode()
    assert "Buku Februari 2026 sudah ditutup" in form and 'value="Rumah"' in form
    data = {
        "certificate": "AKM/12/2026", "place": "Rumah", "time": "14:30", "cause": "1", "witness": "2", "child_number": "1",
        "reported_by": "", "note": "", "reason": "Akta menyusul", "version": "0",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    page = client.get(reverse("population:line", args=[dead.pk])).content.decode()
    assert "Perbaikan rincian" in page and page.count("AKM/12/2026") == 2 and "Akta menyusul" in page
    assert "Buku Februari 2026 sudah ditutup" in page
    assert "Rincian diperbaiki" in client.get(reverse("population:lines")).content.decode()
    again = client.post(url, data | {"certificate": "LAIN"})
    assert again.status_code == 409, "somebody amended it since"
    wrong = client.post(url, data | {"place": "", "version": "1"})
    assert wrong.status_code == 422 and "tidak dapat dikosongkan" in wrong.content.decode()
    viewer = office_client("viewer")
    assert viewer.get(url).status_code == 403
    assert url not in viewer.get(reverse("population:line", args=[dead.pk])).content.decode()


def test_what_cannot_be_amended(dead: PopulationEvent, family: Any, actor: Any) -> None:
    with pytest.raises(NotAllowed):
        services.amend_event(actor=staff("viewer"), event=dead, certificate="1")
    for wrong in ({"move_kind": 1}, {"court_number": "1"}, {"event_date": today()}):
        with pytest.raises(PopulationError):
            services.amend_event(actor=actor, event=dead, **wrong)
    for field, value in (("place", ""), ("cause", None), ("time", "25.00")):
        with pytest.raises(PopulationError) as refused:
            services.amend_event(actor=actor, event=dead, **{field: value})
        assert refused.value.data["field"] == field
    first = services.amend_event(actor=actor, event=dead, version="0", certificate="1")
    with pytest.raises(Conflict):
        services.amend_event(actor=actor, event=first, version="0", certificate="2")
    services.amend_event(actor=actor, event=first, version="1", certificate="1")
    assert EventAmendment.objects.count() == 1, "nothing changed is no amendment"
    services.undo_event(actor=actor, event=dead, reason="Keliru orang")
    with pytest.raises(PopulationError):
        services.amend_event(actor=actor, event=dead, certificate="2")


def test_each_kind_has_its_own_details(family: Any, actor: Any) -> None:
    head, wife, child = family
    on = {"event_date": today(), "report_date": today()}
    born = head.events.get()
    services.amend_event(actor=actor, event=born, since=date(2001, 5, 6))
    for wrong in (date(1970, 1, 1), date(2099, 1, 1)):
        with pytest.raises(BadDates):
            services.amend_event(actor=actor, event=born, since=wrong)
    with pytest.raises(PopulationError):
        services.amend_event(actor=actor, event=born, purpose="Kerja")
    services.register_move_out(actor=actor, resident=child, kind=2, destination="Kudus", **on)
    out = services.amend_event(
        actor=actor, event=child.events.last(), destination="Jl. Sunan 5, Kudus", to_village="Demaan"
    )
    assert out.told["to_village"] == "DEMAAN" and out.told["move_kind"] == 2
    services.register_missing(actor=actor, resident=wife, report_number="LP/1", reported_on=today(), **on)
    lost = wife.events.last()
    with pytest.raises(BadDates):
        services.amend_event(actor=actor, event=lost, reported_on=date(2020, 1, 1))
    assert services.amend_event(actor=actor, event=lost, report_number="LP/2").told["report_number"] == "LP/2"


def test_the_database_keeps_amendments(dead: PopulationEvent, actor: Any) -> None:
    services.amend_event(actor=actor, event=dead, certificate="1")
    kept = EventAmendment.objects.get()
    for act in (lambda: EventAmendment.objects.filter(pk=kept.pk).update(reason="x"), kept.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()
    services.close_month(actor=actor, month=FEB)
    kept.pk = None
    with pytest.raises(IntegrityError, match="month closed"), transaction.atomic():
        kept.save(force_insert=True)
