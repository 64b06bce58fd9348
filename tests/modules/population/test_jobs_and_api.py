"""The register's jobs as workers carry them out, its verbs at the command line, and its API."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import workers.tasks.population
import workers.tasks.reports  # noqa: F401  (its handlers are what is tested)
from balai.jobs.models import Job
from balai.jobs.running import run
from modules.population import exporting, importing
from modules.population.models import FamilyCard, ImportRun, Resident
from modules.population.selectors import Selection
from tests.factories.opensid import card, nik, person, workbook

ROWS = [person(nik=nik(1), no_kk=card(1)), person(nik=nik(2), no_kk=card(1), nama="SITI AMINAH", kk_level=3, sex=2)]


def newest(kind: str) -> Job:
    """The newest job of a kind."""
    return Job.objects.filter(kind=kind).latest("created_at")


# -- jobs --------------------------------------------------------------------------------------------------------------


def test_an_import_goes_its_way_by_jobs_and_twice_is_once(village: Any, actor: Any, tmp_path: Path) -> None:
    path = workbook(tmp_path / "unggah.xlsx", ROWS)
    with path.open("rb") as file:
        made = importing.start_import(actor=actor, upload=file, name=path.name, size=path.stat().st_size)
    assert run(newest("population.check_import").pk) == "done"
    checked = ImportRun.objects.get(pk=made.pk)
    assert (checked.state, checked.summary["new"]) == ("checked", 2)
    importing.ask_to_apply(actor=actor, run=checked)
    job = newest("population.apply_import")
    assert run(job.pk) == "done"
    assert run(job.pk) == "nothing"
    job.refresh_from_db()
    assert job.result == {"url": f"/kantor/impor/{made.pk}/", "applied": 2}
    assert Resident.objects.filter(nik__in=[nik(1), nik(2)], void_at=None).count() == 2
    importing.ask_to_undo(actor=actor, run=ImportRun.objects.get(pk=made.pk))
    assert run(newest("population.undo_import").pk) == "done"
    assert not Resident.objects.filter(nik__in=[nik(1), nik(2)], void_at=None).exists()
    assert ImportRun.objects.get(pk=made.pk).state == "undone"


def test_a_file_that_cannot_be_read_ends_with_its_sentence(village: Any, actor: Any, tmp_path: Path) -> None:
    path = workbook(tmp_path / "salah.xlsx", [], headings=("DAFTAR PENDUDUK",))
    with path.open("rb") as file:
        made = importing.start_import(actor=actor, upload=file, name=path.name, size=path.stat().st_size)
    job = newest("population.check_import")
    assert run(job.pk) == "failed"
    job.refresh_from_db()
    assert "DAFTAR" not in job.failure
    assert "bukan judul kolom" in job.failure
    refused = ImportRun.objects.get(pk=made.pk)
    assert refused.state == "refused"
    assert "bukan judul kolom" in refused.summary["sentence"]


def test_the_export_job_gives_a_file(village: Any, actor: Any) -> None:
    (way, *_others) = [way for way in exporting.WAYS if way.key == "codes"]
    exporting.ask_for_export(actor=actor, selection=Selection(filters={"sex": 2}), how=way)
    job = newest("reports.export")
    assert run(job.pk) == "done"
    job.refresh_from_db()
    assert job.result["url"].startswith("/kantor/berkas/")


# -- command line ------------------------------------------------------------------------------------------------------


def verb(*words: str) -> tuple[Any, int]:
    """What a verb prints with ``--json``, and its exit code."""
    out = io.StringIO()
    try:
        call_command(*words, "--json", stdout=out, stderr=io.StringIO())
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    except CommandError as error:
        code = error.returncode
    return (json.loads(out.getvalue()) if out.getvalue().strip() else None), code


def test_village_load_refuses_applies_and_repeats(village: Any, inside: Any, tmp_path: Path) -> None:
    from django.db import connection

    wrong = workbook(tmp_path / "salah.xlsx", [ROWS[0], ROWS[1] | {"tanggallahir": "31-02-1980"}])
    report, code = verb("village", "load", village.subdomain, str(wrong))
    assert code == 2
    assert (report["refused"], report["applied"]) == (1, 0)
    assert [issue["column"] for issue in report["issues"] if issue["level"] == "error"] == ["tanggallahir"]
    report, code = verb("village", "load", village.subdomain, str(wrong), "--dry-run", "--skip-refused")
    assert (code, report["applied"]) == (0, 0)
    report, code = verb("village", "load", village.subdomain, str(wrong), "--skip-refused")
    assert (code, report["new"], report["refused"], report["applied"]) == (0, 1, 1, 1)
    report, code = verb("village", "load", village.subdomain, str(workbook(tmp_path / "baik.xlsx", ROWS)))
    assert (code, report["new"], report["unchanged"], report["refused"]) == (0, 1, 1, 0)
    report, code = verb("population", "verify", village.subdomain)
    assert (code, report["mismatches"]) == (0, 0)
    connection.set_tenant(village)
    Resident.objects.filter(nik=nik(1)).update(presence=2)
    report, code = verb("population", "verify", village.subdomain)
    assert code == 1
    assert [problem["column"] for each in report["villages"] for problem in each["mismatches"]] == ["presence"]


# -- API ---------------------------------------------------------------------------------------------------------------


@pytest.fixture()
def api(village: Any, actor: Any, client_of: Callable[..., Any]) -> Callable[..., Callable[..., Any]]:
    """``api("population.view")``: asks the API with a token of these rights."""
    from django.db import connection

    from balai.api.services import issue_token

    def token(*rights: str) -> Callable[..., Any]:
        _token, secret = issue_token(actor=actor, name="uji", rights=list(rights))

        def ask(method: str, path: str, data: Any = None, **headers: str) -> Any:
            client = client_of(village)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            try:
                return getattr(client, method)(
                    f"/api/v1/{path}", data=data, headers={"Authorization": f"Bearer {secret}"} | named,
                    **({"content_type": "application/json"} if method == "patch" else {}),
                )  # fmt: skip
            finally:
                connection.set_tenant(village)

        return ask

    return token


def test_the_api_lists_residents_masked_without_the_right(api: Any, family: Any, client_of: Any, village: Any) -> None:
    answer = api("population.view")("get", "residents", {"q": "siti aminah"})
    assert answer.status_code == 200, answer.content
    found = answer.json()["results"]
    mine = next(row for row in found if row["id"] == str(family[1].pk))
    assert mine["name"] == "SITI AMINAH"
    assert "*" in mine["nik"]
    assert "*" in mine["family_number"]
    full = api("population.view", "population.view_nik")("get", f"residents/{family[1].pk}")
    assert full.json()["nik"] == family[1].nik
    assert full["ETag"] == f'"{family[1].version}"'
    assert client_of(village).get("/api/v1/residents").status_code == 401


def test_the_api_changes_only_what_was_read(api: Any, family: Any) -> None:
    ask = api("population.view", "population.change")
    path = f"residents/{family[0].pk}"
    assert ask("patch", path, {"phone": "0812"}).status_code == 428
    version = ask("get", path)["ETag"]
    changed = ask("patch", path, {"phone": "0812"}, If_Match=version)
    assert changed.status_code == 200, changed.content
    late = ask("patch", path, {"phone": "0899"}, If_Match=version)
    assert late.status_code == 409
    assert late.json()["code"]
    assert Resident.objects.get(pk=family[0].pk).phone == "0812"
    viewer = api("population.view")
    assert viewer("patch", path, {"phone": "1"}, If_Match=version).status_code == 403
    assert ask("patch", path, {"religion": 99}, If_Match=ask("get", path)["ETag"]).status_code in {400, 422}


def test_the_api_shows_families_without_a_query_each(api: Any, family: Any, actor: Any, village: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask = api("population.view", "population.view_nik")
    one = ask("get", f"families/{family[0].family_id}").json()
    assert one["number"] == family[0].family.number
    assert [each["name"] for each in one["members"]] == ["SLAMET WIDODO", "SITI AMINAH", "BUDI SLAMET"]
    with CaptureQueriesContext(connection) as few:
        ask("get", "families?page_size=2")
    with CaptureQueriesContext(connection) as many:
        answer = ask("get", "families")
    assert answer.status_code == 200
    assert len(answer.json()["results"]) > 2
    assert len(many) <= len(few) + 1
    assert FamilyCard.objects.filter(void_at=None).count() >= len(answer.json()["results"])


def test_the_api_knows_no_other_villages_people(api: Any, other_village: Any, inside: Any) -> None:
    with inside(other_village):
        foreign = Resident.objects.values_list("pk", flat=True)[0]
        foreign_family = FamilyCard.objects.values_list("pk", flat=True)[0]
    ask = api("population.view", "population.view_nik")
    assert ask("get", f"residents/{foreign}").status_code == 404
    assert ask("get", f"families/{foreign_family}").status_code == 404


def test_the_api_gives_the_monthly_report(api: Any, family: Any) -> None:
    from balai.db import today
    from modules.population.reporting.monthly import printed

    month = today().replace(day=1)
    answer = api("population.view")("get", f"reports/monthly?month={month:%Y-%m}")
    assert answer.status_code == 200, answer.content
    assert answer.json() == printed(month)[0]
    assert api("population.view")("get", "reports/monthly?month=2026").status_code == 404
    assert api("letters.view")("get", f"reports/monthly?month={month:%Y-%m}").status_code == 403
