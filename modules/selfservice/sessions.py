"""The citizen's session: opened by a PIN, known again at every request, ended when the account's epoch moves on."""

from __future__ import annotations

from django.http import HttpRequest
from structlog.contextvars import get_contextvars

from balai.accounts.middleware import address_of
from balai.actor import Actor
from modules.selfservice.models import CitizenAccount
from modules.selfservice.services import citizen_actor

#: What is open to somebody who has signed in with the slip's PIN and has not chosen one yet.
BEFORE_CHANGE = ("/layanan/ganti-pin/", "/layanan/keluar/")


def enter(request: HttpRequest, account: CitizenAccount) -> None:
    """Open a session: a fresh key, and nothing of who sat here before."""
    request.session.flush()
    request.session["citizen"] = str(account.resident_id)
    request.session["citizen_epoch"] = account.session_epoch


def account_of_session(request: HttpRequest) -> CitizenAccount | None:
    """The account that is signed in, with its resident; one query a request. A session that no longer holds ends."""
    if hasattr(request, "citizen_account"):
        return request.citizen_account  # type: ignore[no-any-return]
    key = request.session.get("citizen")
    account = None
    if key:
        account = (
            CitizenAccount.objects.select_related("resident__family", "resident__rt__parent__parent")
            .filter(resident=key, active=True)
            .first()
        )
        if (
            account is None
            or account.session_epoch != request.session.get("citizen_epoch")
            or not account.resident.is_here
        ):
            request.session.flush()
            account = None
    request.citizen_account = account  # type: ignore[attr-defined]
    return account


def citizen_resolver(request: HttpRequest) -> Actor | None:
    """The signed-in citizen. Until the slip's PIN is changed there is nobody but on the page that changes it, so that
    no other module's page opens either."""
    account = account_of_session(request)
    if account is None or (account.must_change and request.path_info not in BEFORE_CHANGE):
        return None
    return citizen_actor(
        account.resident, address=address_of(request), request_id=str(get_contextvars().get("request_id", ""))
    )
