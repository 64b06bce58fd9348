"""The meaning of an import, row by row of the table "How ours decides"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modules.population import services
from modules.population.applying import apply_rows as apply_plain
from modules.population.exporting import rows_of
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident, Territory
from modules.population.rows import ResidentRow
from modules.population.selectors import counted, families_to_mend, living
from modules.population.synthetic import generate
from tests.factories.opensid import card, nik, person, workbook

Load = Callable[..., dict[str, Any]]


def found(serial: int) -> Resident:
    """The resident with the factory's NIK of this serial."""
    return Resident.objects.select_related("family", "rt__parent__parent").get(nik=nik(serial), void_at=None)


def codes(report: dict[str, Any], level: str) -> list[tuple[int, str]]:
    """(row, code) of the issues of a level."""
    return [(issue["row"], issue["code"]) for issue in report["issues"] if issue["level"] == level]


def house(**cells: Any) -> list[dict[str, Any]]:
    """A head, his wife and a child."""
    return [
        person(nik=nik(1), no_kk=card(1), nama="SLAMET WIDODO", kk_level=1) | cells,
        person(nik=nik(2), no_kk=card(1), nama="SITI AMINAH", kk_level=3, sex=2) | cells,
        person(nik=nik(3), no_kk=card(1), nama="BUDI SLAMET", kk_level=4, tanggallahir="05-05-2010", status_kawin=1) | cells,
    ]  # fmt: skip


def test_the_report_has_the_agreed_shape(load: Load) -> None:
    report = load(house())
    assert list(report) == ["rows", "new", "changed", "unchanged", "refused", "warnings", "applied", "issues"]
    assert (report["rows"], report["new"], report["refused"], report["applied"]) == (3, 3, 0, 3)
    assert report["warnings"] == len(codes(report, "warning"))
    assert report["issues"]
    assert set(report["issues"][0]) == {"row", "column", "value", "level", "code", "message"}


def test_new_people_are_initial_data(load: Load) -> None:
    load(house())
    head = found(1)
    assert (head.family.number, head.shdk, head.rt.name, head.initial_data) == (card(1), 1, "001", True)
    event = head.events.get()
    assert (event.kind, event.family_number, event.head_name) == (EventKind.INITIAL, card(1), "SLAMET WIDODO")
    assert found(2).events.get().head_name == "SLAMET WIDODO"
    assert services.verify_ledger() == []


def test_the_same_file_again_changes_nothing(load: Load) -> None:
    rows = [
        *house(),
        person(nik="0", no_kk="", nama="TANPA NIK"),
        person(nik="0", no_kk="0", nama="TANPA KK", kk_level=1),
    ]
    first = load(rows)
    events, people, cards = (model.objects.count() for model in (PopulationEvent, Resident, FamilyCard))
    again = load(rows)
    assert (first["new"], first["refused"]) == (5, 0)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 5)
    assert (PopulationEvent.objects.count(), Resident.objects.count(), FamilyCard.objects.count()) == (
        events,
        people,
        cards,
    )


def test_an_export_imports_again_unchanged(load: Load, village: Any, actor: Any) -> None:
    load(
        [
            *house(),
            person(nik="0", no_kk="0", nama="KEPALA TANPA NIK", kk_level=1),
            person(nik="0", no_kk="", nama="LEPAS"),
        ]
    )
    done = services.preview_rows(actor=actor, rows=list(rows_of(living())))
    assert (done.new, done.changed, done.refused) == (0, 0, 0)
    assert done.unchanged == living().count()
    assert [issue.code for issue in done.issues if issue.code == "two_heads"] == []


def test_without_nik_somebody_is_found_by_name_and_birth(load: Load) -> None:
    load(house())
    report = load([person(nik="0", no_kk=card(1), nama="SLAMET WIDODO", kk_level=1, pekerjaan_id=15)])
    assert (report["new"], report["changed"]) == (0, 1)
    assert found(1).occupation == 15


def test_without_nik_and_unknown_the_number_is_temporary(load: Load, village: Any) -> None:
    report = load([person(nik="", no_kk="", nama="ORANG BARU")])
    made = Resident.objects.get(name="ORANG BARU")
    assert report["new"] == 1
    assert made.nik_temporary
    assert made.nik.startswith(f"0{village.code}")
    assert codes(report, "warning")


