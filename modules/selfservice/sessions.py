"""Who stands at the citizen's door: kept in the door's own session."""

from __future__ import annotations

from django.http import HttpRequest
from structlog.contextvars import get_contextvars

from balai.accounts.middleware import address_of
from balai.actor import Actor
from modules.selfservice.models import CitizenAccount
from modules.selfservice.services import actor_of


def enter(request: HttpRequest, account: CitizenAccount) -> None:
    """Open a session with a fresh key."""
    if request.session.session_key:
        request.session.cycle_key()
    else:
        request.session.create()
    request.session["citizen"] = str(account.resident_id)
    request.session["epoch"] = account.epoch
    request.session["citizen_must_change"] = account.must_change


def resolve(request: HttpRequest) -> Actor | None:
    """The citizen of this request, or None; a session of before a new PIN ends here."""
    key = request.session.get("citizen")
    if not key:
        return None
    account = CitizenAccount.objects.select_related("resident").filter(resident=key, active=True).first()
    if account is None or account.epoch != request.session.get("epoch") or not account.resident.is_here:
        request.session.flush()
        return None
    request_id = str(get_contextvars().get("request_id", ""))
    return actor_of(account, address=address_of(request), request_id=request_id)
