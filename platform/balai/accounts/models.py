"""Staff of one side: their accounts, roles, invitations and sessions. Citizens are no accounts (module selfservice)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key


class Role(models.TextChoices):
    """What somebody is; which rights that gives is the rights matrix."""

    KEPALA_DESA = "kepala_desa", _("Kepala Desa")
    SEKRETARIS = "sekretaris", _("Sekretaris Desa")
    OPERATOR = "operator", _("Operator")
    VIEWER = "viewer", _("Pembaca")
    REGENCY = "regency", _("Dispermasdes")
    DISTRICT = "district", _("Kecamatan")


VILLAGE_ROLES = (Role.KEPALA_DESA, Role.SEKRETARIS, Role.OPERATOR, Role.VIEWER)
REGENCY_ROLES = (Role.REGENCY, Role.DISTRICT, Role.OPERATOR)


class UserManager(BaseUserManager["User"]):
    """Finds an account by what its owner types."""

    def get_by_natural_key(self, username: str | None) -> User:
        """By username, in any case."""
        return self.get(username__iexact=username)

    def typed(self, text: str) -> User | None:
        """By username or e-mail, in any case; None where nobody has it."""
        text = text.strip()
        if not text:
            return None
        return self.filter(models.Q(username__iexact=text) | models.Q(email__iexact=text)).first()


class User(AbstractBaseUser):
    """An account of a member of staff."""

    id = uuid_key()
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=20, choices=Role.choices)
    district_code = models.CharField(max_length=6, blank=True, default="")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    #: Fernet text; empty: no second factor.
    second_factor = models.TextField(blank=True, default="")
    #: Keyed hashes of unused recovery codes.
    recovery_codes = models.JSONField(default=list, blank=True)
    #: The last time step at which a code was taken: the same code does not open twice.
    second_factor_step = models.BigIntegerField(default=0)
    #: Raised when all sessions must end.
    session_epoch = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_once"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="user_email_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with :attr:`session_epoch`: sessions of before end."""
        return f"{super().get_session_auth_hash()}:{self.session_epoch}:{int(self.is_active)}"


class RoleGrant(models.Model):
    """A deviation from what modules declare: this role holds (or does not hold) this right here."""

    id = uuid_key()
    role = models.CharField(max_length=20, choices=Role.choices)
    permission = models.CharField(max_length=80)
    allowed = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="role_grant_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.permission} {self.allowed}"


class Invitation(models.Model):
    """A one-time link by which somebody makes their account. Only the token's hash is kept."""

    id = uuid_key()
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True, default="")
    username = models.CharField(max_length=60, blank=True, default="")
    district_code = models.CharField(max_length=6, blank=True, default="")
    invited_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.voided_at is None and self.expires_at > timezone.now()


class AccountSession(models.Model):
    """A session of an account. The row decides: without it the session is nobody's, so deleting it ends the session.

    Only a hash of the session's key stands here: whoever reads this table can take over nobody's session.
    """

    id = uuid_key()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="account_sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    address = models.CharField(max_length=45, blank=True, default="")
    device = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-last_seen"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"
