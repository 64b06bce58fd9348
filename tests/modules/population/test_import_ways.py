"""A file's way through the office: its layout, its columns, its preview, many equal cells, other modules' workbooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balai.errors import NotAllowed
from balai.registry import Importer
from balai.spreadsheets import SpreadsheetRefused
from modules.population import importing, services
from modules.population.errors import ImportRefused, UnknownLayout
from modules.population.importing import looking
from modules.population.models import ImportRun, Resident, Territory
from modules.population.selectors import families_to_mend
from tests.factories import layouts as factory
from tests.factories.opensid import card, nik, person, workbook
from tests.factories.xls import write_xls
from tests.modules.population.conftest import staff

Start = Callable[..., ImportRun]


def rows(count: int, **cells: Any) -> list[dict[str, Any]]:
    """Heads of families of one."""
    return [person(nik=nik(each), no_kk=card(each), nama="KEPALA") | cells for each in range(count)]


@pytest.fixture()
def start(village: Any, actor: Any) -> Start:
    """``start(path)``: uploaded, and its check carried out."""

    def run(path: Path, layout: str = "", by: Any = None) -> ImportRun:
        with path.open("rb") as file:
            made = importing.start_import(
                actor=by or actor, upload=file, name=path.name, size=path.stat().st_size, layout=layout
            )
        importing.check_run(made.pk, actor=actor)
        return ImportRun.objects.get(pk=made.pk)

    return run


def apply(run: ImportRun, actor: Any, **options: Any) -> ImportRun:
    """Asked for and carried out."""
    importing.ask_to_apply(actor=actor, run=run, **options)
    importing.apply_run(run.pk, actor=actor)
    return ImportRun.objects.get(pk=run.pk)


# -- layouts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", factory.ROWS)
@pytest.mark.parametrize("ending", ["xls", "xlsx"])
def test_every_layout_goes_the_whole_way_and_back(
    start: Start, actor: Any, tmp_path: Path, name: str, ending: str
) -> None:
    made, path = factory.ROWS[name](factory.houses()), tmp_path / f"berkas.{ending}"
    run = start(write_xls(path, {"Lembar1": made}) if ending == "xls" else factory.xlsx(path, [("Lembar1", made)]))
    assert (run.layout, run.state, run.summary["new"], run.summary["refused"]) == (name, "checked", 5, 0)
    assert run.summary["layout"]["sure"] == (name != "bip2012")
    assert [each["name"] for each in run.summary["first"]["new"]][:2] == ["SLAMET WIDODO", "SITI AMINAH"]
    run = apply(run, actor)
    people = Resident.objects.filter(nik__in=[nik(each) for each in range(1, 6)]).select_related(
        "family", "rt__parent__parent"
    )
    stands = {each.nik: (each.family.number, each.shdk, each.rt.name, each.rt.parent.parent.name) for each in people}
    assert stands == {
        nik(1): (card(1), 1, "001", "KRAJAN"), nik(2): (card(1), 3, "001", "KRAJAN"), nik(3): (card(1), 4, "001", "KRAJAN"),
        nik(4): (card(2), 1, "003", "SENDANG"), nik(5): (card(2), 4, "003", "SENDANG"),
    }  # fmt: skip
    assert {each.initial_data for each in people} == {True}
    assert not families_to_mend().filter(number__in=[card(1), card(2)]).exists()
    run = importing.write_result_sheet(run.pk, actor=actor)
    assert run.result_file_id
    again = start(path)
    assert (again.summary["new"], again.summary["changed"], again.summary["unchanged"]) == (0, 0, 5)
    assert importing.undo_run(run.pk, actor=actor, skip_touched=False) == {"reverted": 5, "skipped": 0}
    assert services.verify_ledger() == []


def test_two_layouts_speak_of_the_same_people(start: Start, actor: Any, tmp_path: Path) -> None:
    """SIAK first, the KTP-el book later: what one lacks the other adds, RT 1 is RT 001, nobody comes twice."""
    apply(start(factory.xlsx(tmp_path / "siak.xlsx", [("a", factory.siak_rows(factory.houses()))])), actor)
    assert Resident.objects.get(nik=nik(1)).ktp_record is None
    run = start(factory.xlsx(tmp_path / "ektp.xlsx", [("a", factory.bip_ektp_rows(factory.houses()))]))
    assert (run.summary["new"], run.summary["changed"], run.summary["refused"]) == (0, 5, 0)
    apply(run, actor)
    assert Resident.objects.get(nik=nik(1)).ktp_record == 7
    one = [person(nik=nik(1), no_kk=card(1), nama="SLAMET WIDODO", dusun="Krajan", rt=1, rw=2)]
    run = start(workbook(tmp_path / "opensid.xlsx", one))
    assert [change[0] for change in run.summary["first"]["changed"][0]["changes"]] and "rt" not in str(
        run.summary["first"]["changed"][0]["changes"]
    )
    assert Territory.objects.filter(kind="rt", name="1").count() == 0


def test_statuses_of_siak_are_history_for_new_people_and_need_an_event_for_known_ones(
    start: Start, actor: Any, tmp_path: Path
) -> None:
    house = factory.houses()[0]
    gone = factory.siak_row(house, house.people[1], Status="Pindah Dalam Negeri")
    dead = factory.siak_row(house, house.people[2], Status="Mati")
    head = factory.siak_row(house, house.people[0])
    listing = [factory.siak_rows([])[0], head, gone, dead]
    run = apply(start(factory.xlsx(tmp_path / "a.xlsx", [("a", listing)])), actor)
    assert dict(Resident.objects.filter(nik__in=[nik(2), nik(3)]).values_list("nik", "presence")) == {
        nik(2): 3,
        nik(3): 2,
    }
    moved = factory.siak_row(house, house.people[0], Status="Pindah Dalam Negeri")
    run = start(factory.xlsx(tmp_path / "b.xlsx", [("a", [listing[0], moved])]))
    assert [(issue["column"], issue["code"]) for issue in run.issues if issue["level"] == "error"] == [
        ("status_dasar", "needs_event")
    ]


def test_a_listing_of_the_neighbours_is_told(start: Start, village: Any, tmp_path: Path) -> None:
    house = factory.houses()[0]
    listing = [
        factory.siak_rows([])[0],
        *(factory.siak_row(house, each, **{"Desa/Kel": "MONGGOT"}) for each in house.people),
    ]
    run = start(factory.xlsx(tmp_path / "a.xlsx", [("a", listing)]))
    (told,) = [issue for issue in run.issues if issue["code"] == "other_village"]
    assert "MONGGOT" in told["message"] and told["level"] == "warning"
    own = [[cell if cell != "MONGGOT" else f"Desa {village.name}" for cell in row] for row in listing]
    run = start(factory.xlsx(tmp_path / "b.xlsx", [("a", own)]))
    assert "other_village" not in {issue["code"] for issue in run.issues}


def test_an_officer_says_what_the_file_is(start: Start, actor: Any, tmp_path: Path) -> None:
    run = start(factory.xlsx(tmp_path / "a.xlsx", [("a", factory.bip2012_rows(factory.houses()))]))
    run = importing.mend_cell(actor=actor, run=run, row=7, column="suku", text="Jawa")
    with pytest.raises(UnknownLayout) as unknown:
        importing.choose_layout(actor=actor, run=run, layout="bip1999")
    assert "bip2016lt" in unknown.value.message()
    importing.choose_layout(actor=actor, run=run, layout="siak")
    with pytest.raises(SpreadsheetRefused):
        importing.check_run(run.pk, actor=actor)
    wrong = ImportRun.objects.get(pk=run.pk)
    assert (wrong.state, wrong.patches) == ("refused", {}) and "SIAK" in wrong.summary["sentence"]
    importing.choose_layout(actor=actor, run=wrong, layout="bip2012")
    importing.check_run(run.pk, actor=actor)
    right = ImportRun.objects.get(pk=run.pk)
    assert (right.state, right.summary["new"], right.summary["layout"]["sure"]) == ("checked", 5, True)
    right = apply(right, actor)
    with pytest.raises(ImportRefused):
        importing.choose_layout(actor=actor, run=right, layout="siak")


# -- columns -----------------------------------------------------------------------------------------------------------

_OWN = ["No.", "Nama Lengkap", "No. KK", "N I K", "L/P", "Tgl Lahir", "Dukuh", "RT", "RW", "Hubungan Keluarga", "Catatan RT", "Catatan RT"]  # fmt: skip


def own_list(count: int = 2, heads: list[str] | None = None) -> list[list[Any]]:
    """A list that a village keeps by itself: a title, its own headings, two columns of one name."""
    people = [
        [
            each + 1,
            "KEPALA",
            card(each),
            nik(each),
            "L",
            date(1980, 1, 31),
            "KRAJAN",
            "1",
            "1",
            "Kepala Keluarga",
            "a",
            "b",
        ]
        for each in range(count)
    ]
    return [["DATA WARGA"], [], heads or _OWN, *people]


def test_other_headings_wait_to_be_matched_and_are_remembered(start: Start, actor: Any, tmp_path: Path) -> None:
    run = start(factory.xlsx(tmp_path / "a.xlsx", [("Warga", own_list())]))
    assert (run.layout, run.state) == ("opensid", "mapping")
    columns = importing.columns_of(run)
    assert {each["heading"]: each["guess"] for each in columns} == {
        "No.": "", "Nama Lengkap": "nama", "No. KK": "no_kk", "N I K": "nik", "L/P": "sex", "Tgl Lahir": "tanggallahir",
        "Dukuh": "dusun", "RT": "rt", "RW": "rw", "Hubungan Keluarga": "kk_level", "Catatan RT": "ket", "Catatan RT (2)": "",
    }  # fmt: skip
    assert columns[1]["samples"] == ["KEPALA", "KEPALA"]
    mapping = {each["heading"]: each["guess"] for each in columns}
    for wrong, word in (
        (mapping | {"N I K": ""}, "NIK"),
        (mapping | {"Catatan RT (2)": "nama"}, "sudah dipilih"),
        (mapping | {"Catatan RT": "rahasia"}, "tidak ada"),
    ):
        with pytest.raises(ImportRefused, match=word):
            importing.match_columns(actor=actor, run=run, mapping=wrong)
    importing.match_columns(actor=actor, run=run, mapping=mapping)
    importing.check_run(run.pk, actor=actor)
    run = ImportRun.objects.get(pk=run.pk)
    assert (run.state, run.summary["new"], run.summary["refused"]) == ("checked", 2, 0)
    apply(run, actor)
    made = Resident.objects.get(nik=nik(0))
    assert (made.name, made.note, made.rt.name) == ("KEPALA", "a", made.rt.name)
    # The next file with these headings needs no asking, at the command line neither.
    later = start(factory.xlsx(tmp_path / "b.xlsx", [("Warga", own_list(3))]))
    assert (later.state, later.summary["new"], later.summary["unchanged"]) == ("checked", 1, 2)
    assert later.summary["remembered"]
    report = importing.load(tmp_path / "b.xlsx", actor=actor, dry_run=True)
    assert (report["new"], report["refused"]) == (1, 0)
    # An officer may match a remembered one otherwise.
    changed = importing.match_columns(actor=actor, run=later, mapping=mapping | {"Catatan RT": ""})
    assert changed.state == "checked" and changed.mapping["Catatan RT"] == ""
    other = start(factory.xlsx(tmp_path / "c.xlsx", [("Warga", own_list(1, ["Nomor", *_OWN[1:]]))]))
    assert other.state == "mapping"


def test_at_the_command_line_other_headings_are_refused_with_the_nearest(
    village: Any, actor: Any, tmp_path: Path
) -> None:
    path = factory.xlsx(
        tmp_path / "a.xlsx", [("Warga", [["nama", "no_kk", "nik", "tanggal_lahir"], ["A", "0", nik(1), ""]])]
    )
    with pytest.raises(SpreadsheetRefused, match="mungkin tanggallahir"):
        importing.load(path, actor=actor)


def test_columns_of_a_book_need_no_matching(start: Start, actor: Any, tmp_path: Path) -> None:
    run = start(factory.xlsx(tmp_path / "a.xlsx", [("a", factory.siak_rows(factory.houses()))]))
    assert importing.columns_of(run) == []
    with pytest.raises(ImportRefused, match="sudah tetap"):
        importing.match_columns(actor=actor, run=run, mapping={"a": "nama"})


# -- preview and mending -----------------------------------------------------------------------------------------------


def test_the_preview_shows_first_rows_changes_kinds_and_families(start: Start, actor: Any, tmp_path: Path) -> None:
    apply(start(workbook(tmp_path / "a.xlsx", rows(2))), actor)
    changed = [
        rows(1)[0] | {"pekerjaan_id": 15, "rt": "002"},
        rows(2)[1],
        person(nik=nik(5), no_kk=card(5), kk_level=4, nama="TANPA KEPALA"),
        person(nik=nik(6), no_kk=card(6), tanggallahir="31-02-1980"),
    ]
    run = start(workbook(tmp_path / "b.xlsx", changed))
    first = run.summary["first"]
    assert {what: [each["row"] for each in shown] for what, shown in first.items()} == {
        "new": [4], "changed": [2], "unchanged": [3], "refused": [5],
    }  # fmt: skip
    assert {tuple(change) for change in first["changed"][0]["changes"]} == {
        ("pekerjaan_id", "PETANI/PEKEBUN", "KARYAWAN SWASTA"), ("rt", "KRAJAN/001/001", "KRAJAN/001/002"),
    }  # fmt: skip
    assert run.summary["families"] == {"count": 1, "first": [card(5)]}
    kinds = {(kind["level"], kind["code"]): kind["count"] for kind in run.summary["kinds"]}
    assert kinds["error", "bad_date"] == 1 and kinds["warning", "no_head"] == 1
    assert run.summary["kinds"][0]["level"] == "error"


def test_one_answer_mends_every_cell_with_the_same_label(start: Start, actor: Any, tmp_path: Path) -> None:
    people = [
        *rows(30, pekerjaan_id="TANI"),
        *[row | {"nik": nik(40), "no_kk": card(40)} for row in rows(1, pekerjaan_id="Tani ")],
    ]
    run = start(workbook(tmp_path / "a.xlsx", people))
    assert run.summary["refused"] == 31
    assert (
        importing.mend_alike(actor=actor, run=run, column="pekerjaan_id", code="unknown_code", value="TANI", text="9")
        == 30
    )
    run = ImportRun.objects.get(pk=run.pk)
    assert (run.summary["refused"], len(run.patches)) == (1, 30)
    with pytest.raises(ImportRefused):
        importing.mend_alike(actor=actor, run=run, column="pekerjaan_id", code="unknown_code", value="TANI", text="9")
    importing.mend_alike(
        actor=actor, run=run, column="pekerjaan_id", code="unknown_code", value="Tani", text="PETANI/PEKEBUN"
    )
    run = apply(ImportRun.objects.get(pk=run.pk), actor)
    assert Resident.objects.filter(nik__in=[row["nik"] for row in people], occupation=9).count() == 31


def test_a_hamlet_that_no_address_names_is_said_once_for_all(start: Start, actor: Any, tmp_path: Path) -> None:
    house = factory.houses()[0]
    listing = [
        factory.siak_rows([])[0],
        *(factory.siak_row(house, each, Alamat="JL. MERDEKA NO 3") for each in house.people),
    ]
    run = start(factory.xlsx(tmp_path / "a.xlsx", [("a", listing)]))
    assert run.summary["refused"] == 3
    importing.mend_alike(actor=actor, run=run, column="dusun", code="no_place", value="JL. MERDEKA NO 3", text="Krajan")
    run = apply(ImportRun.objects.get(pk=run.pk), actor)
    assert {each.rt.parent.parent.name for each in Resident.objects.filter(nik__in=[nik(1), nik(2), nik(3)])} == {
        "KRAJAN"
    }


def test_many_rows_are_checked_again_by_a_job(start: Start, actor: Any, tmp_path: Path) -> None:
    from balai.jobs.models import Job

    run = start(workbook(tmp_path / "a.xlsx", rows(importing.AT_ONCE + 1, agama_id="X")))
    importing.mend_alike(actor=actor, run=run, column="agama_id", code="unknown_code", value="X", text="1")
    asked = Job.objects.get(pk=ImportRun.objects.get(pk=run.pk).job_id)
    assert (asked.kind, asked.state) == ("population.check_import", "waiting")
    assert ImportRun.objects.get(pk=run.pk).summary["refused"] == importing.AT_ONCE + 1


# -- other modules' workbooks ------------------------------------------------------------------------------------------


def sniff(headings: list[str]) -> float:
    """Surely ours by its second heading."""
    return 1.0 if "NOMOR CONTOH" in headings else 0.0


def load_example(path: Any, *, actor: Any, dry_run: bool, skip_refused: bool) -> dict[str, Any]:
    """Writes one territory, so that a test sees whether it stayed; refuses nobody."""
    new = not Territory.objects.filter(name="CONTOH").exists()
    if new and not dry_run:
        Territory.objects.create(kind="dusun", name="CONTOH")
    issue = {"row": 2, "column": "NOMOR CONTOH", "value": "1", "level": "warning", "code": "odd", "message": "Aneh."}
    return {
        "rows": 1, "new": int(new), "changed": 0, "unchanged": int(not new), "refused": 0, "warnings": 1,
        "applied": 0 if dry_run else 1, "issues": [issue], "first": {"new": [{"row": 2, "words": "Contoh satu"}]},
    }  # fmt: skip


@pytest.fixture()
def example(monkeypatch: pytest.MonkeyPatch) -> Importer:
    """Another module's importer, for those who may also see events."""
    importer = Importer(
        "contoh", "Contoh", sniff=f"{__name__}.sniff", load=f"{__name__}.load_example", permission="population.events"
    )
    monkeypatch.setattr(looking, "importers", lambda: {"contoh": importer})
    return importer


