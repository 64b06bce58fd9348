"""The workbook RTM: every kind of mistake at once, what an export says comes in again, an import taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.errors import NotAllowed
from balai.reports import export_of, write_report
from balai.reports.asking import report_frame
from balai.spreadsheets import SheetOut, SpreadsheetRefused, write_workbook
from modules.households import services
from modules.households.errors import HouseholdError
from modules.households.imports import load, sniff, undo
from modules.households.models import Household, HouseholdMember
from modules.population import importing
from modules.population.models import Resident
from modules.population.selectors import living
from tests.modules.households.test_services import die, levels, settle
from tests.modules.population.conftest import staff

HEAD = ["NIK", "NOMOR RUMAH TANGGA", "STATUS HUBUNGAN DALAM RUMAH TANGGA"]


def book(path: Path, rows: list[list[Any]], head: list[str] = HEAD, name: str = "RTM") -> Path:
    """A workbook of one sheet."""
    write_workbook(str(path), [SheetOut(name, head, rows, text=(0, 1))])
    return path


@pytest.fixture()
def run(village: Any, actor: Any, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """``run([rows])``: an import of these rows."""

    def go(rows: list[list[Any]], head: list[str] = HEAD, **options: Any) -> dict[str, Any]:
        return load(book(tmp_path / "rtm.xlsx", rows, head), actor=actor, **options)

    return go


def codes(report: dict[str, Any]) -> list[tuple[int, str]]:
    """(row, code) of what was said."""
    return [(each["row"], each["code"]) for each in report["issues"]]


def test_a_new_number_makes_a_household_with_its_head(run: Any, family: Any) -> None:
    rows = [[family[0].nik, "RTM-1", 1], [family[1].nik, "RTM-1", "Anggota"], [family[2].nik, "RTM-1", "2"]]
    looked = run(rows, dry_run=True)
    assert (looked["rows"], looked["new"], looked["applied"]) == (3, 3, 0)
    assert looked["first"]["new"][0]["words"].startswith("SLAMET WIDODO, kepala")
    assert not Household.objects.exists()
    done = run(rows)
    settle()
    assert (done["applied"], done["refused"]) == (3, 0)
    assert levels(Household.objects.get(number="RTM-1")) == {"SLAMET WIDODO": 1, "SITI AMINAH": 2, "BUDI SLAMET": 2}
    again = run(rows)
    assert (again["unchanged"], again["applied"]) == (3, 0)


def test_every_mistake_is_told_at_once(run: Any, family: Any, make: Any, actor: Any) -> None:
    lone, dead = make("PARTO"), make("KARTO", nik="3315053101808001")
    die(actor, dead)
    services.create_household(actor=actor, head=lone, number="RTM-9", bdt_id="777")
    head = [*HEAD, "TANGGAL TERDAFTAR", "KELAS SOSIAL", "ID BDT", "DTKS"]
    rows = [
        ["12345", "RTM-1", 1],
        ["9999999999999999", "RTM-1", 1],
        [dead.nik, "RTM-1", 2],
        [family[0].nik, "", 1],
        [family[1].nik, "RTM-1", 7],
        [family[0].nik, "RTM-2", 1],
        [lone.nik, "RTM-2", 1],
        [family[2].nik, "RTM-3", 2],
    ]
    report = run([[*each, "", "", "", ""] for each in rows], head)
    assert codes(report) == [
        (2, "nik_length"), (3, "nik_unknown"), (4, "not_present"), (5, "no_number"), (6, "bad_level"), (7, "nik_twice"),
        (8, "in_another"), (9, "no_head"),
    ]  # fmt: skip
    assert (report["rows"], report["refused"], report["applied"], report["new"]) == (8, 8, 0, 0)
    bad = run([[family[0].nik, "RTM-1", 1, "31-02-2020", "Kaya", "77-7", "mungkin"]], head)
    assert [code for _row, code in codes(bad)] == ["bad_day", "unknown_code", "bad_bdt", "bad_yes"]
    ahead = run([[family[0].nik, "RTM-1", 1, "01-01-2099", "", "777", ""]], head)
    assert [code for _row, code in codes(ahead)] == ["day_ahead"]
    taken = run([[family[0].nik, "RTM-1", 1, "", "", "777", ""], [family[1].nik, "RTM-1", 2, "", "", "", ""]], head)
    assert codes(taken) == [(2, "bdt_taken"), (3, "head_refused")]
    assert Household.objects.count() == 1


def test_two_heads_and_a_head_that_steps_down(run: Any, family: Any) -> None:
    report = run([[family[0].nik, "RTM-1", 1], [family[1].nik, "RTM-1", 1]])
    assert codes(report) == [(3, "two_heads")] and not Household.objects.exists()
    done = run([[family[0].nik, "RTM-1", 1], [family[1].nik, "RTM-1", 1]], skip_refused=True)
    assert (done["applied"], done["refused"]) == (1, 1)
    assert codes(run([[family[0].nik, "RTM-1", 2]])) == [(2, "head_stays")]
    changed = run([[family[0].nik, "RTM-1", 2], [family[1].nik, "RTM-1", 1]])
    settle()
    assert (changed["new"], changed["changed"]) == (1, 1)
    assert levels(Household.objects.get()) == {"SLAMET WIDODO": 2, "SITI AMINAH": 1}
    back = run([[family[0].nik, "RTM-1", 1]])
    settle()
    assert back["changed"] == 1 and levels(Household.objects.get()) == {"SLAMET WIDODO": 1, "SITI AMINAH": 2}


def test_the_households_own_columns_come_from_the_heads_row_and_empty_clears_nothing(run: Any, family: Any) -> None:
    head = [*HEAD, "TANGGAL TERDAFTAR", "KELAS SOSIAL", "ID BDT", "DTKS", "ALAMAT RUMAH TANGGA"]
    run([[family[0].nik, "RTM-1", 1, "05-01-2020", "Keluarga Sejahtera I", "A12", "YA", "Jl. Raya 1"]], head)
    made = Household.objects.get()
    assert (str(made.registered_on), made.welfare_class, made.bdt_id, made.in_dtks, made.address) == (
        "2020-01-05", 2, "A12", True, "Jl. Raya 1",
    )  # fmt: skip
    report = run([[family[0].nik, "RTM-1", 1, "", "3", "", "TIDAK", ""]], head)
    made.refresh_from_db()
    assert report["changed"] == 1
    assert (made.welfare_class, made.bdt_id, made.in_dtks, made.address) == (3, "A12", False, "Jl. Raya 1")


def test_what_is_below_the_hashes_and_other_sheets_is_left_out(actor: Any, family: Any, tmp_path: Path) -> None:
    path = tmp_path / "rtm.xlsx"
    write_workbook(
        str(path),
        [
            SheetOut("Petunjuk", ["Isi lembar RTM"], [["..."]]),
            SheetOut("RTM", HEAD, [[family[0].nik, "RTM-1", "KEPALA KELUARGA"], ["###"], ["catatan", "x", "y"]]),
        ],
    )
    assert load(path, actor=actor)["applied"] == 1
    with pytest.raises(SpreadsheetRefused):
        load(book(tmp_path / "lain.xlsx", [["1", "2"]], ["NIK", "NAMA"], "Sheet1"), actor=actor)
    assert sniff(HEAD) > 0.9 and sniff(["NIK", "NAMA"]) == 0


def test_an_export_comes_in_again_unchanged(run: Any, actor: Any, family: Any, make: Any, tmp_path: Path) -> None:
    lone = make("PARTO")
    services.create_household(
        actor=actor, head=family[0], members=family, welfare_class=3, bdt_id="B1", in_dtks=True, address="Jl. Melati"
    )
    services.create_household(actor=actor, head=lone)
    path = tmp_path / "ekspor.xlsx"
    report = export_of("households.members").report(staff("operator"), {"text": "", "filters": {}})
    assert write_report(report, "xlsx", path, frame=report_frame()) == 4
    again = load(path, actor=actor)
    assert (again["rows"], again["unchanged"], again["issues"]) == (4, 4, [])
    before = {
        each.number: (each.welfare_class, each.bdt_id, each.in_dtks, each.address) for each in Household.objects.all()
    }
    HouseholdMember.objects.all().delete()
    Household.objects.all().delete()
    assert load(path, actor=actor)["new"] == 4
    assert before == {
        each.number: (each.welfare_class, each.bdt_id, each.in_dtks, each.address) for each in Household.objects.all()
    }
    settle()


def test_an_import_is_taken_back_but_not_over_anybodys_work(run: Any, actor: Any, family: Any, make: Any) -> None:
    lone = make("PARTO")
    old = services.create_household(actor=actor, head=lone, number="RTM-9", in_dtks=False)
    head = [*HEAD, "DTKS"]
    rows = [
        [family[0].nik, "RTM-1", 1, ""], [family[1].nik, "RTM-9", 1, "YA"], [family[2].nik, "RTM-1", 2, ""],
    ]  # fmt: skip
    kept = run(rows, head)["undo"]
    settle()
    assert levels(old) == {"PARTO": 2, "SITI AMINAH": 1}
    assert undo(kept, actor=actor)["reverted"] == 3
    settle()
    old.refresh_from_db()
    assert levels(old) == {"PARTO": 1} and not old.in_dtks
    assert Household.objects.count() == 1
    assert undo(kept, actor=actor, skip_touched=True) == {"reverted": 0, "skipped": 1}
    kept = run(rows, head)["undo"]
    services.remove_member(actor=actor, household=Household.objects.get(number="RTM-1"), resident=family[2])
    with pytest.raises(HouseholdError):
        undo(kept, actor=actor)
    assert undo(kept, actor=actor, skip_touched=True)["skipped"] == 1
    settle()
    assert Household.objects.filter(number="RTM-1").exists() and levels(old) == {"PARTO": 1}
    with pytest.raises(NotAllowed):
        undo(kept, actor=staff("viewer"))


def test_it_goes_the_common_way_of_imports(actor: Any, family: Any, tmp_path: Path) -> None:
    path = book(tmp_path / "rtm.xlsx", [[family[0].nik, "RTM-1", 1]])
    with path.open("rb") as file:
        run = importing.start_import(actor=actor, upload=file, name="rtm.xlsx", size=path.stat().st_size)
    importing.check_run(run.pk, actor=actor)
    run.refresh_from_db()
    assert (run.layout, run.state, run.summary["new"]) == ("households", "checked", 1)
    importing.ask_to_apply(actor=actor, run=run)
    importing.apply_run(run.pk, actor=actor)
    run.refresh_from_db()
    assert importing.can_be_undone(run) and Household.objects.count() == 1
    importing.ask_to_undo(actor=actor, run=run)
    assert importing.undo_run(run.pk, actor=actor, skip_touched=False)["reverted"] == 1
    assert importing.undo_run(run.pk, actor=actor, skip_touched=False) == {"reverted": 0, "skipped": 0}
    assert not Household.objects.exists()
    run.refresh_from_db()
    assert run.state == "undone"


def test_many_rows_cost_few_queries(run: Any, village: Any) -> None:
    people = list(living().order_by("pk").values_list("nik", flat=True)[:100])
    rows = [[nik, f"RTM-{number // 4}", 1 if number % 4 == 0 else 2] for number, nik in enumerate(people)]
    with CaptureQueriesContext(connection) as asked:
        assert run(rows)["applied"] == 100
    assert len(asked) < 30
    settle()


def test_who_may_not_import(village: Any, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        load(book(tmp_path / "a.xlsx", []), actor=staff("viewer"))


def test_the_card_and_the_list_on_paper(office_client: Any, actor: Any, family: Any, tmp_path: Path) -> None:
    from balai.documents.reading import pdf_text

    made = services.create_household(actor=actor, head=family[0], members=family)
    client = office_client("operator")
    answer = client.get(f"/kantor/rumah-tangga/{made.pk}/kartu/")
    assert answer["Content-Type"] == "application/pdf"
    text = pdf_text(answer.content)
    assert "KARTU RUMAH TANGGA" in text and "SLAMET WIDODO" in text and family[0].nik in text
    assert office_client("viewer").get(f"/kantor/rumah-tangga/{made.pk}/kartu/").status_code == 403
    for data in ({"what": "members", "fmt": "xlsx"}, {"what": "list", "fmt": "pdf"}):
        assert client.post("/kantor/rumah-tangga/unduh/?q=slamet", data)["Location"].startswith("/kantor/pekerjaan/")
    report = export_of("households.list").report(staff("viewer"), {"text": "", "filters": {"in_dtks": "0"}})
    write_report(report, "pdf", tmp_path / "a.pdf", frame=report_frame())
    text = pdf_text((tmp_path / "a.pdf").read_bytes())
    assert "DAFTAR RUMAH TANGGA" in text and "Tidak di DTKS" in text and "SLAMET WIDODO" in text
    assert Resident.objects.filter(household_memberships__household=made).count() == 3
