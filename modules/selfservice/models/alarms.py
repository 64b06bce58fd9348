"""When somebody goes through a village's NIKs with guessed PINs."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from balai.ids import uuid_key


class PinAlarm(models.Model):
    """PINs of many different people failed within a short time. Counts alone: whose they were stands nowhere."""

    id = uuid_key()
    opened_at = models.DateTimeField(db_default=Now())
    last_at = models.DateTimeField(db_default=Now())
    #: The most within one window: different NIKs, tries, and network addresses.
    people = models.PositiveIntegerField()
    tries = models.PositiveIntegerField()
    addresses = models.PositiveIntegerField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"{self.people} {self.opened_at}"
