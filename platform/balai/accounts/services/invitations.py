"""Invitations: a one-time link by which somebody makes their account."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from balai import audit
from balai.accounts.errors import InvitationGone
from balai.accounts.models import Invitation, User
from balai.accounts.services.people import actor_of, check_district, check_role, make_user
from balai.accounts.services.secrets_kept import hash_of
from balai.actor import Actor, require

INVITATION_DAYS = 7


@transaction.atomic
def invite(
    *, actor: Actor, role: str, name: str, email: str = "", username: str = "", district_code: str = ""
) -> tuple[Invitation, str]:
    """Invite somebody; returns the invitation and its secret, which is shown once and never kept.

    Raises:
        NotAllowed: the actor lacks ``accounts.manage``.
        AccountRefused: the role does not exist on this side, or staff of a district have no district.
    """
    require(actor, "accounts.manage")
    secret = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        token_hash=hash_of(secret),
        role=check_role(role),
        name=name.strip(),
        email=email.strip(),
        username=username.strip().lower(),
        district_code=check_district(role, district_code),
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
    found = Invitation.objects.filter(token_hash=hash_of(token)).first()
    if found is None or not found.is_open:
        raise InvitationGone()
    return found


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str, address: str = "") -> User:
    """Make the account that an invitation promises, and use the invitation up.

    Raises:
        InvitationGone: it is no longer open.
        AccountRefused: the username is taken or malformed, the password too weak (``field`` says which).
    """
    found = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if found is None or not found.is_open:
        raise InvitationGone()
    user = make_user(
        username=username, name=found.name, role=found.role, password=password, email=found.email,
        district_code=found.district_code,
    )  # fmt: skip
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    audit.record(actor_of(user, address=address), "accounts.invitation_accepted", about=user, role=user.role)
    return user