def test_the_same_person_twice_without_nik_is_refused_the_second_time(load: Load) -> None:
    report = load(
        [person(nik="0", no_kk="", nama="KEMBAR"), person(nik="0", no_kk="", nama="KEMBAR")], skip_refused=True
    )
    assert (report["new"], report["refused"]) == (1, 1)
    assert codes(report, "error") == [(3, "person_twice")]


def test_two_known_people_alike_ask_for_the_nik(load: Load) -> None:
    load([person(nik=nik(1), no_kk="", nama="SAMA"), person(nik=nik(2), no_kk="", nama="SAMA")])
    report = load([person(nik="0", no_kk="", nama="SAMA")])
    assert codes(report, "error") == [(2, "several_people")]


def test_without_a_card_somebody_is_lone(load: Load) -> None:
    load([person(nik=nik(1), no_kk="", kk_level="")])
    assert (found(1).family, found(1).shdk) == (None, None)


def test_a_card_of_zero_is_temporary_and_stays(load: Load, village: Any) -> None:
    report = load([person(nik=nik(1), no_kk="0", kk_level=1)])
    number = found(1).family.number
    assert number.startswith(f"0{village.code}")
    assert "temporary_kk" in [code for _row, code in codes(report, "warning")]
    load([person(nik=nik(1), no_kk="0", kk_level=1)])
    assert found(1).family.number == number


@pytest.mark.parametrize(
    "cells",
    [
        {"nik": "331505310180900"},
        {"no_kk": "33150501"},
        {"nama": ""},
        {"tanggallahir": "31-02-1980"},
        {"tanggallahir": "31-01-2999"},
        {"agama_id": "99"},
        {"pekerjaan_id": "TUKANG SULAP"},
    ],
)
def test_a_wrong_cell_refuses_the_row_and_so_the_file(load: Load, cells: dict[str, Any]) -> None:
    rows = [person(nik=nik(1), no_kk=card(1)) | cells, person(nik=nik(2), no_kk=card(2))]
    people = Resident.objects.count()
    report = load(rows)
    assert (report["refused"], report["applied"], report["new"]) == (1, 0, 1)
    assert Resident.objects.count() == people
    (column, value), = cells.items()  # fmt: skip
    assert [issue["column"] for issue in report["issues"] if issue["level"] == "error"] == [column]
    assert all(issue["value"] == str(value) for issue in report["issues"] if issue["level"] == "error")
    skipped = load(rows, skip_refused=True)
    assert (skipped["applied"], skipped["refused"]) == (1, 1)
    assert found(2).name == "SLAMET WIDODO"


def test_the_later_row_of_a_nik_is_refused(load: Load) -> None:
    report = load(
        [person(nik=nik(1), no_kk=card(1)), person(nik=nik(1), no_kk=card(1), nama="LAIN")], skip_refused=True
    )
    assert (report["new"], report["refused"]) == (1, 1)
    assert [row for row, _code in codes(report, "error")] == [3]
    assert found(1).name == "SLAMET WIDODO"


def test_doubts_are_warnings_and_the_row_is_taken(load: Load) -> None:
    report = load([person(nik="7371053101809001", no_kk=card(1), kk_level=4, sex=2, tanggallahir="01-02-1880")])
    assert (report["new"], report["refused"]) == (1, 0)
    assert len(codes(report, "warning")) >= 4
    assert families_to_mend().filter(number=card(1)).exists()


def test_a_second_head_is_taken_as_other(load: Load) -> None:
    report = load([*house(), person(nik=nik(4), no_kk=card(1), nama="KEPALA KEDUA", kk_level=1)])
    assert found(4).shdk == 11
    assert "two_heads" in [code for _row, code in codes(report, "warning")]


def test_a_head_beside_the_registers_head_is_taken_as_other(load: Load) -> None:
    load(house())
    report = load([person(nik=nik(4), no_kk=card(1), nama="KEPALA KEDUA", kk_level=1)])
    assert found(4).shdk == 11
    assert (2, "two_heads") in codes(report, "warning")
    assert found(1).shdk == 1


