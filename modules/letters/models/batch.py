"""One letter for many people (surat massal): whom, with which answers, how far it is. The letters are letters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.ids import uuid_key
from modules.letters.types import LetterType, letter_type


class BatchState(models.TextChoices):
    """How far a batch is. What ends in -ing is a job's work."""

    DRAFT = "draft", _("Konsep")
    MAKING = "making", _("Sedang dibuat")
    WAITING = "waiting", _("Menunggu tanda tangan")
    CHECKING = "checking", _("Sedang diperiksa")
    ISSUING = "issuing", _("Sedang diterbitkan")
    DONE = "done", _("Terbit")
    CLOSING = "closing", _("Sedang ditolak")
    CANCELLED = "cancelled", _("Dibatalkan")


#: States in which a job works at the batch.
AT_WORK = (BatchState.MAKING, BatchState.CHECKING, BatchState.ISSUING, BatchState.CLOSING)


class LetterBatch(models.Model):
    """Many letters of one kind with the same answers, asked for, approved and printed as one thing.

    ``chosen`` and ``left_out`` hold keys of residents, ``problems`` a sentence by key for whom no letter could be made or
    issued. That nobody gets two is the letters' own constraint.
    """

    id = uuid_key()
    type_key = models.CharField(max_length=40)
    title = models.CharField(_("Nama"), max_length=150)
    #: Whom it was meant for, in words: "Kepala keluarga, RT 01".
    whom = models.CharField(max_length=300, blank=True, default="")
    chosen = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)
    state = models.CharField(_("Status"), max_length=10, choices=BatchState.choices, default=BatchState.DRAFT)
    #: Who signs, as the head chose.
    official_id = models.CharField(max_length=64, blank=True, default="")
    approved_by = models.CharField(max_length=150, blank=True, default="")
    #: Why it was given up.
    note = models.CharField(max_length=500, blank=True, default="")
    pdf_file_id = models.UUIDField(null=True, blank=True)
    created_by = models.CharField(max_length=64)
    created_by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    #: Since when it stands in its state.
    state_since = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[BatchState.ISSUING, BatchState.DONE]) | ~Q(official_id=""),
                name="letter_batch_issued_with_signer",
            ),
        ]
        indexes = [models.Index(fields=["state", "state_since"], name="letter_batch_by_state")]

    def __str__(self) -> str:
        return f"{self.type_key} {self.title}"

    @property
    def look(self) -> str:
        """The badge's state: a batch that waits looks as its letters do; "waiting" alone is a job's."""
        return "signing" if self.state == BatchState.WAITING else self.state

    @property
    def type(self) -> LetterType:
        """What kind its letters are."""
        return letter_type(self.type_key)

    @property
    def version(self) -> str:
        """What a form carries, so that the later of two writers is told."""
        return self.updated_at.isoformat()

    @property
    def members(self) -> list[str]:
        """Keys of those who get one, in order."""
        without = set(self.left_out)
        return [key for key in self.chosen if key not in without]

    @property
    def is_at_work(self) -> bool:
        """Whether a job works at it, or should."""
        return self.state in AT_WORK
