"""Where a dusun, RW or RT lies on the map."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.population.models.register import Territory


class TerritoryPlace(models.Model):
    """A node's point and its outline. A row of its own: the tree is read beside every person, and an outline is large."""

    territory = models.OneToOneField(Territory, on_delete=models.CASCADE, primary_key=True, related_name="place")
    lat = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    lng = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    #: A GeoJSON geometry, always a MultiPolygon; checked and rounded by the service.
    boundary = models.JSONField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = _("letak pada peta")
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lng__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
                name="territory_place_whole_point",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=False) | Q(boundary__isnull=False), name="territory_place_says_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.territory_id)
