"""What somebody may not see they do not find anybody by, take along, or read anywhere: masked numbers, and health."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

import workers.tasks.reports  # noqa: F401  (its handler makes the files)
from balai.errors import NotAllowed
from balai.files.services import path_of
from balai.reports import ask_for_export
from modules.population import services
from modules.population.fields import FIELDS, GUARDED
from modules.population.models import Resident
from modules.population.selectors import Selection, families_found, residents_found
from modules.population.selectors.lines import LineFilters, lines_found
from modules.population.sight import EVERYTHING, HEALTH, Sight
from tests.modules.population.conftest import staff
from tests.modules.population.test_finding_pages import taken
from tests.modules.population.test_pages import text_of
from tests.modules.population.test_person_api import bearer

LIST = "/kantor/penduduk/"
WHOLE = "3315053101809777"
CARD = "3315050101209777"


def without(role: str, *rights: str) -> Any:
    """A role's holder whom the village took rights from."""
    actor = staff(role)
    return dataclasses.replace(actor, rights=actor.rights - set(rights))


# -- numbers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["33150531", "3315053101809", CARD[:12], "331505310180977"])
def test_a_part_of_a_number_finds_nobody_without_the_right(family: Any, part: str) -> None:
    blind = Sight()
    assert not residents_found(part, sight=blind).exists()
    assert not families_found(part, sight=blind).exists()
    assert not lines_found(LineFilters.of({"q": part, "jenis": "all"}), sight=blind).exists()
    assert residents_found(part, sight=EVERYTHING).exists()
    assert families_found(part, sight=EVERYTHING).exists()


def test_a_whole_number_still_finds_its_holder(family: Any) -> None:
    assert list(residents_found(WHOLE, sight=Sight())) == [family[0]]
    assert residents_found(CARD, sight=Sight()).count() == 3
    assert list(families_found(WHOLE, sight=Sight())) == list(families_found(CARD, sight=Sight())) == [family[0].family]


@pytest.mark.parametrize("rule", ["1.nik.starts.3315", "1.mother_nik.contains.33", "1.family_number.starts.33", "1.father_nik.starts.3",
                                  "1.family_number_previous.contains.3"])  # fmt: skip
def test_no_rule_asks_for_a_part(family: Any, rule: str, office_client: Any) -> None:
    asked = QueryDict(f"r={rule}")
    blind = Selection.from_query(asked, Sight())
    assert "nomor yang utuh" in blind.problem and not blind.found().people.exists()
    assert not Selection.from_query(asked, EVERYTHING).problem
    page = text_of(office_client("viewer").get(f"{LIST}?r={rule}"))
    assert "nomor yang utuh" in page and "SLAMET" not in page


def test_no_order_tells_a_number(family: Any, office_client: Any) -> None:
    blind, seeing = Selection(sight=Sight()), Selection(sight=EVERYTHING)
    assert "nik" not in str(blind.found(sort="nik").people.query.order_by)
    assert "nik" in str(seeing.found(sort="nik").people.query.order_by)
    for role, offered in (("viewer", False), ("operator", True)):
        heads = office_client(role).get(f"{LIST}?sort=nik").context["table"].heads
        assert any(head.column.name == "nik" and head.url for head in heads) == offered
        assert all(head.column.name != "nik" or bool(head.order) == offered for head in heads)


def test_every_door_asks_the_same(family: Any, office_client: Any, actor: Any, client_of: Any, village: Any) -> None:
    part = WHOLE[:13]
    plain, whole = bearer(actor, "population.view"), bearer(actor, "population.view", "population.view_nik")
    client = client_of(village)
    for path in ("residents", "families"):
        assert client.get(f"/api/v1/{path}?q={part}", **plain).json()["count"] == 0
        assert client.get(f"/api/v1/{path}?q={WHOLE}", **plain).json()["count"] == 1
        assert client.get(f"/api/v1/{path}?q={part}", **whole).json()["count"] == 1
    viewer, office = office_client("viewer"), office_client("operator")
    for url in (f"{LIST}?q={part}", f"/kantor/keluarga/?q={part}", f"/kantor/peristiwa/?q={part}&jenis=all"):
        assert "SLAMET" not in text_of(viewer.get(url)), url
        assert "SLAMET" in text_of(office.get(url)), url


# -- health -------------------------------------------------------------------------------------------------------------


@pytest.fixture()
def ill(family: Any, actor: Any) -> Any:
    """The wife of the family, with everything that is nobody's business."""
    return services.update_resident(
        actor=actor,
        resident=family[1],
        chronic_illness=11,
        disability=2,
        marital_status=2,
        family_planning=5,
        pregnancy=1,
    )


