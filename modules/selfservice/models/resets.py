"""A forgotten PIN that is asked for by code."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from balai.ids import uuid_key
from modules.population.models import Resident


class PinReset(models.Model):
    """Somebody asked for a code in the name of a NIK. Where nobody has that NIK, or no way to reach them is proven, the row
    is the same but for ``resident``: neither answer nor time tells which. The code itself is kept by ``messages``."""

    id = uuid_key()
    #: Keyed hash that only counts: how often for this NIK.
    subject_hash = models.CharField(max_length=64, db_index=True)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    contact_id = models.UUIDField(null=True, blank=True)
    tries = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    #: The code came back right; the PIN that goes with it may still be chosen anew.
    proven_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(tries__lte=5), name="pin_reset_five_tries")]

    def __str__(self) -> str:
        return str(self.pk)
