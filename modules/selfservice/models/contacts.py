"""Where a citizen can be reached, proved by a code that was sent there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.selfservice.models.accounts import CitizenAccount


class ContactKind(models.TextChoices):
    """By what a code travels."""

    EMAIL = "email", _("Surel")
    PHONE = "phone", _("Nomor HP")


class Contact(models.Model):
    """One address or number of an account; only a verified one may bring a forgotten PIN back."""

    id = uuid_key()
    account = models.ForeignKey(CitizenAccount, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    value = models.CharField(max_length=150)
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="contact_one_a_kind")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"


class CodePurpose(models.TextChoices):
    """What a code is good for."""

    VERIFY = "verify", _("Memeriksa kontak")
    RESET = "reset", _("PIN yang terlupa")


class OneTimeCode(models.Model):
    """A code that was sent, or that was asked for in the name of a NIK that nobody has: the row is the same, so that
    neither answer nor time tells which. The job that sends makes the code; only its hash is ever kept."""

    id = uuid_key()
    purpose = models.CharField(max_length=8, choices=CodePurpose.choices)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="codes")
    #: Keyed hash that only counts: how often for this NIK.
    subject_hash = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    tries = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(tries__lte=5), name="code_five_tries")]

    def __str__(self) -> str:
        return f"{self.pk} {self.purpose}"
