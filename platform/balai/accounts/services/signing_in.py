"""Signing in and out, and the sessions of an account."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import second_factor, throttle
from balai.accounts.errors import SecondFactorNeeded, SignInFailed, SignInOver
from balai.accounts.models import AccountSession, User
from balai.accounts.services.people import actor_of
from balai.accounts.services.secrets_kept import key_hash, same_secret
from balai.accounts.sessions import WHOLE_SECONDS
from balai.actor import Actor
from balai.errors import NotAllowed

_kept = ""


def _unusable() -> str:
    # One hash a process: comparing with it takes as long as comparing with somebody's.
    global _kept
    if not _kept:
        _kept = make_password(secrets.token_urlsafe(20))
    return _kept


def _wrong(user: User | None, account: str, address: str, what: str = "") -> SignInFailed:
    left = throttle.refused("staff", account=account, address=address)
    minutes = throttle.minutes_closed("staff", account=account)
    system = replace(Actor.system("sign-in"), address=address)
    audit.record(system, "accounts.sign_in", about=user, outcome="refused", left=left)
    return SignInFailed(left=left, minutes=minutes, what=what)


def sign_in(*, typed: str, password: str, address: str, code: str = "") -> User:
    """The account of a username or e-mail and its password (and second factor where one is set).

    Unknown name, wrong password and closed account take the same time and get the same answer. Tries count for the
    account whichever of its two names is typed.

    Raises:
        Throttled: too many tries for this account or address.
        SignInFailed: with the tries left.
        SecondFactorNeeded: the password is right, the code is missing: :func:`sign_in_with_code` takes ``user``, ``proof``.
    """
    user = User.objects.typed(typed)
    account = str(user.pk) if user else typed
    throttle.reserve("staff", account=account, address=address)
    good = check_password(password, user.password if user else _unusable())
    if not (good and user and user.is_active):
        raise _wrong(user, account, address)
    if user.second_factor and not code.strip():
        # Not wrong: only the half of it. The second step takes a try of its own.
        throttle.handed_back("staff", account=account, address=address)
        raise SecondFactorNeeded(user=str(user.pk), proof=user.get_session_auth_hash())
    return _second_step(user, code, address)


def sign_in_with_code(*, user_id: UUID | str, proof: str, code: str, address: str) -> User:
    """The second step of a sign-in. ``proof`` is what the first step raised: it ends with the password it stood for.

    Raises:
        SignInOver: the account was closed or its password changed in between.
        Throttled, SignInFailed: as in :func:`sign_in`.
    """
    throttle.reserve("staff", account=str(user_id), address=address)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not same_secret(user.get_session_auth_hash(), proof):
        throttle.handed_back("staff", account=str(user_id), address=address)
        raise SignInOver()
    return _second_step(user, code, address)


def _second_step(user: User, code: str, address: str) -> User:
    account = str(user.pk)
    if user.second_factor and not second_factor.fits(user, code):
        raise _wrong(user, account, address, _("Kode salah atau sudah dipakai."))
    throttle.granted("staff", account=account, address=address)
    audit.record(actor_of(user, address=address), "accounts.sign_in", about=user)
    return user


@transaction.atomic
def remember_session(*, user: User, session_key: str, address: str, device: str) -> None:
    """Note a session: from now on it is the account's. Sweeps what has run out on the way."""
    now = timezone.now()
    AccountSession.objects.filter(created_at__lt=now - timedelta(seconds=WHOLE_SECONDS)).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    AccountSession.objects.update_or_create(
        key_hash=key_hash(session_key), defaults={"user": user, "address": address[:45], "device": device[:200]}
    )


@transaction.atomic
def end_session(*, actor: Actor, session: AccountSession) -> None:
    """End one session of the actor's own account, at once.

    Raises:
        NotAllowed: somebody else's.
    """
    if str(session.user_id) != actor.id:
        raise NotAllowed(right="own account")
    session.delete()
    audit.record(actor, "accounts.session_ended")


@transaction.atomic
def sign_out(*, actor: Actor, session_key: str) -> None:
    """End the session that asks."""
    AccountSession.objects.filter(key_hash=key_hash(session_key)).delete()
    audit.record(actor, "accounts.sign_out")
