"""Every write to accounts: invite, accept, sign in, change, close. Each is audited."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import second_factor, throttle
from balai.accounts.errors import AccountRefused, InvitationGone, SignInFailed
from balai.accounts.models import AccountSession, Invitation, RoleGrant, User
from balai.accounts.rights import permissions_here, rights_of, roles_here
from balai.actor import Actor, require
from balai.db import translate_unique

INVITATION_DAYS = 7
USERNAME = r"^[a-z0-9][a-z0-9._-]{2,59}$"


def _hash(token: str) -> str:
    # The schema is part of what is hashed: a token of one village opens nothing in another.
    return hashlib.sha256(f"{connection.schema_name}:{token}".encode()).hexdigest()  # type: ignore[attr-defined]


def actor_of(user: User, *, address: str = "", request_id: str = "") -> Actor:
    """The actor that an account is."""
    return Actor(
        kind="staff",
        id=str(user.pk),
        name=user.name,
        role=user.role,
        rights=rights_of(user),
        scope=user.district_code,
        address=address,
        request_id=request_id,
    )


def _check_role(role: str) -> str:
    if role not in {each.value for each in roles_here()}:
        raise AccountRefused(_("Peran ini tidak ada di sini."), field="role")
    return role


@transaction.atomic
def invite(
    *, actor: Actor, role: str, name: str, email: str = "", username: str = "", district_code: str = ""
) -> tuple[Invitation, str]:
    """Invite somebody; returns the invitation and its secret, which is shown once and never kept.

    Raises:
        NotAllowed: the actor lacks ``accounts.manage``.
        AccountRefused: the role does not exist on this side.
    """
    require(actor, "accounts.manage")
    secret = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        token_hash=_hash(secret),
        role=_check_role(role),
        name=name.strip(),
        email=email.strip(),
        username=username.strip().lower(),
        district_code=district_code,
        invited_by=actor.name[:150],
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    audit.record(actor, "accounts.invited", about=made, role=role)
    return made, secret


def mail_invitation(invitation: Invitation, link: str) -> bool:
    """Mail an invitation's link where SMTP is set; returns whether it was sent. The link is always shown too."""
    if not (settings.BALAI_SENDS_MAIL and invitation.email):
        return False
    send_mail(
        _("Undangan Balai"),
        _("{name}, Anda diundang sebagai {role}. Buka tautan ini dalam 7 hari: {link}").format(
            name=invitation.name, role=invitation.get_role_display(), link=link
        ),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
        fail_silently=True,
    )
    return True


@transaction.atomic
def void_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """Take an open invitation back."""
    require(actor, "accounts.manage")
    Invitation.objects.filter(pk=invitation.pk, used_at=None, voided_at=None).update(voided_at=timezone.now())
    audit.record(actor, "accounts.invitation_voided", about=invitation)


def open_invitation(token: str) -> Invitation:
    """The open invitation of a secret; looking at it does not use it up.

    Raises:
        InvitationGone: used, voided, expired or unknown.
    """
    found = Invitation.objects.filter(token_hash=_hash(token)).first()
    if found is None or not found.is_open:
        raise InvitationGone()
    return found


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str) -> User:
    """Make the account that an invitation promises, and use the invitation up.

    Raises:
        InvitationGone: it is no longer open.
        AccountRefused: the username is taken or malformed, the password too weak (``field`` says which).
    """
    found = Invitation.objects.select_for_update().filter(token_hash=_hash(token)).first()
    if found is None or not found.is_open:
        raise InvitationGone()
    user = _make_user(
        username=username, name=found.name, role=found.role, password=password, email=found.email,
        district_code=found.district_code,
    )  # fmt: skip
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    audit.record(actor_of(user), "accounts.invitation_accepted", about=user, role=user.role)
    return user


def check_new_password(password: str, user: User | None = None) -> None:
    """Refuse a weak password.

    Raises:
        AccountRefused: with every reason in one sentence.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused(" ".join(str(message) for message in error.messages), field="password") from None


def _make_user(*, username: str, name: str, role: str, password: str, email: str, district_code: str) -> User:
    import re

    wanted = username.strip().lower()
    if not re.match(USERNAME, wanted):
        raise AccountRefused(
            _("Nama pengguna terdiri dari 3 sampai 60 huruf kecil, angka, titik, atau garis."), field="username"
        )
    user = User(
        username=wanted, name=name.strip(), role=_check_role(role), email=email.strip(), district_code=district_code
    )
    check_new_password(password, user)
    user.set_password(password)
    taken = {
        "user_username_once": AccountRefused(_("Nama pengguna ini sudah dipakai. Pilih yang lain."), field="username"),
        "user_email_once": AccountRefused(_("Alamat surel ini sudah dipakai akun lain."), field="email"),
    }
    with translate_unique(taken):
        user.save()
    return user


@transaction.atomic
def create_user(
    *, actor: Actor, username: str, name: str, role: str, password: str, email: str = "", district_code: str = ""
) -> User:
    """Make an account at once (demo data and tests; people come by invitation)."""
    require(actor, "accounts.manage")
    user = _make_user(
        username=username, name=name, role=role, password=password, email=email, district_code=district_code
    )
    audit.record(actor, "accounts.created", about=user, role=role)
    return user


def _unusable() -> str:
    # One hash a process: comparing with it takes as long as comparing with somebody's.
    global _kept
    if not _kept:
        _kept = make_password(secrets.token_urlsafe(20))
    return _kept


_kept = ""


def sign_in(*, typed: str, password: str, address: str, code: str = "") -> User:
    """The account of a username or e-mail and its password (and second factor where one is set).

    Unknown name, wrong password and closed account take the same time and get the same answer.

    Raises:
        Throttled: too many tries for this account or address.
        SignInFailed: with the tries left.
        SecondFactorNeeded: the password is right, the code is missing.
    """
    throttle.check("staff", account=typed, address=address)
    user = User.objects.typed(typed)
    good = check_password(password, user.password if user else _unusable())
    if not (good and user and user.is_active):
        left = throttle.failed("staff", account=typed, address=address)
        system = Actor.system("sign-in")
        audit.record(system, "accounts.sign_in", about=user, outcome="refused", left=left)
        raise SignInFailed(left=left)
    if user.second_factor:
        second_factor.check(user, code, typed=typed, address=address)
    throttle.succeeded("staff", account=typed, address=address)
    audit.record(actor_of(user, address=address), "accounts.sign_in", about=user)
    return user


@transaction.atomic
def remember_session(*, user: User, session_key: str, address: str, device: str) -> None:
    """Note a session, so that its owner sees it in the list."""
    AccountSession.objects.update_or_create(
        session_key=session_key, defaults={"user": user, "address": address[:45], "device": device[:200]}
    )


@transaction.atomic
def end_session(*, actor: Actor, session: AccountSession) -> None:
    """End one session of the actor's own account."""
    from django.contrib.sessions.backends.cached_db import SessionStore

    SessionStore(session.session_key).delete()
    session.delete()
    audit.record(actor, "accounts.session_ended")


