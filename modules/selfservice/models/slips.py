"""PIN slips of a whole RT: made by a job, opened once, by the browser that asked for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models import Territory


class SlipState(models.TextChoices):
    """Where a batch of slips stands."""

    WAITING = "waiting", _("Sedang dibuat")
    READY = "ready", _("Siap dibuka")
    OPENED = "done", _("Sudah dibuka")
    GONE = "cancelled", _("Tidak dibuka")


class SlipBatch(models.Model):
    """One RT's slips. ``sealed`` is the PDF, encrypted to a key whose other half only the asking browser holds: neither the
    job, nor the database, nor its backup can read a PIN. It is emptied when it is opened, or after a day."""

    id = uuid_key()
    rt = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SlipState.choices, default=SlipState.WAITING)
    #: Whether also those get a new PIN who never used the one of their slip.
    again = models.BooleanField(default=False)
    public_key = models.BinaryField(max_length=32)
    sealed = models.BinaryField(null=True, blank=True)
    people = models.IntegerField(default=0)
    job_id = models.UUIDField(null=True, blank=True)
    created_by = models.CharField(max_length=64)
    created_by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField(db_default=Now())
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SlipState.READY, sealed__isnull=False)
                | (~Q(state=SlipState.READY) & Q(sealed__isnull=True)),
                name="slips_sealed_while_ready",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rt_id} {self.state}"
