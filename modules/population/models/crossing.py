"""People on their way between two villages, as this village sees them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.population.models.register import Resident


class CrossingPerson(models.Model):
    """A person in a move between villages: released here (``out``) or received here (``in``).

    While a line ``out`` is open (``closed_at`` empty) the person is on the way: nothing else may happen to them. The
    hand-over itself stands in public and is emptied at its end; who moved with it is known here alone.
    """

    class Direction(models.TextChoices):
        """Which way, seen from here."""

        OUT = "out", _("Keluar")
        IN = "in", _("Masuk")

    #: Key of the hand-over in public; no foreign key leaves a village.
    handover = models.UUIDField()
    direction = models.CharField(max_length=3, choices=Direction.choices)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="crossings")
    #: The agreed day of the move.
    event_date = models.DateField()
    move_kind = models.SmallIntegerField()
    #: Schema name of the other village, and how it was called then.
    other_village = models.CharField(max_length=63)
    other_title = models.CharField(max_length=200)
    by = models.CharField(max_length=150)
    started_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    #: How it ended: moved, refused, withdrawn, expired, not_here.
    outcome = models.CharField(max_length=10, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    seen_at = models.DateTimeField(null=True, blank=True)
    #: What the law's forms will hold (``{"forms": {}}``); none are built yet.
    details = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "resident"], name="crossing_person_once"),
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(direction="out", closed_at__isnull=True),
                name="crossing_one_way_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.handover}"