def test_another_modules_workbook_goes_the_same_way(
    example: Importer, start: Start, actor: Any, tmp_path: Path
) -> None:
    path = factory.xlsx(tmp_path / "a.xlsx", [("Contoh", [["NIK", "NOMOR CONTOH"], [nik(1), "1"]])])
    run = start(path)
    assert (run.layout, run.state, run.summary["new"]) == ("contoh", "checked", 1)
    assert not Territory.objects.filter(name="CONTOH").exists()
    with pytest.raises(ImportRefused, match="Excel"):
        importing.mend_cell(actor=actor, run=run, row=2, column="nik", text="1")
    run = apply(run, actor)
    assert (run.state, run.summary["applied"], importing.can_be_undone(run)) == ("applied", 1, False)
    assert Territory.objects.filter(name="CONTOH").count() == 1
    assert importing.apply_run(run.pk, actor=actor).applied == 1
    assert importing.load(path, actor=actor, layout="contoh", dry_run=True)["unchanged"] == 1
    assert importing.layout_titles()["contoh"] == "Contoh"


def test_another_modules_workbook_asks_for_its_own_right(
    example: Importer, start: Start, village: Any, tmp_path: Path
) -> None:
    from dataclasses import replace

    path = factory.xlsx(tmp_path / "a.xlsx", [("Contoh", [["NIK", "NOMOR CONTOH"], [nik(1), "1"]])])
    may_import = replace(staff("operator"), rights=frozenset({"population.import"}))
    with pytest.raises(NotAllowed):
        start(path, layout="contoh", by=may_import)
    run = start(path, by=may_import)  # found by looking, in a job that acts with every right
    with pytest.raises(NotAllowed):
        importing.ask_to_apply(actor=may_import, run=run)
    with pytest.raises(NotAllowed):
        importing.choose_layout(actor=may_import, run=run, layout="contoh")


