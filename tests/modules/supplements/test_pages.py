"""Pages of supplements, in the office and for everybody."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

import workers.tasks.reports  # noqa: F401  (its handler makes the files)
from balai.files.services import path_of
from balai.jobs.models import Job
from modules.population.models import Resident
from modules.supplements import services
from modules.supplements.models import Entry, Supplement, SupplementColumn
from tests.modules.households.test_services import die
from tests.modules.population.test_finding_pages import taken
from tests.modules.population.test_pages import FRAME, digits_of, text_of
from tests.modules.supplements.test_services import families, keys, supplement

__all__ = ["families", "supplement"]


def test_pages_cost_the_same_however_many(
    office_client: Any, supplement: Supplement, families: Supplement, actor: Any, family: Any
) -> None:
    client = office_client("operator")
    services.add_entries(actor=actor, supplement=supplement, subjects=[family[0]])
    services.add_entries(actor=actor, supplement=families, subjects=[family[0].family])
    pages = (
        "/kantor/data-suplemen/",
        f"/kantor/data-suplemen/{supplement.pk}/",
        f"/kantor/data-suplemen/{families.pk}/",
    )
    few = []
    for url in pages:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        few.append(len(asked))
    people = list(Resident.objects.filter(presence=1, void_at=None, family__isnull=False).select_related("family")[:60])
    services.add_entries(actor=actor, supplement=supplement, subjects=people)
    services.add_entries(actor=actor, supplement=families, subjects=[each.family for each in people if each.family])
    for url, before in zip(pages, few, strict=True):
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        assert len(asked) <= before, url
        assert len(asked) <= FRAME + 10, url


def test_an_officer_makes_a_list_with_a_column_and_pastes_numbers(office_client: Any, family: Any, make: Any) -> None:
    client = office_client("operator")
    answer = client.post("/kantor/data-suplemen/baru/", {"name": "Penerima bibit", "target": "1", "source": "Dinas"})
    made = Supplement.objects.get()
    assert answer["Location"] == f"/kantor/data-suplemen/{made.pk}/"
    url = f"/kantor/data-suplemen/{made.pk}/"
    client.post(f"{url}kolom/baru/", {"name": "Jumlah", "kind": "number"})
    client.post(f"{url}kolom/baru/", {"name": "Jenis", "kind": "choice", "choices": "Padi\nJagung\n"})
    column = SupplementColumn.objects.get(name="Jenis")
    assert "Padi, Jagung" in text_of(client.get(f"{url}kolom/"))
    number = SupplementColumn.objects.get(name="Jumlah")
    pasted = f"{family[0].nik}\n{family[1].nik}\n9999999999999999"
    data = {"numbers": pasted, "note": "Tahap 1", f"c_{column.key}": "Padi", f"c_{number.key}": "12,5"}
    page = text_of(client.post(f"{url}isi/baru/", data, follow=True))
    assert "2 ditambahkan" in page and "9999999999999999" in page
    assert "12,5" in page and "Padi" in page
    page = text_of(client.post(f"{url}isi/baru/", {"person": str(family[0].pk)}, follow=True))
    assert "1 sudah ada di daftar" in page
    assert "SLAMET" in text_of(client.get(url, {f"c_{column.key}": "Padi"}))
    assert "Tidak ada yang cocok" in text_of(client.get(url, {f"c_{column.key}": "Jagung"}))


def test_mistakes_are_all_shown_at_once(office_client: Any, supplement: Supplement, family: Any) -> None:
    client = office_client("operator")
    key = keys(supplement)
    url = f"/kantor/data-suplemen/{supplement.pk}/isi/baru/"
    data = {"numbers": "12345", f"c_{key['Luas (ha)']}": "banyak", f"c_{key['Sejak']}": "31-02-2020"}
    answer = client.post(url, data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "bukan nomor 16 angka" in page and "harus angka" in page and "bukan tanggal yang ada" in page
    assert "Pilih satu, atau tempel daftar nomornya" in text_of(client.post(url, {}))
    assert not Entry.objects.exists()


def test_an_entry_is_changed_and_taken_out(office_client: Any, supplement: Supplement, family: Any, actor: Any) -> None:
    client = office_client("operator")
    services.add_entries(actor=actor, supplement=supplement, subjects=family)
    entry = Entry.objects.get(resident=family[0])
    key = keys(supplement)["Luas (ha)"]
    base = f"/kantor/data-suplemen/{supplement.pk}/"
    client.post(f"{base}isi/{entry.pk}/", {"version": entry.version, "note": "ok", f"c_{key}": "3"})
    page = text_of(client.get(f"{base}isi/{entry.pk}/"))
    assert 'value="3"' in page
    late = client.post(f"{base}isi/{entry.pk}/", {"version": entry.version, "note": "lain"})
    assert late.status_code == 409
    assert "dikeluarkan dari" in text_of(client.get(f"{base}isi/{entry.pk}/hapus/"))
    client.post(f"{base}isi/{entry.pk}/hapus/")
    other = Entry.objects.get(resident=family[1])
    client.post(f"{base}isi/keluarkan/", {"entry": [str(other.pk), "nonsense"]})
    assert Entry.objects.get().resident_id == family[2].pk
    assert client.post(f"{base}hapus/").status_code == 422
    client.post(f"{base}kosongkan/")
    assert client.post(f"{base}hapus/").status_code == 302
    assert not Supplement.objects.exists()


def test_who_is_gone_is_shown_and_offered_for_removal(
    office_client: Any, supplement: Supplement, family: Any, actor: Any
) -> None:
    services.add_entries(actor=actor, supplement=supplement, subjects=family)
    die(actor, family[0])
    client = office_client("operator")
    url = f"/kantor/data-suplemen/{supplement.pk}/"
    page = text_of(client.get(url))
    assert "1 orang meninggal" in page and '<span class="badge quiet">MATI</span>' in page
    assert "SITI AMINAH" not in text_of(client.get(url, {"mend": "1"})).split("<table")[1]
    client.post(f"{url}bersihkan/")
    assert Entry.objects.count() == 2


def test_a_list_of_families_finds_them_by_any_member(office_client: Any, families: Supplement, family: Any) -> None:
    client = office_client("operator")
    found = client.get("/kantor/data-suplemen/cari-keluarga/", {"q": "SITI AMINAH"}).json()["people"]
    assert found[0]["key"] == str(family[0].family_id) and found[0]["name"] == "SLAMET WIDODO"
    url = f"/kantor/data-suplemen/{families.pk}/"
    client.post(f"{url}isi/baru/", {"numbers": family[0].family.number})
    assert "SLAMET WIDODO" in text_of(client.get(url))


def test_numbers_are_masked_and_reading_is_audited(
    office_client: Any, supplement: Supplement, family: Any, actor: Any
) -> None:
    from balai.audit import readings_of

    services.add_entries(actor=actor, supplement=supplement, subjects=family)
    url = f"/kantor/data-suplemen/{supplement.pk}/"
    assert family[0].nik in digits_of(office_client("operator").get(url))
    viewer = office_client("viewer")
    assert family[0].nik not in digits_of(viewer.get(url))
    assert readings_of(supplement).filter(action="supplements.supplement_read").count() == 2
    for path in ("isi/baru/", "kolom/baru/", "ubah/", "hapus/", "kosongkan/", "bersihkan/"):
        assert viewer.get(url + path).status_code == 403, path
    for query in ("territory=x", "sex=9", "mend=1", "sort=-age", "sort=x", "page=0", "kolom=age"):
        assert viewer.get(f"{url}?{query}").status_code == 200, query


def test_everybody_sees_counts_only(
    client_of: Any, village: Any, supplement: Supplement, family: Any, actor: Any
) -> None:
    services.add_entries(actor=actor, supplement=supplement, subjects=family)
    page = text_of(client_of(village).get("/data-suplemen/"))
    connection.set_tenant(village)
    assert "Belum ada daftar" in page
    assert "data suplemen" not in text_of(client_of(village).get("/"))
    connection.set_tenant(village)
    services.update_supplement(actor=actor, supplement=supplement, name=supplement.name, published=True)
    page = text_of(client_of(village).get("/data-suplemen/"))
    assert "Petani penggarap" in page and "kurang dari 5" in page
    assert "SLAMET" not in page and family[0].nik not in page
    assert "1 daftar data suplemen, dalam angka" in text_of(client_of(village).get("/"))


def test_the_index_is_taken_along(office_client: Any, supplement: Supplement, families: Supplement) -> None:
    client = office_client("operator")
    assert client.post("/kantor/data-suplemen/?sort=-name", {"fmt": "csv"}).status_code == 302
    said = (
        path_of(taken(Job.objects.filter(kind="reports.export").latest("created_at")))
        .read_text("utf-8-sig")
        .splitlines()
    )
    names = [line.split(";")[0] for line in said[1:]]
    assert said[0].startswith("Nama;") and names == sorted(names, reverse=True) and supplement.name in names
    assert office_client("viewer").post("/kantor/data-suplemen/", {"fmt": "csv"}).status_code == 403
