"""Accounts: their passwords, roles, closing; the database has the last word on names."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from balai.accounts import services
from balai.accounts.errors import AccountRefused, Throttled
from balai.accounts.models import User
from balai.audit.models import Entry
from balai.errors import Conflict, NotAllowed
from tests.building.villages import PASSWORD

NEW = "Padi-menguning-77"


@pytest.mark.parametrize(
    ("column", "first", "second"), [("username", "warno", "WARNO"), ("email", "a@contoh.id", "A@Contoh.id")]
)
def test_the_database_knows_each_name_once_in_any_case(village: Any, column: str, first: str, second: str) -> None:
    rest = {"name": "W", "role": "viewer", "password": "!"}
    User.objects.create(**({"username": "u1"} | rest | {column: first}))
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**({"username": "u2"} | rest | {column: second}))
    User.objects.create(username="u3", **rest)
    User.objects.create(username="u4", **rest)


def test_the_database_knows_the_roles(village: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="u1", name="W", role="lurah", password="!")


def test_passwords_are_hashed_with_argon2(village: Any, user_of: Any, settings: Any) -> None:
    assert user_of("operator").password.startswith("argon2$")
    import balai.settings.base as base

    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("salah", NEW, "old"), (PASSWORD, PASSWORD, "password"), (PASSWORD, "pendek", "password")],
)
def test_a_password_is_not_changed(village: Any, staff: Any, user_of: Any, old: str, new: str, field: str) -> None:
    with pytest.raises(AccountRefused) as raised:
        services.change_password(actor=staff("operator"), user=user_of("operator"), old=old, new=new)
    assert raised.value.data["field"] == field
    assert user_of("operator").check_password(PASSWORD)


def test_nobody_finds_the_password_by_trying_at_an_open_session(village: Any, office_client: Any) -> None:
    client = office_client("operator")
    statuses = [
        client.post("/kantor/akun/sandi/", {"old": f"salah-{n}", "password": NEW}).status_code for n in range(6)
    ]
    assert statuses == [422] * 5 + [429]
    with pytest.raises(Throttled):
        services.sign_in(typed="operator", password=PASSWORD, address="192.0.2.1")


def test_nobody_changes_somebody_elses_password(village: Any, staff: Any, user_of: Any) -> None:
    with pytest.raises(NotAllowed):
        services.change_password(actor=staff("sekretaris"), user=user_of("operator"), old=PASSWORD, new=NEW)


def test_a_role_is_changed_on_the_page_and_rights_follow_at_once(
    village: Any, office_client: Any, user_of: Any
) -> None:
    theirs, manager, user = office_client("viewer"), office_client("sekretaris"), user_of("viewer")
    assert theirs.get("/kantor/audit/").status_code == 403
    sent = {"act": "role", "role": "sekretaris", "before": "viewer"}
    assert manager.post(f"/kantor/pengguna/{user.pk}/", sent).status_code == 302
    assert theirs.get("/kantor/audit/").status_code == 200
    entry = Entry.objects.get(action="accounts.role_changed")
    assert entry.data == {"before": "viewer", "after": "sekretaris"}


def test_a_role_that_somebody_else_changed_meanwhile_is_not_overwritten(
    village: Any, staff: Any, user_of: Any, actor: Any
) -> None:
    services.change_role(actor=actor, user=user_of("viewer"), role="operator")
    with pytest.raises(Conflict):
        services.change_role(actor=staff("sekretaris"), user=user_of("viewer"), role="sekretaris", before="viewer")
    assert user_of("viewer").role == "operator"


@pytest.mark.parametrize("role", ["regency", "lurah", ""])
def test_roles_that_do_not_exist_here(village: Any, actor: Any, user_of: Any, role: str) -> None:
    with pytest.raises(AccountRefused, match="Peran ini tidak ada di sini"):
        services.change_role(actor=actor, user=user_of("viewer"), role=role)


def test_moving_to_a_district_needs_its_code_and_leaving_it_drops_it(village: Any, actor: Any) -> None:
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    user = User.objects.get(username="kabupaten")
    with pytest.raises(AccountRefused, match="Kode kecamatan"):
        services.change_role(actor=actor, user=user, role="district")
    assert (
        services.change_role(actor=actor, user=user, role="district", district_code="331505").district_code == "331505"
    )
    assert services.change_role(actor=actor, user=user, role="regency").district_code == ""


@pytest.mark.parametrize("act", ["role", "close"])
def test_nobody_does_it_to_oneself(village: Any, office_client: Any, user_of: Any, act: str) -> None:
    client, me = office_client("sekretaris"), user_of("sekretaris")
    client.post(f"/kantor/pengguna/{me.pk}/", {"act": act, "role": "viewer"})
    assert "hanya dapat" in client.get(f"/kantor/pengguna/{me.pk}/").content.decode()
    after = user_of("sekretaris")
    assert (after.role, after.is_active) == ("sekretaris", True)


def test_closing_keeps_the_row_and_opening_gives_it_back(village: Any, office_client: Any, user_of: Any) -> None:
    manager, user = office_client("kepala_desa"), user_of("operator")
    manager.post(f"/kantor/pengguna/{user.pk}/", {"act": "close"})
    closed = user_of("operator")
    assert not closed.is_active
    assert closed.closed_at is not None
    assert services.actor_of(closed).rights == frozenset()
    assert "Ditutup" in manager.get("/kantor/pengguna/").content.decode()
    manager.post(f"/kantor/pengguna/{user.pk}/", {"act": "reopen"})
    assert user_of("operator").closed_at is None
    assert services.sign_in(typed="operator", password=PASSWORD, address="192.0.2.1").pk == user.pk


@pytest.mark.parametrize("service", ["close_account", "reopen_account", "reset_second_factor", "end_all_sessions"])
def test_without_the_right_nothing_is_done_to_others(village: Any, staff: Any, user_of: Any, service: str) -> None:
    with pytest.raises(NotAllowed):
        getattr(services, service)(actor=staff("operator"), user=user_of("viewer"))


def test_the_managers_pages_are_closed_to_others(village: Any, office_client: Any, user_of: Any) -> None:
    client = office_client("operator")
    for path in ("pengguna/", f"pengguna/{user_of('viewer').pk}/", "hak/", "token/", "audit/"):
        assert client.get(f"/kantor/{path}").status_code == 403, path


def test_an_act_that_does_not_exist(village: Any, office_client: Any, user_of: Any) -> None:
    answer = office_client("sekretaris").post(f"/kantor/pengguna/{user_of('viewer').pk}/", {"act": "delete"})
    assert answer.status_code == 404
