"""Closing a month: in order, once, for good; what comes later is late."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from balai.errors import NotAllowed
from modules.population import services
from modules.population.errors import BadDates
from modules.population.models import MonthClosing, PopulationEvent, RegisterState, Resident
from modules.population.selectors.balance import balance, month_end
from modules.population.selectors.closings import closings_that_differ, month_to_close
from modules.population.services.closing import CannotClose
from tests.modules.population.conftest import staff

FEB, MAR, APR = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
DEATH = {"place": "Rumah", "cause": 1, "witness": 2, "time": "14.30", "child_number": 1}


@pytest.fixture()
def complete(family: Any, actor: Any, travel: Callable[[date], None]) -> Any:
    """A family in a village whose data are complete since 10 February 2026; today is 9 March."""
    travel(date(2026, 2, 10))
    services.declare_complete(actor=actor)
    travel(date(2026, 3, 9))
    return family


def test_a_closed_month_keeps_its_numbers_and_takes_no_line(complete: Any, actor: Any) -> None:
    from balai.audit.models import Entry
    from balai.indicators.models import ClosedPeriod
    from balai.jobs.models import Job

    _head, wife, child = complete
    on = {"event_date": date(2026, 2, 11), "report_date": date(2026, 2, 12)}
    services.register_death(actor=actor, resident=wife, **on, **DEATH)
    found = balance(FEB, month_end(FEB))
    closing = services.close_month(actor=actor, month=date(2026, 2, 14))
    assert closing.month == FEB
    assert closing.numbers == found.numbers()
    assert RegisterState.objects.get().closed_through == date(2026, 2, 28)
    assert ClosedPeriod.objects.filter(period=FEB).exists()
    assert Entry.objects.filter(action="population.month_closed", about_id=str(closing.pk)).count() == 1
    assert Job.objects.filter(kind="population.archive_month").count() == 1
    with pytest.raises(BadDates) as refused:
        services.register_death(actor=actor, resident=child, **on, **DEATH)
    assert "susulan" in refused.value.message()
    services.register_death(
        actor=actor, resident=child, event_date=date(2026, 2, 11), report_date=date(2026, 3, 1), **DEATH
    )
    assert child.events.order_by("-id")[0].late
    assert closings_that_differ() == []


def test_months_are_closed_in_order_and_only_once_they_are_over(complete: Any, actor: Any, travel: Any) -> None:
    state = RegisterState.objects.get()
    assert month_to_close(state) == FEB
    for month, words in ((MAR, "belum berakhir"), (date(2026, 1, 1), "Tutup Februari 2026 dahulu")):
        with pytest.raises(CannotClose) as refused:
            services.close_month(actor=actor, month=month)
        assert words in refused.value.message()
    services.close_month(actor=actor, month=FEB)
    with pytest.raises(CannotClose) as refused:
        services.close_month(actor=actor, month=FEB)
    assert "sudah ditutup" in refused.value.message()
    assert month_to_close(RegisterState.objects.get()) is None
    travel(date(2026, 4, 1))
    assert month_to_close(RegisterState.objects.get()) == MAR
    services.close_month(actor=actor, month=MAR)
    first, second = MonthClosing.objects.order_by("month")
    assert first.numbers["rows"]["closing"] == second.numbers["rows"]["opening"]


def test_nothing_is_closed_before_the_data_are_complete(family: Any, actor: Any, travel: Any) -> None:
    travel(date(2026, 3, 9))
    with pytest.raises(CannotClose) as refused:
        services.close_month(actor=actor, month=FEB)
    assert "belum dinyatakan lengkap" in refused.value.message()
    assert month_to_close(None) is None


@pytest.mark.parametrize("role", ["operator", "viewer"])
def test_closing_is_not_everybodys(role: str, complete: Any) -> None:
    with pytest.raises(NotAllowed):
        services.close_month(actor=staff(role), month=FEB)
    assert services.close_month(actor=staff("sekretaris"), month=FEB).closed_by == "sekretaris"


def test_the_database_keeps_a_closed_month_closed(complete: Any, actor: Any) -> None:
    closing = services.close_month(actor=actor, month=FEB)
    for act in (lambda: MonthClosing.objects.filter(pk=closing.pk).update(numbers={}), closing.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()
    line = PopulationEvent.objects.filter(resident=complete[0]).get()
    line.pk, line.counted_on = None, date(2026, 2, 3)
    with pytest.raises(IntegrityError, match="month closed"), transaction.atomic():
        line.save(force_insert=True)


def test_verify_finds_a_closing_that_the_ledger_contradicts(complete: Any, actor: Any) -> None:
    numbers = balance(FEB, month_end(FEB)).numbers()
    numbers["rows"]["closing"]["wni_l"] += 1  # type: ignore[index]
    MonthClosing.objects.create(month=FEB, numbers=numbers, closed_by="x")
    assert closings_that_differ() == [{"month": "2026-02", "column": "closing"}]


@pytest.mark.usefixtures("real_db")
def test_who_writes_while_a_month_is_closed_is_in_it_or_late(village: Any, actor: Any, travel: Any) -> None:
    """The closing waits for a line that is being written: its numbers hold it."""
    travel(date(2026, 3, 9))
    RegisterState.objects.update_or_create(only=True, defaults={"complete_on": date(2026, 2, 1)})
    person = Resident.objects.filter(presence=1, residency=1, void_at=None).order_by("pk").first()
    assert person is not None
    written, go = threading.Event(), threading.Event()
    closed: list[Any] = []

    def write() -> None:
        connection.set_tenant(village)
        with transaction.atomic():
            services.register_death(
                actor=actor, resident=person, event_date=date(2026, 2, 20), report_date=date(2026, 2, 27), **DEATH
            )
            written.set()
            go.wait(5)
        connection.close()

    def close() -> None:
        connection.set_tenant(village)
        written.wait(5)
        closed.append(services.close_month(actor=actor, month=FEB))
        connection.close()

    threads = [threading.Thread(target=write), threading.Thread(target=close)]
    for each in threads:
        each.start()
    written.wait(5)
    threads[1].join(0.5)
    assert not closed
    go.set()
    for each in threads:
        each.join(10)
    assert closed[0].numbers["rows"]["deaths"]["wni_l"] + closed[0].numbers["rows"]["deaths"]["wni_p"] == 1
    assert closings_that_differ() == []


def test_a_paper_left_lying_moves_the_numbers_of_its_own_month_and_of_all_since(
    complete: Any, actor: Any, travel: Callable[[date], None]
) -> None:
    from balai.indicators import open_periods
    from balai.indicators.models import Fact, Outbox
    from balai.indicators.services import compute_touched
    from tenants.context import current_village

    _head, wife, _child = complete
    village = current_village().schema_name
    travel(date(2026, 6, 9))
    assert open_periods() == [date(2026, 5, 1), date(2026, 6, 1)]
    compute_touched(village)
    services.register_death(
        actor=actor, resident=wife, event_date=date(2026, 3, 2), report_date=date(2026, 3, 3), **DEATH
    )
    months = {*Outbox.objects.filter(indicator="population.events").values_list("period", flat=True)}
    assert months == {MAR, APR, date(2026, 5, 1), date(2026, 6, 1)}
    compute_touched(village)
    deaths = Fact.objects.filter(village=village, indicator="population.events", period=MAR)
    assert sum(each.value for each in deaths if "death" in (each.d1, each.d2)) == 1


def test_a_signed_report_is_kept_sent_and_counted_for_the_regency(
    complete: Any, actor: Any, office_client: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from balai.files.models import StoredFile
    from modules.population.models import SignedReport
    from modules.population.selectors.closings import unsent
    from tests.papers import small_pdf

    closing = services.close_month(actor=actor, month=FEB)
    on = date(2026, 3, 9)
    assert unsent(on) == [{"value": 1}]
    client, base = office_client("sekretaris"), "/kantor/laporan/arsip/"
    page = client.get(base).content.decode()
    assert "Belum dikirim" in page and f"{base}2026-02/bertanda-tangan/" in page
    assert client.post(f"{base}2026-02/dikirim/", {"on": "09-03-2026"}).status_code == 422, "nothing is kept yet"
    wrong = SimpleUploadedFile("laporan.pdf", b"MZ\x90\x00")
    assert client.post(f"{base}2026-02/bertanda-tangan/", {"file": wrong}).status_code == 422
    for name in ("laporan.pdf", "laporan-baru.pdf"):
        upload = SimpleUploadedFile(name, small_pdf(), content_type="application/pdf")
        assert client.post(f"{base}2026-02/bertanda-tangan/", {"file": upload}).status_code == 302
    row = SignedReport.objects.get()
    assert row.file_name == "laporan-baru.pdf" and StoredFile.objects.filter(
        kind="population.monthly_signed", deleted_at=None
    ).count() == 1  # fmt: skip
    assert client.post(f"{base}2026-02/dikirim/", {"on": "31-01-2026"}).status_code == 422, "before its month"
    assert client.post(f"{base}2026-02/dikirim/", {"on": "09-03-2026", "note": "Agenda 12"}).status_code == 302
    page = client.get(base).content.decode()
    assert "Dikirim 09-03-2026" in page and "Agenda 12" in page and f"{base}2026-02/bertanda-tangan/" not in page
    assert unsent(on) == [{"value": 0}] and unsent(date(2026, 3, 8)) == [{"value": 1}]
    again = SimpleUploadedFile("lagi.pdf", small_pdf())
    assert client.post(f"{base}2026-02/bertanda-tangan/", {"file": again}).status_code == 422, "what was sent stands"
    assert client.post(f"{base}2026-02/belum-dikirim/").status_code == 302
    assert unsent(on) == [{"value": 1}]
    assert client.get(f"{base}2026-01/dikirim/").status_code == 404, "not a closed month"
    assert office_client("viewer").get(f"{base}2026-02/dikirim/").status_code == 403
    with pytest.raises(NotAllowed):
        services.mark_sent(actor=staff("operator"), closing=closing, on=on)
