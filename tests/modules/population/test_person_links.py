"""A resident's page leads to what other modules know of them, by right."""

from __future__ import annotations

from typing import Any

from balai.actor import Actor
from balai.registry import person_links
from modules.groups import services as groups
from modules.groups.models import Kind
from modules.households import services as households
from modules.supplements import services as supplements
from modules.supplements.models import Target


def test_household_groups_and_lists_stand_on_the_persons_page(family: Any, actor: Any, office_client: Any) -> None:
    head, wife, _child = family
    household = households.create_household(actor=actor, head=head, members=family[1:])
    category = groups.add_category(actor=actor, kind=Kind.GROUP, name="Kelompok Tani")
    group = groups.create_group(
        actor=actor, kind=Kind.GROUP, category=category, code="KT-01", name="Tani Makmur", chair=head
    )
    listed = supplements.create_supplement(actor=actor, name="Petani penggarap", target=Target.RESIDENT)
    supplements.add_entries(actor=actor, supplement=listed, subjects=[head])
    page = office_client("operator").get(f"/kantor/penduduk/{head.pk}/").content.decode()
    for address, words in (
        (f"/kantor/rumah-tangga/{household.pk}/", f"Rumah tangga {household.number}"),
        (f"/kantor/kelompok/{group.pk}/", "Tani Makmur"),
        (f"/kantor/data-suplemen/{listed.pk}/", "Petani penggarap"),
    ):
        assert f'<a href="{address}">' in page and words in page
    assert [each.detail for each in person_links(actor, wife) if "/rumah-tangga/" in each.url] == ["Anggota"]
    stranger = Actor(kind="staff", id="1", name="X", role="viewer", rights=frozenset({"population.view"}))
    assert person_links(stranger, head) == []
