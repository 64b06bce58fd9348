"""Who wishes a PIN without coming for it: what was typed, kept until an officer has compared it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models import Resident


class RegistrationState(models.TextChoices):
    """Where a registration stands."""

    WAITING = "submitted", _("Menunggu petugas")
    ACCEPTED = "accepted", _("Diterima")
    REFUSED = "rejected", _("Ditolak")
    EXPIRED = "expired", _("Kedaluwarsa")


_EMPTIED = Q(nik="", kk_number="", name="", birth_date=None, phone="", pin="", photo_id=None)


class Registration(models.Model):
    """A citizen's wish for a PIN. Once it is decided only the outcome stays: the typed data, the PIN's hash and the photo
    go in the same transaction (UU 27/2022, art. 43: no longer needed for the purpose)."""

    id = uuid_key()
    #: Keyed hash of the code by which the citizen asks how it stands.
    code_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=RegistrationState.choices, default=RegistrationState.WAITING)
    nik = models.CharField(max_length=16, blank=True, default="")
    kk_number = models.CharField(max_length=16, blank=True, default="")
    name = models.CharField(max_length=100, blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True, default="")
    #: Whether the outcome may be told by that number.
    wants_news = models.BooleanField(default=False)
    pin = models.CharField(max_length=128, blank=True, default="")
    photo_id = models.UUIDField(null=True, blank=True)
    #: Keyed hashes that only count: how often today for this NIK, from this address.
    nik_hash = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64)
    #: Whose account was opened; nobody where it was refused.
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    decided_by = models.CharField(max_length=150, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="registration_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RegistrationState.WAITING) | _EMPTIED, name="registration_emptied_once_decided"
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.ACCEPTED) | Q(resident__isnull=False),
                name="registration_accepted_for_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.REFUSED) | ~Q(reason=""), name="registration_refused_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
