"""What villages keep for looking at people: saved filters, scores of quality, bands of age, published tables."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from balai.ids import uuid_key


class SavedFilter(models.Model):
    """A filter somebody wants again; shared ones are the whole office's."""

    id = uuid_key()
    name = models.CharField(max_length=80)
    #: The list's URL parameters: {"query": "sex=1&r=1.age.between.17~30"}.
    query = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)
    owner = models.CharField(max_length=64)
    owner_name = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    #: Deleted ones stay, so that the deletion can be undone.
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(void_at__isnull=True), name="saved_filter_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class QualityScore(models.Model):
    """The register's quality on a day: 0 to 100, and how many repairs each check found."""

    on = models.DateField(unique=True)
    score = models.DecimalField(max_digits=5, decimal_places=2)
    found = models.JSONField(default=dict)

    class Meta:
        ordering = ["on"]
        constraints = [models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="quality_score_0_100")]

    def __str__(self) -> str:
        return f"{self.on}: {self.score}"


class AgeBand(models.Model):
    """A band of age (full years, both ends included) that the village counts by, in place of the standard ones."""

    low = models.SmallIntegerField()
    high = models.SmallIntegerField(null=True, blank=True)
    label = models.CharField(max_length=40)

    class Meta:
        ordering = ["low"]
        constraints = [
            models.UniqueConstraint(fields=["low"], name="age_band_once"),
            models.CheckConstraint(
                condition=Q(low__gte=0) & (Q(high__isnull=True) | Q(high__gte=F("low"))), name="age_band_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class PublishedStatistic(models.Model):
    """A table that the village shows on its public site."""

    category = models.CharField(max_length=40, unique=True)
    order = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "category"]

    def __str__(self) -> str:
        return self.category