def test_what_changed_between_preview_and_apply_holds_for_them_too(
    example: Importer, start: Start, actor: Any, tmp_path: Path
) -> None:
    run = start(factory.xlsx(tmp_path / "a.xlsx", [("Contoh", [["NIK", "NOMOR CONTOH"], [nik(1), "1"]])]))
    Territory.objects.create(kind="dusun", name="CONTOH")
    importing.ask_to_apply(actor=actor, run=run)
    with pytest.raises(ImportRefused, match="berubah"):
        importing.apply_run(run.pk, actor=actor)
    assert ImportRun.objects.get(pk=run.pk).summary["unchanged"] == 1


# -- who may -----------------------------------------------------------------------------------------------------------


def test_nobody_else_may(start: Start, tmp_path: Path) -> None:
    run = start(workbook(tmp_path / "a.xlsx", rows(1)))
    reader = staff("viewer")
    acts: list[Callable[[], Any]] = [
        lambda: importing.mend_cell(actor=reader, run=run, row=2, column="nik", text="1"),
        lambda: importing.mend_alike(actor=reader, run=run, column="nik", code="", value="", text="1"),
        lambda: importing.choose_layout(actor=reader, run=run, layout="siak"),
        lambda: importing.match_columns(actor=reader, run=run, mapping={}),
        lambda: importing.ask_to_apply(actor=reader, run=run),
        lambda: importing.ask_to_undo(actor=reader, run=run),
        lambda: importing.load(tmp_path / "a.xlsx", actor=reader),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_too_late_for_what_is_applied(start: Start, actor: Any, tmp_path: Path) -> None:
    run = apply(start(workbook(tmp_path / "a.xlsx", rows(1))), actor)
    for act in (
        lambda: importing.mend_cell(actor=actor, run=run, row=2, column="nik", text="1"),
        lambda: importing.match_columns(actor=actor, run=run, mapping={}),
        lambda: importing.ask_to_apply(actor=actor, run=run),
    ):
        with pytest.raises(ImportRefused, match="pratinjau"):
            act()
