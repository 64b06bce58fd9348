"""Two at once: nobody waits for another's numbers, nobody gets a job twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from balai.indicators import Indicator, services
from balai.indicators.models import Fact, Outbox
from balai.jobs import enqueue, sending
from balai.jobs.models import Job, State
from balai.jobs.running import _claim

pytestmark = pytest.mark.faults


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "send", lambda *args, **options: True)


def at_once(village: Any, inside: Any, *works: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own inside the village; returns what each returned or raised, in order."""
    outcome: list[Any] = [None] * len(works)

    def go(place: int, work: Callable[[], Any]) -> None:
        try:
            with inside(village):
                outcome[place] = work()
        except Exception as error:
            outcome[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcome


def declare(monkeypatch: pytest.MonkeyPatch, rows: Any = None) -> None:
    names = ("t.a", "t.b")
    rows = rows or (lambda on: [{"value": 1}])
    found = {name: Indicator(name, "n", "u", "w", [], rows) for name in names}
    monkeypatch.setattr(services, "declared", lambda: found)


def test_transactions_that_touch_in_opposite_order_neither_wait_nor_deadlock(
    real_db: None, village: Any, inside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(monkeypatch)
    meet = threading.Barrier(2, timeout=10)

    def change(*codes: str) -> str:
        with transaction.atomic():
            services.touch(codes[0])
            meet.wait()  # both hold their first row now
            services.touch(codes[1])
            meet.wait()  # and neither had to wait for the other's commit
        return "committed"

    assert at_once(village, inside, lambda: change("t.a", "t.b"), lambda: change("t.b", "t.a")) == ["committed"] * 2
    assert services.compute_touched(village.schema_name) == 4
    assert not Outbox.objects.exists()


def test_a_change_during_a_computation_is_computed_too(
    real_db: None, village: Any, inside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    computing, changed = threading.Event(), threading.Event()

    def rows(on: Any) -> list[dict[str, int]]:
        counted = Job.objects.filter(kind="t.counted").count()
        if not computing.is_set():
            computing.set()
            changed.wait(10)
        return [{"value": counted}]

    declare(monkeypatch, rows)
    services.touch("t.a")

    def change() -> None:
        computing.wait(10)
        with transaction.atomic():
            Job.objects.create(kind="t.counted", title="x", state=State.DONE)
            services.touch("t.a")
        # Its own message arrives while the first computation still runs: that one holds the number's lock.
        assert services.compute_touched(village.schema_name) in (0, 1)
        changed.set()

    at_once(village, inside, lambda: services.compute_touched(village.schema_name), change)
    assert set(Fact.objects.filter(indicator="t.a").values_list("value", flat=True)) == {1}
    assert not Outbox.objects.exists()


def test_three_workers_and_one_job(real_db: None, village: Any, inside: Any, actor: Any) -> None:
    job = enqueue("t.once", actor=actor, title="Sekali")
    meet = threading.Barrier(3, timeout=10)

    def take(name: str) -> bool:
        meet.wait()
        return _claim(Job.objects.get(pk=job.pk), name)

    taken = at_once(village, inside, *(lambda name=name: take(name) for name in "abc"))  # type: ignore[misc]
    assert sorted(taken) == [False, False, True]
    job.refresh_from_db()
    assert job.attempts == 1


def test_two_requests_with_one_key_make_one_job(real_db: None, village: Any, inside: Any, actor: Any) -> None:
    meet = threading.Barrier(3, timeout=10)

    def ask() -> Any:
        meet.wait()
        return enqueue("t.once", actor=actor, title="Buku", key="book").pk

    found = at_once(village, inside, ask, ask, ask)
    assert len(set(found)) == 1 and Job.objects.count() == 1


def test_a_worker_cannot_begin_what_a_request_just_joined(real_db: None, village: Any, inside: Any, actor: Any) -> None:
    job = enqueue("t.once", actor=actor, title="Buku", key="book")
    joined, order = threading.Event(), []

    def request() -> None:
        with transaction.atomic():
            assert enqueue("t.once", actor=actor, title="Buku", key="book").pk == job.pk
            joined.set()
            threading.Event().wait(0.5)
            order.append("commit")

    def worker() -> None:
        joined.wait(10)
        assert _claim(Job.objects.get(pk=job.pk), "w")
        order.append("begin")

    assert at_once(village, inside, request, worker) == [None, None]
    assert order == ["commit", "begin"]
