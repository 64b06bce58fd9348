"""Files that are none, files that are too much, a broker that is away: a clear sentence, and nothing changed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from balai.errors import BalaiError
from modules.population import importing, services
from modules.population.applying import writing
from modules.population.models import FamilyCard, ImportRun, PopulationEvent, Resident, Territory
from tests.factories import layouts as factory
from tests.factories import opensid as files
from tests.factories.opensid import card, nik, person, workbook
from tests.factories.xls import write_xls


def rows(count: int) -> list[dict[str, Any]]:
    """Heads of families of one."""
    return [person(nik=nik(each), no_kk=card(each), nama="KEPALA") for each in range(count)]


def good(tmp_path: Path) -> Path:
    """A right workbook."""
    return workbook(tmp_path / "baik.xlsx", rows(2))


def blank_rows(source: Path, target: Path) -> Path:
    """A workbook with a million styled rows below its people, as "format the whole column" leaves them."""
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(source) as archive:
        text = archive.read(sheet).decode()
    blank = "".join(f'<row r="{number}"><c r="AQ{number}" s="1"/></row>' for number in range(1_000_001, 1_048_577))
    return files.rebuilt(source, target, {sheet: text.replace("</sheetData>", f"{blank}</sheetData>").encode()})


def text_file(encoding: str) -> Callable[[Path], Path]:
    """A list saved as text in some encoding and renamed."""

    def make(tmp_path: Path) -> Path:
        path = tmp_path / "teks.xlsx"
        path.write_bytes("nik;nama;no_kk\n3315053101809001;SITI AMÍNAH;0\n".encode(encoding))
        return path

    return make


def bytes_of(content: bytes, name: str = "a.xlsx") -> Callable[[Path], Path]:
    """A file of these bytes."""

    def make(tmp_path: Path) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


BAD: list[tuple[str, Callable[[Path], Path], str]] = [
    ("a web page", lambda at: files.web_page(at / "a.xls"), "halaman web"),
    ("photographs in a zip", lambda at: files.zip_of_something_else(at / "a.xlsx"), "arsip zip"),
    ("a picture", bytes_of(b"\x89PNG\r\n\x1a\n" + bytes(200)), "bukan buku kerja"),
    ("protected by a password", lambda at: files.protected(at / "a.xlsx"), "sandi"),
    ("empty file", bytes_of(b""), "kosong"),
    ("nothing in its sheets", lambda at: workbook(at / "a.xlsx", [], headings=[]), "tidak berisi"),
    ("text in UTF-8", text_file("utf-8"), "berkas teks"),
    ("text in Latin-1", text_file("latin-1"), "berkas teks"),
    ("text in UTF-16", text_file("utf-16"), "bukan buku kerja"),
    ("cut off in the middle", lambda at: _cut(good(at), at / "a.xlsx"), "rusak"),
    ("an old workbook cut off", lambda at: _cut(write_xls(at / "b.xls", {"a": [["x"] * 40] * 400}), at / "a.xls"), "rusak"),
    ("a zip bomb", lambda at: files.bomb(good(at), at / "a.xlsx", 300 * 2**20), "terlalu besar"),
    ("a million blank rows", lambda at: blank_rows(good(at), at / "a.xlsx"), "Hapus baris"),
    ("a title and nothing else", lambda at: factory.xlsx(at / "a.xlsx", [("a", [["DATA PENDUDUK"]])]), "judul kolom"),
]  # fmt: skip


def _cut(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    return target


def state() -> tuple[int, ...]:
    """How much the register holds."""
    return tuple(model.objects.count() for model in (Resident, FamilyCard, Territory, PopulationEvent))


@pytest.mark.parametrize(("make", "words"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_what_cannot_be_read_is_one_sentence_and_nothing_changed(
    village: Any, actor: Any, tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    path, before = make(tmp_path), state()
    with pytest.raises(BalaiError) as refused:
        with path.open("rb") as file:
            run = importing.start_import(actor=actor, upload=file, name=path.name, size=path.stat().st_size)
        importing.check_run(run.pk, actor=actor)
    sentence = refused.value.message()
    assert words in sentence and sentence.endswith(".") and "Error" not in sentence
    with pytest.raises(BalaiError):
        importing.load(path, actor=actor)
    for kept in ImportRun.objects.all():
        assert (kept.state, kept.summary["sentence"]) == ("refused", sentence)
    assert state() == before


def test_doubled_headings_are_asked_about_and_refused_at_the_command_line(
    village: Any, actor: Any, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", rows(1), headings=["nama", "no_kk", "nik", "Nama"])
    with pytest.raises(BalaiError, match="dua kali"):
        importing.load(path, actor=actor)
    with path.open("rb") as file:
        run = importing.start_import(actor=actor, upload=file, name=path.name, size=path.stat().st_size)
    importing.check_run(run.pk, actor=actor)
    run.refresh_from_db()
    assert [each["heading"] for each in importing.columns_of(run)] == ["nama", "no_kk", "nik", "Nama"]


def test_formulas_without_a_result_are_errors_of_their_cells(village: Any, actor: Any, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", rows(2), formulas={(2, "nama"): ("=A1", ""), (3, "suku"): ("=A1", "Jawa")})
    report = importing.load(path, actor=actor, dry_run=True)
    assert [(issue["row"], issue["column"]) for issue in report["issues"] if issue["code"] == "formula"] == [
        (2, "nama")
    ]
    assert (report["new"], report["refused"]) == (1, 1)


def test_macros_come_along_and_do_nothing(village: Any, actor: Any, tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", {"a": factory.siak_rows(factory.houses())}, macros=True)
    assert importing.load(path, actor=actor)["applied"] == 5


def test_what_breaks_half_way_leaves_nothing_and_may_run_again(
    village: Any, actor: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with good(tmp_path).open("rb") as file:
        run = importing.start_import(actor=actor, upload=file, name="a.xlsx", size=1000)
    importing.check_run(run.pk, actor=actor)
    before = state()

    def breaks(*args: Any, **kwargs: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(writing, "write_lines", breaks)
        with pytest.raises(MemoryError):
            importing.apply_run(run.pk, actor=actor)
    assert (state(), ImportRun.objects.get(pk=run.pk).state) == (before, "checked")
    assert importing.apply_run(run.pk, actor=actor).applied == 2
    assert importing.apply_run(run.pk, actor=actor).applied == 2
    assert Resident.objects.filter(nik__in=[nik(0), nik(1)]).count() == 2
    assert services.verify_ledger() == []


def test_a_check_that_comes_late_leaves_an_applied_import_alone(village: Any, actor: Any, tmp_path: Path) -> None:
    with good(tmp_path).open("rb") as file:
        run = importing.start_import(actor=actor, upload=file, name="a.xlsx", size=1000)
    importing.check_run(run.pk, actor=actor)
    importing.apply_run(run.pk, actor=actor)
    assert importing.check_run(run.pk, actor=actor).applied == 2
    assert ImportRun.objects.get(pk=run.pk).state == "applied"


def test_a_broker_that_is_away_at_the_upload_loses_nothing(
    office_client: Any, tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any, actor: Any
) -> None:
    from balai.jobs import sending
    from balai.jobs.models import Job

    client = office_client("operator")
    before = state()
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    sending.sender.cache_clear()
    sending.reopen()
    try:
        with good(tmp_path).open("rb") as file, django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/kantor/impor/baru/", {"file": file})
    finally:
        sending.sender.cache_clear()
        sending.reopen()
    assert answer.status_code == 302
    run = ImportRun.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert "Menunggu giliran" in page and "Anda boleh meninggalkan halaman ini" in page
    assert Job.objects.get(pk=run.job_id).state == "waiting"
    assert (run.state, state()) == ("uploaded", before)
    # The sweep sends it later; then it goes on as always.
    importing.check_run(run.pk, actor=actor)
    assert ImportRun.objects.get().summary["new"] == 2


def test_a_file_that_is_gone_says_so(village: Any, actor: Any, tmp_path: Path) -> None:
    with good(tmp_path).open("rb") as file:
        run = importing.start_import(actor=actor, upload=file, name="a.xlsx", size=1000)
    ImportRun.objects.update(file_id=None)
    with pytest.raises(BalaiError, match="Unggah sekali lagi"):
        importing.check_run(run.pk, actor=actor)
