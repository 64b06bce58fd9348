"""The sessions of an account: noted, listed, ended one by one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from balai import audit
from balai.accounts.services import key_hash
from balai.accounts.sessions import IDLE_SECONDS, WHOLE_SECONDS
from balai.actor import Actor, require
from balai.db import atomic
from balai.errors import NotFound
from modules.selfservice.models import CitizenAccount, CitizenSession


@atomic()
def remember_session(
    *, account: CitizenAccount, session_key: str, device: str, kiosk_id: str | None = None
) -> CitizenSession:
    """Note a session: from now on it is the account's. Sweeps what has run out on the way."""
    CitizenSession.objects.filter(created_at__lt=timezone.now() - timedelta(seconds=WHOLE_SECONDS)).delete()
    row, _made = CitizenSession.objects.update_or_create(
        key_hash=key_hash(session_key),
        defaults={"account": account, "device": device[:200], "kiosk_id": kiosk_id or None},
    )
    return row


def sessions_of(account: CitizenAccount) -> QuerySet[CitizenSession]:
    """The sessions that are open still, the last used first."""
    now = timezone.now()
    return account.sessions.filter(
        created_at__gte=now - timedelta(seconds=WHOLE_SECONDS), last_seen__gte=now - timedelta(seconds=IDLE_SECONDS)
    )


def end_all(account_id: UUID) -> None:
    """End every session of an account, inside the caller's transaction."""
    CitizenAccount.objects.filter(pk=account_id).update(epoch=F("epoch") + 1)
    CitizenSession.objects.filter(account=account_id).delete()


@atomic()
def end_sessions(*, actor: Actor, account: CitizenAccount) -> None:
    """End every session of an account (a phone was lost): its owner, or who gives out PINs.

    Raises:
        NotAllowed: neither of them.
    """
    if not (actor.kind == "citizen" and actor.id == str(account.resident_id)):
        require(actor, "selfservice.manage")
    end_all(account.pk)
    audit.record(actor, "selfservice.sessions_ended", about=account.resident)


@atomic()
def end_session(*, actor: Actor, session_id: UUID) -> None:
    """A citizen ends one session of their own account, at once.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = CitizenSession.objects.select_related("account__resident").filter(pk=session_id).first()
    if found is None or actor.kind != "citizen" or str(found.account.resident_id) != actor.id:
        raise NotFound()
    found.delete()
    audit.record(actor, "selfservice.session_ended", about=found.account.resident)


def leave(session_key: str) -> None:
    """Sign out: this session is nobody's any more."""
    CitizenSession.objects.filter(key_hash=key_hash(session_key)).delete()
