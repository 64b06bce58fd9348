"""The table "How ours decides" of the field's notes on imports, row by row: its situations, and what comes of each.

Every layout gives the same workbook, so that the table holds for all; here it is walked in OpenSID's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from modules.population import services
from modules.population.models import EventKind, FamilyCard, PopulationEvent, Resident
from modules.population.selectors import counted, families_to_mend
from tests.factories.opensid import card, nik, person

Load = Callable[..., dict[str, Any]]
Row = dict[str, Any]


def house() -> list[Row]:
    """A family of three that the register knows."""
    return [
        person(nik=nik(1), no_kk=card(1), nama="SLAMET WIDODO", kk_level=1),
        person(nik=nik(2), no_kk=card(1), nama="SITI AMINAH", kk_level=3, sex=2),
        person(nik=nik(3), no_kk=card(1), nama="BUDI SLAMET", kk_level=4, tanggallahir="05-05-2010", status_kawin=1),
    ]


def new(**cells: Any) -> Row:
    """Somebody whom the register does not know."""
    return person(**{"nik": nik(50), "no_kk": card(50), "nama": "ORANG BARU"} | cells)


def known(**cells: Any) -> Row:
    """The child of the family, with other cells."""
    return house()[2] | cells


@dataclass(frozen=True)
class Case:
    """One situation: rows of a file, what the report says of the last of them, and what stands in the register then."""

    words: str
    rows: list[Row]
    #: What comes of the last row.
    outcome: str
    #: (column, code) that the last row must be told; None for nothing.
    told: tuple[str, str] | None = None
    #: The village has declared its data complete.
    complete: bool = False
    #: What must be true afterwards.
    then: list[Callable[[], bool]] = field(default_factory=list)


def found(**keys: Any) -> Resident:
    """The one person with these values."""
    return Resident.objects.select_related("family", "rt").get(void_at=None, **keys)


def _initial_only(name: str) -> bool:
    return [event.kind for event in found(name=name).events.all()] == [EventKind.INITIAL]


NIK_EMPTY_OR_0 = [
    Case("NIK 0, matched on name, place and date", [house()[0] | {"nik": "0", "pekerjaan_id": 15}], "changed",
         ("nik", "temporary_nik"), then=[lambda: found(nik=nik(1)).occupation == 15]),
    Case("NIK empty, nobody matches: a temporary number, flagged", [new(nik="")], "new", ("nik", "temporary_nik"),
         then=[lambda: found(name="ORANG BARU").nik_temporary]),
]  # fmt: skip
KK_EMPTY_OR_0 = [
    Case("KK empty: penduduk lepas", [new(no_kk="")], "new", ("no_kk", "lone"), then=[lambda: found(name="ORANG BARU").family is None]),
    Case("KK 0: a temporary family number, flagged", [new(no_kk="0")], "new", ("no_kk", "temporary_no_kk"),
         then=[lambda: found(name="ORANG BARU").family.number_temporary]),
]  # fmt: skip
ERRORS = [
    Case("NIK of another length", [new(nik="331505")], "refused", ("nik", "nik_length")),
    Case("KK of another length", [new(no_kk="331505")], "refused", ("no_kk", "no_kk_length")),
    Case("no name", [new(nama="-")], "refused", ("nama", "no_name")),
    Case("a date that does not exist", [new(tanggallahir="31-02-1980")], "refused", ("tanggallahir", "bad_date")),
    Case("a date in the future", [new(tanggallahir="31-01-2999")], "refused", ("tanggallahir", "future_date")),
    Case("an unknown code", [new(agama_id=99)], "refused", ("agama_id", "unknown_code")),
    Case("an unknown label", [new(pekerjaan_id="TUKANG SULAP")], "refused", ("pekerjaan_id", "unknown_code")),
    Case("NIK twice in the file: the later row", [new(), new(nama="LAIN")], "refused", ("nik", "nik_twice"),
         then=[lambda: found(nik=nik(50)).name == "ORANG BARU"]),
]  # fmt: skip
WARNINGS = [
    Case("NIK disagrees with the date", [new(tanggallahir="01-02-1980")], "new", ("nik", "nik_date")),
    Case("NIK disagrees with the sex", [new(sex=2)], "new", ("nik", "nik_sex")),
    Case("region other than ours", [new(nik="7371053101809001")], "new", ("nik", "nik_region")),
    Case("a family without a head", [new(kk_level=4)], "new", ("kk_level", "no_head"),
         then=[lambda: families_to_mend().filter(number=card(50)).exists()]),
    Case("a family with two heads", [new(nik=nik(51)), new()], "new", ("kk_level", "two_heads"),
         then=[lambda: found(nik=nik(50)).shdk == 11]),
    Case("an odd age", [new(tanggallahir="31-01-1880")], "new", ("tanggallahir", "odd_age")),
    Case("an unknown export quirk absorbed", [new(cara_kb_id=8)], "new", ("cara_kb_id", "other_family_planning")),
]  # fmt: skip
TWO_PLACES = [
    Case("the family lives where its head's row says", [new(rt="004"), new(nik=nik(51), kk_level=4, rt="005")], "new",
         ("rt", "moved_to_head"), then=[lambda: found(nik=nik(51)).rt.name == "004"]),
    Case("without a head: error", [new(kk_level=4, rt="004"), new(nik=nik(51), kk_level=4, rt="005")], "refused",
         ("rt", "two_places")),
]  # fmt: skip
OTHER_COLUMNS = [
    Case("known NIK, other columns: updated", [known(suku="Sunda")], "changed", then=[lambda: found(nik=nik(3)).ethnicity == "Sunda"]),
    Case("an empty cell never clears", [known(suku="", nama_ibu="-")], "unchanged", then=[lambda: found(nik=nik(3)).ethnicity == "Jawa"]),
    Case("also after the data are complete", [known(suku="Sunda")], "changed", complete=True),
]  # fmt: skip
MOVES = [
    Case("other RT: a typed correction", [known(no_kk="", rt="009")], "changed", ("no_kk", "lone"),
         then=[lambda: found(nik=nik(3)).events.latest("id").kind == EventKind.CORRECTION_RT]),
    Case("other KK: a typed correction", [known(no_kk=card(60))], "changed", ("kk_level", "no_head"),
         then=[lambda: found(nik=nik(3)).events.latest("id").kind == EventKind.CORRECTION_FAMILY]),
    Case("other SHDK: a typed correction", [known(kk_level=9)], "changed",
         then=[lambda: found(nik=nik(3)).events.latest("id").kind == EventKind.CORRECTION_SHDK]),
    Case("other RT afterwards", [house()[0] | {"rt": "009"}], "refused", ("rt", "needs_event"), complete=True),
    Case("other KK afterwards", [known(no_kk=card(60))], "refused", ("no_kk", "needs_event"), complete=True),
    Case("other SHDK afterwards", [known(kk_level=9)], "refused", ("kk_level", "needs_event"), complete=True),
]  # fmt: skip
STATUS = [
    Case(f"known NIK, status {code}{' afterwards' if complete else ''}", [known(status_dasar=code)], "refused",
         ("status_dasar", "needs_event"), complete=complete, then=[lambda: found(nik=nik(3)).presence == 1])
    for code in (2, 3, 4, 6, 9) for complete in (False, True)
]  # fmt: skip
HISTORY = [
    Case(f"new NIK of status {code}: history, with an end and in no balance", [new(status_dasar=code)], "new",
         then=[lambda code=code: found(nik=nik(50)).presence == code, lambda: _initial_only("ORANG BARU"),
               lambda: not counted().filter(nik=nik(50)).exists()])
    for code in (2, 3, 4, 6, 9)
]  # fmt: skip
AFTER_COMPLETE = [
    Case("new NIK after the data are complete", [new()], "refused", ("nik", "needs_event"), complete=True),
    Case("new NIK of somebody dead after the data are complete", [new(status_dasar=2)], "refused", ("nik", "needs_event"), complete=True),
    Case("somebody without a NIK after the data are complete", [new(nik="0")], "refused", ("nik", "needs_event"), complete=True),
]  # fmt: skip
AGAIN = [Case("the same file again: nothing new, nothing changed", [known()], "unchanged")]

CASES = [
    *NIK_EMPTY_OR_0, *KK_EMPTY_OR_0, *ERRORS, *WARNINGS, *TWO_PLACES, *OTHER_COLUMNS, *MOVES, *STATUS, *HISTORY,
    *AFTER_COMPLETE, *AGAIN,
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.words)
def test_a_row_of_the_table(case: Case, load: Load, actor: Any) -> None:
    load(house())
    if case.complete:
        services.declare_complete(actor=actor)
    people, lines = Resident.objects.count(), PopulationEvent.objects.count()
    report = load(case.rows, skip_refused=True)
    last = len(case.rows) + 1
    told = {(issue["column"], issue["code"]): issue["level"] for issue in report["issues"] if issue["row"] == last}
    if case.told is None:
        assert "error" not in told.values(), told
    else:
        assert case.told in {(issue["column"], issue["code"]) for issue in report["issues"]}, report["issues"]
    assert ("error" in told.values()) == (case.outcome == "refused")
    assert report[case.outcome] >= 1
    if case.outcome in {"refused", "unchanged"} and len(case.rows) == 1:
        # What is refused or agrees leaves nothing behind.
        assert (Resident.objects.count(), PopulationEvent.objects.count()) == (people, lines)
    for true in case.then:
        assert true()
    assert services.verify_ledger() == []


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case.words)
def test_by_default_a_refused_row_holds_the_whole_file(case: Case, load: Load) -> None:
    cards = FamilyCard.objects.count()
    report = load([person(nik=nik(70), no_kk=card(70)), *case.rows])
    assert report["applied"] == 0
    assert FamilyCard.objects.count() == cards
    assert not Resident.objects.filter(nik=nik(70)).exists()


# -- rows of the table that need more than one file --------------------------------------------------------------------


def _uploaded(actor: Any, tmp_path: Any, rows: list[Row]) -> Any:
    from modules.population import importing
    from modules.population.models import ImportRun
    from tests.factories.opensid import workbook

    path = workbook(tmp_path / "unggah.xlsx", rows)
    with path.open("rb") as file:
        made = importing.start_import(actor=actor, upload=file, name=path.name, size=path.stat().st_size)
    importing.check_run(made.pk, actor=actor)
    return ImportRun.objects.get(pk=made.pk)


def test_a_cell_mended_in_the_preview_is_a_patch_and_the_file_stays(village: Any, actor: Any, tmp_path: Any) -> None:
    from balai.files.models import StoredFile
    from balai.files.services import path_of
    from balai.spreadsheets import read_sheets
    from modules.population import importing

    run = _uploaded(actor, tmp_path, [new(tanggallahir="31-02-1980")])
    before = path_of(StoredFile.objects.get(pk=run.file_id)).read_bytes()
    run = importing.mend_cell(actor=actor, run=run, row=2, column="tanggallahir", text="28-02-1980")
    assert run.patches == {"2:tanggallahir": "28-02-1980"}
    assert path_of(StoredFile.objects.get(pk=run.file_id)).read_bytes() == before
    importing.ask_to_apply(actor=actor, run=run)
    importing.apply_run(run.pk, actor=actor)
    run = importing.write_result_sheet(run.pk, actor=actor)
    (sheet,) = read_sheets(path_of(StoredFile.objects.get(pk=run.result_file_id)))
    shown = " ".join(map(str, sheet.rows[1]))
    assert "31-02-1980" in shown and "28-02-1980" in shown


def test_between_preview_and_apply_something_changed(village: Any, actor: Any, tmp_path: Any, load: Load) -> None:
    from modules.population import importing
    from modules.population.errors import ImportRefused
    from modules.population.models import ImportRun

    run = _uploaded(actor, tmp_path, [new(), new(nik=nik(51), kk_level=4)])
    load([new()])
    people = Resident.objects.count()
    with pytest.raises(ImportRefused) as back:
        importing.apply_run(run.pk, actor=actor)
    assert "pratinjau" in back.value.message()
    now = ImportRun.objects.get(pk=run.pk)
    assert (now.state, now.summary["new"], now.summary["unchanged"]) == ("checked", 1, 1)
    assert Resident.objects.count() == people


def test_undo_reverts_what_nothing_touched_and_names_the_rest(
    village: Any, actor: Any, tmp_path: Any, load: Load
) -> None:
    from modules.population import importing
    from modules.population.errors import CannotUndo
    from modules.population.models import ImportRun

    load(house())
    run = _uploaded(actor, tmp_path, [new(), new(nik=nik(51), kk_level=4, nama="DISENTUH"), known(suku="Sunda")])
    importing.apply_run(run.pk, actor=actor)
    run = ImportRun.objects.get(pk=run.pk)
    services.update_resident(actor=actor, resident=found(nik=nik(51)), phone="0812")
    with pytest.raises(CannotUndo) as refused:
        importing.ask_to_undo(actor=actor, run=run)
    assert refused.value.data["rows"] == [3]
    assert [(each.row, each.resident.name) for each in importing.touched(run)] == [(3, "DISENTUH")]
    assert importing.undo_run(run.pk, actor=actor, skip_touched=True) == {"reverted": 2, "skipped": 1}
    assert found(nik=nik(3)).ethnicity == "Jawa"
    assert not Resident.objects.filter(nik=nik(50), void_at=None).exists()
    assert found(nik=nik(51)).phone == "0812"
    assert services.verify_ledger() == []
