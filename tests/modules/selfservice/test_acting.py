"""Asking for somebody of the family: who may, for whom, and what is written down; who may not, learns nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from balai.audit import readings_of
from balai.db import today
from balai.errors import NotFound
from modules.letters import services as letter_services
from modules.letters.models import Letter
from modules.letters.selectors import letters_for_citizen, timeline_of
from modules.population.models import Resident
from modules.population.selectors import acts_for, may_act_for
from modules.selfservice import services


def family_with_child() -> tuple[Resident, Resident, Resident]:
    """Head, head's wife and a child under seventeen of one card; made so where the village has none."""
    for head in Resident.objects.filter(shdk=1, presence=1, void_at=None, nik_temporary=False).order_by("nik"):
        wife = Resident.objects.filter(
            family=head.family, shdk=3, presence=1, void_at=None, nik_temporary=False
        ).first()
        child = Resident.objects.filter(family=head.family, shdk=4, presence=1, void_at=None).order_by("nik").first()
        if wife and child:
            born = today() - timedelta(days=9 * 365)
            Resident.objects.filter(pk=child.pk).update(birth_date=born, marital_status=1)
            child.refresh_from_db()
            return head, wife, child
    raise AssertionError("no family of three")


def grow(child: Resident) -> None:
    """The child has its eighteenth birthday behind it."""
    Resident.objects.filter(pk=child.pk).update(birth_date=today() - timedelta(days=19 * 365))


def ask_for(actor: Any, person: Resident, **more: Any) -> Letter:
    """A letter of domicile for somebody."""
    return services.ask_letter(
        actor=actor, letter_type="domisili", resident=person, answers={"keperluan": "Mendaftar sekolah"}, **more
    )


def test_head_and_wife_act_for_children_alone(village: Any) -> None:
    head, wife, child = family_with_child()
    assert may_act_for(head.pk, child.pk) and may_act_for(wife.pk, child.pk)
    assert not may_act_for(head.pk, wife.pk) and not may_act_for(wife.pk, head.pk)
    assert not acts_for(child).exists()
    stranger = Resident.objects.filter(shdk=1, presence=1, void_at=None).exclude(family=head.family)[0]
    assert not may_act_for(head.pk, stranger.pk)
    assert not may_act_for(stranger.pk, child.pk)
    grow(child)
    assert not may_act_for(wife.pk, child.pk) and not may_act_for(head.pk, child.pk)


def test_who_asked_for_whom_is_written_down_and_both_follow_it(village: Any, account: Any) -> None:
    head, _wife, child = family_with_child()
    actor = services.actor_of(account(head))
    letter = ask_for(actor, child)
    assert letter.resident_id == child.pk
    assert letter in letters_for_citizen(head)
    assert letter in letters_for_citizen(child)
    assert timeline_of(letter)[0].by == f"{head.name} untuk pemohon"
    assert [each.action for each in readings_of(child)] == ["letters.requested_for"]
    entry = readings_of(child)[0]
    assert (entry.actor_kind, entry.actor_id) == ("citizen", str(head.pk))
    letter_services.cancel_letter(actor=actor, letter=letter)
    letter.refresh_from_db()
    assert letter.state == "cancelled"


def test_a_stranger_gets_nowhere_with_it(village: Any, account: Any) -> None:
    head, wife, child = family_with_child()
    letter = ask_for(services.actor_of(account(head)), child)
    stranger = Resident.objects.filter(shdk=1, presence=1, void_at=None, nik_temporary=False).exclude(family=head.family)[0]  # fmt: skip
    foreign = services.actor_of(account(stranger))
    with pytest.raises(NotFound):
        ask_for(foreign, child)
    with pytest.raises(NotFound):
        letter_services.cancel_letter(actor=foreign, letter=letter)
    with pytest.raises(NotFound):
        letter_services.request_letter(
            actor=foreign, letter_type="domisili", resident=wife, answers={"keperluan": "Bekerja"}
        )
    assert letter not in letters_for_citizen(stranger)


def test_what_somebody_else_uploaded_is_attached_by_nobody(village: Any, account: Any) -> None:
    from modules.letters.errors import AttachmentRefused
    from tests.modules.selfservice.test_letters import photo

    head, wife, child = family_with_child()
    foreign = services.keep_upload(actor=services.actor_of(account(wife)), content=photo(), name="kk.png")
    with pytest.raises(AttachmentRefused):
        ask_for(
            services.actor_of(account(head)), child, attachments=[letter_services.Attachment("kk", foreign.pk)]
        )  # fmt: skip


def test_once_gone_from_the_family_nobody_acts_any_more(village: Any, account: Any) -> None:
    head, _wife, child = family_with_child()
    actor = services.actor_of(account(head))
    Resident.objects.filter(pk=child.pk).update(presence=2)
    with pytest.raises(NotFound):
        ask_for(actor, child)


