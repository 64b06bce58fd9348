"""Accounts: making, changing, closing."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts import throttle
from balai.accounts.errors import AccountRefused
from balai.accounts.models import Role, User
from balai.accounts.rights import rights_of, roles_here
from balai.actor import Actor, require
from balai.db import translate_unique
from balai.errors import Conflict, NotAllowed

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}", re.ASCII)
DISTRICT_CODE = re.compile(r"\d{6}", re.ASCII)


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


def check_role(role: str) -> str:
    if role not in {each.value for each in roles_here()}:
        raise AccountRefused(_("Peran ini tidak ada di sini."), field="role")
    return role


def check_district(role: str, code: str) -> str:
    """Staff of a district see that district alone, so they need its code; everybody else has none."""
    code = code.replace(".", "").strip()
    if role != Role.DISTRICT:
        return ""
    if not DISTRICT_CODE.fullmatch(code):
        raise AccountRefused(_("Kode kecamatan harus 6 angka, misalnya 331505."), field="district_code")
    return code


def check_new_password(password: str, user: User | None = None) -> None:
    """Refuse a weak password.

    Raises:
        AccountRefused: with every reason in one sentence.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused(" ".join(str(message) for message in error.messages), field="password") from None


def make_user(*, username: str, name: str, role: str, password: str, email: str, district_code: str) -> User:
    wanted = username.strip().lower()
    if not USERNAME.fullmatch(wanted):
        raise AccountRefused(
            _("Nama pengguna terdiri dari 3 sampai 60 huruf kecil, angka, titik, atau garis."), field="username"
        )
    user = User(
        username=wanted,
        name=name.strip(),
        role=check_role(role),
        email=email.strip(),
        district_code=check_district(role, district_code),
    )
    check_new_password(password, user)
    user.set_password(password)
    taken = {
        "user_username_once": AccountRefused(_("Nama pengguna ini sudah dipakai. Pilih yang lain."), field="username"),
        "accounts_user_username_key": AccountRefused(
            _("Nama pengguna ini sudah dipakai. Pilih yang lain."), field="username"
        ),
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
    user = make_user(
        username=username, name=name, role=role, password=password, email=email, district_code=district_code
    )
    audit.record(actor, "accounts.created", about=user, role=role)
    return user


@transaction.atomic
def change_password(*, actor: Actor, user: User, old: str, new: str) -> User:
    """Change one's own password; every session of before ends.

    Raises:
        NotAllowed: somebody else's.
        Throttled: too many wrong old passwords (whoever finds an open session must not find the password by trying).
        AccountRefused: the old one is wrong, the new one weak or the same.
    """
    if str(user.pk) != actor.id:
        raise NotAllowed(right="own account")
    throttle.reserve("staff", account=str(user.pk), address=actor.address)
    if not user.check_password(old):
        throttle.refused("staff", account=str(user.pk), address=actor.address)
        raise AccountRefused(_("Sandi lama salah."), field="old")
    throttle.granted("staff", account=str(user.pk), address=actor.address)
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
def change_role(*, actor: Actor, user: User, role: str, district_code: str = "", before: str = "") -> User:
    """Give an account another role (``before``: the one that the form showed). Whoever manages accounts stays one.

    Raises:
        AccountRefused: one's own role, an unknown one, or staff of a district without district.
        Conflict: somebody else changed it since it was read.
    """
    require(actor, "accounts.manage")
    if str(user.pk) == actor.id:
        raise AccountRefused(_("Peran sendiri hanya dapat diubah orang lain."), field="role")
    user = User.objects.select_for_update().get(pk=user.pk)
    if before and before != user.role:
        raise Conflict(read=before, now=user.role)
    before, user.role = user.role, check_role(role)
    user.district_code = check_district(role, district_code or user.district_code)
    user.save(update_fields=["role", "district_code"])
    audit.record(actor, "accounts.role_changed", about=user, before=before, after=role)
    return user


def _end_all(user: User) -> None:
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
    user.second_factor, user.recovery_codes, user.second_factor_step = "", [], 0
    user.save(update_fields=["second_factor", "recovery_codes", "second_factor_step"])
    _end_all(user)
    audit.record(actor, "accounts.second_factor_reset", about=user)
    return user
