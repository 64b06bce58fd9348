"""One session a door: an officer who helps a citizen in the same browser stays signed in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

#: A session ends after so long without a request, and after so long in any case (seconds).
IDLE_SECONDS, WHOLE_SECONDS = 2 * 3600, 12 * 3600


@dataclass(frozen=True)
class Door:
    """Where a session holds: its cookie's name and path."""

    name: str
    cookie: str
    path: str


def door_of(request: HttpRequest) -> Door | None:
    """The door that a path belongs to; None where there is no session (a village's public pages, the API)."""
    suffix = settings.BALAI_COOKIE_SUFFIX
    path = request.path_info
    village = getattr(request, "tenant", None) is not None and request.tenant.schema_name != "public"  # type: ignore[attr-defined]
    if path.startswith(("/api/", "/static/", "/v/")):
        return None
    if not village:
        return Door("dasbor", f"balai_dasbor{suffix}", "/")
    if path == "/layanan" or path.startswith("/layanan/"):
        return Door("layanan", f"balai_layanan{suffix}", "/layanan")
    if path == "/kantor" or path.startswith("/kantor/"):
        return Door("kantor", f"balai_kantor{suffix}", "/kantor")
    return None


class DoorSessionMiddleware:
    """Django's session middleware with a cookie a door, and two ends: idle and whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = import_module(settings.SESSION_ENGINE).SessionStore

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = door_of(request)
        request.door = door  # type: ignore[attr-defined]
        key = request.COOKIES.get(door.cookie) if door else None
        request.session = self.store(key)
        if key and door:
            self._end_when_due(request)
        response = self.get_response(request)
        if door is not None:
            self._save(request, response, door)
        return response

    def _end_when_due(self, request: HttpRequest) -> None:
        session, now = request.session, int(time.time())
        born, seen = session.get("born"), session.get("seen")
        if born is None:
            return
        if now - int(born) > WHOLE_SECONDS or now - int(seen or born) > IDLE_SECONDS:
            session.flush()
        elif now - int(seen or born) > 60:
            session["seen"] = now

    def _save(self, request: HttpRequest, response: HttpResponse, door: Door) -> None:
        session = request.session
        patch_vary_headers(response, ("Cookie",))
        if session.is_empty():
            self._forget(request, response, door)
            return
        if session.modified and response.status_code < 500:
            now = int(time.time())
            session.setdefault("born", now)
            session["seen"] = now
            # Who is not signed in has a session for the form's sake alone: it need not lie about for half a day.
            signed_in = "user" in session or "citizen" in session
            session.set_expiry(WHOLE_SECONDS if signed_in else IDLE_SECONDS)
            try:
                session.save()
            except UpdateError:
                # Signed out in another tab while this request was under way: the session stays ended.
                self._forget(request, response, door)
                return
            response.set_cookie(
                door.cookie,
                session.session_key or "",
                max_age=WHOLE_SECONDS,
                expires=http_date(time.time() + WHOLE_SECONDS),
                path=door.path,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )

    def _forget(self, request: HttpRequest, response: HttpResponse, door: Door) -> None:
        if door.cookie in request.COOKIES:
            response.delete_cookie(door.cookie, path=door.path, samesite="Lax")