def test_the_way_of_a_letter_for_a_child_by_the_page(village: Any, citizen_client: Any) -> None:
    from tests.modules.selfservice.test_letters import hidden, photo

    head, _wife, child = family_with_child()
    client = citizen_client(head)
    needs = client.get(f"/layanan/minta/untuk/{child.pk}/?cari=sekolah").content.decode()
    way = f"/layanan/minta/domisili/untuk/{child.pk}/"
    assert way in needs
    assert child.name.split()[0].lower() in client.get("/layanan/minta/").content.decode().lower()
    checked = client.post(way, {"keperluan": "Mendaftar sekolah", "step": "check", "file_kk": photo("kk.png")})
    assert "dicatat sebagai yang meminta" in checked.content.decode()
    sent = client.post(way, hidden(checked) | {"step": "send"})
    assert sent.status_code == 302, sent.content.decode()[:1500]
    letter = Letter.objects.get()
    assert letter.resident_id == child.pk
    assert letter.attachments.get(requirement="kk").file_id is not None
    page = client.get(f"/layanan/surat/{letter.pk}/").content.decode()
    assert "untuk pemohon" in page
    assert letter.applicant_name.split()[0].lower() in client.get("/layanan/surat/").content.decode().lower()


def test_a_stranger_is_told_nothing_of_a_child_by_any_page(village: Any, citizen_client: Any, account: Any) -> None:
    head, _wife, child = family_with_child()
    letter = ask_for(services.actor_of(account(head)), child)
    stranger = Resident.objects.filter(shdk=1, presence=1, void_at=None, nik_temporary=False).exclude(family=head.family)[0]  # fmt: skip
    client = citizen_client(stranger)
    for path in (f"minta/untuk/{child.pk}/", f"minta/domisili/untuk/{child.pk}/", f"surat/{letter.pk}/",
                 f"surat/{letter.pk}/unduh/", f"surat/{letter.pk}/nilai/"):  # fmt: skip
        assert client.get(f"/layanan/{path}").status_code == 404, path
        assert client.post(f"/layanan/{path}", {"stars": "5", "keperluan": "x"}).status_code in {404, 405}, path


def test_news_of_a_childs_letter_goes_to_who_asked(village: Any, account: Any, actor: Any) -> None:
    from modules.messages.models import Notice

    head, _wife, child = family_with_child()
    letter = ask_for(services.actor_of(account(head)), child)
    letter_services.return_letter(actor=actor, letter=letter, message="Foto KK belum jelas.")
    told = Notice.objects.filter(url=f"/layanan/surat/{letter.pk}/")
    assert {each.event for each in told} == {"letter_received", "letter_returned"}
    assert {each.resident_id for each in told} == {head.pk}


def test_a_childs_letter_asks_for_what_a_child_has_and_takes_the_parents_kept_papers(
    village: Any, citizen_client: Any, account: Any
) -> None:
    from tests.modules.selfservice.test_letters import hidden, photo

    head, _wife, child = family_with_child()
    actor = services.actor_of(account(head))
    for kind in ("ktp", "akta_lahir"):
        services.add_document(actor=actor, kind=kind, content=photo(f"{kind}.png"), name=f"{kind}.png")
    client = citizen_client(head)
    way = f"/layanan/minta/domisili/untuk/{child.pk}/"
    page = client.get(way).content.decode()
    assert "KTP-el pemohon" not in page
    for field in ("file_identitas_anak", "file_ktp_wali", "file_kk", "own_ktp_wali", "own_identitas_anak"):
        assert f'name="{field}"' in page, field
    assert re.search(r'<option value="d:[^"]+" selected', _select(page, "ktp_wali"))
    assert not re.search(r'<option value="d:[^"]+" selected', _select(page, "identitas_anak")), "the parent's own akta"
    own = re.search(r'<option value="(d:[^"]+)" selected', _select(page, "ktp_wali"))
    assert own is not None
    data = {"keperluan": "Mendaftar sekolah", "own_ktp_wali": own[1], "file_identitas_anak": photo("kia.png")}
    checked = client.post(way, data | {"step": "check"})
    assert "KIA atau akta kelahiran anak" in checked.content.decode()
    assert client.post(way, hidden(checked) | {"step": "send"}).status_code == 302
    letter = Letter.objects.get()
    found = {each.requirement: each.file_id is not None for each in letter.attachments.all()}
    assert found == {"identitas_anak": True, "ktp_wali": True, "kk": False}
    # For oneself the own KTP-el, as ever.
    page = client.get("/layanan/minta/domisili/").content.decode()
    assert "KTP-el pemohon" in page and 'name="file_ktp_wali"' not in page


def _select(page: str, key: str) -> str:
    found = re.search(rf'<select name="own_{key}".*?</select>', page, re.S)
    assert found is not None
    return found[0]
