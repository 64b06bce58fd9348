"""Pages of families and territory: what a person sees and does, who may not, and what a page costs."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from balai.db import today
from balai.documents.reading import pdf_text
from balai.jobs.models import Job
from modules.population import selectors, services
from modules.population.models import EventKind, FamilyCard, Resident, Territory
from tests.modules.population.conftest import staff
from tests.modules.population.test_pages import FRAME, text_of, today_text

DEATH = {
    "place": "Rumah",
    "cause": 1,
    "witness": 2,
    "time": "14.30",
    "child_number": 1,
    "event_date": today(),
    "report_date": today(),
}


@pytest.fixture(autouse=True)
def _ledger_and_register_agree(village: Any) -> Any:
    """After whatever was clicked, the ledger rebuilds the register."""
    yield
    assert services.verify_ledger() == []


def again(person: Resident) -> Resident:
    """As the database has it now."""
    return Resident.objects.select_related("family", "rt").get(pk=person.pk)


def go(client: Any, url: str, data: Any = None, status: int = 302) -> Any:
    """POST, and the answer must be what it should."""
    answer = client.post(url, data or {})
    assert answer.status_code == status, text_of(answer).partition("<main")[2][:3000]
    return answer


# -- the list ----------------------------------------------------------------------------------------------------------


def test_the_list_finds_filters_sorts_and_masks(
    office_client: Any, family: Any, make: Callable[..., Any], actor: Any
) -> None:
    lone = services.create_family(actor=actor, head=make("ZULKIFLI"))
    client = office_client("operator")
    page = text_of(client.get("/kantor/keluarga/", {"q": "siti aminah"}))
    assert "SLAMET WIDODO" in page and "ZULKIFLI" not in page
    page = text_of(client.get("/kantor/keluarga/", {"temporary": "1", "q": "zulkifli"}))
    assert "ZULKIFLI" in page and "Nomor sementara" in page and "Hapus saringan" in page
    page = text_of(client.get("/kantor/keluarga/", {"territory": str(family[0].rt_id), "sort": "-size"}))
    assert page.index("SLAMET WIDODO") < page.index("ZULKIFLI")
    assert "Tidak ada keluarga yang cocok" in text_of(client.get("/kantor/keluarga/", {"q": "ZZQ"}))
    for query in ("state=x", "welfare=99", "territory=z", "size_from=x", "sort=nope", "page=99", "mend=1"):
        assert client.get(f"/kantor/keluarga/?{query}").status_code == 200, query
    page = text_of(office_client("viewer").get("/kantor/keluarga/", {"q": "slamet widodo"}))
    assert "****" in page and family[0].family.number not in page.replace("</span><span>", "")
    for act in ("Keluarga baru", "Pindah RT", "Cetak salinan"):
        assert act not in page
    assert lone.number_temporary


def test_a_familys_page_costs_the_same_however_many_members_and_events(
    office_client: Any, family: Any, make: Callable[..., Any], actor: Any
) -> None:
    client = office_client("operator")
    url = f"/kantor/keluarga/{family[0].family_id}/"
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    for name in ("A", "B", "C", "D"):
        person = make(f"ANAK {name}", birth_date=date(2012, 1, 1))
        services.join_family(actor=actor, family=family[0].family, resident=person, shdk=4)
        services.split_family(actor=actor, head=person)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) <= len(few) + 1
    assert len(many) <= FRAME + 10


def test_a_familys_page_tells_what_an_officer_needs(office_client: Any, family: Any, actor: Any) -> None:
    services.update_family(actor=actor, family=family[0].family, number="3315050101209222", address="JALAN MAWAR")
    services.split_family(actor=actor, head=family[2], note="Menikah")
    services.register_death(actor=actor, resident=family[1], **DEATH)
    page = text_of(office_client("operator").get(f"/kantor/keluarga/{family[0].family_id}/"))
    for words in (
        "JALAN MAWAR", "Kepala</span>", "Nomor KK sebelumnya", "Sudah tidak tinggal di desa", "Pecah KK, keluar dari keluarga ini",
        "Menikah", "Salinan KK",
    ):  # fmt: skip
        assert words in page, words
    page = text_of(office_client("viewer").get(f"/kantor/keluarga/{family[0].family_id}/"))
    for words in ("Tambah anggota", "Lainnya", "Salinan KK"):
        assert words not in page, words


# -- acts --------------------------------------------------------------------------------------------------------------


def test_a_family_from_a_lone_resident_by_its_form(office_client: Any, make: Callable[..., Any]) -> None:
    person = make("SENDIRI")
    client = office_client("operator")
    assert "Catat sebagai data awal" in text_of(client.get("/kantor/keluarga/baru/"))
    found = client.get("/kantor/penduduk/cari-orang/", {"q": "sendiri"}).json()
    assert [each["key"] for each in found["people"]] == [str(person.pk)]
    asked = go(client, "/kantor/keluarga/baru/", {"head": "", "head_text": "sendiri"}, 422)
    assert "Pilih orangnya dari daftar" in text_of(asked)
    answer = go(client, "/kantor/keluarga/baru/", {"head": str(person.pk), "address": "JALAN SATU"})
    card = again(person).family
    assert card is not None and answer["Location"] == f"/kantor/keluarga/{card.pk}/"
    assert "sudah mempunyai KK" in text_of(go(client, "/kantor/keluarga/baru/", {"head": str(person.pk)}, 422))


def test_a_family_of_people_who_were_never_registered(office_client: Any, rt: Any, actor: Any) -> None:
    client = office_client("operator")
    person = {
        "name": "KEPALA BARU", "sex": "1", "birth_place": "GROBOGAN", "birth_date": "01-01-1980", "rt": str(rt.pk),
        "religion": "1", "education": "5", "occupation": "9", "marital_status": "2", "citizenship": "1", "blood_type": "13",
        "father_name": "BAPAK", "mother_name": "IBU", "residency": "1", "shdk": "1",
    }  # fmt: skip
    assert client.get("/kantor/keluarga/baru/orang/").status_code == 200
    go(client, "/kantor/keluarga/baru/orang/", person)
    head = Resident.objects.select_related("family").get(name="KEPALA BARU")
    assert head.family is not None and head.family.number_temporary and head.shdk == 1
    assert head.events.get().kind == EventKind.INITIAL
    arrival = person | {
        "name": "PENDATANG BARU", "event_date": today_text(), "report_date": today_text(), "previous_address": "Kudus",
        "no_kk": "3319010101200001",
    }  # fmt: skip
    go(client, "/kantor/keluarga/baru/datang/", arrival)
    head = Resident.objects.select_related("family").get(name="PENDATANG BARU")
    assert head.family is not None and head.family.number == "3319010101200001"
    into = f"/kantor/keluarga/{head.family.pk}/datang/"
    assert "3319010101200001" in text_of(client.get(into))
    go(client, into, arrival | {"name": "ISTRI BARU", "sex": "2", "shdk": "3", "no_kk": "3319010101299999"})
    assert Resident.objects.get(name="ISTRI BARU").family_id == head.family.pk
    services.declare_complete(actor=actor)
    assert "Catat sebagai data awal" not in text_of(client.get("/kantor/keluarga/baru/"))


def test_a_member_joins_by_the_form(office_client: Any, family: Any, make: Callable[..., Any]) -> None:
    person, client = make("MENANTU"), office_client("operator")
    url = f"/kantor/keluarga/{family[0].family_id}/anggota/"
    page = text_of(client.get(url))
    assert "Catat kelahiran" in page and "Catat pindah masuk" in page
    refused = go(client, url, {"resident": str(person.pk), "shdk": "1"}, 422)
    assert "sudah mempunyai kepala keluarga: SLAMET WIDODO" in text_of(refused)
    go(client, url, {"resident": str(person.pk), "shdk": "5"})
    assert again(person).family_id == family[0].family_id
    go(client, f"/kantor/penduduk/{person.pk}/keluar-kk/", {"note": "Keliru"})
    assert again(person).family_id is None


def test_a_family_is_arranged_by_one_form_and_the_later_officer_is_told(office_client: Any, family: Any) -> None:
    head, wife, child = family
    client = office_client("operator")
    url = f"/kantor/keluarga/{head.family_id}/susunan/"
    version = selectors.family_version(head.family)
    assert version in text_of(client.get(url))
    fields = {f"member_{head.pk}": "1", f"member_{wife.pk}": "1", f"member_{child.pk}": "4", "version": version}
    go(client, url, fields)
    assert [again(each).shdk for each in family] == [11, 1, 4]
    late = go(client, url, fields | {f"member_{child.pk}": "9"}, 409)
    assert "diubah" in text_of(late).lower()
    both = go(client, url, {f"member_{head.pk}": "1", f"member_{wife.pk}": "3", f"member_{child.pk}": "1"}, 422)
    assert "satu kepala" in text_of(both)


def test_splitting_some_and_all_by_their_forms(office_client: Any, family: Any, actor: Any) -> None:
    head, wife, child = family
    client = office_client("operator")
    url = f"/kantor/keluarga/{head.family_id}/pecah/"
    assert "SLAMET WIDODO" not in text_of(client.get(url)).split("<form")[-1]
    go(client, url, {"head": ""}, 422)
    go(client, url, {"head": str(wife.pk), f"member_{child.pk}": "4", "no_kk": ""})
    assert again(wife).family_id == again(child).family_id != head.family_id
    services.register_death(actor=actor, resident=wife, **DEATH)
    card = again(child).family
    assert card is not None
    page = text_of(client.get(f"/kantor/keluarga/{card.pk}/"))
    assert "belum mempunyai kepala" in page and "Pecah KK semua anggota" in page
    all_url = f"/kantor/keluarga/{card.pk}/pecah-semua/"
    version = selectors.family_version(card)
    go(client, all_url, {"head": str(child.pk), "version": version, "no_kk": "3315050101209333"})
    assert again(child).family.number == "3315050101209333"  # type: ignore[union-attr]


def test_the_queue_mends_in_place(office_client: Any, family: Any, make: Callable[..., Any], actor: Any) -> None:
    head, wife, child = family
    client = office_client("operator")
    services.register_death(actor=actor, resident=head, **DEATH)
    page = text_of(client.get("/kantor/keluarga/perbaiki/"))
    assert "Jadikan kepala" in page and "SITI AMINAH" in page
    assert "perlu diperbaiki" in text_of(client.get("/kantor/keluarga/"))
    answer = go(
        client,
        f"/kantor/keluarga/{head.family_id}/kepala/",
        {"resident": str(wife.pk), "back": "mend", "kind": "no_head"},
    )
    assert answer["Location"] == "/kantor/keluarga/perbaiki/?jenis=no_head"
    assert again(wife).shdk == 1
    unused = services.create_family(actor=actor, head=make("KOSONG"))
    services.leave_family(actor=actor, resident=Resident.objects.get(name="KOSONG"))
    assert str(unused.pk) in text_of(client.get("/kantor/keluarga/perbaiki/?jenis=unused"))
    asked = go(client, "/kantor/keluarga/perbaiki/hapus/", {"family": [str(unused.pk)]}, 200)
    assert "Hapus kartu keluarga" in text_of(asked)
    go(client, "/kantor/keluarga/perbaiki/hapus/", {"family": [str(unused.pk)], "step": "1"})
    assert FamilyCard.objects.get(pk=unused.pk).void_at is not None
    assert "Jadikan kepala" not in text_of(office_client("viewer").get("/kantor/keluarga/perbaiki/?jenis=no_head"))
    del child


def test_the_queue_costs_the_same_however_many_families(
    office_client: Any, make: Callable[..., Any], actor: Any
) -> None:
    def orphans(name: str) -> None:
        head, child = make(f"BAPAK {name}"), make(f"ANAK {name}", birth_date=date(2015, 1, 1))
        card = services.create_family(actor=actor, head=head)
        services.join_family(actor=actor, family=card, resident=child, shdk=4)
        services.register_death(actor=actor, resident=head, **DEATH)

    orphans("SATU")
    client = office_client("operator")
    client.get("/kantor/keluarga/perbaiki/")
    with CaptureQueriesContext(connection) as few:
        client.get("/kantor/keluarga/perbaiki/")
    for name in ("DUA", "TIGA", "EMPAT"):
        orphans(name)
    with CaptureQueriesContext(connection) as many:
        assert "ANAK EMPAT" in text_of(client.get("/kantor/keluarga/perbaiki/"))
    assert len(many) == len(few)
    assert len(many) <= FRAME + 8


def test_a_card_is_deleted_with_a_way_back(
    office_client: Any, family: Any, make: Callable[..., Any], actor: Any
) -> None:
    client = office_client("operator")
    full = f"/kantor/keluarga/{family[0].family_id}/"
    page = text_of(client.post(f"{full}hapus/", follow=True))
    assert "masih dipakai: 3 anggota" in page
    person = make("KOSONG")
    empty = services.create_family(actor=actor, head=person)
    services.leave_family(actor=actor, resident=person)
    page = text_of(client.post(f"/kantor/keluarga/{empty.pk}/hapus/", follow=True))
    assert f"/kantor/keluarga/{empty.pk}/pulihkan/" in page
    assert "dihapus" in text_of(client.get(f"/kantor/keluarga/{empty.pk}/"))
    assert client.get(f"/kantor/keluarga/{empty.pk}/ubah/").status_code == 404
    go(client, f"/kantor/keluarga/{empty.pk}/pulihkan/")
    assert FamilyCard.objects.get(pk=empty.pk).void_at is None


def test_many_families_at_once(office_client: Any, family: Any, make: Callable[..., Any], actor: Any, rt: Any) -> None:
    other = services.create_family(actor=actor, head=make("LAIN"))
    target = services.add_territory(actor=actor, kind="rt", name="096", parent=rt.parent)
    keys = {"family": [str(family[0].family_id), str(other.pk)]}
    client = office_client("operator")
    asked = go(client, "/kantor/keluarga/pindah-rt/?q=x", keys, 200)
    assert "2 keluarga, 4 orang" in text_of(asked)
    go(client, "/kantor/keluarga/pindah-rt/", keys | {"step": "1", "rt": ""}, 422)
    page = text_of(client.post("/kantor/keluarga/pindah-rt/", keys | {"step": "1", "rt": str(target.pk)}, follow=True))
    assert "2 keluarga (4 orang) dipindahkan" in page
    assert again(family[0]).rt_id == target.pk
    undo = page.split("/kantor/keluarga/pindah-rt/")[1].split("/")[0]
    go(client, f"/kantor/keluarga/pindah-rt/{undo}/batalkan/")
    assert again(family[0]).rt_id == rt.pk
    go(client, "/kantor/keluarga/kelas-sosial/", keys | {"step": "1", "welfare_class": "3"})
    assert FamilyCard.objects.get(pk=other.pk).welfare_class == 3
    everything = go(client, "/kantor/keluarga/kelas-sosial/?welfare=3", {"all": "1"}, 200)
    assert "2 keluarga" in text_of(everything)
    go(client, "/kantor/keluarga/kelas-sosial/?welfare=3", {"all": "1", "step": "1", "welfare_class": ""})
    assert FamilyCard.objects.get(pk=other.pk).welfare_class is None
    assert "Pilih paling sedikit satu keluarga" in text_of(client.post("/kantor/keluarga/pindah-rt/", {}, follow=True))


def test_the_list_is_taken_along(office_client: Any, family: Any, village: Any) -> None:
    from modules.population.exporting_families import build

    client = office_client("operator")
    answer = go(client, "/kantor/keluarga/unduh/?q=slamet+widodo", {"fmt": "xlsx"})
    assert Job.objects.get(pk=answer["Location"].rstrip("/").split("/")[-1]).kind == "reports.export"
    report = build(actor=staff("operator"), text="slamet widodo", filters={"state": "active"})
    (row,) = [list(each) for each in report.rows if each[1] == family[0].family.number]
    assert row[0] == "SLAMET WIDODO" and row[2:6] == [family[0].nik, 3, 2, 1]
    masked = next(iter(build(actor=staff("viewer"), text="slamet widodo", filters={}).rows))
    assert "****" in masked[1]
    # What was chosen on the page, in the page's order, is what is taken along.
    client.get("/kantor/keluarga/?kolom=address&kolom=size&sort=-size")
    chosen = client.get("/kantor/keluarga/?sort=-size").context["table"].taken
    assert chosen == {"columns": ["head", "size", "address"], "sort": "-size"}
    report = build(actor=staff("operator"), text="", filters={}, **chosen)
    sizes = [each[1] for each in report.rows]
    assert [str(each.title) for each in report.columns] == ["Kepala keluarga", "Anggota", "Alamat"]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) == report.total
    assert client.post("/kantor/keluarga/unduh/").status_code in {302, 422}
    assert office_client("viewer").post("/kantor/keluarga/unduh/").status_code == 403


def test_a_copy_of_the_card_is_printed_and_known_as_a_reading(office_client: Any, family: Any) -> None:
    from balai.audit import readings_of

    card = family[0].family
    before = readings_of(card).count()
    answer = office_client("operator").get(f"/kantor/keluarga/{card.pk}/salinan.pdf")
    assert answer["Content-Type"] == "application/pdf"
    words = pdf_text(answer.content)
    for expected in ("KARTU KELUARGA", "SALINAN", card.number, "SLAMET WIDODO", family[1].nik):
        assert expected in words, expected
    assert readings_of(card).count() == before + 1
    assert office_client("viewer").get(f"/kantor/keluarga/{card.pk}/salinan.pdf").status_code == 403
    assert office_client("viewer").post("/kantor/keluarga/cetak/", {"family": [str(card.pk)]}).status_code == 403
    go(office_client("operator"), "/kantor/keluarga/cetak/", {"family": [str(card.pk)]})
    assert Job.objects.get(kind="population.kk_sheets").args == {"families": [str(card.pk)]}


# -- territory ---------------------------------------------------------------------------------------------------------


def test_the_tree_by_its_pages(office_client: Any, family: Any, rt: Any, actor: Any) -> None:
    client = office_client("operator")
    go(client, "/kantor/wilayah/baru/", {"kind": "dusun", "name": "Sumber"})
    dusun = Territory.objects.get(name="SUMBER")
    assert f'value="{dusun.pk}" selected' in text_of(client.get(f"/kantor/wilayah/baru/?di={dusun.pk}"))
    assert client.get("/kantor/wilayah/baru/?di=x").status_code == 200
    go(client, "/kantor/wilayah/baru/", {"kind": "rt", "name": "001", "parent": str(dusun.pk)})
    go(client, "/kantor/wilayah/baru/", {"kind": "rt", "name": "002", "parent": str(dusun.pk)})
    second = Territory.objects.get(parent=dusun, name="002")
    go(client, f"/kantor/wilayah/{second.pk}/urutan/", {"way": "up"})
    page = text_of(client.get("/kantor/wilayah/"))
    assert page.index(f"n{second.pk}") < page.index(f"n{Territory.objects.get(parent=dusun, name='001').pk}")
    # Where to, then what it takes along, then the act.
    url = f"/kantor/wilayah/{rt.pk}/pindah/"
    inside = selectors.contents_of(rt)
    asked = text_of(go(client, url, {"parent": str(dusun.pk), "name": "009"}, 200))
    assert "Dusun SUMBER" in asked and f"{inside.people} orang" in asked
    assert Territory.objects.get(pk=rt.pk).void_at is None
    page = text_of(client.post(url, {"parent": str(dusun.pk), "name": "009", "sure": "1"}, follow=True))
    moved = Territory.objects.get(parent=dusun, name="009")
    assert f"/kantor/wilayah/{moved.pk}/kembalikan/" in page
    assert again(family[0]).rt_id == moved.pk
    assert client.get(url).status_code == 404
    go(client, f"/kantor/wilayah/{moved.pk}/kembalikan/")
    back = again(family[0]).rt
    assert back is not None and back.parent_id == rt.parent_id
    taken = go(client, f"/kantor/wilayah/{back.pk}/pindah/", {"parent": str(dusun.pk), "name": "001", "sure": "1"}, 422)
    assert "RT 001 sudah ada di sana" in text_of(taken)
    merge = f"/kantor/wilayah/{back.pk}/gabung/"
    assert "tidak dapat diurungkan" in text_of(go(client, merge, {"into": str(second.pk)}, 200))
    go(client, merge, {"into": str(second.pk), "sure": "1"})
    assert again(family[0]).rt_id == second.pk
    page = text_of(client.post(f"/kantor/wilayah/{second.pk}/hapus/", follow=True))
    assert "masih berisi" in page


def test_a_head_who_died_is_seen_in_the_tree(office_client: Any, family: Any, rt: Any, actor: Any) -> None:
    services.change_territory(actor=actor, territory=rt, name=rt.name, head=family[0])
    services.register_death(actor=actor, resident=family[0], **DEATH)
    client = office_client("operator")
    assert "MATI" in text_of(client.get("/kantor/wilayah/"))
    assert "Pilih penggantinya" in text_of(client.get(f"/kantor/wilayah/{rt.pk}/ubah/"))
    go(client, f"/kantor/wilayah/{rt.pk}/ubah/", {"name": rt.name, "head": "", "head_text": ""})
    assert Territory.objects.get(pk=rt.pk).head_id is None


def test_the_tree_on_paper_and_in_a_workbook(office_client: Any, family: Any, make: Callable[..., Any]) -> None:
    make("TANPA ER TE", rt=None)
    client = office_client("viewer")
    page = text_of(client.get("/kantor/wilayah/cetak/"))
    assert "Jumlah desa" in page and "Tanpa RT" in page
    answer = client.get("/kantor/wilayah/unduh/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    total = selectors.counts()
    assert rows[-1][-4:] == [total["families"], total["male"], total["female"], total["total"]]


def test_who_may_only_look_finds_no_acts(office_client: Any, family: Any, rt: Any) -> None:
    client = office_client("viewer")
    key = family[0].family_id
    for path in (
        "keluarga/baru/", "keluarga/baru/orang/", "keluarga/baru/datang/", f"keluarga/{key}/anggota/", f"keluarga/{key}/susunan/",
        f"keluarga/{key}/pecah/", f"keluarga/{key}/pecah-semua/", f"keluarga/{key}/datang/", f"wilayah/{rt.pk}/ubah/",
        f"wilayah/{rt.pk}/pindah/", f"wilayah/{rt.pk}/gabung/", f"penduduk/{family[1].pk}/keluar-kk/",
        "penduduk/cari-orang/",
    ):  # fmt: skip
        assert client.get(f"/kantor/{path}").status_code == 403, path
    for path in (
        f"keluarga/{key}/kepala/", f"keluarga/{key}/samakan-rt/", f"keluarga/{key}/hapus/", f"keluarga/{key}/pulihkan/",
        "keluarga/pindah-rt/", "keluarga/kelas-sosial/", "keluarga/perbaiki/hapus/", f"wilayah/{rt.pk}/urutan/",
        f"wilayah/{rt.pk}/kembalikan/", f"wilayah/{rt.pk}/hapus/",
    ):  # fmt: skip
        assert client.post(f"/kantor/{path}").status_code == 403, path
