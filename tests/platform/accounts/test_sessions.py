"""Sessions: a cookie a door, two ends by the clock, a list that its owner can end."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from balai.accounts import services
from balai.accounts.models import AccountSession
from balai.accounts.sessions import IDLE_SECONDS, WHOLE_SECONDS
from balai.errors import NotAllowed
from tests.building.villages import PASSWORD

NEW = "Padi-menguning-77"


def is_in(client: Any) -> bool:
    return bool(client.get("/kantor/akun/").status_code == 200)


def test_the_cookie_is_the_offices_alone(village: Any, office_client: Any, settings: Any) -> None:
    client = office_client("operator")
    cookie = client.cookies["balai_kantor"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/kantor", "Lax", True)
    assert cookie["domain"] == ""
    assert not cookie["secure"]
    settings.SESSION_COOKIE_SECURE = True
    settings.BALAI_COOKIE_SUFFIX = "_8443"
    other = client.__class__(HTTP_HOST=client.defaults["HTTP_HOST"])
    other.post("/kantor/masuk/", {"username": "operator", "password": PASSWORD})
    assert other.cookies["balai_kantor_8443"]["secure"] is True


def test_the_office_and_the_citizens_door_do_not_know_each_other(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    client.get("/layanan/masuk/")
    assert client.cookies["balai_layanan"]["path"] == "/layanan"
    assert client.cookies["balai_layanan"].value != client.cookies["balai_kantor"].value
    client.cookies["balai_layanan"] = client.cookies["balai_kantor"].value
    assert client.get("/layanan/data-saya/").status_code == 302
    assert is_in(client)


def test_paths_that_only_begin_like_a_door_have_no_session(village: Any, client_of: Any) -> None:
    client = client_of(village)
    for path in ("/kantorku/", "/layananku/", "/api/v1/residents", "/"):
        client.get(path)
    assert not client.cookies


@pytest.mark.parametrize(("since", "kept"), [(IDLE_SECONDS - 60, True), (IDLE_SECONDS + 1, False)])
def test_two_hours_without_a_request_end_it(
    village: Any, office_client: Any, session_of: Any, since: int, kept: bool
) -> None:
    client = office_client("operator")
    session = session_of(client)
    session["seen"] = int(time.time()) - since
    session.save()
    assert is_in(client) is kept


@pytest.mark.parametrize(("since", "kept"), [(WHOLE_SECONDS - 60, True), (WHOLE_SECONDS + 1, False)])
def test_twelve_hours_end_it_however_busy_it_is(
    village: Any, office_client: Any, session_of: Any, since: int, kept: bool
) -> None:
    client = office_client("operator")
    session = session_of(client)
    session["born"] = int(time.time()) - since
    session.save()
    assert is_in(client) is kept


def test_twelve_hours_begin_with_the_sign_in_not_with_the_page_before_it(
    village: Any, client_of: Any, session_of: Any
) -> None:
    client = client_of(village)
    client.get("/kantor/masuk/")
    session = session_of(client)
    session["born"] = int(time.time()) - IDLE_SECONDS
    session["seen"] = int(time.time()) - 10
    session.save()
    client.post("/kantor/masuk/", {"username": "operator", "password": PASSWORD})
    assert time.time() - session_of(client)["born"] < 60


def test_a_visitors_session_is_not_kept_for_half_a_day(village: Any, client_of: Any, office_client: Any) -> None:
    client = client_of(village)
    client.get("/kantor/masuk/")
    soon = Session.objects.get(pk=client.cookies["balai_kantor"].value).expire_date
    late = Session.objects.get(pk=office_client("operator").cookies["balai_kantor"].value).expire_date
    assert soon < timezone.now() + timedelta(seconds=IDLE_SECONDS + 60)
    assert late > timezone.now() + timedelta(seconds=WHOLE_SECONDS - 60)


def test_signing_in_sweeps_what_has_run_out(village: Any, office_client: Any, user_of: Any) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    user = user_of("viewer")
    AccountSession.objects.create(user=user, key_hash="x" * 64, created_at=long_ago, last_seen=long_ago)
    Session.objects.create(session_key="old", session_data="", expire_date=long_ago)
    office_client("operator")
    assert not AccountSession.objects.filter(key_hash="x" * 64).exists()
    assert not Session.objects.filter(session_key="old").exists()


def test_my_sessions_are_listed_and_one_can_be_ended(village: Any, office_client: Any, user_of: Any) -> None:
    here, elsewhere = office_client("operator"), office_client("operator")
    page = here.get("/kantor/akun/").content.decode()
    assert page.count("(sesi ini)") == 1
    assert page.count("/akhiri/") == 2
    other = AccountSession.objects.get(key_hash=services.key_hash(elsewhere.cookies["balai_kantor"].value))
    assert here.post(f"/kantor/akun/sesi/{other.pk}/akhiri/")["Location"] == "/kantor/akun/"
    assert is_in(here)
    assert not is_in(elsewhere)


def test_ending_the_session_that_asks_leads_to_the_sign_in(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    own = AccountSession.objects.get(key_hash=services.key_hash(client.cookies["balai_kantor"].value))
    assert "/kantor/masuk/" in client.post(f"/kantor/akun/sesi/{own.pk}/akhiri/")["Location"]
    assert not is_in(client)


def test_nobody_ends_a_session_of_somebody_else(village: Any, office_client: Any, staff: Any) -> None:
    theirs = office_client("sekretaris")
    row = AccountSession.objects.get(key_hash=services.key_hash(theirs.cookies["balai_kantor"].value))
    assert office_client("operator").post(f"/kantor/akun/sesi/{row.pk}/akhiri/").status_code == 404
    with pytest.raises(NotAllowed):
        services.end_session(actor=staff("operator"), session=row)
    assert is_in(theirs)


def test_the_table_of_sessions_holds_no_key(village: Any, office_client: Any) -> None:
    key = office_client("operator").cookies["balai_kantor"].value
    assert not AccountSession.objects.filter(key_hash__contains=key).exists()
    assert AccountSession.objects.filter(key_hash=services.key_hash(key)).count() == 1


def test_a_new_password_ends_every_other_session(village: Any, office_client: Any) -> None:
    here, elsewhere = office_client("operator"), office_client("operator")
    answer = here.post("/kantor/akun/sandi/", {"old": PASSWORD, "password": NEW})
    assert answer.status_code == 302, answer.content.decode()
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_closed_account_is_out_at_once(village: Any, office_client: Any, actor: Any, user_of: Any) -> None:
    client = office_client("operator")
    services.close_account(actor=actor, user=user_of("operator"))
    assert not is_in(client)
    services.reopen_account(actor=actor, user=user_of("operator"))
    assert not is_in(client)


def test_a_request_under_way_while_somebody_signs_out_does_not_bring_the_session_back(
    village: Any, office_client: Any, session_of: Any
) -> None:
    from django.contrib.sessions.backends.base import UpdateError
    from django.http import HttpResponse
    from django.test import RequestFactory

    from balai.accounts.sessions import DoorSessionMiddleware

    client = office_client("operator")
    key = client.cookies["balai_kantor"].value

    def slow(request: Any) -> HttpResponse:
        request.session["note"] = "changed"
        session_of(client).delete()
        return HttpResponse("done")

    request = RequestFactory().get("/kantor/akun/", HTTP_COOKIE=f"balai_kantor={key}")
    request.tenant = village  # type: ignore[attr-defined]
    answer = DoorSessionMiddleware(slow)(request)
    assert answer.content == b"done"
    assert answer.cookies["balai_kantor"].value == ""
    assert not Session.objects.filter(pk=key).exists()
    with pytest.raises(UpdateError):
        request.session.save()


def test_when_a_session_was_last_used_is_noted_every_five_minutes(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    row = AccountSession.objects.get(key_hash=services.key_hash(client.cookies["balai_kantor"].value))
    first = row.last_seen
    is_in(client)
    row.refresh_from_db()
    assert row.last_seen == first
    AccountSession.objects.filter(pk=row.pk).update(last_seen=first - timedelta(minutes=6))
    is_in(client)
    row.refresh_from_db()
    assert row.last_seen > first
