"""Which rights somebody holds: modules' defaults by role, and what the rights matrix changes."""

from __future__ import annotations

from django.db import connection

from balai.accounts.models import REGENCY_ROLES, VILLAGE_ROLES, Role, RoleGrant, User
from balai.registry import Permission, Scope, kernel_permissions, modules


def on_regency_side() -> bool:
    """Whether this connection stands on the regency's side."""
    return connection.schema_name == "public"  # type: ignore[attr-defined, no-any-return]


def roles_here() -> tuple[Role, ...]:
    """The roles that exist on this side."""
    return REGENCY_ROLES if on_regency_side() else VILLAGE_ROLES


def permissions_here() -> list[Permission]:
    """The rights that exist on this side, by module."""
    scope = Scope.REGENCY if on_regency_side() else Scope.VILLAGE
    found = list(kernel_permissions())
    for module in modules():
        if module.scope in {scope, Scope.BOTH}:
            found += module.permissions
    return found


def matrix() -> dict[str, dict[str, bool]]:
    """``{right: {role: held}}`` on this side."""
    changed = {(grant.role, grant.permission): grant.allowed for grant in RoleGrant.objects.all()}
    return {
        right.code: {
            role.value: changed.get((role.value, right.code), role.value in right.roles or _operates(role.value))
            for role in roles_here()
        }
        for right in permissions_here()
    }


def _operates(role: str) -> bool:
    return role == Role.OPERATOR and on_regency_side()


def rights_of_role(role: str) -> frozenset[str]:
    """The rights of a role on this side: one query."""
    if role not in {each.value for each in roles_here()}:
        return frozenset()
    # Asked by every page of somebody signed in: not the whole matrix for one of its columns.
    changed = dict(RoleGrant.objects.filter(role=role).order_by().values_list("permission", "allowed"))
    operates = _operates(role)
    return frozenset(
        right.code for right in permissions_here() if changed.get(right.code, operates or role in right.roles)
    )


def rights_of(user: User) -> frozenset[str]:
    """The rights that an account holds now; none when it is closed."""
    return rights_of_role(user.role) if user.is_active else frozenset()
