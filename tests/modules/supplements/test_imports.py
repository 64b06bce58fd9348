"""The sheet Peserta: which list, every kind of mistake at once, what an export says comes in again, an import taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balai.documents.reading import pdf_text
from balai.errors import NotAllowed
from balai.reports import export_of, write_report
from balai.reports.asking import report_frame
from balai.spreadsheets import SheetOut, SpreadsheetRefused, write_workbook
from modules.population import importing
from modules.population.models import ImportRun
from modules.supplements import services
from modules.supplements.errors import SupplementError
from modules.supplements.imports import load, sniff, undo
from modules.supplements.models import ColumnKind, Entry, Supplement, SupplementColumn, Target
from tests.modules.households.test_services import die
from tests.modules.population.conftest import staff
from tests.modules.supplements.test_services import families, keys, supplement

__all__ = ["families", "supplement"]
HEAD = ["Peserta", "Keterangan"]


@pytest.fixture()
def run(village: Any, actor: Any, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """``run([rows])``: an import of these rows."""

    def go(
        rows: list[list[Any]], head: list[str] = HEAD, more: Any = (), name: str = "petani_2026.xlsx", **options: Any
    ) -> dict[str, Any]:
        path = tmp_path / name
        write_workbook(str(path), [SheetOut("Peserta", head, rows, text=(0,)), *more])
        return load(path, actor=actor, **options)

    return go


def codes(report: dict[str, Any]) -> list[tuple[int, str]]:
    """(row, code) of what was said."""
    return [(each["row"], each["code"]) for each in report["issues"]]


def test_a_plain_sheet_makes_a_list_named_after_the_file(run: Any, family: Any) -> None:
    rows = [[family[0].nik, "RT 1"], [family[1].nik, ""], ["###"], ["catatan", ""]]
    looked = run(rows, dry_run=True)
    assert (looked["rows"], looked["new"]) == (2, 2) and not Supplement.objects.exists()
    done = run(rows)
    made = Supplement.objects.get()
    assert (done["applied"], made.name, made.target) == (2, "Petani 2026", Target.RESIDENT)
    assert made.entries.get(resident=family[0]).note == "RT 1"
    again = run([[family[2].nik, "x"], *rows])
    assert (again["new"], again["unchanged"], again["applied"]) == (1, 2, 1)
    cards = run([[family[0].family.number, ""]], name="keluarga rawan.xlsx")
    assert cards["applied"] == 1 and Supplement.objects.get(name="Keluarga rawan").target == Target.FAMILY


def test_every_mistake_is_told_at_once(run: Any, supplement: Supplement, family: Any, make: Any, actor: Any) -> None:
    dead = make("KARTO")
    die(actor, dead)
    head = [*HEAD, "Luas (ha)", "Sejak", "STATUS LAHAN", "Warna"]
    rows = [
        ["123", "", "", "", "", ""],
        ["9999999999999999", "", "", "", "", ""],
        [dead.nik, "", "", "", "", ""],
        [family[0].nik, "x" * 301, "banyak", "31-02-2020", "Gadai", "biru"],
        [family[1].nik, "", "", "", "", ""],
        [family[1].nik, "", "", "", "", ""],
    ]
    report = run(rows, head, options={"supplement": str(supplement.pk)})
    assert codes(report) == [
        (1, "unknown_column"), (2, "number_length"), (3, "number_unknown"), (4, "not_present"), (5, "too_long"), (5, "bad_value"),
        (5, "bad_value"), (5, "bad_value"), (7, "twice"),
    ]  # fmt: skip
    assert (report["rows"], report["refused"], report["new"], report["unchanged"], report["applied"]) == (6, 4, 1, 1, 0)
    assert run(rows, head, options={"supplement": str(supplement.pk)}, skip_refused=True)["applied"] == 1


def test_values_are_read_by_their_column(run: Any, supplement: Supplement, family: Any) -> None:
    head = [*HEAD, "LUAS (HA)", "Sejak", "Status lahan", "Kelompok"]
    rows = [
        [family[0].nik, "", 2.5, date(2020, 1, 2), "sewa", "Tani Makmur"],
        [family[1].nik, "", "1.250", "03/04/2021", "", 7.0],
    ]
    assert run(rows, head, options={"supplement": str(supplement.pk)})["applied"] == 2
    key = keys(supplement)
    assert supplement.entries.get(resident=family[0]).values == {
        key["Luas (ha)"]: 2.5, key["Sejak"]: "2020-01-02", key["Status lahan"]: "Sewa", key["Kelompok"]: "Tani Makmur"
    }  # fmt: skip
    assert supplement.entries.get(resident=family[1]).values == {
        key["Luas (ha)"]: 1250, key["Sejak"]: "2021-04-03", key["Kelompok"]: "7"
    }  # fmt: skip


def test_an_export_comes_in_again_unchanged(
    actor: Any, supplement: Supplement, families: Supplement, family: Any, tmp_path: Path
) -> None:
    services.add_column(actor=actor, supplement=supplement, name="Nomor kartu", kind=ColumnKind.TEXT, required=True)
    key = keys(supplement)
    values = {
        key["Luas (ha)"]: "1,5",
        key["Sejak"]: "05-06-2021",
        key["Status lahan"]: "Milik",
        key["Nomor kartu"]: "0012",
    }
    services.add_entries(actor=actor, supplement=supplement, subjects=family, note="lama", values=values)
    services.add_entries(actor=actor, supplement=families, subjects=[family[0].family])
    for each in (supplement, families):
        path = tmp_path / f"{each.target}.xlsx"
        report = export_of("supplements.entries").report(staff("operator"), {"supplement": str(each.pk)})
        rows = write_report(report, "xlsx", path, frame=report_frame())
        again = load(path, actor=actor)
        assert (again["unchanged"], again["issues"]) == (rows, []), each.name
        described = [(column.name, column.kind, column.choices, column.required) for column in each.columns.all()]
        before = sorted(
            (str(entry.resident_id or entry.family_id), entry.note, len(entry.values)) for entry in each.entries.all()
        )
        services.clear_entries(actor=actor, supplement=each)
        name, source = each.name, each.source
        services.delete_supplement(actor=actor, supplement=each)
        assert load(path, actor=actor)["new"] == rows
        made = Supplement.objects.get(name=name)
        assert (made.source, made.target) == (source, each.target)
        assert [
            (column.name, column.kind, column.choices, column.required) for column in made.columns.all()
        ] == described
        assert before == sorted(
            (str(entry.resident_id or entry.family_id), entry.note, len(entry.values)) for entry in made.entries.all()
        )


def test_a_sheet_that_says_what_the_list_is(run: Any, families: Supplement, family: Any) -> None:
    about = SheetOut("Suplemen", ["Nama", "Keluarga rawan"], [["Sasaran", "Penduduk"]])
    with pytest.raises(SpreadsheetRefused) as refused:
        run([[family[0].nik, ""]], more=[about])
    assert "berisi keluarga" in refused.value.message()
    odd = SheetOut("Suplemen", ["Nama", "Baru"], [["Sasaran", "Hewan"]])
    with pytest.raises(SpreadsheetRefused):
        run([[family[0].nik, ""]], more=[odd])
    for kind, choices in (("Warna", ""), ("Pilihan", "satu")):
        columns = SheetOut("Kolom", ["NAMA KOLOM", "JENIS", "PILIHAN", "WAJIB"], [["Ukuran", kind, choices, "YA"]])
        with pytest.raises(SpreadsheetRefused):
            run([[family[0].nik, ""]], more=[columns])
    with pytest.raises(SpreadsheetRefused):
        run([[family[0].nik, ""]], options={"supplement": "0197f000-0000-7000-8000-000000000000"})
    assert not Supplement.objects.exclude(pk=families.pk).exists()
    assert sniff(HEAD) > 0.9 and sniff(["Peserta", "No. Peserta", "NIK", "Keterangan"]) == 0


def test_an_import_is_taken_back_but_not_over_anybodys_work(run: Any, actor: Any, family: Any) -> None:
    columns = SheetOut("Kolom", ["NAMA KOLOM", "JENIS", "PILIHAN", "WAJIB"], [["Ukuran", "Angka", "", ""]])
    rows = [[family[0].nik, "", "3"], [family[1].nik, "", ""]]
    kept = run(rows, [*HEAD, "Ukuran"], [columns])["undo"]
    assert undo(kept, actor=actor) == {"reverted": 2, "skipped": 0}
    assert not Supplement.objects.exists() and not SupplementColumn.objects.exists()
    assert undo(kept, actor=actor) == {"reverted": 0, "skipped": 0}
    kept = run(rows, [*HEAD, "Ukuran"], [columns])["undo"]
    entry = Entry.objects.get(resident=family[0])
    services.change_entry(actor=actor, entry=entry, note="dicek", values=entry.values)
    with pytest.raises(SupplementError):
        undo(kept, actor=actor)
    assert undo(kept, actor=actor, skip_touched=True) == {"reverted": 1, "skipped": 1}
    assert Supplement.objects.get().columns.count() == 1
    with pytest.raises(NotAllowed):
        undo(kept, actor=staff("viewer"))


def test_a_workbook_goes_into_the_list_of_the_page(
    office_client: Any, supplement: Supplement, family: Any, actor: Any, tmp_path: Path
) -> None:
    client = office_client("operator")
    url = f"/kantor/data-suplemen/{supplement.pk}/impor/"
    assert "Luas (ha)" in client.get(url).content.decode()
    path = tmp_path / "apa saja.xlsx"
    write_workbook(str(path), [SheetOut("Peserta", HEAD, [[family[0].nik, "x"]], text=(0,))])
    with path.open("rb") as file:
        answer = client.post(url, {"file": file})
    run = ImportRun.objects.get()
    assert answer["Location"] == f"/kantor/impor/{run.pk}/"
    importing.check_run(run.pk, actor=actor)
    importing.ask_to_apply(actor=actor, run=ImportRun.objects.get())
    assert importing.apply_run(run.pk, actor=actor).applied == 1
    assert supplement.entries.count() == 1 and Supplement.objects.count() == 1
    assert importing.undo_run(run.pk, actor=actor, skip_touched=False)["reverted"] == 1
    assert office_client("viewer").get(url).status_code == 403


def test_lists_on_paper(
    office_client: Any, supplement: Supplement, families: Supplement, family: Any, actor: Any, tmp_path: Path
) -> None:
    services.add_entries(
        actor=actor, supplement=supplement, subjects=family, values={keys(supplement)["Luas (ha)"]: "1.250,5"}
    )
    services.add_entries(actor=actor, supplement=families, subjects=[family[0].family])
    die(actor, family[1])
    client = office_client("operator")
    for fmt in ("xlsx", "pdf", "csv"):
        url = f"/kantor/data-suplemen/{supplement.pk}/unduh/?sex=1"
        assert client.post(url, {"fmt": fmt})["Location"].startswith("/kantor/pekerjaan/"), fmt
    assert office_client("viewer").post(url, {"fmt": "pdf"}).status_code == 403
    for each, words in (
        (supplement, ["1.250,5", "Mati", family[0].nik]),
        (families, ["SLAMET WIDODO", family[0].family.number]),
    ):
        report = export_of("supplements.paper").report(staff("operator"), {"supplement": str(each.pk)})
        write_report(report, "pdf", tmp_path / "a.pdf", frame=report_frame())
        text = pdf_text((tmp_path / "a.pdf").read_bytes())
        assert all(word in text for word in [each.name.upper(), "KEPALA DESA GEYER", *words]), text


def test_who_may_not_import(village: Any, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        load(tmp_path / "a.xlsx", actor=staff("viewer"))
