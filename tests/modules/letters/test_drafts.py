"""Concepts: their author's alone, incomplete, sent on or thrown away."""

from __future__ import annotations

from typing import Any

import pytest

from balai.accounts.models import User
from balai.errors import Conflict, NotAllowed
from modules.letters import services
from modules.letters.errors import AnswersRefused, NotYours, WrongState
from modules.letters.models import Letter, LetterEvent, State
from modules.letters.selectors import drafts_of, letters_of, search_results
from modules.letters.types import letter_type
from tests.modules.letters.conftest import ANSWERS, citizen, person, staff


def draft(answers: dict[str, str] | None = None, **more: Any) -> Letter:
    return services.save_draft(
        actor=staff("operator"), letter_type=letter_type("usaha"), resident=person(), answers=answers or {}, **more
    )


def test_an_incomplete_letter_is_kept_gone_on_with_and_sent(village: Any) -> None:
    letter = draft({"keperluan": "Kredit", "stray": "x"})
    assert (letter.state, letter.answers, letter.queue_number) == (State.DRAFT, {"keperluan": "Kredit"}, 0)
    assert not LetterEvent.objects.exists()
    operator = staff("operator")
    with pytest.raises(AnswersRefused):
        services.send_draft(actor=operator, letter=letter, answers=letter.answers)
    again = draft({"keperluan": "Kredit usaha", "nama_usaha": "Warung"}, letter=letter, version=letter.version)
    assert again.pk == letter.pk
    with pytest.raises(Conflict):
        draft({"keperluan": "Lain"}, letter=letter, version="2020-01-01T00:00:00+00:00")
    sent = services.send_draft(actor=operator, letter=again, answers=again.answers, version=again.version)
    assert (sent.state, sent.queue_number) == (State.SIGNING, 1)
    assert list(sent.events.values_list("kind", flat=True)) == ["requested"]
    assert {each.brings_paper for each in sent.attachments.all()} == {True}
    with pytest.raises(NotYours):
        services.send_draft(actor=operator, letter=sent, answers=ANSWERS["usaha"])


def test_a_concept_is_its_authors_alone(village: Any) -> None:
    letter, other = draft({"keperluan": "Kredit"}), staff("sekretaris")
    for act in (
        lambda: services.delete_draft(actor=other, letter=letter),
        lambda: services.send_draft(actor=other, letter=letter, answers=ANSWERS["usaha"]),
    ):
        with pytest.raises(NotYours):
            act()
    assert list(drafts_of(other)) == []
    assert [each.pk for each in drafts_of(staff("operator"))] == [letter.pk]
    assert list(letters_of(letter.resident)) == []
    assert search_results(other, letter.applicant_name, 10) == []
    with pytest.raises(NotAllowed):
        services.save_draft(actor=citizen(person()), letter_type=letter_type("usaha"), resident=person(), answers={})
    with pytest.raises(WrongState):
        services.cancel_letter(actor=other, letter=letter)


def test_only_a_concept_can_be_deleted(village: Any) -> None:
    letter = draft()
    services.delete_draft(actor=staff("operator"), letter=letter)
    assert not Letter.objects.exists()
    sent = services.request_letter(
        actor=staff("operator"), letter_type="usaha", resident=person(), answers=ANSWERS["usaha"]
    )
    with pytest.raises(NotYours):
        services.delete_draft(actor=staff("operator"), letter=sent)


def test_the_pages(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    where = f"/kantor/surat/baru/?resident={person().pk}&type=usaha"
    answer = client.post(where, {"keperluan": "Kredit", "draft": "1"})
    letter = Letter.objects.get()
    assert answer["Location"] == f"/kantor/surat/konsep/{letter.pk}/"
    assert letter.author == str(User.objects.get(username="operator").pk)
    page = client.get(answer["Location"]).content.decode()
    assert "Kredit" in page and "Hapus konsep" in page
    assert letter.applicant_name in client.get("/kantor/surat/konsep/").content.decode()
    assert "Konsep saya (1)" in client.get("/kantor/surat/").content.decode()
    assert office_client("sekretaris").get(answer["Location"]).status_code == 404
    assert client.get(f"/kantor/surat/{letter.pk}/").status_code == 404
    missing = client.post(answer["Location"], {"keperluan": "Kredit", "version": letter.version})
    assert missing.status_code == 422 and "Belum diisi." in missing.content.decode()
    kept = client.post(answer["Location"], {"keperluan": "Kredit", "nama_usaha": "Warung B", "draft": "1"})
    assert kept.status_code == 302
    letter.refresh_from_db()
    sent = client.post(answer["Location"], {**letter.answers, "version": letter.version}, follow=True)
    assert "menunggu tanda tangan" in sent.content.decode()
    letter.refresh_from_db()
    assert (letter.state, letter.answers["nama_usaha"]) == ("signing", "Warung B")
    second = client.post(where, {"keperluan": "Lain", "draft": "1"})["Location"]
    assert client.post(f"{second}hapus/").status_code == 302
    assert not Letter.objects.filter(state=State.DRAFT).exists()


def test_parties_and_dates_come_back_into_the_form(village: Any, office_client: Any) -> None:
    """A kind with another person and a date: what was kept stands in the form again, as people write it."""
    from modules.letters.making import initial_of

    kind = letter_type("kuasa")
    group = kind.parties[0]
    letter = services.save_draft(
        actor=staff("operator"), letter_type=kind, resident=person(), answers={},
        parties={group.key: {"person": {"nama": "Orang Luar", "pekerjaan": "Petani/pekebun"}}, "palsu": {"resident": "x"}},
    )  # fmt: skip
    assert set(letter.parties) == {group.key}
    assert initial_of(letter)[f"o_{group.key}_nama"] == "Orang Luar"
    kind = letter_type("perjalanan_dinas")
    dated = next(each for each in kind.fields if each.kind == "date")
    letter = services.save_draft(
        actor=staff("operator"), letter_type=kind, resident=person(), answers={dated.name: "2026-11-24"}
    )
    assert str(initial_of(letter)[dated.name]) == "2026-11-24"
