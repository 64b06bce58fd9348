"""The head is away: who acts may sign, inside those days and in their own name; the database says the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balai.accounts.models import User
from balai.actor import Actor
from balai.db import today
from balai.errors import NotAllowed
from modules.government.models import Official, Post
from modules.government.selectors import signers
from modules.letters import services
from modules.letters.errors import AbsenceRefused, HeadAway, SignerNotAllowed
from modules.letters.models import Absence, Letter, State
from modules.letters.services import approval
from tests.modules.letters.acting import requested
from tests.modules.letters.conftest import head, staff

CHIEF = "kepala_desa"


def secretary() -> Official:
    return Official.objects.get(post=Post.SEKDES)


def linked(official: Official, username: str = "operator") -> Actor:
    """An account joined to an official; it holds the operator's rights and no other."""
    user = User.objects.get(username=username)
    official.user = user
    official.save()
    found = staff("operator")
    return Actor(kind="staff", id=str(user.pk), name=user.name, role="operator", rights=found.rights)


def away(delegate: Official, since: date | None = None, until: date | None = None) -> Absence:
    since = since or today()
    return services.record_absence(
        actor=staff("sekretaris"), since=since, until=until or since + timedelta(days=3), reason="Cuti",
        delegate=delegate.pk,
    )  # fmt: skip


