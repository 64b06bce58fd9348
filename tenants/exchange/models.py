"""What a village puts into public about itself: never a person, always its own row (row-level security)."""

from __future__ import annotations

from django.db import models

from balai.access import access


@access(guarded_by="village", village_writes=("INSERT", "UPDATE"))
class Activity(models.Model):
    """When a village was last at work: the regency's page of adoption and freshness."""

    village = models.CharField(max_length=63, unique=True)
    last_sign_in = models.DateTimeField(null=True)
    last_change = models.DateTimeField(null=True)
    officers = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.village


@access(guarded_by="village", village_writes=("INSERT", "UPDATE"))
class NumberMark(models.Model):
    """The highest number ever issued in a sequence and year: a restored village goes on above it."""

    village = models.CharField(max_length=63)
    sequence = models.CharField(max_length=60)
    year = models.IntegerField()
    serial = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "sequence", "year"], name="number_mark_once")]

    def __str__(self) -> str:
        return f"{self.village} {self.sequence} {self.year}"
