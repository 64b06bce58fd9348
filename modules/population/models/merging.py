"""Two people who look like one, and are not."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from modules.population.models.register import Resident


class DistinctPeople(models.Model):
    """An officer said of two residents that they are two people: the finder of doubles does not show them again.

    ``first`` is the smaller key, so that a pair stands once.
    """

    first = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True, default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_people_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_people_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
