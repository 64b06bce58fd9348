"""Every write of the citizen's door: PINs are issued, changed, used and taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.accounts.errors import SignInFailed
from balai.actor import Actor, require
from balai.db import advisory_lock, atomic
from balai.errors import NotFound
from balai.files import StoredFile, store
from modules.population.models import Resident, Territory
from modules.selfservice import selectors
from modules.selfservice.errors import NoAccountPossible, OldPinWrong, PinRefused, TooManyUploads
from modules.selfservice.models import CitizenAccount
from modules.selfservice.pins import check_pin, random_pin

SCOPE = "citizen"
#: A hash takes a good part of a tenth of a second on purpose: one sheet of slips at a time keeps the page quick.
SHEET = 20
UPLOADS_A_DAY = 20
UPLOAD_BYTES = 5 * 1024 * 1024
ACCEPTED = ("pdf", "image/*")


@dataclass(frozen=True)
class IssuedPin:
    """A PIN at the only moment at which it can be read."""

    account: CitizenAccount
    resident: Resident
    # Kept out of logs and tracebacks.
    pin: str = field(repr=False)


@dataclass(frozen=True)
class Sheet:
    """A sheet of slips, and how many people of the RT still wait for the next."""

    slips: list[IssuedPin]
    remaining: int


def citizen_actor(resident: Resident, *, address: str = "", request_id: str = "") -> Actor:
    """The actor that a resident is: no rights but over what is their own."""
    return Actor(
        kind="citizen", id=str(resident.pk), name=resident.name, role="citizen", address=address, request_id=request_id
    )


@atomic
def issue_pin(*, actor: Actor, resident: Resident) -> IssuedPin:
    """Give a resident a new PIN (and an account, where there was none). It must be changed at the first sign-in;
    sessions opened with an older PIN end, and a deactivated account opens again.

    Raises:
        NotAllowed: the actor lacks ``selfservice.manage``.
        NoAccountPossible: not here, or the NIK is a temporary one.
    """
    require(actor, "selfservice.manage")
    advisory_lock(f"selfservice:{resident.pk}")
    return _issue(actor, resident)


def _issue(actor: Actor, resident: Resident) -> IssuedPin:
    if not resident.is_here:
        raise NoAccountPossible(reason="gone", resident=str(resident.pk))
    if resident.nik_temporary:
        raise NoAccountPossible(reason="temporary_nik", resident=str(resident.pk))
    pin = random_pin(nik=resident.nik, born=resident.birth_date)
    fresh = {
        "pin": make_password(pin),
        "must_change": True,
        "active": True,
        "issued_by": actor.name[:150],
        "issued_at": timezone.now(),
        "last_sign_in": None,
    }
    account, made = CitizenAccount.objects.get_or_create(resident=resident, defaults=fresh)
    if not made:
        for name, value in fresh.items():
            setattr(account, name, value)
        account.session_epoch += 1
        account.save(update_fields=[*fresh, "session_epoch"])
    audit.record(actor, "selfservice.pin_issued", about=resident, again=not made)
    return IssuedPin(account=account, resident=resident, pin=pin)


@atomic
def issue_pins_for_rt(*, actor: Actor, rt: Territory, again: bool = False) -> Sheet:
    """PINs for the adults of an RT who have no account yet, one sheet (:data:`SHEET` slips) at a time.

    ``again`` issues anew to those who have a PIN and never used it (a sheet was lost): only those whose PIN is older
    than this hour, so that going on with the next sheet does not undo the last.

    Raises:
        NotAllowed: the actor lacks ``selfservice.manage``.
    """
    require(actor, "selfservice.manage")
    advisory_lock(f"selfservice:rt:{rt.pk}")
    waiting = selectors.waiting_for_pin(rt, unused_before=timezone.now() - timedelta(hours=1) if again else None)
    people = list(waiting[:SHEET])
    slips = [_issue(actor, resident) for resident in people]
    return Sheet(slips=slips, remaining=max(0, waiting.count()) if people else 0)


_kept = ""


def _nobodys_pin() -> str:
    # One hash a process: comparing with it takes as long as comparing with somebody's.
    global _kept
    if not _kept:
        _kept = make_password(secrets.token_urlsafe(12))
    return _kept


def sign_in(*, nik: str, pin: str, address: str, request_id: str = "") -> CitizenAccount:
    """The account of a NIK and its PIN.

    Unknown NIK, wrong PIN, deactivated account and somebody who has moved away get the same answer after the same work.

    Raises:
        Throttled: too many tries for this NIK or address.
        SignInFailed: with the tries left.
    """
    throttle.check(SCOPE, account=nik, address=address)
    account = selectors.account_by_nik(nik)
    good = check_password(pin, account.pin if account else _nobodys_pin())
    if not (good and account and account.active and account.resident.is_here):
        left = throttle.failed(SCOPE, account=nik, address=address)
        audit.record(Actor.system("sign-in"), "selfservice.sign_in", about=account, outcome="refused", left=left)
        raise SignInFailed(left=left, what=_("NIK atau PIN salah."))
    throttle.succeeded(SCOPE, account=nik, address=address)
    account.last_sign_in = timezone.now()
    account.save(update_fields=["last_sign_in"])
    actor = citizen_actor(account.resident, address=address, request_id=request_id)
    audit.record(actor, "selfservice.sign_in", about=account)
    return account


def change_pin(*, actor: Actor, new: str, old: str = "") -> CitizenAccount:
    """A citizen chooses a PIN. Every session of before ends. The old PIN is asked for, but not right after a sign-in
    with the slip's PIN: it was typed a moment ago.

    Raises:
        NotFound: the actor has no account here.
        Throttled, OldPinWrong: the old PIN was guessed at.
        PinRefused: no PIN, too easy, or the old one again.
    """
    found = CitizenAccount.objects.select_related("resident").filter(resident=_own(actor), active=True).first()
    if found is None:
        raise NotFound()
    nik = found.resident.nik
    if not found.must_change:
        # Outside the transaction: a wrong try stays counted.
        throttle.check(SCOPE, account=nik, address=actor.address)
        if not check_password(old, found.pin):
            raise OldPinWrong(left=throttle.failed(SCOPE, account=nik, address=actor.address), field="old")
        throttle.succeeded(SCOPE, account=nik, address=actor.address)
    check_pin(new, nik=nik, born=found.resident.birth_date)
    if check_password(new, found.pin):
        raise PinRefused(reason="same", field="pin")
    return _write_pin(actor, found, make_password(new))


@atomic
def _write_pin(actor: Actor, read: CitizenAccount, encoded: str) -> CitizenAccount:
    account = CitizenAccount.objects.select_for_update().get(pk=read.pk)
    if account.session_epoch != read.session_epoch or not account.active:
        # Somebody issued a new PIN or took the account back while the page was open.
        raise NotFound()
    account.pin, account.must_change = encoded, False
    account.session_epoch += 1
    account.save(update_fields=["pin", "must_change", "session_epoch"])
    audit.record(actor, "selfservice.pin_changed", about=account)
    return account


@atomic
def end_sessions(*, actor: Actor, account: CitizenAccount) -> None:
    """End every session of an account: its owner, or who manages accounts (a phone was lost).

    Raises:
        NotAllowed: neither of them.
    """
    if not (actor.kind == "citizen" and str(account.resident_id) == actor.id):
        require(actor, "selfservice.manage")
    CitizenAccount.objects.filter(pk=account.pk).update(session_epoch=F("session_epoch") + 1)
    audit.record(actor, "selfservice.sessions_ended", about=account)


@atomic
def deactivate(*, actor: Actor, account: CitizenAccount) -> CitizenAccount:
    """Close an account; its sessions end at once. A new PIN opens it again.

    Raises:
        NotAllowed: the actor lacks ``selfservice.manage``.
    """
    require(actor, "selfservice.manage")
    row = CitizenAccount.objects.select_for_update().get(pk=account.pk)
    row.active = False
    row.session_epoch += 1
    row.save(update_fields=["active", "session_epoch"])
    audit.record(actor, "selfservice.deactivated", about=row)
    return row


@atomic
def keep_upload(*, actor: Actor, content: BinaryIO, name: str) -> StoredFile:
    """Keep a paper that a citizen adds to a request.

    Raises:
        TooManyUploads: more in a day than :data:`UPLOADS_A_DAY`.
        FileRefused: too large, or neither a picture nor a PDF.
    """
    owner = _own(actor)
    advisory_lock(f"selfservice:uploads:{owner}")
    since: datetime = timezone.now() - timedelta(days=1)
    if StoredFile.objects.filter(citizen_id=owner, kind="letters.attachment", created_at__gte=since).count() >= (
        UPLOADS_A_DAY
    ):
        raise TooManyUploads(limit=UPLOADS_A_DAY)
    return store(
        actor=actor,
        content=content,
        name=name,
        kind="letters.attachment",
        accept=ACCEPTED,
        max_bytes=UPLOAD_BYTES,
        permission="letters.view",
        citizen_id=owner,
    )


def _own(actor: Actor) -> UUID:
    if actor.kind != "citizen":
        raise NotFound()
    return UUID(actor.id)


__all__ = [
    "IssuedPin",
    "Sheet",
    "change_pin",
    "citizen_actor",
    "deactivate",
    "end_sessions",
    "issue_pin",
    "issue_pins_for_rt",
    "keep_upload",
    "sign_in",
]
