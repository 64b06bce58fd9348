"""The chain of steps: the village's settings, a kind's own, and who may take the last one."""

from __future__ import annotations

from typing import Any

import pytest

from balai.actor import Actor
from balai.errors import NotAllowed
from modules.letters import services
from modules.letters.errors import AlreadyIssued, MessageMissing, SignerNotAllowed, WrongState
from modules.letters.models import Letter, State
from modules.letters.selectors import next_step, queue_for, timeline_of
from tests.modules.letters.conftest import ANSWERS, citizen, head, person, staff


def settings(**steps: bool) -> None:
    values = {"secretary_checks": False, "head_approves": True, "district_signs": False} | steps
    services.change_settings(actor=staff("sekretaris"), number_format="[nomor_surat, 3]", scheme="per_type", **values)


def ask(actor: Actor, number: int = 0, kind: str = "usaha") -> Letter:
    return services.request_letter(actor=actor, letter_type=kind, resident=person(number), answers=ANSWERS[kind])


def with_right(role: str, *rights: str) -> Actor:
    found = staff(role)
    return Actor(kind="staff", id=found.id, name=found.name, role=role, rights=found.rights | set(rights))


def steps_of(letter: Letter) -> list[str]:
    return list(letter.events.values_list("kind", flat=True))


def test_every_step_of_the_longest_way_in_the_village_stands_in_the_timeline(village: Any) -> None:
    settings(secretary_checks=True)
    who = person()
    letter = services.request_letter(actor=citizen(who), letter_type="usaha", resident=who, answers=ANSWERS["usaha"])
    assert [step.words for step in timeline_of(letter)][1:] == [
        "Diperiksa petugas", "Diperiksa sekretaris", "Ditandatangani", "Diserahkan kepada pemohon",
    ]  # fmt: skip
    assert services.check_letter(actor=staff("operator"), letter=letter).state == State.CHECKING
    assert services.check_letter(actor=staff("sekretaris"), letter=letter).state == State.SIGNING
    services.approve_letter(actor=staff("kepala_desa"), letter=letter, official_id=head().official_id)
    assert steps_of(letter) == ["requested", "checked", "confirmed", "approved"]


def test_a_kind_goes_its_own_way(village: Any) -> None:
    settings(secretary_checks=True)
    services.change_chain(actor=staff("sekretaris"), kind="skck", secretary=False, head=None, district=None)
    assert ask(staff("operator"), 0, "usaha").state == State.CHECKING
    assert ask(staff("operator"), 0, "skck").state == State.SIGNING
    services.change_chain(actor=staff("sekretaris"), kind="skck", secretary=None, head=None, district=None)
    assert ask(staff("operator"), 1, "skck").state == State.CHECKING
    with pytest.raises(NotAllowed):
        services.change_chain(actor=staff("kepala_desa"), kind="skck", secretary=True, head=None, district=None)


def test_without_secretary_and_head_the_operators_check_issues_where_the_right_was_given(village: Any) -> None:
    settings(head_approves=False)
    who = person()
    letter = services.request_letter(actor=citizen(who), letter_type="usaha", resident=who, answers=ANSWERS["usaha"])
    with pytest.raises(NotAllowed):
        services.check_letter(actor=staff("operator"), letter=letter, official_id=head().official_id)
    letter.refresh_from_db()
    assert (letter.state, letter.number) == (State.SUBMITTED, "")
    trusted = with_right("operator", "letters.issue")
    letter = services.check_letter(actor=trusted, letter=letter, official_id=head().official_id)
    assert letter.state == State.READY
    assert letter.number == "001"
    assert steps_of(letter) == ["requested", "checked", "issued"]


def test_nobody_holds_the_right_to_issue_by_default(village: Any) -> None:
    from balai.registry import permissions

    assert permissions()["letters.issue"].roles == ()


def test_without_the_head_the_secretarys_look_is_the_last(village: Any) -> None:
    settings(secretary_checks=True, head_approves=False)
    letter = ask(staff("operator"))
    assert letter.state == State.CHECKING
    with pytest.raises(NotAllowed):
        services.approve_letter(actor=staff("operator"), letter=letter, official_id=head().official_id)
    letter = services.check_letter(actor=staff("sekretaris"), letter=letter, official_id=head().official_id)
    assert (letter.state, letter.serial) == (State.READY, 1)
    assert steps_of(letter) == ["requested", "confirmed", "issued"]
    # Entered by the secretary herself: it waits for the one click that numbers it.
    own = ask(staff("sekretaris"), 1)
    assert next_step(own) == ("Terbitkan", "letters.confirm")
    assert services.approve_letter(actor=staff("sekretaris"), letter=own, official_id=head().official_id).serial == 2


