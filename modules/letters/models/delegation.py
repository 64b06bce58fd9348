"""When the head is away, and who acts in the meantime."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.government.models import Official


class _DateRange(Func):
    function = "daterange"


class Absence(models.Model):
    """The head is away from a day to a day, and an official who may sign a.n. or u.b. acts. Ended early, never changed."""

    id = uuid_key()
    since = models.DateField(_("Mulai"))
    until = models.DateField(_("Sampai"))
    reason = models.CharField(_("Alasan"), max_length=300)
    delegate = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_term"),
            models.CheckConstraint(condition=~Q(reason=""), name="absence_has_reason"),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[(_DateRange(F("since"), F("until"), Value("[]")), RangeOperators.OVERLAPS)],
                condition=Q(ended_at=None),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="absence_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="absence_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.since, OLD.until, OLD.reason, OLD.delegate_id) IS DISTINCT FROM "
                    "(NEW.since, NEW.until, NEW.reason, NEW.delegate_id) OR OLD.ended_at IS NOT NULL)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} - {self.until:%Y-%m-%d}"
