"""Who stands at the citizen's door: kept in the door's own session."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from structlog.contextvars import get_contextvars

from balai.accounts.middleware import SEEN_EVERY, address_of
from balai.accounts.services import key_hash
from balai.actor import Actor
from modules.selfservice import services
from modules.selfservice.kiosks import idle_over
from modules.selfservice.models import CitizenAccount, CitizenSession
from modules.selfservice.services import actor_of, remember_session

#: What is open before the PIN of the slip was changed.
BEFORE_CHANGE = ("/layanan/ganti-pin/", "/layanan/keluar/")


def enter(request: HttpRequest, account: CitizenAccount) -> None:
    """Open a session with a fresh key."""
    if request.session.session_key:
        request.session.cycle_key()
    else:
        request.session.create()
    request.session["citizen"] = str(account.resident_id)
    request.session["epoch"] = account.epoch
    request.session["citizen_must_change"] = account.must_change
    remember_session(
        account=account,
        session_key=request.session.session_key or "",
        device=request.headers.get("User-Agent", ""),
        kiosk_id=request.session.get("kiosk"),
    )


def leave(request: HttpRequest) -> None:
    """End this session."""
    services.leave(request.session.session_key or "")
    request.session.flush()


def resolve(request: HttpRequest) -> Actor | None:
    """The citizen of this request, or None; a session that was ended, or is of before a new PIN, ends here.

    Until the slip's PIN is changed there is nobody but on the page that changes it: so no other module's page (a file's)
    opens either.
    """
    key = request.session.get("citizen")
    if not key:
        return None
    row = (
        CitizenSession.objects.select_related("account__resident")
        .filter(key_hash=key_hash(request.session.session_key or ""), account__resident=key, account__active=True)
        .first()
    )
    if row is None or row.account.epoch != request.session.get("epoch") or not row.account.resident.is_here:
        request.session.flush()
        return None
    if idle_over(request):
        leave(request)
        return None
    account, now = row.account, timezone.now()
    if now - row.last_seen > SEEN_EVERY:
        CitizenSession.objects.filter(pk=row.pk).update(last_seen=now)
    if account.must_change and request.path_info not in BEFORE_CHANGE:
        return None
    request_id = str(get_contextvars().get("request_id", ""))
    return actor_of(account, address=address_of(request), request_id=request_id)