def _end_all(user: User) -> None:
    from django.contrib.sessions.backends.cached_db import SessionStore

    for session in user.account_sessions.all():
        SessionStore(session.session_key).delete()
    user.account_sessions.all().delete()
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])


@transaction.atomic
def end_all_sessions(*, actor: Actor, user: User) -> None:
    """End every session of an account (one's own, or with ``accounts.manage``)."""
    if str(user.pk) != actor.id:
        require(actor, "accounts.manage")
    _end_all(user)
    audit.record(actor, "accounts.sessions_ended", about=user)


@transaction.atomic
def change_password(*, actor: Actor, user: User, old: str, new: str) -> User:
    """Change one's own password; every session of before ends.

    Raises:
        AccountRefused: the old one is wrong, the new one weak or the same.
    """
    if not user.check_password(old):
        raise AccountRefused(_("Sandi lama salah."), field="old")
    if old == new:
        raise AccountRefused(_("Sandi baru harus berbeda dari yang lama."), field="password")
    check_new_password(new, user)
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    _end_all(user)
    audit.record(actor, "accounts.password_changed", about=user)
    return user


@transaction.atomic
def change_role(*, actor: Actor, user: User, role: str) -> User:
    """Give an account another role.

    Raises:
        AccountRefused: one's own role, or the last who may manage accounts.
    """
    require(actor, "accounts.manage")
    if str(user.pk) == actor.id:
        raise AccountRefused(_("Peran sendiri hanya dapat diubah orang lain."), field="role")
    before, user.role = user.role, _check_role(role)
    user.save(update_fields=["role"])
    audit.record(actor, "accounts.role_changed", about=user, before=before, after=role)
    return user


@transaction.atomic
def close_account(*, actor: Actor, user: User) -> User:
    """Close an account with all its sessions; the row stays, for the audit's sake.

    Raises:
        AccountRefused: one's own account.
    """
    require(actor, "accounts.manage")
    if str(user.pk) == actor.id:
        raise AccountRefused(_("Akun sendiri hanya dapat ditutup orang lain."))
    user.is_active, user.closed_at = False, timezone.now()
    user.save(update_fields=["is_active", "closed_at"])
    _end_all(user)
    audit.record(actor, "accounts.closed", about=user)
    return user


@transaction.atomic
def reopen_account(*, actor: Actor, user: User) -> User:
    """Open a closed account again."""
    require(actor, "accounts.manage")
    user.is_active, user.closed_at = True, None
    user.save(update_fields=["is_active", "closed_at"])
    audit.record(actor, "accounts.reopened", about=user)
    return user


@transaction.atomic
def reset_second_factor(*, actor: Actor, user: User) -> User:
    """Take the second factor off an account whose owner lost the phone: a second person does it.

    Raises:
        AccountRefused: one's own.
    """
    require(actor, "accounts.manage")
    if str(user.pk) == actor.id:
        raise AccountRefused(_("Faktor kedua sendiri hanya dapat dihapus orang lain."))
    user.second_factor, user.recovery_codes = "", []
    user.save(update_fields=["second_factor", "recovery_codes"])
    _end_all(user)
    audit.record(actor, "accounts.second_factor_reset", about=user)
    return user


@transaction.atomic
def set_right(*, actor: Actor, role: str, permission: str, allowed: bool) -> None:
    """Change the rights matrix for one role and right.

    Raises:
        AccountRefused: unknown, or it would leave nobody who manages accounts.
    """
    require(actor, "accounts.manage")
    _check_role(role)
    declared = {right.code: right for right in permissions_here()}
    if permission not in declared:
        raise AccountRefused(_("Hak ini tidak dikenal."), field="permission")
    if permission == "accounts.manage" and role == actor.role and not allowed:
        raise AccountRefused(_("Hak mengelola pengguna tidak dapat dicabut dari peran sendiri."))
    if allowed == (role in declared[permission].roles):
        RoleGrant.objects.filter(role=role, permission=permission).delete()
    else:
        RoleGrant.objects.update_or_create(role=role, permission=permission, defaults={"allowed": allowed})
    audit.record(actor, "accounts.right_changed", role=role, permission=permission, allowed=allowed)


def same_secret(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
