"""Imports: a file, what was found in it, what became of its rows."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.population.models.register import Resident


class RunState(models.TextChoices):
    """An import's state."""

    UPLOADED = "uploaded", _("Diunggah")
    MAPPING = "mapping", _("Kolom dicocokkan")
    CHECKED = "checked", _("Diperiksa")
    APPLIED = "applied", _("Diterapkan")
    REFUSED = "refused", _("Ditolak")
    UNDONE = "undone", _("Dibatalkan")


class ImportRun(models.Model):
    """One import of a file: what was found, what was mended, what was applied."""

    id = uuid_key()
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=200)
    #: Which layout the file has (``opensid``, ``siak``, ``bip2016`` ...); "" until it was looked at.
    layout = models.CharField(max_length=20, blank=True, default="")
    #: {"heading in the file": "column of ours"}: what an officer chose where headings differ.
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.UPLOADED)
    #: {"row:column": "text"}: cells mended in the preview; the file stays as it came.
    patches = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    issues = models.JSONField(default=list)
    #: What an undo needs of family cards: {"new": [key], "changed": {key: {"rt_id", "address"}}}.
    families = models.JSONField(default=dict)
    #: What became of the rows: {"new": [row], "changed": [...], "unchanged": [...], "refused": [...]}.
    outcome = models.JSONField(default=dict)
    skip_refused = models.BooleanField(default=False)
    job_id = models.UUIDField(null=True)
    result_file_id = models.UUIDField(null=True)
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """Whom an applied import changed, and what they were before: enough to take it back.

    Who came with the import has no row: their first line of the ledger names the import (``services.bulk.came_with``).
    """

    # The unique key below begins with the run: an index of its own would only be written.
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    row = models.IntegerField()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    #: ``changed``. Older imports kept rows of newcomers too; those say ``new`` and are no longer read.
    outcome = models.CharField(max_length=10, default="changed")
    #: Changed columns as they were.
    before = models.JSONField(default=dict)
    #: ``updated_at`` that the import wrote: another one means that somebody touched the row since.
    stamp = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "resident"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.row}"
