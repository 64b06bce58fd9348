"""Queues, search, archive, verification, numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from balai.db import today
from balai.indicators.models import Outbox
from modules.letters import indicators, selectors, services
from modules.letters.models import Letter, LetterBatch
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
