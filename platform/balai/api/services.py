"""Issue and revoke tokens."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts.rights import permissions_here
from balai.actor import Actor, require
from balai.api.auth import hash_of
from balai.api.models import ApiToken
from balai.errors import Refused

#: By this, scanners for leaked secrets know a token.
TOKEN_START = "balai_"


@transaction.atomic
def issue_token(*, actor: Actor, name: str, rights: list[str], days: int | None = 365) -> tuple[ApiToken, str]:
    """Issue a token; returns it and its secret, shown once.

    Raises:
        NotAllowed: the actor lacks ``api.manage``.
        Refused: no right, one that the actor does not hold, or one that does not exist on this side.
    """
    require(actor, "api.manage")
    known = {right.code for right in permissions_here()}
    missing = [right for right in rights if right not in known or not actor.may(right)]
    if missing or not rights:
        raise Refused(_("Token hanya dapat membawa hak yang Anda miliki sendiri."), field="rights")
    secret = f"{TOKEN_START}{secrets.token_urlsafe(30)}"
    token = ApiToken.objects.create(
        name=name.strip(),
        token_hash=hash_of(secret),
        prefix=secret.removeprefix(TOKEN_START)[:8],
        rights=sorted(rights),
        created_by=actor.name[:150],
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    audit.record(actor, "api.token_issued", about=token, rights=sorted(rights))
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, token: ApiToken) -> None:
    """Revoke a token at once."""
    require(actor, "api.manage")
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record(actor, "api.token_revoked", about=token)
