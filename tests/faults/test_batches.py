"""A batch of letters whose worker is killed, really: nobody is missing, nobody has two."""

from __future__ import annotations

from typing import Any

import pytest

from balai.actor import Actor
from balai.db import today
from balai.jobs import Job
from balai.jobs.models import State as JobState
from modules.government.selectors import signers
from modules.letters.models import BatchState, Letter
from modules.letters.services import approve_batch, draft_batch, start_batch
from modules.population.selectors import living
from tests.faults.conftest import until

pytestmark = pytest.mark.faults


def test_killed_while_asking_and_while_numbering(
    real_db: None, village: Any, worker: Any, ask: Any, notes: Any, actor: Actor
) -> None:
    keys = list(living().order_by("nik").values_list("pk", flat=True)[:9])
    batch = draft_batch(actor=actor, letter_type_key="usaha", title="Undangan", residents=keys)
    start_batch(actor=actor, batch=batch, answers={"nama_usaha": "Warung", "keperluan": "Kredit"})
    Job.objects.all().delete()
    worker()

    def carried(at: int) -> None:
        job = ask("faults.batch", batch=str(batch.pk), at=at)
        until(lambda: not Job.objects.filter(pk=job.pk, state__in=[JobState.WAITING, JobState.RUNNING]).exists(), 60)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (JobState.DONE, 2), job.failure
        batch.refresh_from_db()

    carried(3)
    assert batch.state == BatchState.WAITING and batch.letters.count() == 9
    approve_batch(actor=actor, batch=batch, official_id=signers(today())[0].official_id)
    Job.objects.filter(kind="letters.batch").delete()
    carried(4)
    assert batch.state == BatchState.DONE and not batch.problems and batch.pdf_file_id
    letters = Letter.objects.filter(batch=batch)
    assert sorted(letters.values_list("serial", flat=True)) == list(range(1, 10))
    assert {each.resident_id for each in letters} == set(keys) and all(each.pdf_file_id for each in letters)
    assert len(notes("begin")) == 4
