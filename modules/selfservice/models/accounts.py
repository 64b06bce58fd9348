"""A citizen's key to the door: a PIN, hashed with Argon2."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from balai.ids import uuid_key
from modules.population.models import Resident


class CitizenAccount(models.Model):
    """A resident who may sign in with NIK and PIN."""

    id = uuid_key()
    resident = models.OneToOneField(Resident, on_delete=models.PROTECT, related_name="+")
    pin = models.CharField(max_length=128)
    must_change = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    #: Raised when all sessions must end.
    epoch = models.IntegerField(default=0)
    issued_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField(default=timezone.now)
    last_sign_in = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.resident_id)
