"""Who entered the address of the national signing service, and which signers have looked at it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from balai.access import access


@access(append_only=True)
class EsignAddress(models.Model):
    """The address of the national service as somebody entered it. Append-only: a signer sees every change."""

    url = models.CharField(max_length=200, blank=True)
    changed_by = models.CharField(max_length=150)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.url


@access(append_only=True)
class EsignConfirmation(models.Model):
    """One signer (``account``: the actor's id) has looked at one entry of the address: their passphrase may go there."""

    address = models.ForeignKey(EsignAddress, on_delete=models.PROTECT, related_name="confirmations")
    account = models.CharField(max_length=60)
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "account"], name="esign_confirmation_once")]

    def __str__(self) -> str:
        return f"{self.account} {self.address_id}"
