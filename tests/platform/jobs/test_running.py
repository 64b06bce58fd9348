"""One job, carried out once, whatever comes."""

from __future__ import annotations

import errno
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from balai.errors import Conflict, NotFound, Refused
from balai.jobs import enqueue, handlers, sending
from balai.jobs.context import bell
from balai.jobs.handlers import handler
from balai.jobs.models import Job, State
from balai.jobs.running import backoff, run, run_waiting
from balai.jobs.services import cancel, job_for, visible_to
from balai.jobs.sweeping import prune, sweep

Sent = list[tuple[str, list[Any], dict[str, Any]]]


@pytest.fixture(autouse=True)
def _own_handlers() -> Iterator[None]:
    before = dict(handlers._handlers)
    yield
    handlers._handlers.clear()
    handlers._handlers.update(before)


@pytest.fixture()
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What would have gone to the broker."""
    found: Sent = []

    def send(name: str, args: list[Any], **options: Any) -> bool:
        found.append((name, args, options))
        return True

    monkeypatch.setattr(sending, "send", send)
    return found


def ask(actor: Any, kind: str = "test.work", **more: Any) -> Job:
    return enqueue(kind, actor=actor, title="Uji coba", **more)


def test_a_job_runs_with_its_arguments_and_keeps_its_result(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work")
    def work(job: Job, *, number: int) -> dict[str, Any]:
        job.progress(2, 4, "2 dari 4 diperiksa")
        return {"double": number * 2}

    job = ask(actor, args={"number": 21})
    assert run(job.pk) == "done"
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (State.DONE, {"double": 42}, 1)
    assert (job.done, job.total, job.words) == (2, 4, "2 dari 4 diperiksa")
    assert job.started_at and job.finished_at and job.lease_until is None


def test_a_second_delivery_of_the_same_message_changes_nothing(village: Any, actor: Any, sent: Sent) -> None:
    calls = []

    @handler("test.work")
    def work(job: Job) -> None:
        calls.append(job.pk)
        # The same message comes again while the first is carried out: it only asks to look again later.
        assert run(job.pk) == "later"

    job = ask(actor)
    assert run(job.pk) == "done"
    assert run(job.pk) == "nothing"
    assert calls == [job.pk]
    assert [options["countdown"] > 0 for name, args, options in sent if args == [str(job.pk)]] == [True]


def test_an_unknown_id_does_nothing(village: Any, sent: Sent) -> None:
    assert run(uuid.uuid4()) == "nothing"
    assert sent == []


def test_a_refusal_is_shown_as_its_sentence_and_is_not_tried_again(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work")
    def work(job: Job) -> None:
        raise Refused("Lembar kedua kosong. Isi, lalu unggah lagi.")

    job = ask(actor)
    assert run(job.pk) == "failed"
    job.refresh_from_db()
    assert (job.failure, job.support_code, job.attempts) == ("Lembar kedua kosong. Isi, lalu unggah lagi.", "", 1)
    assert run(job.pk) == "nothing"


def test_a_mistake_of_ours_ends_with_a_code_that_is_in_the_sentence(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work")
    def work(job: Job) -> None:
        raise ZeroDivisionError

    job = ask(actor)
    assert run(job.pk) == "failed"
    job.refresh_from_db()
    assert len(job.support_code) == 4 and job.support_code in job.failure
    assert "ZeroDivision" not in job.failure


@pytest.mark.parametrize("error", [OperationalError("server closed"), ConnectionResetError(), TimeoutError()])
def test_a_passing_trouble_is_tried_again_later_and_not_for_ever(
    village: Any, actor: Any, sent: Sent, error: Exception
) -> None:
    @handler("test.work", max_attempts=2)
    def work(job: Job) -> None:
        raise error

    job = ask(actor)
    assert run(job.pk) == "again"
    job.refresh_from_db()
    assert job.state == State.WAITING and job.next_try > timezone.now() + timedelta(seconds=3)
    assert sent[-1][2]["countdown"] == backoff(1) == 5
    assert run(job.pk) == "later", "a double that comes early must not begin it"
    Job.objects.filter(pk=job.pk).update(next_try=timezone.now())
    assert run(job.pk) == "failed"
    job.refresh_from_db()
    assert job.attempts == 2 and job.support_code


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_says_so_at_once(village: Any, actor: Any, sent: Sent, number: int) -> None:
    @handler("test.work")
    def work(job: Job) -> None:
        raise OSError(number, "full")

    job = ask(actor)
    assert run(job.pk) == "failed"
    job.refresh_from_db()
    assert "Ruang disk penuh" in job.failure and job.support_code in job.failure


def test_a_result_that_is_no_json_fails_instead_of_hanging(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work")
    def work(job: Job) -> dict[str, Any]:
        return {"thing": object()}

    job = ask(actor)
    assert run(job.pk) == "failed"


def test_a_job_whose_worker_was_killed_is_begun_again_and_its_late_outcome_is_dropped(
    village: Any, actor: Any, sent: Sent
) -> None:
    calls = []

    @handler("test.work")
    def work(job: Job) -> dict[str, Any]:
        calls.append(job.attempts)
        if job.attempts == 1:
            # Its lease ends (the machine hung), and another worker takes it and finishes.
            Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
            assert run(job.pk) == "done"
        return {"attempt": job.attempts}

    job = ask(actor)
    assert run(job.pk) == "nothing", "the first run is too late"
    job.refresh_from_db()
    assert calls == [1, 2] and job.result == {"attempt": 2} and job.state == State.DONE


def test_a_job_that_always_kills_its_worker_is_given_up(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work", max_attempts=3)
    def work(job: Job) -> None:
        raise AssertionError("must not be begun a fourth time")

    job = ask(actor)
    Job.objects.filter(pk=job.pk).update(
        state=State.RUNNING, attempts=3, runner="gone", lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert run(job.pk) == "failed"
    job.refresh_from_db()
    assert job.support_code and job.attempts == 4


def test_a_kind_that_this_worker_does_not_know_waits_for_one_that_does(village: Any, actor: Any, sent: Sent) -> None:
    job = ask(actor, "test.from_the_next_release")
    assert run(job.pk) == "again"
    job.refresh_from_db()
    assert job.state == State.WAITING


def test_a_job_moves_to_the_queue_of_its_handler(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work", queue="slow")
    def work(job: Job) -> None:
        return None

    job = ask(actor)
    assert run(job.pk, queue="default") == "moved"
    assert sent[-1][2]["queue"] == "slow"
    assert run(job.pk, queue="slow") == "done"


def test_two_handlers_for_one_kind_are_a_mistake() -> None:
    @handler("test.work")
    def work(job: Job) -> None:
        return None

    with pytest.raises(ValueError, match="two handlers"):

        @handler("test.work")
        def other(job: Job) -> None:
            return None

    with pytest.raises(ValueError, match="no queue"):
        handler("test.other", queue="nowhere")


def test_a_key_joins_requests_until_the_work_begins(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work")
    def work(job: Job) -> None:
        return None

    first = ask(actor, key="book:2026-11")
    assert ask(actor, key="book:2026-11").pk == first.pk
    assert ask(actor, key="book:2026-12").pk != first.pk
    assert run(first.pk) == "done"
    assert ask(actor, key="book:2026-11").pk != first.pk


def test_a_job_that_waits_for_its_second_try_does_not_block_its_key(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work")
    def work(job: Job) -> None:
        raise ConnectionResetError

    first = ask(actor, key="book")
    assert run(first.pk) == "again"
    second = ask(actor, key="book")
    assert second.pk != first.pk
    assert run(second.pk) == "again", "both wait now, and neither breaks the constraint"


def test_it_is_sent_on_commit_and_never_before(
    village: Any, actor: Any, sent: Sent, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(actor)
        assert sent == []
    assert [(name, args, options["schema"]) for name, args, options in sent] == [
        ("balai.run_job", [str(job.pk)], village.schema_name)
    ]


def test_a_rolled_back_request_leaves_no_job(village: Any, actor: Any, sent: Sent) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        ask(actor)
        raise RuntimeError
    assert Job.objects.count() == 0 and sent == []


def test_only_a_waiting_job_can_be_taken_back(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work")
    def work(job: Job) -> None:
        raise AssertionError("it was cancelled")

    job = cancel(actor=actor, job=ask(actor))
    assert job.state == State.FAILED and "Dibatalkan" in job.failure
    assert run(job.pk) == "nothing"
    with pytest.raises(Conflict):
        cancel(actor=actor, job=job)


def test_people_see_their_own_jobs_only_unless_they_hold_the_right(village: Any, actor: Any, sent: Sent) -> None:
    clerk = replace(actor, kind="staff", id="1", rights=frozenset())
    other = replace(clerk, id="2")
    chief = replace(clerk, id="3", rights=frozenset({"jobs.view_all"}))
    job = ask(clerk)
    assert job_for(clerk, job.pk) == job and job_for(chief, job.pk) == job
    with pytest.raises(NotFound):
        job_for(other, job.pk)
    with pytest.raises(NotFound):
        cancel(actor=other, job=job)
    # A resident's id must not open what a member of staff with the same id asked for.
    assert not visible_to(replace(clerk, kind="citizen")).exists()
    assert [each.pk for each in bell(clerk).jobs] == [job.pk] and bell(other).running == 0


def test_the_sweep_sends_what_waits_too_long_or_lost_its_worker(village: Any, actor: Any, sent: Sent) -> None:
    fresh, old, lost, alive = (ask(actor) for _number in range(4))
    long_ago = timezone.now() - timedelta(minutes=3)
    Job.objects.filter(pk=old.pk).update(created_at=long_ago, next_try=long_ago, sent_at=long_ago)
    Job.objects.filter(pk=lost.pk).update(state=State.RUNNING, lease_until=timezone.now() - timedelta(seconds=1))
    Job.objects.filter(pk=alive.pk).update(state=State.RUNNING, lease_until=timezone.now() + timedelta(seconds=9))
    sent.clear()
    assert sweep() == 2
    assert {args[0] for _name, args, _options in sent} == {str(old.pk), str(lost.pk)}
    assert str(fresh.pk) not in {args[0] for _name, args, _options in sent}
    Job.objects.filter(pk=lost.pk).update(state=State.DONE)
    assert sweep() == 0, "what was just sent is not sent again at once"


def test_pauses_between_two_sends_double(village: Any, actor: Any, sent: Sent) -> None:
    job = ask(actor)
    now = timezone.now()

    def standing(age: int, silent: int) -> int:
        created, told = now - timedelta(seconds=age), now - timedelta(seconds=silent)
        Job.objects.filter(pk=job.pk).update(created_at=created, next_try=created, sent_at=told)
        return sweep()

    assert standing(180, 90) == 1
    assert standing(400, 100) == 0
    assert standing(400, 210) == 1
    assert standing(20_000, 500) == 0
    assert standing(20_000, 601) == 1


def test_a_broker_that_is_away_stops_the_sweep_and_marks_nothing(
    village: Any, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "send", lambda *args, **options: False)
    job = ask(actor)
    long_ago = timezone.now() - timedelta(minutes=3)
    Job.objects.filter(pk=job.pk).update(created_at=long_ago, next_try=long_ago, sent_at=long_ago)
    assert sweep() == 0
    job.refresh_from_db()
    assert job.sent_at == long_ago


def test_old_ended_jobs_go_and_open_ones_stay(village: Any, actor: Any, sent: Sent) -> None:
    ended, waiting = ask(actor), ask(actor)
    Job.objects.filter(pk=ended.pk).update(state=State.DONE, finished_at=timezone.now() - timedelta(days=91))
    Job.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - timedelta(days=400))
    assert prune() == 1
    assert list(Job.objects.values_list("pk", flat=True)) == [waiting.pk]


def test_everything_that_waits_can_be_carried_out_here_and_now(village: Any, actor: Any, sent: Sent) -> None:
    @handler("test.work")
    def work(job: Job, *, left: int) -> None:
        if left:
            ask(actor, args={"left": left - 1})

    ask(actor, args={"left": 2})
    assert list(run_waiting().values()) == ["done", "done", "done"]


def test_another_villages_job_does_not_exist_here(
    village: Any, other_village: Any, inside: Any, actor: Any, sent: Sent
) -> None:
    job = ask(actor)
    with inside(other_village):
        assert run(job.pk) == "nothing"
        assert not Job.objects.filter(pk=job.pk).exists()
    job.refresh_from_db()
    assert job.state == State.WAITING
