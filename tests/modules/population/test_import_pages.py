"""Pages of an import as an officer sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.audit.models import Entry
from balai.spreadsheets import SpreadsheetRefused
from modules.population import importing, services
from modules.population.models import ImportRun, Resident
from tests.factories import layouts as factory
from tests.factories.opensid import card, nik, person, workbook
from tests.modules.population.test_import_ways import own_list


def text_of(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())


@pytest.fixture()
def upload(office_client: Callable[..., Any], actor: Any) -> Callable[..., Any]:
    """``upload(client, path)``: by the page; its check carried out; gives the run and its address."""
    from balai.jobs.models import Job

    def run(client: Any, path: Path, **fields: str) -> tuple[ImportRun, str]:
        with path.open("rb") as file:
            answer = client.post("/kantor/impor/baru/", {"file": file, **fields})
        assert answer.status_code == 302, text_of(answer)
        made = ImportRun.objects.latest("created_at")
        importing.check_run(made.pk, actor=actor)
        Job.objects.exclude(state="done").update(state="done")
        return ImportRun.objects.get(pk=made.pk), f"/kantor/impor/{made.pk}/"

    return run


def done(run: ImportRun, actor: Any) -> ImportRun:
    """As when a worker has carried out what was asked."""
    from balai.jobs.models import Job

    importing.apply_run(run.pk, actor=actor)
    importing.write_result_sheet(run.pk, actor=actor)
    Job.objects.exclude(state="done").update(state="done")
    return ImportRun.objects.get(pk=run.pk)


def test_the_upload_page_names_every_layout(office_client: Any) -> None:
    page = text_of(office_client("operator").get("/kantor/impor/baru/"))
    assert "Kenali sendiri" in page
    for title in importing.layout_titles().values():
        assert title in page


def test_the_page_says_what_the_file_was_taken_for_and_lets_one_choose(
    office_client: Any, upload: Any, tmp_path: Path, actor: Any
) -> None:
    client = office_client("operator")
    run, url = upload(client, factory.xlsx(tmp_path / "a.xlsx", [("a", factory.siak_rows(factory.houses()))]))
    page = text_of(client.get(url))
    assert "SIAK, daftar penduduk 37 kolom" in page and "Nomor KK" in page
    assert "Bukan ini? Pilih" in page and "Belum pasti" not in page
    assert client.post(f"{url}bentuk/", {"layout": "bip2012"}).status_code == 302
    with pytest.raises(SpreadsheetRefused):
        importing.check_run(run.pk, actor=actor)
    from balai.jobs.models import Job

    Job.objects.exclude(state="done").update(state="done")
    page = text_of(client.get(url))
    assert "Tidak ada anggota keluarga" in page and "Baca ulang" in page
    answer = client.post(f"{url}bentuk/", {"layout": "bip1999"}, follow=True)
    assert "tidak dikenal" in text_of(answer)


def test_a_guess_is_told_as_a_guess(office_client: Any, upload: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    _run, url = upload(client, factory.xlsx(tmp_path / "a.xlsx", [("a", factory.bip2012_rows(factory.houses()))]))
    assert "Belum pasti" in text_of(client.get(url))
    run, url = upload(client, tmp_path / "a.xlsx", layout="bip2012")
    assert run.layout == "bip2012" and "Belum pasti" not in text_of(client.get(url))


def test_columns_are_matched_on_their_page(office_client: Any, upload: Any, tmp_path: Path, actor: Any) -> None:
    client = office_client("operator")
    run, url = upload(client, factory.xlsx(tmp_path / "a.xlsx", [("Warga", own_list())]))
    assert "Cocokkan kolom" in text_of(client.get(url))
    page = text_of(client.get(f"{url}kolom/"))
    assert "Nama Lengkap" in page and "(wajib)" in page and "KEPALA" in page
    assert re.search(r'<option value="nama" selected>', page)
    chosen = {f"column:{place}": each["guess"] for place, each in enumerate(importing.columns_of(run))}
    wrong = client.post(f"{url}kolom/", chosen | {"column:3": ""})
    assert wrong.status_code == 422 and "Belum ada kolom untuk NIK" in text_of(wrong)
    twice = client.post(f"{url}kolom/", chosen | {"column:0": "nama"})
    assert "sudah dipilih" in text_of(twice) and "field wrong" in text_of(twice)
    assert client.post(f"{url}kolom/", chosen).status_code == 302
    importing.check_run(run.pk, actor=actor)
    assert ImportRun.objects.get(pk=run.pk).state == "checked"
    _later, later = upload(client, factory.xlsx(tmp_path / "b.xlsx", [("Warga", own_list(3))]))
    page = text_of(client.get(later))
    assert "seperti pada berkas sebelumnya" in page and "Ubah pencocokan kolom" in page
    _siak, siak = upload(client, factory.xlsx(tmp_path / "c.xlsx", [("a", factory.siak_rows(factory.houses()))]))
    assert client.get(f"{siak}kolom/").status_code == 404


def test_several_cells_are_mended_with_one_press(office_client: Any, upload: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    people = [
        person(nik=nik(1), no_kk=card(1), tanggallahir="31-02-1980", agama_id=77),
        person(nik=nik(2), no_kk=card(2), sex=9),
        person(nik=nik(3), no_kk=card(3), kk_level=4),
    ]
    run, url = upload(client, workbook(tmp_path / "a.xlsx", people))
    page = text_of(client.get(url))
    assert 'list="list-agama_id"' in page and '<option value="ISLAM">' in page
    inputs = dict(re.findall(r'name="(cell:[^"]+)"[^>]*value="([^"]*)"', page))
    assert inputs["cell:2:agama_id"] == "77"
    sent = inputs | {"cell:2:tanggallahir": "28-02-1980", "cell:2:agama_id": "islam", "cell:3:sex": "L"}
    answer = client.post(f"{url}perbaiki/", sent, follow=True)
    assert "3 perbaikan disimpan" in text_of(answer)
    run.refresh_from_db()
    assert run.patches == {"2:tanggallahir": "28-02-1980", "2:agama_id": "islam", "3:sex": "L"}
    assert (run.summary["refused"], run.summary["new"]) == (0, 3)
    assert "Simpan 3 baru" in text_of(client.get(url))
    client.post(
        f"{url}perbaiki/", dict(re.findall(r'name="(cell:[^"]+)"[^>]*value="([^"]*)"', text_of(client.get(url))))
    )
    run.refresh_from_db()
    assert len(run.patches) == 3  # nothing was changed, so nothing was kept
    assert client.post(f"{url}perbaiki/", {"row": "x", "column": "nik", "text": "1"}).status_code == 404


def test_equal_cells_are_offered_together(office_client: Any, upload: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    people = [person(nik=nik(each), no_kk=card(each), pekerjaan_id="TANI") for each in range(12)]
    run, url = upload(client, workbook(tmp_path / "a.xlsx", people))
    page = text_of(client.get(url))
    assert "Isi yang sama di banyak baris" in page and "Pakai untuk 12 baris" in page
    assert '<option value="9">PETANI/PEKEBUN</option>' in page
    said = {"column": "pekerjaan_id", "code": "unknown_code", "value": "TANI", "text": ""}
    client.post(f"{url}perbaiki-sama/", said)
    assert ImportRun.objects.get(pk=run.pk).patches == {}
    answer = client.post(f"{url}perbaiki-sama/", said | {"text": "9"}, follow=True)
    assert "12 sel diperbaiki" in text_of(answer)
    assert "Isi yang sama" not in text_of(answer)


def test_issues_are_filtered_by_kind_and_column_and_paged(office_client: Any, upload: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    people = [person(nik=nik(each), no_kk=card(each), tanggallahir="31-02-1980", suku="X" * 200) for each in range(120)]
    _run, url = upload(client, workbook(tmp_path / "a.xlsx", people))
    page = text_of(client.get(url))
    assert "1-100 dari 240" in page
    assert "Tanggal tidak ada: Tanggal lahir (120)" in page
    only = text_of(client.get(f"{url}?level=error&code=bad_date&column=tanggallahir&page=2"))
    assert "101-120 dari 120" in only and "Terlalu panjang" not in only.split("<table")[-2]
    nothing = text_of(client.get(f"{url}?level=error&code=formula&column=nik"))
    assert "Tidak ada catatan seperti ini" in nothing


def test_a_page_of_an_import_costs_the_same_however_many_rows(office_client: Any, upload: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    counts = []
    for many in (2, 200):
        people = [person(nik=nik(each), no_kk=card(each), agama_id=99) for each in range(many)]
        _run, url = upload(client, workbook(tmp_path / f"{many}.xlsx", people))
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_may_not_see_numbers_sees_them_masked(
    office_client: Any, upload: Any, tmp_path: Path, actor: Any, village: Any
) -> None:
    from balai.accounts.services import set_right

    set_right(actor=actor, role="operator", permission="population.view_nik", allowed=False)
    client = office_client("operator")
    people = [
        person(nik=nik(1), no_kk=card(1)),
        person(nik=nik(1)[:-1], no_kk=card(2)),
        person(nik=nik(3), no_kk=card(3), kk_level=4),
    ]
    run, url = upload(client, workbook(tmp_path / "a.xlsx", people))
    page = text_of(client.get(url))
    digits = re.sub(r"<[^>]*>|\s+", "", page)
    for number in (nik(1), nik(1)[:-1], card(1), card(3)):
        assert number not in digits
    inputs = dict(re.findall(r'name="(cell:[^"]+)"[^>]*value="([^"]*)"', page))
    assert "*" in inputs["cell:3:nik"]
    client.post(f"{url}perbaiki/", inputs)
    assert ImportRun.objects.get(pk=run.pk).patches == {}
    client.post(f"{url}perbaiki/", inputs | {"cell:3:nik": nik(2)})
    assert ImportRun.objects.get(pk=run.pk).patches == {"3:nik": nik(2)}


def test_looking_at_a_preview_is_a_reading(office_client: Any, upload: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    run, url = upload(client, workbook(tmp_path / "a.xlsx", [person(nik=nik(1), no_kk=card(1))]))
    client.get(url)
    assert Entry.objects.filter(action="population.import_read", about_id=str(run.pk)).count() == 1


def test_before_an_undo_those_touched_since_stand_there_by_name(
    office_client: Any, upload: Any, tmp_path: Path, actor: Any
) -> None:
    client = office_client("operator")
    people = [
        person(nik=nik(1), no_kk=card(1), nama="TIDAK DISENTUH"),
        person(nik=nik(2), no_kk=card(1), nama="DIUBAH", kk_level=4),
        person(nik=nik(3), no_kk=card(1), nama="MENINGGAL DUNIA", kk_level=4),
        person(nik=nik(4), no_kk=card(1), nama="KETUA", kk_level=4),
    ]
    run, url = upload(client, workbook(tmp_path / "a.xlsx", people))
    run = done(run, actor)
    quiet = text_of(client.get(f"{url}batalkan/"))
    assert "skip_touched" not in quiet
    by_nik = {each.nik: each for each in Resident.objects.filter(nik__in=[nik(1), nik(2), nik(3), nik(4)])}
    services.update_resident(actor=actor, resident=by_nik[nik(2)], phone="0812")
    from balai.db import today

    services.register_death(
        actor=actor, resident=by_nik[nik(3)], event_date=today(), report_date=today(), place="Rumah", cause=1, witness=1,
        time="14.30", child_number=1,
    )  # fmt: skip
    rt = by_nik[nik(4)].rt
    services.change_territory(actor=actor, territory=rt, name=rt.name, head=by_nik[nik(4)])
    page = text_of(client.get(f"{url}batalkan/"))
    assert "3 orang sudah diubah sesudah impor ini" in page
    assert all(
        name in page
        for name in ("DIUBAH", "MENINGGAL DUNIA", "KETUA", "datanya diubah", "Meninggal,", "dipakai di tempat lain")
    )
    assert "TIDAK DISENTUH" not in page
    refused = client.post(f"{url}batalkan/", {})
    assert refused.status_code == 422 and "Lewati mereka" in text_of(refused)
    assert client.post(f"{url}batalkan/", {"skip_touched": "on"}).status_code == 302
    assert importing.undo_run(run.pk, actor=actor, skip_touched=True) == {"reverted": 1, "skipped": 3}


def test_the_list_of_imports_says_what_each_file_was(office_client: Any, upload: Any, tmp_path: Path) -> None:
    client = office_client("operator")
    assert "Belum ada impor" in text_of(client.get("/kantor/impor/"))
    upload(client, factory.xlsx(tmp_path / "a.xlsx", [("a", factory.siak_rows(factory.houses()))]))
    page = text_of(client.get("/kantor/impor/"))
    assert "SIAK, daftar penduduk 37 kolom" in page and "a.xlsx" in page


def test_who_may_not_import_gets_none_of_its_pages(office_client: Any, upload: Any, tmp_path: Path) -> None:
    _run, url = upload(office_client("operator"), workbook(tmp_path / "a.xlsx", [person(nik=nik(1), no_kk=card(1))]))
    client = office_client("viewer")
    assert {client.get(f"{url}{page}").status_code for page in ("", "kolom/", "batalkan/")} == {403}
    for act in ("perbaiki/", "perbaiki-sama/", "bentuk/", "kolom/", "terapkan/", "batalkan/"):
        assert client.post(f"{url}{act}", {}).status_code == 403
