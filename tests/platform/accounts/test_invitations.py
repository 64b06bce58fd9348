"""Invitations: a link that is looked at stays, a link that is used is gone, a secret that is read is useless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from balai.accounts import services
from balai.accounts.errors import AccountRefused, InvitationGone
from balai.accounts.models import Invitation, User
from balai.audit.models import Entry
from balai.errors import NotAllowed

GOOD = "Padi-menguning-77"


def invited(actor: Any, role: str = "operator", **more: Any) -> tuple[Invitation, str]:
    return services.invite(actor=actor, role=role, name="Warsini", **more)


def test_from_the_managers_page_to_the_first_session(village: Any, office_client: Any, client_of: Any) -> None:
    manager = office_client("sekretaris")
    sent = manager.post("/kantor/pengguna/undang/", {"name": "Warsini", "role": "operator", "email": ""})
    assert sent["Location"] == "/kantor/pengguna/"
    page = manager.get("/kantor/pengguna/").content.decode()
    link = re.findall(r"<code>http://[^/]+(/kantor/undangan/[^<]+)</code>", page)[0]
    assert link not in manager.get("/kantor/pengguna/").content.decode()
    guest = client_of(village)
    for _n in range(2):
        looked = guest.get(link)
        assert "Selamat datang, Warsini" in looked.content.decode()
        assert looked["Cache-Control"] == "no-store"
    used = guest.post(link, {"username": "Warsini.1", "password": GOOD})
    assert used["Location"] == "/kantor/"
    assert guest.get("/kantor/akun/").status_code == 200
    user = User.objects.get(username="warsini.1")
    assert (user.role, user.name) == ("operator", "Warsini")
    assert client_of(village).get(link).status_code == 404
    actions = Entry.objects.filter(about_type__startswith="accounts.").values_list("action", flat=True)
    assert {"accounts.invited", "accounts.invitation_accepted"} <= set(actions)


def test_the_secret_is_not_kept(village: Any, actor: Any) -> None:
    made, secret = invited(actor)
    made.refresh_from_db()
    assert secret not in str(made.__dict__)
    assert len(secret) >= 32


@pytest.mark.parametrize("why", ["used", "voided", "expired", "unknown"])
def test_gone(village: Any, actor: Any, why: str) -> None:
    made, secret = invited(actor)
    if why == "used":
        services.accept_invitation(token=secret, username="warsini", password=GOOD)
    elif why == "voided":
        services.void_invitation(actor=actor, invitation=made)
    elif why == "expired":
        Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        secret = "x" * 32
    before = User.objects.count()
    with pytest.raises(InvitationGone):
        services.open_invitation(secret)
    with pytest.raises(InvitationGone):
        services.accept_invitation(token=secret, username="warsini2", password=GOOD)
    assert User.objects.count() == before


def test_it_lasts_seven_days(village: Any, actor: Any) -> None:
    made, _secret = invited(actor)
    assert timedelta(days=6, hours=23) < made.expires_at - timezone.now() <= timedelta(days=7)


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [
        ("operator", GOOD, "username"),
        ("OPERATOR", GOOD, "username"),
        ("ab", GOOD, "username"),
        ("war sini", GOOD, "username"),
        ("warsini\n", "12345", "password"),
        ("warsini@desa", GOOD, "username"),
        ("warsini", "pendek1", "password"),
        ("warsini", "1234567890", "password"),
        ("warsini", "password123", "password"),
    ],
)
def test_a_refused_account_leaves_the_invitation_open(
    village: Any, actor: Any, username: str, password: str, field: str
) -> None:
    _made, secret = invited(actor)
    with pytest.raises(AccountRefused) as raised:
        services.accept_invitation(token=secret, username=username, password=password)
    assert raised.value.data["field"] == field
    assert services.open_invitation(secret).name == "Warsini"


def test_what_is_wrong_stands_beside_its_input(village: Any, actor: Any, client_of: Any) -> None:
    _made, secret = invited(actor)
    answer = client_of(village).post(f"/kantor/undangan/{secret}/", {"username": "operator", "password": GOOD})
    assert answer.status_code == 422
    assert "Nama pengguna ini sudah dipakai. Pilih yang lain." in answer.content.decode()


def test_the_same_email_twice_is_refused_in_words(village: Any, actor: Any) -> None:
    for number, email in enumerate(("warsini@contoh.id", "WARSINI@contoh.id")):
        _made, secret = invited(actor, email=email)
        if number == 0:
            services.accept_invitation(token=secret, username="warsini", password=GOOD)
            continue
        with pytest.raises(AccountRefused, match="sudah dipakai akun lain"):
            services.accept_invitation(token=secret, username="warsini2", password=GOOD)


def test_a_village_invites_no_role_of_the_regency_and_the_other_way_round(
    village: Any, actor: Any, inside: Any
) -> None:
    with pytest.raises(AccountRefused, match="Peran ini tidak ada di sini"):
        invited(actor, role="regency")
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    with pytest.raises(AccountRefused, match="Peran ini tidak ada di sini"):
        invited(actor, role="kepala_desa")


@pytest.mark.parametrize(("code", "kept"), [("331505", "331505"), ("33.15.05", "331505"), ("", None), ("33150", None)])
def test_staff_of_a_district_need_their_district(village: Any, actor: Any, code: str, kept: str | None) -> None:
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    if kept is None:
        with pytest.raises(AccountRefused) as raised:
            invited(actor, role="district", district_code=code)
        assert raised.value.data["field"] == "district_code"
        return
    assert invited(actor, role="district", district_code=code)[0].district_code == kept
    assert invited(actor, role="regency", district_code=code)[0].district_code == ""


def test_only_who_manages_accounts_invites(village: Any, staff: Any, office_client: Any) -> None:
    with pytest.raises(NotAllowed):
        invited(staff("operator"))
    assert office_client("operator").get("/kantor/pengguna/undang/").status_code == 403
    assert invited(staff("kepala_desa"))[0].role == "operator"


def test_a_row_copied_to_another_village_opens_nothing_there(
    village: Any, other_village: Any, inside: Any, actor: Any
) -> None:
    made, secret = invited(actor)
    with inside(other_village):
        Invitation.objects.create(
            token_hash=made.token_hash, role="sekretaris", name="X", invited_by="X", expires_at=made.expires_at
        )
        with pytest.raises(InvitationGone):
            services.open_invitation(secret)


def test_taken_back_from_the_page(village: Any, office_client: Any, actor: Any) -> None:
    made, secret = invited(actor)
    manager = office_client("sekretaris")
    assert f"undangan/{made.pk}/batalkan/" in manager.get("/kantor/pengguna/").content.decode()
    assert manager.post(f"/kantor/pengguna/undangan/{made.pk}/batalkan/").status_code == 302
    with pytest.raises(InvitationGone):
        services.open_invitation(secret)
    assert f"undangan/{made.pk}/batalkan/" not in manager.get("/kantor/pengguna/").content.decode()


def test_mailed_where_the_deployment_sends_mail(village: Any, actor: Any, settings: Any) -> None:
    made, _secret = invited(actor, email="warsini@contoh.id")
    assert services.mail_invitation(made, "http://x/") is False
    settings.BALAI_SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert services.mail_invitation(made, "http://x/undangan/abc/") is True
    assert mail.outbox[0].to == ["warsini@contoh.id"]
    assert "http://x/undangan/abc/" in mail.outbox[0].body


@pytest.fixture()
def secret_in_real_db(real_db: None, village: Any, actor: Any) -> Iterator[str]:
    yield invited(actor)[1]


def test_two_who_use_it_at_once_make_one_account(secret_in_real_db: str, village: Any) -> None:
    from tenants.context import village_context

    def accept(number: int) -> str:
        try:
            with village_context(village.schema_name):
                return services.accept_invitation(
                    token=secret_in_real_db, username=f"warsini.{number}", password=GOOD
                ).username
        except InvitationGone:
            return "gone"
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        outcomes = sorted(pool.map(accept, range(3)))
    assert outcomes.count("gone") == 2
    assert User.objects.filter(username__startswith="warsini.").count() == 1