def test_the_delegate_signs_an_in_those_days_and_not_outside_them(
    village: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, letter = linked(secretary()), requested()
    with pytest.raises(NotAllowed):
        services.approve_letter(actor=acting, letter=letter, official_id=secretary().pk)
    absence = away(secretary())
    done = services.approve_letter(actor=acting, letter=letter, official_id=secretary().pk)
    assert done.signer["lines"][0].startswith("a.n. KEPALA DESA ")
    assert done.signer["lines"][1] == "SEKRETARIS DESA"
    assert (done.absence_id, done.signer["name"]) == (absence.pk, secretary().name)
    event = done.events.get(kind="approved")
    assert (event.actor_id, event.message) == (acting.id, f"a.n. {secretary().name} (Cuti)")
    monkeypatch.setattr(approval, "today", lambda: absence.until + timedelta(days=1))
    late = requested(1)
    with pytest.raises(NotAllowed):
        services.approve_letter(actor=acting, letter=late, official_id=secretary().pk)


def test_ub_is_printed_under_the_secretary(village: Any) -> None:
    official = Official.objects.filter(signs_ub=True).first()
    assert official is not None
    acting = linked(official)
    away(official)
    done = services.approve_letter(actor=acting, letter=requested(), official_id=official.pk)
    assert done.signer["lines"][1:] == ["SEKRETARIS DESA", "u.b.", official.position.upper()]


def test_the_delegate_signs_in_no_other_name(village: Any) -> None:
    acting, letter = linked(secretary()), requested()
    away(secretary())
    other = Official.objects.filter(signs_ub=True).first()
    assert other is not None
    with pytest.raises(SignerNotAllowed):
        services.approve_letter(actor=acting, letter=letter, official_id=other.pk)
    with pytest.raises(HeadAway):
        services.approve_letter(actor=acting, letter=letter, official_id=head().official_id)
    stranger = staff("operator")
    with pytest.raises(NotAllowed):
        services.approve_letter(actor=stranger, letter=letter, official_id=secretary().pk)


def test_nobody_signs_as_the_head_who_is_away_until_it_is_ended(village: Any) -> None:
    letter, absence = requested(), away(secretary())
    with pytest.raises(HeadAway) as refused:
        services.approve_letter(actor=staff(CHIEF), letter=letter, official_id=head().official_id)
    assert secretary().name in refused.value.message()
    with pytest.raises(NotAllowed):
        services.end_absence(actor=staff("operator"), absence=absence)
    services.end_absence(actor=staff(CHIEF), absence=absence)
    services.end_absence(actor=staff(CHIEF), absence=absence)
    assert services.approve_letter(actor=staff(CHIEF), letter=letter, official_id=head().official_id).serial == 1


def test_an_ended_absence_gives_no_right_any_more(village: Any) -> None:
    acting, letter = linked(secretary()), requested()
    services.end_absence(actor=staff(CHIEF), absence=away(secretary()))
    with pytest.raises(NotAllowed):
        services.approve_letter(actor=acting, letter=letter, official_id=secretary().pk)


def test_what_cannot_be_recorded(village: Any) -> None:
    day = today()
    plain = Official.objects.filter(post=Post.OTHER, signs_ub=False).first()
    assert plain is not None
    for since, until, reason, who in (
        (day, day - timedelta(days=1), "Cuti", secretary()),
        (day - timedelta(days=9), day - timedelta(days=1), "Cuti", secretary()),
        (day, day + timedelta(days=400), "Cuti", secretary()),
        (day, day, "  ", secretary()),
        (day, day, "Cuti", plain),
        (day, day, "Cuti", Official.objects.get(post=Post.KADES)),
    ):
        with pytest.raises(AbsenceRefused):
            services.record_absence(actor=staff("sekretaris"), since=since, until=until, reason=reason, delegate=who.pk)
    away(secretary())
    with pytest.raises(AbsenceRefused):
        away(secretary(), since=day + timedelta(days=2))
    with pytest.raises(NotAllowed):
        services.record_absence(actor=staff("operator"), since=day, until=day, reason="Cuti", delegate=secretary().pk)


def _issue_by_hand(letter: Letter, **values: Any) -> None:
    Letter.objects.filter(pk=letter.pk).update(
        state=State.READY, number="x", sequence="s", year=2026, serial=1, token="t" * 20, letter_date=today(),
        approved_at="2026-11-26T00:00:00Z", **values,
    )  # fmt: skip


def test_the_database_holds_who_may_sign(village: Any) -> None:
    letter = requested()
    block = {str(each.official_id): each.as_dict() for each in signers(today())}
    plain = Official.objects.filter(post=Post.OTHER, signs_ub=False).first()
    assert plain is not None
    for signer in ({}, {"official_id": str(plain.pk)}):
        with pytest.raises(IntegrityError, match="letter_signer_in_office"), transaction.atomic():
            _issue_by_hand(letter, signer=signer)
    absence = away(secretary())
    with pytest.raises(IntegrityError, match="the head is away"), transaction.atomic():
        _issue_by_hand(letter, signer=block[str(head().official_id)])
    other = Official.objects.filter(signs_ub=True).first()
    assert other is not None
    with pytest.raises(IntegrityError, match="outside the absence"), transaction.atomic():
        _issue_by_hand(letter, signer=block[str(other.pk)], absence=absence)
    for change in ({"until": today() + timedelta(days=90)}, {"delegate": other}):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            Absence.objects.filter(pk=absence.pk).update(**change)
    _issue_by_hand(letter, signer=block[str(secretary().pk)], absence=absence)


def test_the_pages(village: Any, office_client: Any) -> None:
    linked(secretary())
    letter = requested()
    office = office_client("sekretaris")
    day = today()
    path = "/kantor/surat/berhalangan/"
    assert "Belum pernah dicatat" in office.get(path).content.decode()
    assert office_client("operator").get(f"{path}catat/").status_code == 403
    data = {"since": f"{day:%d-%m-%Y}", "until": f"{day:%d-%m-%Y}", "reason": "Sakit", "delegate": str(secretary().pk)}
    assert office.post(f"{path}catat/", {**data, "reason": ""}).status_code == 422
    page = office.post(f"{path}catat/", data, follow=True).content.decode()
    assert "Yang bertindak" in page and "Sakit" in page
    # The delegate's own account holds no right to approve, yet its page of approvals opens and approves.
    acting = office_client("operator")
    assert "Anda bertindak a.n. Kepala Desa" in acting.get("/kantor/surat/setujui/").content.decode()
    assert "Tanda tangan (1)" in acting.get("/kantor/surat/").content.decode()
    page = acting.get(f"/kantor/surat/{letter.pk}/").content.decode()
    assert "Kepala Desa berhalangan sampai" in page and secretary().name in page
    answer = acting.post(
        f"/kantor/surat/{letter.pk}/setujui/", {"official": str(secretary().pk), "version": letter.version}
    )
    assert answer.status_code == 302
    letter.refresh_from_db()
    assert letter.state == State.READY
    absence = Absence.objects.get()
    assert office.post(f"{path}{absence.pk}/akhiri/").status_code == 302
    assert acting.get("/kantor/surat/setujui/").status_code == 403
