"""One letter for many: chosen, made, approved, printed; killed half-way; by whom and when not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from balai.audit.models import Entry
from balai.documents.reading import pdf_pages, pdf_text
from balai.errors import Conflict, NotAllowed
from balai.files import open_file
from balai.files.models import StoredFile
from balai.jobs.models import Job
from balai.jobs.running import run_waiting
from modules.letters import services
from modules.letters.errors import BatchBusy, BatchRefused, BatchWrongState
from modules.letters.models import BatchState, Letter, LetterBatch, LetterEvent, State
from modules.letters.services import batch_work as batches
from modules.letters.services.batch import JOB
from modules.population.selectors import living
from tests.modules.letters.acting import ALL_ANSWERS, checked_by_secretary
from tests.modules.letters.conftest import head, staff
from workers.tasks import letters_batches as task_file  # declares the job


def people(number: int) -> list[Any]:
    return list(living().order_by("nik")[:number])


def drafted(number: int = 5, kind: str = "usaha") -> LetterBatch:
    return services.draft_batch(
        actor=staff("operator"), letter_type_key=kind, title="Undangan", residents=[each.pk for each in people(number)]
    )


def made(number: int = 5) -> LetterBatch:
    batch = drafted(number)
    services.start_batch(actor=staff("operator"), batch=batch, answers=ALL_ANSWERS)
    assert set(run_waiting().values()) == {"done"}
    batch.refresh_from_db()
    return batch


def approved(batch: LetterBatch) -> LetterBatch:
    services.approve_batch(actor=staff("kepala_desa"), batch=batch, official_id=head().official_id)
    assert set(run_waiting().values()) == {"done"}
    batch.refresh_from_db()
    return batch


def test_from_the_choice_to_one_file(village: Any) -> None:
    batch = drafted(5)
    out = batch.chosen[1]
    batch = services.leave_out(
        actor=staff("operator"), batch=batch, shown=batch.chosen[:3], kept=[batch.chosen[0], batch.chosen[2], "foreign"]
    )
    assert batch.left_out == [out] and len(batch.members) == 4
    services.start_batch(actor=staff("operator"), batch=batch, answers=ALL_ANSWERS)
    assert set(run_waiting().values()) == {"done"}
    batch.refresh_from_db()
    assert batch.state == BatchState.WAITING and not batch.problems
    letters = list(batch.letters.all())
    assert {str(each.resident_id) for each in letters} == set(batch.members)
    assert {each.state for each in letters} == {State.SIGNING} and {each.queue_number for each in letters} == {0}
    batch = approved(batch)
    assert batch.state == BatchState.DONE and batch.approved_by == "kepala_desa"
    letters = list(batch.letters.order_by("serial"))
    assert {each.state for each in letters} == {State.READY} and len({each.number for each in letters}) == 4
    assert [each.serial for each in letters] == list(range(letters[0].serial or 0, (letters[0].serial or 0) + 4))
    assert all(each.pdf_file_id for each in letters) and not Job.objects.filter(kind="letters.render").exists()
    with open_file(StoredFile.objects.get(pk=batch.pdf_file_id)) as handle:
        whole = handle.read()
    assert pdf_pages(whole) == 4
    pages = pdf_text(whole).split("\f")
    assert all(letter.number in page for letter, page in zip(letters, pages, strict=True))
    # Each is a letter as any other: its ledger, its audit, its own file.
    assert LetterEvent.objects.filter(letter__in=letters, kind="approved").count() == 4
    assert Entry.objects.filter(action="letters.approved").count() == 4
    with open_file(StoredFile.objects.get(pk=letters[2].pdf_file_id)) as handle:
        assert pdf_text(handle.read()).split() == pages[2].split()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", [1, 3])
def test_killed_anywhere_it_goes_on_and_nobody_is_missing_or_twice(
    village: Any, monkeypatch: pytest.MonkeyPatch, at: int, after: bool
) -> None:
    """The process ends (no ``except Exception`` sees that) at the n-th portion of making, numbering and printing: before
    its statements, or after them and before its transaction is kept."""
    monkeypatch.setattr(batches, "PORTION", 2)

    class Killed(BaseException):
        pass

    def killing(name: str) -> None:
        real, seen = getattr(batches, name), [0]

        def act(*args: Any, **kwargs: Any) -> Any:
            seen[0] += 1
            if seen[0] == at and not after:
                raise Killed
            found = real(*args, **kwargs)
            if seen[0] == at:
                raise Killed
            return found

        monkeypatch.setattr(batches, name, act)

    batch = drafted(8)
    services.start_batch(actor=staff("operator"), batch=batch, answers=ALL_ANSWERS)
    operator, chief = staff("operator"), staff("kepala_desa")
    killing("request_for_many")
    with pytest.raises(Killed):
        batches.carry_on(batch.pk, actor=operator)
    assert batch.letters.count() == (at - 1) * 2, "what its last transaction held"
    batches.carry_on(batch.pk, actor=operator)
    batch.refresh_from_db()
    assert batch.state == BatchState.WAITING and batch.letters.count() == 8
    services.approve_batch(actor=chief, batch=batch, official_id=head().official_id)
    for name in ("issue_many", "keep_many_printed"):
        killing(name)
        # What was printed beside the numbering is kept: near the end there may be none left to be killed at.
        with suppress(Killed):
            batches.carry_on(batch.pk, actor=chief)
    batches.carry_on(batch.pk, actor=chief)
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE and not batch.problems
    assert sorted(Letter.objects.values_list("serial", flat=True)) == list(range(1, 9))
    assert Letter.objects.filter(batch=batch).values("resident").distinct().count() == 8
    assert StoredFile.objects.filter(kind="letters.letter").count() == 8
    with open_file(StoredFile.objects.get(pk=batch.pdf_file_id)) as handle:
        assert pdf_pages(handle.read()) == 8
    before = batch.pdf_file_id
    batches.carry_on(batch.pk, actor=chief)
    batch.refresh_from_db()
    assert batch.pdf_file_id == before and Letter.objects.count() == 8


def test_who_cannot_have_one_is_told_and_holds_nobody_up(village: Any) -> None:
    batch = drafted(4)
    gone = people(1)[0]
    type(gone).objects.filter(pk=gone.pk).update(presence=2)
    services.start_batch(actor=staff("operator"), batch=batch, answers=ALL_ANSWERS)
    run_waiting()
    batch.refresh_from_db()
    assert batch.state == BatchState.WAITING and batch.letters.count() == 3
    assert list(batch.problems) == [str(gone.pk)] and "tidak tercatat" in batch.problems[str(gone.pk)]
    batch = approved(batch)
    assert batch.state == BatchState.DONE and batch.letters.filter(state=State.READY).count() == 3


def test_where_the_secretary_checks_they_wait_for_her_first(village: Any) -> None:
    checked_by_secretary(True)
    batch = made(3)
    assert {each.state for each in batch.letters.all()} == {State.CHECKING}
    with pytest.raises(BatchRefused):
        services.approve_batch(actor=staff("kepala_desa"), batch=batch, official_id=head().official_id)
    with pytest.raises(NotAllowed):
        services.confirm_batch(actor=staff("operator"), batch=batch)
    services.confirm_batch(actor=staff("sekretaris"), batch=batch)
    run_waiting()
    assert {each.state for each in batch.letters.all()} == {State.SIGNING}
    batch.refresh_from_db()
    assert approved(batch).state == BatchState.DONE


def test_given_up_its_letters_are_refused_with_the_reason(village: Any) -> None:
    batch = made(3)
    services.close_batch(actor=staff("kepala_desa"), batch=batch, reason="Tanggalnya keliru")
    run_waiting()
    batch.refresh_from_db()
    assert batch.state == BatchState.CANCELLED
    assert {(each.state, each.note) for each in batch.letters.all()} == {(State.REJECTED, "Tanggalnya keliru")}
    draft = drafted(2)
    services.close_batch(actor=staff("operator"), batch=draft, reason="Tidak jadi")
    draft.refresh_from_db()
    assert draft.state == BatchState.CANCELLED and not draft.letters.exists()


def test_may_not_too_late_stale_twice(village: Any) -> None:
    viewer, operator, chief = staff("viewer"), staff("operator"), staff("kepala_desa")
    with pytest.raises(NotAllowed):
        services.draft_batch(actor=viewer, letter_type_key="usaha", title="", residents=[people(1)[0].pk])
    with pytest.raises(BatchRefused):
        services.draft_batch(actor=operator, letter_type_key="usaha", title="", residents=[])
    with pytest.raises(BatchRefused):
        services.draft_batch(actor=operator, letter_type_key="jual_beli", title="", residents=[people(1)[0].pk])
    batch = drafted(2)
    old = batch.version
    services.leave_out(actor=operator, batch=batch, shown=batch.chosen, kept=batch.chosen[:1])
    with pytest.raises(Conflict):
        services.leave_out(actor=operator, batch=batch, shown=batch.chosen, kept=[], version=old)
    services.leave_out(actor=operator, batch=batch, shown=batch.chosen, kept=[])
    with pytest.raises(BatchRefused):
        services.start_batch(actor=operator, batch=batch, answers=ALL_ANSWERS)
    services.leave_out(actor=operator, batch=batch, shown=batch.chosen, kept=batch.chosen)
    with pytest.raises(BatchWrongState):
        services.approve_batch(actor=chief, batch=batch, official_id=head().official_id)
    services.start_batch(actor=operator, batch=batch, answers=ALL_ANSWERS)
    with pytest.raises(BatchWrongState):
        services.start_batch(actor=operator, batch=batch, answers=ALL_ANSWERS)
    with pytest.raises(BatchBusy):
        services.resume_batch(actor=operator, batch=batch)
    Job.objects.filter(kind=JOB).update(state="failed")
    services.resume_batch(actor=operator, batch=batch)
    run_waiting()
    batch.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.approve_batch(actor=operator, batch=batch, official_id=head().official_id)
    services.approve_batch(actor=chief, batch=batch, official_id=head().official_id)
    with pytest.raises(BatchWrongState):
        services.approve_batch(actor=chief, batch=batch, official_id=head().official_id)
    assert task_file.carry_on_batch is not None
