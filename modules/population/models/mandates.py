"""Surat kuasa: whom an adult lets act in their place towards the village, and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from balai.ids import uuid_key
from modules.population.models.register import Resident


class Mandate(models.Model):
    """``giver`` lets ``holder`` act for them until a day; recorded by an officer who saw the paper (KUHPerdata, art. 1792)."""

    id = uuid_key()
    giver = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="mandates_given")
    holder = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="mandates_held")
    #: What the paper says: its date, its number, who witnessed it.
    paper = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_by = models.CharField(max_length=150, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "surat kuasa"
        verbose_name_plural = "surat kuasa"
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="mandate_of_another"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="mandate_ends_later"),
            models.CheckConstraint(condition=~Q(paper=""), name="mandate_on_paper"),
            models.UniqueConstraint(
                fields=["giver", "holder"], condition=Q(ended_at__isnull=True), name="mandate_once_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.holder_id} {self.until}"
