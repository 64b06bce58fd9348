"""The workbook of groups: every kind of mistake at once, what an export says comes in again, an import taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from balai.db import today
from balai.documents.reading import pdf_text
from balai.errors import NotAllowed
from balai.reports import export_of, write_report
from balai.reports.asking import report_frame
from balai.spreadsheets import SheetOut, write_workbook
from modules.groups import services
from modules.groups.columns import HEADINGS
from modules.groups.errors import GroupError
from modules.groups.imports import load, sniff, undo
from modules.groups.models import Category, EndReason, Group, Kind, Member, Position
from modules.groups.selectors import members_of
from tests.modules.groups.test_services import category, group, people
from tests.modules.households.test_services import die, settle
from tests.modules.population.conftest import staff

__all__ = ["category", "group"]
HEAD = ["KODE", "NAMA KELOMPOK", "KATEGORI", "NIK", "JABATAN", "NOMOR ANGGOTA", "SEJAK", "SAMPAI", "ALASAN BERHENTI"]


@pytest.fixture()
def run(village: Any, actor: Any, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """``run([rows])``: an import of these rows."""

    def go(rows: list[list[Any]], head: list[str] = HEAD, **options: Any) -> dict[str, Any]:
        path = tmp_path / "anggota.xlsx"
        write_workbook(str(path), [SheetOut("Anggota", head, rows, text=range(len(head)))])
        return load(path, actor=actor, **options)

    return go


def row(code: str, person: Any, position: str, *more: str, name: str = "", category: str = "") -> list[Any]:
    """A row of HEAD."""
    nik = person if isinstance(person, str) else person.nik
    return [code, name, category, nik, position, *more, *[""] * (4 - len(more))]


def codes(report: dict[str, Any]) -> list[tuple[int, str]]:
    """(row, code) of what was said."""
    return [(each["row"], each["code"]) for each in report["issues"]]


def test_a_new_code_makes_a_group_with_its_category_and_chair(run: Any, family: Any) -> None:
    rows = [
        row("KT-9", family[0], "KETUA", name="Tani Subur", category="Kelompok Tani"),
        row("KT-9", family[1], "Seksi Humas", "H-1"),
        row("KT-9", family[2], "90", "", "01-01-2020", "31-12-2022", "Mengundurkan diri"),
    ]
    looked = run(rows, dry_run=True)
    assert (looked["new"], looked["applied"]) == (3, 0) and not Group.objects.exists() and not Category.objects.exists()
    done = run(rows)
    settle()
    assert (done["applied"], done["issues"]) == (3, [])
    made = Group.objects.get()
    assert (made.kind, made.name, made.category.name) == (Kind.GROUP, "Tani Subur", "Kelompok Tani")
    assert people(made) == [("SLAMET WIDODO", "Ketua", "1"), ("SITI AMINAH", "Seksi Humas", "H-1")]
    (past,) = members_of(made, former=True)
    assert (past.end_reason, str(past.until)) == (EndReason.RESIGNED, "2022-12-31")
    again = run(rows)
    assert (again["unchanged"], again["applied"]) == (3, 0)


def test_every_mistake_is_told_at_once(run: Any, group: Group, family: Any, make: Any, actor: Any) -> None:
    dead, other = make("KARTO"), make("PARTO")
    die(actor, dead)
    rows = [
        row("", family[0], "Ketua"),
        row("X" * 17, family[0], "Ketua"),
        row("KT-01", "123", "Anggota"),
        row("KT-01", "9999999999999999", "Anggota"),
        row("KT-01", dead, "Anggota"),
        row("KT-01", other, ""),
        row("KT-01", other, "Anggota", "", "31-02-2020"),
        row("KT-01", other, "Anggota", "", "", "01-01-2021"),
        row("KT-01", other, "Anggota", "", "01-01-2022", "01-01-2021", "Lupa"),
        row("KT-01", other, "Ketua"),
        row("KT-01", family[0], "Anggota"),
        row("KT-01", other, "Anggota", "2"),
        row("NEW-1", other, "Ketua"),
        row("NEW-2", other, "Anggota", name="Baru", category="Baru"),
    ]
    report = run(rows)
    assert codes(report) == [
        (2, "no_code"), (3, "code_long"), (4, "nik_length"), (5, "nik_unknown"), (6, "not_present"), (7, "no_position"),
        (8, "bad_day"), (9, "no_since"), (10, "unknown_reason"), (10, "ends_before"), (11, "chair_other"),
        (12, "chair_stays"), (13, "number_taken"), (14, "new_needs_name"), (15, "one_chair"),
    ]  # fmt: skip
    assert (report["refused"], report["applied"]) == (14, 0)
    twice = run([row("KT-01", other, "Anggota"), row("KT-01", other, "Sekretaris")])
    assert codes(twice) == [(3, "person_twice")]
    kinds = run([["LEMBAGA", "KT-01", other.nik, "Anggota"]], ["JENIS", "KODE", "NIK", "JABATAN"])
    assert codes(kinds) == [(2, "other_kind")]
    assert codes(run([["PARTAI", "P-1", other.nik, "Ketua"]], ["JENIS", "KODE", "NIK", "JABATAN"]))[0] == (
        2,
        "unknown_kind",
    )
    services.dissolve_group(actor=actor, group=group, on=today())
    assert codes(run([row("KT-01", other, "Anggota")])) == [(2, "group_closed")]


def test_a_known_group_takes_what_the_file_says_and_empty_clears_nothing(run: Any, group: Group, family: Any) -> None:
    head = ["KODE", "NAMA KELOMPOK", "KATEGORI", "NOMOR SK", "TANGGAL SK", "NIK", "JABATAN", "MASA JABATAN"]
    rows = [
        ["KT-01", "Tani Makmur Jaya", "Gapoktan", "", "05-05-2021", family[0].nik, "Ketua", "2021-2026"],
        ["KT-01", "", "", "", "", family[1].nik, "Sekretaris", ""],
    ]
    report = run(rows, head)
    settle()
    group.refresh_from_db()
    assert (report["changed"], group.name, group.category.name) == (2, "Tani Makmur Jaya", "Gapoktan")
    assert (group.decree_number, str(group.decree_date)) == ("141/7/2020", "2021-05-05")
    assert people(group) == [("SLAMET WIDODO", "Ketua", "1"), ("SITI AMINAH", "Sekretaris", "2")]
    assert members_of(group)[0].period == "2021-2026"
    assert run(rows, head)["unchanged"] == 2


def test_an_export_comes_in_again_unchanged(actor: Any, group: Group, family: Any, tmp_path: Path) -> None:
    services.add_member(actor=actor, group=group, resident=family[2], position_title="Seksi Humas", period="2024-2029")
    wife = members_of(group)[1]
    services.end_membership(
        actor=actor,
        member=wife,
        until=today(),
        reason=EndReason.DISMISSED,
        dismissed_number="SK 3",
        dismissed_on=today(),
    )
    path = tmp_path / "ekspor.xlsx"
    report = export_of("groups.members").report(staff("operator"), {"kind": "kelompok", "text": "", "filters": {}})
    assert write_report(report, "xlsx", path, frame=report_frame()) == 3
    again = load(path, actor=actor)
    assert (again["unchanged"], again["issues"]) == (3, [])
    Member.objects.all().delete()
    Group.objects.all().delete()
    assert load(path, actor=actor)["new"] == 3
    settle()
    made = Group.objects.get()
    assert people(made) == [("SLAMET WIDODO", "Ketua", "1"), ("BUDI SLAMET", "Seksi Humas", "3")]
    (past,) = members_of(made, former=True)
    assert (past.dismissed_number, past.end_reason) == ("SK 3", EndReason.DISMISSED)
    assert sniff([each.title for each in HEADINGS]) == 1.0


def test_an_import_is_taken_back_but_not_over_anybodys_work(
    run: Any, actor: Any, group: Group, family: Any, make: Any
) -> None:
    other = make("PARTO")
    rows = [
        row("KT-01", family[1], "Sekretaris", "7"),
        row("KT-01", other, "Anggota"),
        row("NEW", family[2], "Ketua", name="Karang Taruna", category="Pemuda"),
    ]
    kept = run(rows)["undo"]
    settle()
    assert undo(kept, actor=actor) == {"reverted": 2, "skipped": 0}
    settle()
    assert people(group) == [("SLAMET WIDODO", "Ketua", "1"), ("SITI AMINAH", "Bendahara", "2")]
    assert Group.objects.count() == 1 and not Category.objects.filter(name="Pemuda").exists()
    kept = run(rows)["undo"]
    services.change_member(
        actor=actor, member=members_of(group).get(resident=other), position=Position.MEMBER, number="9"
    )
    with pytest.raises(GroupError):
        undo(kept, actor=actor)
    assert undo(kept, actor=actor, skip_touched=True)["skipped"] == 1
    assert len(people(group)) == 3 and not Group.objects.filter(code="NEW").exists()
    with pytest.raises(NotAllowed):
        undo(kept, actor=staff("viewer"))


def test_lists_on_paper(office_client: Any, group: Group, family: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    base = f"/kantor/kelompok/{group.pk}/unduh/"
    for url, data in (
        (base, {"fmt": "pdf"}), (base, {"fmt": "xlsx", "what": "members"}), ("/kantor/kelompok/unduh/", {"fmt": "pdf", "what": "list"}),
        ("/kantor/lembaga/unduh/", {"fmt": "csv", "what": "members"}),
    ):  # fmt: skip
        assert client.post(url, data)["Location"].startswith("/kantor/pekerjaan/"), url
    assert office_client("viewer").post(base, {"fmt": "pdf"}).status_code == 403
    report = export_of("groups.group").report(staff("operator"), {"group": str(group.pk), "kind": "kelompok"})
    write_report(report, "pdf", tmp_path / "a.pdf", frame=report_frame())
    text = pdf_text((tmp_path / "a.pdf").read_bytes())
    assert "TANI MAKMUR" in text and "141/7/2020" in text and family[0].nik in text and "KEPALA DESA GEYER" in text
    report = export_of("groups.list").report(staff("viewer"), {"kind": "kelompok", "text": "", "filters": {}})
    write_report(report, "pdf", tmp_path / "b.pdf", frame=report_frame())
    assert "DAFTAR KELOMPOK" in pdf_text((tmp_path / "b.pdf").read_bytes())


def test_who_may_not_import(village: Any, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        load(tmp_path / "a.xlsx", actor=staff("viewer"))