def test_heads_may_change_places_in_one_file(load: Load) -> None:
    load(house())
    report = load(
        [
            person(nik=nik(2), no_kk=card(1), nama="SITI AMINAH", kk_level=1, sex=2),
            person(nik=nik(1), no_kk=card(1), nama="SLAMET WIDODO", kk_level=2),
        ]
    )
    assert report["changed"] == 2
    assert (found(1).shdk, found(2).shdk) == (2, 1)
    assert services.verify_ledger() == []


def test_a_new_head_may_take_the_old_ones_place(load: Load) -> None:
    load(house())
    load([
        person(nik=nik(5), no_kk=card(1), nama="KEPALA BARU", kk_level=1),
        person(nik=nik(1), no_kk=card(1), nama="SLAMET WIDODO", kk_level=9),
    ])  # fmt: skip
    assert (found(5).shdk, found(1).shdk) == (1, 9)


def test_a_head_may_leave_to_lead_another_family(load: Load, actor: Any) -> None:
    load(house())
    load([
        person(nik=nik(5), no_kk=card(1), nama="KEPALA BARU", kk_level=1),
        person(nik=nik(1), no_kk=card(6), nama="SLAMET WIDODO", kk_level=1),
    ])  # fmt: skip
    assert (found(5).family.number, found(5).shdk) == (card(1), 1)
    assert (found(1).family.number, found(1).shdk) == (card(6), 1)
    assert services.verify_ledger() == []
    services.undo_import(actor=actor, run=applied())
    assert (found(1).family.number, found(1).shdk) == (card(1), 1)
    assert services.verify_ledger() == []


def test_one_card_in_two_places_lives_where_the_head_lives(load: Load) -> None:
    rows = house()
    rows[2]["rt"] = "007"
    report = load(rows)
    assert found(3).rt.name == "001"
    assert "moved_to_head" in [code for _row, code in codes(report, "warning")]
    headless = [person(nik=nik(8), no_kk=card(8), kk_level=4), person(nik=nik(9), no_kk=card(8), kk_level=4, rt="002")]
    assert load(headless)["refused"] == 2


def test_the_registers_head_counts_too(load: Load) -> None:
    load(house())
    report = load([person(nik=nik(6), no_kk=card(1), nama="ANAK BARU", kk_level=4, rt="008")])
    assert found(6).rt.name == "001"
    assert (2, "moved_to_head") in codes(report, "warning")
    assert not Territory.objects.filter(name="008", kind="rt").exists()


def test_a_head_who_moves_takes_the_family_along(load: Load) -> None:
    load(house())
    load([person(nik=nik(1), no_kk=card(1), nama="SLAMET WIDODO", kk_level=1, rt="009", alamat="JALAN BARU")])
    assert {found(each).rt.name for each in (1, 2, 3)} == {"009"}
    family = FamilyCard.objects.get(number=card(1))
    assert (family.rt.name, family.address) == ("009", "JALAN BARU")
    assert found(3).events.order_by("-id")[0].kind == EventKind.CORRECTION_RT
    assert services.verify_ledger() == []


def test_other_columns_are_updated_and_an_empty_cell_never_clears(load: Load) -> None:
    load(house())
    report = load(
        [person(nik=nik(1), no_kk=card(1), nama="SLAMET W", kk_level=1, suku="", akta_lahir="AL-1", tempatlahir="-")]
    )
    assert report["changed"] == 1
    head = found(1)
    assert (head.name, head.ethnicity, head.birth_certificate, head.birth_place) == (
        "SLAMET W",
        "Jawa",
        "AL-1",
        "GROBOGAN",
    )
    assert head.name_key == "SLAMET W"
    assert head.events.count() == 1  # nothing that the ledger owns


def test_another_place_family_or_position_is_a_typed_correction(load: Load) -> None:
    load([*house(), person(nik=nik(4), no_kk=card(4), nama="KELUARGA LAIN")])
    load([person(nik=nik(3), no_kk=card(4), nama="BUDI SLAMET", kk_level=9, tanggallahir="05-05-2010", status_kawin=1)])
    child = found(3)
    assert (child.family.number, child.shdk) == (card(4), 9)
    event = child.events.order_by("-id")[0]
    assert event.kind == EventKind.CORRECTION_FAMILY
    assert set(event.details["kinds"]) == {EventKind.CORRECTION_FAMILY, EventKind.CORRECTION_SHDK}
    assert services.verify_ledger() == []


