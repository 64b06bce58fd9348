"""Who asks the API: a token of this side, with the rights that it was given. Nothing is allowed by default."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.throttling import SimpleRateThrottle
from structlog.contextvars import get_contextvars

from balai.accounts.middleware import address_of
from balai.actor import Actor
from balai.api.models import ApiToken


def hash_of(secret: str) -> str:
    """What is kept of a secret; the schema is part of it, so that it opens nothing elsewhere."""
    return hashlib.sha256(f"{connection.schema_name}:{secret}".encode()).hexdigest()  # type: ignore[attr-defined]


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer <token>``."""

    def authenticate(self, request: Any) -> tuple[Any, ApiToken] | None:
        """The token's actor."""
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != "bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Tulis: Authorization: Bearer <token>.")
        now = timezone.now()
        token = ApiToken.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), token_hash=hash_of(words[1]), revoked_at=None
        ).first()
        if token is None:
            raise AuthenticationFailed("Token ini tidak dikenal, sudah dicabut, atau kedaluwarsa.")
        if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=5):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        actor = Actor(
            kind="staff",
            id=str(token.pk),
            name=f"API: {token.name}",
            role="api",
            rights=frozenset(token.rights),
            address=address_of(request._request),
            request_id=str(get_contextvars().get("request_id", "")),
        )
        request._request.api_actor = actor
        return _Caller(actor), token

    def authenticate_header(self, request: Any) -> str:
        """So that a missing token is 401."""
        return "Bearer"


class _Caller:
    """What DRF calls a user."""

    is_authenticated = True
    is_active = True

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.pk = actor.id


class HasRight(BasePermission):
    """The view's ``required_permission`` (or one a method in ``required_permissions``); a view without one is closed."""

    message = "Token ini tidak memiliki hak untuk permintaan ini."

    def has_permission(self, request: Any, view: Any) -> bool:
        """Whether the token holds the right."""
        if not getattr(request.user, "is_authenticated", False):
            return False
        right = getattr(view, "required_permissions", {}).get(request.method) or getattr(
            view, "required_permission", ""
        )
        return bool(right) and request.user.actor.may(right)


class TokenThrottle(SimpleRateThrottle):
    """So many requests a minute and token; keys carry the schema by the cache's own function."""

    scope = "token"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        """By token, else by address."""
        who = getattr(request.auth, "pk", None) or address_of(request._request)
        return f"api:{who}"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes it."""

    target_class = "balai.api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Bearer."""
        return {"type": "http", "scheme": "bearer"}
