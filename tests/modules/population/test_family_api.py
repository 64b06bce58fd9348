"""Families and territory for other systems: filters, versions, acts, rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from modules.population import selectors, services
from modules.population.models import FamilyCard, Resident

ALL = ["population.view", "population.view_nik", "population.change", "population.events"]


@pytest.fixture()
def ask(village: Any, client_of: Callable[..., Any], actor: Any) -> Callable[..., Any]:
    """``ask("patch", "/families/..", {...}, rights=[...], version="...")``: a call of another system."""
    from balai.api.services import issue_token

    secrets: dict[tuple[str, ...], str] = {}
    client = client_of(village)

    def call(method: str, path: str, data: Any = None, *, rights: Any = ALL, version: str = "", **query: str) -> Any:
        connection.set_tenant(village)
        key = tuple(rights)
        if key not in secrets:
            secrets[key] = issue_token(actor=actor, name=f"test {len(secrets)}", rights=list(rights))[1]
        headers = {"HTTP_AUTHORIZATION": f"Bearer {secrets[key]}"}
        if version:
            headers["HTTP_IF_MATCH"] = f'"{version}"'
        url = f"/api/v1{path}"
        if method == "get":
            answer = client.get(url, query, **headers)
        else:
            answer = getattr(client, method)(url, data or {}, content_type="application/json", **headers)
        connection.set_tenant(village)
        return answer

    return call


def test_families_are_read_with_filters_and_masked(ask: Callable[..., Any], family: Any, actor: Any) -> None:
    services.update_family(actor=actor, family=family[0].family, number="3315050101209222", welfare_class=2)
    (row,) = ask("get", "/families", q="slamet widodo", welfare="2").json()["results"]
    assert (row["number"], row["welfare_class"], row["rt"]) == ("3315050101209222", 2, str(family[0].rt_id))
    assert [each["shdk"] for each in row["members"]] == [1, 3, 4]
    assert ask("get", "/families", q=family[0].family.number).json()["results"][0]["id"] == row["id"]
    assert ask("get", "/families", welfare="5").json()["results"] == []
    masked = ask("get", f"/families/{row['id']}", rights=["population.view"]).json()
    assert "****" in masked["number"]


def test_the_list_costs_the_same_however_many(
    ask: Callable[..., Any], actor: Any, django_assert_max_num_queries: Any
) -> None:
    ask("get", "/families")
    services.populate(actor=actor, residents=200, seed=7)
    with django_assert_max_num_queries(22):
        assert len(ask("get", "/families").json()["results"]) > 20


def test_a_card_is_changed_by_who_read_it_last(ask: Callable[..., Any], family: Any) -> None:
    url = f"/families/{family[0].family_id}"
    assert ask("patch", url, {"address": "JALAN SATU"}).status_code == 428
    version = ask("get", url).headers["ETag"].strip('"')
    changed = ask("patch", url, {"address": "JALAN SATU"}, version=version)
    assert changed.status_code == 200 and changed.json()["address"] == "JALAN SATU"
    late = ask("patch", url, {"address": "JALAN DUA"}, version=version)
    assert late.status_code == 409
    assert ask("patch", url, {"number": "12"}, version=changed.headers["ETag"].strip('"')).status_code in {400, 422}
    assert ask("patch", url, {"address": "X"}, rights=["population.view"], version=version).status_code == 403


def test_members_join_are_arranged_and_split(ask: Callable[..., Any], family: Any, make: Callable[..., Any]) -> None:
    head, wife, child = family
    url = f"/families/{head.family_id}"
    person = make("MENANTU")
    join = {"resident": str(person.pk), "shdk": 5}
    assert ask("post", f"{url}/members", join).status_code == 428
    first = ask("get", url).headers["ETag"].strip('"')
    joined = ask("post", f"{url}/members", join, version=first)
    assert joined.status_code == 200 and len(joined.json()["members"]) == 4
    assert ask("post", f"{url}/members", join, version=first).status_code == 409
    refused = ask("post", f"{url}/members", join, version="*")
    assert refused.status_code == 422 and refused["Content-Type"].startswith("application/problem+json")
    version = joined.headers["ETag"].strip('"')
    positions = {"positions": [{"resident": str(wife.pk), "shdk": 1}, {"resident": str(head.pk), "shdk": 2}]}
    assert ask("patch", f"{url}/members", positions).status_code == 428
    arranged = ask("patch", f"{url}/members", positions, version=version)
    assert [each["name"] for each in arranged.json()["members"]][:2] == ["SITI AMINAH", "SLAMET WIDODO"]
    assert ask("patch", f"{url}/members", positions, version=version).status_code == 409
    leaving = {"head": str(person.pk), "members": [{"resident": str(child.pk), "shdk": 4}], "no_kk": "0"}
    assert ask("post", f"{url}/split", leaving).status_code == 428
    assert ask("post", f"{url}/split", leaving, version=version).status_code == 409
    split = ask("post", f"{url}/split", leaving, version=arranged.headers["ETag"].strip('"'))
    assert split.status_code == 201
    assert {each["name"] for each in split.json()["members"]} == {"MENANTU", "BUDI SLAMET"}
    assert ask("post", f"{url}/split", {"head": str(person.pk)}, version="*").status_code == 404
    assert ask("delete", url).status_code == 428
    assert ask("delete", url, version=version).status_code == 409
    assert ask("delete", url, version="*").status_code == 422
    assert ask("post", f"{url}/split", {"head": str(wife.pk), "everybody": True}, version="*").status_code == 422
    assert services.verify_ledger() == []


def test_a_card_is_made_and_deleted(ask: Callable[..., Any], make: Callable[..., Any], actor: Any) -> None:
    person = make("SENDIRI")
    made = ask("post", "/families", {"head": str(person.pk), "address": "JALAN SATU", "welfare_class": 1})
    assert made.status_code == 201, made.content
    card = FamilyCard.objects.get(pk=made.json()["id"])
    assert (card.number_temporary, card.address, card.welfare_class) == (True, "JALAN SATU", 1)
    services.leave_family(actor=actor, resident=Resident.objects.get(pk=person.pk))
    assert (
        ask(
            "delete", f"/families/{card.pk}", version=ask("get", f"/families/{card.pk}").headers["ETag"].strip('"')
        ).status_code
        == 204
    )
    assert ask("get", f"/families/{card.pk}").status_code == 404
    assert ask("post", "/families", {"head": str(person.pk)}, rights=["population.view"]).status_code == 403


def test_the_tree_is_read_in_its_order(ask: Callable[..., Any], family: Any) -> None:
    found = ask("get", "/territory").json()
    total = selectors.counts()
    assert sum(each["male"] + each["female"] for each in found["results"]) == total["total"]
    (node,) = ask("get", "/territory", within=str(family[0].rt_id)).json()["results"]
    assert (node["kind"], node["children"]) == ("rt", [])
    assert ask("get", "/territory", within="x").status_code == 404