@pytest.mark.parametrize(
    ("cells", "column"), [({"rt": "005"}, "rt"), ({"no_kk": card(77)}, "no_kk"), ({"kk_level": 9}, "kk_level")]
)
def test_after_the_data_are_complete_moves_need_an_event(
    load: Load, actor: Any, cells: dict[str, Any], column: str
) -> None:
    load(house())
    services.declare_complete(actor=actor)
    before = (Territory.objects.count(), FamilyCard.objects.count(), PopulationEvent.objects.count())
    rows = house()
    report = load([*rows[:2], rows[2] | cells] if column != "rt" else [rows[0] | cells], skip_refused=True)
    assert [(i["column"], i["code"]) for i in report["issues"] if i["level"] == "error"] == [(column, "needs_event")]
    # A refused row leaves nothing behind.
    assert (Territory.objects.count(), FamilyCard.objects.count(), PopulationEvent.objects.count()) == before
    assert FamilyCard.objects.get(number=card(1)).rt.name == "001"


def test_after_the_data_are_complete_nobody_new_is_imported(load: Load, actor: Any) -> None:
    load(house())
    services.declare_complete(actor=actor)
    report = load([*house(), person(nik=nik(7), no_kk=card(7))], skip_refused=True)
    assert (report["unchanged"], report["refused"]) == (3, 1)
    assert codes(report, "error") == [(5, "needs_event")]
    changed = load([house()[0] | {"pekerjaan_id": 20}])
    assert (changed["changed"], changed["refused"]) == (1, 0)


@pytest.mark.parametrize("status", [2, 3, 4, 6, 9])
def test_another_status_needs_an_event_and_a_new_one_is_history(load: Load, status: int) -> None:
    load(house())
    report = load([house()[2] | {"status_dasar": status}])
    assert codes(report, "error") == [(2, "needs_event")]
    assert found(3).presence == 1
    before = counted().count()
    taken = load([person(nik=nik(50), no_kk=card(1), nama="DAHULU", kk_level=1, status_dasar=status)])
    assert taken["new"] == 1
    assert found(50).presence == status
    assert counted().count() == before
    event = found(50).events.get()
    assert (event.kind, event.after["presence"]) == (EventKind.INITIAL, status)
    assert found(1).shdk == 1


def test_a_card_tag_belongs_to_one(load: Load) -> None:
    load([house()[0] | {"tag_id_card": "ABCDEF123456"}])
    report = load([person(nik=nik(9), no_kk=card(9), nama="LAIN", tag_id_card="ABCDEF123456")])
    assert report["new"] == 1
    assert found(9).tag_id_card == ""
    assert (2, "tag_taken") in codes(report, "warning")


@pytest.mark.parametrize(("column", "value"), [("email", "siti@contoh.id"), ("telegram", "@siti_aminah")])
def test_an_address_belongs_to_one(column: str, value: str, load: Load) -> None:
    first, second = house()[:2]
    report = load([first | {column: value}, second | {column: value}])
    assert report["new"] == 2
    assert (getattr(found(1), column), getattr(found(2), column)) == (value, "")
    assert (3, f"{column}_taken") in codes(report, "warning")
    assert load([first | {column: value}])["unchanged"] == 1


def test_a_dry_run_writes_nothing(load: Load) -> None:
    before = (Resident.objects.count(), Territory.objects.count(), FamilyCard.objects.count())
    report = load(house(dusun="DUSUN BARU SEKALI", rt="077"), dry_run=True)
    assert (report["new"], report["applied"]) == (3, 0)
    assert (Resident.objects.count(), Territory.objects.count(), FamilyCard.objects.count()) == before


def test_five_thousand_rows_are_quick_and_true(village: Any, actor: Any) -> None:
    rows = generate(seed=501, residents=5000, village_code=village.code, village_name=village.name)
    done = services.apply_rows(actor=actor, rows=rows, source="bench")
    assert done.refused == 0
    assert done.new > 4900
    assert done.events >= done.new
    assert services.verify_ledger() == []


