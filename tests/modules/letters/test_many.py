"""Many at once: through the chain's rules, replayed, by two officers, in a job that may be killed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from balai.errors import Conflict, NotAllowed
from balai.jobs.models import Job
from modules.letters import services
from modules.letters.models import Letter, State
from modules.letters.services import many
from modules.letters.services.approval import approve_many
from modules.letters.services.many import AT_ONCE, JOB, approve_for, approve_in_job
from tests.modules.letters.acting import requested, together
from tests.modules.letters.conftest import head, staff


def test_two_officers_approve_the_same_pile_at_once(real_village: Any) -> None:
    letters = [requested(number).pk for number in range(6)]
    official = head().official_id

    def pile(keys: list[Any]) -> Callable[[], Any]:
        return lambda: approve_many(actor=staff("kepala_desa"), letters=keys, official_id=official)

    first, second = together(real_village, [pile(letters), pile(letters[::-1])])
    good = [each for each in (*first, *second) if each.is_approved]
    bad = [each for each in (*first, *second) if not each.is_approved]
    assert len(good) == len(bad) == 6
    assert all("sudah disetujui oleh kepala_desa dengan nomor" in each.problem for each in bad)
    assert sorted(Letter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_what_was_changed_since_it_was_read_is_not_approved(village: Any) -> None:
    one, two = requested(0), requested(1)
    versions = {str(each.pk): each.version for each in (one, two)}
    services.return_letter(actor=staff("operator"), letter=one, message="Perbaiki")
    services.resubmit_letter(actor=staff("operator"), letter=one, answers={"keperluan": "Keperluan yang lain"})
    outcomes = approve_many(
        actor=staff("kepala_desa"), letters=[one.pk, two.pk], official_id=head().official_id, versions=versions
    )
    assert [each.is_approved for each in outcomes] == [False, True]
    assert outcomes[0].problem == Conflict().message()


def test_a_job_does_it_with_the_rights_of_who_asked_and_goes_on_after_a_kill(
    village: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = [requested(number) for number in range(4)]
    chief = staff("kepala_desa")
    asked = {"letters": [each.pk for each in letters], "official_id": head().official_id, "versions": {}}
    job = approve_in_job(actor=chief, **asked)
    assert approve_in_job(actor=chief, **asked).pk == job.pk, "the same click again"
    assert job.args["rights"] == ["letters.approve"]
    told: list[tuple[int, int]] = []

    def killed(done: int, total: int, words: str = "") -> None:
        told.append((done, total))
        if len(told) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(job, "progress", killed)
    with pytest.raises(KeyboardInterrupt):
        approve_for(job, **job.args)
    assert Letter.objects.exclude(number="").count() == 2
    again = Job.objects.get(pk=job.pk)
    result = approve_for(again, **again.args)
    assert [row["problem"] for row in result["letters"]] == ["", "", "", ""]
    assert sorted(Letter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    weak = {**job.args, "rights": []}
    with pytest.raises(NotAllowed):
        approve_for(again, **weak)


def test_more_than_a_handful_becomes_a_job_with_progress(
    village: Any, office_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from modules.letters.views import approvals

    assert AT_ONCE == 20
    monkeypatch.setattr(approvals, "AT_ONCE", 2)
    letters = [requested(number) for number in range(3)]
    chief = office_client("kepala_desa")
    data: dict[str, Any] = {f"version-{each.pk}": each.version for each in letters}
    data |= {"letter": [str(each.pk) for each in letters], "confirmed": "1", "official": str(head().official_id)}
    answer = chief.post("/kantor/surat/setujui/", data)
    job = Job.objects.get(kind=JOB)
    assert answer["Location"] == f"/kantor/surat/setujui/hasil/?job={job.pk}"
    page = chief.get(answer["Location"]).content.decode()
    assert "Surat sedang disetujui" in page and f'data-job="/kantor/pekerjaan/{job.pk}' in page
    assert "Menyetujui 3 surat" in chief.get("/kantor/surat/setujui/").content.decode()
    job.result, job.state = approve_for(job, **job.args), "done"
    job.save()
    assert "3 surat disetujui" in chief.get(answer["Location"]).content.decode()
    assert Letter.objects.filter(state=State.READY).count() == 3
    assert office_client("operator").get(answer["Location"]).status_code == 302
    assert many.MOST >= 800
    # The same POST once more: one sentence a letter, no second number.
    monkeypatch.setattr(approvals, "AT_ONCE", 20)
    page = chief.post("/kantor/surat/setujui/", data).content.decode()
    assert "0 surat disetujui" in page and page.count("sudah disetujui oleh") == 3
    assert Letter.objects.exclude(number="").count() == 3
