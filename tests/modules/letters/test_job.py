"""The job that prints."""

from __future__ import annotations

from typing import Any

from balai.jobs.handlers import call, handler_of
from balai.jobs.models import Job
from workers.tasks import letters as task_file


def test_the_job_prints_and_a_second_run_finds_the_first_file(ready: Any) -> None:
    letter = ready("domisili")
    job = Job.objects.get(kind="letters.render", about_id=str(letter.pk))
    found = handler_of(job.kind)
    assert found is not None and found.queue == "fast" and found.function is task_file.render_letter
    first, second = call(found, job), call(found, job)
    letter.refresh_from_db()
    assert first == second == {"file": str(letter.pdf_file_id)}
    assert letter.applicant["name"] not in job.title