def test_rows_without_a_position_get_one(village: Any, actor: Any) -> None:
    row = ResidentRow(
        row=2, nik=nik(70), no_kk=card(70), name="TANPA SHDK", sex=1, birth_date=date(1990, 1, 1), dusun="X", rt="1"
    )
    done = apply_plain(actor=actor, rows=[row])
    assert done.new == 1
    assert found(70).shdk == 11


# -- the way of a file through the office ------------------------------------------------------------------------------


@pytest.fixture()
def upload(village: Any, actor: Any, tmp_path: Path) -> Callable[..., Any]:
    """``upload(rows)``: a workbook uploaded at the office, and its check carried out."""
    from modules.population import importing
    from modules.population.models import ImportRun

    def run(rows: Any) -> Any:
        path = workbook(tmp_path / "unggah.xlsx", rows)
        with path.open("rb") as file:
            made = importing.start_import(actor=actor, upload=file, name=path.name, size=path.stat().st_size)
        importing.check_run(made.pk, actor=actor)
        return ImportRun.objects.get(pk=made.pk)

    return run


def test_from_upload_to_result_sheet(upload: Callable[..., Any], actor: Any) -> None:
    from balai.files.models import StoredFile
    from balai.files.services import path_of
    from balai.jobs.models import Job
    from balai.spreadsheets import read_sheets
    from modules.population import importing
    from modules.population.errors import ImportRefused

    rows = house()
    rows[1]["tanggallahir"] = "31-02-1981"
    run = upload(rows)
    assert (run.state, run.summary["refused"], run.summary["applied"]) == ("checked", 1, 0)
    assert Job.objects.get(pk=run.job_id).kind == "population.check_import"
    with pytest.raises(ImportRefused):
        importing.ask_to_apply(actor=actor, run=run)
    run = importing.mend_cell(actor=actor, run=run, row=3, column="tanggallahir", text="28-02-1981")
    assert (run.summary["refused"], run.summary["new"]) == (0, 3)
    importing.ask_to_apply(actor=actor, run=run)
    report = importing.apply_run(run.pk, actor=actor)
    assert report.applied == 3
    assert found(2).birth_date == date(1981, 2, 28)
    assert importing.apply_run(run.pk, actor=actor).applied == 3  # twice is once
    assert Resident.objects.filter(nik=nik(1)).count() == 1
    run = importing.write_result_sheet(run.pk, actor=actor)
    assert importing.write_result_sheet(run.pk, actor=actor).result_file_id == run.result_file_id
    (sheet,) = read_sheets(path_of(StoredFile.objects.get(pk=run.result_file_id)))
    assert [row[1] for row in sheet.rows] == ["Hasil", "Baru", "Baru", "Baru"]
    # The file stays as it came: the sheet shows both.
    assert "31-02-1981" in str(sheet.rows[2])
    assert "28-02-1981" in str(sheet.rows[2][3])


def test_what_changed_since_the_preview_sends_back_to_it(upload: Callable[..., Any], actor: Any, load: Load) -> None:
    from modules.population import importing
    from modules.population.errors import ImportRefused
    from modules.population.models import ImportRun

    run = upload(house())
    load(house()[:1])
    importing.ask_to_apply(actor=actor, run=run)
    people = Resident.objects.count()
    with pytest.raises(ImportRefused):
        importing.apply_run(run.pk, actor=actor)
    run = ImportRun.objects.get(pk=run.pk)
    assert Resident.objects.count() == people
    assert (run.state, run.summary["new"], run.summary["unchanged"]) == ("checked", 2, 1)
    importing.apply_run(run.pk, actor=actor)
    assert Resident.objects.count() == people + 2


# -- taking an import back ---------------------------------------------------------------------------------------------


def applied() -> Any:
    """The newest applied import."""
    from modules.population.models import ImportRun

    return ImportRun.objects.filter(state="applied").order_by("-created_at").first()


