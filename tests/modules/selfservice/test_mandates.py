"""Who acts for an adult: nobody, until a surat kuasa was seen by an officer; and not a day longer than it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from balai.audit import readings_of
from balai.db import today
from balai.errors import NotAllowed, NotFound
from modules.letters import services as letter_services
from modules.letters.models import Letter
from modules.letters.selectors import letter_for_citizen, letters_for_citizen
from modules.messages.models import Notice
from modules.population.errors import MandateRefused
from modules.population.models import Mandate, Resident
from modules.population.selectors import may_act_for
from modules.population.services import end_mandate
from modules.selfservice import services
from modules.selfservice.selectors import people_of
from modules.selfservice.services.mandates import record_mandate
from tests.modules.letters.conftest import staff
from tests.modules.selfservice.test_acting import ask_for, family_with_child, grow


def mandate(actor: Any, giver: Resident, holder: Resident, days: int = 30) -> Mandate:
    """A surat kuasa that an officer has seen."""
    return record_mandate(
        actor=actor, giver=giver, holder=holder, until=today() + timedelta(days=days), paper="Surat kuasa 1-11-2026"
    )


def test_an_adult_without_an_account_is_asked_for_by_nobody(village: Any, account: Any, citizen_client: Any) -> None:
    head, wife, child = family_with_child()
    grow(child)
    for grown in (wife, child):
        assert not may_act_for(head.pk, grown.pk)
        assert grown not in people_of(head)
        with pytest.raises(NotFound):
            ask_for(services.actor_of(account(head)), grown)
    client = citizen_client(head)
    assert client.get(f"/layanan/data-saya/{wife.pk}/").status_code == 404
    assert client.get(f"/layanan/minta/untuk/{wife.pk}/").status_code == 404
    # And what to do instead is said.
    assert "surat kuasa" in client.get("/layanan/minta/").content.decode()
    assert "surat kuasa" in client.get("/layanan/keluarga/").content.decode()


def test_a_mandate_lets_act_until_its_last_day(village: Any, account: Any, actor: Any, monkeypatch: Any) -> None:
    head, wife, _child = family_with_child()
    row = mandate(actor, wife, head)
    assert may_act_for(head.pk, wife.pk) and not may_act_for(wife.pk, head.pk)
    letter = ask_for(services.actor_of(account(head)), wife)
    assert letter.resident_id == wife.pk
    Mandate.objects.filter(pk=row.pk).update(since=today() - timedelta(days=9), until=today() - timedelta(days=1))
    assert not may_act_for(head.pk, wife.pk)


def test_who_gave_it_is_told_and_reads_of_it(village: Any, actor: Any) -> None:
    head, wife, _child = family_with_child()
    row = mandate(actor, wife, head)
    assert Notice.objects.get(event="mandate_recorded").resident_id == wife.pk
    assert "population.mandate_recorded" in [each.action for each in readings_of(wife)]
    end_mandate(actor=actor, mandate=row)
    assert not may_act_for(head.pk, wife.pk)
    with pytest.raises(NotFound):
        end_mandate(actor=actor, mandate=row)


def test_a_second_one_replaces_the_first(village: Any, actor: Any) -> None:
    head, wife, _child = family_with_child()
    mandate(actor, wife, head)
    second = mandate(actor, wife, head, days=90)
    assert [each.pk for each in Mandate.objects.filter(ended_at=None)] == [second.pk]


def test_what_is_no_mandate(village: Any, actor: Any) -> None:
    head, wife, child = family_with_child()
    for giver, holder, days, field in (
        (child, head, 30, "giver"), (wife, child, 30, "holder"), (wife, wife, 30, "holder"), (wife, head, 400, "until"),
        (wife, head, -1, "until"),
    ):  # fmt: skip
        with pytest.raises(MandateRefused) as refused:
            mandate(actor, giver, holder, days)
        assert refused.value.data["field"] == field
    with pytest.raises(NotAllowed):
        mandate(staff("viewer"), wife, head)


def test_the_pages_of_the_office(village: Any, desk: Any) -> None:
    head, wife, _child = family_with_child()
    where = "/kantor/layanan-mandiri/kuasa/"
    assert "Belum ada surat kuasa" in desk.get(where).content.decode()
    given = {"giver": str(wife.pk), "holder": str(head.pk), "until": f"{today() + timedelta(days=10):%d-%m-%Y}", "paper": "1-11"}  # fmt: skip
    assert desk.post(f"{where}baru/", given | {"paper": ""}).status_code == 422
    assert desk.post(f"{where}baru/", given).status_code == 302
    page = desk.get(where).content.decode()
    assert wife.name in page and head.name in page
    row = Mandate.objects.get()
    assert desk.post(f"{where}{row.pk}/akhiri/").status_code == 302
    assert "Belum ada surat kuasa" in desk.get(where).content.decode()
    assert desk.get(f"{where}orang/?q={wife.name.split()[0][:4]}").json()["people"]


def test_who_once_asked_does_not_read_for_ever(village: Any, account: Any, actor: Any, citizen_client: Any) -> None:
    head, _wife, child = family_with_child()
    letter = ask_for(services.actor_of(account(head)), child)
    letter_services.return_letter(actor=actor, letter=letter, message="Foto KK belum jelas.")
    client = citizen_client(head)
    path = f"/layanan/surat/{letter.pk}/"
    assert client.get(path).status_code == 200
    grow(child)
    assert letter in letters_for_citizen(head)
    assert letter_for_citizen(head, letter.pk) is None
    for act in ({}, {"act": "cancel"}, {"keperluan": "Lain"}):
        assert client.post(path, act).status_code == 404
    for more in ("", "unduh/", "nilai/"):
        assert client.get(f"{path}{more}").status_code == 404
    asked = services.actor_of(account(head))
    with pytest.raises(NotFound):
        letter_services.cancel_letter(actor=asked, letter=letter)
    with pytest.raises(NotFound):
        letter_services.resubmit_letter(actor=asked, letter=letter, answers={"keperluan": "Lain"})
    letter.refresh_from_db()
    assert letter.state == "returned"
    listed = citizen_client(head).get("/layanan/surat/").content.decode()
    assert "Pernah Anda minta untuk orang lain" in listed
    assert path not in listed and letter.applicant_name.title() not in listed
    # The applicant goes on alone, and hears of it.
    assert letter_for_citizen(child, letter.pk) == letter
    letter_services.reject_letter(actor=actor, letter=Letter.objects.get(pk=letter.pk), message="Bukan wewenang desa")
    assert Notice.objects.get(event="letter_refused").resident_id == child.pk
