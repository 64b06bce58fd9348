"""Queues, search, archive, verification, numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from balai.actor import Actor
from balai.db import today
from balai.indicators.models import Outbox
from balai.registry import person_links
from modules.letters import indicators, layers, selectors, services
from modules.letters.models import Letter, LetterBatch, TypeOverride
from tests.modules.letters.conftest import ANSWERS, citizen, head, person, staff


def test_the_queue_shows_each_what_is_theirs_oldest_first(signing: Any) -> None:
    resident = person(1)
    services.request_letter(actor=citizen(resident), letter_type="skck", resident=resident, answers=ANSWERS["skck"])
    to_sign = signing("usaha", person(0))
    Letter.objects.filter(pk=to_sign.pk).update(state_since=to_sign.state_since - timedelta(days=2))
    items = selectors.queue_for(staff("operator"))
    assert [item.mine for item in items] == [False, True]
    assert [item.next_step for item in items] == ["Tanda tangani", "Periksa"]
    assert [item.mine for item in selectors.queue_for(staff("kepala_desa"))] == [True, False]
    assert selectors.queue_for(citizen(resident)) == []


def test_search_finds_by_number_and_by_name(ready: Any) -> None:
    letter = ready()
    viewer = staff("viewer")
    for text in (letter.number, letter.applicant["name"].split()[0].lower()):
        assert letter.number in [hit.detail.split(",")[0] for hit in selectors.search_results(viewer, text, 5)]
    assert selectors.search_results(citizen(letter.resident), letter.number, 5) == []
    assert selectors.search_results(viewer, "no", 5) == []


def test_the_archive_filters(ready: Any, signing: Any) -> None:
    usaha, skck = ready("usaha", person(0)), ready("skck", person(1))
    signing("domisili", person(2))
    assert set(selectors.archive({})) == {usaha, skck}
    assert list(selectors.archive({"type": "skck"})) == [skck]
    assert selectors.archive({"year": usaha.year, "month": usaha.letter_date.month}).count() == 2
    assert selectors.archive({"year": usaha.year - 1}).count() == 0
    assert selectors.archive({"text": usaha.number, "type": "usaha"}).count() == 1
    assert selectors.issued_years() == [usaha.year]


def test_anybody_with_the_paper_learns_enough_to_compare(ready: Any, signing: Any, actor: Any) -> None:
    letter = ready()
    found = selectors.verification_of(letter.token)
    assert found is not None
    assert (found.state, found.words, found.number) == ("valid", "Sah", letter.number)
    assert "*" in found.holder and letter.applicant["name"] not in str(found)
    assert letter.applicant["nik"] not in str(found)
    services.withdraw_letter(actor=actor, letter=letter, reason="Keliru.")
    found = selectors.verification_of(letter.token)
    assert found is not None and (found.state, found.words) == ("withdrawn", "Dicabut")
    assert "Keliru" not in str(found)
    signing("skck", person(1))
    assert selectors.verification_of("") is None
    assert selectors.verification_of("z" * 20) is None


def test_numbers_of_the_month(ready: Any, signing: Any, village: Any) -> None:
    letter = ready("usaha", person(0))
    signing("skck", person(1))
    cells = indicators.by_type.cells(today())
    assert {key: cell.value for key, cell in cells.items()} == {("usaha", "ready"): 1, ("skck", "signing"): 1}
    Letter.objects.filter(pk=letter.pk).values("approved_at")
    hours = indicators.median_hours.cells(today())["", ""]
    assert (hours.numerator, hours.denominator) == (0, 1)
    assert indicators.by_type.cells(today() - timedelta(days=62)) == {}
    touched = set(Outbox.objects.filter(village=village.schema_name).values_list("indicator", flat=True))
    assert {"letters.by_type", "letters.median_hours"} <= touched


def test_letters_of_a_resident_newest_first(signing: Any) -> None:
    resident = person(4)
    first, second = signing("usaha", resident), signing("skck", resident)
    assert list(selectors.letters_of(resident)) == [second, first]
    offered = [each.key for each in selectors.letter_types_for_citizens()]
    assert len(offered) == 15 and {"domisili", "usaha", "skck"} <= set(offered) and "kematian" not in offered


def test_hours_in_bands_add_up_and_leave_out_what_was_made_for_many(village: Any, actor: Any, signing: Any) -> None:
    batch = LetterBatch.objects.create(type_key="domisili", title="Undangan", created_by="x", created_by_name="x")
    for number, (hours, of) in enumerate(((0, None), (5, None), (30, None), (400, batch))):
        letter = signing("domisili", person(number))
        Letter.objects.filter(pk=letter.pk).update(created_at=timezone.now() - timedelta(hours=hours), batch=of)
        services.approve_letter(actor=actor, letter=letter, official_id=head().official_id)
    found = {each["band"]: each["value"] for each in indicators.hours_bands.rows(today())}
    assert found == {"1": 1, "8": 1, "48": 1}
    hours = indicators.median_hours.cells(today())["", ""]
    assert (hours.numerator, hours.denominator) == (35, 3)
    assert indicators.band_of(timedelta(hours=1)) == "1" and indicators.band_of(timedelta(days=30)) == "lama"


def test_a_residents_page_leads_to_all_their_letters_by_right(village: Any, office_client: Any) -> None:
    from tests.modules.letters.acting import issued

    one, other = issued(0).resident, person(1)
    way = f"/kantor/surat/arsip/?resident={one.pk}"
    page = office_client("operator").get(f"/kantor/penduduk/{one.pk}/").content.decode()
    assert f'<a href="{way}">' in page and "Semua surat" in page and "1 surat bernomor di arsip" in page
    listed = office_client("operator").get(way).content.decode()
    assert f"Surat atas nama {one.name}" in listed
    assert "Semua surat" not in office_client("operator").get(f"/kantor/penduduk/{other.pk}/").content.decode()
    stranger = Actor(kind="staff", id="1", name="X", role="viewer", rights=frozenset({"population.view"}))
    assert person_links(stranger, one) == []


def test_updates_of_templates_wait_in_the_queue_of_who_may_take_them_over(village: Any, office_client: Any) -> None:
    secretary, operator = staff("sekretaris"), staff("operator")
    layers.change_aspect(actor=secretary, key="usaha", aspect="title", value="Judul Desa")
    words = "1 jenis surat mempunyai pembaruan templat"
    assert [each for each in selectors.queue_for(secretary) if "pembaruan" in each.title] == []
    # A newer version of the application ships another title.
    TypeOverride.objects.update(base="0" * 16)
    layers.forget()
    (found,) = [each for each in selectors.queue_for(secretary) if "pembaruan" in each.title]
    assert found.title == words and found.mine and found.detail == "Dari pembaruan aplikasi"
    assert found.url == "/kantor/surat/templat/?bagian=baru" and found.waiting_since <= timezone.now()
    assert not [each for each in selectors.queue_for(operator) if "pembaruan" in each.title]
    assert words in office_client("sekretaris").get("/kantor/").content.decode()
    assert words not in office_client("operator").get("/kantor/").content.decode()
    only = Actor(kind="staff", id="1", name="X", role="x", rights=frozenset({"letters.templates"}))
    assert [each.title for each in selectors.queue_for(only)] == [words]
    layers.keep_mine(actor=secretary, key="usaha", aspect="title")
    assert not [each for each in selectors.queue_for(secretary) if "pembaruan" in each.title]