def test_an_undo_takes_back_what_came_and_what_changed(load: Load, actor: Any) -> None:
    load(house())
    load([
        person(nik=nik(1), no_kk=card(1), nama="NAMA SALAH", kk_level=1, rt="009", alamat="SALAH"),
        person(nik=nik(20), no_kk=card(20), nama="SALAH MASUK"),
    ])  # fmt: skip
    done = services.undo_import(actor=actor, run=applied())
    assert done == {"reverted": 4, "skipped": 0}  # the family of three moved, and one came
    assert (found(1).name, found(1).name_key, found(1).rt.name) == ("SLAMET WIDODO", "SLAMET WIDODO", "001")
    assert {found(each).rt.name for each in (1, 2, 3)} == {"001"}
    family = FamilyCard.objects.get(number=card(1))
    assert (family.rt.name, family.address) == ("001", person()["alamat"])
    gone = Resident.objects.get(nik=nik(20))
    assert gone.void_at is not None
    assert FamilyCard.objects.get(number=card(20)).void_at is not None
    assert gone.events.order_by("-id")[0].target.kind == EventKind.INITIAL
    assert services.verify_ledger() == []
    again = load([person(nik=nik(20), no_kk=card(20), nama="SALAH MASUK")])
    assert again["new"] == 1


def test_an_undo_of_changed_heads_gives_the_family_its_head_back(load: Load, actor: Any) -> None:
    load(house())
    load([
        person(nik=nik(2), no_kk=card(1), nama="SITI AMINAH", kk_level=1, sex=2),
        person(nik=nik(1), no_kk=card(1), nama="SLAMET WIDODO", kk_level=2),
    ])  # fmt: skip
    services.undo_import(actor=actor, run=applied())
    assert (found(1).shdk, found(2).shdk) == (1, 3)
    assert services.verify_ledger() == []


def test_what_somebody_touched_since_is_refused_by_name_or_skipped(load: Load, actor: Any) -> None:
    from modules.population.errors import CannotUndo

    load(house())
    services.update_resident(actor=actor, resident=found(2), phone="0812")
    services.register_death(
        actor=actor, resident=found(3), event_date=date(2026, 1, 1), report_date=date(2026, 1, 2), place="Rumah", cause=1, witness=1,
        time="14.30", child_number=1,
    )  # fmt: skip
    with pytest.raises(CannotUndo) as refused:
        services.undo_import(actor=actor, run=applied())
    assert refused.value.data["rows"] == [3, 4]
    assert "SITI AMINAH" in refused.value.message()
    assert found(1).void_at is None
    run = applied()
    assert services.undo_import(actor=actor, run=run, skip_touched=True) == {"reverted": 1, "skipped": 2}
    assert not Resident.objects.filter(nik=nik(1), void_at=None).exists()
    assert found(2).phone == "0812"
    assert FamilyCard.objects.get(number=card(1)).void_at is None  # somebody still stands in it
    with pytest.raises(CannotUndo):
        services.undo_import(actor=actor, run=run)


def test_who_is_referred_to_counts_as_touched(load: Load, actor: Any) -> None:
    load(house())
    services.change_territory(actor=actor, territory=found(1).rt, name="001", head=found(1))
    assert [row.row for row in services.touched_since(applied())] == [2]


def test_undoing_five_thousand_rows_is_quick(village: Any, actor: Any) -> None:
    from modules.population.models import ImportRun

    rows = generate(seed=502, residents=5000, village_code=village.code, village_name=village.name)
    run = ImportRun.objects.create(file_name="besar.xlsx", created_by="uji", state="applied")
    before = counted().count()
    services.apply_rows(actor=actor, rows=rows, source="besar", import_run=run)
    done = services.undo_import(actor=actor, run=run)
    assert done["reverted"] > 4900
    assert counted().count() == before
    assert services.verify_ledger() == []


def test_a_partial_file_about_known_people_need_not_say_everything_again(
    village: Any, actor: Any, tmp_path: Path
) -> None:
    from modules.population import importing

    importing.load(workbook(tmp_path / "semua.xlsx", house()), actor=actor)
    known = {"nik": nik(1), "no_kk": card(1), "nama": house()[0]["nama"], "telepon": "", "akta_lahir": "AKTA-77"}
    some = {key: value for key, value in known.items() if key != "telepon"}
    report = importing.load(workbook(tmp_path / "sebagian.xlsx", [some]), actor=actor)
    data = report if isinstance(report, dict) else report.as_dict()
    assert (data["refused"], data["changed"]) == (0, 1), data["issues"]
    assert Resident.objects.get(nik=nik(1)).birth_certificate == "AKTA-77"
