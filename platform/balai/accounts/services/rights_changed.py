"""The rights matrix: what a role may do on this side, where it differs from what modules declare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts.errors import AccountRefused
from balai.accounts.models import RoleGrant
from balai.accounts.rights import matrix, permissions_here
from balai.accounts.services.people import check_role
from balai.actor import Actor, require
from balai.db import advisory_lock
from balai.errors import Conflict


def matrix_version(held: dict[str, dict[str, bool]]) -> str:
    """What a form over the whole matrix carries, so that two people do not undo each other in silence."""
    cells = sorted(f"{role}:{right}" for right, by_role in held.items() for role, now in by_role.items() if now)
    return hashlib.sha256("\n".join(cells).encode()).hexdigest()[:16]


@transaction.atomic
def set_right(*, actor: Actor, role: str, permission: str, allowed: bool) -> None:
    """Change the rights matrix for one role and right.

    Raises:
        AccountRefused: unknown, or the actor's own role would no longer manage accounts.
    """
    require(actor, "accounts.manage")
    check_role(role)
    declared = {right.code: right for right in permissions_here()}
    if permission not in declared:
        raise AccountRefused(_("Hak ini tidak dikenal."), field="permission")
    if permission == "accounts.manage" and role == actor.role and not allowed:
        raise AccountRefused(_("Hak mengelola pengguna tidak dapat dicabut dari peran sendiri."))
    if allowed == (role in declared[permission].roles):
        RoleGrant.objects.filter(role=role, permission=permission).delete()
    else:
        RoleGrant.objects.update_or_create(role=role, permission=permission, defaults={"allowed": allowed})
    audit.record(actor, "accounts.right_changed", role=role, permission=permission, allowed=allowed)


@transaction.atomic
def set_rights(*, actor: Actor, held: Iterable[str], version: str) -> int:
    """Bring the whole matrix to the cells ``role:right`` given; returns how many changed. All or nothing.

    Raises:
        Conflict: somebody else changed it since it was read.
        AccountRefused: as in :func:`set_right`.
    """
    require(actor, "accounts.manage")
    advisory_lock("accounts.rights")
    present, wanted, changed = matrix(), set(held), 0
    if version != matrix_version(present):
        raise Conflict(read=version, now=matrix_version(present))
    for right, by_role in present.items():
        for role, now in by_role.items():
            then = f"{role}:{right}" in wanted
            if then != now:
                set_right(actor=actor, role=role, permission=right, allowed=then)
                changed += 1
    return changed