def test_an_official_id_does_not_pass_the_head_by(village: Any) -> None:
    who = person()
    letter = services.request_letter(actor=citizen(who), letter_type="usaha", resident=who, answers=ANSWERS["usaha"])
    sent = services.check_letter(actor=staff("operator"), letter=letter, official_id=head().official_id)
    assert (sent.state, sent.number) == (State.SIGNING, "")


def test_every_step_sends_back_and_refuses_with_a_reason(village: Any) -> None:
    settings(secretary_checks=True)
    by = {"submitted": "operator", "checking": "sekretaris", "signing": "kepala_desa"}
    for number, state in enumerate(by):
        who = person(number)
        for act, wanted in ((services.return_letter, "returned"), (services.reject_letter, "rejected")):
            kind = "usaha" if wanted == "returned" else "skck"
            letter = services.request_letter(actor=citizen(who), letter_type=kind, resident=who, answers=ANSWERS[kind])
            if state != "submitted":
                services.check_letter(actor=staff("operator"), letter=letter)
            if state == "signing":
                services.check_letter(actor=staff("sekretaris"), letter=letter)
            with pytest.raises(MessageMissing):
                act(actor=staff(by[state]), letter=letter, message=" ")
            done = act(actor=staff(by[state]), letter=letter, message="Lampiran tidak terbaca.")
            assert (done.state, done.note) == (wanted, "Lampiran tidak terbaca.")
            event = done.events.latest("id")
            assert (event.from_state, event.message) == (state, "Lampiran tidak terbaca.")
            with pytest.raises(NotAllowed):
                act(actor=staff("viewer"), letter=letter, message="Tidak.")


def test_the_same_approval_twice_is_told_who_was_first(village: Any) -> None:
    letter = ask(staff("operator"))
    read = letter.version
    chief = staff("kepala_desa")
    services.approve_letter(actor=chief, letter=letter, official_id=head().official_id, version=read)
    with pytest.raises(AlreadyIssued) as refused:
        services.approve_letter(actor=chief, letter=letter, official_id=head().official_id, version=read)
    assert "sudah disetujui oleh kepala_desa dengan nomor" in refused.value.message()
    assert Letter.objects.exclude(number="").count() == 1
    assert isinstance(refused.value, WrongState)


def test_the_queue_says_whose_step_it_is(village: Any) -> None:
    ask(staff("operator"))
    assert [item.mine for item in queue_for(staff("kepala_desa"))] == [True]
    assert [item.mine for item in queue_for(staff("operator"))] == [False]
    settings(head_approves=False)
    assert [item.mine for item in queue_for(with_right("operator", "letters.issue"))] == [True]
    assert [item.mine for item in queue_for(staff("operator"))] == [False]


def test_a_signer_is_of_the_officials_list(village: Any) -> None:
    from modules.government.models import Official

    letter = ask(staff("operator"))
    plain = Official.objects.create(name="KAUR", post="other", position="Kaur Umum", since="2020-01-01")
    with pytest.raises(SignerNotAllowed):
        services.approve_letter(actor=staff("kepala_desa"), letter=letter, official_id=plain.pk)


def test_the_pages(village: Any, office_client: Any) -> None:
    client = office_client("sekretaris")
    path = "/kantor/surat/pengaturan/"
    data = {"number_format": "[nomor_surat, 3]", "scheme": "per_type", "district_signs": "on"}
    page = client.post(path, data, follow=True).content.decode()
    assert "Belum ada peran yang boleh menerbitkan" in page
    assert "petugas" in client.get(f"{path}alur/").content.decode()
    page = client.get(f"{path}alur/penduduk/").content.decode()
    assert "Alur sekarang: petugas, camat." in page and "Dikirim kepada camat" in page
    assert "Dikirim kepada camat" not in client.get(f"{path}alur/usaha/").content.decode()
    answer = client.post(f"{path}alur/usaha/", {"secretary": "yes", "head": "same", "version": "-"})
    assert answer.status_code == 302
    assert client.post(f"{path}alur/usaha/", {"secretary": "no", "head": "same", "version": "-"}).status_code == 409
    assert "Alur sekarang: petugas, sekretaris." in client.get(f"{path}alur/usaha/").content.decode()
    assert "1 jenis surat mempunyai alur sendiri" in client.get(path).content.decode()
    assert office_client("kepala_desa").get(f"{path}alur/").status_code == 403
