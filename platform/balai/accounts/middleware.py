"""Who asks: ``request.user`` and ``request.actor``, found only when somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from structlog.contextvars import bind_contextvars, get_contextvars

from balai.accounts.models import AccountSession, User
from balai.accounts.services import actor_of, key_hash, same_secret
from balai.actor import Actor
from balai.db import only
from balai.registry import modules

#: How exact the list of sessions is about when each was last used.
SEEN_EVERY = timedelta(minutes=5)


def address_of(request: HttpRequest) -> str:
    """From where a request comes; the proxy's word only where it is trusted."""
    if settings.BALAI_TRUSTED_PROXY:
        return request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()[:45] or "?"
    return str(request.META.get("REMOTE_ADDR") or "")[:45]


def _user_of(request: HttpRequest) -> User | None:
    door = getattr(request, "door", None)
    if door is None or door.name == "layanan":
        return None
    key, epoch = request.session.get("user"), request.session.get("user_hash", "")
    if not key:
        return None
    kept = AccountSession.objects.select_related("user").filter(
        key_hash=key_hash(request.session.session_key or ""), user_id=key, user__is_active=True
    )
    row = only(kept)
    if row is None or not same_secret(row.user.get_session_auth_hash(), str(epoch)):
        request.session.flush()
        return None
    now = timezone.now()
    if now - row.last_seen > SEEN_EVERY:
        AccountSession.objects.filter(pk=row.pk).update(last_seen=now)
    return row.user


def _actor_of(request: HttpRequest) -> Actor | None:
    door = getattr(request, "door", None)
    if door is None:
        return None
    request_id = str(get_contextvars().get("request_id", ""))
    if door.name == "layanan":
        for module in modules():
            resolve = module.call("citizen_resolver")
            if resolve is not None:
                found: Actor | None = resolve(request)
                return found
        return None
    user = request.user
    if not user:
        return None
    return actor_of(user, address=address_of(request), request_id=request_id)  # type: ignore[arg-type]


class _Nobody:
    """Nobody is signed in."""

    pk = None
    is_authenticated = False
    is_active = False
    is_anonymous = True
    username = ""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return "nobody"


class AccountMiddleware:
    """Sets ``request.user`` (a member of staff or nobody) and ``request.actor`` (or None), lazily.

    Whoever must change the password is led to that page first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Ours, never the caller's X-Request-ID: the audit counts one reading a request, and a header that stays the same
        # would hide all readings but the first. The caller's stays in the log beside it.
        given = get_contextvars().get("request_id", "")
        bind_contextvars(request_id=uuid4().hex, caller_request_id=str(given)[:64])
        request.user = SimpleLazyObject(lambda: _user_of(request) or _Nobody())  # type: ignore[assignment]
        kept: dict[str, Any] = {}

        def actor() -> Actor | None:
            if "actor" not in kept:
                kept["actor"] = _actor_of(request)
            return kept["actor"]  # type: ignore[no-any-return]

        request.find_actor = actor  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: actor() or _NO_ACTOR)  # type: ignore[attr-defined]
        door = getattr(request, "door", None)
        if (
            door is not None
            and door.name != "layanan"
            and request.session.get("must_change")
            and not request.path_info.endswith(("/akun/sandi/", "/keluar/"))
        ):
            base = "/kantor/" if door.name == "kantor" else "/"
            return HttpResponseRedirect(f"{base}akun/sandi/")
        return self.get_response(request)


class _NoActor(_Nobody):
    kind = ""
    id = ""
    name = ""
    role = ""
    rights: frozenset[str] = frozenset()
    scope = ""
    address = ""
    request_id = ""
    purpose = ""

    def may(self, right: str) -> bool:
        """Nobody may nothing."""
        return False


_NO_ACTOR = _NoActor()
