"""Who opened a person's data by another door than their page: an event, the family, a copy of the card, a file, a list."""

from __future__ import annotations

from typing import Any

from balai.db import today
from modules.population import services
from modules.population.models import PopulationEvent, ResidentDocument
from modules.population.selectors import opened
from modules.population.services import papers
from tests.modules.population.conftest import staff
from tests.modules.population.test_pages import text_of
from tests.modules.population.test_person_api import PDF


def actions(person: Any) -> list[str]:
    return [each.action for each in opened.who_opened(person, since=today(), until=today())]


def test_every_door_to_somebodys_data_stands_on_their_page(
    family: Any, actor: Any, office_client: Any, make: Any
) -> None:
    head, wife, _child = family
    stranger = make("ORANG LAIN")
    papers.add_paper(actor=actor, resident=head, kind="ktp", content=PDF, name="ktp.pdf", title="KTP")
    file_id = ResidentDocument.objects.get(resident=head).file_id
    line = PopulationEvent.objects.filter(resident=head).latest("pk")
    client = office_client("operator")
    for url in (f"/kantor/peristiwa/{line.pk}/", f"/kantor/keluarga/{head.family_id}/", f"/kantor/keluarga/{head.family_id}/salinan.pdf",
                f"/kantor/berkas/{file_id}/"):  # fmt: skip
        assert client.get(url).status_code == 200, url
    assert sorted(actions(head)) == [
        "files.file_read",
        "population.event_read",
        "population.family_printed",
        "population.family_read",
    ]
    assert sorted(actions(wife)) == ["population.family_printed", "population.family_read"]
    assert actions(stranger) == []
    page = text_of(office_client("sekretaris").get(f"/kantor/penduduk/{head.pk}/pembuka/"))
    for words in ("Peristiwa</td>", "Halaman keluarga", "Salinan KK dicetak", "Berkas (dibuka langsung)"):
        assert words in page


def test_a_familys_readings_are_theirs_who_stood_in_it_then(family: Any, actor: Any, office_client: Any) -> None:
    head, _wife, child = family
    client, old = office_client("operator"), head.family_id
    client.get(f"/kantor/keluarga/{old}/")
    child.refresh_from_db()
    made = services.split_family(actor=actor, head=child)
    client.get(f"/kantor/keluarga/{old}/")
    client.get(f"/kantor/keluarga/{made.pk}/")
    assert actions(head).count("population.family_read") == 2
    # Once while the child was in it, and once the new card.
    assert actions(child).count("population.family_read") == 2
    about = {each.about_id for each in opened.who_opened(child, since=today(), until=today())}
    assert about == {str(old), str(made.pk)}


def test_lists_that_left_are_named_once_and_what_cannot_be_told_is_said(
    family: Any, office_client: Any, django_assert_max_num_queries: Any
) -> None:
    operator = office_client("operator")
    assert operator.get("/kantor/penduduk/cetak/?q=slamet").status_code == 200
    client, url = office_client("sekretaris"), f"/kantor/penduduk/{family[0].pk}/pembuka/"
    page = text_of(client.get(url))
    assert "Daftar penduduk, dicetak" in page and "mungkin memuat orang ini" in page
    lists, count = opened.lists_taken(since=today(), until=today())
    assert (len(lists), count, lists[0].printed, lists[0].rows) == (1, 1, True, 2)
    with django_assert_max_num_queries(25):
        client.get(url)


def test_numbers_alone_are_no_list_of_people(village: Any) -> None:
    from balai import audit

    audit.record(staff("operator"), opened.EXPORTED, export="population.monthly", rows=7)
    assert opened.lists_taken(since=today(), until=today()) == ([], 0)
    audit.record(staff("operator"), opened.EXPORTED, export="population.families", rows=9)
    (found,), count = opened.lists_taken(since=today(), until=today())
    assert (found.title, found.rows, found.printed, count) == ("keluarga", 9, False, 1)
