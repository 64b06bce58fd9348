"""The rights matrix: what modules declare, what a village changed, and never nobody who can change it back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection

from balai.accounts import services
from balai.accounts.errors import AccountRefused
from balai.accounts.models import RoleGrant, User
from balai.accounts.rights import matrix, permissions_here, rights_of
from balai.audit.models import Entry
from balai.errors import Conflict, NotAllowed


def cells() -> list[str]:
    return [f"{role}:{right}" for right, by_role in matrix().items() for role, held in by_role.items() if held]


def test_defaults_are_what_modules_declare(village: Any, user_of: Any) -> None:
    for role in ("kepala_desa", "sekretaris", "operator", "viewer"):
        declared = {right.code for right in permissions_here() if role in right.roles}
        assert rights_of(user_of(role)) == declared
    assert "accounts.manage" not in rights_of(user_of("operator"))


def test_the_two_sides_have_their_own_rights(village: Any, user_of: Any) -> None:
    here = {right.code for right in permissions_here()}
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    there = {right.code for right in permissions_here()}
    assert "population.view" in here - there
    assert any(code.startswith("regency.") for code in there - here)
    assert "accounts.manage" in here & there


def test_the_operator_of_the_regencys_side_holds_everything_there_and_a_villages_does_not(
    village: Any, actor: Any, user_of: Any
) -> None:
    assert rights_of(user_of("operator")) < {right.code for right in permissions_here()}
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    made = services.create_user(
        actor=actor, username="operator.kab", name="Op", role="operator", password="Padi-menguning-77"
    )
    assert rights_of(made) == {right.code for right in permissions_here()}


def test_a_right_is_given_and_taken_and_only_deviations_are_kept(village: Any, actor: Any, user_of: Any) -> None:
    services.set_right(actor=actor, role="viewer", permission="audit.view", allowed=True)
    assert "audit.view" in rights_of(user_of("viewer"))
    services.set_right(actor=actor, role="sekretaris", permission="audit.view", allowed=False)
    assert "audit.view" not in rights_of(user_of("sekretaris"))
    assert RoleGrant.objects.count() == 2
    services.set_right(actor=actor, role="viewer", permission="audit.view", allowed=False)
    services.set_right(actor=actor, role="sekretaris", permission="audit.view", allowed=True)
    assert RoleGrant.objects.count() == 0
    assert Entry.objects.filter(action="accounts.right_changed").count() == 4


def test_one_village_changes_nothing_in_another(village: Any, other_village: Any, inside: Any, actor: Any) -> None:
    services.set_right(actor=actor, role="viewer", permission="audit.view", allowed=True)
    with inside(other_village):
        assert "audit.view" not in rights_of(User.objects.get(username="viewer"))


@pytest.mark.parametrize(
    ("role", "permission"), [("viewer", "nothing.such"), ("regency", "audit.view"), ("viewer", "regency.view")]
)
def test_unknown_roles_and_rights(village: Any, actor: Any, role: str, permission: str) -> None:
    with pytest.raises(AccountRefused):
        services.set_right(actor=actor, role=role, permission=permission, allowed=True)


def test_saved_from_the_page_as_a_whole(village: Any, office_client: Any, user_of: Any) -> None:
    client = office_client("sekretaris")
    page = client.get("/kantor/hak/").content.decode()
    version = re.findall(r'name="version" value="(\w+)"', page)[0]
    held = re.findall(r'name="held" value="([^"]+)"[^>]* checked', page)
    assert sorted(held) == sorted(cells())
    wanted = [*held, "viewer:audit.view"]
    wanted.remove("operator:population.change")
    assert client.post("/kantor/hak/", {"held": wanted, "version": version}).status_code == 302
    assert sorted(cells()) == sorted(wanted)
    assert office_client("viewer").get("/kantor/audit/").status_code == 200


def test_a_matrix_that_somebody_changed_meanwhile_is_not_overwritten(
    village: Any, office_client: Any, actor: Any
) -> None:
    client = office_client("sekretaris")
    version = services.matrix_version(matrix())
    services.set_right(actor=actor, role="viewer", permission="audit.view", allowed=True)
    client.post("/kantor/hak/", {"held": [], "version": version})
    assert "viewer:audit.view" in cells()
    assert "population.view" in matrix()
    assert "baru saja diubah orang lain" in client.get("/kantor/hak/").content.decode()


def test_nobody_locks_everybody_out_and_nothing_is_half_saved(village: Any, staff: Any) -> None:
    before = cells()
    without = [cell for cell in before if cell not in {"sekretaris:accounts.manage", "operator:population.change"}]
    with pytest.raises(AccountRefused, match="tidak dapat dicabut dari peran sendiri"):
        services.set_rights(actor=staff("sekretaris"), held=without, version=services.matrix_version(matrix()))
    assert cells() == before


def test_only_who_manages_accounts(village: Any, staff: Any) -> None:
    with pytest.raises(NotAllowed):
        services.set_right(actor=staff("operator"), role="operator", permission="audit.view", allowed=True)
    with pytest.raises(NotAllowed):
        services.set_rights(actor=staff("operator"), held=[], version=services.matrix_version(matrix()))
    with pytest.raises(Conflict):
        services.set_rights(actor=staff("sekretaris"), held=[], version="of yesterday")
