"""How a village's letters look at head and foot, and on which paper they stand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Kop(models.Model):
    """One row: the design as :mod:`modules.letters.kop.design` checks it. Without it letters look as they are shipped.
    Every change stands in :class:`TypeChange` under the key ``kop``."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    design = models.JSONField()
    #: The village's own picture for letters, where it takes neither its crest nor none.
    logo_file = models.UUIDField(null=True, blank=True)
    updated_by = models.CharField(max_length=150)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="kop_one_row")]

    def __str__(self) -> str:
        return f"{self.updated_at:%Y-%m-%d}"

    @property
    def version(self) -> str:
        """What a form carries."""
        return self.updated_at.isoformat()
