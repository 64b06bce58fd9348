"""Pages of groups and institutions."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.db import today
from modules.groups import services
from modules.groups.models import Category, Group, Kind, Member, Position
from modules.population.models import Resident
from tests.modules.groups.test_services import category, group
from tests.modules.households.test_services import die
from tests.modules.population.test_pages import FRAME, digits_of, text_of, today_text

__all__ = ["category", "group"]


def test_the_list_costs_the_same_however_many(office_client: Any, group: Group, category: Category, actor: Any) -> None:
    client = office_client("operator")
    pages = ("/kantor/kelompok/", f"/kantor/kelompok/{group.pk}/")
    for url in pages:
        client.get(url)
    few = []
    for url in pages:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        few.append(len(asked))
    for number, person in enumerate(Resident.objects.filter(presence=1, void_at=None, group_memberships=None)[:20]):
        services.create_group(
            actor=actor, kind=Kind.GROUP, category=category, code=f"N{number}", name=f"Kelompok {number}", chair=person
        )
        services.add_member(actor=actor, group=group, resident=person)
    for url, before in zip(pages, few, strict=True):
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        assert len(asked) <= before, url
        assert len(asked) <= FRAME + 10, url


def test_groups_and_institutions_are_kept_apart(office_client: Any, group: Group) -> None:
    client = office_client("operator")
    assert "Tani Makmur" in text_of(client.get("/kantor/kelompok/"))
    assert "Tani Makmur" not in text_of(client.get("/kantor/lembaga/"))
    assert client.get(f"/kantor/lembaga/{group.pk}/").status_code == 404
    for query in ("category=zz", "state=closed", "state=all", "mend=1", "sort=-chair", "sort=x", "q=tani", "page=x"):
        assert client.get(f"/kantor/kelompok/?{query}").status_code == 200, query


def test_an_officer_makes_a_category_and_an_institution(office_client: Any, family: Any) -> None:
    client = office_client("operator")
    assert "Belum ada kategori" in text_of(client.get("/kantor/lembaga/baru/"))
    client.post("/kantor/lembaga/kategori/baru/", {"name": "BPD"})
    made = Category.objects.get()
    assert made.kind == Kind.INSTITUTION
    data = {"name": "BPD Geyer", "category": str(made.pk), "code": "BPD", "decree_date": "01-02-2024"}
    refused = client.post("/kantor/lembaga/baru/", data)
    assert refused.status_code == 422 and "Belum ada orang yang dipilih" in text_of(refused)
    answer = client.post("/kantor/lembaga/baru/", data | {"chair": str(family[0].pk)})
    group = Group.objects.get()
    assert answer["Location"] == f"/kantor/lembaga/{group.pk}/"
    again = client.post("/kantor/lembaga/baru/", data | {"chair": str(family[1].pk)})
    assert again.status_code == 422 and "sudah dipakai" in text_of(again)
    answer = client.post(f"/kantor/lembaga/kategori/{made.pk}/hapus/", follow=True)
    assert "masih dipakai 1" in text_of(answer)
    client.post(f"/kantor/lembaga/kategori/{made.pk}/ubah/", {"name": "Badan Permusyawaratan", "version": made.version})
    assert "Badan Permusyawaratan" in text_of(client.get("/kantor/lembaga/kategori/"))


def test_members_come_go_and_come_back(office_client: Any, group: Group, family: Any) -> None:
    client = office_client("operator")
    url = f"/kantor/kelompok/{group.pk}/"
    client.post(f"{url}anggota/baru/", {"person": str(family[2].pk), "position": "90", "number": "7"})
    member = Member.objects.get(resident=family[2])
    page = text_of(client.get(url))
    assert "BUDI SLAMET" in page and "Berhenti" in page
    client.post(
        f"{url}anggota/{member.pk}/ubah/",
        {"version": member.version, "position_title": "Seksi Humas", "number": "7", "since": today_text()},
    )
    assert "Seksi Humas" in text_of(client.get(url))
    ended = client.post(
        f"{url}anggota/{member.pk}/berhenti/", {"until": today_text(), "reason": "resigned"}, follow=True
    )
    assert f"{url}anggota/{member.pk}/kembalikan/" in text_of(ended)
    assert "Mengundurkan diri" in text_of(client.get(url, {"riwayat": "1"}))
    client.post(f"{url}anggota/{member.pk}/kembalikan/")
    member.refresh_from_db()
    assert member.until is None
    chair = Member.objects.get(group=group, position=Position.CHAIR, until=None)
    form = text_of(client.get(f"{url}anggota/{chair.pk}/ubah/"))
    assert "Jabatan lain" not in form
    client.post(f"{url}anggota/{chair.pk}/ubah/", {"version": chair.version, "number": "1", "note": "Ketua lama"})
    chair.refresh_from_db()
    assert (chair.position, chair.note) == (Position.CHAIR, "Ketua lama")


def test_a_dead_chair_is_pointed_at_and_replaced(office_client: Any, group: Group, family: Any, actor: Any) -> None:
    die(actor, family[0])
    client = office_client("operator")
    url = f"/kantor/kelompok/{group.pk}/"
    assert "Pilih ketua baru" in text_of(client.get(url))
    assert "?mend=1" in text_of(client.get("/kantor/kelompok/"))
    client.post(f"{url}ketua/", {"person": str(family[1].pk), "on": today_text(), "keep_old": "on"})
    assert Member.objects.get(group=group, position=1, until=None).resident_id == family[1].pk
    assert "Pilih ketua baru" not in text_of(client.get(url))


def test_dissolving_and_restoring(office_client: Any, group: Group) -> None:
    client = office_client("operator")
    url = f"/kantor/kelompok/{group.pk}/"
    client.post(f"{url}bubarkan/", {"on": today_text(), "reason": "Sepi"})
    page = text_of(client.get(url))
    assert "Dibubarkan pada" in page and "Tambah anggota" not in page
    assert "Tani Makmur" not in text_of(client.get("/kantor/kelompok/"))
    client.post(f"{url}pulihkan/")
    assert "Tambah anggota" in text_of(client.get(url))
    assert client.post(f"{url}hapus/").status_code == 422


def test_numbers_are_masked_and_reading_is_audited(office_client: Any, group: Group, family: Any) -> None:
    from balai.audit import readings_of

    url = f"/kantor/kelompok/{group.pk}/"
    assert family[0].nik in digits_of(office_client("operator").get(url))
    assert family[0].nik not in digits_of(office_client("viewer").get(url))
    assert readings_of(group).filter(action="groups.group_read").count() == 2


def test_who_may_only_look_gets_no_forms(office_client: Any, group: Group) -> None:
    client = office_client("viewer")
    base = f"/kantor/kelompok/{group.pk}/"
    assert "Tambah anggota" not in text_of(client.get(base))
    for path in (
        "/kantor/kelompok/baru/",
        "/kantor/lembaga/kategori/baru/",
        f"{base}ubah/",
        f"{base}ketua/",
        f"{base}bubarkan/",
    ):
        assert client.get(path).status_code == 403, path
    assert client.post(f"{base}pulihkan/").status_code == 403


def test_the_search_box_finds_groups(office_client: Any, group: Group) -> None:
    assert "Tani Makmur" in text_of(office_client("operator").get("/kantor/cari/", {"q": "makmur"}))


@pytest.mark.parametrize("field", ["until", "reason"])
def test_an_end_needs_day_and_reason(field: str, office_client: Any, group: Group, family: Any) -> None:
    client = office_client("operator")
    member = Member.objects.get(group=group, resident=family[1])
    data = {"until": today().strftime("%d-%m-%Y"), "reason": "term"} | {field: ""}
    assert client.post(f"/kantor/kelompok/{group.pk}/anggota/{member.pk}/berhenti/", data).status_code == 422
