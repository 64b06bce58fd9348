"""Pages of finding people: the list and its columns, the builder of filters, kept filters, pasted lists, what is taken along."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import workers.tasks.reports  # noqa: F401  (its handler is what is tested)
from balai.audit.models import Entry
from balai.files.models import StoredFile
from balai.files.services import path_of
from balai.jobs.models import Job
from balai.jobs.running import run
from modules.population import exporting, services
from modules.population.fields import FIELDS
from modules.population.importing import load as load_file
from modules.population.models import FormerNik, Resident, SavedFilter
from modules.population.selectors import Selection
from tests.modules.population.conftest import staff
from tests.modules.population.test_pages import digits_of, text_of

LIST = "/kantor/penduduk/"
Client = Callable[..., Any]


def taken(job: Job) -> StoredFile:
    """The file of an export, once its job has run."""
    assert run(job.pk) == "done"
    job.refresh_from_db()
    return StoredFile.objects.get(pk=job.result["url"].rstrip("/").rsplit("/", 1)[1])


def asked_for(client: Any, url: str, **posted: Any) -> Job:
    """The export that a post asked for."""
    answer = client.post(url, posted)
    assert answer.status_code == 302, text_of(answer)
    return Job.objects.filter(kind="reports.export").latest("created_at")


# -- the list ----------------------------------------------------------------------------------------------------------


def test_any_field_can_be_a_column_and_the_choice_is_remembered(office_client: Client, family: Any) -> None:
    client = office_client("operator")
    services.update_resident(actor=staff("operator"), resident=family[0], phone="081234567890")
    asked = "&".join(f"kolom={name}" for name in FIELDS)
    page = text_of(client.get(f"{LIST}?q=slamet widodo&{asked}"))
    assert "081234567890" in page
    assert 'data-label="Nama ibu"' in page
    assert "081234567890" in text_of(client.get(f"{LIST}?q=slamet widodo"))
    # A name that is no column is none.
    assert client.get(f"{LIST}?kolom=nik&kolom=password").status_code == 200
    assert 'data-label="Telepon"' not in text_of(client.get(LIST))


def test_numbers_are_masked_in_every_column_for_who_may_not_see_them(office_client: Client, family: Any) -> None:
    services.update_resident(actor=staff("operator"), resident=family[2], father_nik=family[0].nik)
    asked = "&".join(f"kolom={name}" for name in FIELDS)
    for path in (LIST, f"{LIST}cetak/"):
        shown = digits_of(office_client("viewer").get(f"{path}?q=budi slamet&{asked}"))
        assert "BUDISLAMET" in shown
        for number in (family[2].nik, family[0].nik, family[0].family.number):
            assert number not in shown
        assert family[0].nik in digits_of(office_client("operator").get(f"{path}?q=budi slamet&{asked}"))


@pytest.mark.parametrize("sort", ["name", "-name", "nik", "-birth", "kk", "-kk", "created", "age", "family_number"])
def test_the_list_is_ordered_by_indexed_columns(office_client: Client, family: Any, sort: str) -> None:
    page = text_of(office_client("operator").get(f"{LIST}?q=widodo&sort={sort}"))
    assert ("aria-sort" in page) == (sort != "created")
    assert "SLAMET WIDODO" in page


def test_the_youngest_come_first_where_age_goes_up(office_client: Client, family: Any) -> None:
    client = office_client("operator")
    for sort in ("age", "-birth"):
        page = text_of(client.get(f"{LIST}?q=slamet&sort={sort}"))
        assert page.index("BUDI SLAMET") < page.index("SLAMET WIDODO"), sort


def test_columns_cost_no_query_each(office_client: Client, village: Any, actor: Any) -> None:
    client = office_client("operator")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{LIST}?kolom=nik")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST + "?" + "&".join(f"kolom={name}" for name in FIELDS))
    assert len(many) <= len(few) + 1


def test_a_bad_rule_is_a_sentence_and_lists_nobody(office_client: Client, family: Any) -> None:
    answer = office_client("operator").get(f"{LIST}?r=1.religion.is.99")
    assert answer.status_code == 200
    assert "tidak dapat dipakai" in text_of(answer)
    assert "SLAMET WIDODO" not in text_of(answer)


def test_look_alikes_are_announced(office_client: Client, make: Any) -> None:
    make("SUYANTO ZKAMDI")
    page = text_of(office_client("operator").get(f"{LIST}?q=suyatno zkmdi"))
    assert "SUYANTO ZKAMDI" in page
    assert "hanya mirip" in page


# -- the builder -------------------------------------------------------------------------------------------------------


def test_a_filter_is_built_row_by_row_without_scripts(office_client: Client, family: Any) -> None:
    client = office_client("operator")
    url = f"{LIST}saring/"
    assert "Pilih isian" in text_of(client.get(url))
    page = text_of(client.get(url, {"n": "1", "f0": "religion", "k0": "1", "act": "segar"}))
    assert "ISLAM" in page
    page = text_of(
        client.get(url, {"n": "1", "f0": "age", "o0": "between", "v0": ["20", "60", ""], "k0": "1", "act": "tambah"})
    )
    assert 'name="f1"' in page
    assert 'value="60"' in page
    page = text_of(
        client.get(url, {"n": "2", "f0": "age", "o0": "least", "v0": ["20", ""], "f1": "sex", "act": "hapus-0"})
    )
    assert 'name="f1"' not in page
    answer = client.get(
        url,
        {"n": "3", "f0": "age", "o0": "between", "v0": ["20", "60", ""], "k0": "1", "f1": "sex", "o1": "is", "v1": "2", "k1": "2",
         "f2": "", "k2": "2", "m": "all", "q": "siti", "presence": "all", "act": "terapkan"},
    )  # fmt: skip
    assert answer.status_code == 302
    assert answer.url == f"{LIST}?q=siti&presence=all&r=1.age.between.20~60&r=2.sex.is.2".replace("~", "~")
    page = text_of(client.get(answer.url))
    assert "SITI AMINAH" in page
    assert "Umur antara 20 dan 60 tahun" in page
    assert "Jenis kelamin adalah PEREMPUAN" in page
    # The chip's link leaves the rule out, the builder opens with what the URL has.
    assert re.search(r'href="\?[^"]*r=1\.age[^"]*"', page)
    assert 'value="60"' in text_of(client.get(answer.url.replace(LIST, url)))


def test_a_wrong_value_is_said_beside_its_row(office_client: Client, village: Any) -> None:
    answer = office_client("operator").get(
        f"{LIST}saring/",
        {"n": "1", "f0": "birth_date", "o0": "before", "v0": "31-02-2000", "k0": "1", "act": "terapkan"},
    )
    assert answer.status_code == 200
    assert "31-02-2000" in text_of(answer)
    assert "bukan tanggal yang ada" in text_of(answer)


@pytest.mark.parametrize("query", ["n=999999", "n=x", "n=2&f0=nope&f1=rt", "n=1&f0=sex&o0=zzz&v0=9&act=terapkan", "act=hapus-x", "n=1&k0=0"])  # fmt: skip
def test_nonsense_in_the_builder_is_no_error(office_client: Client, village: Any, query: str) -> None:
    assert office_client("operator").get(f"{LIST}saring/?{query}").status_code in {200, 302}


# -- kept filters ------------------------------------------------------------------------------------------------------


def test_a_filter_is_kept_shared_renamed_deleted_and_brought_back(office_client: Client, family: Any) -> None:
    mine = office_client("operator")
    answer = mine.post(f"{LIST}saringan/simpan/?r=1.sex.is.2&q=siti", {"name": "Perempuan"})
    assert answer.status_code == 302
    saved = SavedFilter.objects.get()
    other = office_client("sekretaris")
    assert other.get(f"{LIST}saringan/{saved.pk}/").status_code == 404
    mine.post(f"{LIST}saringan/{saved.pk}/ubah/", {"name": "Semua perempuan", "shared": "on"})
    opened = other.get(f"{LIST}saringan/{saved.pk}/")
    assert "SITI AMINAH" in text_of(other.get(opened.url))
    assert "Semua perempuan" in text_of(other.get(f"{LIST}saringan/"))
    assert other.post(f"{LIST}saringan/{saved.pk}/hapus/").status_code == 403
    page = text_of(mine.post(f"{LIST}saringan/{saved.pk}/hapus/", follow=True))
    assert "Urungkan" in page
    assert mine.get(f"{LIST}saringan/{saved.pk}/").status_code == 404
    mine.post(f"{LIST}saringan/{saved.pk}/pulihkan/")
    assert mine.get(f"{LIST}saringan/{saved.pk}/").status_code == 302
    refused = mine.post(f"{LIST}saringan/simpan/?r=1.sex.is.1", {"name": "Semua perempuan"})
    assert "dengan nama ini" in text_of(refused)
    assert "Belum ada saringan" in text_of(mine.post(f"{LIST}saringan/simpan/", {"name": "Kosong"}))


# -- pasted lists ------------------------------------------------------------------------------------------------------


def test_a_pasted_list_says_who_was_not_found_and_acts_on_the_rest(office_client: Client, family: Any) -> None:
    FormerNik.objects.create(nik="3315053101809111", resident=family[1], reason="corrected")
    pasted = f"{family[0].nik}\n{family[0].nik}\n1. 3315 0531 0180 9111 SITI\n3315059999999999\n12345, x\n\n"
    client = office_client("operator")
    answer = client.post(f"{LIST}daftar-nik/", {"numbers": pasted})
    shown = digits_of(answer)
    assert "3315059999999999" in shown
    assert "12345" in shown
    assert "Ditemukan dengan NIK lama" in text_of(answer)
    (url,) = re.findall(r'href="(/kantor/penduduk/\?daftar=[^"]+)"', text_of(answer))
    page = text_of(client.get(url))
    assert "SLAMET WIDODO" in page
    assert "SITI AMINAH" in page
    assert "BUDI SLAMET" not in page
    assert "2 orang" in page
    line = Entry.objects.filter(action="population.nik_list_searched").latest("id")
    assert (line.data["lines"], line.data["found"], line.data["missing"]) == (5, 2, 1)
    job = asked_for(client, f"{url.replace(LIST, LIST + 'ekspor/')}", how="csv")
    rows = list(csv.reader(io.StringIO(path_of(taken(job)).read_text("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["SITI AMINAH", "SLAMET WIDODO"]


def test_a_list_that_is_too_long_or_holds_no_number_is_refused(office_client: Client, village: Any) -> None:
    client = office_client("operator")
    many = "\n".join(f"{number:016d}" for number in range(5001))
    assert "Paling banyak 5.000 baris" in text_of(client.post(f"{LIST}daftar-nik/", {"numbers": many}))
    assert "Tidak ada angka" in text_of(client.post(f"{LIST}daftar-nik/", {"numbers": "halo"}))
    with CaptureQueriesContext(connection) as asked:
        client.post(f"{LIST}daftar-nik/", {"numbers": many[: 17 * 4000]})
    assert len(asked) < 20
    assert office_client("viewer").get(f"{LIST}daftar-nik/").status_code == 403


def test_a_list_that_has_run_out_says_so(office_client: Client, village: Any) -> None:
    assert "kedaluwarsa" in text_of(office_client("operator").get(f"{LIST}?daftar=lama"))


# -- taken along -------------------------------------------------------------------------------------------------------


def test_an_export_has_the_columns_that_are_shown_and_what_was_listed(office_client: Client, family: Any) -> None:
    client = office_client("operator")
    assert "Excel berkode" in text_of(client.get(f"{LIST}ekspor/?q=siti aminah"))
    client.get(f"{LIST}?kolom=nik&kolom=place&kolom=birth_date&kolom=mother_name")
    job = asked_for(client, f"{LIST}ekspor/?q=siti aminah&r=1.sex.is.2&sort=-name", how="csv")
    stored = taken(job)
    rows = list(csv.reader(io.StringIO(path_of(stored).read_text("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Nama", "NIK", "RT", "RW", "Dusun", "Tanggal lahir", "Nama ibu"]
    assert rows[1][:2] == ["SITI AMINAH", family[1].nik]
    line = Entry.objects.filter(action="reports.exported").latest("id")
    assert line.data["rules"] == ["sex.is"]
    assert line.data["rows"] == len(rows) - 1
    assert "siti" not in str(line.data).lower()
    for how in ("pdf", "columns", "labels", "opensid"):
        assert taken(asked_for(client, f"{LIST}ekspor/?q=siti aminah", how=how)).size > 1000


def test_ticked_people_alone_are_taken_along_and_printed(office_client: Client, family: Any) -> None:
    client = office_client("operator")
    keys = [str(family[0].pk), str(family[2].pk), "x"]
    choice = text_of(client.post(f"{LIST}ekspor/", {"resident": keys}))
    assert str(family[2].pk) in choice
    job = asked_for(client, f"{LIST}ekspor/", how="csv", resident=keys)
    rows = path_of(taken(job)).read_text("utf-8-sig")
    assert "BUDI SLAMET" in rows
    assert "SITI AMINAH" not in rows
    page = text_of(client.post(f"{LIST}cetak/", {"resident": keys}))
    assert "BUDI SLAMET" in page
    assert "SITI AMINAH" not in page
    line = Entry.objects.filter(action="population.list_printed").latest("id")
    assert (line.data["rows"], line.data["ticked"]) == (2, 2)


def test_who_may_only_look_takes_nothing_along(office_client: Client, family: Any) -> None:
    client = office_client("viewer")
    assert "Ekspor" not in text_of(client.get(LIST))
    assert client.get(f"{LIST}ekspor/").status_code == 403
    assert client.post(f"{LIST}ekspor/", {"how": "csv"}).status_code == 403


def test_without_the_right_to_numbers_they_leave_masked_or_not_at_all(village: Any, family: Any) -> None:
    asker = staff("operator")
    asker = type(asker)(**{**{name: getattr(asker, name) for name in ("kind", "id", "name", "role")}, "rights": frozenset({"population.export"})})  # fmt: skip
    ways = {way.key: way for way in exporting.WAYS}
    job = exporting.ask_for_export(
        actor=asker, selection=Selection(text="siti aminah"), how=ways["csv"], columns=["name", "nik"]
    )
    rows = path_of(taken(job)).read_text("utf-8-sig")
    assert "SITI AMINAH;3315*" in rows
    job = exporting.ask_for_export(actor=asker, selection=Selection(), how=ways["codes"])
    assert run(job.pk) == "failed"


def test_a_coded_export_imports_again_and_nothing_is_new_and_nothing_changed(
    office_client: Client, village: Any, actor: Any, make: Any, tmp_path: Any
) -> None:
    services.populate(actor=actor, residents=150, seed=11)
    make("ZORANG LEPAS", nik="")
    full = make("ZLENGKAP", nik="3315053101809333", no_kk="3315050101209333", shdk=1)
    services.update_resident(
        actor=actor, resident=full, phone="0812", address_current="JALAN A", birth_order=2, birth_weight=3100, note="catatan",
        id_card_place="GROBOGAN", id_card_date=date(2020, 2, 2), ethnicity="JAWA", reading=1, chronic_illness=14,
    )  # fmt: skip
    for how in ("codes", "labels"):
        job = asked_for(office_client("operator"), f"{LIST}ekspor/?presence=all", how=how)
        target = tmp_path / f"{how}.xlsx"
        target.write_bytes(path_of(taken(job)).read_bytes())
        before = list(Resident.objects.order_by("pk").values_list("pk", "updated_at"))
        report = load_file(target, actor=actor)
        assert (report["rows"], report["new"], report["changed"], report["refused"]) == (len(before), 0, 0, 0), report[
            "issues"
        ][:3]
        assert list(Resident.objects.order_by("pk").values_list("pk", "updated_at")) == before
