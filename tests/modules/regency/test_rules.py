"""The regency switches what holds in all its villages, on a page; who may not, does not."""

from __future__ import annotations

from typing import Any

from balai.audit.models import Entry
from tenants.rules import decided

CODE = "population.births_in_mutations"
ADDRESS = "/kelola/aturan/"


def test_a_rule_is_switched_for_all_villages_and_back(regency_client: Any) -> None:
    client = regency_client("kabupaten")
    page = client.get(ADDRESS).content.decode()
    assert "Kelahiran ditulis dalam Buku Mutasi" in page and "Jangan berlakukan" in page
    answer = client.post(ADDRESS, {"code": CODE, "value": "off"}, follow=True)
    assert "tidak berlaku lagi di semua desa" in answer.content.decode()
    assert decided()[CODE] is False
    # A second click of the same button says the same and changes nothing.
    client.post(ADDRESS, {"code": CODE, "value": "off"})
    assert Entry.objects.filter(action="regency.rule_set").count() == 1
    client.post(ADDRESS, {"code": CODE, "value": "on"})
    assert decided()[CODE] is True


def test_an_unknown_rule_is_not_found_and_the_district_may_not(regency_client: Any) -> None:
    assert regency_client("kabupaten").post(ADDRESS, {"code": "x.y", "value": "on"}).status_code == 404
    district = regency_client("geyer.camat")
    assert district.get(ADDRESS).status_code == 403
    assert district.post(ADDRESS, {"code": CODE, "value": "off"}).status_code == 403
    assert decided()[CODE] is True
