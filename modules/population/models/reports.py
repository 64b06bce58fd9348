"""Laporan Penduduk as it left the office: signed on paper, scanned, sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from modules.population.models.ledger import MonthClosing


class SignedReport(models.Model):
    """A closed month's report with its signatures, beside the one that was generated; ``sent_on``: given to the kabupaten."""

    closing = models.OneToOneField(MonthClosing, on_delete=models.PROTECT, primary_key=True, related_name="signed")
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=200, blank=True, default="")
    kept_by = models.CharField(max_length=150, blank=True, default="")
    kept_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    sent_by = models.CharField(max_length=150, blank=True, default="")
    #: How it was sent, in the village's words: by hand, by e-mail, the agenda number of the kabupaten.
    sent_note = models.CharField(max_length=200, blank=True, default="")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(file_id__isnull=False), name="signed_report_sent_is_kept"
            ),
        ]

    def __str__(self) -> str:
        return str(self.closing_id)
