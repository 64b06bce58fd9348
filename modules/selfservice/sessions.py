"""Who stands at the citizen's door: kept in the door's own session."""

from __future__ import annotations

from django.http import HttpRequest
from structlog.contextvars import get_contextvars

from balai.accounts.middleware import address_of
from balai.actor import Actor
from modules.selfservice.models import CitizenAccount
from modules.selfservice.services import actor_of

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


def resolve(request: HttpRequest) -> Actor | None:
    """The citizen of this request, or None; a session of before a new PIN ends here.

    Until the slip's PIN is changed there is nobody but on the page that changes it: so no other module's page (a file's)
    opens either.
    """
    key = request.session.get("citizen")
    if not key:
        return None
    account = CitizenAccount.objects.select_related("resident").filter(resident=key, active=True).first()
    if account is None or account.epoch != request.session.get("epoch") or not account.resident.is_here:
        request.session.flush()
        return None
    if account.must_change and request.path_info not in BEFORE_CHANGE:
        return None
    request_id = str(get_contextvars().get("request_id", ""))
    return actor_of(account, address=address_of(request), request_id=request_id)
