"""Which kiosk a request comes from: a signed cookie that the device got once, and that the office can take back."""

from __future__ import annotations

import time
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from balai.accounts.middleware import SEEN_EVERY
from modules.selfservice.models import Kiosk, QueueService, Ticket, TicketState
from modules.selfservice.services.kiosks import kiosk_by_token

#: Browsers keep a cookie 400 days at most; each day's first visit renews it.
CARRIED_SECONDS = 400 * 24 * 3600
#: How much later than the page's own countdown the server ends a session that the page did not.
GRACE_SECONDS = 30


def _cookie_name() -> str:
    return f"balai_anjungan{settings.BALAI_COOKIE_SUFFIX}"


def _salt() -> str:
    return f"selfservice.kiosk:{connection.schema_name}"  # type: ignore[attr-defined]


def carry(response: HttpResponse, token: str) -> None:
    """The device carries this from now on."""
    response.set_cookie(
        _cookie_name(), signing.dumps(token, salt=_salt()), max_age=CARRIED_SECONDS, path="/layanan",
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def token_of(request: HttpRequest) -> str:
    """What the device carries, "" where it is none of ours or of another village."""
    try:
        return str(signing.loads(request.COOKIES.get(_cookie_name(), ""), salt=_salt(), max_age=CARRIED_SECONDS))
    except signing.BadSignature:
        return ""


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    """The kiosk that asks, or None; costs a query only where the cookie is there."""
    token = token_of(request)
    kiosk = kiosk_by_token(token) if token else None
    now = timezone.now()
    if kiosk is not None and (kiosk.last_seen is None or now - kiosk.last_seen > SEEN_EVERY):
        Kiosk.objects.filter(pk=kiosk.pk).update(last_seen=now)
    return kiosk


def mark(request: HttpRequest, kiosk: Kiosk) -> None:
    """This session runs at a kiosk: its pages count down, and the server ends it, too."""
    request.session["kiosk"] = str(kiosk.pk)
    request.session["kiosk_idle"] = kiosk.idle_seconds
    request.session["kiosk_seen"] = int(time.time())


def idle_over(request: HttpRequest) -> bool:
    """Whether a session at a kiosk was left alone too long; notes the visit."""
    idle = request.session.get("kiosk_idle")
    if not idle:
        return False
    now = int(time.time())
    if now - int(request.session.get("kiosk_seen", now)) > int(idle) + GRACE_SECONDS:
        return True
    request.session["kiosk_seen"] = now
    return False


def services_on(day: date) -> QuerySet[QueueService]:
    """Services with how many wait today (``waiting``); closed ones as long as somebody waits."""
    waits = Count("tickets", filter=Q(tickets__day=day, tickets__state=TicketState.WAITING))
    return QueueService.objects.annotate(waiting=waits).filter(Q(active=True) | Q(waiting__gt=0)).order_by("prefix")


def called_on(day: date, most: int = 6) -> list[Ticket]:
    """Who is called just now, the last first."""
    return list(
        Ticket.objects.select_related("service").filter(day=day, state=TicketState.CALLED).order_by("-called_at")[:most]
    )


def key_of(text: str) -> UUID:
    """A key as a form brings it; what is none becomes a key that nobody has."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
