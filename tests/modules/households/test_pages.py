"""Pages of households: who sees what, what a form says, how many queries a page costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.households import services
from modules.households.models import Household, HouseholdMember
from modules.population.models import Resident
from tests.modules.households.test_services import die
from tests.modules.population.test_pages import FRAME, digits_of, text_of


@pytest.fixture()
def household(actor: Any, family: Any) -> Household:
    """The family's household."""
    return services.create_household(actor=actor, head=family[0], members=family)


def test_the_list_costs_the_same_however_many(office_client: Any, household: Household, actor: Any) -> None:
    client = office_client("operator")
    url = "/kantor/rumah-tangga/"
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for person in Resident.objects.filter(presence=1, void_at=None, household_memberships=None)[:40]:
        services.create_household(actor=actor, head=person)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(url)
    assert answer.status_code == 200
    assert len(many) <= len(few)
    assert len(many) <= FRAME + 12


def test_filters_sorting_and_nonsense(office_client: Any, household: Household, rt: Any) -> None:
    client = office_client("operator")
    page = text_of(client.get("/kantor/rumah-tangga/", {"q": "SITI AMINAH"}))
    assert "SLAMET WIDODO" in page and household.number in page
    assert "SLAMET WIDODO" in text_of(client.get("/kantor/rumah-tangga/", {"territory": str(rt.pk), "in_dtks": "0"}))
    assert "Tidak ada yang cocok" in text_of(client.get("/kantor/rumah-tangga/", {"in_dtks": "1"}))
    for query in ("territory=zz", "welfare_class=99", "in_dtks=x", "sort=-people", "sort=nope", "page=x", "mend=1"):
        assert client.get(f"/kantor/rumah-tangga/?{query}").status_code == 200, query


def test_an_empty_list_says_what_to_do(office_client: Any, village: Any) -> None:
    assert "Belum ada rumah tangga" in text_of(office_client("operator").get("/kantor/rumah-tangga/"))


def test_an_officer_makes_a_household_with_the_family(office_client: Any, family: Any) -> None:
    client = office_client("operator")
    answer = client.post("/kantor/rumah-tangga/baru/", {"person": str(family[0].pk), "with_family": "on"})
    made = Household.objects.get()
    assert answer["Location"] == f"/kantor/rumah-tangga/{made.pk}/"
    assert HouseholdMember.objects.filter(household=made).count() == 3
    again = client.post("/kantor/rumah-tangga/baru/", {"person": str(family[0].pk)})
    assert again.status_code == 422
    assert f"sudah menjadi anggota rumah tangga {made.number}" in text_of(again)
    unknown = client.post("/kantor/rumah-tangga/baru/", {"person_text": "ZZZZQ"})
    assert unknown.status_code == 422 and "Tidak ada penduduk yang cocok" in text_of(unknown)


def test_the_page_shows_members_acts_and_who_is_gone(
    office_client: Any, household: Household, family: Any, actor: Any
) -> None:
    client = office_client("operator")
    url = f"/kantor/rumah-tangga/{household.pk}/"
    page = text_of(client.get(url))
    assert "Jadikan kepala" in page and "3 orang, 1 KK" in page
    die(actor, family[0])
    page = text_of(client.get(url))
    assert "Pilih kepala yang baru" in page and "MATI" in page
    assert "Keluarkan 1 orang itu" not in page
    client.post(f"{url}anggota/{family[1].pk}/kepala/")
    assert "Keluarkan 1 orang itu" in text_of(client.get(url))
    client.post(f"{url}bersihkan/")
    assert HouseholdMember.objects.filter(household=household).count() == 2


def test_taking_out_can_be_undone_and_refusals_are_sentences(
    office_client: Any, household: Household, family: Any
) -> None:
    client = office_client("operator")
    url = f"/kantor/rumah-tangga/{household.pk}/"
    answer = client.post(f"{url}anggota/{family[0].pk}/keluarkan/", follow=True)
    assert "Pilih dahulu kepala yang baru" in text_of(answer)
    answer = client.post(f"{url}anggota/{family[2].pk}/keluarkan/", follow=True)
    assert f"{url}anggota/{family[2].pk}/kembalikan/" in text_of(answer)
    client.post(f"{url}anggota/{family[2].pk}/kembalikan/")
    assert HouseholdMember.objects.filter(household=household).count() == 3
    assert client.post(f"{url}hapus/").status_code == 422
    client.post(f"{url}pecah/", {"head": str(family[1].pk), "members": [str(family[2].pk)], "number": "RTM-9"})
    assert Household.objects.get(number="RTM-9").memberships.count() == 2


def test_numbers_are_masked_and_reading_is_audited(office_client: Any, household: Household, family: Any) -> None:
    from balai.audit import readings_of

    url = f"/kantor/rumah-tangga/{household.pk}/"
    assert family[0].nik in digits_of(office_client("operator").get(url))
    shown = digits_of(office_client("viewer").get(url))
    assert family[0].nik not in shown and family[0].family.number not in shown
    assert readings_of(household).filter(action="households.household_read").count() == 2


def test_who_may_only_look_gets_no_forms(office_client: Any, household: Household, family: Any) -> None:
    client = office_client("viewer")
    base = f"/kantor/rumah-tangga/{household.pk}/"
    assert client.get(base).status_code == 200
    assert "Jadikan kepala" not in text_of(client.get(base))
    for path in (
        "/kantor/rumah-tangga/baru/",
        "/kantor/rumah-tangga/cari-orang/?q=slamet",
        f"{base}ubah/",
        f"{base}tambah/",
    ):
        assert client.get(path).status_code == 403, path
    for path in ("bersihkan/", f"anggota/{family[1].pk}/kepala/", f"anggota/{family[1].pk}/keluarkan/"):
        assert client.post(base + path).status_code == 403, path


def test_the_search_box_finds_a_household_by_its_number(office_client: Any, household: Household) -> None:
    assert household.number in text_of(office_client("operator").get("/kantor/cari/", {"q": household.number}))


def test_two_editors(office_client: Callable[..., Any], household: Household) -> None:
    client = office_client("operator")
    url = f"/kantor/rumah-tangga/{household.pk}/ubah/"
    old = household.version
    assert client.post(url, {"version": old, "bdt_id": "12345", "in_dtks": "on"}).status_code == 302
    late = client.post(url, {"version": old, "bdt_id": "999"})
    assert late.status_code == 409 and "baru saja diubah orang lain" in text_of(late)
    assert "hanya berisi huruf dan angka" in text_of(client.post(url, {"bdt_id": "12-45"}))