def secrets_of(person: Resident) -> set[str]:
    """What must not be read."""
    return {
        FIELDS[name].shown(person, sight=EVERYTHING) for name in ("chronic_illness", "disability", "family_planning")
    }


@pytest.mark.parametrize("role", ["kepala_desa", "sekretaris", "operator"])
def test_the_offices_roles_see_health(ill: Any, office_client: Any, role: str) -> None:
    assert staff(role).may(HEALTH)
    page = text_of(office_client(role).get(f"{LIST}{ill.pk}/"))
    assert all(words in page for words in secrets_of(ill))


def test_the_plain_viewer_reads_it_nowhere(ill: Any, office_client: Any) -> None:
    assert not staff("viewer").may(HEALTH)
    client = office_client("viewer")
    columns = "&".join(f"kolom={name}" for name in FIELDS)
    for url in (f"{LIST}{ill.pk}/", f"{LIST}{ill.pk}/riwayat/", f"{LIST}{ill.pk}/biodata/", f"{LIST}?q=siti aminah&{columns}",
                f"{LIST}cetak/?q=siti aminah&{columns}", f"{LIST}saring/"):  # fmt: skip
        page = text_of(client.get(url))
        assert client.get(url).status_code == 200
        for words in secrets_of(ill):
            assert words not in page, (url, words)
    page = text_of(client.get(f"{LIST}saring/"))
    assert "Sakit menahun" not in page and "Agama" in page


@pytest.mark.parametrize("query", ["chronic_illness=11", "disability=2", "pregnancy=1", "r=1.chronic_illness.is.11",
                                   "r=1.family_planning.filled", "r=1.pregnancy.empty"])  # fmt: skip
def test_no_filter_tells_it(ill: Any, office_client: Any, query: str) -> None:
    page = text_of(office_client("viewer").get(f"{LIST}?{query}"))
    assert "tidak berhak" in page and "SITI AMINAH" not in page
    assert not Selection.from_query(QueryDict(query), Sight(numbers=True)).found().people.exists()
    assert Selection.from_query(QueryDict(query), EVERYTHING).found().people.exists()


def test_the_numbers_of_health_lead_to_nobody(ill: Any, office_client: Any) -> None:
    url = reverse("population:statistic", args=["chronic_illness"])
    viewer, office = office_client("viewer"), office_client("operator")
    page = text_of(viewer.get(url))
    assert "statistik=chronic_illness" not in page and "hanya dapat dibuka oleh yang berhak" in page
    assert "statistik=chronic_illness" in text_of(office.get(url))
    behind = f"{LIST}?statistik=chronic_illness~tetap~~~=11"
    assert "SITI AMINAH" not in text_of(viewer.get(behind))
    assert "SITI AMINAH" in text_of(office.get(behind))


def test_files_and_the_api_follow(ill: Any, actor: Any, client_of: Any, village: Any) -> None:
    asker = without("operator", HEALTH)
    args = Selection(text="siti aminah").to_args() | {"columns": ["name", *GUARDED]}
    said = path_of(taken(ask_for_export("population.resident_list", actor=asker, fmt="csv", args=args))).read_text(
        "utf-8-sig"
    )
    assert "SITI AMINAH" in said and not any(words in said for words in secrets_of(ill))
    said = path_of(taken(ask_for_export("population.resident_list", actor=staff("operator"), fmt="csv", args=args))).read_text("utf-8-sig")  # fmt: skip
    assert all(words in said for words in secrets_of(ill))
    client, url = client_of(village), f"/api/v1/residents/{ill.pk}"
    assert not set(GUARDED) & set(client.get(url, **bearer(actor, "population.view")).json())
    assert client.get(url, **bearer(actor, "population.view", HEALTH)).json()["chronic_illness"] == 11


def test_an_editor_keeps_what_they_may_not_see(ill: Any, actor: Any, office_client: Any) -> None:
    from balai.accounts.services import set_right

    set_right(actor=actor, role="operator", permission=HEALTH, allowed=False)
    client = office_client("operator")
    url = f"{LIST}{ill.pk}/ubah/"
    page = client.get(url)
    assert 'name="chronic_illness"' not in text_of(page) and 'name="blood_type"' in text_of(page)
    form = page.context["form"]
    posted = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    posted |= {"phone": "081200000000", "chronic_illness": "1", "disability": ""}
    answer = client.post(url, posted)
    assert answer.status_code == 302, text_of(answer)
    now = Resident.objects.get(pk=ill.pk)
    assert (now.phone, now.chronic_illness, now.disability, now.family_planning, now.pregnancy) == (
        "081200000000",
        11,
        2,
        5,
        1,
    )
    # Nor by another door.
    with pytest.raises(NotAllowed):
        services.update_resident(actor=without("operator", HEALTH), resident=now, chronic_illness=1)
