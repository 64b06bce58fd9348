"""What members of staff are told: who may take the next step, once for many letters, without anybody's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.accounts.models import User
from balai.actor import Actor
from balai.db import today
from balai.errors import NotFound
from modules.government.models import Official
from modules.government.selectors import signers
from modules.letters import services as letters
from modules.letters.models import Letter
from modules.messages.models import Delivery, StaffNotice
from modules.messages.services import set_gateway
from modules.messages.services.staff import open_staff_notice, set_staff_wish
from tests.modules.letters.acting import checked_by_secretary, requested
from tests.modules.letters.conftest import citizen, head, person, staff


def user(role: str) -> User:
    """The role's account."""
    return User.objects.get(username=role)


def as_user(role: str) -> Actor:
    """That account with the role's rights."""
    found = user(role)
    return Actor(kind="staff", id=str(found.pk), name=found.name, role=role, rights=staff(role).rights)


def asked(number: int = 0) -> Letter:
    """What a citizen asked for."""
    who = person(number)
    return letters.request_letter(
        actor=citizen(who), letter_type="domisili", resident=who, answers={"keperluan": "Melamar"}
    )


def unread(role: str) -> list[tuple[str, int]]:
    """What is new for somebody: topic and count."""
    return list(
        StaffNotice.objects.filter(user=user(role), read_at=None).values_list("topic", "count").order_by("topic")
    )


def test_who_may_take_the_next_step_is_told_and_nobody_else(village: Any) -> None:
    letter = asked()
    assert unread("operator") == [("letters.submitted", 1)]
    assert unread("sekretaris") == [("letters.submitted", 1)]
    assert unread("kepala_desa") == []
    letters.check_letter(actor=as_user("operator"), letter=letter)
    # What is done waits no more, for nobody.
    assert unread("operator") == unread("sekretaris") == []
    assert unread("kepala_desa") == [("letters.signing", 1)]
    letters.approve_letter(actor=as_user("kepala_desa"), letter=letter, official_id=head().official_id)
    assert unread("kepala_desa") == []


def test_the_secretarys_step(village: Any) -> None:
    checked_by_secretary(True)
    requested()
    assert unread("sekretaris") == [("letters.checking", 1)] and unread("kepala_desa") == []


def test_many_letters_are_one_line_and_the_click_leads_there(village: Any, office_client: Callable[..., Any]) -> None:
    first = requested(0)
    client = office_client("kepala_desa")
    row = StaffNotice.objects.get(user=user("kepala_desa"))
    assert row.url == f"/kantor/surat/{first.pk}/"
    for number in (1, 2):
        requested(number)
    assert unread("kepala_desa") == [("letters.signing", 3)]
    page = client.get("/kantor/").content.decode()
    assert "3 surat menunggu persetujuan Anda" in page and f"/kantor/pemberitahuan/{row.pk}/" in page
    connection.set_tenant(village)
    answer = client.get(f"/kantor/pemberitahuan/{row.pk}/")
    assert answer["Location"] == "/kantor/surat/setujui/"
    connection.set_tenant(village)
    assert unread("kepala_desa") == []
    assert "menunggu persetujuan Anda</span>" not in client.get("/kantor/").content.decode()


def test_nobody_is_named(village: Any) -> None:
    set_gateway(actor=staff("sekretaris"), channel="email", driver="file", values={}, active=True)
    set_staff_wish(actor=as_user("kepala_desa"), mail=True)
    User.objects.filter(username="kepala_desa").update(email="kades@contoh.id")
    letter = requested()
    row, mail = StaffNotice.objects.get(user=user("kepala_desa")), Delivery.objects.get()
    for text in (row.title, mail.title, mail.text):
        assert letter.applicant_name not in text and letter.applicant["nik"] not in text
    assert mail.address == "kades@contoh.id" and f"/kantor/surat/{letter.pk}/" in mail.text
    # One mail while it is unread.
    requested(1)
    assert Delivery.objects.count() == 1


def test_no_mail_without_the_wish(village: Any) -> None:
    set_gateway(actor=staff("sekretaris"), channel="email", driver="file", values={}, active=True)
    User.objects.filter(username="kepala_desa").update(email="kades@contoh.id")
    requested()
    assert not Delivery.objects.exists()


def test_an_old_letter_that_is_done_does_not_take_a_new_ones_line(village: Any) -> None:
    old = requested(0)
    open_staff_notice(actor=as_user("kepala_desa"), pk=StaffNotice.objects.get(user=user("kepala_desa")).pk)
    requested(1)
    assert unread("kepala_desa") == [("letters.signing", 1)]
    letters.approve_letter(actor=as_user("kepala_desa"), letter=old, official_id=head().official_id)
    assert unread("kepala_desa") == [("letters.signing", 1)]


def test_while_the_head_is_away_who_acts_is_told(village: Any) -> None:
    acting = next(each for each in signers(today()) if each.line_style)
    Official.objects.filter(pk=acting.official_id).update(user=user("sekretaris"))
    User.objects.filter(username="kepala_desa").update(email="kades@contoh.id")
    set_gateway(actor=staff("sekretaris"), channel="email", driver="file", values={}, active=True)
    letters.record_absence(
        actor=staff("sekretaris"), since=today(), until=today() + timedelta(days=2),
        reason="Cuti", delegate=acting.official_id,
    )  # fmt: skip
    # The head hears that somebody else has the pen, by mail too, wished or not.
    [(topic, _count)] = unread("kepala_desa")
    assert topic.startswith("absence.")
    assert Delivery.objects.get().address == "kades@contoh.id"
    requested()
    assert ("letters.signing", 1) in unread("sekretaris")
    assert len(unread("kepala_desa")) == 1


def test_anothers_line_is_nobodys(village: Any, office_client: Callable[..., Any]) -> None:
    requested()
    row = StaffNotice.objects.get(user=user("kepala_desa"))
    with pytest.raises(NotFound):
        open_staff_notice(actor=as_user("operator"), pk=row.pk)
    assert office_client("operator").get(f"/kantor/pemberitahuan/{row.pk}/").status_code == 404


def test_the_page_its_wish_and_that_it_costs_the_same(village: Any, office_client: Callable[..., Any]) -> None:
    client = office_client("kepala_desa")
    assert "Belum ada pemberitahuan" in client.get("/kantor/pemberitahuan/").content.decode()
    connection.set_tenant(village)
    requested(0)
    client.get("/kantor/pemberitahuan/")
    with CaptureQueriesContext(connection) as few:
        assert "menunggu persetujuan Anda" in client.get("/kantor/pemberitahuan/").content.decode()
    connection.set_tenant(village)
    for number in range(6):
        StaffNotice.objects.create(
            user=user("kepala_desa"), topic=f"batch.{number}", title="Surat massal", url="/kantor/"
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/kantor/pemberitahuan/")
    assert len(many) == len(few)
    client.post("/kantor/pemberitahuan/", {"act": "wish", "mail": "1"})
    assert "checked" in client.get("/kantor/pemberitahuan/").content.decode()
    client.post("/kantor/pemberitahuan/", {})
    connection.set_tenant(village)
    assert unread("kepala_desa") == []
